"""Statements that would be proved of something else than a reader takes them for: each is refused.

Beside each kind stands what is meant and passes, so that a refusal is not for another reason.
"""

from __future__ import annotations

import pytest

from proofpages.equations import Context, Formula, check
from proofpages.equations.checking import Status
from proofpages.equations.errors import EquationError
from proofpages.site.wording import in_words, message, shown

from .claims import stated

PAGE = (
    r"x, t, a, b \in \mathbb{R}",
    r"h, q \in \mathbb{R}_{>0}",
    r"z, u, c \in \mathbb{R}^K",
    r"r \in \mathbb{R}_{>0}^K",
    r"v \in \mathbb{R}^N",
    r"W \in \mathbb{R}^{K \times N}",
    r"A, X \in \mathbb{R}^{K \times K}",
    r"p_j := \frac{e^{z_j}}{\sum_k e^{z_k}}",
    r"s := \frac{1}{1 + e^{-x}}",
)


def refused(definitions: tuple[str, ...], tex: str, reason: str) -> None:
    verdict = check(Formula(tex), stated(*PAGE, *definitions))
    assert verdict.status is Status.UNREADABLE, message(verdict)
    assert reason in message(verdict)


def proved(definitions: tuple[str, ...], tex: str) -> None:
    verdict = check(Formula(tex), stated(*PAGE, *definitions))
    assert verdict.status is Status.PROVED, message(verdict)


SCALED = "w(b) := b x"

SHARED = [
    ((SCALED, "f(t) := t^2 + w(2)"), "f'(x) = 2 x + 2"),
    ((SCALED, "m(b) := w(b)", "f(t) := t^2 m(1)"), "f'(x) = 3 x^2"),
    (("w := x^2", "m(b) := b w", "f(t) := t + m(1)"), "f'(x) = 1 + 2 x"),
    ((SCALED, "f(t) := w(t)"), "f''(x) = 2"),
    (
        (r"w(b) := b \sum_k z_k", r"f(c) := \sum_k c_k + w(1)"),
        r"\nabla f(z) = 2 \cdot \mathbf{1}",
    ),
]


@pytest.mark.parametrize(("definitions", "tex"), SHARED)
def test_the_derivative_of_a_function_is_by_its_argument_alone(definitions, tex):
    """Not also by a variable of the same letter in a function that its definition calls."""
    refused(definitions, tex, "stands in the definition of f as well")
    proved((SCALED, "f(t) := t^2 + w(2)"), "f'(t) = 2 t")
    proved((SCALED, "f(t) := t^2 + w(2)"), r"\frac{\partial f(x)}{\partial x} = 2 x + 2")


DIFFERENTIATED = [
    ((r"f(x) := \frac{\partial}{\partial x} (x^2 t)",), "f(t) = 3 t^2"),
    ((r"f(x, t) := \frac{\partial}{\partial x} (x t)",), "f(a, a) = 2 a"),
    (("m(b) := b t", r"f(x) := \frac{\partial}{\partial x} (x m(1))"), "f(t) = 2 t"),
    ((r"f(x) := \frac{\partial}{\partial t} (x t)",), "f(t^2) = 3 t^2"),
    ((r"f(b) := \frac{\partial (b x)}{\partial x}",), "f(s) = s + x s (1 - s)"),
    ((r"f(c)_j := \frac{\partial}{\partial c_j} (\sum_k c_k z_k)",), "f(z)_j = 2 z_j"),
    ((r"f(b)_j := \frac{\partial}{\partial z_j} (b z_j)",), r"\sum_k f(p_k)_k = 2"),
    ((r"w(b) := \frac{\partial (b x)}{\partial x}", "f(t) := w(t)"), "f(x) = 2 x"),
]


@pytest.mark.parametrize(("definitions", "tex"), DIFFERENTIATED)
def test_an_argument_is_not_differentiated_where_it_is_a_constant(definitions, tex):
    """A function that is defined by a derivative has it taken before the argument is put in."""
    refused(definitions, tex, "by which the function differentiates")
    proved((r"f(x) := \frac{\partial}{\partial x} (x^2 t)",), "f(a) = 2 a t")
    proved((r"f(b) := \frac{\partial (b x)}{\partial x}",), "f(2) + f(t) = 2 + t")


ABOVE = [
    ((), "z^{(i)} = z_i"),
    ((), r"\sum_k z_k = \sum_i z^{(i)}"),
    ((), r"\sum_i p^{(i)} = 1"),
    ((), r"\frac{\partial p_i}{\partial z^{(j)}} = p_i (\delta_{ij} - p_j)"),
    ((), "A^{(i)}_j = A_{ij}"),
    ((), "A^{(i)}_i = A_{ii}"),
    (("w_j := 2 u^{(j)}",), "u_j = w_j - u_j"),
    ((r"f(c) := \sum_k c^{(k)} u_k", r"w := \sum_i u^{(i)}"), "w = w"),
]


