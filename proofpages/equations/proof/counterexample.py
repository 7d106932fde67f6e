"""Counterexamples that a person can check by hand."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import flint
from flint import arb, fmpq

from proofpages.equations.errors import BudgetError
from proofpages.equations.meaning.question import Problem
from proofpages.equations.numbers.evaluate import Budget, NotExact
from proofpages.equations.numbers.logarithms import LogNumber
from proofpages.equations.numbers.point import Point
from proofpages.equations.proof.at_points import Finding, cases, compare, size_choices

NATURAL = 6
"""Points that are tried first: two for the exponents, each with three for the other vectors."""
TRIES = 24
"""Points with random numbers, which are tried after them."""
MAX_EXACT = 14

_OPPOSITE = {"=": r"\neq", r"\neq": "=", "<": r"\geq", ">": r"\leq", r"\leq": ">", r"\geq": "<"}


@dataclass(frozen=True)
class Coordinate:
    """What a size, an index or a variable is at a point.

    Attributes:
        name: Its name.
        value: Its number; one for each entry of a vector. Indices count from 1.
        labels: Which entry of a variable it is; empty for the whole.
        root: n where `value` is e^(name/n), because that is rational there; 0 where it is not.
    """

    name: str
    value: int | fmpq | tuple[fmpq, ...]
    labels: tuple[int, ...] = ()
    root: int = 0


Place = tuple[Coordinate, ...]


@dataclass(frozen=True)
class ExactValues:
    """What the sides are at a point where both are rational, and the relation that holds there."""

    where: Place
    left: fmpq
    sign: str
    right: fmpq


@dataclass(frozen=True)
class Counterexample:
    """Values at which a claim fails.

    `left` and `right` are decimals, or fractions if the values at this point are rational. `exact`
    adds a point with rational values, if there is one whose fractions are short. `finding` is the
    easier of the two points to check by hand.
    """

    where: Place
    left: str
    right: str
    exact: ExactValues | None = None
    finding: Finding | None = field(default=None, compare=False, repr=False)


def find(problem: Problem, budget: Budget, known: Finding | None, seed: str) -> Counterexample:
    """Look for small values at which the relation fails; fall back on the finding given."""
    exact = plain = None
    try:
        logged = frozenset(problem.exponent_names())
        plain = _search(problem, budget, frozenset(), False, seed)
        if logged:
            exact = _search(problem, budget, logged, True, seed)
    except BudgetError:
        pass
    if plain is not None:
        values = _exact_values(problem, exact) if exact is not None else None
        shown = exact if values else plain
        return Counterexample(_place(problem, plain), *_pair(plain), values, shown)
    finding = exact or known
    assert finding is not None
    return Counterexample(_place(problem, finding), *_pair(finding), finding=finding)


def _exact_values(problem: Problem, found: Finding) -> ExactValues | None:
    """The values at a point, if they are fractions that a person can compare."""
    if isinstance(found.left, LogNumber | arb):
        return None
    if max(len(_text(found.left)), len(_text(found.right))) > MAX_EXACT:
        return None
    sign = _OPPOSITE[problem.sign]
    return ExactValues(_place(problem, found), found.left, sign, found.right)


def _search(
    problem: Problem, budget: Budget, logged: frozenset[str], exact: bool, seed: str
) -> Finding | None:
    draw = random.Random(seed)
    for sizes in (*_small_sizes(problem), *size_choices(problem, (4, 5, 6, 7, 8))):
        for attempt in range(-NATURAL, TRIES):
            spread = max(attempt, 0) + 2
            for labels in cases(problem, sizes):
                point = Point(
                    sizes, logged, frozenset(), problem.positive, "small", draw, 1, spread
                )
                try:
                    _preset(problem, point, attempt, not exact)
                    with flint.ctx.workprec(128):
                        found = compare(problem, point, labels, budget, exact)
                except NotExact:
                    continue
                if isinstance(found, Finding):
                    return _rational(found)
    return None


def _small_sizes(problem: Problem) -> list[dict[str, int]]:
    """All choices of sizes up to 3, of which 2 is tried first."""
    free = [size for size in problem.sizes() if size not in problem.fixed][:3]
    (rest,) = size_choices(problem, (2,))
    return [
        {**rest, **dict(zip(free, values, strict=True))}
        for values in product((2, 1, 3), repeat=len(free))
    ]


def _preset(problem: Problem, point: Point, attempt: int, plain: bool) -> None:
    """Put numbers that a reader would take in place of random ones, in the first attempts.

    Vectors in an exponent begin with 0, 1, 0 …; before random numbers, other vectors are 1 at one
    index, or the same probability at each, as labels are.
    """
    natural, exponents = attempt + NATURAL, problem.exponent_names()
    step = natural // 3 if attempt < 0 else attempt
    for name in problem.names.variables if step < 3 else ():
        sizes = problem.names.variables[name].sizes
        count = point.sizes[sizes[0]] if len(sizes) == 1 else 0
        for label in range(count):
            if name in exponents:
                number = (label + step) % (2 + step)
                point.values[name, (label,)] = fmpq(number if plain else 1 + 2 * number)
            elif attempt < 0 and name not in problem.positive:
                at = (0, count - 1, None)[natural % 3]
                entry = fmpq(1, count) if at is None else fmpq(label == at)
                point.values[name, (label,)] = entry


def _rational(found: Finding) -> Finding:
    """Replace balls that are points by the numbers themselves."""
    if isinstance(found.left, LogNumber | fmpq):
        return found
    left, right = getattr(found.left, "ball", found.left), getattr(found.right, "ball", found.right)
    if left.is_exact() and right.is_exact():
        return Finding(found.point, found.labels, left.fmpq(), right.fmpq(), True)
    return Finding(found.point, found.labels, left, right, False)


def _place(problem: Problem, finding: Finding) -> Place:
    """The point of a finding: sizes, then indices, then variables that have to do with it."""
    point = finding.point
    # The same question under the assumptions alone that have to do with it.
    tied = problem.tied(problem.left, problem.right)
    relevant = problem.under((*problem.conditions, *tied))
    reached = {name for tree in relevant.trees() for name in problem.names.reach(tree)}
    sizes = [Coordinate(size, point.sizes[size]) for size in relevant.sizes()]
    indices = [
        Coordinate(index, label + 1)
        for index, label in sorted(finding.labels.items())
        if not index.isdigit()
    ]
    names = dict.fromkeys(name for name, _ in sorted(point.values) if name in reached)
    variables = [found for name in names for found in _coordinates(problem, point, name)]
    return (*sizes, *indices, *variables)


def _coordinates(problem: Problem, point: Point, name: str) -> list[Coordinate]:
    """A variable at a point: all of a number or a vector, of a matrix the entries that occur."""
    sizes = problem.names.variables[name].sizes
    root = point.root if name in point.logged else 0
    if len(sizes) == 1:
        entries = tuple(point.value(name, (n,)) for n in range(point.sizes[sizes[0]]))
        return [Coordinate(name, entries, root=root)]
    drawn = sorted(
        (labels, value) for (other, labels), value in point.values.items() if other == name
    )
    return [Coordinate(name, value, tuple(n + 1 for n in labels), root) for labels, value in drawn]


def _pair(finding: Finding) -> tuple[str, str]:
    """Both values, with enough digits to tell them apart."""
    left, right = finding.left, finding.right
    texts = _text(left), _text(right)
    if finding.exact and max(map(len, texts)) <= MAX_EXACT:
        return texts
    with flint.ctx.workprec(256):
        a, b = _ball(left), _ball(right)
        for digits in (4, 8, 16, 40):
            texts = _decimal(a, digits), _decimal(b, digits)
            if texts[0] != texts[1]:
                break
    return texts


def _ball(value: Any) -> arb:
    if isinstance(value, LogNumber):
        ball = arb(value.rational)
        for a, c in value.logs.items():
            ball += arb(a).log() * arb(c)
        return ball
    return arb(getattr(value, "ball", value))


def _decimal(value: arb, digits: int) -> str:
    number = float(value.mid())
    if digits > 16 or abs(number) > 1e300:
        return str(value.str(digits, radius=False))
    if number != 0 and not 1e-4 <= abs(number) < 1e6:
        return f"{number:.{digits - 1}e}"
    return f"{number:.{digits}f}"


def _text(value: Any) -> str:
    return str(value) if isinstance(value, fmpq) else "…" * MAX_EXACT + "…"
