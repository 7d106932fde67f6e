"""Sizes at which a side divides by 0, beyond those at which points are tried.

``\\frac{K - 7}{K - 7} = 1`` holds at each size that is tried, and says nothing at K = 7. What a
side divides by, where it is made of numbers and one size only, is a polynomial of that size, and
its whole roots are found exactly. A logarithm or a root of one wants a positive value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from math import ceil

from proofpages.equations.meaning.question import Problem
from proofpages.equations.tree import (
    Apply,
    Fold,
    Negative,
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

TRIED = 5
"""Sizes up to this are tried at points."""
MOST = 10_000
"""How far roots are looked for."""

Coefficients = dict[int, Fraction]
"""The coefficient of each power."""


class Beyond(ValueError):
    """No quotient of polynomials of one size, or one with roots that are not looked for."""


def undefined_sizes(problem: Problem) -> Iterator[tuple[str, int]]:
    """Each size and a value above those tried at which a side is not defined.

    Raises:
        Beyond: a divisor is made of sizes only, and where it is 0 is not found.
    """
    names = problem.names
    names_of_sizes = {size for size in names.sizes if names.arity(size) is None}
    divisors = [
        found for tree in _all_trees(problem) for node in nodes(tree) for found in _divisors(node)
    ]
    for divisor, signed in divisors:
        used = {n.name for n in nodes(divisor) if isinstance(n, Symbol)}
        if not used or not used <= names_of_sizes - problem.fixed.keys() or _positive(divisor):
            continue
        if len(used) > 1:
            raise Beyond("where a divisor of several sizes is 0 is not found")
        (size,) = used
        for value in _faults(divisor, signed):
            yield size, value


def _all_trees(problem: Problem) -> Iterable[Tree]:
    yield from problem.trees()
    reached: set[str] = set()
    for tree in problem.trees():
        reached |= problem.names.reach(tree).keys()
    for name in reached:
        definition = problem.names.definitions.get(name)
        if definition is not None:
            yield definition.body


def _divisors(node: Tree) -> Iterator[tuple[Tree, bool]]:
    """What must not be 0 in a node, and whether it must be positive."""
    match node:
        case Over(bottom=bottom):
            yield bottom, False
        case Power(base=base, exponent=exponent) if exponent < 0:
            yield base, False
        case Apply(function=r"\log" | r"\sqrt", body=body):
            yield body, True
        case Raised(base=base):
            yield base, True


def _positive(tree: Tree) -> bool:
    """Whether something made of sizes above those tried is positive by its form."""
    match tree:
        case Symbol() | Apply(function=r"\exp") | Apply(function=r"\log", body=Symbol()):
            return True
        case Number(value=value):
            return value > 0
        case Plus() | Times() | Over() | Power() | Fold(kind=r"\sum", excluded=()):
            return all(map(_positive, tree.parts))
    return False


def _faults(tree: Tree, signed: bool) -> Iterator[int]:
    top, bottom = _quotient(tree)
    product = _times(top, bottom)  # Of the sign of the quotient, and 0 where it is, or undefined.
    if not product:
        return
    degree = max(product)
    leading = product[degree]
    if signed and leading < 0:
        raise Beyond("a logarithm or root that has no value where a size is large")
    bound = 1 + max((abs(c / leading) for n, c in product.items() if n != degree), default=0)
    if bound > MOST:
        raise Beyond("roots that large are not looked for")
    for value in range(TRIED + 1, ceil(bound) + 2):
        found = sum(c * value**n for n, c in product.items())
        if found == 0 or (signed and found < 0):
            yield value


def _quotient(tree: Tree) -> tuple[Coefficients, Coefficients]:
    one: Coefficients = {0: Fraction(1)}
    match tree:
        case Number(value=value):
            return ({0: value} if value else {}), one
        case Symbol():
            return {1: Fraction(1)}, one
        case Negative(body=body):
            top, bottom = _quotient(body)
            return {n: -c for n, c in top.items()}, bottom
        case Plus(terms=terms):
            top, bottom = {}, one
            for term in terms:
                more, below = _quotient(term)
                top = _plus(_times(top, below), _times(more, bottom))
                bottom = _times(bottom, below)
            return top, bottom
        case Times(factors=factors):
            top, bottom = one, one
            for factor in factors:
                more, below = _quotient(factor)
                top, bottom = _times(top, more), _times(bottom, below)
            return top, bottom
        case Over():
            (top, below), (bottom, above) = _quotient(tree.top), _quotient(tree.bottom)
            return _times(top, above), _times(below, bottom)
        case Power(base=base, exponent=exponent):
            base_top, base_bottom = _quotient(base)
            if exponent < 0:
                base_top, base_bottom = base_bottom, base_top
            top, bottom = one, one
            for _ in range(abs(exponent)):
                top, bottom = _times(top, base_top), _times(bottom, base_bottom)
            return top, bottom
        case Fold(kind=r"\sum", excluded=(), body=body):
            top, bottom = _quotient(body)
            return {n + 1: c for n, c in top.items()}, bottom
    raise Beyond("a divisor of another kind")


def _plus(left: Coefficients, right: Coefficients) -> Coefficients:
    total = {n: left.get(n, Fraction(0)) + right.get(n, Fraction(0)) for n in {*left, *right}}
    return {n: c for n, c in total.items() if c}


def _times(left: Coefficients, right: Coefficients) -> Coefficients:
    total: Coefficients = {}
    for n, c in left.items():
        for m, d in right.items():
            total[n + m] = total.get(n + m, Fraction(0)) + c * d
    return {n: c for n, c in total.items() if c}
