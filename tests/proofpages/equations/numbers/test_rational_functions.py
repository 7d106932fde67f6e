"""proofpages.equations.numbers.rational_functions: quotients of polynomials, in lowest terms."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofpages.equations.numbers.evaluate import Budget, NotExact, UndefinedValue
from proofpages.equations.numbers.rational_functions import Ring


def test_ratios_are_reduced():
    ring = Ring(3, Budget())
    x, y = ring.generator(0), ring.generator(1)
    assert (x * x - y * y) / (x - y) == x + y
    assert x / y + y / x == (x * x + y * y) / (x * y)
    assert (x - y) / (y - x) == -ring.one
    assert (x / y) ** -2 == y * y / (x * x)
    assert (x - x).is_zero
    assert (ring.number(Fraction(2, 4))).constant() is not None
    assert x / ring.number(Fraction(-2)) == -(x * ring.number(Fraction(1, 2)))
    with pytest.raises(UndefinedValue):
        x / (y - y)
    with pytest.raises(NotExact):
        (x + y + ring.one) ** 12 * (x + y + ring.one) ** 12 * (x * y + ring.one) ** 40


@given(st.integers(-5, 5), st.integers(1, 5), st.integers(-5, 5), st.integers(1, 5))
def test_ratios_are_numbers(a, b, c, d):
    ring = Ring(1, Budget())
    x, y = ring.number(Fraction(a, b)), ring.number(Fraction(c, d))
    assert x + y == ring.number(Fraction(a, b) + Fraction(c, d))
    assert x * y == ring.number(Fraction(a, b) * Fraction(c, d))
    assert (x == y) == (Fraction(a, b) == Fraction(c, d))
