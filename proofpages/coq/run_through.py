"""One run of Coq's compiler through a file: what its kernel accepts, and what was left to prove.

Coq compiles a file in silence. So each sentence of a proof is followed, on its own line, by the
question what remains; a question changes nothing that is stated or proved. Around each answer
stands a mark that no file can know, as it is drawn anew for each run.
"""

from __future__ import annotations

import re
import secrets
import tempfile
import time
from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from proofpages.coq.coq_errors import FormalError
from proofpages.coq.forbidden import refuse_words
from proofpages.coq.kernel import Reference, compile_file, references
from proofpages.coq.outline import StatementBlock, read_blocks
from proofpages.coq.sentences import Sentence, sentences

QUESTION = " Locate {mark}_{number}. Show. Locate {mark}_ends."
"""`Locate` says that there is nothing of that name."""
ANSWER = r"No object of basename {mark}_(\d+)\n(.*?)No object of basename {mark}_ends\n"
GOALS = re.compile(r"^(?:\d+ (?:focused )?goals?\b|No more goals\.)", re.MULTILINE)
"""How the goals begin; before them Coq may say that a part of a proof is done."""
SILENT = ("Proof.", "Qed.", "Defined.")
"""What leaves to be proved what was left before, or nothing."""
KEPT = 8
"""Runs that are kept, of each text one."""


@dataclass(frozen=True)
class RunThrough:
    """What a run has said of a file.

    Attributes:
        seconds: How long it took.
        compiled: The compiled file.
        met: The names that were met, each at its place in the source.
        steps: Its sentences.
    """

    seconds: float
    compiled: bytes
    met: tuple[Reference, ...]
    steps: tuple[AfterSentence, ...]


@dataclass(frozen=True)
class AfterSentence:
    """A sentence, the statement that it belongs to, and what remains to be proved after it.

    The last two are empty outside a proof, the last one behind `Proof.` and `Qed.` too.
    """

    sentence: Sentence
    theorem: str
    remaining: str


@lru_cache(maxsize=KEPT)
def run_through(path: str, stem: str, text: str, version: str) -> RunThrough:
    """Compile a file; its text and the version of Coq decide all but the time.

    Raises:
        FormalError: for a word that no file may hold, a proof without an end, or a step that Coq
            rejects.
    """
    refuse_words(path, text)
    parts = sentences(text, path)
    theorems = _theorems(parts, list(read_blocks(path, text)))
    asked = [n for n in theorems if parts[n].text not in SILENT]
    mark = f"q{secrets.token_hex(16)}"
    questioned, places = _with_questions(text.encode(), parts, asked, mark)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, f"{stem}.v").write_bytes(questioned)
        started = time.perf_counter()
        said = compile_file(path, stem, folder)
        seconds = time.perf_counter() - started
        compiled = Path(folder, f"{stem}.vo").read_bytes()
        glob = Path(folder, f"{stem}.glob").read_text(encoding="utf-8")
    answers = {int(n): answer for n, answer in re.findall(ANSWER.format(mark=mark), said, re.S)}
    if list(answers) != asked:
        raise FormalError(
            path,
            next(parts[n].line for n in asked if n not in answers),
            f"{len(answers)} answers of Coq for {len(asked)} sentences",
            "one for each",
            f"read what it said: {' '.join(said.split())[-200:]}",
        )
    met = tuple(_at_home(reference, places) for reference in references(glob))
    steps = tuple(
        AfterSentence(part, theorems.get(n, ""), _trimmed(answers.get(n, "")))
        for n, part in enumerate(parts)
    )
    return RunThrough(seconds, compiled, met, steps)


def _theorems(parts: tuple[Sentence, ...], blocks: list[StatementBlock]) -> dict[int, str]:
    """The statement that a sentence belongs to, by the sentence's number."""
    number = {part.start: n for n, part in enumerate(parts)}
    return {
        n: block.statement.name
        for block in blocks
        for n in range(number[block.first.start], number[block.last.start] + 1)
    }


def _with_questions(
    source: bytes, parts: tuple[Sentence, ...], asked: list[int], mark: str
) -> tuple[bytes, list[tuple[int, int]]]:
    """The file with a question behind each of these sentences, and where those were put in.

    Each place is that of a question's end in the new file, and how many bytes were put in so far.
    """
    pieces: list[bytes] = []
    places, last = [(0, 0)], 0
    for n in asked:
        question = QUESTION.format(mark=mark, number=n).encode()
        end, longer = parts[n].end, places[-1][1] + len(question)
        pieces += [source[last:end], question]
        places.append((end + longer, longer))
        last = end
    return b"".join([*pieces, source[last:]]), places


def _at_home(reference: Reference, places: list[tuple[int, int]]) -> Reference:
    """A name at its place in the source; none stands in a question."""
    before = bisect_right(places, reference.offset, key=lambda place: place[0])
    return replace(reference, offset=reference.offset - places[before - 1][1])


def _trimmed(answer: str) -> str:
    """The goals in an answer, without blanks at the ends of lines and empty lines around them."""
    begin = GOALS.search(answer)
    lines = answer[begin.start() if begin else 0 :].splitlines()
    return "\n".join(line.rstrip() for line in lines).strip("\n")
