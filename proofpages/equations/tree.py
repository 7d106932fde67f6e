"""Expressions of indexed scalar calculus, as immutable trees.

A tree says what is written, not what it means: a `Symbol` is a name with index letters, whatever
that name was declared to be. Trees compare by structure; the offset `at` into the TeX they were
read from is carried along for error messages and does not take part in comparisons.

Each kind of node declares which of its fields are subexpressions, indices, symbols that it
differentiates by, and the index that it binds; whatever walks a tree asks for these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import wraps
from operator import is_
from typing import Any, ClassVar, Self, TypeVar

T = TypeVar("T")


class Node:
    """What every node can say about itself."""

    __slots__ = ("_answers",)

    _answers: dict[object, Any]
    """Answers of functions that are `remembered`: no field, so comparisons do not see it."""

    PARTS: ClassVar[tuple[str, ...]] = ()
    """Fields that hold a subexpression or a tuple of them, left to right."""
    INDICES: ClassVar[tuple[str, ...]] = ()
    """Fields that hold an index or a tuple of indices, which this node uses."""
    BY: ClassVar[tuple[str, ...]] = ()
    """Fields that hold a symbol or a tuple of symbols to differentiate by."""

    @property
    def binds(self) -> str | None:
        """The index that has its meaning in the subexpressions only; None if there is none."""
        return None

    @property
    def range(self) -> str | None:
        """The size that the bound index runs to; None where nothing is bound, or not yet known."""
        return None

    @property
    def parts(self) -> tuple[Tree, ...]:
        """The direct subexpressions, left to right, without the symbols differentiated by."""
        return self._all(self.PARTS)

    @property
    def by_symbols(self) -> tuple[Symbol, ...]:
        """The symbols differentiated by."""
        return self._all(self.BY)

    @property
    def own_indices(self) -> tuple[str, ...]:
        """The indices that this very node uses (not binds), without its subexpressions."""
        found = self._all(self.INDICES)
        if self.BY:
            found += tuple(index for symbol in self.by_symbols for index in symbol.indices)
        return found

    def with_parts(self, parts: tuple[Tree, ...]) -> Self:
        """The same node over other direct subexpressions; this very node, if none is another."""
        if not self.PARTS:
            return self
        own = self.parts
        if len(parts) == len(own) and all(map(is_, parts, own)):
            return self
        return self._filled(self.PARTS, parts)

    def renamed(self, rename: Callable[[str], str]) -> Self:
        """The same node with the indices that it uses, and does not bind, renamed."""
        node = self._filled(self.INDICES, tuple(map(rename, self._all(self.INDICES))))
        return node._filled(self.BY, tuple(by.renamed(rename) for by in self.by_symbols))

    def _all(self, names: tuple[str, ...]) -> tuple[Any, ...]:
        if len(names) == 1:
            value = getattr(self, names[0])
            return value if isinstance(value, tuple) else (value,)
        found: tuple[Any, ...] = ()
        for name in names:
            value = getattr(self, name)
            found += value if isinstance(value, tuple) else (value,)
        return found

    def _filled(self, names: tuple[str, ...], values: tuple[Any, ...]) -> Self:
        changes: dict[str, Any] = {}
        place = 0
        for name in names:
            value = getattr(self, name)
            if isinstance(value, tuple):
                changes[name] = values[place : place + len(value)]
                place += len(value)
            else:
                changes[name] = values[place]
                place += 1
        return replace(self, **changes) if changes else self  # type: ignore[type-var]


@dataclass(frozen=True, slots=True)
class Number(Node):
    """A number that is not negative: digits, or digits with a decimal point."""

    value: Fraction
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Symbol(Node):
    """A name, such as ``p`` or ``\\alpha``, with its index letters or numerals.

    Of these the first `upper` stand above it, as in ``x^{(i)}_j``.
    """

    INDICES = ("indices",)

    name: str
    indices: tuple[str, ...] = ()
    at: int = field(default=0, compare=False)
    upper: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Plus(Node):
    """A sum of two terms or more; a term after a minus sign is a `Negative`."""

    PARTS = ("terms",)

    terms: tuple[Tree, ...]
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Negative(Node):
    """Minus the term that follows.

    `bare` says that it stands behind a sum or a dot without parentheses, as in ``a \\cdot -1``.
    """

    PARTS = ("body",)

    body: Tree
    at: int = field(default=0, compare=False)
    bare: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Times(Node):
    """A product of two factors or more."""

    PARTS = ("factors",)

    factors: tuple[Tree, ...]
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Over(Node):
    """A fraction."""

    PARTS = ("top", "bottom")

    top: Tree
    bottom: Tree
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Power(Node):
    """An integer power of an expression.

    `place` is where the exponent of a function is written: ``f`` as in ``\\tanh^2(x)``, ``x`` as in
    ``\\exp(x)^2``, or behind a parenthesis around both.
    """

    PARTS = ("base",)

    base: Tree
    exponent: int
    at: int = field(default=0, compare=False)
    place: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Raised(Node):
    """A power whose exponent is an expression, of a positive base."""

    PARTS = ("base", "exponent")

    base: Tree
    exponent: Tree
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A name right in front of a parenthesis: a function there or a product, as the name is known.

    ``\\mathrm{softmax}(z)_j^2`` has `below` = ("j",) and `power` = 2. `indices` and `raised` stand
    in front of the parenthesis, as in ``a_i^2(1 - a_i)``. With `alone` the place admits a function
    only, as in ``\\log f(x)``.
    """

    PARTS = ("arguments",)
    INDICES = ("indices", "below")

    name: str
    indices: tuple[str, ...]
    arguments: tuple[Tree, ...]
    below: tuple[str, ...] = ()
    raised: int = 1
    power: int = 1
    primes: int = 0
    alone: bool = field(default=False, compare=False)
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Transposed(Node):
    """A vector as a row, or a matrix transposed: ``W^\\top``.

    `sign` is how that is written; `bare` says that it stands behind an argument, without
    parentheses around it and its function.
    """

    PARTS = ("body",)

    body: Tree
    at: int = field(default=0, compare=False)
    sign: str = field(default=r"\top", compare=False)
    bare: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Ones(Node):
    """The vector of ones, ``\\mathbf{1}``, as long as its place asks; `size` where it is said."""

    size: str = ""
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Component(Node):
    """An entry of a vector or a matrix that is written out: ``(W x)_i``."""

    PARTS = ("body",)
    INDICES = ("indices",)

    body: Tree
    indices: tuple[str, ...]
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Norm(Node):
    """The Euclidean norm of a vector, or of all entries of a matrix: ``\\|x\\|``."""

    PARTS = ("body",)

    body: Tree
    at: int = field(default=0, compare=False)
    below: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Entrywise(Node):
    """The product entry by entry, ``a \\odot b``."""

    PARTS = ("left", "right")

    left: Tree
    right: Tree
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Cases(Node):
    """Branches, each under a relation of two indices; the last may be for what is left.

    Branch n holds where ``lefts[n]`` and ``rights[n]`` are equal, or where they are not, as
    ``equal[n]`` says. `words` are those before the relations, empty where there are none.
    """

    PARTS = ("bodies",)
    INDICES = ("lefts", "rights")

    bodies: tuple[Tree, ...]
    lefts: tuple[str, ...]
    rights: tuple[str, ...]
    equal: tuple[bool, ...]
    at: int = field(default=0, compare=False)
    words: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Apply(Node):
    """A function of the table in `functions` at an expression; `function` is its TeX command."""

    PARTS = ("body",)

    function: str
    body: Tree
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Fold(Node):
    """A sum or product over the values of `index`, from 1 to `size`, without those in `excluded`.

    `kind` is the TeX command, ``\\sum`` or ``\\prod``. `index` is empty where it has no limits.
    `size` is the name of the upper limit, or None where the TeX leaves it out; `first` is where the
    same range is written to begin: at 1, at 0, or not said. `ended` says that a sum over the same
    letter stands behind, where this one ends.
    """

    PARTS = ("body",)
    INDICES = ("excluded",)

    kind: str
    index: str
    size: str | None
    excluded: tuple[str, ...]
    body: Tree
    at: int = field(default=0, compare=False)
    first: str = field(default="1", compare=False)
    ended: bool = field(default=False, compare=False)

    @property
    def binds(self) -> str:
        """The index that is summed over."""
        return self.index

    @property
    def range(self) -> str | None:
        """The size that the index runs to."""
        return self.size


