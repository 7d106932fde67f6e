"""proofpages.equations.numbers.logarithms: sums of logarithms are decided exactly."""

from __future__ import annotations

import flint
import pytest
from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from proofpages.equations.numbers.evaluate import NotExact
from proofpages.equations.numbers.logarithms import LogNumber, coprime_basis, exp, is_zero, log


@given(st.lists(st.integers(1, 5000), max_size=6))
def test_coprime_basis(numbers):
    basis = coprime_basis(numbers)
    for n, a in enumerate(basis):
        assert a > 1
        for b in basis[n + 1 :]:
            assert flint.fmpz(a).gcd(b) == 1
    for number in numbers:
        rest = number
        for a in basis:
            while rest % a == 0:
                rest //= a
        assert rest == 1


@given(
    st.lists(st.tuples(st.integers(1, 400), st.integers(1, 400), st.integers(-3, 3)), max_size=5)
)
def test_logarithms_are_decided(parts):
    """A sum of logarithms is 0 exactly if the product of the powers is 1."""
    total, product = fmpq(0), fmpq(1)
    for a, b, c in parts:
        total = total + c * log(fmpq(a, b))
        product *= fmpq(a, b) ** c
    assert is_zero(total) == (product == 1)
    assert exp(total) == product
    assert not is_zero(total + fmpq(1))


def test_logarithms_refuse():
    two = log(fmpq(2))
    for action in (
        lambda: two * two,
        lambda: 1 / two,
        lambda: two / log(fmpq(3)),
        lambda: log(two),
        lambda: exp(fmpq(1)),
        lambda: exp(two + 1),
        lambda: exp(two * fmpq(1, 2)),
    ):
        with pytest.raises(NotExact):
            action()
    for action in (
        lambda: log(fmpq(0)),
        lambda: log(fmpq(-1)),
        lambda: two / 0,
        lambda: two / (log(fmpq(4)) - 2 * two),
    ):
        with pytest.raises(ZeroDivisionError):
            action()
    assert two * 0 == 0
    assert isinstance(fmpq(1) - two, LogNumber)
