"""The table of the indeterminates of one proof for every K, and what hypotheses say of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from flint import fmpz_mpoly

from proofpages.equations.numbers import indeterminates
from proofpages.equations.numbers.evaluate import Budget, NotExact
from proofpages.equations.numbers.indeterminates import Atom, Monomial, Polynomial
from proofpages.equations.numbers.rational_functions import Ratio, Ring

MAX_WIDTH = 128
GENERAL = 999
"""The label that stands for any other, in hypotheses for every value of an index."""


class MoreRoom(Exception):
    """Start again with at least so many generators, or with exponentials of x/root."""

    def __init__(self, *, width: int = 1, root: int = 1) -> None:
        super().__init__()
        self.width = width
        self.root = root


class AtomTable:
    """Gives each atom a generator of a ring, or the value that a hypothesis fixes.

    Args:
        positive: names of variables assumed to be positive.
        width: how many generators there are.
    """

    def __init__(self, positive: frozenset[str], width: int, budget: Budget) -> None:
        self.positive = positive
        self.width = width
        self.ring = Ring(width, budget)
        self.signs: dict[Polynomial, int] = {}
        """Signs of polynomials of which the logarithm is taken, canonical ones."""
        self.roots: list[int] = []
        """The places of the atoms that may be roots, see `indeterminates.is_root`."""
        self._atoms: list[Atom] = []
        self._labels: list[frozenset[int]] = []
        self._places: dict[Atom, int] = {}
        self._rules: dict[Atom, Ratio] = {}
        self._general: list[Atom] = []
        self._unmatched: set[Atom] = set()

    def __getitem__(self, place: int) -> Atom:
        """The atom of a generator."""
        return self._atoms[place]

    def value(self, atom: Atom) -> Ratio:
        """The indeterminate of an atom, or what a hypothesis says that it is.

        Raises:
            MoreRoom: all generators are taken.
            NotExact: there are too many atoms.
        """
        known = self.assumed(atom)
        if known is not None:
            return known
        place = self._places.get(atom)
        if place is None:
            place = len(self._atoms)
            if place == self.width:
                if self.width >= MAX_WIDTH:
                    raise NotExact("too many different quantities")
                raise MoreRoom(width=self.width * 2)
            if indeterminates.is_root(atom):
                self.roots.append(place)
            self._atoms.append(atom)
            self._labels.append(indeterminates.labels_of(atom))
            self._places[atom] = place
        return self.ring.generator(place)

    @property
    def assumes(self) -> bool:
        """Whether hypotheses fix anything."""
        return bool(self._rules)

    def assumed(self, atom: Atom) -> Ratio | None:
        """What a hypothesis says that an atom is."""
        if not self._rules or atom in self._rules:
            return self._rules.get(atom)
        if atom in self._unmatched:
            return None
        for general in self._general:
            if atom[0] != general[0]:
                continue
            for label in indeterminates.labels_of(atom):
                if _with_label(atom, label, GENERAL) == general:
                    self._rules[atom] = self._at(self._rules[general], label)
                    return self._rules[atom]
        self._unmatched.add(atom)
        return None

    def _at(self, value: Ratio, label: int) -> Ratio:
        """A value that was found for the general label, for another."""
        return self.changed(value, lambda atom: self.value(_with_label(atom, GENERAL, label)))

    def places_with(self, label: int) -> set[int]:
        """The generators of the atoms that depend on a label."""
        return {n for n, labels in enumerate(self._labels) if label in labels}

    def terms(self, polynomial: fmpz_mpoly) -> list[tuple[Monomial, int]]:
        """The terms of a polynomial: atoms with exponents, and a coefficient."""
        return [
            (tuple([(self._atoms[n], int(e)) for n, e in enumerate(exponents) if e]), int(c))
            for exponents, c in polynomial.terms()
        ]

    def rebuild(
        self, polynomial: Polynomial, change: Callable[[Atom], Ratio] | None = None
    ) -> Ratio:
        """The value of a polynomial in atoms, with `change` applied to them."""
        change = change or self.value
        result = self.ring.zero
        for monomial, c in polynomial:
            product = self.ring.integer(c)
            for atom, e in monomial:
                product = product * change(atom) ** e
            result = result + product
        return result

    def changed(self, value: Ratio, change: Callable[[Atom], Ratio]) -> Ratio:
        """A value with `change` applied to its atoms."""
        top = self.rebuild(tuple(self.terms(value.top)), change)
        return top / self.rebuild(tuple(self.terms(value.bottom)), change)

    def assume(self, residual: Ratio) -> bool:
        """Use ``residual = 0``: express one atom by the others from now on.

        What depends on the label `GENERAL` is used for every label of its size.

        Returns:
            False if it contradicts what was assumed before.

        Raises:
            NotExact: no atom stands in it linearly, with a constant coefficient.
        """
        if residual.is_zero:
            return True
        if residual.constant() is not None:
            return False
        place = self._solvable(residual.top)
        alone = tuple(int(n == place) for n in range(self.width))
        coefficient = residual.top.to_dict()[alone]
        rest = residual.top - self.ring.polynomial({alone: coefficient})
        rule = Ratio(self.ring, -rest, self.ring.unit) / self.ring.integer(int(coefficient))
        target = self._atoms[place]
        for atom, value in self._rules.items():
            self._rules[atom] = self.changed(
                value, lambda a: rule if a == target else self.value(a)
            )
        self._rules[target] = rule
        self._unmatched.clear()
        if GENERAL in indeterminates.labels_of(target):
            self._general.append(target)
        return True

    def _solvable(self, polynomial: fmpz_mpoly) -> int:
        """The generator to solve for: a power sum rather than a scalar, rather than a component."""
        found: list[tuple[int, int]] = []
        used = [place for place, atom in enumerate(self._atoms) if polynomial.degrees()[place]]
        general = any(GENERAL in indeterminates.labels_of(self._atoms[place]) for place in used)
        for place in used:
            atom = self._atoms[place]
            containing = [exponents for exponents in polynomial.monoms() if exponents[place]]
            if len(containing) != 1 or sum(containing[0]) != 1:
                continue
            if general and GENERAL not in indeterminates.labels_of(atom):
                continue
            if atom[0] == "sum":
                found.append((0, place))
            elif atom[0] == "leaf":
                found.append((2 if atom[2] else 1, place))
        if not found:
            raise NotExact("a hypothesis that is linear in no single quantity")
        return min(found)[1]


@lru_cache(maxsize=4096)
def _with_label(atom: Atom, old: int, new: int) -> Atom:
    """The atom with one label in place of another."""
    changed: Atom = indeterminates.relabel(atom, lambda label: new if label == old else label)
    return changed
