"""Vector equations, read as equations between their general components."""

from __future__ import annotations

from dataclasses import replace

from proofpages.equations.errors import ReadError
from proofpages.equations.meaning.names import Names
from proofpages.equations.tex.alphabet import INDEX_LETTERS
from proofpages.equations.tex.index_relations import Condition
from proofpages.equations.tree import (
    Gradient,
    Negative,
    Over,
    Partial,
    Plus,
    Symbol,
    Times,
    Tree,
    bound_indices,
    free_indices,
)


def is_vector(names: Names, tree: Tree) -> bool:
    """Whether an expression is a vector; refuse what mixes vectors and numbers."""
    match tree:
        case Symbol():
            return not tree.indices and len(names.arity(tree.name) or ()) == 1
        case Gradient(body=body):
            if is_vector(names, body):
                raise ReadError(
                    "the gradient of a vector is a matrix",
                    "write its entry with indices",
                    at=tree.at,
                )
            return True
        case Partial(body=body, by=by):
            if any(is_vector(names, symbol) for symbol in by):
                raise ReadError(
                    "a derivative by a vector", r"write \nabla_z, or an index", at=tree.at
                )
            return is_vector(names, body)
    kinds = [is_vector(names, part) for part in tree.parts]
    if not any(kinds):
        return False
    match tree:
        case Negative():
            return True
        case Plus() if all(kinds):
            return True
        case Times() if kinds.count(True) == 1:
            return True
        case Over() if kinds == [True, False]:
            return True
    raise ReadError(
        "a vector stands where a number is expected",
        "write it with an index",
        at=tree.parts[kinds.index(True)].at,
    )


def general_index(names: Names, conditions: tuple[Condition, ...], sides: list[Tree]) -> str:
    """A letter for the general component that nothing else uses."""
    used = {index for item in conditions for index in (item.left, item.right)}
    for side in sides:
        used |= set(free_indices(side)) | set(bound_indices(side))
        used |= set(names.outer_indices(side))
    for letter in INDEX_LETTERS + "abcdfghopqrstuvwxyz":
        if letter not in used and names.arity(letter) is None:
            return letter
    raise ReadError("no letter is left for the general component", "write it with an index")


def components(names: Names, tree: Tree, index: str) -> Tree:
    """The general component of a vector expression."""
    if isinstance(tree, Symbol) and is_vector(names, tree):
        return replace(tree, indices=(index,))
    parts = tuple(components(names, part, index) for part in tree.parts)
    if isinstance(tree, Gradient):
        by = replace(tree.by, indices=(index,))
        return Partial(parts[0], (by,), tree.at)
    return tree.with_parts(parts)
