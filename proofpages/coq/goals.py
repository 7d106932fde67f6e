"""Records what remains to be proved after each sentence of a Coq file."""

from __future__ import annotations

import re
import textwrap
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from proofpages.coq.begun import await_answer, begin
from proofpages.coq.coq_errors import CoqNotFound
from proofpages.coq.run_through import run_through
from proofpages.coq.sentences import read_file
from proofpages.coq.tools import coq_available, coq_version

_HEAD = re.compile(r"(\d+) (?:focused )?goals?(?: \(shelved: \d+\))?\n+")
_LINE = re.compile(r"\n  =+\n")
_HYPOTHESIS = re.compile(r"\n  (?=[\w']+(?:, [\w']+)*\s+:)")


@dataclass(frozen=True)
class Remaining:
    """What is to be proved at one place of a proof.

    Attributes:
        context: The type of each hypothesis with the mark before it, `` : `` or `` := ``.
        conclusion: The first goal; empty where this part of the proof is done.
        left: How many goals there are besides; all of them where this part is done.
    """

    context: dict[str, str]
    conclusion: str
    left: int


@dataclass(frozen=True)
class Goal:
    """What remains to be proved after one sentence."""

    sentence: str
    line: int
    indent: int  # of that line, in columns
    goals: str  # empty outside a proof and behind `Proof.`; "No more goals." at the end of one
    theorem: str  # the statement that the sentence belongs to; empty outside

    @property
    def remaining(self) -> Remaining:
        """The same, taken apart."""
        head = _HEAD.match(self.goals)
        if head is None:  # "No more goals.", or nothing behind Qed.
            return Remaining({}, "", 0)
        count, body = int(head[1]), "\n" + self.goals[head.end() :]
        parts = _LINE.split(body, maxsplit=1)
        if len(parts) == 1:  # Only the goals outside this part: "goal 1 is: …".
            return Remaining({}, "", count)
        context: dict[str, str] = {}
        for group in _HYPOTHESIS.split(parts[0])[1:]:
            # `y, z : nat -> R` is a hypothesis for each name; a local definition has `:=`.
            names, mark, rest = re.split(r"(\s+:=?)", re.sub("(?m)^  ", "", group), maxsplit=1)
            context |= dict.fromkeys(names.split(", "), mark + rest)
        conclusion = re.split(r"\n\ngoal 2 is:", parts[1])[0]
        return Remaining(context, textwrap.dedent(conclusion).strip("\n"), count - 1)


def goals(path: Path | str) -> list[Goal]:
    """What remains to be proved after each sentence of a Coq file, in its order.

    Within a process the same text is run once, for `check_file` too.

    Raises:
        CoqNotFound: without Coq.
        FormalError: for a sentence that Coq rejects.
    """
    found: tuple[Goal, ...] = await_answer(begin_goals(path))
    return list(found)


def begin_goals(path: Path | str) -> Future[tuple[Goal, ...]]:
    """Begin what `goals` will be asked for, and do not wait.

    Raises:
        CoqNotFound: without Coq.
        FormalError: if the file cannot be read.
    """
    path = Path(path)
    text = read_file(path)
    if not coq_available():
        raise CoqNotFound(str(path))
    return begin(_record, str(path), path.stem, text, coq_version())


def _record(path: str, stem: str, text: str, version: str) -> tuple[Goal, ...]:
    """The goals, by the text of the file and the version of Coq alone."""
    return tuple(
        Goal(
            step.sentence.text,
            step.sentence.line,
            step.sentence.indent,
            step.remaining,
            step.theorem,
        )
        for step in run_through(path, stem, text, version).steps
    )