@dataclass(frozen=True, slots=True)
class Delta(Node):
    """The Kronecker delta of two indices, or the indicator of a relation between them.

    With `differ` it is 1 where the indices differ. `written` is how an indicator is written, with %
    for the relation, as in ``\\mathbf{1}[%]``.
    """

    INDICES = ("left", "right")

    left: str
    right: str
    at: int = field(default=0, compare=False)
    written: str = field(default="", compare=False)
    differ: bool = False


@dataclass(frozen=True, slots=True)
class Partial(Node):
    """A partial derivative of `body` by each of `by`, outermost first.

    `below` says that it is written ``\\partial_x``.
    """

    PARTS = ("body",)
    BY = ("by",)

    body: Tree
    by: tuple[Symbol, ...]
    at: int = field(default=0, compare=False)
    below: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Gradient(Node):
    """The gradient ``\\nabla_w X``: the vector of the partial derivatives by the entries of w.

    With `order` 2 it is ``\\nabla_w^2 X``, the matrix of second derivatives. `bare` says that w
    stands in the body only, as in ``\\nabla f(w)``.
    """

    PARTS = ("body",)
    BY = ("by",)

    body: Tree
    by: Symbol
    at: int = field(default=0, compare=False)
    order: int = 1
    bare: bool = False


Tree = (
    Number
    | Symbol
    | Plus
    | Negative
    | Times
    | Over
    | Power
    | Raised
    | Call
    | Transposed
    | Ones
    | Component
    | Norm
    | Entrywise
    | Cases
    | Apply
    | Fold
    | Delta
    | Partial
    | Gradient
)


