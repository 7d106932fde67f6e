"""Signs of products of sums, pair by pair: Σa² Σb² − (Σab)² is ½ ΣΣ (a_i b_j − a_j b_i)².

A polynomial in power sums of which no term multiplies more than two is a sum over all pairs of
values of an index. If no pair adds less than 0, it is not negative.
"""

from __future__ import annotations

from fractions import Fraction

from flint import fmpz_mpoly

from proofpages.equations.numbers.every_k import EveryK
from proofpages.equations.numbers.indeterminates import Monomial, Polynomial, relabel
from proofpages.equations.numbers.rational_functions import Ratio
from proofpages.equations.numbers.signs import sign


def is_nowhere_negative(algebra: EveryK, value: Ratio) -> bool:
    """Whether a value is provably not negative for every K, wherever it is defined."""
    table, ring = algebra.table, algebra.ring
    result = sign(table, Ratio(ring, value.bottom, ring.unit), strict=False)
    if not result:
        return False
    constant, factors = ring.factors(value.top, "a sign of a large expression")
    result *= 1 if constant > 0 else -1
    for factor, count in factors:
        if count % 2:
            of_factor = sign(table, Ratio(ring, factor, ring.unit), strict=False)
            result *= of_factor or _by_pairs(algebra, factor)
    return result == 1


def _by_pairs(algebra: EveryK, polynomial: fmpz_mpoly) -> int:
    """1 or −1 if the polynomial has provably no values of the other sign, else 0."""
    ring, sums = algebra.ring, algebra.sums
    one, two = sums.fresh(), sums.fresh()
    # What each pair of different values adds, twice; what each value adds; and what is no sum.
    pairs, singles, alone = ring.zero, ring.zero, ring.zero
    sizes: set[str] = set()
    for monomial, c in algebra.table.terms(polynomial):
        bounds, terms, bottoms = _opened(algebra, monomial)
        sizes |= {size for size, _ in bounds}
        if len(bounds) > 2 or len(sizes) > 1:
            return 0
        labels = [label for _, label in bounds]
        factor = ring.number(Fraction(c))
        if len(bounds) == 2:
            for order in ((one, two), (two, one)):
                named = dict(zip(labels, order, strict=True))
                pairs = pairs + factor * _value(algebra, terms, bottoms, named)
        elif bounds:
            singles = singles + factor * _value(algebra, terms, bottoms, {labels[0]: one})
        else:
            alone = alone + factor * _value(algebra, terms, bottoms, {})
    twice = sums.substituted(pairs, two, one)
    parts = (pairs, singles + twice / ring.integer(2), alone)
    signs = {sign(algebra.table, part, strict=False) for part in parts if not part.is_zero}
    return signs.pop() if len(signs) == 1 else 0


def _opened(
    algebra: EveryK, monomial: Monomial
) -> tuple[list[tuple[str, int]], list[Monomial], list[Polynomial]]:
    """The labels that the sums in a monomial run over, new ones, and what is summed."""
    bounds: list[tuple[str, int]] = []
    terms: list[Monomial] = []
    bottoms: list[Polynomial] = []
    for atom, e in monomial:
        if atom[0] == "rest":  # The sum of 1.
            bounds += [(atom[1], algebra.sums.fresh()) for _ in range(e)]
        elif atom[0] == "sum":
            for _ in range(e):
                new, inner, below = algebra.sums.opened(atom)
                bounds += new
                terms.append(inner)
                bottoms += below
        else:
            terms.append(((atom, e),))
    return bounds, terms, bottoms


def _value(
    algebra: EveryK, terms: list[Monomial], bottoms: list[Polynomial], named: dict[int, int]
) -> Ratio:
    """The product of the terms over the bottoms, with other labels."""

    def change(label: int) -> int:
        return named.get(label, label)

    result = algebra.ring.one
    for term in terms:
        result = result * algebra.table.rebuild(((relabel(term, change), 1),))
    for bottom in bottoms:
        result = result / algebra.table.rebuild(relabel(bottom, change))
    return result
