"""Vectors and matrices, read as their general entries.

A shape is the sizes of rows and columns: (n, None) is a vector, which stands upright, (None, n) a
vector transposed, (n, m) a matrix. ``x^\\top y`` becomes Σ_k x_k y_k, ``W x`` becomes Σ_k W_ik x_k.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from proofpages.equations.errors import ReadError, UndeclaredError
from proofpages.equations.meaning.names import Names
from proofpages.equations.tex.alphabet import INDEX_LETTERS
from proofpages.equations.tree import (
    Apply,
    Call,
    Cases,
    Component,
    Delta,
    Entrywise,
    Fold,
    Gradient,
    Negative,
    Norm,
    Number,
    Ones,
    Over,
    Partial,
    Plus,
    Power,
    Symbol,
    Times,
    Transposed,
    Tree,
)

Shape = tuple[str | None, str | None]
"""Sizes of rows and columns; empty for the length of a vector of ones, which its place decides."""
SCALAR: Shape = (None, None)
DIAGONAL = r"\mathrm{diag}"


def fresh_letters(names: Names, used: set[str]) -> Iterator[str]:
    """Letters for indices that nothing else uses."""
    taken = set(names.sizes)
    for decoration in ("", "'", "''"):
        for letter in INDEX_LETTERS + "abcdfghopqrstuvwxyz":
            name = letter + decoration
            if name not in used and name not in taken and names.arity(name) is None:
                yield name
    raise ReadError("no letter is left for the general entry", "write it with an index")


def shape(names: Names, tree: Tree) -> Shape:
    """The shape of an expression; refuse what mixes shapes."""
    match tree:
        case Symbol():
            return _symbol_shape(names, tree)
        case Ones():
            return _ones_shape(names, tree)
        case Transposed():
            return _transposed_shape(names, tree)
        case Call(name=name, arguments=(argument,)) if name == DIAGONAL:
            return _diagonal_shape(tree, shape(names, argument))
        case Call():
            return _function_shape(names, tree)
        case Component():
            return _component_shape(names, tree)
        case Norm():
            return _norm_shape(names, tree)
        case Gradient(body=body, by=by, order=order):
            return _derivative_shape(names, tree, body, (by,) * order)
        case Partial(body=body, by=by):
            return _derivative_shape(names, tree, body, by)
        case Times(factors=factors):
            return _product_shape(names, factors)
        case Power(base=Symbol() as base, exponent=exponent) if exponent < 0:
            _check_inverse(names, tree, base)
    return _of_parts(tree, [shape(names, part) for part in tree.parts])


def _of_parts(tree: Tree, shapes: list[Shape]) -> Shape:
    """The shape of what has the shape of its parts, or is a number where they are numbers."""
    if all(item == SCALAR for item in shapes):
        return SCALAR
    match tree:
        case Negative() | Fold(kind=r"\sum"):
            return shapes[0]
        case Apply() if None in shapes[0]:
            return shapes[0]  # Component by entry; of a matrix there is another exponential.
        case Plus() | Entrywise() | Cases() if together := merged(shapes):
            return together
        case Over() if shapes[1] == SCALAR:
            return shapes[0]
    raise _mixed(tree, shapes)


def _mixed(tree: Tree, shapes: list[Shape]) -> ReadError:
    """Why parts of these shapes do not go together."""
    part = next(p for p, item in zip(tree.parts, shapes, strict=True) if item != SCALAR)
    while isinstance(part, Negative):
        part = part.body
    if isinstance(tree, Plus | Entrywise | Cases) and SCALAR not in shapes:
        return ReadError(
            "vectors or matrices of different shapes are added",
            "check sizes and transposes, or write entries with indices; a vector in each row of a "
            r"matrix is \mathbf{1} b^\top",
            at=tree.at,
        )
    hint = "write it with an index"
    if isinstance(part, Symbol):
        hint += f", as in {part.name}_k"
    if isinstance(tree, Plus):
        hint += r", or a number that is added to each entry as c \mathbf{1}"
    if isinstance(tree, Power):
        hint = r"write x^\top x, or the entry with an index"
    return ReadError("a vector stands where a number is expected", hint, at=part.at)


def _ones_shape(names: Names, ones: Ones) -> Shape:
    if ones.size and ones.size not in names.sizes:
        raise UndeclaredError(
            f"the size {ones.size} is not declared",
            rf"declare it with a vector, as in x \in \mathbb{{R}}^{ones.size}",
            at=ones.at,
        )
    return ones.size, None


def _transposed_shape(names: Names, tree: Transposed) -> Shape:
    rows, columns = shape(names, tree.body)
    if isinstance(tree.body, Symbol) and tree.body.indices and (rows, columns) == SCALAR:
        raise ReadError(
            "an entry is transposed, or it is an entry of the transposed matrix",
            "write the entry with its indices in the order that is meant",
            at=tree.at,
        )
    return columns, rows


def _component_shape(names: Names, tree: Component) -> Shape:
    if len(tree.indices) != 2 - shape(names, tree.body).count(None):
        raise ReadError(
            f"{len(tree.indices)} indices behind a parenthesis",
            "a vector that is written out has one, a matrix two",
            at=tree.at,
        )
    return SCALAR


def _norm_shape(names: Names, norm: Norm) -> Shape:
    inner = shape(names, norm.body)
    if inner == SCALAR:
        raise ReadError("the norm of a number", "a norm is of a vector", at=norm.at)
    if None not in inner and norm.below != "F":
        raise ReadError(
            "a matrix has several norms",
            r"write \|W\|_F for that of its entries",
            at=norm.at,
        )
    return SCALAR


def _check_inverse(names: Names, tree: Tree, base: Symbol) -> None:
    if len(base.indices) == 2 and shape(names, base) == SCALAR:
        raise ReadError(
            "an entry to a negative power, or an entry of the inverse",
            r"write \frac{1}{W_{ij}} for one over the entry; inverses are not read",
            at=tree.at,
        )


def merged(shapes: Sequence[Shape]) -> Shape | None:
    """The one shape that all are, with the lengths that some of them leave open; else None."""
    found: list[str | None] = []
    for sizes in zip(*shapes, strict=True):
        known = set(sizes) - {""}
        if len(known) > 1 or (None in known and "" in sizes):
            return None
        found.append(known.pop() if known else "")
    return found[0], found[1]


def _symbol_shape(names: Names, symbol: Symbol) -> Shape:
    sizes = names.arity(symbol.name) or ()
    if len(symbol.indices) == len(sizes) or not sizes:
        return SCALAR
    if not symbol.indices:
        return (sizes[0], None) if len(sizes) == 1 else (sizes[0], sizes[1])
    if is_of_list(symbol, sizes):
        return (sizes[1], None)
    return SCALAR


def is_of_list(symbol: Symbol, sizes: tuple[str, ...]) -> bool:
    """Whether this is one vector of a list of them, ``x_n``: a bold or a small letter."""
    if (len(symbol.indices), len(sizes)) != (1, 2):
        return False
    letter = symbol.name.rstrip("'").removesuffix("}").rpartition("{")[2].removeprefix("\\")
    return r"\mathbf" in symbol.name or letter[:1].islower()


def _diagonal_shape(tree: Tree, inner: Shape) -> Shape:
    if inner[0] is None or inner[1] is not None:
        raise ReadError("diag of something else than a vector", "as in diag(p)", at=tree.at)
    return inner[0], inner[0]


def _function_shape(names: Names, call: Call) -> Shape:
    function = names.functions[call.name]
    missing = function.indices[len(call.indices) + len(call.below) :]
    if not missing:
        return _each_shape(names, call)
    if len(missing) > 1:
        raise ReadError(f"{call.name} needs its indices", "write its entry", at=call.at)
    follows = function.ranges[-1]
    if isinstance(follows, int):
        return shape(names, call.arguments[follows])[0], None
    return follows, None


def _each_shape(names: Names, call: Call) -> Shape:
    """A function of one number at a vector is taken entry by entry; others are numbers."""
    (first, *more) = names.functions[call.name].parameters
    if more or first.dimension or call.primes or len(call.arguments) != 1:
        return SCALAR
    found = shape(names, call.arguments[0])
    return found if None in found else SCALAR


def _derivative_shape(names: Names, tree: Tree, body: Tree, by: tuple[Symbol, ...]) -> Shape:
    inner = shape(names, body)
    below = [found for found in (_symbol_shape(names, symbol) for symbol in by) if found != SCALAR]
    if isinstance(tree, Gradient) and not below:
        raise ReadError(
            f"{by[0].name} is not a vector", r"\nabla_z differentiates by a vector", at=by[0].at
        )
    if not below:
        return inner
    if isinstance(tree, Gradient) and inner == SCALAR and len(by) == 2 and below[0][1] is None:
        return below[0][0], below[0][0]
    if inner != SCALAR or len(by) > 1:
        raise ReadError(
            "the derivative of a vector by a vector is a matrix, of which conventions differ",
            r"write its entry with indices, as \frac{\partial p_i}{\partial z_j}",
            at=tree.at,
        )
    return below[0]


def _product_shape(names: Names, factors: tuple[Tree, ...]) -> Shape:
    result = SCALAR
    for factor in factors:
        result = _times(result, shape(names, factor), factor.at)
    return result


def _times(left: Shape, right: Shape, at: int) -> Shape:
    if left == SCALAR:
        return right
    if right == SCALAR:
        return left
    if left[1] == right[0] or (None not in (left[1], right[0]) and "" in (left[1], right[0])):
        return left[0], right[1]
    hint = r"write x^\top y, x y^\top or x \odot y, or entries with indices"
    raise ReadError(
        "a vector stands where a number is expected"
        if left[1] is None and right[1] is None
        else "a product of vectors or matrices whose sizes do not meet",
        hint,
        at=at,
    )


def entry(
    names: Names, tree: Tree, row: str | None, column: str | None, letters: Iterator[str]
) -> Tree:
    """The entry of an expression at a row and a column; with neither, a number by itself."""

    def at(part: Tree, row: str | None = row, column: str | None = column) -> Tree:
        return entry(names, part, row, column, letters)

    match tree:
        case Symbol():
            below = tuple(index for index in (row, column) if index is not None)
            return replace(tree, indices=tree.indices + below) if below else tree
        case Ones():
            return Number(Fraction(1), tree.at)
        case Transposed(body=body):
            return at(body, column, row)
        case Call(name=name, arguments=(argument,)) if name == DIAGONAL:
            assert row is not None
            assert column is not None
            return Times((Delta(row, column, tree.at), at(argument, row, None)), tree.at)
        case Component(body=body, indices=indices):
            rows, columns = (*indices, None)[:2]
            if shape(names, body)[0] is None:
                rows, columns = None, rows
            return at(body, rows, columns)
        case Call() if _each_shape(names, tree) != SCALAR:
            return replace(tree, arguments=(at(tree.arguments[0]),))
        case Call():
            return tree if row is None else replace(tree, below=(*tree.below, row))
        case Power(base=Norm(body=body), exponent=exponent) if exponent % 2 == 0:
            squares = _squares(names, body, letters)
            return squares if exponent == 2 else Power(squares, exponent // 2, tree.at)
        case Norm(body=body):
            return Apply(r"\sqrt", _squares(names, body, letters), tree.at)
        case Gradient(body=body, by=by, order=2):
            second = tuple(_by(by, index, None) for index in (row, column))
            return Partial(at(body, None, None), second, tree.at)
        case Gradient(body=body, by=by):
            return Partial(at(body, None, None), (_by(by, row, column),), tree.at)
        case Partial(body=body, by=by) if any(_symbol_shape(names, s) != SCALAR for s in by):
            return Partial(at(body, None, None), (_by(by[0], row, column),), tree.at)
        case Times(factors=factors):
            return _product_entry(names, factors, row, column, letters, tree.at)
        case Over(top=top, bottom=bottom):
            return replace(tree, top=at(top), bottom=at(bottom, None, None))
        case Entrywise(left=left, right=right):
            return Times((at(left), at(right)), tree.at)
        case Plus() | Negative() | Fold() | Partial() | Cases() | Apply():
            return tree.with_parts(tuple(at(part) for part in tree.parts))
    return tree.with_parts(tuple(at(part, None, None) for part in tree.parts))


def _by(symbol: Symbol, row: str | None, column: str | None) -> Symbol:
    below = tuple(index for index in (row, column) if index is not None)
    return replace(symbol, indices=symbol.indices + below)


def _squares(names: Names, body: Tree, letters: Iterator[str]) -> Tree:
    """The sum of the squares of all entries."""
    rows, columns = shape(names, body)
    row = next(letters) if rows is not None else None
    column = next(letters) if columns is not None else None
    result: Tree = Power(entry(names, body, row, column, letters), 2, body.at)
    for index, size in ((column, columns), (row, rows)):
        if index is not None:
            result = Fold(r"\sum", index, _certain(size, body.at), (), result, body.at)
    return result


def _certain(size: str | None, at: int) -> str | None:
    if size == "":
        raise ReadError(
            "the length of this vector of ones is not certain", r"write it, as \mathbf{1}_K", at=at
        )
    return size


def _product_entry(
    names: Names,
    factors: tuple[Tree, ...],
    row: str | None,
    column: str | None,
    letters: Iterator[str],
    at: int,
) -> Tree:
    shapes = [shape(names, factor) for factor in factors]
    numbers = [
        entry(names, factor, None, None, letters)
        for factor, found in zip(factors, shapes, strict=True)
        if found == SCALAR
    ]
    # Groups of matrices and vectors that contract to a number: x^\top y z^\top w has two.
    groups: list[tuple[list[Tree], list[Shape]]] = []
    for factor, found in zip(factors, shapes, strict=True):
        if found == SCALAR:
            continue
        if groups and _chain_shape(groups[-1][1]) != SCALAR:
            groups[-1][0].append(factor)
            groups[-1][1].append(found)
        else:
            groups.append(([factor], [found]))
    products = []
    for trees, found_shapes in groups:
        whole = _chain_shape(found_shapes)
        ends = (row, column) if whole != SCALAR else (None, None)
        products.append(_chain_entry(names, trees, found_shapes, *ends, letters, at))
    parts = (*numbers, *products)
    return parts[0] if len(parts) == 1 else Times(tuple(parts), at)


def _chain_shape(shapes: list[Shape]) -> Shape:
    result = SCALAR
    for item in shapes:
        result = _times(result, item, 0)
    return result


def _chain_entry(
    names: Names,
    trees: list[Tree],
    shapes: list[Shape],
    row: str | None,
    column: str | None,
    letters: Iterator[str],
    at: int,
) -> Tree:
    """The entry of a product of matrices and vectors: a sum over each size between two of them."""
    if len(trees) == 1:
        return entry(names, trees[0], row, column, letters)
    inner = _certain(shapes[-1][0] or _chain_shape(shapes[:-1])[1], at)
    index = next(letters) if inner is not None else None
    left = _chain_entry(names, trees[:-1], shapes[:-1], row, index, letters, at)
    right = entry(names, trees[-1], index, column, letters)
    product = Times((left, right), at)
    return product if index is None else Fold(r"\sum", index, inner, (), product, at)
