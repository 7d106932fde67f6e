"""Which indices a sum binds, and what must not be bound."""

from __future__ import annotations

from proofpages.equations.errors import ReadError
from proofpages.equations.meaning.names import Names
from proofpages.equations.tex.index_relations import Condition
from proofpages.equations.tree import Symbol, Tree, bound_indices, free_indices, in_scope, inside


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
        if bound_indices(side):
            _check_nesting(side)
            _check_labels(side)
    _check_excluded(names, conditions, sides)


def _check_nesting(tree: Tree) -> None:
    for node, bound in in_scope(tree):
        if node.binds in bound:
            raise ReadError(
                f"a sum over {node.binds} stands inside a sum over {node.binds}",
                "use another letter",
                at=node.at,
            )


def _check_labels(tree: Tree) -> None:
    """Refuse a label of an example, as y_i, where a sum runs over the examples."""
    for node, bound in in_scope(tree):
        for index in (*node.own_indices, node.binds or ""):
            if inside(index) and inside(index) in bound:
                _refuse_label(index, node.at)


def _refuse_label(index: str, at: int) -> None:
    raise ReadError(
        f"the label {index} stands in a sum over {inside(index)}",
        "a label is read for one example; for all of them write a matrix of labels, as Y_{nk}",
        at=at,
    )


def _check_excluded(names: Names, conditions: tuple[Condition, ...], sides: list[Tree]) -> None:
    """In ``\\sum_{i \\neq j}`` the index j must have a meaning outside of the sum."""
    known = {index for item in conditions for index in (item.left, item.right)}
    for side in sides:
        known |= set(names.outer_indices(side))
    for number, side in enumerate(sides):
        others = sides[:number] + sides[number + 1 :]
        for index in {i for other in others for i in free_indices(other)}:
            known.add(index)
        meant = known | _outside(side)
        for node, bound in in_scope(side):
            if node.binds is None:
                continue
            for index in node.own_indices:
                if index not in bound and index not in meant and not index.isdigit():
                    raise ReadError(
                        rf"\sum_{{{node.binds} \neq {index}}} does not say what {index} is",
                        f"{index} must occur outside of the sum; for a double sum write two sums",
                        at=node.at,
                    )


def check_capture(names: Names, tree: Tree) -> None:
    """Refuse a sum over an index that a definition inside it takes from its surroundings."""
    for parent, bound in in_scope(tree):
        if not bound:
            continue
        for node in (parent, *parent.by_symbols):
            if not isinstance(node, Symbol):
                continue
            for index in names.outer_of((node.name,)):
                if inside(index) and inside(index) in bound:
                    _refuse_label(index, node.at)
                if index in bound:
                    raise ReadError(
                        f"the sum over {index} captures the index {index} in the definition of "
                        f"{node.name}",
                        "use another letter in the sum",
                        at=node.at,
                    )


def _outside(tree: Tree) -> set[str]:
    """Free indices that occur elsewhere than inside a sum that excludes them."""
    found: set[str] = set()

    def visit(node: Tree, hidden: frozenset[str]) -> None:
        if node.binds is not None:
            hidden = hidden | set(node.own_indices)
        else:
            found.update(index for index in node.own_indices if index not in hidden)
        for part in node.parts:
            visit(part, hidden)

    visit(tree, frozenset())
    return found
