"""proofpages.equations.numbers.point: numbers that are drawn, and moved to meet assumptions."""

from __future__ import annotations

import random

import pytest
from flint import fmpq

from proofpages.equations.numbers.logarithms import LogNumber, is_zero, log
from proofpages.equations.numbers.point import FEW, FEW_POSITIVE, Point, meet

ABOVE = fmpq(0)


def point(style="large", logged=(), whole=(), positive=(), values=None, **rest):
    sets = (frozenset(logged), frozenset(whole), frozenset(positive))
    return Point({"K": 3}, *sets, style, random.Random(1), values=values or {}, **rest)


def test_a_number_is_drawn_once():
    at = point()
    assert at.value("z", (0,)) == at.value("z", (0,))
    assert at.value("z", (0,)) != at.value("z", (1,))


@pytest.mark.parametrize("style", ["large", "moderate", "positive", "small"])
@pytest.mark.parametrize("kind", ["logged", "positive"])
def test_what_is_positive_is_drawn_so(style, kind):
    at = point(style, **{kind: ["z"]})
    assert all(at.value("z", (n,)) > ABOVE for n in range(50))


@pytest.mark.parametrize(("style", "largest"), [("moderate", 3), ("positive", fmpq(1, 8))])
def test_how_large_numbers_are(style, largest):
    at = point(style, positive=["t"])
    drawn = [at.value(name, (n,)) for name in "zt" for n in range(50)]
    assert max(map(abs, drawn)) <= largest


def test_small_numbers_are_those_a_person_can_check():
    at = point("small", positive=["t"], spread=2)
    assert {at.value("z", (n,)) for n in range(50)} == set(FEW[:2])
    assert {at.value("t", (n,)) for n in range(50)} == set(FEW_POSITIVE[:2])


def test_an_exponent_is_a_whole_number():
    at = point(whole=["n"])
    assert {at.value("n", (k,)).q for k in range(20)} == {1}


def test_a_logged_variable_is_the_logarithm_of_its_number():
    at = point(logged=["z"], values={("z", (0,)): fmpq(3, 2), ("z", (1,)): fmpq(1)}, root=12)
    assert is_zero(at.component("z", (0,)) - 12 * log(fmpq(3, 2)))
    assert isinstance(at.component("z", (0,)), LogNumber)
    assert at.component("z", (1,)) == 0
    assert at.component("y", (0,)) == at.value("y", (0,))


def test_assumptions_are_met_by_moving_one_number_each():
    at = point()

    def total(name):
        return sum((at.component(name, (n,)) for n in range(3)), fmpq(0))

    assert meet(at, [lambda: total("y") - 1, lambda: total("q") - total("y")])
    assert (total("y"), total("q")) == (1, 1)


def test_a_logarithm_is_solved_for():
    at = point(logged=["z"], values={("z", (0,)): fmpq(5)})
    assert meet(at, [lambda: at.component("z", (0,)) - log(fmpq(7))])
    assert at.value("z", (0,)) == 7


@pytest.mark.parametrize(
    ("residual", "kinds"),
    [
        (lambda x: x * x - 2, {}),
        (lambda x: x + 1, {"positive": ["x"]}),
        (lambda x: x - fmpq(1, 2), {"whole": ["x"]}),
        (lambda x: 0 * x + 1, {}),
    ],
)
def test_what_cannot_be_met_leaves_the_point(residual, kinds):
    at = point(**kinds)
    before = at.value("x", ())
    assert not meet(at, [lambda: residual(at.component("x", ()))])
    assert at.value("x", ()) == before


def test_two_that_contradict_each_other_are_not_met():
    at = point()
    x = at.component
    assert not meet(at, [lambda: x("x", ()) - 1, lambda: x("x", ()) - 2])
