"""Expressions of indexed scalar calculus, as immutable trees.

A tree says what is written, not what it means: a `Symbol` is a name with index letters, whatever
that name was declared to be. Trees compare by structure; the offset `at` into the TeX they were
read from is carried along for error messages and does not take part in comparisons.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Number:
    """A number that is not negative: digits, or digits with a decimal point."""

    value: Fraction
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Symbol:
    """A name, such as ``p`` or ``\\alpha``, with the index letters or numerals below it."""

    name: str
    indices: tuple[str, ...] = ()
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Plus:
    """A sum of two terms or more; a term after a minus sign is a `Negative`."""

    terms: tuple[Tree, ...]
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Negative:
    """Minus the term that follows."""

    body: Tree
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Times:
    """A product of two factors or more."""

    factors: tuple[Tree, ...]
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Over:
    """A fraction."""

    top: Tree
    bottom: Tree
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Power:
    """An integer power of an expression."""

    base: Tree
    exponent: int
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Exp:
    """The exponential, written ``\\exp(x)`` or ``e^{x}``."""

    body: Tree
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Log:
    """The natural logarithm, written ``\\log(x)`` or ``\\ln(x)``."""

    body: Tree
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum over the values of `index`, from 1 to `size`, without those in `excluded`.

    `size` is the name of the upper limit, or None where the TeX leaves it out.
    """

    index: str
    size: str | None
    excluded: tuple[str, ...]
    body: Tree
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Delta:
    """The Kronecker delta of two indices."""

    left: str
    right: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Partial:
    """A partial derivative of `body` by each of `by`, outermost first."""

    body: Tree
    by: tuple[Symbol, ...]
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Gradient:
    """The gradient ``\\nabla_w X``: the vector of the partial derivatives by the entries of w."""

    body: Tree
    by: Symbol
    at: int = field(default=0, compare=False)


Tree = (
    Number
    | Symbol
    | Plus
    | Negative
    | Times
    | Over
    | Power
    | Exp
    | Log
    | Sum
    | Delta
    | Partial
    | Gradient
)


def children(tree: Tree) -> tuple[Tree, ...]:
    """The direct subexpressions, left to right, without the symbols differentiated by."""
    match tree:
        case Plus(terms=parts) | Times(factors=parts):
            return parts
        case Over(top=top, bottom=bottom):
            return (top, bottom)
        case Power(base=body):
            return (body,)
        case Negative() | Exp() | Log() | Sum() | Partial() | Gradient():
            return (tree.body,)
        case _:
            return ()


def rebuild(tree: Tree, parts: tuple[Tree, ...]) -> Tree:
    """The same node over other direct subexpressions."""
    match tree:
        case Plus():
            return replace(tree, terms=parts)
        case Times():
            return replace(tree, factors=parts)
        case Over():
            return replace(tree, top=parts[0], bottom=parts[1])
        case Power():
            return replace(tree, base=parts[0])
        case Negative() | Exp() | Log() | Sum() | Partial() | Gradient():
            return replace(tree, body=parts[0])
        case _:
            return tree


def transform(tree: Tree, change: Callable[[Tree], Tree]) -> Tree:
    """Apply `change` to every node, from the leaves up."""
    return change(rebuild(tree, tuple(transform(part, change) for part in children(tree))))


def nodes(tree: Tree) -> Iterator[Tree]:
    """Every node, a parent before its children; symbols differentiated by are included."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        match node:
            case Partial(by=by):
                yield from by
            case Gradient(by=by):
                yield by
        waiting += reversed(children(node))


def own_indices(tree: Tree) -> tuple[str, ...]:
    """The indices that this very node uses (not binds), without its subexpressions."""
    match tree:
        case Symbol(indices=indices):
            return indices
        case Delta(left=left, right=right):
            return (left, right)
        case Partial(by=by):
            return tuple(index for symbol in by for index in symbol.indices)
        case Sum(excluded=excluded):
            return excluded
        case _:
            return ()


def free_indices(tree: Tree) -> dict[str, int]:
    """The indices that no sum binds, in order of appearance, each with its first offset."""
    found: dict[str, int] = {}

    def visit(node: Tree, bound: frozenset[str]) -> None:
        for index in own_indices(node):
            if index not in bound:
                found.setdefault(index, node.at)
        if isinstance(node, Sum):
            bound = bound | {node.index}
        for part in children(node):
            visit(part, bound)

    visit(tree, frozenset())
    return found


def bound_indices(tree: Tree) -> dict[str, int]:
    """The indices that a sum binds, each with the offset of its first sum."""
    found: dict[str, int] = {}
    for node in nodes(tree):
        if isinstance(node, Sum):
            found.setdefault(node.index, node.at)
    return found


def symbol_names(tree: Tree) -> dict[str, int]:
    """Every symbol name that is written, with the offset of its first use."""
    found: dict[str, int] = {}
    for node in nodes(tree):
        if isinstance(node, Symbol):
            found.setdefault(node.name, node.at)
    return found
