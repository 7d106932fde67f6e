"""proofpages.equations.numbers.every_k: sums over all of K, exponentials and logarithms."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proofpages.equations.numbers.atom_table import MoreRoom
from proofpages.equations.numbers.evaluate import UndefinedValue

from .every_k import every_k


def test_power_sums():
    ring = every_k(1)

    def z(label):
        return ring.variable("z", (label,))

    total = ring.total("K", set(), z)
    assert total == z(0) + ring.total("K", {0}, z)
    double = ring.total("K", set(), lambda i: ring.total("K", set(), lambda j: z(i) * z(j)))
    assert double == total * total
    distinct = ring.total("K", set(), lambda i: ring.total("K", {i}, lambda j: z(i) * z(j)))
    assert distinct == total * total - ring.total("K", set(), lambda i: z(i) * z(i))
    assert ring.total("K", set(), lambda i: ring.ring.one) == ring.size("K")
    fraction = ring.total("K", set(), lambda i: ring.ring.one / (z(i) + ring.ring.one))
    assert fraction == ring.total("K", set(), lambda i: ring.ring.one / (z(i) + ring.ring.one))
    assert fraction != total


@pytest.mark.parametrize("apart", [False, True])
def test_the_terms_of_a_sum_are_reduced_one_by_one(apart):
    ring = every_k(1, apart=apart)
    one = ring.ring.one

    def total(term):
        return ring.total("K", set(), lambda i: term(ring.variable("z", (i,))))

    assert total(lambda z: (one + z) / z) == ring.size("K") + total(lambda z: one / z)
    assert total(lambda z: (one + z) / z) != one + total(lambda z: one / z)
    assert not ring.whole
    # One form for each function, if fractions are taken apart.
    assert (
        total(lambda z: z / (z + one)) == ring.size("K") - total(lambda z: one / (z + one))
    ) == apart
    assert ring.whole != apart


def test_exponentials_and_logarithms():
    ring = every_k()
    a, b = ring.variable("a", ()), ring.variable("b", ())
    assert ring.exp(a + b) == ring.exp(a) * ring.exp(b)
    assert ring.exp(-a) == ring.ring.one / ring.exp(a)
    assert ring.log(ring.exp(a + b)) == a + b
    assert ring.log(a * b) == ring.log(a) + ring.log(b)
    assert ring.log(a * a - b * b) == ring.log(a + b) + ring.log(a - b)
    assert ring.exp(a / (a - b)) * ring.exp(a / (b - a)) == ring.ring.one
    assert ring.exp(ring.log(ring.exp(a) + ring.ring.one)) == ring.exp(a) + ring.ring.one
    assert ring.exp(ring.log(a)) == a  # It has a logarithm, so it is positive.
    c = ring.variable("c", ())
    assert ring.exp(ring.log(c * c) * ring.number(Fraction(1, 2))) != c  # log(c²)/2 is log|c|.
    with pytest.raises(UndefinedValue):
        ring.log(ring.ring.zero)
    with pytest.raises(MoreRoom):
        ring.exp(a * ring.number(Fraction(1, 2)))
    halves = every_k(root=2)
    x = halves.variable("a", ())
    assert halves.exp(x * halves.number(Fraction(1, 2))) ** 2 == halves.exp(x)


@given(st.integers(0, 2))
@settings(max_examples=3)
def test_distinct_labels_are_distinct_atoms(label):
    ring = every_k(3)
    assert ring.variable("z", (label,)) != ring.variable("z", ((label + 1) % 3,))
    assert ring.variable("z", (label,)) == ring.variable("z", (label,))
