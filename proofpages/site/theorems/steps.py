"""Goals as a reader wants them: after each step, what has changed in the context, and the goal."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from proofpages.coq.goals import Goal

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
    for code, goals in _written(recorded):
        now, left = goals[0].remaining, goals[-1].remaining.left
        new = {name: type_ for name, type_ in now.context.items() if known.get(name) != type_}
        dropped: list[str] = []
        if now.conclusion:
            dropped = [name for name in known if name not in now.context]
            known = now.context
        found.append(ProofStep(code, tuple(_grouped(new)), tuple(dropped), now.conclusion, left))
    return found


def _written(recorded: Iterable[Goal]) -> list[tuple[str, list[Goal]]]:
    """The sentences of a proof, each with the marks before and behind it, indented as in the file.

    Beside each stands what was recorded after it, and after each mark behind it.
    """
    found: list[tuple[str, list[Goal]]] = []
    opening, line, inside = "", 0, 0
    for goal in list(recorded)[1:]:  # The first is the statement.
        text = goal.sentence
        if _OPENING.fullmatch(text):
            opening = (opening or " " * goal.indent) + f"{text} "
        elif text == "}":
            code, goals = found[-1]
            gap = " " if goal.line == line else "\n" + " " * max(goal.indent - 2, 0)
            found[-1] = f"{code}{gap}}}", [*goals, goal]
        elif text != "Proof.":
            # A second sentence of a line stands where the first does, behind its bullet.
            start = opening or " " * (inside if goal.line == line else goal.indent)
            found.append((re.sub("(?m)^  ", "", start + text), [goal]))
            line, inside, opening = goal.line + text.count("\n"), len(start), ""
    return found


def _grouped(context: dict[str, str]) -> list[str]:
    """Neighbours with the same type on one line, as Coq has them."""
    groups = groupby(context.items(), key=lambda hypothesis: hypothesis[1])
    return [f"{', '.join(name for name, _ in group)}{type_}" for type_, group in groups]
