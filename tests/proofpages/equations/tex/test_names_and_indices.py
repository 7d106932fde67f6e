"""proofpages.equations.tex.names_and_indices: a name, what stands above and below, an exponent."""

from __future__ import annotations

from fractions import Fraction

import pytest

from proofpages.equations.errors import ReadError
from proofpages.equations.tex.expressions import expression
from proofpages.equations.tex.names_and_indices import (
    MAX_EXPONENT,
    MAX_EXPONENT_OF_NUMBER,
    exponent,
    function_name,
    index,
    integer_exponent,
    name_comes,
    positive_exponent,
    subscript,
    symbol,
)
from proofpages.equations.tree import Number, Over, Power, Raised, Symbol, Transposed

from .cursors import cursor

V = Symbol("v")


@pytest.mark.parametrize(
    ("tex", "name", "indices", "upper"),
    [
        ("z", "z", (), 0),
        ("z_i", "z", ("i",), 0),
        ("W_{ij}", "W", ("i", "j"), 0),
        ("w_{i,2}", "w", ("i", "2"), 0),
        ("w_{12}", "w", ("12",), 0),
        ("y^{(n)}_k", "y", ("n", "k"), 1),
        ("y_k^{(n)}", "y", ("n", "k"), 1),
        ("y^{(2)}_k", "y^{(2)}", ("k",), 0),
        ("y^*_k", "y^{*}", ("k",), 0),
        ("y^{*}", "y^{*}", (), 0),
        ("z''_i", "z''", ("i",), 0),
        (r"\hat{y}_i", r"\hat{y}", ("i",), 0),
        (r"\hat{\mathbf{y}}", r"\hat{\mathbf{y}}", (), 0),
        (r"\mathit{p}_i", "p", ("i",), 0),
        (r"\text{ReLU}", r"\mathrm{ReLU}", (), 0),
        (r"L_{\text{CE}}", r"L_{\mathrm{CE}}", (), 0),
        (r"L_\mathrm{CE}", r"L_{\mathrm{CE}}", (), 0),
        (r"\Sigma_C", r"\Sigma_{C}", (), 0),
        ("p_{y_i}", "p", ("y_i",), 0),
        ("p_{j^*}", "p", ("j^{*}",), 0),
        (r"p_{j^\prime k'}", "p", ("j'", "k'"), 0),
    ],
)
def test_a_name_with_its_indices(tex, name, indices, upper):
    at = cursor(tex)
    found = symbol(at)
    assert (found.name, found.indices, found.upper) == (name, indices, upper)
    assert at.next.kind == "end"


@pytest.mark.parametrize("tex", ["y^2", "y^{(a + b)}", "y^{(n)2}", "y^n"])
def test_an_exponent_is_no_part_of_a_name(tex):
    at = cursor(tex)
    assert symbol(at) == Symbol("y")
    assert at.sees("^")


@pytest.mark.parametrize(
    ("tex", "hint"),
    [
        ("2", "expected a symbol"),
        ("e", "the base of e^{…}"),
        ("z_{}", "the index is empty"),
        ("z_12", "more of them in braces"),
        ("z_+", "a letter or a digit"),
        ("z_{i+1}", "an index is a letter or a number"),
        ("p_{Y_I}", "an index is a letter or a number"),
        ("p_{i^2}", "an index is a letter or a number"),
        ("y^{(n)}^{(m)}", "one upper index only"),
        ("z_C_D", "one index only"),
        (r"\hat{y_k}", r"as in \hat{y}_k"),
        (r"\hat{}", "expected letters in braces"),
        (r"\mathbf{ab}", "holds one letter"),
        (r"\mathrm{d}", "an upright d"),
    ],
)
def test_what_is_no_name_is_refused(tex, hint):
    with pytest.raises(ReadError) as caught:
        symbol(cursor(tex))
    assert hint in caught.value.hint


def test_indices_one_by_one():
    assert subscript(cursor("a")) == ()
    assert subscript(cursor("_2")) == ("2",)
    assert index(cursor("10")) == "10"
    with pytest.raises(ReadError) as caught:
        index(cursor("+"), "a hint of its own")
    assert caught.value.hint == "a hint of its own"


@pytest.mark.parametrize(
    ("tex", "comes"),
    [
        *(("z", True), (r"\alpha", True), (r"\hat{y}", True), (r"\text{softmax}", True)),
        *(("2", False), (r"\log", False), (r"\text{log}", False), (r"\text{where}", False)),
        *((r"\text{a b}", False), ("", False)),
    ],
)
def test_whether_a_name_comes(tex, comes):
    assert name_comes(cursor(tex)) == comes


@pytest.mark.parametrize(
    ("tex", "name"),
    [
        (r"\log", r"\log"),
        (r"\text{ln}", r"\log"),
        (r"\text{exp}", r"\exp"),
        (r"\text{sqrt}", r"\mathrm{sqrt}"),  # It takes braces, and no word does.
        (r"\text{softmax}", r"\mathrm{softmax}"),
        (r"\text{If}", None),
        (r"\alpha", None),
        ("a", None),
    ],
)
def test_what_a_command_or_a_word_calls(tex, name):
    assert function_name(cursor(tex).next) == name


@pytest.mark.parametrize(
    ("tex", "tree"),
    [
        ("^2", Power(V, 2)),
        ("^{-1}", Power(V, -1)),
        ("^{{2}}", Power(V, 2)),
        ("^{(-2)}", Power(V, -2)),
        (r"^\top", Transposed(V)),
        (r"^{\top}", Transposed(V)),
        (r"^\text{T}", Transposed(V)),
        (r"^{\mathrm{T}}", Transposed(V)),
        ("^a", Raised(V, Symbol("a"))),
        ("^{a}", Raised(V, Symbol("a"))),
        ("^{1/2}", Raised(V, Over(Number(Fraction(1)), Number(Fraction(2))))),
        ("^{0.5}", Raised(V, Number(Fraction(1, 2)))),
    ],
)
def test_what_stands_above(tex, tree):
    at = cursor(tex)
    assert exponent(at, V, expression) == tree
    assert at.next.kind == "end"


@pytest.mark.parametrize("tex", ["^12", "^e", "^(2)", "^-1", "^{2", "^{13}", r"^{\top"])
def test_what_is_no_exponent_is_refused(tex):
    with pytest.raises(ReadError):
        exponent(cursor(tex), V, expression)


def test_how_large_an_exponent_may_be():
    assert integer_exponent(cursor(f"^{{{MAX_EXPONENT}}}")) == MAX_EXPONENT
    number = Number(Fraction(2))
    most = f"^{{{MAX_EXPONENT_OF_NUMBER}}}"
    assert exponent(cursor(most), number, expression) == Power(number, MAX_EXPONENT_OF_NUMBER)
    for tex, base in ((most, V), (f"^{{{MAX_EXPONENT_OF_NUMBER + 1}}}", number)):
        with pytest.raises(ReadError, match="exponents up to"):
            exponent(cursor(tex), base, expression)


def test_the_exponent_of_a_function_is_positive():
    assert positive_exponent(cursor("^2"), r"\log") == 2
    for tex in ("^{-1}", "^0"):
        with pytest.raises(ReadError, match=r"write \\log\(…\)"):
            positive_exponent(cursor(tex), r"\log")
