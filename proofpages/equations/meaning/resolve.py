"""From what is written to what is meant: names, arities, index ranges, components.

A resolved tree holds only components (``p_i``), each sum knows its size, and a gradient has become
the partial derivative that is its general component. All that could make a formula mean something
else than a reader thinks is refused here: an undeclared name, an index that is bound and free in
one formula, a sum that captures an index of a definition, a derivative by a symbol that does not
occur.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from proofpages.equations.errors import ReadError, UndeclaredError
from proofpages.equations.meaning.applications import Expansion, meant, used_letters
from proofpages.equations.meaning.binding import check_binding, check_capture
from proofpages.equations.meaning.names import Names
from proofpages.equations.meaning.vectors import (
    SCALAR,
    entry,
    fresh_letters,
    is_of_list,
    merged,
    shape,
)
from proofpages.equations.tex.index_relations import Condition, IndexFact, Range
from proofpages.equations.tree import (
    Cases,
    Delta,
    Fold,
    Partial,
    Symbol,
    Tree,
    bound_indices,
    free_indices,
    inside,
    nodes,
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
    components: tuple[str, ...] = ()


@dataclass
class Resolver:
    """Resolves the sides of one statement together."""

    names: Names
    relations: tuple[IndexFact, ...] = ()
    _free: dict[str, _Range] = field(default_factory=dict)
    _sums: dict[int, tuple[Fold, _Range]] = field(default_factory=dict)

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Which indices are equal, and which differ."""
        return tuple(item for item in self.relations if isinstance(item, Condition))

    def check_ranges(self) -> None:
        """Refuse a range of an index to what is no size."""
        for item in self.relations:
            if isinstance(item, Range) and item.size not in self.names.sizes:
                raise UndeclaredError(
                    f"the size {item.size} is not declared", self._size_hint(item.size), at=0
                )

    def resolve(self, sides: Iterable[Tree]) -> Resolved:
        """Resolve `sides`, which stand in one relation.

        Raises:
            EquationError: a side has no certain meaning here.
        """
        named = {index for item in self.conditions for index in (item.left, item.right)}
        sides = meant(self.names, sides, named)
        self._check_names(sides)
        self._check_above(sides)
        used = named | used_letters(sides)
        for side in sides:
            used |= set(self.names.outer_indices(side))
        letters = fresh_letters(self.names, used)
        components = self._components(sides, letters)
        for letter, size in components.items():
            if size:
                self._fix(self._range(letter, {}), size, 0)
        expansion = Expansion(self.names, letters)
        ends = (*components, None, None)
        if components and shape(self.names, sides[0])[0] is None:
            ends = (None, ends[0])
        sides = [
            expansion.expanded(entry(self.names, side, ends[0], ends[1], letters)) for side in sides
        ]
        sides = [entry(self.names, side, None, None, letters) for side in sides]
        self._check_names(sides)
        check_binding(self.names, self.conditions, sides)
        sides = [self._ranges(side, {}) for side in sides]
        for condition in self.conditions:
            self._same(self._range(condition.left, {}), self._range(condition.right, {}), 0)
        self.check_ranges()
        for item in self.relations:
            if isinstance(item, Range) and item.index in self._free:
                self._fix(self._range(item.index, {}), item.size, sides[0].at)
        for side in sides:
            for index, size in self.names.outer_indices(side).items():
                self._fix(self._range(index, {}), size, side.at)
            check_capture(self.names, side)
        finished = [self._finish(side) for side in sides]
        indices = {name: self._size(item) for name, item in self._free.items()}
        self._check_first(indices)
        return Resolved(finished, indices, tuple(components))

    def _components(self, sides: list[Tree], letters: Iterator[str]) -> dict[str, str]:
        """Letters for the general entry where the sides are vectors or matrices, with sizes."""
        shapes = [shape(self.names, side) for side in sides]
        if all(found == SCALAR for found in shapes):
            return {}
        if SCALAR in shapes:
            other = next(n for n, x in enumerate(shapes) if (x == SCALAR) != (shapes[0] == SCALAR))
            raise ReadError(
                "a vector stands against a number",
                "write both sides as vectors, or both with an index",
                at=sides[other].at,
            )
        together = merged(shapes)
        if together is None:
            other = next((n for n, found in enumerate(shapes) if found != shapes[0]), 0)
            raise ReadError(
                "the sides have different shapes",
                "check sizes and transposes, or write entries with indices",
                at=sides[other].at,
            )
        return {next(letters): size for size in together if size is not None}

    def check_conditions(self, conditions: tuple[IndexFact, ...], sides: Iterable[Tree]) -> None:
        """Refuse a condition behind an equation on an index that the equation does not have."""
        used: set[str] = set()
        bound: set[str] = set()
        for side in sides:
            used |= set(free_indices(side)) | set(self.names.outer_indices(side))
            bound |= set(bound_indices(side))
        for condition in conditions:
            named = self._named(condition, used, bound)
            letters = (
                (condition.index,)
                if isinstance(condition, Range)
                else (condition.left, condition.right)
            )
            for index in letters:
                if index not in used | named and not index.isdigit():
                    raise ReadError(
                        f"the condition {condition} names {index}, which the equation "
                        "does not have",
                        "check the letters",
                    )

    @staticmethod
    def _named(condition: IndexFact, used: set[str], bound: set[str]) -> set[str]:
        """What a condition says to be another name of an index of the equation, as j in i = j."""
        if not isinstance(condition, Condition) or not condition.equal:
            return set()
        both = {condition.left, condition.right}
        return both - used - bound if both & used else set()

    # -- names and indices ---------------------------------------------------------------------

    def _check_names(self, sides: list[Tree]) -> None:
        for side in sides:
            for node in nodes(side):
                for index in node.own_indices:
                    self._check_index(index, node.at)
                if node.binds is not None:
                    self._check_index(node.binds, node.at)
                if node.range is not None and node.range not in self.names.sizes:
                    raise UndeclaredError(
                        f"the size {node.range} is not declared",
                        self._size_hint(node.range),
                        at=node.at,
                    )
                if isinstance(node, Symbol):
                    self._check_symbol(node)

    def _check_index(self, index: str, at: int) -> None:
        if inside(index):
            self._check_index(inside(index), at)
            if self.names.arity(index[0]) is not None:
                raise ReadError(
                    f"the label {index} has the letter of a quantity, {index[0]}",
                    "use another letter for one of them",
                    at=at,
                )
        if index in self.names.sizes:
            raise ReadError(f"{index} is a size, not an index", "use a letter such as k", at=at)
        if self.names.arity(index) is not None:
            raise ReadError(
                f"the index {index} is also the name of a quantity",
                "use another letter for one of them",
                at=at,
            )
        if index.isdigit() and (int(index) < 1 or int(index) > 5):
            raise ReadError(f"the index {index} is not read", "numerals from 1 to 5 are", at=at)

    def _size_hint(self, size: str) -> str:
        return rf"declare it with a vector, as in x \in \mathbb{{R}}^{size}"

    def _arity(self, symbol: Symbol) -> tuple[str, ...]:
        sizes = self.names.arity(symbol.name)
        if sizes is None:
            base, _, size = symbol.name.removesuffix("}").rpartition("_{")
            if size in self.names.sizes and self.names.arity(base) is not None:
                raise ReadError(
                    f"{size} is a size, not an index", "use a letter such as k", at=symbol.at
                )
            if symbol.name.endswith("'") and self._is_known(symbol.name.rstrip("'")):
                raise UndeclaredError(
                    f"{symbol.name} is not declared",
                    r"write a derivative as \frac{\partial f}{\partial x}, or f'(x) for a function",
                    at=symbol.at,
                )
            hint = rf"declare it (${symbol.name} \in \mathbb{{R}}$, $\mathbb{{R}}^K$) or define it "
            hint += "with :="
            if symbol.name == r"\delta":
                hint = r"Kronecker's delta has two indices, as in \delta_{ij}"
            raise UndeclaredError(f"{symbol.name} is not declared", hint, symbol.at, symbol.name)
        return sizes

    def _check_above(self, sides: list[Tree]) -> None:
        """Refuse x^{(i)}, of an example i, where the text has x_i, an entry; or the other way."""
        for side in sides:
            for node in nodes(side):
                if not isinstance(node, Symbol) or not node.indices:
                    continue
                if self.names.above.setdefault(node.name, node.upper) != node.upper:
                    raise ReadError(
                        f"{node.name} has its index above here and below elsewhere, or the other "
                        "way round",
                        "an index above numbers examples, as in x^{(i)}_k, and one below entries: "
                        "write the name in one way, or use two letters",
                        at=node.at,
                    )

    def _check_first(self, indices: dict[str, str]) -> None:
        """Refuse indices that are counted from 0 where they have been counted from 1."""
        found = [(self._size(item), tree.first, tree.at) for tree, item in self._sums.values()]
        found += [(size, "1", 0) for index, size in indices.items() if index.isdigit()]
        found += [(item.size, "1", 0) for item in self.relations if isinstance(item, Range)]
        for size, first, at in found:
            if first and self.names.first.setdefault(size, first) != first:
                raise ReadError(
                    f"the indices up to {size} begin at 1 and at 0",
                    "count from 1, or from 0, in all of the text",
                    at=at,
                )

    def _is_known(self, name: str) -> bool:
        return self.names.arity(name) is not None or name in self.names.functions

    def _check_symbol(self, symbol: Symbol) -> None:
        if symbol.name in self.names.sizes and self.names.arity(symbol.name) is None:
            if symbol.indices:
                raise ReadError(f"the size {symbol.name} has no index", "", at=symbol.at)
            return
        sizes = self._arity(symbol)
        self._check_labels(symbol)
        if is_of_list(symbol, sizes):
            return
        if symbol.indices and len(symbol.indices) != len(sizes):
            raise ReadError(
                f"{symbol.name} has {len(symbol.indices)} indices here, {len(sizes)} by "
                "declaration",
                "write as many indices as were declared, with commas if need be",
                at=symbol.at,
            )

    def _check_labels(self, symbol: Symbol) -> None:
        """Refuse L_k where L_i was defined with the label y_i in it."""
        definition = self.names.definitions.get(symbol.name)
        if definition is None or not definition.parameters:
            return
        for index, _ in definition.outer:
            if inside(index) and symbol.indices != definition.parameters:
                raise ReadError(
                    f"{symbol.name} is defined with the label {index}",
                    f"write it with the same letter, {inside(index)}",
                    at=symbol.at,
                )

    # -- ranges --------------------------------------------------------------------------------

    def _range(self, index: str, bound: dict[str, _Range]) -> _Range:
        found = bound.get(index) or self._free.get(index)
        if found is None:
            found = self._free[index] = _Range(index)
        return found.root()

    def _fix(self, item: _Range, size: str, at: int) -> None:
        if item.size not in (None, size):
            raise ReadError(
                f"the index {item.index} runs over {item.size} and over {size}",
                "use different letters for different ranges",
                at=at,
            )
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
            case Cases(lefts=lefts, rights=rights):
                for left, right in zip(lefts, rights, strict=True):
                    self._same(self._range(left, bound), self._range(right, bound), tree.at)
            case Partial(by=by):
                for symbol in by:
                    self._symbol_ranges(symbol, bound)
                self._check_derivative(tree)
            case Fold():
                item = _Range(tree.index, tree.size)
                for other in tree.excluded:
                    self._same(item, self._range(other, bound), tree.at)
                body = self._ranges(tree.body, {**bound, tree.index: item})
                resolved = replace(tree, body=body)
                self._sums[id(resolved)] = (resolved, item)
                return resolved
        return tree.with_parts(tuple(self._ranges(part, bound) for part in tree.parts))

    def _symbol_ranges(self, symbol: Symbol, bound: dict[str, _Range]) -> None:
        for index, size in zip(symbol.indices, self.names.arity(symbol.name) or (), strict=False):
            self._fix(self._range(index, bound), size, symbol.at)

    def _size(self, item: _Range) -> str:
        size = item.root().size
        if size is not None:
            return size
        if len(self.names.sizes) == 1:
            return self.names.sizes[0]
        raise ReadError(
            f"the range of the index {item.index} is not known", "write the upper limit of the sum"
        )

    def _finish(self, tree: Tree) -> Tree:
        parts = tuple(self._finish(part) for part in tree.parts)
        if isinstance(tree, Fold):
            size = self._size(self._sums[id(tree)][1])
            return replace(tree, size=size, body=parts[0], first="1")
        return tree.with_parts(parts)

    # -- derivatives ---------------------------------------------------------------------------

    def _check_derivative(self, tree: Partial) -> None:
        for symbol in tree.by:
            self._arity(symbol) if symbol.name not in self.names.sizes else None
            if self.names.arity(symbol.name) is None:
                raise ReadError(
                    f"{symbol.name} is a size", "a derivative needs a quantity", at=symbol.at
                )
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
                    f"{name} is defined; what stays fixed is not certain",
                    at=tree.at,
                )
            shared = self.names.beside(tree.body, name)
            if shared:
                raise ReadError(
                    f"what is differentiated by {name} depends on {shared[0]}, as {name} does, in "
                    "another way too",
                    f"{name} is defined; differentiate by {shared[0]}, or write it all by {name}",
                    at=tree.at,
                )
