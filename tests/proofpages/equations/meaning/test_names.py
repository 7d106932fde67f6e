"""proofpages.equations.meaning.names: what a name means, and what it rests on."""

from __future__ import annotations

import pytest

from proofpages.equations.meaning.names import Definition, Function, Names, Parameter, Variable
from proofpages.equations.tex.statements import read_expression


def defined(name, tex, parameters=(), outer=()):
    sizes = ("K",) * len(parameters)
    return Definition(name, tuple(parameters), sizes, read_expression(tex), outer)


@pytest.fixture
def names():
    """p is made of z, L of y and p, and v of the i around it."""
    known = Names({name: Variable(name, ("K",)) for name in "zy"})
    known.definitions["p"] = defined("p", r"\frac{e^{z_j}}{\sum_k e^{z_k}}", "j")
    known.definitions["L"] = defined("L", r"-\sum_i y_i \log p_i")
    known.definitions["v"] = defined("v", "z_i", outer=(("i", "K"),))
    x = Parameter("x", 0)
    known.functions["f"] = Function("f", (x,), (), (), read_expression("x^2 + z_1"))
    return known


def test_what_a_tree_rests_on(names):
    assert names.reach(read_expression("L + a")).keys() == {"L", "a", "y", "p", "z"}
    assert names.reach(read_expression("L"), stop="p").keys() == {"L", "y", "p"}
    assert names.behind(read_expression("p_j")).keys() == {"z"}
    assert names.reach(read_expression("f(y_1)")).keys() == {"f", "y", "z"}


def test_what_is_reached_another_way(names):
    assert names.beside(read_expression("L + z_1"), "p") == ["z"]
    assert names.beside(read_expression("L"), "p") == []
    assert names.beside(read_expression("L"), "z") == []


def test_indices_that_come_from_around(names):
    assert names.outer_indices(read_expression("v + p_j")) == {"i": "K"}
    assert names.outer_indices(read_expression("p_j")) == {}


def test_what_is_differentiated_by(names):
    names.definitions["s"] = defined("s", r"\frac{\partial L}{\partial z_j}", "j")
    assert names.differentiates(read_expression(r"s_i + \nabla_y L")) == {"z", "y"}


def test_how_many_indices_a_name_has(names):
    assert names.arity("z") == names.arity("p") == ("K",)
    assert names.arity("L") == ()
    assert names.arity("f") is names.arity("q") is None


def test_a_copy_is_independent(names):
    copy = names.copy()
    copy.variables["q"] = Variable("q", ())
    copy.sizes.append("N")
    copy.above["q"] = 1
    assert (names.arity("q"), names.sizes, names.above) == (None, ["K"], {})
    names.write_like(copy)
    assert (names.arity("q"), names.above) == (None, {"q": 1})
    copy.above |= {"q": 2, "r": 0}
    names.write_like(copy, apart=["q"])
    assert names.above == {"q": 1, "r": 0}


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        (defined("p", "z_j", "j"), defined("q", "z_k", "k"), True),
        (defined("p", r"\sum_k z_k"), defined("p", r"\sum_m z_m"), True),
        (
            defined("p", r"\sum_{k \neq j} z_k", "j"),
            defined("p", r"\sum_{i \neq m} z_i", "m"),
            True,
        ),
        (defined("p", "z_1"), defined("p", "z_2"), False),
        (defined("p", "z_i", outer=(("i", "K"),)), defined("p", "z_k", outer=(("k", "K"),)), True),
        (defined("p", "z_i", outer=(("i", "K"),)), defined("p", "z_k", outer=(("k", "N"),)), False),
        (defined("p", "W_{ij}", "ij"), defined("p", "W_{ij}", "ji"), False),
    ],
)
def test_definitions_say_the_same_in_other_letters(one, other, equal):
    assert (one.said == other.said) == equal


def test_a_function_rests_on_what_is_no_parameter(names):
    assert names.functions["f"].symbols == ("z",)
