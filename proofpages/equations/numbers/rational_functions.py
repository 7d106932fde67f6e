"""Reduced rational functions over the integers, on top of python-flint's multivariate polynomials.

A `Ring` owns a fixed number of generators. A `Ratio` is a numerator and a denominator without a
common factor, the denominator with a positive leading coefficient; so two ratios are equal if and
only if their parts are. Sizes are checked before every product and gcd, because those run in C and
cannot be interrupted.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from typing import Any

from flint import Ordering, fmpz, fmpz_mpoly, fmpz_mpoly_ctx

from proofpages.equations.numbers.evaluate import Budget, NotExact, UndefinedValue

MAX_TERMS = 3000
MAX_PRODUCT = 400_000
MAX_GCD = 40_000
MAX_DEGREE = 64
MAX_FACTOR_TERMS = 120
MAX_FACTOR_DEGREE = 16


@cache
def _generators(width: int) -> tuple[fmpz_mpoly_ctx, tuple[fmpz_mpoly, ...]]:
    """What so many generators make polynomials of, and they themselves."""
    context = fmpz_mpoly_ctx.get([f"x{n}" for n in range(width)], Ordering.degrevlex)
    return context, tuple(context.gens())


class Ring:
    """Polynomials in `width` generators, with limits on their size."""

    def __init__(self, width: int, budget: Budget) -> None:
        self.context, self.generators = _generators(width)
        self.budget = budget
        self.unit = self.context.constant(1)
        self.zero = Ratio(self, self.context.constant(0), self.unit)
        self.one = Ratio(self, self.unit, self.unit)

    def number(self, value: Fraction) -> Ratio:
        """A rational constant."""
        return Ratio(
            self, self.context.constant(value.numerator), self.context.constant(value.denominator)
        )

    def integer(self, value: int) -> Ratio:
        """An integer."""
        return Ratio(self, self.context.constant(value), self.unit)

    def generator(self, place: int) -> Ratio:
        """A generator as a ratio."""
        return Ratio(self, self.generators[place], self.unit)

    def polynomial(self, terms: Mapping[tuple[int, ...], fmpz | int]) -> fmpz_mpoly:
        """A polynomial from exponents and coefficients."""
        return self.context.from_dict(dict(terms))

    def product(self, a: fmpz_mpoly, b: fmpz_mpoly) -> fmpz_mpoly:
        """a · b within the limits."""
        if a.is_one():
            return b
        if b.is_one():
            return a
        self.budget.spend()
        if len(a) * len(b) > MAX_PRODUCT or a.total_degree() + b.total_degree() > MAX_DEGREE:
            raise _too_large()
        result = a * b
        if len(result) > MAX_TERMS:
            raise _too_large()
        return result

    def gcd(self, a: fmpz_mpoly, b: fmpz_mpoly) -> fmpz_mpoly:
        """The greatest common divisor within the limits."""
        self.budget.spend()
        if len(a) * len(b) > MAX_GCD and len(a) > 1 and len(b) > 1:
            raise _too_large()
        return a.gcd(b)

    def content(self, a: fmpz_mpoly) -> int:
        """The greatest common divisor of the coefficients."""
        return int(a.content())  # type: ignore[attr-defined]  # python-flint 0.9 has no stub of it.

    def factors(self, a: fmpz_mpoly, what: str) -> tuple[fmpz, list[tuple[fmpz_mpoly, int]]]:
        """A constant and the irreducible factors with their multiplicities, within the limits."""
        if len(a) > MAX_FACTOR_TERMS or a.total_degree() > MAX_FACTOR_DEGREE:
            raise NotExact(what)
        self.budget.spend()
        if len(a) > 1 and a.total_degree() == 1:  # Which is irreducible; this takes less time.
            constant = a.content()  # type: ignore[attr-defined]
            constant = constant if a.leading_coefficient() > 0 else -constant
            return constant, [(a / constant, 1)]
        constant, factors = a.factor()
        return constant, [(factor, int(count)) for factor, count in factors]


def _too_large() -> NotExact:
    return NotExact("the rational functions are too large; split the step into smaller ones")


class Ratio:
    """A reduced fraction of polynomials."""

    __slots__ = ("bottom", "ring", "top")

    def __init__(self, ring: Ring, top: fmpz_mpoly, bottom: fmpz_mpoly) -> None:
        self.ring = ring
        self.top = top
        self.bottom = bottom

    def _reduced(self, top: fmpz_mpoly, bottom: fmpz_mpoly) -> Ratio:
        ring = self.ring
        if top.is_zero():
            return ring.zero
        if not bottom.is_one():
            common = ring.gcd(top, bottom)
            if not common.is_one():
                top, bottom = top / common, bottom / common
            if bottom.leading_coefficient() < 0:
                top, bottom = -top, -bottom
        return Ratio(ring, top, bottom)

    def __add__(self, other: Ratio) -> Ratio:
        ring = self.ring
        if self.top.is_zero():
            return other
        if other.top.is_zero():
            return self
        if self.bottom == other.bottom:
            return self._reduced(self.top + other.top, self.bottom)
        common = ring.gcd(self.bottom, other.bottom)
        left, right = self.bottom / common, other.bottom / common
        top = ring.product(self.top, right) + ring.product(other.top, left)
        return self._reduced(top, ring.product(left, other.bottom))

    def __neg__(self) -> Ratio:
        return Ratio(self.ring, -self.top, self.bottom)

    def __sub__(self, other: Ratio) -> Ratio:
        return self + (-other)

    def __mul__(self, other: Ratio) -> Ratio:
        ring = self.ring
        if self.top.is_zero() or other.top.is_zero():
            return ring.zero
        a, b, c, d = self.top, self.bottom, other.top, other.bottom
        if b.is_one() and d.is_one():
            return Ratio(ring, ring.product(a, c), b)
        if not d.is_one():
            common = ring.gcd(a, d)
            a, d = a / common, d / common
        if not b.is_one():
            common = ring.gcd(c, b)
            c, b = c / common, b / common
        top, bottom = ring.product(a, c), ring.product(b, d)
        if bottom.leading_coefficient() < 0:
            top, bottom = -top, -bottom
        return Ratio(ring, top, bottom)

    def __truediv__(self, other: Ratio) -> Ratio:
        if other.top.is_zero():
            raise UndefinedValue("division by zero")
        top, bottom = other.bottom, other.top
        if bottom.leading_coefficient() < 0:
            top, bottom = -top, -bottom
        return self * Ratio(self.ring, top, bottom)

    def __pow__(self, exponent: int) -> Ratio:
        result = self.ring.one
        for _ in range(abs(exponent)):
            result = result * self
        return result if exponent >= 0 else self.ring.one / result

    def __eq__(self, other: Any) -> bool:
        return isinstance(other, Ratio) and bool(
            self.top == other.top and self.bottom == other.bottom
        )

    __hash__ = None  # type: ignore[assignment]

    @property
    def is_zero(self) -> bool:
        """Whether this is the zero function."""
        return bool(self.top.is_zero())

    def constant(self) -> Fraction | None:
        """The value, if this is a constant function."""
        if self.top.is_constant() and self.bottom.is_constant():
            return Fraction(
                int(self.top.coefficient(0)) if len(self.top) else 0,
                int(self.bottom.coefficient(0)),
            )
        return None
