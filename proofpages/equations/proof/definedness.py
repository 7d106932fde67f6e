"""Where both sides of a relation are defined, among the values that its variables may have.

A logarithm, a root, and a power whose exponent is an expression have a value of positive numbers
only. What is positive by how it is written, as a softmax is, is passed over; of the rest, points
tell. A divisor that is 0 at single points is not looked for.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from enum import Enum

import flint

from proofpages.equations.meaning.names import Names
from proofpages.equations.meaning.question import Problem
from proofpages.equations.numbers.evaluate import Budget, NotExact
from proofpages.equations.numbers.point import Point
from proofpages.equations.proof.at_points import PRECISION, Outcome, cases, compare, size_choices
from proofpages.equations.tree import (
    Apply,
    Cases,
    Fold,
    Number,
    Over,
    Plus,
    Power,
    Raised,
    Symbol,
    Times,
    Tree,
    nodes,
)

PROBES = 12
"""So many points are tried."""


class Within(Enum):
    """Where a relation holds, of the values that its variables may have."""

    DEFINED = "where both sides are defined"
    POSITIVE = "where the bases of powers are positive"
    """An exponent may come out whole, and then a reader takes the power of any base."""


def within(problem: Problem, budget: Budget, seed: str) -> Within | None:
    """Where a relation holds, if a side is not defined for all values; else None.

    Raises:
        BudgetError: it takes too long.
    """
    names = problem.names
    bodies = _bodies(names, *problem.trees())
    parts = [node for tree in (problem.left, problem.right, *bodies) for node in nodes(tree)]
    doubtful = [base for base in _bases(parts) if not _positive(base, problem, names)]
    if not doubtful or not _undefined_somewhere(problem, budget, seed):
        return None
    raised = any(isinstance(node, Raised) for node in parts)
    return Within.POSITIVE if raised else Within.DEFINED


def is_defined(problem: Problem) -> bool:
    """Whether each side of the chain is defined at every point, by how it is written."""
    names = problem.names
    sides = (problem.left, problem.right, *problem.beside)
    parts = [node for tree in (*sides, *_bodies(names, *sides)) for node in nodes(tree)]
    if any(isinstance(node, Cases) for node in parts):
        return False
    for base in (*_bases(parts), *_divisors(parts)):
        inside = (node for tree in (base, *_bodies(names, base)) for node in nodes(tree))
        # A sum of positive terms is positive if there is a term.
        empty = any(isinstance(node, Fold) and node.excluded for node in inside)
        if empty or not _positive(base, problem, names):
            return False
    return True


def _bodies(names: Names, *trees: Tree) -> list[Tree]:
    """What the names in the trees are defined as, and those in there."""
    reached = {name: None for tree in trees for name in names.reach(tree)}
    return [names.definitions[name].body for name in reached if name in names.definitions]


def _divisors(parts: list[Tree]) -> Iterator[Tree]:
    """What may not be 0 for a node to have a value."""
    for node in parts:
        match node:
            case Over(bottom=bottom):
                yield bottom
            case Power(base=base, exponent=exponent) if exponent < 0:
                yield base


def _bases(parts: list[Tree]) -> Iterator[Tree]:
    """What has to be positive for a node to have a value."""
    for node in parts:
        match node:
            case Raised(base=base):
                yield base
            case Apply(function=r"\log" | r"\sqrt", body=body):
                yield body
            case Fold(kind=kind, body=body) if kind != r"\sum":
                yield body


def _positive(tree: Tree, problem: Problem, names: Names) -> bool:
    """Whether an expression is positive by how it is written."""
    match tree:
        case Number(value=value):
            return value > 0
        case Symbol(name=name) if name in names.definitions:
            return _positive(names.definitions[name].body, problem, names)
        case Symbol(name=name):
            return name in problem.positive or names.arity(name) is None
        case Plus(terms=parts) | Times(factors=parts):
            return all(_positive(part, problem, names) for part in parts)
        case Over(top=top, bottom=bottom):
            return _positive(top, problem, names) and _positive(bottom, problem, names)
        case Power(base=base) | Raised(base=base):
            return _positive(base, problem, names)
        case Apply(function=function, body=body):
            return function == r"\exp" or (function == r"\sqrt" and _positive(body, problem, names))
        case Fold(body=body):
            return _positive(body, problem, names)
    return False


def _undefined_somewhere(problem: Problem, budget: Budget, seed: str) -> bool:
    """Whether a side is not defined at some point that meets the facts in force."""
    sizes = size_choices(problem, (2,))[0]
    labels = next(cases(problem, sizes), None)
    if labels is None:
        return False
    draw = random.Random(seed)
    nothing: frozenset[str] = frozenset()
    with flint.ctx.workprec(PRECISION):
        for _ in range(PROBES):
            point = Point(sizes, nothing, nothing, problem.positive, "moderate", draw)
            try:
                if compare(problem, point, labels, budget, exact=False) is Outcome.UNDEFINED:
                    return True
            except NotExact:
                continue
    return False
