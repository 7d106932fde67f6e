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

TRIES = 24
MAX_EXACT = 14

_OPPOSITE = {"=": "!=", r"\neq": "=", "<": ">=", ">": "<=", r"\leq": ">", r"\geq": "<"}


@dataclass(frozen=True)
class Counterexample:
    """Values at which a claim fails.

    `where` reads ``K=2, i=1, z=(0, 1)``; `left` and `right` are decimals, or fractions if the
    values at this point are rational. `exact` adds a point with rational values, if there is one,
    and is empty otherwise. `finding` is the easier of the two points to check by hand.
    """

    where: str
    left: str
    right: str
    exact: str = ""
    finding: Finding | None = field(default=None, compare=False, repr=False)

    def __str__(self) -> str:
        text = f"at {self.where or 'every point'}: left {self.left}, right {self.right}"
        return f"{text} ({self.exact})" if self.exact else text


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
        note = ""
        if exact is not None and not isinstance(exact.left, LogNumber | arb):
            left, right = _text(exact.left), _text(exact.right)
            if max(len(left), len(right)) <= MAX_EXACT:
                sign = _OPPOSITE[problem.sign]
                note = f"exactly, at {_where(problem, exact)}: {left} {sign} {right}"
        shown = exact if note else plain
        return Counterexample(_where(problem, plain), *_pair(plain), note, shown)
    finding = exact or known
    assert finding is not None
    return Counterexample(_where(problem, finding), *_pair(finding), finding=finding)


def _search(
    problem: Problem, budget: Budget, logged: frozenset[str], exact: bool, seed: str
) -> Finding | None:
    draw = random.Random(seed)
    for sizes in (*_small_sizes(problem), *size_choices(problem, (4, 5, 6, 7, 8))):
        for attempt in range(TRIES):
            for labels in cases(problem, sizes):
                point = Point(
                    sizes, logged, frozenset(), problem.positive, "small", draw, 1, attempt + 2
                )
                try:
                    if attempt < 3:
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
    """Begin with 0, 1, 0 … in place of random numbers for vectors in an exponent."""
    for name in problem.exponent_names():
        sizes = problem.names.variables[name].sizes
        if len(sizes) == 1:
            for label in range(point.sizes[sizes[0]]):
                step = (label + attempt) % (2 + attempt)
                point.values[name, (label,)] = fmpq(step if plain else 1 + 2 * step)


def _rational(found: Finding) -> Finding:
    """Replace balls that are points by the numbers themselves."""
    if isinstance(found.left, LogNumber | fmpq):
        return found
    left, right = getattr(found.left, "ball", found.left), getattr(found.right, "ball", found.right)
    if left.is_exact() and right.is_exact():
        return Finding(found.point, found.labels, left.fmpq(), right.fmpq(), True)
    return Finding(found.point, found.labels, left, right, False)


def _where(problem: Problem, finding: Finding) -> str:
    point = finding.point
    parts = [f"{size}={point.sizes[size]}" for size in problem.sizes()]
    for index, label in sorted(finding.labels.items()):
        if not index.isdigit():
            parts.append(f"{index}={label + 1}")
    for name in dict.fromkeys(name for name, _ in sorted(point.values)):
        sizes = problem.names.variables[name].sizes
        title = name if name not in point.logged else f"e^{name}"
        title = f"e^({name}/{point.root})" if name in point.logged and point.root > 1 else title
        if len(sizes) == 1:
            entries = [_text(point.value(name, (n,))) for n in range(point.sizes[sizes[0]])]
            parts.append(f"{title}=({', '.join(entries)})")
            continue
        for labels, value in sorted((k[1], v) for k, v in point.values.items() if k[0] == name):
            below = "_" + ",".join(str(n + 1) for n in labels) if labels else ""
            parts.append(f"{title}{below}={_text(value)}")
    return ", ".join(parts)


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
