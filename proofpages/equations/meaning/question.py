"""A question to decide: two sides, the relation between them and the facts in force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations
from typing import TypeVar

from proofpages.equations.functions import FUNCTIONS
from proofpages.equations.meaning.equal_indices import patterns
from proofpages.equations.meaning.names import Names, general
from proofpages.equations.tex.index_relations import Condition, Range
from proofpages.equations.tree import (
    Apply,
    Tree,
    free_indices,
    nodes,
    remembered,
    symbol_names,
)


@dataclass(frozen=True)
class Hypothesis:
    """An assumption: a relation that holds from where it stands on.

    `fixes` is the size and its value where the hypothesis is of the form ``K = 2``.
    """

    left: Tree
    right: Tree
    sign: str
    tex: str
    indices: tuple[tuple[str, str], ...] = ()
    positive: str = ""
    fixes: tuple[str, int] | None = None

    def __str__(self) -> str:
        return self.tex

    @property
    def letters(self) -> list[str]:
        """The indices for all values of which it is assumed."""
        return [index for index, _ in self.indices if not index.isdigit()]

    @cached_property
    def said(self) -> object:
        """What it says, however it is laid out: equal for equal assumptions."""
        renamed: dict[str, str] = {}
        left, right = (general(side, renamed) for side in (self.left, self.right))
        sizes = tuple(sorted((renamed.get(index, index), size) for index, size in self.indices))
        if self.sign in ("=", r"\neq"):
            return self.sign, frozenset((left, right)), sizes
        if self.sign in (">", r"\geq"):
            return {">": "<", r"\geq": r"\leq"}[self.sign], (right, left), sizes
        return self.sign, (left, right), sizes


Fact = Condition | Hypothesis
"""What a proof may rest on besides definitions."""
FactT = TypeVar("FactT", bound=Condition | Range | Hypothesis)


def said(fact: Fact | Range) -> object:
    """What a fact says, however it is written: equal for equal facts."""
    match fact:
        case Condition(left=left, right=right, equal=equal):
            return frozenset((left, right)), equal
        case Range():
            return fact
        case Hypothesis():
            return fact.said


def distinct(facts: Iterable[FactT]) -> tuple[FactT, ...]:
    """The facts without those that say what one before them says."""
    found: dict[object, FactT] = {}
    for fact in facts:
        found.setdefault(said(fact), fact)
    return tuple(found.values())


@remembered
def _ranges(tree: Tree) -> frozenset[str]:
    """The sizes that bound indices run to."""
    return frozenset(node.range for node in nodes(tree) if node.range is not None)


@remembered
def _exponents(tree: Tree) -> tuple[Tree, ...]:
    """The arguments of the functions that are rational where e to them is."""
    return tuple(
        node.body
        for node in nodes(tree)
        if isinstance(node, Apply) and FUNCTIONS[node.function].exponential
    )


@dataclass(frozen=True)
class Problem:
    """Whether ``left sign right`` holds for all values of `indices` that the conditions allow.

    `beside` are the other sides of its chain, which have to be defined where it is decided.
    """

    left: Tree
    right: Tree
    sign: str
    indices: dict[str, str]
    conditions: tuple[Condition, ...]
    hypotheses: tuple[Hypothesis, ...]
    names: Names = field(repr=False)
    beside: tuple[Tree, ...] = ()

    def under(self, facts: Iterable[Fact]) -> Problem:
        """The same question under these facts alone, without indices that only others mention."""
        facts = tuple(facts)
        conditions = tuple(fact for fact in facts if isinstance(fact, Condition))
        used = {index for c in conditions for index in (c.left, c.right)}
        for tree in (self.left, self.right, *self.beside):
            used |= set(free_indices(tree)) | set(self.names.outer_indices(tree))
        return replace(
            self,
            indices={index: size for index, size in self.indices.items() if index in used},
            conditions=conditions,
            hypotheses=tuple(fact for fact in facts if isinstance(fact, Hypothesis)),
        )

    def facts(self) -> tuple[Fact, ...]:
        """All conditions and hypotheses in force."""
        return (*self.conditions, *self.hypotheses)

    def tied(self, *sides: Tree) -> tuple[Hypothesis, ...]:
        """The hypotheses that share a quantity with these sides, or with one that does."""
        quantities = [
            self.names.reach(h.left).keys() | self.names.reach(h.right).keys()
            for h in self.hypotheses
        ]
        known = {name for side in sides for name in self.names.reach(side)}
        found: set[int] = set()
        while more := {n for n, own in enumerate(quantities) if n not in found and own & known}:
            found |= more
            known = known.union(*(quantities[n] for n in more))
        return tuple(h for n, h in enumerate(self.hypotheses) if n in found)

    @cached_property
    def positive(self) -> frozenset[str]:
        """Names of variables declared or assumed to be positive."""
        names = {v.name for v in self.names.variables.values() if v.positive}
        return frozenset(names | {h.positive for h in self.hypotheses if h.positive})

    @cached_property
    def fixed(self) -> dict[str, int]:
        """Sizes with a known value."""
        return dict(h.fixes for h in self.hypotheses if h.fixes)

    @cached_property
    def equations(self) -> list[Hypothesis]:
        """The hypotheses that are equations between values."""
        return [h for h in self.hypotheses if h.sign == "=" and not h.fixes]

    @cached_property
    def bounds(self) -> list[Hypothesis]:
        """The hypotheses that are inequalities."""
        return [h for h in self.hypotheses if h.sign != "="]

    def trees(self) -> list[Tree]:
        """All sides of the chain, and both sides of every hypothesis."""
        return [
            self.left,
            self.right,
            *self.beside,
            *(t for h in self.hypotheses for t in (h.left, h.right)),
        ]

    def patterns(self) -> Iterator[list[list[str]]]:
        """The cases of equal indices, those of closed hypotheses' numerals included."""
        return patterns(self.all_indices(), self.conditions)

    def all_indices(self) -> dict[str, str]:
        """The free indices of the statement and of its equations (numerals only)."""
        found = dict(self.indices)
        for hypothesis in self.hypotheses:
            for index, size in hypothesis.indices:
                if index.isdigit():
                    found.setdefault(index, size)
        return found

    @cached_property
    def _reached(self) -> list[Tree]:
        """Both sides, the hypotheses and every definition that they rest on."""
        names: dict[str, None] = {}
        for tree in self.trees():
            names.update(self.names.reach(tree))
        definitions = self.names.definitions
        return [*self.trees(), *(definitions[n].body for n in names if n in definitions)]

    def sizes(self) -> list[str]:
        """The sizes that the question depends on, in order of declaration."""
        return self._sizes

    @cached_property
    def _sizes(self) -> list[str]:
        used = set(self.all_indices().values())
        for tree in self._reached:
            used |= _ranges(tree)
            for name in symbol_names(tree):
                used |= {name, *(self.names.arity(name) or ())}
        return [size for size in self.names.sizes if size in used]

    def exponent_names(self) -> list[str]:
        """The declared variables that occur in an exponent, vectors first."""
        return self._exponent_names

    @cached_property
    def _exponent_names(self) -> list[str]:
        found: dict[str, None] = {}
        for tree in self._reached:
            for exponent in _exponents(tree):
                found.update(self.names.reach(exponent))
        variables = self.names.variables
        return sorted(
            (n for n in found if n in variables), key=lambda n: (not variables[n].sizes, n)
        )

    def logged_choices(self) -> list[frozenset[str]]:
        """Which exponent variables to draw as e^x, likely choices first; the rest are whole."""
        names = self.exponent_names()
        vectors = [n for n in names if self.names.variables[n].sizes]
        choices = [frozenset(vectors), frozenset(names), frozenset[str]()]
        for count in range(1, min(len(names), 4) + 1):
            choices += [frozenset(chosen) for chosen in combinations(names, count)]
        return list(dict.fromkeys(choices))[:12]
