"""From what is written to what is meant: names, arities, index ranges, components.

A resolved tree holds only components (``p_i``), each sum knows its size, and a gradient has become
the partial derivative that is its general component. All that could make a formula mean something
else than a reader thinks is refused here: an undeclared name, an index that is bound and free in
one formula, a sum that captures an index of a definition, a derivative by a symbol that does not
occur.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from .errors import ReadError, UndeclaredError
from .names import INDEX_LETTERS
from .scope import Names
from .statements import Condition
from .tree import (
    Delta,
    Gradient,
    Negative,
    Over,
    Partial,
    Plus,
    Sum,
    Symbol,
    Times,
    Tree,
    bound_indices,
    children,
    free_indices,
    nodes,
    own_indices,
    rebuild,
)


@dataclass(eq=False)
class _Range:
    """The still unknown size of an index; `link` follows an index that must have the same."""

    index: str
    size: str | None = None
    link: _Range | None = None

    def root(self) -> _Range:
        return self if self.link is None else self.link.root()


@dataclass
class Resolved:
    """Sides as components, and the sizes of the free indices, numerals included."""

    sides: list[Tree]
    indices: dict[str, str]
    component: str | None = None


@dataclass
class Resolver:
    """Resolves the sides of one statement together."""

    names: Names
    conditions: tuple[Condition, ...] = ()
    _free: dict[str, _Range] = field(default_factory=dict)
    _component: str | None = None
    _sums: dict[int, tuple[Sum, _Range]] = field(default_factory=dict)

    def resolve(self, sides: Iterable[Tree]) -> Resolved:
        """Resolve `sides`, which stand in one relation.

        Raises:
            EquationError: a side has no certain meaning here.
        """
        sides = list(sides)
        self._check_names(sides)
        self._check_binding(sides)
        kinds = [self._is_vector(side) for side in sides]
        if any(kinds):
            if not all(kinds):
                place = sides[kinds.index(False)].at
                raise ReadError("a vector stands against a number",
                                "write both sides as vectors, or both with an index", at=place)  # fmt: skip
            self._component = self._fresh(sides)
            sides = [self._components(side) for side in sides]
        sides = [self._ranges(side, {}) for side in sides]
        for condition in self.conditions:
            self._same(self._range(condition.left, {}), self._range(condition.right, {}), 0)
        for side in sides:
            for index, size in self.names.outer_indices(side).items():
                self._fix(self._range(index, {}), size, side.at)
            self._check_capture(side, {})
        finished = [self._finish(side) for side in sides]
        indices = {name: self._size(item) for name, item in self._free.items()}
        return Resolved(finished, indices, self._component)

    def check_conditions(self, conditions: tuple[Condition, ...], sides: list[Tree]) -> None:
        """Refuse a condition behind an equation on an index that the equation does not have."""
        used: set[str] = set()
        for side in sides:
            used |= set(free_indices(side)) | set(self.names.outer_indices(side))
        for condition in conditions:
            for index in (condition.left, condition.right):
                if index not in used and not index.isdigit():
                    raise ReadError(f"the condition {condition} names {index}, which the equation "
                                    "does not have", "check the letters")  # fmt: skip

    # -- names and indices ---------------------------------------------------------------------

    def _check_names(self, sides: list[Tree]) -> None:
        for side in sides:
            for node in nodes(side):
                for index in own_indices(node):
                    self._check_index(index, node.at)
                if isinstance(node, Sum):
                    self._check_index(node.index, node.at)
                    if node.size is not None and node.size not in self.names.sizes:
                        raise UndeclaredError(f"the size {node.size} is not declared",
                                              self._size_hint(node.size), at=node.at)  # fmt: skip
                if isinstance(node, Symbol):
                    self._check_symbol(node)
                if isinstance(node, Gradient) and len(self._arity(node.by)) != 1:
                    raise ReadError(f"{node.by.name} is not a vector",
                                    r"\nabla_z differentiates by a vector", at=node.by.at)  # fmt: skip

    def _check_index(self, index: str, at: int) -> None:
        if index in self.names.sizes:
            raise ReadError(f"{index} is a size, not an index", "use a letter such as k", at=at)
        if self.names.arity(index) is not None:
            raise ReadError(f"the index {index} is also the name of a quantity",
                            "use another letter for one of them", at=at)  # fmt: skip
        if index.isdigit() and (int(index) < 1 or int(index) > 5):
            raise ReadError(f"the index {index} is not read", "numerals from 1 to 5 are", at=at)

    def _size_hint(self, size: str) -> str:
        return rf"declare it with a vector, as in x \in \mathbb{{R}}^{size}"

    def _arity(self, symbol: Symbol) -> tuple[str, ...]:
        sizes = self.names.arity(symbol.name)
        if sizes is None:
            hint = rf"declare it (${symbol.name} \in \mathbb{{R}}$, $\mathbb{{R}}^K$) or define it "
            raise UndeclaredError(f"{symbol.name} is not declared", hint + "with :=", at=symbol.at)
        return sizes

    def _check_symbol(self, symbol: Symbol) -> None:
        if symbol.name in self.names.sizes and self.names.arity(symbol.name) is None:
            if symbol.indices:
                raise ReadError(f"the size {symbol.name} has no index", "", at=symbol.at)
            return
        sizes = self._arity(symbol)
        if symbol.indices and len(symbol.indices) != len(sizes):
            raise ReadError(
                f"{symbol.name} has {len(symbol.indices)} indices here, {len(sizes)} by declaration",
                "write as many indices as were declared, with commas if need be", at=symbol.at,
            )  # fmt: skip
        if len(sizes) > 1 and not symbol.indices:
            raise ReadError(f"{symbol.name} is a matrix", "write its entry, with indices",
                            at=symbol.at)  # fmt: skip

    def _check_binding(self, sides: list[Tree]) -> None:
        free: dict[str, int] = {}
        for side in sides:
            free.update(free_indices(side))
        for side in sides:
            for index, at in bound_indices(side).items():
                if index in free:
                    raise ReadError(
                        f"the index {index} is summed over and also used outside of that sum",
                        f"use another letter in the sum over {index}", at=at,
                    )  # fmt: skip
            self._check_nesting(side, frozenset())
        self._check_excluded(sides)

    def _check_nesting(self, tree: Tree, bound: frozenset[str]) -> None:
        if isinstance(tree, Sum):
            if tree.index in bound:
                raise ReadError(f"a sum over {tree.index} stands inside a sum over {tree.index}",
                                "use another letter", at=tree.at)  # fmt: skip
            bound = bound | {tree.index}
        for part in children(tree):
            self._check_nesting(part, bound)

    def _check_excluded(self, sides: list[Tree]) -> None:
        """In ``\\sum_{i \\neq j}`` the index j must have a meaning outside of the sum."""
        known = {index for item in self.conditions for index in (item.left, item.right)}
        for side in sides:
            known |= set(self.names.outer_indices(side))
        for number, side in enumerate(sides):
            others = sides[:number] + sides[number + 1 :]
            for index in {i for other in others for i in free_indices(other)}:
                known.add(index)
            self._excluded(side, frozenset(), known | _outside(side))

    def _excluded(self, tree: Tree, bound: frozenset[str], known: set[str]) -> None:
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
            self._excluded(part, bound, known)

    def _check_capture(self, tree: Tree, bound: dict[str, None]) -> None:
        if isinstance(tree, Sum):
            bound = {**bound, tree.index: None}
        for node in (tree, *(tree.by if isinstance(tree, Partial) else ())):
            if isinstance(node, Symbol):
                for index in self.names.outer_indices(Symbol(node.name)):
                    if index in bound:
                        raise ReadError(
                            f"the sum over {index} captures the index {index} in the definition of "
                            f"{node.name}",
                            "use another letter in the sum", at=node.at,
                        )  # fmt: skip
        for part in children(tree):
            self._check_capture(part, bound)

    # -- vectors -------------------------------------------------------------------------------

    def _is_vector(self, tree: Tree) -> bool:
        match tree:
            case Symbol():
                return not tree.indices and len(self.names.arity(tree.name) or ()) == 1
            case Gradient(body=body):
                if self._is_vector(body):
                    raise ReadError("the gradient of a vector is a matrix",
                                    "write its entry with indices", at=tree.at)  # fmt: skip
                return True
            case Partial(body=body, by=by):
                if any(self._is_vector(symbol) for symbol in by):
                    raise ReadError("a derivative by a vector", r"write \nabla_z, or an index",
                                    at=tree.at)  # fmt: skip
                return self._is_vector(body)
        kinds = [self._is_vector(part) for part in children(tree)]
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
        raise ReadError("a vector stands where a number is expected", "write it with an index",
                        at=children(tree)[kinds.index(True)].at)  # fmt: skip

    def _fresh(self, sides: list[Tree]) -> str:
        used = {index for item in self.conditions for index in (item.left, item.right)}
        for side in sides:
            used |= set(free_indices(side)) | set(bound_indices(side))
            used |= set(self.names.outer_indices(side))
        for letter in INDEX_LETTERS + "abcdfghopqrstuvwxyz":
            if letter not in used and self.names.arity(letter) is None:
                return letter
        raise ReadError("no letter is left for the general component", "write it with an index")

    def _components(self, tree: Tree) -> Tree:
        assert self._component is not None
        if isinstance(tree, Symbol) and self._is_vector(tree):
            return replace(tree, indices=(self._component,))
        parts = tuple(self._components(part) for part in children(tree))
        if isinstance(tree, Gradient):
            by = replace(tree.by, indices=(self._component,))
            return Partial(parts[0], (by,), tree.at)
        return rebuild(tree, parts)

    # -- ranges --------------------------------------------------------------------------------

    def _range(self, index: str, bound: dict[str, _Range]) -> _Range:
        found = bound.get(index) or self._free.get(index)
        if found is None:
            found = self._free[index] = _Range(index)
        return found.root()

    def _fix(self, item: _Range, size: str, at: int) -> None:
        if item.size not in (None, size):
            raise ReadError(f"the index {item.index} runs over {item.size} and over {size}",
                            "use different letters for different ranges", at=at)  # fmt: skip
        item.size = size

    def _same(self, left: _Range, right: _Range, at: int) -> None:
        left, right = left.root(), right.root()
        if left is right:
            return
        if left.size is not None:
            self._fix(right, left.size, at)
        left.link = right

    def _ranges(self, tree: Tree, bound: dict[str, _Range]) -> Tree:
        match tree:
            case Symbol():
                self._symbol_ranges(tree, bound)
            case Delta(left=left, right=right):
                self._same(self._range(left, bound), self._range(right, bound), tree.at)
            case Partial(by=by):
                for symbol in by:
                    self._symbol_ranges(symbol, bound)
                self._check_derivative(tree)
            case Sum():
                item = _Range(tree.index, tree.size)
                for other in tree.excluded:
                    self._same(item, self._range(other, bound), tree.at)
                body = self._ranges(tree.body, {**bound, tree.index: item})
                resolved = replace(tree, body=body)
                self._sums[id(resolved)] = (resolved, item)
                return resolved
        return rebuild(tree, tuple(self._ranges(part, bound) for part in children(tree)))

    def _symbol_ranges(self, symbol: Symbol, bound: dict[str, _Range]) -> None:
        for index, size in zip(symbol.indices, self.names.arity(symbol.name) or (), strict=False):
            self._fix(self._range(index, bound), size, symbol.at)

    def _size(self, item: _Range) -> str:
        size = item.root().size
        if size is not None:
            return size
        if len(self.names.sizes) == 1:
            return self.names.sizes[0]
        raise ReadError(f"the range of the index {item.index} is not known",
                        "write the upper limit of the sum")  # fmt: skip

    def _finish(self, tree: Tree) -> Tree:
        parts = tuple(self._finish(part) for part in children(tree))
        if isinstance(tree, Sum):
            return replace(tree, size=self._size(self._sums[id(tree)][1]), body=parts[0])
        return rebuild(tree, parts)

    # -- derivatives ---------------------------------------------------------------------------

    def _check_derivative(self, tree: Partial) -> None:
        for symbol in tree.by:
            self._arity(symbol) if symbol.name not in self.names.sizes else None
            if self.names.arity(symbol.name) is None:
                raise ReadError(f"{symbol.name} is a size", "a derivative needs a quantity",
                                at=symbol.at)  # fmt: skip
            if symbol.name not in self.names.reach(tree.body, symbol.name):
                raise ReadError(
                    f"{symbol.name} does not occur in what is differentiated by it",
                    "differentiate by a symbol of the expression or of its definitions",
                    at=symbol.at,
                )
        inner = self.names.differentiates(tree.body)
        by = [symbol.name for symbol in tree.by]
        for place, name in enumerate(by):
            if name in self.names.definitions and (inner | set(by[place + 1 :])) - {name}:
                raise ReadError(
                    f"a derivative by {name} of a derivative by something else",
                    f"{name} is defined; what stays fixed is not certain", at=tree.at,
                )  # fmt: skip


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
