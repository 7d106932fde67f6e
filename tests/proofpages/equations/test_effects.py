"""proofpages.equations.effects: what declarations, definitions and assumptions add, or refuse."""

from __future__ import annotations

import pytest

from proofpages.equations.effects import assume, declare, define
from proofpages.equations.errors import EquationError, ReadError, VacuousError
from proofpages.equations.meaning.context import Context
from proofpages.equations.meaning.names import Variable
from proofpages.equations.tex.printer import show
from proofpages.equations.tex.statements import read

from .claims import page


def put(context: Context, tex: str) -> Context:
    """The context with a definition or a declaration added."""
    for statement in read(tex):
        if hasattr(statement, "sides"):
            define(*statement.sides, context, "E1")
        else:
            declare(statement, context)
    return context


def supposed(context: Context, tex: str) -> Context:
    (chain,) = read(tex)
    assume(chain, context, tex)
    return context


def test_a_declaration_adds_variables_and_sizes():
    names = put(Context(), r"W \in \mathbb{R}_{>0}^{N \times K}").names
    assert names.variables == {"W": Variable("W", ("N", "K"), positive=True)}
    assert names.sizes == ["K", "N"]
    entries = put(Context(), r"w_k \in \mathbb{R}").names
    assert entries.variables["w"].sizes == ("K",)


@pytest.mark.parametrize(
    ("tex", "found"),
    [
        (r"x \in \mathbb{R}^a", "a is already the name of a quantity"),
        (r"K \in \mathbb{R}", "K is a size"),
        (r"z \in \mathbb{R}", "z is already declared or defined otherwise"),
        (r"p \in \mathbb{R}^K", "p is already declared or defined otherwise"),
        (r"\delta \in \mathbb{R}^{K \times K}", "has too many indices"),
        (r"w_{ijk} \in \mathbb{R}", "has too many indices"),
    ],
)
def test_a_name_that_is_taken_is_not_declared(tex, found):
    context = page()
    before = context.copy()
    with pytest.raises(ReadError) as caught:
        put(context, tex)
    assert found in caught.value.found
    assert context.names.variables == before.names.variables


def test_a_declaration_may_be_said_twice():
    context = put(page(), r"z \in \mathbb{R}^K")
    assert context.names == page().names


@pytest.mark.parametrize(
    ("tex", "parameters", "outer"),
    [
        ("s := a + b", (), ()),
        ("q_j := z_j^2", ("j",), ()),
        ("q := z - y", ("i",), ()),
        ("v := z_i", (), (("i", "K"),)),
        ("q := z_1", (), (("1", "K"),)),
    ],
)
def test_what_a_definition_is_for(tex, parameters, outer):
    context = put(page(), tex)
    found = context.names.definitions[tex.partition(" ")[0].partition("_")[0]]
    assert (found.parameters, found.outer, found.place) == (parameters, outer, "E1")


def test_a_definition_of_a_function_and_of_a_phrase():
    names = put(page(), r"f(t) := t^2 \quad H(X) := -\sum_k z_k").names
    assert show(names.functions["f"].body) == "t^{2}"
    assert names.definitions["H(X)"].parameters == ()


@pytest.mark.parametrize(
    ("tex", "found"),
    [
        ("a + b := 1", "a definition defines a symbol"),
        ("a := 1", "a is already declared"),
        ("K := 1", "K is already declared"),
        ("p_j := 1", "p is already defined otherwise"),
        ("q_{jj} := 1", "different letters as indices"),
        ("q_1 := 1", "different letters as indices"),
        ("q_a := 1", "the index a is also the name of a quantity"),
        (r"\delta_{ij} := 1", "a definition defines a symbol"),
        ("q_j := z", "a vector stands on the right, a component on the left"),
        ("q_j := z_j z_k", "the index k stands on the right side only"),
        (r"q := \mathbf{1}", "the length of this vector of ones is not certain"),
        ("q := q + 1", "q is not declared"),
        (r"q := \frac{1}{a - a}", "q has no value at any of the points tried"),
        (r"q := \log(-a^2 - 1)", "q has no value at any of the points tried"),
        ("f(t) := t / (t - t)", "f has no value at any of the points tried"),
    ],
)
def test_what_is_no_definition_is_refused(tex, found):
    context = page()
    with pytest.raises(EquationError) as caught:
        put(context, tex)
    assert found in caught.value.found
    assert context.names.definitions.keys() == page().names.definitions.keys()


def test_a_definition_may_be_said_twice_and_not_otherwise():
    context = put(page(), r"q := a \quad f(t) := t^2")
    put(context, r"q := a \quad f(t) := t^2")
    for tex in ("q := b", "f(t) := t", "f(x) := x^2"):
        with pytest.raises(ReadError, match="is already defined otherwise"):
            put(context, tex)
    assert show(context.names.functions["f"].body) == "t^{2}"


@pytest.mark.parametrize(
    ("tex", "fixes", "positive"),
    [
        ("K = 2", ("K", 2), ""),
        ("2 = K", ("K", 2), ""),
        (r"\sum_k y_k = 1", None, ""),
        ("a > 0", None, "a"),
        ("0 < z_i", None, "z"),
        ("z_1 > 0", None, ""),
        ("a > b", None, ""),
    ],
)
def test_what_an_assumption_says(tex, fixes, positive):
    (found,) = supposed(page(), tex).hypotheses
    assert (found.tex, found.fixes, found.positive) == (tex, fixes, positive)


def test_an_assumption_is_added_once():
    context = supposed(supposed(page(), "a > 0"), "0 < a")
    assert [h.tex for h in context.hypotheses] == ["a > 0"]


@pytest.mark.parametrize(
    ("tex", "found"),
    [
        ("a = b = 1", "an assumption is one relation"),
        (r"a \neq b", "an assumption is one relation"),
        ("= 1", "an assumption is one relation"),
        (r"a = 1 \quad (i \neq j)", "an assumption under a condition"),
        ("y_i = 1", "an equation for every i cannot be assumed"),
        ("K = 6", "a size is fixed to a number from 1 to 5"),
        ("a^2 + b^2 = 1", "the assumption cannot be used"),
    ],
)
def test_what_cannot_be_assumed_is_refused(tex, found):
    context = page()
    with pytest.raises(ReadError) as caught:
        supposed(context, tex)
    assert found in caught.value.found


@pytest.mark.parametrize(("first", "second"), [("K = 2", "K = 3"), ("a > 1", "a < 0")])
def test_assumptions_that_contradict_each_other_are_refused(first, second):
    context = supposed(page(), first)
    with pytest.raises(VacuousError):
        supposed(context, second)