def remembered(ask: Callable[[Tree], T]) -> Callable[[Tree], T]:
    """A question about a tree that is answered once for each node: a tree does not change."""

    @wraps(ask)
    def answer(tree: Tree) -> T:
        try:
            known = tree._answers
        except AttributeError:
            known = {}
            object.__setattr__(tree, "_answers", known)
        if ask not in known:
            known[ask] = ask(tree)
        found: T = known[ask]
        return found

    return answer


def transform(tree: Tree, change: Callable[[Tree], Tree]) -> Tree:
    """Apply `change` to every node, from the leaves up."""
    return change(tree.with_parts(tuple(transform(part, change) for part in tree.parts)))


def nodes(tree: Tree) -> Iterator[Tree]:
    """Every node, a parent before its children; symbols differentiated by are included."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        if node.BY:
            yield from node.by_symbols
        if node.PARTS:
            waiting += reversed(node.parts)


def in_scope(
    tree: Tree, bound: frozenset[str] = frozenset()
) -> Iterator[tuple[Tree, frozenset[str]]]:
    """Every node, a parent before its children, with the indices that are bound around it."""
    waiting = [(tree, bound)]
    while waiting:
        node, bound = waiting.pop()
        yield node, bound
        if node.PARTS:
            inner = bound if node.binds is None else bound | {node.binds}
            waiting += [(part, inner) for part in reversed(node.parts)]


@remembered
def free_indices(tree: Tree) -> Mapping[str, int]:
    """The indices that nothing binds, in order of appearance, each with its first offset."""
    found = dict.fromkeys(tree.own_indices, tree.at)
    for part in tree.parts:
        for index, at in free_indices(part).items():
            if index != tree.binds:
                found.setdefault(index, at)
    return found


def inside(index: str) -> str:
    """The letter below an index that is a label itself, the i of ``y_i``; empty for others."""
    return index.partition("_")[2]


def stands_in(index: str, tree: Tree) -> bool:
    """Whether an index stands free in a tree, itself or below a label."""
    return any(index in (name, inside(name)) for name in free_indices(tree))


@remembered
def bound_indices(tree: Tree) -> Mapping[str, int]:
    """The indices that are bound, each with the offset of the first node that binds it."""
    found: dict[str, int] = {}
    for node in nodes(tree):
        if node.binds is not None:
            found.setdefault(node.binds, node.at)
    return found


@remembered
def symbol_names(tree: Tree) -> Mapping[str, int]:
    """Every symbol name that is written, with the offset of its first use."""
    found: dict[str, int] = {}
    for node in nodes(tree):
        if isinstance(node, Symbol):
            found.setdefault(node.name, node.at)
    return found
