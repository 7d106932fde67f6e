"""The kinds of numbers, each on its own."""

from __future__ import annotations

from fractions import Fraction

import flint
import pytest
from flint import fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from proofpages.equations.errors import BudgetError
from proofpages.equations.meaning.equal_indices import labelled, patterns
from proofpages.equations.numbers import dual
from proofpages.equations.numbers.atom_table import MoreRoom
from proofpages.equations.numbers.balls import Ball
from proofpages.equations.numbers.dual import Dual
from proofpages.equations.numbers.evaluate import Budget, NotExact, UndefinedValue
from proofpages.equations.numbers.every_k import EveryK
from proofpages.equations.numbers.logarithms import LogNumber, coprime_basis, exp, is_zero, log
from proofpages.equations.numbers.partial_fractions import apart
from proofpages.equations.numbers.rational_functions import Ring
from proofpages.equations.numbers.signs import sign
from proofpages.equations.tex.index_relations import Condition

small = st.integers(-6, 6).map(fmpq)


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


def every_k(labels=0, **rest):
    return EveryK({"K": range(labels)}, {}, frozenset(), Budget(), **rest)


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


coefficients = st.lists(st.integers(-2, 2), min_size=1, max_size=4)


@given(coefficients, st.lists(st.integers(0, 5), max_size=3), st.permutations([0, 1]))
def test_partial_fractions(numbers, picked, places):
    """They add up, none is like another, and those of a sum are those of its terms."""
    ring = Ring(3, Budget())
    x, y, a = (ring.generator(n) for n in range(3))
    one = ring.one
    bottom = one
    for n in picked:
        bottom = bottom * (x, y, one + x, x + y, one + a * y, x * x + a)[n]
    terms = [
        ring.number(Fraction(c)) * m / bottom
        for c, m in zip(numbers, (one, x * y, a * x, y * y), strict=False)
    ]

    def parts(value):
        """Each by what it is a multiple of, over the functions of a."""
        found = {}
        for part in apart(value, places):
            free = part.top.monoms()[0][:2]
            assert {m[:2] for m in part.top.monoms()} == {free}
            below = [
                str(f)
                for f, e in part.bottom.factor()[1]
                for _ in range(int(e))
                if any(m[0] or m[1] for m in f.monoms())
            ]
            key = (*free, *sorted(below))
            assert key not in found
            found[key] = part
        return found

    value = sum(terms, ring.zero)
    whole = parts(value)
    assert sum(whole.values(), ring.zero) == value
    each = {}
    for term in terms:
        for key, part in parts(term).items():
            each[key] = each.get(key, ring.zero) + part
    assert whole.keys() == {key for key, part in each.items() if not part.is_zero}
    assert all(each[key] == part for key, part in whole.items())


def test_hypotheses_replace_one_atom():
    ring = every_k(1)
    total = ring.total("K", set(), lambda i: ring.variable("y", (i,)))
    assert ring.table.assume(total - ring.ring.one)
    assert ring.total("K", set(), lambda i: ring.variable("y", (i,))) == ring.ring.one
    again = ring.total("K", set(), lambda i: ring.variable("y", (i,)))
    assert not ring.table.assume(again - ring.ring.one - ring.ring.one)
    assert ring.table.assume(again - ring.ring.one)
    a, b = ring.variable("a", ()), ring.variable("b", ())
    with pytest.raises(NotExact):
        ring.table.assume(a * a + b * b - ring.ring.one)


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


def test_signs_are_proved_or_not_claimed():
    ring = every_k()
    e = ring.exp(ring.variable("a", ()))
    assert sign(ring.table, e + ring.ring.one) == 1
    assert sign(ring.table, -e / (e + ring.ring.one)) == -1
    assert sign(ring.table, e - ring.ring.one) == 0
    total = ring.total("K", set(), lambda i: ring.exp(ring.variable("z", (i,))))
    assert sign(ring.table, total) == 0  # nothing is summed at K = 0
    assert sign(ring.table, total, strict=False) == 1
    assert sign(ring.table, ring.variable("a", ()) ** 2, strict=False) == 1
    assert sign(ring.table, ring.variable("a", ()) ** 3, strict=False) == 0


def test_balls_refuse_what_they_cannot_divide_by():
    zero = Ball(flint.arb(0, 1e-30))
    with pytest.raises(UndefinedValue):
        Ball(flint.arb(1)) / zero


def test_patterns():
    indices = {"i": "K", "j": "K", "k": "K", "n": "N"}
    assert len(list(patterns(indices, ()))) == 5
    assert len(list(patterns(indices, (Condition("i", "j", False),)))) == 3
    assert len(list(patterns(indices, (Condition("i", "j", True),)))) == 2
    assert list(patterns(indices, (Condition("i", "i", False),))) == []
    blocks = list(patterns({"2": "K", "1": "K", "i": "K"}, ()))
    assert len(blocks) == 3
    for block in blocks:
        labels, counts = labelled(block, {"2": "K", "1": "K", "i": "K"})
        assert (labels["1"], labels["2"], counts["K"]) == (0, 1, 3 if labels["i"] == 2 else 2)
    with pytest.raises(BudgetError):
        list(patterns(dict.fromkeys("abcdef", "K"), ()))


def test_budget():
    with pytest.raises(BudgetError):
        Budget(seconds=0).spend()
    with pytest.raises(BudgetError):
        Budget(steps=3).spend(4)
    with pytest.raises(BudgetError):
        Budget(steps=6).half().spend(4)


@given(st.integers(0, 2))
@settings(max_examples=3)
def test_distinct_labels_are_distinct_atoms(label):
    ring = every_k(3)
    assert ring.variable("z", (label,)) != ring.variable("z", ((label + 1) % 3,))
    assert ring.variable("z", (label,)) == ring.variable("z", (label,))
