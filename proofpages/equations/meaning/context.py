"""What is known at one point of a text, and how it passes from page to page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

from proofpages.equations.errors import EquationError, ReadError
from proofpages.equations.meaning.names import Names
from proofpages.equations.meaning.question import Hypothesis, distinct
from proofpages.equations.tex.index_relations import IndexFact
from proofpages.equations.tex.statements import IndexRelation, has_relation, read
from proofpages.equations.tree import Tree


@dataclass(frozen=True)
class Export:
    """What one page hands to others; immutable from the outside."""

    names: Names
    hypotheses: tuple[Hypothesis, ...]


class Otherwise(Enum):
    """What a reserved letter is on a page that means something else by it."""

    FREE = "declared, where it is defined at home"
    DEFINED = "defined, where it is declared at home"
    DIFFERENT = "declared or defined in another way"


@dataclass(frozen=True)
class Reserved:
    """Letters that mean one thing in a whole text, and what that is: the names at their home."""

    letters: tuple[str, ...]
    home: Names

    def otherwise(self, names: Names, trees: Iterable[Tree]) -> tuple[tuple[str, Otherwise], ...]:
        """The reserved letters that these expressions rest on and that mean something else here."""
        reached = {name for tree in trees for name in names.reach(tree)}
        found = []
        for letter in self.letters:
            here, there = names.variables.get(letter), self.home.variables.get(letter)
            if letter not in reached or self.home.arity(letter) is None:
                continue
            if here and not there:
                found.append((letter, Otherwise.FREE))
            elif there and not here:
                found.append((letter, Otherwise.DEFINED))
            elif here != there or not _alike(names, self.home, letter):
                found.append((letter, Otherwise.DIFFERENT))
        return tuple(found)


def _alike(names: Names, home: Names, letter: str) -> bool:
    """Whether a letter is defined in the same words, whatever the index letters."""
    here, there = names.definitions.get(letter), home.definitions.get(letter)
    return here is there or bool(here and there and here.said == there.said)


@dataclass
class Context:
    """The names and assumptions in force, and the sides of the chain displayed just before."""

    names: Names = field(default_factory=Names)
    hypotheses: tuple[Hypothesis, ...] = ()
    chain: tuple[Tree, ...] = ()
    reserved: Reserved | None = None

    def export(self) -> Export:
        """The names and assumptions at this point, for another page."""
        return Export(self.names.copy(), self.hypotheses)

    def load(self, export: Export) -> None:
        """Take over what another page exported.

        Raises:
            EquationError: a name is already known here with another meaning.
        """
        mine, theirs = self.names, export.names
        kinds = ("variables", "definitions", "functions")
        known = {name: v for kind in kinds for name, v in getattr(mine, kind).items()}
        for kind in kinds:
            for name, meaning in getattr(theirs, kind).items():
                if known.get(name, meaning) != meaning:
                    raise EquationError(
                        f"{name} is already known here with another meaning",
                        "load other pages before the first formula",
                    )
                getattr(mine, kind)[name] = meaning
        for name, count in theirs.above.items():
            if mine.above.setdefault(name, count) != count:
                raise EquationError(
                    f"{name} has its index above on one page, and below on another",
                    "write it in one way, or use two letters",
                )
        for size, first in theirs.first.items():
            if mine.first.setdefault(size, first) != first:
                raise EquationError(
                    f"the indices up to {size} begin at 1 on one page, and at 0 on another",
                    "count from 1, or from 0",
                )
        self.names.sizes += [size for size in export.names.sizes if size not in self.names.sizes]
        self.hypotheses = distinct((*self.hypotheses, *export.hypotheses))

    def copy(self) -> Context:
        """An independent copy."""
        return Context(self.names.copy(), self.hypotheses, self.chain, self.reserved)

    def end_chain(self) -> None:
        """Let no continuation go on from what was displayed before."""
        self.chain = ()


def heading_conditions(formulas: tuple[str, ...]) -> tuple[IndexFact, ...]:
    """The relations of indices that formulas in headings state; others state nothing.

    Raises:
        EquationError: a heading states something else, which would restrict nothing.
    """
    found: list[IndexFact] = []
    for tex in formulas:
        if not has_relation(tex):
            continue
        for statement in read(tex):
            if not isinstance(statement, IndexRelation):
                raise ReadError(
                    "a heading states something else than a relation of indices",
                    r"in headings are read i = j and i \neq j",
                    tex,
                    0,
                )
            found += statement.conditions
    return distinct(found)


@dataclass
class Headings:
    """The headings in force on the way down a page: one ends those of its level and below."""

    _open: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)

    def enter(self, level: int, formulas: tuple[str, ...]) -> None:
        """Note a heading of a level (1 for ``#``) and the TeX of the formulas in it."""
        self._open = [item for item in self._open if item[0] < level]
        self._open.append((level, tuple(formulas)))

    @property
    def formulas(self) -> tuple[str, ...]:
        """The TeX of all formulas in the headings in force, outermost first."""
        return tuple(tex for _, formulas in self._open for tex in formulas)
