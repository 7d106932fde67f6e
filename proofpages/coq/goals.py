"""Records what remains to be proved after each sentence of a Coq file."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from proofpages.coq.coq_errors import CoqNotFound, FormalError
from proofpages.coq.sentences import read_file, sentences
from proofpages.coq.tools import coq_available, coq_version, run

PROMPT = re.compile(r"<prompt>\S+ < \d+ \|(.*?)\| \d+ < </prompt>")
_MESSAGE = re.compile(r"<(infomsg|warning)>.*?</\1>\n?", re.DOTALL)


@dataclass(frozen=True)
class Goal:
    """What remains to be proved after one sentence."""

    sentence: str
    line: int
    indent: int  # of that line, in columns
    goals: str  # empty outside a proof; "No more goals." at the end of one
    theorem: str  # the statement that the sentence belongs to; empty outside


def goals(path: Path | str) -> list[Goal]:
    """What remains to be proved after each sentence of a Coq file, in its order.

    Within a process the same text is run once.

    Raises:
        CoqNotFound: without Coq.
        FormalError: for a sentence that Coq rejects.
    """
    path = Path(path)
    text = read_file(path)
    if not coq_available():
        raise CoqNotFound(str(path))
    return list(_record(str(path), text, coq_version()))


@lru_cache(maxsize=8)
def _record(path: str, text: str, version: str) -> tuple[Goal, ...]:
    parts = sentences(text, path)
    with tempfile.TemporaryDirectory() as folder:
        done = run(path, "coqtop", "-q", "-emacs", cwd=folder, stdin=text)
    # The answer to a sentence stands between the prompt before it and the prompt after it.
    pieces = PROMPT.split(done.stdout)[1:]
    proofs, answers = pieces[0::2], pieces[1::2]
    for number, part in enumerate(parts):
        answer = answers[number] if number < len(answers) else "Error: no answer"
        if re.search(r"^(Error:|Anomaly)", answer, re.MULTILINE):
            message = " ".join(re.sub(r"^.*?Error:", "", answer, flags=re.DOTALL).split())
            raise FormalError(
                path,
                part.line,
                f"a step that Coq rejects ({message[:300]})",
                "a file that runs through",
                "correct the statement or the proof",
            )
    if len(proofs) != len(parts) + 1:
        raise FormalError(
            path,
            parts[-1].line,
            f"{len(proofs) - 1} answers from coqtop for {len(parts)} sentences",
            "one for each",
            "write one tactic to a sentence, and `{` and `}` without a selector",
        )
    recorded = []
    for number, part in enumerate(parts):
        before, after = proofs[number].split("|")[0], proofs[number + 1].split("|")[0]
        shown = _MESSAGE.sub("", answers[number]) if after else ""
        shown = re.sub(r" \(ID \d+\)", "", shown)
        shown = "\n".join(line.rstrip() for line in shown.splitlines()).strip("\n")
        recorded.append(Goal(part.text, part.line, part.indent, shown, after or before))
    return tuple(recorded)
