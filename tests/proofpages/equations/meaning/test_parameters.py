"""proofpages.equations.meaning.parameters: a definition with arguments, for numbers and vectors."""

from __future__ import annotations

import pytest

from proofpages.equations.errors import EquationError
from proofpages.equations.meaning.names import Definition, Parameter
from proofpages.equations.meaning.parameters import function_of, is_phrase
from proofpages.equations.tex.printer import show
from proofpages.equations.tex.statements import read_expression

from .resolving import known


def function(left, right, names=None):
    sides = read_expression(left), read_expression(right)
    return function_of(names or known(), *sides, "E1")


def test_a_function_of_a_number():
    found, definition, inner = function("f(t)", "t^2 + a")
    assert (found.name, found.parameters, found.indices) == ("f", (Parameter("t", 0),), ())
    assert show(found.body) == "t^{2} + a"
    assert (definition.name, definition.parameters, definition.place) == ("f", (), "E1")
    assert inner.arity("t") == ()
    assert known().arity("t") is None


def test_a_function_of_vectors_runs_with_them():
    found, definition, _ = function("f_j(v)", r"v_j - \sum_k v_k")
    assert (found.parameters, found.indices, found.ranges) == ((Parameter("v", 1),), ("j",), (0,))
    assert definition.sizes == ("K",)
    two, *_ = function("g_n(v, w)", r"w_n \sum_k v_k")
    assert (two.parameters, two.ranges) == ((Parameter("v", 1), Parameter("w", 1)), (1,))


def test_a_declared_letter_keeps_its_sizes():
    found, *_ = function("f(x)", r"\sum_n x_n")
    assert found.parameters == (Parameter("x", 1),)


def test_what_rests_on_a_parameter_is_written_out():
    names = known()
    q = read_expression(r"\sum_{k=1}^K z_k")
    names.definitions["q"] = Definition("q", (), (), q)
    found, definition, _ = function("f(z)", "q^2", names)
    assert show(found.body) == r"(\sum_{i = 1}^{K} z_{i})^{2}"
    assert show(definition.body) == "q^{2}"
    free, *_ = function("f(t)", "q t", names)
    assert show(free.body) == r"q \cdot t"


@pytest.mark.parametrize(
    ("left", "right", "found"),
    [
        ("f(t)^2", "t", "a definition defines a name"),
        ("f'(t)", "t", "a definition defines a name"),
        ("a(t)", "t", "a is already declared"),
        ("K(t)", "t", "K is already declared"),
        ("f_{jj}(t)", "t", "different letters as indices"),
        ("f_1(t)", "t", "different letters as indices"),
        ("f(2)", "a", "a function is defined for letters"),
        ("f(t_i)", "a", "a function is defined for letters"),
        ("f(s)", "a", "s has a meaning here"),
        ("f(t, t)", "t", "a function needs different parameters"),
        ("f(W)", "a", "W is a matrix"),
        ("f(t)", "t z_j", "the index j stands on the right side only"),
        ("f(t)", "t z_{c_i}", "the label c_i stands in a function"),
        ("f(t)", "t z", "a vector stands on the right"),
    ],
)
def test_what_defines_no_function_is_refused(left, right, found):
    with pytest.raises(EquationError) as caught:
        function(left, right)
    assert found in caught.value.found


@pytest.mark.parametrize(
    ("left", "right", "phrase"),
    [
        ("H(X)", r"-\sum_k z_k", True),
        ("H(X)", "X^2", False),  # It is used.
        ("H(z)", "a", False),
        ("H(K)", "a", False),
        ("H(2 X)", "a", False),
    ],
)
def test_a_quantity_that_is_named_as_a_whole(left, right, phrase):
    assert is_phrase(known(), read_expression(left), read_expression(right)) == phrase
