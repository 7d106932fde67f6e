"""Inequalities by one tangent: l ≤ e^l − 1 for every real number l.

What is to be shown is E ≤ 0. Its normal form is split into a rest and terms of logarithms,
``E = R + Σ_m w_m·l_m``: terms for single labels, and for all the others of a size. Where no weight
w_m is negative, ``E ≤ R + Σ_m w_m·(e^{l_m} − 1)``, and the right side is rational. What stands
outside of all weights can be shared by them: ``w·l = Σ_m w_m·(w/W)·l`` with ``W = Σ_m w_m``. That
is Gibbs' inequality, Jensen's for the logarithm, the log sum inequality, and that e^x is monotone.

How E is split is a guess. That the parts add up to E again is computed, and so is each sign.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from proofpages.equations.numbers.every_k import EveryK
from proofpages.equations.numbers.indeterminates import Atom, Monomial, relabel
from proofpages.equations.numbers.power_sums import FIRST_ANONYMOUS
from proofpages.equations.numbers.rational_functions import Ratio
from proofpages.equations.numbers.roots import reduced
from proofpages.equations.numbers.signs import sign

GENERIC = FIRST_ANONYMOUS + 1
"""The label of what is summed, while no other sum is computed."""


@dataclass(frozen=True)
class _Term:
    """A weight times a logarithm; where there is a `size`, for all anonymous values of it."""

    size: str
    weight: Ratio
    logarithm: Ratio


def is_at_most_zero(
    algebra: EveryK, value: Ratio, exponents: frozenset[str], *, strict: bool
) -> bool:
    """Whether a value is provably 0 or less, or with `strict` less.

    Args:
        algebra: what the value was computed with.
        value: the one side minus the other.
        exponents: names of variables that stand in exponents: z is the logarithm of e^z.
        strict: whether 0 is excluded.

    Raises:
        MoreRoom: start again with more generators.
        NotExact: something is too large.
    """
    for logged in dict.fromkeys((exponents, frozenset[str]())):
        split = _Split(algebra, value, logged)
        for rest, terms in split.ways():
            bound = split.bound(rest, terms)
            if bound is None:
                continue
            if (not strict and bound.is_zero) or sign(algebra.table, bound, strict) == -1:
                return True
    return False


@dataclass(frozen=True)
class _Split:
    """A value that is split; `logged` are names of variables that count as logarithms."""

    algebra: EveryK
    value: Ratio
    logged: frozenset[str]

    def ways(self) -> Iterator[tuple[Ratio, list[_Term]]]:
        """The rest and the terms: one of them shared by the others if that can be, or as found."""
        rest, found = self._terms()
        for together in (False, True):
            yield from self._shared(rest, self._grouped(found, together))

    def _shared(self, rest: Ratio, terms: list[_Term]) -> Iterator[tuple[Ratio, list[_Term]]]:
        for shared in terms:
            others = [term for term in terms if term is not shared]
            total = self.algebra.ring.zero
            for term in others:
                total = total + self._total(term, term.weight)
            if shared.size or total.is_zero:
                continue
            part = shared.weight / total
            if part.constant() is not None:
                more = part * shared.logarithm
                yield rest, [replace(term, logarithm=term.logarithm + more) for term in others]
        yield rest, terms

    def bound(self, rest: Ratio, terms: list[_Term]) -> Ratio | None:
        """``R + Σ w·(e^l − 1)``; None if a weight may be negative, or parts are missing."""
        table, one = self.algebra.table, self.algebra.ring.one
        whole = bound = rest
        for term in terms:
            if sign(table, term.weight, strict=False) != 1:
                return None
            whole = whole + self._total(term, term.weight * term.logarithm)
            above = self.algebra.exp(term.logarithm) - one
            bound = bound + self._total(term, term.weight * above)
        if not reduced(table, whole - self.value).is_zero:
            return None
        return reduced(table, bound)

    def _total(self, term: _Term, value: Ratio) -> Ratio:
        return self.algebra.sums.total(value, term.size, GENERIC) if term.size else value

    def _terms(self) -> tuple[Ratio, list[_Term]]:
        """The terms of the numerator with one logarithm, and the rest."""
        table, ring = self.algebra.table, self.algebra.ring
        below = Ratio(ring, self.value.bottom, ring.unit)
        rest = ring.zero
        terms: list[_Term] = []
        for monomial, c in table.terms(self.value.top):
            found = self._logarithm(monomial)
            if found is None:
                rest = rest + table.rebuild(((monomial, c),)) / below
                continue
            place, size, weight, logarithm = found
            outer = (*monomial[:place], *monomial[place + 1 :])
            weight = weight * table.rebuild(((outer, c),)) / below
            terms.append(_Term(size, weight, logarithm))
        return rest, terms

    def _grouped(self, terms: list[_Term], together: bool) -> list[_Term]:
        """Terms of equal weights as one; with `together`, first those of equal logarithms."""
        if together:
            terms = self._of_equal_logarithms(terms)
        grouped: list[_Term] = []
        for term in terms:
            if sign(self.algebra.table, term.weight, strict=False) == -1:
                term = replace(term, weight=-term.weight, logarithm=-term.logarithm)
            for place, other in enumerate(grouped):
                times = (term.weight / other.weight).constant()
                if other.size == term.size and times is not None:
                    more = self.algebra.ring.number(times) * term.logarithm
                    grouped[place] = replace(other, logarithm=other.logarithm + more)
                    break
            else:
                grouped.append(term)
        return grouped

    @staticmethod
    def _of_equal_logarithms(terms: list[_Term]) -> list[_Term]:
        found: list[_Term] = []
        for term in terms:
            for place, other in enumerate(found):
                if (other.size, other.logarithm) == (term.size, term.logarithm):
                    found[place] = replace(other, weight=other.weight + term.weight)
                    break
            else:
                found.append(term)
        return [term for term in found if not term.weight.is_zero]

    def _logarithm(self, monomial: Monomial) -> tuple[int, str, Ratio, Ratio] | None:
        """The place of the one logarithm, or of the sum that it is in with its size and weight."""
        place = self._only(monomial)
        if place is not None:
            one = self.algebra.ring.one
            return place, "", one, self.algebra.table.value(monomial[place][0])
        if any(self._is_logarithm(atom) for atom, _ in monomial):
            return None
        for place, (atom, exponent) in enumerate(monomial):
            if atom[0] == "sum" and exponent == 1 and len(atom[1]) == 1:
                inner = self._summed(atom)
                if inner is not None:
                    return place, *inner
        return None

    def _summed(self, atom: Atom) -> tuple[str, Ratio, Ratio] | None:
        """The size, the weight and the logarithm of what a power sum sums, at the general label."""
        table = self.algebra.table
        ((size, bound),) = atom[1]
        place = self._only(atom[2])
        if place is None:
            return None

        def change(label: int) -> int:
            return GENERIC if label == bound else label

        monomial = tuple((relabel(inner, change), e) for inner, e in atom[2])
        weight = table.rebuild((((*monomial[:place], *monomial[place + 1 :]), 1),))
        for polynomial in atom[3]:
            weight = weight / table.rebuild(relabel(polynomial, change))
        return size, weight, table.value(monomial[place][0])

    def _only(self, monomial: Monomial) -> int | None:
        """The place of the only logarithm in a monomial, to the power 1."""
        places = [n for n, (atom, _) in enumerate(monomial) if self._is_logarithm(atom)]
        return places[0] if len(places) == 1 and monomial[places[0]][1] == 1 else None

    def _is_logarithm(self, atom: Atom) -> bool:
        return atom[0] == "log" or (atom[0] == "leaf" and atom[1] in self.logged)
