"""proofpages.equations.numbers.dual: what is moved a little, and how fast a value follows."""

from __future__ import annotations

import pytest
from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from proofpages.equations.numbers import dual
from proofpages.equations.numbers.dual import Dual

small = st.integers(-6, 6).map(fmpq)


@given(small, small, st.integers(0, 4))
def test_dual_numbers_differentiate_polynomials(x, c, n):
    """Second derivatives of c·x^n + x, from two levels."""
    moved = Dual(2, Dual(1, x, fmpq(1)), fmpq(1))
    value = dual.add(dual.multiply(c, dual.power(moved, n, fmpq(1))), moved)
    assert isinstance(value, Dual)
    first = n * c * (x ** (n - 1) if n else fmpq(0)) + 1
    second = n * (n - 1) * c * (x ** (n - 2) if n > 1 else fmpq(0))
    slope = value.slope if isinstance(value.slope, Dual) else Dual(1, value.slope, fmpq(0))
    assert (slope.value, slope.slope) == (first, second)


@given(small, small)
def test_dual_quotients(x, y):
    if y == 0:
        with pytest.raises(ZeroDivisionError):
            dual.divide(Dual(1, x, fmpq(1)), Dual(1, y, fmpq(0)))
        return
    assert dual.divide(fmpq(1), Dual(1, y, fmpq(1))).slope == -1 / y**2
    assert dual.divide(Dual(1, x, fmpq(1)), y).slope == 1 / y
    assert dual.negate(Dual(1, x, y)).slope == -y
