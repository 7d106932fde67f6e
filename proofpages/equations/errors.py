"""What can go wrong, as one family of exceptions.

Whatever the input, the package raises `EquationError` or a subclass, and nothing else.
A message says what was found, what was expected and what to write instead; an error that has a
place in the TeX shows it with a caret.

What became of a formula that was read is a value, which `proofpages.site.wording` says. Why one was
refused is a sentence, and stands where the rule is that refuses it: each is shown, and none is read
by a program, so a value for each would only stand between a rule and what it says.
"""

from __future__ import annotations

import re
from enum import StrEnum


class Status(StrEnum):
    """What became of a formula, or of one relation in it; the first three let a page be built."""

    ACCEPTED = "accepted"
    PROVED = "proved"
    EXEMPT = "exempt"
    FALSE = "false"
    UNDECIDED = "undecided"
    UNREADABLE = "unreadable"
    UNDECLARED = "undeclared"
    VACUOUS = "vacuous"
    INTERNAL = "internal"

    @property
    def passes(self) -> bool:
        """Whether a page with such a formula may be built."""
        return self in (Status.ACCEPTED, Status.PROVED, Status.EXEMPT)


class EquationError(Exception):
    """A formula cannot be accepted.

    Args:
        found: what stands there, as one clause.
        hint: what was expected, or what could be written instead.
        tex: the formula, where the place in it is known.
        at: offset into `tex` at which the problem begins.
    """

    status = Status.UNREADABLE

    def __init__(self, found: str, hint: str = "", tex: str = "", at: int | None = None) -> None:
        super().__init__(found)
        self.found = found
        self.hint = hint
        self.tex = tex
        self.at = at

    def located(self, tex: str) -> EquationError:
        """Give the error the formula that it is about, if it has none yet."""
        if not self.tex:
            self.tex = tex
        return self

    @property
    def caret(self) -> str:
        """Two lines: the line of TeX concerned and a caret under the place; or nothing."""
        if self.at is None or not self.tex:
            return ""
        at = min(max(self.at, 0), len(self.tex))
        start = self.tex.rfind("\n", 0, at) + 1
        end = self.tex.find("\n", at)
        line = self.tex[start : len(self.tex) if end < 0 else end]
        column = at - start
        if column > 60:
            line, column = "…" + line[column - 40 :], 41
        if len(line) > column + 60:
            line = line[: column + 50] + "…"
        return f"    {line}\n    {' ' * column}^"

    def __str__(self) -> str:
        text = self.found
        if self.at is not None and self.tex:
            text += f" (offset {self.at})"
        if self.hint:
            text += f"; {self.hint}"
        caret = self.caret
        return f"{text}\n{caret}" if caret else text


class ReadError(EquationError):
    """The TeX is outside the notation that can be read with certainty."""


_WORD = re.compile(r"(?<![A-Za-z\\])[A-Za-z]{2,}")
"""Letters side by side that are no command."""
_CONDITIONS = {"if", "for", "when", "where"}


class UndeclaredError(EquationError):
    """A symbol is used that nothing on the way to this formula declares or defines.

    `name` is the symbol's; empty for a size.
    """

    status = Status.UNDECLARED

    def __init__(self, found: str, hint: str, at: int, name: str = "") -> None:
        super().__init__(found, hint, at=at)
        self.name = name

    def located(self, tex: str) -> EquationError:
        """Give the error its formula, and say of letters side by side that they are a product."""
        word = next((w for w in _WORD.finditer(tex) if w.start() <= (self.at or 0) < w.end()), None)
        if not self.tex and word and word.group() in _CONDITIONS:
            self.hint = r"a condition stands behind the equation, as in \qquad (i = j)"
        elif not self.tex and word and len(self.name) == 1 and word.group() != self.name:
            self.hint += rf"; a name of several letters is \mathrm{{{word.group()}}}"
        return super().located(tex)


class VacuousError(EquationError):
    """No index, or no point, satisfies the conditions in force: the claim would say nothing."""

    status = Status.VACUOUS


class BudgetError(EquationError):
    """The formula is too large to be decided within the limits of size and time."""

    status = Status.UNDECIDED


class DisagreementError(EquationError):
    """Two ways of deciding contradict each other: a defect of this package. Never ignore it."""

    status = Status.INTERNAL
