"""One run of Coq's compiler through a file: what its kernel accepts, and what was left to prove.

Coq compiles a file in silence. So each sentence of a proof is followed, on its own line, by the
question what remains, and the last sentence by the question what the theorems rest on. Questions
change nothing that is stated or proved: what is compiled is the same, byte for byte. Around each
answer stands a mark that no file can know, as it is drawn anew for each run; and where a mark is
printed, Coq ends a sentence too, so that each sentence is the one of the file.
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

from proofpages.coq.begun import KEPT
from proofpages.coq.coq_errors import FormalError, StepRejected
from proofpages.coq.forbidden import refuse_words
from proofpages.coq.kernel import (
    Reference,
    compile_file,
    question_of_assumptions,
    read_assumptions,
    references,
)
from proofpages.coq.outline import StatementBlock, read_blocks
from proofpages.coq.sentences import Sentence, sentences

QUESTION = " Locate {mark}_{number}. {question} Locate {mark}_ends."
"""`Locate` says that there is nothing of that name."""
ANSWER = r"No object of basename {mark}_(\d+)\n(.*?)No object of basename {mark}_ends\n"
GOALS = re.compile(r"^(?:\d+ (?:focused )?goals?\b|No more goals\.)", re.MULTILINE)
"""How the goals begin; before them Coq may say that a part of a proof is done."""
SILENT = ("Proof.", "Qed.", "Defined.")
"""What leaves to be proved what was left before, or nothing."""


@dataclass(frozen=True)
class RunThrough:
    """What a run has said of a file.

    Attributes:
        seconds: How long it took.
        compiled: The compiled file.
        blocks: Its theorems and lemmas.
        met: The names that were met, each at its place in the source.
        axioms: What its theorems rest on together, each named as in the file.
        steps: Its sentences.
    """

    seconds: float
    compiled: bytes
    blocks: tuple[StatementBlock, ...]
    met: tuple[Reference, ...]
    axioms: tuple[str, ...]
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
    blocks = tuple(read_blocks(path, text, parts))
    theorems = _theorems(parts, blocks)
    mark = f"q{secrets.token_hex(16)}"
    questions = {n: "Show." for n in theorems if parts[n].text not in SILENT}
    published = [block.statement.name for block in blocks if block.statement.kind == "Theorem"]
    if published:
        questions[len(parts) - 1] = question_of_assumptions(mark, stem, published)
    source = text.encode()
    questioned, places = _with_questions(source, parts, questions, mark)
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        said = _compile(path, stem, folder, source, questioned)
        seconds = time.perf_counter() - started
        compiled = Path(folder, f"{stem}.vo").read_bytes()
        glob = Path(folder, f"{stem}.glob").read_text(encoding="utf-8")
    answers = {int(n): answer for n, answer in re.findall(ANSWER.format(mark=mark), said, re.S)}
    if list(answers) != list(questions):
        raise FormalError(
            path,
            next(parts[n].line for n in questions if n not in answers),
            f"{len(answers)} answers of Coq for {len(questions)} questions",
            "one for each",
            f"read what it said: {' '.join(said.split())[-200:]}",
        )
    axioms = read_assumptions(path, answers.pop(len(parts) - 1), 1)[0] if published else ()
    met = [_at_home(reference, places) for reference in references(glob)]
    steps = tuple(
        AfterSentence(part, theorems.get(n, ""), _trimmed(answers.get(n, "")))
        for n, part in enumerate(parts)
    )
    # The names in the last question are behind the last sentence.
    inside = tuple(reference for reference in met if reference.offset < parts[-1].end)
    return RunThrough(seconds, compiled, blocks, inside, axioms, steps)


def _theorems(parts: tuple[Sentence, ...], blocks: tuple[StatementBlock, ...]) -> dict[int, str]:
    """The statement that a sentence belongs to, by the sentence's number."""
    number = {part: n for n, part in enumerate(parts)}
    return {number[part]: block.statement.name for block in blocks for part in block.sentences}


def _compile(path: str, stem: str, folder: str, source: bytes, questioned: bytes) -> str:
    """Compile a file with its questions; what Coq said.

    Raises:
        StepRejected: what Coq says of the file without them, where it rejects that too.
    """
    file = Path(folder, f"{stem}.v")
    try:
        file.write_bytes(questioned)
        return compile_file(path, stem, folder)
    except StepRejected as refused:
        file.write_bytes(source)
        compile_file(path, stem, folder)
        raise FormalError(
            path,
            refused.line,
            f"a proof that does not end where it seems to ({refused.found})",
            "a proof that `Qed.` or `Defined.` ends, in a sentence of its own",
            "end it there",
        ) from refused


def _with_questions(
    source: bytes, parts: tuple[Sentence, ...], questions: dict[int, str], mark: str
) -> tuple[bytes, list[tuple[int, int]]]:
    """The file with each question behind the sentence with its number, and where those were put in.

    Each place is that of a question's end in the new file, and how many bytes were put in so far.
    """
    pieces: list[bytes] = []
    places, last = [(0, 0)], 0
    for n, question in questions.items():
        between = QUESTION.format(mark=mark, number=n, question=question).encode()
        end, longer = parts[n].end, places[-1][1] + len(between)
        pieces += [source[last:end], between]
        places.append((end + longer, longer))
        last = end
    return b"".join([*pieces, source[last:]]), places


def _at_home(reference: Reference, places: list[tuple[int, int]]) -> Reference:
    """A name at its place in the source, given the places of questions."""
    before = bisect_right(places, reference.offset, key=lambda place: place[0])
    return replace(reference, offset=reference.offset - places[before - 1][1])


def _trimmed(answer: str) -> str:
    """The goals in an answer, without blanks at the ends of lines and empty lines around them."""
    begin = GOALS.search(answer)
    lines = answer[begin.start() if begin else 0 :].splitlines()
    return "\n".join(line.rstrip() for line in lines).strip("\n")
