"""Evaluating a problem at points: exactly at K = 1 … 5, and in balls where that is not possible."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from typing import Any

import flint

from proofpages.equations.meaning.equal_indices import labelled
from proofpages.equations.meaning.question import Hypothesis, Problem
from proofpages.equations.numbers.balls import BallAlgebra
from proofpages.equations.numbers.evaluate import Algebra, Budget, Evaluator, NotExact
from proofpages.equations.numbers.exact import ExactAlgebra
from proofpages.equations.numbers.logarithms import LogNumber, is_zero
from proofpages.equations.numbers.point import ROOT, Point, meet

SIZES = (1, 2, 3, 4, 5)
PRECISION = 192


Sizes = tuple[tuple[str, int], ...]
"""Values of the sizes that a question depends on."""


@dataclass
class Finding:
    """A point and what both sides are there."""

    point: Point
    labels: dict[str, int]
    left: Any
    right: Any
    exact: bool


class Outcome(Enum):
    """What came of one point, or of all points of the same sizes, where nothing is refuted."""

    HELD = "held"
    UNDEFINED = "undefined"
    UNMET = "unmet"


@dataclass
class Report:
    """What evaluation at points says: exactly, or in balls.

    `outcomes` has one entry for each choice of sizes at which an index exists; `never` is a case of
    equal indices in which a side was defined at no point.
    """

    exact: bool
    outcomes: list[tuple[Sizes, Outcome]] = field(default_factory=list)
    refuted: Finding | None = None
    never: str | None = None

    def at(self, outcome: Outcome) -> tuple[Sizes, ...]:
        """The sizes with this outcome."""
        return tuple(sizes for sizes, found in self.outcomes if found is outcome)


@dataclass(frozen=True)
class Drawing:
    """How points are drawn: which variables as e^x, which as whole numbers; exactly or in balls."""

    logged: frozenset[str] = frozenset()
    whole: frozenset[str] = frozenset()
    root: int = 1
    exact: bool = True

    def styles(self, sign: str) -> list[str]:
        """The styles of the points for each choice of sizes, see `Point`."""
        first = "large" if self.exact else "moderate"
        others = ["moderate"] * 3 + ["small"] * 6
        return [first, "positive", "positive", *(others if sign != "=" else [])]


def size_choices(problem: Problem, values: tuple[int, ...] = SIZES) -> list[dict[str, int]]:
    """Values of all sizes: each that the problem depends on takes all `values`, if it is not fixed.

    They take them in turn, so that there are no more choices than values, and no two sizes are the
    same in all of them.
    """
    used, fixed = problem.sizes(), problem.fixed
    rest = {size: fixed.get(size, 2) for size in problem.names.sizes}
    free = [size for size in used if size not in fixed]
    if used and not free:
        return [rest]
    count = len(values)
    return [
        {**rest, **{size: values[(n + m) % count] for m, size in enumerate(free)}}
        for n in range(count)
    ]


def cases(problem: Problem, sizes: dict[str, int]) -> Iterator[dict[str, int]]:
    """Labels of the indices for every case that fits into these sizes."""
    for blocks in problem.patterns():
        labels, counts = labelled(blocks, problem.all_indices())
        if all(count <= sizes[size] for size, count in counts.items()):
            yield labels


def sample(problem: Problem, budget: Budget, seed: str, values: tuple[int, ...] = SIZES) -> Report:
    """Compare both sides at random points, exactly if that is possible.

    Raises:
        BudgetError: it takes too long.
    """
    nowhere: Report | None = None
    for logged in problem.logged_choices():
        whole = frozenset(problem.exponent_names()) - logged
        for root in (ROOT,) if whole else (1, ROOT):
            drawing = Drawing(logged, whole, root)
            try:
                report = Sampling(problem, budget, drawing).report(seed, values)
            except NotExact:
                continue
            # What is drawn as e to it, or as a whole number, may be nowhere where it should be.
            if report.refuted or report.at(Outcome.HELD) or not problem.exponent_names():
                return report
            nowhere = nowhere or report
    with flint.ctx.workprec(PRECISION):
        try:
            return Sampling(problem, budget, Drawing(exact=False)).report(seed, values)
        except NotExact:
            if nowhere is None:
                raise
            return nowhere


@dataclass
class Sampling:
    """Points of one kind at which a problem is looked at."""

    problem: Problem
    budget: Budget
    drawing: Drawing
    seen: dict[str, bool] = field(default_factory=dict)
    """The cases of equal indices that some point meets, and whether both sides were defined."""

    def report(self, seed: str, values: tuple[int, ...]) -> Report:
        """Look at points of every choice of sizes, until one refutes the relation."""
        report = Report(self.drawing.exact)
        draw = random.Random(seed)
        for sizes in size_choices(self.problem, values):
            found = self._best(sizes, draw)
            if isinstance(found, Finding):
                report.refuted = found
                return report
            if found is Outcome.UNDEFINED:
                report.outcomes.append((self._where_undefined(sizes, values, draw), found))
            elif found is not None:
                report.outcomes.append((self._shown(sizes), found))
        report.never = next((case for case, defined in self.seen.items() if not defined), None)
        return report

    def _best(self, sizes: dict[str, int], draw: random.Random) -> Finding | Outcome | None:
        """What is found in all cases of some sizes; the best counts, None if there is no case."""
        outcomes: set[Outcome] = set()
        for labels in cases(self.problem, sizes):
            found = self._look(sizes, labels, draw)
            if isinstance(found, Finding):
                return found
            outcomes.add(found)
        # They are listed from the best to the worst.
        return next((outcome for outcome in Outcome if outcome in outcomes), None)

    def _shown(self, sizes: dict[str, int]) -> Sizes:
        """The sizes that the problem depends on."""
        return tuple((size, sizes[size]) for size in self.problem.sizes())

    def _where_undefined(
        self, sizes: dict[str, int], values: tuple[int, ...], draw: random.Random
    ) -> Sizes:
        """The one size that leaves a side undefined whatever the others are, or all sizes."""
        shown = self._shown(sizes)
        others = size_choices(self.problem, values[::-1])
        for size, value in shown if len(shown) > 1 else ():
            moved = ({**choice, size: value} for choice in others)
            if all(self._best(choice, draw) in (Outcome.UNDEFINED, None) for choice in moved):
                return ((size, value),)
        return shown

    def _look(
        self, sizes: dict[str, int], labels: dict[str, int], draw: random.Random
    ) -> Finding | Outcome:
        """Look at one case: an equation at one point, other relations at several."""
        drawing, case = self.drawing, _case(labels)
        best = Outcome.UNMET
        for style in drawing.styles(self.problem.sign):
            point = Point(
                sizes,
                drawing.logged,
                drawing.whole,
                self.problem.positive,
                style,
                draw,
                drawing.root,
            )
            found = compare(self.problem, point, labels, self.budget, drawing.exact)
            if found is Outcome.UNMET:
                continue
            self.seen[case] = self.seen.get(case, False) or found is not Outcome.UNDEFINED
            if isinstance(found, Finding):
                return found
            if found is Outcome.HELD:
                best = Outcome.HELD
                if self.problem.sign == "=":
                    break
            elif best is Outcome.UNMET:
                best = Outcome.UNDEFINED
        return best


def _case(labels: dict[str, int]) -> str:
    """Which letters are equal, as text."""
    groups: dict[int, list[str]] = {}
    for index, label in labels.items():
        groups.setdefault(label, []).append(index)
    return ", ".join(" = ".join(group) for group in groups.values() if len(group) > 1)


def compare(
    problem: Problem, point: Point, labels: dict[str, int], budget: Budget, exact: bool
) -> Finding | Outcome:
    """Compare both sides at a point.

    Returns:
        a finding if the relation fails, else whether it held, a side is not defined there, or the
        point cannot meet the hypotheses.

    Raises:
        NotExact: with exact numbers, a value that they cannot represent.
    """
    if not _meets(problem, point, labels, budget):
        return Outcome.UNMET
    algebra: Algebra = ExactAlgebra(point) if exact else BallAlgebra(point)
    evaluator = Evaluator(algebra, problem.names, labels, budget)
    try:
        left, right = evaluator.value(problem.left), evaluator.value(problem.right)
    except ZeroDivisionError:
        return Outcome.UNDEFINED
    if exact:
        holds = exact_relation(left, right, problem.sign)
    else:
        holds = _ball_relation(left.ball, right.ball, problem.sign)
    if not holds:
        return Finding(point, labels, left, right, exact)
    try:
        for side in problem.beside:
            evaluator.value(side)
    except ZeroDivisionError:
        return Outcome.UNDEFINED
    return Outcome.HELD


def _meets(problem: Problem, point: Point, labels: dict[str, int], budget: Budget) -> bool:
    def residual(hypothesis: Hypothesis, given: dict[str, int]) -> Any:
        evaluator = Evaluator(ExactAlgebra(point), problem.names, given, budget)
        return evaluator.value(hypothesis.left) - evaluator.value(hypothesis.right)

    residuals: list[Callable[[], Any]] = [
        partial(residual, hypothesis, given)
        for hypothesis in problem.equations
        for given in _assignments(hypothesis, point, labels)
    ]
    try:
        if not meet(point, residuals):
            return False
        return all(_bound_holds(problem, h, point, labels, budget) for h in problem.bounds)
    except ZeroDivisionError:
        return False


def _assignments(
    hypothesis: Hypothesis, point: Point, labels: dict[str, int]
) -> list[dict[str, int]]:
    """The labels with all values of the hypothesis' own indices."""
    found = [dict(labels)]
    for index, size in hypothesis.indices:
        if not index.isdigit():
            values = range(point.sizes[size])
            found = [{**given, index: label} for given in found for label in values]
    return found


def _bound_holds(
    problem: Problem, bound: Hypothesis, point: Point, labels: dict[str, int], budget: Budget
) -> bool:
    """Whether an inequality holds for all values of its own indices."""
    for given in _assignments(bound, point, labels):
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
