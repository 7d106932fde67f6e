"""Evaluating a problem at points: exactly at K = 1 … 5, and in balls where that is not possible."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import flint

from proofpages.equations.meaning.equal_indices import labelled
from proofpages.equations.meaning.question import Hypothesis, Problem
from proofpages.equations.numbers.balls import BallAlgebra
from proofpages.equations.numbers.evaluate import Budget, Evaluator, NotExact
from proofpages.equations.numbers.exact import ExactAlgebra
from proofpages.equations.numbers.logarithms import LogNumber, is_zero
from proofpages.equations.numbers.point import ROOT, Point, meet

SIZES = (1, 2, 3, 4, 5)
PRECISION = 192


@dataclass
class Finding:
    """A point and what both sides are there."""

    point: Point
    labels: dict[str, int]
    left: Any
    right: Any
    exact: bool


@dataclass
class Report:
    """What evaluation at points says.

    `held` and `undefined` list values of the first size; `kind` is ``exact`` or ``balls``; `never`
    is a case of equal indices in which a side was defined at no point.
    """

    kind: str
    held: list[int] = field(default_factory=list)
    undefined: list[int] = field(default_factory=list)
    unmet: list[int] = field(default_factory=list)
    refuted: Finding | None = None
    never: str | None = None


def all_sizes(problem: Problem, first: int) -> dict[str, int]:
    """Values of every size: the first as given, others different from it."""
    sizes = {}
    for n, size in enumerate(problem.names.sizes):
        sizes[size] = first if n == 0 else 1 + (first + n) % 3
    return {**sizes, **problem.fixed}


def size_choices(problem: Problem, values: tuple[int, ...] = SIZES) -> list[int]:
    """The values of the first size to look at."""
    fixed = problem.fixed.get(problem.names.sizes[0])
    return [fixed] if fixed else list(values)


def cases(problem: Problem, first: int) -> Iterator[tuple[dict[str, int], dict[str, int]]]:
    """Sizes and labels of the indices for every case that fits into these sizes."""
    sizes = all_sizes(problem, first)
    for blocks in problem.patterns():
        labels, counts = labelled(blocks, problem.all_indices())
        if all(count <= sizes[size] for size, count in counts.items()):
            yield sizes, labels


def sample(problem: Problem, budget: Budget, seed: str, values: tuple[int, ...] = SIZES) -> Report:
    """Compare both sides at random points, exactly if that is possible.

    Raises:
        BudgetError: it takes too long.
    """
    for logged in problem.logged_choices():
        whole = frozenset(problem.exponent_names()) - logged
        for root in (ROOT,) if whole else (1, ROOT):
            try:
                return _sample(problem, budget, seed, "exact", (logged, whole, root), values)
            except NotExact:
                continue
    with flint.ctx.workprec(PRECISION):
        return _sample(problem, budget, seed, "balls", (frozenset(), frozenset(), 1), values)


def _sample(
    problem: Problem,
    budget: Budget,
    seed: str,
    kind: str,
    drawn: tuple[frozenset[str], frozenset[str], int],
    values: tuple[int, ...],
) -> Report:
    logged, whole, root = drawn
    report = Report(kind)
    draw = random.Random(seed)
    first = "large" if kind == "exact" else "moderate"
    styles = [first, "positive", "positive"]
    if problem.sign != "=":
        styles += ["small"] * 6
    seen: dict[str, bool] = {}
    for size in size_choices(problem, values):
        held = defined = met = possible = False
        for sizes, labels in cases(problem, size):
            possible = True
            for style in styles:
                point = Point(sizes, logged, whole, problem.positive, style, draw, root)
                found = compare(problem, point, labels, budget, kind)
                if found is None:
                    continue
                met = True
                seen.setdefault(_case(labels), False)
                if found == "undefined":
                    continue
                defined = seen[_case(labels)] = True
                if isinstance(found, Finding):
                    report.refuted = found
                    return report
                held = True
                if problem.sign == "=":
                    break
        if held:
            report.held.append(size)
        elif met and not defined:
            report.undefined.append(size)
        elif possible and not met:
            report.unmet.append(size)
    report.never = next((case for case, defined in seen.items() if not defined), None)
    return report


def _case(labels: dict[str, int]) -> str:
    """Which letters are equal, as text."""
    groups: dict[int, list[str]] = {}
    for index, label in labels.items():
        groups.setdefault(label, []).append(index)
    return ", ".join(" = ".join(group) for group in groups.values() if len(group) > 1)


def compare(
    problem: Problem, point: Point, labels: dict[str, int], budget: Budget, kind: str
) -> Finding | str | None:
    """Compare both sides at a point.

    Returns:
        a finding if the relation fails; ``"held"``; ``"undefined"`` if a side is not defined there;
        None if the point cannot meet the hypotheses.

    Raises:
        NotExact: with exact numbers, a value that they cannot represent.
    """
    if not _meets(problem, point, labels, budget):
        return None
    algebra = ExactAlgebra(point) if kind == "exact" else BallAlgebra(point)
    evaluator = Evaluator(algebra, problem.names, labels, budget)
    try:
        left, right = evaluator.value(problem.left), evaluator.value(problem.right)
    except ZeroDivisionError:
        return "undefined"
    if kind == "exact":
        holds = exact_relation(left, right, problem.sign)
    else:
        holds = _ball_relation(left.ball, right.ball, problem.sign)
    return "held" if holds else Finding(point, labels, left, right, kind == "exact")


def _meets(problem: Problem, point: Point, labels: dict[str, int], budget: Budget) -> bool:
    def residual(hypothesis: Hypothesis) -> Any:
        evaluator = Evaluator(ExactAlgebra(point), problem.names, labels, budget)
        return evaluator.value(hypothesis.left) - evaluator.value(hypothesis.right)

    try:
        if not meet(point, [lambda h=h: residual(h) for h in problem.equations]):
            return False
        return all(_bound_holds(problem, h, point, labels, budget) for h in problem.bounds)
    except ZeroDivisionError:
        return False


def _bound_holds(
    problem: Problem, bound: Hypothesis, point: Point, labels: dict[str, int], budget: Budget
) -> bool:
    """Whether an inequality holds for all values of its own indices."""
    letters = [(i, size) for i, size in bound.indices if not i.isdigit()]
    assignments: list[dict[str, int]] = [dict(labels)]
    for index, size in letters:
        assignments = [
            {**given, index: label} for given in assignments for label in range(point.sizes[size])
        ]
    for given in assignments:
        evaluator = Evaluator(ExactAlgebra(point), problem.names, given, budget)
        left, right = evaluator.value(bound.left), evaluator.value(bound.right)
        if not exact_relation(left, right, bound.sign):
            return False
    return True


def exact_relation(left: Any, right: Any, sign: str) -> bool:
    """Whether a relation holds between two exact numbers."""
    difference = left - right
    zero = is_zero(difference)
    if sign == "=":
        return zero
    if sign == r"\neq":
        return not zero
    if zero:
        return sign in (r"\leq", r"\geq")
    below = _is_negative(difference)
    return below == (sign in ("<", r"\leq"))


def _is_negative(x: Any) -> bool:
    """The sign of an exact number that is not zero, with as much precision as it takes."""
    if not isinstance(x, LogNumber):
        return bool(x < 0)
    bits = 128
    while bits <= 1 << 16:
        with flint.ctx.workprec(bits):
            ball = flint.arb(x.rational)
            for a, c in x.logs.items():
                ball += flint.arb(a).log() * flint.arb(c)
            if ball < 0 or ball > 0:
                return bool(ball < 0)
        bits *= 4
    raise NotExact("a number too close to zero")


def _ball_relation(left: flint.arb, right: flint.arb, sign: str) -> bool:
    """False if a relation certainly fails between the numbers in two balls."""
    match sign:
        case "=":
            return bool(left.overlaps(right))
        case r"\neq":
            return not (left.is_exact() and right.is_exact() and left == right)
        case "<":
            return not left >= right
        case ">":
            return not left <= right
        case r"\leq":
            return not left > right
        case _:
            return not left < right
