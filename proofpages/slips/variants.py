"""Small wrong variants of a formula: what a slip of the pen would make of it.

A checker is worth as much as the slips it stops. Each mutant changes one place of one side; a
mutant that happens to be true is proved to be so when it is checked.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import combinations

from proofpages.equations.meaning.vectors import DIAGONAL
from proofpages.equations.tex.printer import show_chain
from proofpages.equations.tex.statements import Chain, read
from proofpages.equations.tree import (
    Apply,
    Call,
    Cases,
    Delta,
    Entrywise,
    Fold,
    Negative,
    Norm,
    Number,
    Over,
    Partial,
    Plus,
    Power,
    Raised,
    Symbol,
    Times,
    Transposed,
    Tree,
    bound_indices,
    free_indices,
    nodes,
    transform,
)


@dataclass(frozen=True)
class Mutant:
    """A changed formula, and the kind of change."""

    kind: str
    tex: str


Variants = Iterator[tuple[str, Tree]]


def mutants(
    tex: str,
    names: tuple[str, ...] = (),
    letters: tuple[str, ...] = (),
    functions: Container[str] = (),
) -> list[Mutant]:
    """Every mutant of the equations in `tex`, without repetition.

    Args:
        tex: a formula that can be read.
        names: symbols, as ``y_i`` or ``u``, that may stand in for another with as many indices,
            beside those in `tex`.
        letters: indices that may stand in for another, beside those in `tex`.
        functions: names that are functions where a parenthesis follows; others are factors.

    Raises:
        EquationError: the formula cannot be read.
    """
    found: dict[str, Mutant] = {}
    for statement in read(tex):
        if not isinstance(statement, Chain):
            continue
        sides = tuple(products(side, functions) for side in statement.sides)
        statement = replace(statement, sides=sides)
        original = show_chain(statement)
        for kind, chain in _chains(statement, names, letters):
            text = show_chain(chain)
            if text != original:
                found.setdefault(text, Mutant(kind, text))
    return list(found.values())


def products(tree: Tree, functions: Container[str]) -> Tree:
    """The tree with a product for each name in front of a parenthesis that is no function."""

    parts = tuple(products(part, functions) for part in tree.parts)
    match tree:
        case Call(name=name, below=(), primes=0, alone=False) if (
            len(parts) == 1 and name not in functions and name != DIAGONAL
        ):
            head: Tree = Symbol(name, tree.indices)
            head = Power(head, tree.raised) if tree.raised != 1 else head
            return Times((head, Power(parts[0], tree.power) if tree.power != 1 else parts[0]))
        case Times(factors=factors):
            flat: list[Tree] = []
            for written, part in zip(factors, parts, strict=True):
                product = part if isinstance(written, Call) and isinstance(part, Times) else None
                flat += product.factors if product else (part,)
            return Times(tuple(flat))
    return tree.with_parts(parts)


def _chains(
    chain: Chain, names: tuple[str, ...], more: tuple[str, ...]
) -> Iterator[tuple[str, Chain]]:
    used = {i for side in chain.sides for i in (*free_indices(side), *bound_indices(side))}
    letters = sorted({i for i in used if not i.isdigit()} | set(more))
    symbols = _symbols(chain, names)
    for number, side in enumerate(chain.sides):

        def put(tree: Tree, number: int = number) -> Chain:
            sides = (*chain.sides[:number], tree, *chain.sides[number + 1 :])
            return replace(chain, sides=sides)

        for kind, tree in _everywhere(side, lambda node: _variants(node, letters, symbols)):
            yield kind, put(tree)
        free = [index for index in free_indices(side) if not index.isdigit()]
        for a, b in combinations(free, 2):
            yield "exchange", put(_renamed(side, {a: b, b: a}))


def _symbols(chain: Chain, names: tuple[str, ...]) -> dict[str, int]:
    found: dict[str, int] = {}
    for side in chain.sides:
        for node in nodes(side):
            if isinstance(node, Symbol):
                found[node.name] = len(node.indices)
    for item in names:
        name, _, below = item.partition("_")
        found.setdefault(name, len(below))
    return found


def _everywhere(tree: Tree, variants: Callable[[Tree], Variants]) -> Variants:
    """Apply `variants` to every node, one at a time."""
    yield from variants(tree)
    parts = tree.parts
    for place, part in enumerate(parts):
        for kind, changed in _everywhere(part, variants):
            yield kind, tree.with_parts((*parts[:place], changed, *parts[place + 1 :]))


def _variants(node: Tree, letters: list[str], symbols: dict[str, int]) -> Variants:
    if not isinstance(node, Negative):
        yield "sign", Negative(node)
    match node:
        case Number(value=value):
            yield "constant", Number(value + 1)
            if value > 0:
                yield "constant", Number(value - 1 if value >= 1 else Fraction(0))
        case Symbol():
            yield from _symbol_variants(node, letters, symbols)
            yield "exponent", Power(node, 2)
        case Negative(body=body):
            yield "sign", body
        case Plus():
            yield from _plus_variants(node)
        case Times():
            yield from _times_variants(node)
        case Over(top=top, bottom=bottom):
            yield "inverted fraction", Over(bottom, top)
            yield "dropped factor", top
            yield "operator", Times((top, bottom))
        case Power(base=base, exponent=exponent):
            yield "exponent", Power(base, exponent + 1)
            yield "exponent", base if exponent == 2 else Power(base, exponent - 1)
        case Apply(function=function, body=body):
            yield "exp for log", Apply(r"\exp" if function == r"\log" else r"\log", body)
            yield "dropped function", body
        case Raised(base=base, exponent=exponent):
            yield "exponent", Raised(base, Negative(exponent))
            yield "exponent", base
        case Transposed(body=body):
            yield "transpose", body
        case Norm(body=body):
            yield "dropped function", body
        case Entrywise(left=left, right=right):
            yield "operator", Plus((left, right))
            yield "dropped factor", left
            yield "dropped factor", right
        case Cases(bodies=(first, second), lefts=(_, *_)):
            yield "exchanged cases", replace(node, bodies=(second, first))
        case Call(arguments=arguments, below=below):
            yield "dropped function", arguments[0]
            for other in _relettered(below, letters):
                yield "index", replace(node, below=other)
        case Fold():
            yield from _sum_variants(node, letters)
        case Delta():
            yield from _delta_variants(node, letters)
        case Partial():
            yield from _partial_variants(node, letters, symbols)


def _relettered(indices: tuple[str, ...], letters: list[str]) -> Iterator[tuple[str, ...]]:
    """The indices with another letter in one place."""
    for place, index in enumerate(indices):
        for letter in letters:
            if letter != index:
                yield (*indices[:place], letter, *indices[place + 1 :])


def _symbol_variants(
    node: Symbol, letters: list[str], symbols: dict[str, int]
) -> Iterator[tuple[str, Symbol]]:
    for indices in _relettered(node.indices, letters):
        yield "index", Symbol(node.name, indices)
    for name, count in symbols.items():
        if name != node.name and count == len(node.indices):
            yield "name", Symbol(name, node.indices)


def _plus_variants(node: Plus) -> Variants:
    terms = node.terms
    for place, term in enumerate(terms):
        rest = (*terms[:place], *terms[place + 1 :])
        yield "dropped term", rest[0] if len(rest) == 1 else Plus(rest)
        if place:
            flipped = term.body if isinstance(term, Negative) else Negative(term)
            yield "sign", Plus((*terms[:place], flipped, *terms[place + 1 :]))
    if len(terms) == 2:
        second = terms[1].body if isinstance(terms[1], Negative) else terms[1]
        yield "operator", Times((terms[0], second))
    # Parentheses moved: a·b + c read as a·(b + c).
    for place in range(len(terms) - 1):
        first = terms[place]
        inner = first.body if isinstance(first, Negative) else first
        if isinstance(inner, Times):
            grouped = Plus((inner.factors[-1], terms[place + 1]))
            product: Tree = Times((*inner.factors[:-1], grouped))
            if isinstance(first, Negative):
                product = Negative(product)
            rest = (*terms[:place], product, *terms[place + 2 :])
            yield "parentheses", rest[0] if len(rest) == 1 else Plus(rest)


def _times_variants(node: Times) -> Variants:
    factors = node.factors
    for place, factor in enumerate(factors):
        rest = (*factors[:place], *factors[place + 1 :])
        yield "dropped factor", rest[0] if len(rest) == 1 else Times(rest)
        if isinstance(factor, Plus) and len(rest) == 1:
            # Parentheses dropped: a·(b + c) read as a·b + c.
            yield "parentheses", Plus((Times((rest[0], factor.terms[0])), *factor.terms[1:]))
    if len(factors) == 2:
        yield "operator", Plus(factors)
        yield "operator", Over(*factors)


def _partial_variants(node: Partial, letters: list[str], symbols: dict[str, int]) -> Variants:
    for place, symbol in enumerate(node.by):
        for kind, other in _symbol_variants(symbol, letters, symbols):
            yield kind, Partial(node.body, (*node.by[:place], other, *node.by[place + 1 :]))


def _delta_variants(node: Delta, letters: list[str]) -> Variants:
    for letter in letters:
        yield "index", Delta(letter, node.right)
        yield "index", Delta(node.left, letter)
    yield "constant", Number(Fraction(1))


def _sum_variants(node: Fold, letters: list[str]) -> Variants:
    if node.index not in free_indices(node.body):
        yield "dropped sum", node.body
    else:
        for letter in letters:
            if letter != node.index:
                yield "dropped sum", _renamed(node.body, {node.index: letter})
    for letter in letters:
        if letter != node.index and letter not in node.excluded:
            yield "range", replace(node, size=None, excluded=(*node.excluded, letter))
    if node.excluded:
        yield "range", replace(node, excluded=())


def _renamed(tree: Tree, letters: dict[str, str]) -> Tree:
    return transform(tree, lambda node: node.renamed(lambda name: letters.get(name, name)))
