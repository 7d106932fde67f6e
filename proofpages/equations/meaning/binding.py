"""Which indices a sum binds, and what must not be bound."""

from __future__ import annotations

from proofpages.equations.errors import ReadError
from proofpages.equations.meaning.names import Names
from proofpages.equations.tex.index_relations import Condition
from proofpages.equations.tree import (
    Partial,
    Sum,
    Symbol,
    Tree,
    bound_indices,
    children,
    free_indices,
    own_indices,
)


def check_binding(names: Names, conditions: tuple[Condition, ...], sides: list[Tree]) -> None:
    """Refuse an index that is bound and free, bound twice, or excluded without a meaning."""
    free: dict[str, int] = {}
    for side in sides:
        free.update(free_indices(side))
    for side in sides:
        for index, at in bound_indices(side).items():
            if index in free:
                raise ReadError(
                    f"the index {index} is summed over and also used outside of that sum",
                    f"use another letter in the sum over {index}",
                    at=at,
                )
        _check_nesting(side, frozenset())
    _check_excluded(names, conditions, sides)


def _check_nesting(tree: Tree, bound: frozenset[str]) -> None:
    if isinstance(tree, Sum):
        if tree.index in bound:
            raise ReadError(
                f"a sum over {tree.index} stands inside a sum over {tree.index}",
                "use another letter",
                at=tree.at,
            )
        bound = bound | {tree.index}
    for part in children(tree):
        _check_nesting(part, bound)


def _check_excluded(names: Names, conditions: tuple[Condition, ...], sides: list[Tree]) -> None:
    """In ``\\sum_{i \\neq j}`` the index j must have a meaning outside of the sum."""
    known = {index for item in conditions for index in (item.left, item.right)}
    for side in sides:
        known |= set(names.outer_indices(side))
    for number, side in enumerate(sides):
        others = sides[:number] + sides[number + 1 :]
        for index in {i for other in others for i in free_indices(other)}:
            known.add(index)
        _excluded(side, frozenset(), known | _outside(side))


def _excluded(tree: Tree, bound: frozenset[str], known: set[str]) -> None:
    if isinstance(tree, Sum):
        for index in tree.excluded:
            if index not in bound and index not in known and not index.isdigit():
                raise ReadError(
                    rf"\sum_{{{tree.index} \neq {index}}} does not say what {index} is",
                    f"{index} must occur outside of the sum; for a double sum write two sums",
                    at=tree.at,
                )
        bound = bound | {tree.index}
    for part in children(tree):
        _excluded(part, bound, known)


def check_capture(names: Names, tree: Tree, bound: frozenset[str] = frozenset()) -> None:
    """Refuse a sum over an index that a definition inside it takes from its surroundings."""
    if isinstance(tree, Sum):
        bound = bound | {tree.index}
    for node in (tree, *(tree.by if isinstance(tree, Partial) else ())):
        if isinstance(node, Symbol):
            for index in names.outer_indices(Symbol(node.name)):
                if index in bound:
                    raise ReadError(
                        f"the sum over {index} captures the index {index} in the definition of "
                        f"{node.name}",
                        "use another letter in the sum",
                        at=node.at,
                    )
    for part in children(tree):
        check_capture(names, part, bound)


def _outside(tree: Tree) -> set[str]:
    """Free indices that occur elsewhere than inside a sum that excludes them."""
    found: set[str] = set()

    def visit(node: Tree, hidden: frozenset[str]) -> None:
        if isinstance(node, Sum):
            hidden = hidden | set(node.excluded)
        else:
            found.update(index for index in own_indices(node) if index not in hidden)
        for part in children(node):
            visit(part, hidden)

    visit(tree, frozenset())
    return found
