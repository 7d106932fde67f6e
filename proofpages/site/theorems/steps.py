"""Goals as a reader wants them: after each step, what has changed in the context, and the goal."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby

from proofpages.coq.goals import Goal

_HEAD = re.compile(r"(\d+) (?:focused )?goals?(?: \(shelved: \d+\))?\n+")
_LINE = re.compile(r"\n  =+\n")
_HYPOTHESIS = re.compile(r"\n  (?=[\w']+(?:, [\w']+)*\s+:)")
_OPENING = re.compile(r"[-+*]+|\{")


@dataclass(frozen=True)
class ProofStep:
    """One sentence of a proof with the marks before and behind it, and what came of it.

    Attributes:
        code: The sentence, indented as in the file.
        new: The hypotheses that the step before did not have, or not so.
        dropped: The names of those that it had and this one has not.
        goal: What is to be proved now; empty where this part is done.
        left: How many goals there are besides; all that are left where this part is done.
    """

    code: str
    new: tuple[str, ...]
    dropped: tuple[str, ...]
    goal: str
    left: int


def steps(recorded: Iterable[Goal]) -> list[ProofStep]:
    """The steps of one proof, from its first tactic on."""
    found: list[ProofStep] = []
    known: dict[str, str] = {}
    opening, line, inside = "", 0, 0
    for number, goal in enumerate(recorded):
        text = goal.sentence
        if number == 0 or text == "Proof.":
            continue
        if _OPENING.fullmatch(text):
            opening = (opening or " " * goal.indent) + f"{text} "
            continue
        if text == "}":
            gap = " " if goal.line == line else "\n" + " " * max(goal.indent - 2, 0)
            left = _read(goal.goals)[2]
            found[-1] = replace(found[-1], code=f"{found[-1].code}{gap}}}", left=left)
            continue
        # A second sentence of a line stands where the first does, behind its bullet.
        start = opening or " " * (inside if goal.line == line else goal.indent)
        context, conclusion, left = _read(goal.goals)
        new = {name: type_ for name, type_ in context.items() if known.get(name) != type_}
        dropped = [name for name in known if name not in context] if conclusion else []
        code = re.sub("(?m)^  ", "", start + text)
        found.append(ProofStep(code, tuple(_grouped(new)), tuple(dropped), conclusion, left))
        known = context if conclusion else known
        line, inside, opening = goal.line + text.count("\n"), len(start), ""
    return found


def _read(goals: str) -> tuple[dict[str, str], str, int]:
    """The context, the first goal, and the number of goals besides, of what Coq printed."""
    head = _HEAD.match(goals)
    if head is None:  # "No more goals.", or nothing behind Qed.
        return {}, "", 0
    count, body = int(head[1]), "\n" + goals[head.end() :]
    parts = _LINE.split(body, maxsplit=1)
    if len(parts) == 1:  # Only the goals outside this part: "goal 1 is: …".
        return {}, "", count
    context: dict[str, str] = {}
    for group in _HYPOTHESIS.split(parts[0])[1:]:
        # `y, z : nat -> R` is a hypothesis for each name; a local definition has `:=`.
        names, mark, rest = re.split(r"(\s+:=?)", re.sub("(?m)^  ", "", group), maxsplit=1)
        context |= dict.fromkeys(names.split(", "), mark + rest)
    conclusion = re.split(r"\n\ngoal 2 is:", parts[1])[0]
    return context, textwrap.dedent(conclusion).strip("\n"), count - 1


def _grouped(context: dict[str, str]) -> list[str]:
    """Neighbours with the same type on one line, as Coq has them."""
    groups = groupby(context.items(), key=lambda hypothesis: hypothesis[1])
    return [f"{', '.join(name for name, _ in group)}{type_}" for type_, group in groups]
