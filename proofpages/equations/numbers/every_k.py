"""Arithmetic for every K at once.

The free indices are distinguished labels. All other values of an index are anonymous: a sum over
them is a linear combination of power sums, each an indeterminate of its own. A value is a reduced
rational function of these indeterminates. Equal functions are equal for every K, at every point at
which both sides are defined; functions that differ need not differ at a given K.

Power sums are independent if what they sum is. So the terms of a numerator are summed one by one,
each reduced with the denominator; other denominators than monomials need partial fractions
(`apart`), in which signs are lost: ``Σ x²/(1 + x²)`` becomes ``Σ 1 − Σ 1/(1 + x²)``.

`e^x` is an indeterminate for each independent x, with ``e^{x+y} = e^x·e^y``; `log x` is split over
the irreducible factors of x, and read as log|x|, which is the same wherever log x is defined.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from math import lcm
from typing import Any

from flint import fmpz, fmpz_mpoly

from proofpages.equations.numbers import indeterminates
from proofpages.equations.numbers.atom_table import AtomTable, MoreRoom
from proofpages.equations.numbers.dual import Dual, add, each, negate
from proofpages.equations.numbers.evaluate import Budget, NotExact, UndefinedValue
from proofpages.equations.numbers.indeterminates import Polynomial
from proofpages.equations.numbers.logarithms import MAX_BITS
from proofpages.equations.numbers.power_sums import FIRST_ANONYMOUS, PowerSums
from proofpages.equations.numbers.rational_functions import Ratio
from proofpages.equations.numbers.roots import reduced
from proofpages.equations.numbers.signs import note_positive, sign

WIDTH = 16
"""How many generators there are at first: enough for most proofs, as starting again costs more."""
MAX_ROOT = 120
MAX_EXPONENT = 12


class EveryK:
    """Numbers are `Ratio`s of atoms.

    Args:
        labels: the distinguished labels of each size; no two sizes share a label.
        fixed: sizes whose value is known; all their labels must be distinguished.
        positive: names of variables assumed to be positive.
        width: how many generators there are.
        root: exponentials are stored as powers of e^{x/root}.
        apart: sum fractions by their partial fractions, not whole.
    """

    def __init__(
        self,
        labels: dict[str, range],
        fixed: dict[str, int],
        positive: frozenset[str],
        budget: Budget,
        width: int = WIDTH,
        root: int = 1,
        apart: bool = False,
    ) -> None:
        self.labels = labels
        self.fixed = fixed
        self.table = AtomTable(positive, width, budget)
        self.ring = self.table.ring
        self.root = root
        self.sums = PowerSums(self.table, apart, {"exp": self.exp, "log": self.log})
        self._active: dict[str, list[int]] = {}

    @property
    def whole(self) -> bool:
        """Whether a fraction was summed whole that might fall into parts."""
        return self.sums.whole

    # -- the algebra ---------------------------------------------------------------------------

    def number(self, value: Fraction) -> Ratio:
        """A rational constant."""
        return self.ring.number(value)

    def variable(self, name: str, labels: tuple[int, ...]) -> Ratio:
        """A component: an indeterminate, unless a hypothesis fixes it."""
        return self.table.value(indeterminates.leaf(name, labels))

    def size(self, name: str) -> Ratio:
        """K: the distinguished labels and the rest."""
        if name in self.fixed:
            return self.ring.number(Fraction(self.fixed[name]))
        return self.ring.number(Fraction(len(self.labels.get(name, ())))) + self.table.value(
            ("rest", name)
        )

    def require_positive(self, value: Ratio) -> None:
        """Refuse a factor of a product of which the sign is not known."""
        if sign(self.table, value) != 1:
            raise NotExact(r"a \prod of factors that may be negative; declare them positive")

    def guard(self, value: Any, exponent: int) -> None:
        """Refuse numbers of more digits than a product can take in no time."""
        while isinstance(value, Dual):
            value = value.value
        # The ring limits the number of terms. Of the coefficients the first alone is looked at: it
        # is a power of a number that makes large ones.
        for part in (value.top, value.bottom):
            if len(part) and part.leading_coefficient().height_bits() * exponent > MAX_BITS:
                raise NotExact("a number of very many digits")

    def total(self, size: str, excluded: set[int], term: Callable[[int], Any]) -> Any:
        """The sum over a range: the labels, the anonymous values in scope, and power sums."""
        result: Any = self.ring.zero
        for label in (*self.labels.get(size, ()), *self._active.get(size, ())):
            if label not in excluded:
                result = add(result, term(label))
        if size in self.fixed:
            return result
        active = self._active.setdefault(size, [])
        others = tuple(active)
        # A label is free again behind its sum, so that what is equal has one name, and one atom.
        generic = FIRST_ANONYMOUS + 1 + sum(map(len, self._active.values()))
        active.append(generic)
        try:
            general = term(generic)
        finally:
            active.pop()
        result = add(result, each(general, partial(self.sums.total, size=size, label=generic)))
        for other in others:
            moved = each(general, partial(self.sums.substituted, label=generic, other=other))
            result = add(result, negate(moved))
        return result

    def exp(self, value: Ratio) -> Ratio:
        """The exponential, as a product of powers of atoms."""
        value = reduced(self.table, value)
        if value.is_zero:
            return self.ring.one
        turned, below = self._below(value.bottom)
        content = turned * self.ring.content(value.bottom)
        result = self.ring.one
        for monomial, c in self.table.terms(value.top):
            weight = Fraction(c, content)
            logs = [a for a, e in monomial if a[0] == "log"]
            if below is None and len(monomial) == 1 and monomial[0][1] == 1 and logs:
                inside = self.table.rebuild(logs[0][1])
                known = sign(self.table, inside)
                if weight.denominator == 1 and known:
                    positive = inside if known > 0 else -inside
                    result = result * self._power(positive, int(weight))
                    continue
            weight *= self.root
            if weight.denominator != 1:
                root = lcm(self.root, weight.denominator * self.root)
                if root > MAX_ROOT:
                    raise NotExact("an exponent with a large denominator")
                raise MoreRoom(root=root)
            key = indeterminates.in_order(monomial)
            atom = self.table.value(("exp", key, below, self.root))
            result = result * self._power(atom, int(weight))
        return result

    def _power(self, base: Ratio, exponent: int) -> Ratio:
        if abs(exponent) > MAX_EXPONENT * self.root:
            raise NotExact("a large exponent")
        return base**exponent

    def log(self, value: Ratio) -> Ratio:
        """The natural logarithm of the absolute value, split over irreducible factors."""
        value = reduced(self.table, value)
        if value.is_zero:
            raise UndefinedValue("the logarithm of zero")
        large = "a logarithm of a large expression"
        above, top = self.ring.factors(value.top, large)
        below, bottom = self.ring.factors(value.bottom, large)
        note_positive(self.table, int(above), top + bottom)
        factors = [*top, *((factor, -count) for factor, count in bottom)]
        result = self._log_constant(above) - self._log_constant(below)
        for factor, count in factors:
            result = result + self._log_factor(factor) * self.ring.integer(count)
        return result

    def _log_constant(self, constant: fmpz) -> Ratio:
        result = self.ring.zero
        for prime, count in abs(constant).factor():
            atom = self.table.value(("log", (((), int(prime)),)))
            result = result + atom * self.ring.integer(int(count))
        return result

    def _log_factor(self, factor: fmpz_mpoly) -> Ratio:
        terms = self.table.terms(factor)
        if len(terms) == 1 and terms[0][0][0][0][0] == "exp":
            _, monomial, below, root = terms[0][0][0][0]
            value = self.table.rebuild(((monomial, 1),))
            if below is not None:
                value = value / self.table.rebuild(below)
            return value * self.ring.number(Fraction(1, root))
        return self.table.value(("log", indeterminates.canonical(tuple(terms))[1]))

    def _below(self, polynomial: fmpz_mpoly) -> tuple[int, Polynomial | None]:
        """The primitive part of a denominator as a key, with a sign; None if it is a constant."""
        if polynomial.is_constant():
            return 1, None
        return indeterminates.canonical(
            tuple(self.table.terms(polynomial / self.ring.content(polynomial)))
        )