@pytest.mark.parametrize(("definitions", "tex"), ABOVE)
def test_an_index_above_and_one_below_are_not_one(definitions, tex):
    """x^{(i)} belongs to example i, and x_i is entry i: a text writes a name in one way."""
    made = stated(*PAGE)
    verdicts = [check(Formula(formula), made) for formula in (*definitions, tex)]
    found = next(verdict for verdict in verdicts if not verdict.ok)
    assert "has its index above here and below elsewhere" in message(found)
    proved((), r"\sum_i \sum_j A^{(i)}_j = \sum_j \sum_i A_j^{(i)}")
    proved(("w^{(i)} := 2 u^{(i)}",), "w^{(j)} = u^{(j)} + u^{(j)}")


def test_pages_write_a_name_in_one_way():
    one, two = (stated(r"z \in \mathbb{R}^K", tex) for tex in ("w := z_1", r"w := \sum_i z^{(i)}"))
    both = Context()
    both.load(one.export())
    with pytest.raises(EquationError):
        both.load(two.export())
    counted = stated(r"z \in \mathbb{R}^K", r"q := \sum_{k=0}^{K-1} z_k")
    with pytest.raises(EquationError, match="begin at 1 on one page"):
        both.load(counted.export())


COUNTED = [
    ((), r"\sum_{k=0}^{K-1} p_k = \sum_{k=1}^K p_k"),
    ((), r"\sum_{k=0}^{K-1} \delta_{k1} = 1"),
    (("w := z_1",), r"\sum_{k=0}^{K-1} p_k = 1"),
    ((r"w_j := \sum_{k=1}^K \delta_{jk}",), r"\sum_{k=0}^{K-1} w_k = K"),
    ((), r"\sum_{n=0}^{N-1} v_n = \sum_{n \neq 1} v_n + v_1"),
    ((), r"\sum_{k=0}^{K-1} z_j = K z_j \qquad (j = 1, \dots, K)"),
]


@pytest.mark.parametrize(("definitions", "tex"), COUNTED)
def test_indices_are_counted_from_1_or_from_0(definitions, tex):
    """p_1 is the first of p_1, …, p_K, and the second of p_0, …, p_{K-1}."""
    refused(definitions, tex, "begin at 1 and at 0")
    proved((), r"\sum_{k=0}^{K-1} p_k = \sum_k p_k")
    proved((), r"\sum_{n=0}^{N-1} v_n \cdot \sum_{k=1}^K p_k = \sum_n v_n")


BOLD = [
    r"\mathbf{x} = x",
    r"\mathbf{h} + \mathbf{q} = q + h",
    r"\sum_k \boldsymbol{t} z_k = t \sum_k z_k",
]


@pytest.mark.parametrize("tex", BOLD)
def test_a_bold_letter_is_no_number(tex):
    assert check(Formula(tex), stated(*PAGE)).status is Status.UNDECLARED
    proved((), r"\mathbf{z}^\top \mathbf{u} = \sum_k z_k u_k")


MATRICES = [
    (r"\|A\|_2^2 = \sum_i \sum_j A_{ij}^2", "a matrix has several norms"),
    (r"\|W\|^2 = \sum_k \sum_n W_{kn}^2", "a matrix has several norms"),
    (r"\|A - X\|_2 = \|X - A\|_F", "a matrix has several norms"),
    (r"A_{ij}^{-1} A_{ij} = 1", "an entry of the inverse"),
    (r"W^{-1}_{kn} = \frac{1}{W_{kn}}", "an entry of the inverse"),
    (r"\sum_j A_{ij}^{-2} A_{ij}^2 = K", "an entry of the inverse"),
]


@pytest.mark.parametrize(("tex", "reason"), MATRICES)
def test_what_a_matrix_has_of_its_own_is_not_taken_entry_by_entry(tex, reason):
    """Norms and inverses: ‖A‖₂ is no sum of squares, and A⁻¹ has other entries than 1/A_ij."""
    refused((), tex, reason)
    proved((), r"\|A\|_F^2 = \sum_i \sum_j A_{ij}^2")
    proved((), r"\|z\|_2^2 z_j^{-1} z_j = \sum_k z_k^2")


PRODUCTS = [
    r"\log(\prod_k r_k h) = \sum_k \log r_k + K \log h",
    r"\log(\prod_k r_k \cdot h) = \sum_k \log r_k + \log h",
    r"\prod_k e^{z_k} h = e^{\sum_k z_k + K \log h}",
    r"\log(\prod_k r_k \sum_j r_j) = \sum_k \log r_k + K \log \sum_j r_j",
    r"\prod r_k \sqrt{h} = 1",
]


