"""Sums over the anonymous values of an index, as linear combinations of power sums.

A power sum is an atom: the sum of a monomial over a product of irreducible factors, over all the
anonymous values of one index or of several. A sum inside a sum is one sum over both, so it does
not matter in which order they are written.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flint import fmpz_mpoly

from proofpages.equations.numbers.atom_table import AtomTable
from proofpages.equations.numbers.indeterminates import (
    Atom,
    Bound,
    Monomial,
    Polynomial,
    canonical_sum,
    labels_of,
    relabel,
)
from proofpages.equations.numbers.partial_fractions import LARGE_SUM, apart
from proofpages.equations.numbers.rational_functions import Ratio
from proofpages.equations.numbers.roots import reduced

MAX_BOUNDS = 4
"""Sums inside sums are one sum over at most so many indices."""
FIRST_ANONYMOUS = 1000
FIRST_OPENED = 10_000
"""Labels of sums that are opened; below stand those of sums that are being computed."""


class PowerSums:
    """Sums over anonymous labels.

    Args:
        table: the atoms.
        parts: sum fractions by their partial fractions, not whole.
        functions: what an ``exp`` or a ``log`` of a value is.
    """

    def __init__(
        self, table: AtomTable, parts: bool, functions: dict[str, Callable[[Ratio], Ratio]]
    ) -> None:
        self.table = table
        self.ring = table.ring
        self.parts = parts
        self.functions = functions
        self.whole = False
        """Whether a fraction was summed whole that might fall into parts."""
        self._last = FIRST_OPENED

    def fresh(self) -> int:
        """A label that nothing else has."""
        self._last += 1
        return self._last

    def total(self, value: Ratio, size: str, label: int) -> Ratio:
        """Sum a rational function over all the values of an anonymous label, linearly."""
        value = reduced(self.table, value)
        mine = self.table.places_with(label)
        # Over a monomial, the terms of the numerator are the partial fractions.
        below = {tuple([m[n] for n in mine]) for m in value.bottom.monoms()}
        monomial = len(below) == 1
        if monomial or not self.parts:
            self.whole = self.whole or not monomial
            return self._by_terms(value, size, label, mine)

        def written(n: int) -> str:
            # The order is not to depend on the name of the label or on when an atom came up.
            return repr(relabel(self.table[n], lambda x: FIRST_ANONYMOUS if x == label else x))

        result = self.ring.zero
        for part in apart(value, sorted(mine, key=written)):
            result = result + self._by_terms(part, size, label, mine)
        return result

    def substituted(self, value: Ratio, label: int, other: int) -> Ratio:
        """The value with one anonymous label in place of another."""
        return self.table.changed(value, lambda atom: self._moved(atom, label, other))

    def _by_terms(self, value: Ratio, size: str, label: int, mine: set[int]) -> Ratio:
        """Sum each term of the numerator over the denominator."""
        below, outside = self._split_bottom(value.bottom, mine)
        places = sorted(mine)
        result = self.ring.zero
        for exponents, c in value.top.terms():
            inner = [(n, int(exponents[n])) for n in places if exponents[n]]
            outer = tuple([0 if n in mine else e for n, e in enumerate(exponents)])
            term = self._power_sum(size, label, dict(inner), below)
            if c != 1 or any(outer):
                factor = self.ring.polynomial({outer: c})
                term = term * Ratio(self.ring, factor, self.ring.unit)
            result = result + term
        if outside.is_one():
            return result
        return result / Ratio(self.ring, outside, self.ring.unit)

    def _split_bottom(
        self, bottom: fmpz_mpoly, mine: set[int]
    ) -> tuple[list[fmpz_mpoly], fmpz_mpoly]:
        """The factors of a denominator that depend on the label, and the product of the others."""
        if not any(exponents[n] for exponents in bottom.monoms() for n in mine):
            return [], bottom
        constant, factors = self.ring.factors(bottom, LARGE_SUM)
        inside, outside = [], self.ring.unit * constant
        for factor, count in factors:
            depends = any(e and n in mine for m in factor.monoms() for n, e in enumerate(m))
            if depends:
                inside += [factor] * count
            else:
                outside = outside * factor**count
        return inside, outside

    def _power_sum(
        self, size: str, label: int, exponents: dict[int, int], factors: Sequence[fmpz_mpoly]
    ) -> Ratio:
        """The sum of a monomial over a product of factors."""
        # The terms of a reduced fraction are not reduced: (1 + x)/x is 1/x + x/x.
        below = []
        for factor in factors:
            place = next((n for n in exponents if factor == self.ring.generators[n]), None)
            if place is None or not exponents[place]:
                below.append(factor)
            else:
                exponents[place] -= 1
        monomial = tuple((self.table[n], e) for n, e in exponents.items() if e)
        if not monomial and not below:
            return self.table.value(("rest", size))
        bottoms = [tuple(self.table.terms(factor)) for factor in below]
        return self._flat(((size, label),), monomial, bottoms)

    def _flat(
        self, bounds: tuple[Bound, ...], monomial: Monomial, bottoms: list[Polynomial]
    ) -> Ratio:
        """The sum over several labels, with the sums in the monomial as further ones."""
        sums = [atom for atom, e in monomial if atom[0] == "sum" for _ in range(e)]
        if len(bounds) + sum(len(atom[1]) for atom in sums) <= MAX_BOUNDS:
            monomial = tuple((atom, e) for atom, e in monomial if atom[0] != "sum")
            for atom in sums:
                new, terms, below = self.opened(atom)
                bounds, monomial, bottoms = bounds + new, monomial + terms, bottoms + below
        known = self._known(bounds, monomial, bottoms)
        if known is not None:
            return known
        sign, atom = canonical_sum(bounds, monomial, tuple(bottoms))
        return self.table.value(atom) if sign > 0 else -self.table.value(atom)

    def opened(self, atom: Atom) -> tuple[tuple[Bound, ...], Monomial, list[Polynomial]]:
        """What a power sum sums, with new labels."""
        new = {bound: self.fresh() for _, bound in atom[1]}

        def change(label: int) -> int:
            return new.get(label, label)

        bounds = tuple((size, new[bound]) for size, bound in atom[1])
        monomial = tuple((relabel(inner, change), e) for inner, e in atom[2])
        return bounds, monomial, [relabel(below, change) for below in atom[3]]

    def _known(
        self, bounds: tuple[Bound, ...], monomial: Monomial, bottoms: list[Polynomial]
    ) -> Ratio | None:
        """The value, if a hypothesis says what the sum over one of several labels is."""
        if len(bounds) == 1 or not self.table.assumes:
            return None
        for bound in bounds:
            _, label = bound
            inner = tuple(item for item in monomial if label in labels_of(item[0]))
            below = [polynomial for polynomial in bottoms if label in labels_of(polynomial)]
            sign, atom = canonical_sum((bound,), inner, tuple(below))
            known = self.table.assumed(atom)
            if known is None:
                continue
            value = known if sign > 0 else -known
            for item, e in monomial:
                value = value * self.table.value(item) ** (0 if (item, e) in inner else e)
            for polynomial in bottoms:
                if polynomial not in below:
                    value = value / self.table.rebuild(polynomial)
            for size, other in bounds:
                if other != label:
                    value = self.total(value, size, other)
            return value
        return None

    def _moved(self, atom: Atom, label: int, other: int) -> Ratio:
        labels = labels_of(atom)
        if label not in labels:
            return self.table.value(atom)
        together = other in labels
        if atom[0] == "leaf" or not (together or (atom[0] == "sum" and atom[3])):
            return self.table.value(relabel(atom, lambda x: other if x == label else x))

        def change(inner: Atom) -> Ratio:
            return self._moved(inner, label, other)

        if atom[0] == "log":
            return self.functions["log"](self.table.rebuild(atom[1], change))
        if atom[0] == "exp":
            value = self.table.rebuild(((atom[1], 1),), change)
            if atom[2] is not None:
                value = value / self.table.rebuild(atom[2], change)
            return self.functions["exp"](value / self.ring.integer(atom[3]))
        bounds, monomial, bottoms = self.opened(atom)
        value = self.table.rebuild(((monomial, 1),), change)
        for polynomial in bottoms:
            value = value / self.table.rebuild(polynomial, change)
        for size, bound in bounds:
            value = self.total(value, size, bound)
        return value
