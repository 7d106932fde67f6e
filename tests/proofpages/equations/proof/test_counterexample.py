"""proofpages.equations.proof.counterexample: numbers that a person can check by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest
from flint import fmpq

from tests.proofpages.equations.claims import assumed, page, put


def found(tex, *facts):
    verdict = put(assumed(page(), *facts), tex)
    assert verdict.worst is not None
    assert verdict.worst.counterexample is not None
    return verdict.worst.counterexample


def at(counterexample):
    """What each name is, by name and labels."""
    return {(c.name, c.labels): c.value for c in counterexample.where}


def test_whole_numbers_are_tried_first():
    shown = found("a + b = a b")
    values = at(shown)
    a, b = values["a", ()], values["b", ()]
    assert max(abs(a), abs(b)) <= 3
    assert Fraction(shown.left) == Fraction(int(a + b))
    assert Fraction(shown.right) == Fraction(int(a * b))


def test_two_classes_are_enough_and_labels_are_one_hot():
    values = at(found(r"\sum_k y_k^2 = 2 \sum_k y_k"))
    assert values["K", ()] == 2
    assert sorted(values["y", ()]) == [0, 1]


def test_exponents_are_small_and_a_rational_point_stands_beside():
    shown = found(r"p_j = p_j^2")
    assert at(shown)["z", ()] == (0, 1)
    assert shown.exact is not None
    logits = {c.name: c for c in shown.exact.where}["z"]
    assert logits.root == 1
    j = {c.name: c.value for c in shown.exact.where}["j"] - 1
    p = logits.value[j] / sum(logits.value, fmpq(0))
    assert (shown.exact.left, shown.exact.sign, shown.exact.right) == (p, r"\neq", p * p)


def test_indices_count_from_1():
    shown = found(r"p_i = p_j")
    values = at(shown)
    assert {values["i", ()], values["j", ()]} == {1, 2}


def test_only_what_has_to_do_with_it_is_named():
    assert {c.name for c in found("a = 2 a + 1", r"\sum_k y_k = 1").where} == {"a"}
    assert {c.name for c in found("y_1 = y_1^2 - 1", r"\sum_k y_k = 1").where} == {"K", "y"}


@pytest.mark.parametrize(
    ("tex", "opposite"), [("a < a", r"\geq"), (r"a \neq a", "="), (r"a^2 \leq -1", ">")]
)
def test_the_relation_that_holds_there_is_the_opposite(tex, opposite):
    shown = found(tex.replace("a", "p_1"))
    assert shown.exact is not None
    assert shown.exact.sign == opposite


def test_values_that_are_near_have_the_digits_to_tell_them_apart():
    shown = found(r"\frac{a}{1000000} = \frac{a}{1000001}")
    assert shown.left != shown.right