@pytest.mark.parametrize("tex", PRODUCTS)
def test_how_far_a_product_reaches_is_certain(tex):
    """With a factor behind that has not its index, once or K times, the two are not equal."""
    refused((), tex, "whether the product takes in the last factor")
    proved((), r"\log(h \prod_k r_k) = \sum_k \log r_k + \log h")
    proved((), r"\log(\prod_k (r_k h)) = \log(\prod_k h r_k) = \sum_k \log r_k + K \log h")


SPACED = [r"t\!^2 = t t", r"x\,^{2} = x x", r"z\;_k = z_k", r"\sum_k z_k~^2 = \sum_k z_k z_k"]


@pytest.mark.parametrize("tex", SPACED)
def test_an_exponent_stands_at_what_it_belongs_to(tex):
    """TeX puts what follows a space above nothing."""
    refused((), tex, "a space stands in front of")
    proved((), r"\sum\limits_k z_k \, x ^2 = x^2\, \sum \nolimits _k z_k")


MIXED = [
    r"2 \frac{1}{2} = 1",
    r"x = x + 3 \tfrac{1}{3} - 1",
    r"-1 {\frac{3}{4}} x = - \frac{3}{4} x",
    r"e^{2 \dfrac{1}{2}} = e",
]


@pytest.mark.parametrize("tex", MIXED)
def test_a_number_beside_a_fraction_is_no_product(tex):
    """Two and a half is written so."""
    refused((), tex, "looks like two and a half")
    proved((), r"2 \cdot \frac{1}{2} = 2 (\frac{1}{2}) = \frac{1}{2} \cdot 2 = 2 \frac{x}{2 x} = 1")


BOUNDED = [
    (r"(x^2)^t = x^{2 t}", "where the bases of powers are positive"),
    (r"(1 - x)^{t} (1 - x) = (1 - x)^{t + 1}", "where the bases of powers are positive"),
    (r"(z_i z_j)^t = z_i^t z_j^t", "where the bases of powers are positive"),
    (r"\log(x^2) = 2 \log(x)", "where both sides are defined"),
    (r"\sqrt{t} \sqrt{t} = t", "where both sides are defined"),
    (r"\log(u_i u_i) = 2 \log(u_i)", "where both sides are defined"),
]


@pytest.mark.parametrize(("tex", "where"), BOUNDED)
def test_the_mark_says_where_a_side_is_defined(tex, where):
    """At t = 1/2 and a negative x a reader takes x^{2 t} for x."""
    verdict = check(Formula(tex), stated(*PAGE))
    assert verdict.ok
    assert in_words(verdict).endswith(f", {where}")
    assert shown(verdict) == ""


DEFINED = [
    r"(h^2)^t = h^{2 t}",
    r"\log(p_i^2) = 2 \log(p_i)",
    r"\sqrt{1 + e^x} \sqrt{1 + e^x} = 1 + e^x",
    r"\log(\prod_k r_k) = \sum_k \log(r_k)",
    r"\log(1 - s) = -\log(1 + e^x)",
]


@pytest.mark.parametrize("tex", DEFINED)
def test_what_is_positive_has_a_plain_mark(tex):
    verdict = check(Formula(tex), stated(*PAGE))
    assert (shown(verdict), in_words(verdict)[:17]) == ("proved", "proved for every ")


CURLY = [r"\{h\} = h", r"x + \left\{ 2 \right\} = x + 2", r"\{z_k\} = z_k"]


@pytest.mark.parametrize("tex", CURLY)
def test_a_curly_bracket_around_one_thing_is_no_group(tex):
    """It is a set, or the part of a number behind its point."""
    refused((), tex, "sets and fractional parts are not read")
    proved((), r"\sum_k \{ z_k + t u_k \} = \left\{ \sum_k z_k \right\} + t \sum_k u_k")
    for call in (r"\log\{h\}^2", r"\exp \left\{x + t\right\}", r"f\{x + t\}", r"\log {\{h + q\}}"):
        refused((r"f(t) := t^2",), f"{call} = {call}", "write the argument in parentheses")
    refused((), r"t\{x + a\} = t x + t a", "write the argument in parentheses")


GAPS = [
    r"x = x \hspace{1cm} t = t",
    r"x = x \hspace*{0.5in} t = t",
    r"z_i = z_j \hspace{2em} (i = j)",
]


@pytest.mark.parametrize("tex", GAPS)
def test_a_gap_parts_two_statements(tex):
    proved((), tex)
    refused((), tex.replace("{", "{-", 1), "found '\\\\hspace")
    refused((), r"x^\hspace{1em}2 = x", "put the exponent in braces")
