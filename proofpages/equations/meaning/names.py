"""What names mean: variables, definitions and sizes, in the order in which they were introduced."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from proofpages.equations.tree import (
    Call,
    Fold,
    Symbol,
    Tree,
    nodes,
    remembered,
    symbol_names,
    transform,
)


@dataclass(frozen=True, slots=True)
class Variable:
    """A declared variable: `sizes` names the range of each of its indices, none for a scalar."""

    name: str
    sizes: tuple[str, ...]
    positive: bool = False


@dataclass(frozen=True)
class Definition:
    """``name_{parameters} := body``.

    `body` is resolved: it holds components only. `sizes` belongs to the parameters. `outer` are
    the indices that the body takes from where the name is used, as in ``u := \\exp(z_i)``.
    """

    name: str
    parameters: tuple[str, ...]
    sizes: tuple[str, ...]
    body: Tree
    outer: tuple[tuple[str, str], ...] = ()
    place: str = ""

    @cached_property
    def said(self) -> object:
        """What it says, whatever its index letters are: equal for equal definitions."""
        renamed: dict[str, str] = {}
        for index in (*self.parameters, *(index for index, _ in self.outer)):
            renamed.setdefault(index, f"#{len(renamed)}")
        return self.sizes, tuple(size for _, size in self.outer), general(self.body, renamed)

    @cached_property
    def symbols(self) -> tuple[str, ...]:
        """The names that are written in the body."""
        return tuple(symbol_names(self.body))


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a function takes: a number (`dimension` 0) or a vector (1)."""

    name: str
    dimension: int


@dataclass(frozen=True)
class Function:
    """``name(parameters)_{indices} := body``, with `body` as it was written.

    `ranges` has for each index its size, or the place of the parameter that it runs with.
    """

    name: str
    parameters: tuple[Parameter, ...]
    indices: tuple[str, ...]
    ranges: tuple[str | int, ...]
    body: Tree
    place: str = ""

    @cached_property
    def symbols(self) -> tuple[str, ...]:
        """The names that are written in the body, without the parameters."""
        own = {parameter.name for parameter in self.parameters}
        return tuple(name for name in written(self.body) if name not in own)


@remembered
def written(tree: Tree) -> tuple[str, ...]:
    """The names of quantities and of functions in a tree."""
    symbols: dict[str, None] = {}
    calls: dict[str, None] = {}
    for node in nodes(tree):
        if isinstance(node, Symbol):
            symbols[node.name] = None
        elif isinstance(node, Call):
            calls[node.name] = None
    return tuple(symbols | calls)


@dataclass
class Names:
    """The names known at one point of a text, and how the text writes them.

    `above` says of each name that has been written with indices how many of them stand above it,
    as in ``x^{(i)}``; `first` of each size whether its indices have been counted from 1 or from 0.
    """

    variables: dict[str, Variable] = field(default_factory=dict)
    definitions: dict[str, Definition] = field(default_factory=dict)
    sizes: list[str] = field(default_factory=lambda: ["K"])
    functions: dict[str, Function] = field(default_factory=dict)
    above: dict[str, int] = field(default_factory=dict)
    first: dict[str, str] = field(default_factory=dict)

    def arity(self, name: str) -> tuple[str, ...] | None:
        """The sizes of the indices of a name; None if the name is not known."""
        known = self.variables.get(name) or self.definitions.get(name)
        return None if known is None else known.sizes

    def copy(self) -> Names:
        """An independent copy; definitions and variables themselves are immutable."""
        return Names(
            dict(self.variables),
            dict(self.definitions),
            list(self.sizes),
            dict(self.functions),
            dict(self.above),
            dict(self.first),
        )

    def write_like(self, other: Names, apart: Iterable[str] = ()) -> None:
        """Take over how `other`, a copy, writes names, but for those `apart`."""
        own = set(apart)
        self.above |= {name: count for name, count in other.above.items() if name not in own}
        self.first |= other.first

    def reach(self, tree: Tree, stop: str = "") -> dict[str, None]:
        """Every name that the value of `tree` rests on, definitions expanded except `stop`."""
        return self.reached(written(tree), stop)

    def behind(self, tree: Tree) -> dict[str, None]:
        """The names that `tree` rests on by what its names are defined as."""
        inner = (name for outer in written(tree) for name in self._made_of(outer))
        return self.reached(inner)

    def _made_of(self, name: str) -> tuple[str, ...]:
        made = self.definitions.get(name) or self.functions.get(name)
        return made.symbols if made is not None else ()

    def reached(self, start: Iterable[str], stop: str = "") -> dict[str, None]:
        """Every name that these names rest on, themselves included."""
        found: dict[str, None] = {}
        todo = list(start)
        while todo:
            name = todo.pop()
            if name in found:
                continue
            found[name] = None
            if name != stop:
                todo.extend(self._made_of(name))
        return found

    def beside(self, tree: Tree, name: str) -> list[str]:
        """What a defined `name` rests on, and `tree` too in another way than by that name."""
        definition = self.definitions.get(name)
        if definition is None:
            return []
        others = self.reach(tree, name)
        mine = self.reach(definition.body)
        return [found for found in mine if found in others and self.arity(found) is not None]

    def outer_indices(self, tree: Tree) -> dict[str, str]:
        """Indices that definitions used in `tree` take from their surroundings, with sizes."""
        return self.outer_of(written(tree))

    def outer_of(self, names: Iterable[str]) -> dict[str, str]:
        """The same for the definitions that these names rest on."""
        found: dict[str, str] = {}
        for name in self.reached(names):
            definition = self.definitions.get(name)
            if definition is not None:
                found.update(definition.outer)
        return found

    def differentiates(self, tree: Tree) -> set[str]:
        """The names that `tree` differentiates by, its definitions included."""
        bodies = [tree]
        bodies += [self.definitions[n].body for n in self.reach(tree) if n in self.definitions]
        return {by.name for body in bodies for node in nodes(body) for by in node.by_symbols}


def general(tree: Tree, renamed: dict[str, str]) -> Tree:
    """The tree with each letter that is an index named by when it first comes."""

    def name(index: str) -> str:
        return index if index.isdigit() else renamed.setdefault(index, f"#{len(renamed)}")

    def change(node: Tree) -> Tree:
        node = node.renamed(name)
        if isinstance(node, Fold):
            return replace(node, index=name(node.index), excluded=tuple(sorted(node.excluded)))
        return node

    return transform(tree, change)
