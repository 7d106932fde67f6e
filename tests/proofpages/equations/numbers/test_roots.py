"""proofpages.equations.numbers.roots: a root to its own power is what stands under it."""

from __future__ import annotations

from fractions import Fraction

from proofpages.equations.numbers.roots import reduced

from .every_k import every_k


def test_a_root_of_what_is_positive():
    ring = every_k(root=2)
    value = ring.exp(ring.variable("a", ())) + ring.ring.one
    root = ring.exp(ring.log(value) * ring.number(Fraction(1, 2)))
    assert root * root != value
    assert reduced(ring.table, root * root) == value
    assert reduced(ring.table, root) == root
    assert reduced(ring.table, root**5 / root**2) == value * root


def test_nothing_is_taken_for_positive_that_may_not_be():
    ring = every_k(root=2)
    a = ring.variable("a", ())
    squared = ring.exp(ring.log(a * a + a) * ring.number(Fraction(1, 2))) ** 2
    assert reduced(ring.table, squared) == squared
