"""Typesets TeX with MathJax 4, in one Node process for as long as Python runs."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from proofpages.json_process import JsonProcess, NoAnswer
from proofpages.page.faults import ToolError
from proofpages.typeset.node import node

SCRIPT = Path(__file__).with_name("typeset.mjs")


SET_UP = (
    "MathJax has to be in node_modules/: for a site of your own, "
    "`python -m proofpages.typeset npm install mathjax@4` puts it there, "
    "for the one that proofpages comes with, `python -m proofpages setup`."
)
LIMIT = 120
"""Seconds that MathJax may take for the formulas of a page."""


class MathJaxFailed(ToolError):
    """MathJax does not answer: why, and what to do."""


class BadTeX(ValueError):
    """MathJax cannot read a formula; the message is MathJax's."""


class Wanted(NamedTuple):
    """A formula to be typeset.

    Attributes:
        tex: Its TeX.
        display: Whether it is displayed.
        lead: The left side that is drawn quietly before a `tex` that begins with a relation.
        letters: Two letters with colours of their own, as has the first minus the second.
    """

    tex: str
    display: bool
    lead: str = ""
    letters: str = ""


class Box(NamedTuple):
    """Where a part of a formula is drawn, in thousandths of an em, as in its `viewBox`."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True)
class Side:
    """A side of a formula: where the relation before it begins, and the boxes of its terms.

    A sign belongs to the term behind it.
    """

    relation: int
    terms: tuple[Box, ...]


@dataclass(frozen=True)
class Typeset:
    """A formula, typeset.

    Attributes:
        svg: The drawing, which fills the box that it is put in.
        size: What a box for it needs, in CSS: width, height, and place on the line, in em.
        mathml: The same formula for a screen reader.
        width, height: Its size in thousandths of an em.
        top: Where it begins, in the same, from the line that it stands on.
        sides: The sides of a formula that stands in one line, the first without a relation.
    """

    svg: str
    size: str
    mathml: str
    width: float
    height: float
    top: float
    sides: tuple[Side, ...]


class MathJax:
    """A Node process with MathJax, started at the first formula, and what it has typeset."""

    def __init__(self) -> None:
        self._process = JsonProcess(lambda: [node(), str(SCRIPT)])
        self._free = threading.Condition()
        self._busy, self._waiting = False, 0
        self._failed: MathJaxFailed | None = None
        self._done: dict[Wanted, Typeset | BadTeX] = {}
        self._structure: dict[tuple[str, bool], str] = {}

    def begin(self, formulas: Iterable[Wanted]) -> None:
        """Typeset formulas that will be asked for, while nobody waits for others.

        Who asks next is told what went wrong here, so a Node that hangs is waited for once.

        Raises:
            MathJaxFailed: as `typeset` does.
        """
        with self._turn(patient=True):
            try:
                self._typeset(list(formulas))
            except MathJaxFailed as failed:
                self._failed = failed
                raise

    def typeset(self, formulas: Iterable[Wanted | tuple[str, bool]]) -> list[Typeset | BadTeX]:
        """Typeset formulas, each given as its TeX and whether it is displayed, or as `Wanted`.

        Raises:
            MathJaxFailed: if MathJax is not installed, has ended, or does not answer in time.
        """
        wanted = [Wanted(*formula) for formula in formulas]
        if any(formula not in self._done for formula in wanted):
            with self._turn():
                self._typeset(wanted)
        return [self._done[formula] for formula in wanted]

    def mathml(self, formulas: list[tuple[str, bool]]) -> list[str]:
        """The MathML of formulas, without drawing them; empty for what MathJax cannot read."""
        if any(formula not in self._structure for formula in formulas):
            with self._turn():
                new = list(dict.fromkeys(f for f in formulas if f not in self._structure))
                answers = self._ask([Wanted(*formula) for formula in new], draw=False)
                for formula, answer in zip(new, answers, strict=True):
                    self._structure[formula] = answer.get("mathml", "")
        return [self._structure[formula] for formula in formulas]

    @contextmanager
    def _turn(self, *, patient: bool = False) -> Iterator[None]:
        """One asks at a time; who is patient lets all others go first, however many questions."""
        with self._free:
            self._waiting += not patient
            try:
                self._free.wait_for(lambda: not (self._busy or (patient and self._waiting)))
            finally:  # Who is interrupted waits no more, and holds up none.
                self._waiting -= not patient
                self._free.notify_all()
            self._busy = True
        try:
            yield
        finally:
            with self._free:
                self._busy = False
                self._free.notify_all()

    def _typeset(self, wanted: list[Wanted]) -> None:
        new = list(dict.fromkeys(formula for formula in wanted if formula not in self._done))
        for formula, answer in zip(new, self._ask(new, draw=True), strict=True):
            error = answer.get("error")
            done = self._done[formula] = BadTeX(error) if error else _drawn(answer)
            if isinstance(done, Typeset) and not formula.lead:  # That of the page itself.
                self._structure.setdefault((formula.tex, formula.display), done.mathml)

    def _ask(self, formulas: list[Wanted], *, draw: bool) -> list[dict[str, Any]]:
        if not formulas:
            return []
        if self._failed:
            failed, self._failed = self._failed, None
            raise failed
        request = [formula._asdict() | {"draw": draw} for formula in formulas]
        try:
            answers: list[dict[str, Any]] = self._process.ask(request, LIMIT)
        except NoAnswer as none:
            raise MathJaxFailed(
                f"Node, which runs MathJax, {none}; if it said why, that stands above. {SET_UP}"
            ) from none
        if len(answers) != len(request):
            raise MathJaxFailed(f"MathJax answered {len(answers)} of {len(request)} formulas")
        return answers

    def close(self) -> None:
        """End the Node process; the next formula starts another."""
        self._process.close()


def _drawn(answer: dict[str, Any]) -> Typeset:
    sides = (Side(s["relation"], tuple(Box(*box) for box in s["terms"])) for s in answer["sides"])
    return Typeset(**answer | {"sides": tuple(sides)})


mathjax = MathJax()
