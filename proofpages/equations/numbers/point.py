"""Points at which formulas are evaluated: sizes, and rational values drawn for the variables.

A variable that stands in an exponent is *logged*: the drawn number is e^x, so that exponentials
stay rational. Hypotheses are met by solving each of them for one drawn number.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import reduce
from typing import Any

from flint import fmpq

from proofpages.equations.errors import EquationError
from proofpages.equations.numbers.dual import add
from proofpages.equations.numbers.logarithms import LogNumber, exp, is_zero

ROOT = 12
"""Where exponents hold fractions, logged variables are 12·log t: x/2, x/3 and x/4 stay exact."""

FEW = tuple(map(fmpq, (0, 1, 2, -1, 3)))
FEW_POSITIVE = (*map(fmpq, (1, 2, 3)), fmpq(1, 2), fmpq(1, 3), fmpq(1, 4))
"""Fractions come behind: where a sum of positive numbers is to be 1, nothing else will do."""

Key = tuple[str, tuple[int, ...]]


@dataclass
class Point:
    """Values of variables, drawn when first asked for.

    `style` is ``large`` (random integers up to 2^61), ``moderate`` (fractions between −3 and 3),
    ``positive`` (fractions below 1/8, so that a sum can still be 1) or ``small`` (numbers that a
    person can check by hand, of which the first `spread` are used).
    """

    sizes: dict[str, int]
    logged: frozenset[str]
    whole: frozenset[str]
    positive: frozenset[str]
    style: str
    draw: random.Random
    root: int = 1
    spread: int = 5
    values: dict[Key, fmpq] = field(default_factory=dict)
    _logarithms: dict[Key, tuple[fmpq, Any]] = field(default_factory=dict)
    """Of logged variables: the number that was drawn, and what the component is by it."""

    def value(self, name: str, labels: tuple[int, ...]) -> fmpq:
        """The number drawn for a component; e^x in place of x for a logged variable x."""
        key = (name, labels)
        if key not in self.values:
            self.values[key] = self._drawn(name)
        return self.values[key]

    def _drawn(self, name: str) -> fmpq:
        draw = self.draw
        if name in self.logged:
            if self.style == "small":
                return fmpq(draw.choice((1, 2, 3, 4, 5)[: self.spread]))
            if self.style == "positive":
                return fmpq(draw.randint(1, 1 << 20), 1 << 23)
            return fmpq(draw.randint(2, 1 << 61))
        if name in self.whole:
            return fmpq(draw.choice((1, 2, 3, 4, 6)))
        if self.style == "small":
            return draw.choice((FEW_POSITIVE if name in self.positive else FEW)[: self.spread])
        if self.style == "moderate":
            low = 1 if name in self.positive else -3 << 10
            return fmpq(draw.randint(low, 3 << 10), 1 << 10)
        if self.style == "positive" or name in self.positive:
            return fmpq(draw.randint(1, 1 << 20), 1 << 23)
        return fmpq(draw.randint(-(1 << 61), 1 << 61))

    def component(self, name: str, labels: tuple[int, ...]) -> Any:
        """The exact value of a component."""
        value = self.value(name, labels)
        if name not in self.logged:
            return value
        known = self._logarithms.get((name, labels))
        if known is None or known[0] is not value:
            known = self._logarithms[name, labels] = value, self._logarithm(value)
        return known[1]

    def _logarithm(self, value: fmpq) -> Any:
        logs = {int(value.p): fmpq(self.root)}
        if value.q != 1:
            logs[int(value.q)] = fmpq(-self.root)
        logs.pop(1, None)
        return LogNumber(fmpq(0), logs) if logs else fmpq(0)


class AtPoint:
    """What the kinds of numbers that a point gives have in common."""

    def __init__(self, point: Point) -> None:
        self.point = point

    def number(self, value: Fraction) -> Any:
        """A rational constant."""
        raise NotImplementedError

    def require_positive(self, value: Any) -> None:
        """A number has its sign: the logarithm refuses what is not positive."""

    def total(self, size: str, excluded: set[int], term: Callable[[int], Any]) -> Any:
        """The sum over the labels 0 … size − 1 that are not excluded; an empty sum is 0."""
        labels = [label for label in range(self.point.sizes[size]) if label not in excluded]
        if not labels:
            return self.number(Fraction(0))
        return reduce(add, map(term, labels))


def meet(point: Point, residuals: list[Callable[[], Any]]) -> bool:
    """Change drawn numbers until every residual is 0, solving each for one number.

    Args:
        point: the point; the residuals read it.
        residuals: left side minus right side of each hypothesis.

    Returns:
        whether all hypotheses hold at the point.
    """
    solved: set[Key] = set()
    for residual in residuals:
        before = set(point.values)
        if is_zero(residual()):
            continue
        fresh = sorted(set(point.values) - before, reverse=True)
        known = sorted(before - solved, reverse=True)
        if not any(_solve(point, residual, key, solved) for key in (*fresh, *known)):
            return False
    return all(is_zero(residual()) for residual in residuals)


def _solve(point: Point, residual: Callable[[], Any], key: Key, solved: set[Key]) -> bool:
    """Solve ``residual = 0`` for one number, if the residual is linear in it."""
    if key in solved or key[0] in point.whole:
        return False
    old = point.values[key]
    try:
        root = _root(point, residual, key)
    except (ArithmeticError, EquationError):  # A trial has no value, or none that is exact.
        root = None
    point.values[key] = old if root is None else root
    if root is not None:
        solved.add(key)
    return root is not None


def _root(point: Point, residual: Callable[[], Any], key: Key) -> fmpq | None:
    """Where a residual that is linear in one number is 0; it leaves a trial in its place."""
    found = []
    for trial in (1, 2, 3):
        point.values[key] = fmpq(trial)
        found.append(residual())
    one, two, three = found
    logged = key[0] in point.logged
    if logged and isinstance(two - one, LogNumber):
        return _root_of_logarithm(one, two - one)
    if any(isinstance(x, LogNumber) for x in found) or two - one != three - two or two == one:
        return None
    root = 1 - one / (two - one)
    return None if root <= 0 and (logged or key[0] in point.positive) else root


def _root_of_logarithm(at_one: Any, step: LogNumber) -> fmpq | None:
    """Where ``at_one + c·log t`` is 0, if `step` is c·log 2."""
    if step.rational != 0 or set(step.logs) != {2}:
        return None
    return exp(at_one * (-1 / step.logs[2]))
