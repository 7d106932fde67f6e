"""proofpages.equations.numbers.indeterminates: equal quantities are equal atoms."""

from __future__ import annotations

import pytest

from proofpages.equations.numbers.indeterminates import (
    canonical,
    canonical_sum,
    in_order,
    labels_of,
    leaf,
    relabel,
    show_atom,
    show_polynomial,
)

X, Y = leaf("x", (0,)), leaf("y", (0,))


def z(label):
    return leaf("z", (label,))


def w(one, other):
    return leaf("w", (one, other))


def letters(label):
    return "ijk"[label] if label >= 0 else "nm"[-label - 1]


def summed(monomial, *bottoms, sizes=("K",), labels=(7,)):
    """The sum over labels of one monomial over the bottoms."""
    bounds = tuple(zip(sizes, labels, strict=True))
    return canonical_sum(bounds, tuple((atom, 1) for atom in monomial), bottoms)


def test_the_labels_of_what_is_nested():
    atom = ("exp", ((z(2), 1),), None, 1)
    assert labels_of(atom) == {2}
    assert labels_of((((atom, 1), (w(0, 1), 2)), 3)) == {0, 1, 2}
    assert labels_of(("rest", "K")) == frozenset()


def test_a_sum_does_not_depend_on_the_letter_it_runs_over():
    assert summed([z(7), X]) == summed([X, z(9)], labels=(9,))
    assert summed([z(7)]) != summed([z(0)])


def test_nor_on_the_order_in_which_sums_are_written():
    one = summed([w(7, 8), z(7)], sizes=("K", "K"), labels=(7, 8))
    other = summed([w(7, 8), z(7)], sizes=("K", "K"), labels=(8, 7))
    assert one == other
    assert one != summed([w(7, 8), z(8)], sizes=("K", "K"), labels=(7, 8))


def test_a_sum_in_a_sum_has_labels_of_its_own():
    _, inner = summed([w(7, 8)], labels=(8,))
    _, outer = summed([inner], labels=(7,))
    assert min(labels_of(inner)) == -1
    assert labels_of(outer) == {-1, -2}


def test_the_sign_of_a_factor_below_is_taken_in_front():
    below = (((((z(7), 1),), 1)), ((), -1))
    turned = (((((z(7), 1),), -1)), ((), 1))
    (plus, one), (minus, other) = summed([X], below), summed([X], turned)
    assert one == other
    assert plus == -minus


def test_the_first_coefficient_is_positive():
    terms = ((((X, 1),), -2), (((Y, 1),), 3))
    sign, ordered = canonical(terms)
    assert sign * ordered[0][1] == dict(terms)[ordered[0][0]]
    assert ordered[0][1] > 0
    assert canonical(tuple(reversed(terms))) == (sign, ordered)
    assert canonical(()) == (1, ())


def test_an_order_does_not_depend_on_how_it_came_about():
    assert in_order([Y, X]) == in_order([X, Y])
    assert in_order([X]) == (X,)


def test_labels_are_renamed_everywhere():
    inside = (((((z(0), 1),), 1)),)
    for atom in (w(0, 1), ("exp", ((z(0), 1),), None, 2), ("log", inside), summed([w(7, 0)])[1]):
        moved = relabel(atom, lambda label: 5 if label == 0 else label)
        assert 0 not in labels_of(moved)
        assert 5 in labels_of(moved)
        assert relabel(moved, lambda label: 0 if label == 5 else label) == atom


@pytest.mark.parametrize(
    ("atom", "shown"),
    [
        (z(0), "z_{i}"),
        (leaf("a", ()), "a"),
        (("exp", ((z(0), 1),), None, 1), "e^{z_{i}}"),
        (("exp", ((z(0), 1), (X, 2)), (((), 3),), 2), "e^{z_{i}·x_{i}^2/(3)/2}"),
        (("log", ((((X, 1),), 1), ((), -1))), "log(x_{i} - 1)"),
        (("rest", "K"), "#rest(K)"),
        (("sum", (("K", -1),), ((z(-1), 1),), ()), "Σ'_n[z_{n}]"),
        (("sum", (("K", -1),), (), (((((z(-1), 1),), 1),),)), "Σ'_n[1/(z_{n})]"),
    ],
)
def test_an_atom_as_text(atom, shown):
    assert show_atom(atom, letters) == shown


def test_a_polynomial_as_text():
    assert show_polynomial((), letters) == "0"
    terms = ((((X, 2),), -1), (((Y, 1),), 2), ((), 3))
    assert show_polynomial(terms, letters) == "-x_{i}^2 + 2·y_{i} + 3"
