"""proofpages.slips.variants: the small wrong variants of a formula, each with one change.

`tests/test_equations.py` has what becomes of those of the site.
"""

from __future__ import annotations

import pytest

from proofpages.equations.errors import EquationError
from proofpages.equations.tex.printer import show, show_chain
from proofpages.equations.tex.statements import read, read_expression
from proofpages.slips.variants import mutants, products


def variants(left, **rest):
    """Of a claim about the TeX on its left: each other left side, with its kind."""
    found = mutants(f"{left} = w", **rest)
    return {m.tex.removesuffix(" = w"): m.kind for m in found if m.tex.endswith(" = w")}


def test_mutants_change_something():
    tex = r"p_j - y_j = \sum_{i \neq j} y_i p_j"
    found = mutants(tex)
    texts = [mutant.tex for mutant in found]
    assert len(set(texts)) == len(texts) > 20
    assert show_chain(read(tex)[0]) not in texts


def test_each_side_is_changed_and_nothing_else():
    found = [mutant.tex.split(" = ") for mutant in mutants("a = b")]
    assert all((left == "a") != (right == "b") for left, right in found)
    assert {left for left, _ in found} > {"a"}
    assert {right for _, right in found} > {"b"}


@pytest.mark.parametrize(
    ("tex", "wanted"),
    [
        ("2", {"-2": "sign", "3": "constant", "1": "constant"}),
        ("0.5", {"0": "constant"}),
        ("a", {"-a": "sign", "a^{2}": "exponent", "w": "name"}),
        ("-a", {"a": "sign"}),
        ("a - b", {"a": "dropped term", "-b": "dropped term", "a + b": "sign"}),
        ("a - b", {r"a \cdot b": "operator"}),
        ("a + b + c", {r"a \cdot b": None, "a + c": "dropped term", "a + b - c": "sign"}),
        ("a b + c", {r"a \cdot (b + c)": "parentheses"}),
        ("-a b + c", {r"-a \cdot (b + c)": "parentheses"}),
        ("a (b + c)", {r"a \cdot b + c": "parentheses", "b + c": "dropped factor"}),
        ("a b", {"a + b": "operator", r"\frac{a}{b}": "operator"}),
        (r"\frac{a}{b}", {r"\frac{b}{a}": "inverted fraction", "a": "dropped factor"}),
        ("a^3", {"a^{4}": "exponent", "a^{2}": "exponent"}),
        (r"\exp(a)", {r"\log(a)": "exp for log", "a": "dropped function"}),
        (r"\log(a)", {r"\exp(a)": "exp for log"}),
        ("a^b", {"a^{-b}": "exponent", "a": "exponent"}),
        (r"W^\top", {"W": "transpose"}),
        (r"\|a\|", {"a": "dropped function"}),
        (r"a \odot b", {"a + b": "operator", "a": "dropped factor", "b": "dropped factor"}),
        (r"f_i(a)", {"a": "dropped function"}),
        (
            r"\mathrm{softmax}(z)_i + y_j",
            {r"\mathrm{softmax}(z)_{j} + y_{j}": "index"},
        ),
        (r"\delta_{ij}", {"1": "constant", r"\delta_{i,i}": "index", r"\delta_{j,j}": "index"}),
        ("z_i y_j", {r"z_{j} \cdot y_{j}": "index", r"z_{j} \cdot y_{i}": "exchange"}),
        ("z_i y_j", {r"y_{i} \cdot y_{j}": "name"}),
        (r"\sum_k a_i", {"a_{i}": "dropped sum"}),
        (r"\sum_k z_k a_i", {r"z_{i} \cdot a_{i}": "dropped sum"}),
        (r"\sum_k z_k a_i", {r"\sum_{k \neq i} z_{k} \cdot a_{i}": "range"}),
        (r"\sum_{k \neq i} z_k", {r"\sum_{k} z_{k}": "range"}),
        (
            r"\frac{\partial L}{\partial z_i} y_j",
            {r"\frac{\partial L}{\partial z_{j}} \cdot y_{j}": "index"},
        ),
        (
            r"\begin{cases} a & i = j \\ b & \text{otherwise} \end{cases}",
            {
                r"\begin{cases} b & i = j \\ a & \text{otherwise } \end{cases}": "exchanged cases",
            },
        ),
    ],
)
def test_the_slips_of_each_kind_of_expression(tex, wanted):
    found = variants(tex, functions=("f", r"\mathrm{softmax}"))
    assert {text: found.get(text) for text in wanted} == wanted


def test_other_names_and_letters_of_the_page_are_taken():
    found = variants("z_i", names=("y_i", "u", "p_{ij}"), letters=("m",))
    assert found["y_{i}"] == "name"
    assert found["z_{m}"] == "index"
    assert not {"u", "u_{i}", "p_{i}"} & found.keys()


def test_definitions_and_declarations_have_slips_as_claims_do_or_none():
    assert mutants(r"z \in \mathbb{R}^K") == []
    assert mutants("u := a")
    with pytest.raises(EquationError):
        mutants("a = ")


@pytest.mark.parametrize(
    ("tex", "functions", "shown"),
    [
        ("a(1 - b)", (), r"a \cdot (1 - b)"),
        ("a(1 - b)", ("a",), "a(1 - b)"),
        ("a_i^2(1 - b)^3 c", (), r"a_{i}^{2} \cdot (1 - b)^{3} \cdot c"),
        ("f'(b)", (), "f'(b)"),
        ("f(a, b)", (), "f(a, b)"),
        (r"\mathrm{diag}(p)", (), r"\mathrm{diag}(p)"),
    ],
)
def test_a_name_that_is_no_function_is_a_factor(tex, functions, shown):
    assert show(products(read_expression(tex), functions)) == shown
