"""proofpages.equations.numbers.exact: rational numbers and logarithms, or no number."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from flint import fmpq

from proofpages.equations.numbers.dual import Dual
from proofpages.equations.numbers.evaluate import NotExact
from proofpages.equations.numbers.exact import ExactAlgebra
from proofpages.equations.numbers.logarithms import MAX_BITS, is_zero, log
from proofpages.equations.numbers.point import Point


@pytest.fixture
def algebra():
    none = frozenset()
    values = {("z", (n,)): fmpq(n + 2) for n in range(3)}
    point = Point({"K": 3}, frozenset("z"), none, none, "large", random.Random(1), values=values)
    return ExactAlgebra(point)


def test_numbers_sizes_and_variables(algebra):
    assert algebra.number(Fraction(-2, 6)) == fmpq(-1, 3)
    assert algebra.size("K") == 3
    assert algebra.exp(algebra.variable("z", (1,))) == 3
    assert is_zero(algebra.log(fmpq(8)) - 3 * log(fmpq(2)))


def test_a_sum_leaves_out_labels(algebra):
    def term(label):
        return algebra.exp(algebra.variable("z", (label,)))

    assert algebra.total("K", set(), term) == 2 + 3 + 4
    assert algebra.total("K", {1}, term) == 2 + 4
    assert algebra.total("K", {0, 1, 2}, term) == 0


def test_a_power_of_very_many_digits_is_refused(algebra):
    long = fmpq(1 << (MAX_BITS // 10))
    algebra.guard(long, 9)
    algebra.guard(log(fmpq(2)), 10**6)
    for value in (long, Dual(1, Dual(2, long, fmpq(1)), fmpq(0))):
        with pytest.raises(NotExact):
            algebra.guard(value, 11)
