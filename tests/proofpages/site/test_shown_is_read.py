"""proofpages.site.shown_is_read: a formula that is drawn otherwise than it was read is noticed.

The reader has no part here: each formula stands beside what a reader might make of it.
"""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element

import pytest

from proofpages.page.formulas import Found
from proofpages.site.drawn import Overlap, shape_of
from proofpages.site.shown_is_read import as_read, difference, differences
from proofpages.typeset import mathml
from proofpages.typeset.mathjax import mathjax
from tests.proofpages.equations.test_notation import FALSE, TRUE

Draw = Callable[..., list[str]]


def by_both(formulas: list[tuple[str, bool]]) -> list[str]:
    """A formula as it is drawn in the build, and what was read of it as it is drawn there first."""
    return [*mathjax.mathml(formulas[:1]), *mathml.mathml(formulas[1:])]


@pytest.fixture(
    params=[mathjax.mathml, mathml.mathml, by_both], ids=["MathJax", "math-core", "both"]
)
def drawn(request: pytest.FixtureRequest) -> Draw:
    """The MathML of displays, by what draws them in the build and by what does without Node."""
    return lambda *formulas: request.param([(tex, True) for tex in formulas])


OTHERWISE = [
    # Braces as parentheses.
    (r"x \cdot {a + b} = 1", r"x \cdot (a + b) = 1"),
    (r"{a - b}^2 = 1", r"(a - b)^2 = 1"),
    (r"\frac{\partial}{\partial x} {x + a} = 1", r"\frac{\partial}{\partial x} (x + a) = 1"),
    (r"\tanh{x + a} = 1", r"\tanh(x + a) = 1"),
    (r"\sum_k {-a_k + b} = 1", r"\sum_k (-a_k + b) = 1"),
    # Tokens dropped.
    (r"y^{}3 = 1", r"y^3 = 1"),
    (r"\sum^{}_k{}^K a_k = 1", r"\sum_k^K a_k = 1"),
    (r"\sqrt{}{a} = 1", r"\sqrt{a} = 1"),
    (r"w_\,k = 1", r"w_k = 1"),
    (r"a \phantom{+ b} = 1", r"a = 1"),
    # Space as a factor, and a factor as space.
    (r"\begin{aligned} a &= b \\[3ex] &= c + 1 \end{aligned}", r"a = b [3 e x] = c + 1"),
    (r"a = b\quad c", r"a = b c"),
    # What an operator reaches.
    (r"\log a b = 1", r"\log(a b) = 1"),
    (r"a / b c = 1", r"\frac{a}{b c} = 1"),
    (r"\sum_k a_k + b = 1", r"\sum_k (a_k + b) = 1"),
    (r"-a + b = 1", r"-(a + b) = 1"),
    (r"\nabla_z L + a = 1", r"\nabla_z (L + a) = 1"),
    (r"\frac{d L}{d x} = 1", r"\frac{d \cdot L}{d \cdot x} = 1"),
    (r"e^x y = 1", r"\exp(x y) = 1"),
    (r"\log(x) (a + b) = 1", r"\log(x (a + b)) = 1"),
    (r"\partial_x f + a = 1", r"\partial_x (f + a) = 1"),
    (r"\frac{\partial^2 f}{\partial x y} = 1", r"\frac{\partial^2 f}{\partial x} y = 1"),
    # Indices, names, relations, conditions.
    (r"a_{i}j = 1", r"a_{ij} = 1"),
    (r"\hat{a b} = 1", r"\hat{a} b = 1"),
    (r"\mathbf{a} = 1", r"a = 1"),
    (r"a \leq b", r"a < b"),
    (r"a_i = b_i \qquad (\text{except } i = j)", r"a_i = b_i \qquad (i = j)"),
    (r"a_i = b_i \qquad (i \neq j)", r"a_i = b_i \qquad (i = j)"),
    (r"a_i = b_i \qquad (i \neq j)", r"a_i = b_i"),
    (r"\sum_{k \neq i, j} a_k = 1", r"\sum_{k \neq i, k \neq j} a_k = 1"),
    (r"\sum_{k=0}^K a_k = 1", r"\sum_{k=1}^K a_k = 1"),
    (r"1.25 = 1", r"12.5 = 1"),
    (r"a + \mathbf{1} = b", r"a + 1 = b"),
]

HARMLESS = [
    (r"a\,b = \left( c \right)", r"a \cdot b = c"),
    (r"\bigl[a + b\bigr] c = 1", r"(a + b) c = 1"),
    (r"(a + b)^2 = \left(a + b\right)^2", r"(a + b)^2 = (a + b)^2"),
    (r"\dfrac{a}{b} = a/b", r"\frac{a}{b} = \frac{a}{b}"),
    (r"e^{x + 1} = \ln x", r"\exp(x + 1) = \log(x)"),
    (r"\frac{\partial^2}{\partial x^2} (a) = 1", r"\frac{\partial^2 a}{\partial x \partial x} = 1"),
    (
        r"\frac{\partial}{\partial z_j} \sum_k a_k = 1",
        r"\frac{\partial (\sum_k a_k)}{\partial z_j} = 1",
    ),
    (r"\sum_{i,j} a_{ij} = 0.50", r"\sum_i \sum_j a_{i,j} = 0.5"),
    (r"\begin{aligned} a + 1 &= b, \\ &= c \end{aligned}", r"a + 1 = b = c."),
    (r"\begin{aligned} a + 1 &= b, \\[2pt] &= c \end{aligned}", r"a + 1 = b = c."),
    (r"a_i = b_i \qquad \text{for } i \neq j", r"a_i = b_i \qquad (i \neq j)"),
    (r"a_k = b_k \qquad (k = 1, \dots, K)", r"a_k = b_k"),
    (r"a = b \hspace{0.5in} c = d \hspace{2cm} e = f", r"a = b \qquad c = d \qquad e = f"),
    (r"a \hspace{2pt} b = c \hspace{1mm} d", r"a b = c \hspace{.5ex} d"),
    (r"a \leqslant b := c", r"a \leq b := c"),
    (r"\mathrm{f}(x)\left(1 - a\right) = 2.", r"\mathrm{f}(x) \cdot (1 - a) = 2"),
    (
        r"\partial_x f(x) = \frac{\partial^2}{\partial x y} f",
        r"\partial_x (f(x)) = \frac{\partial^2 f}{\partial x \partial y}",
    ),
]


@pytest.mark.parametrize(("shown", "meant"), OTHERWISE)
def test_what_is_drawn_otherwise_is_noticed(drawn: Draw, shown: str, meant: str) -> None:
    assert difference(*drawn(shown, meant))


@pytest.mark.parametrize(("shown", "meant"), HARMLESS)
def test_what_looks_the_same_passes(drawn: Draw, shown: str, meant: str) -> None:
    assert difference(*drawn(shown, meant)) == ""


@pytest.mark.parametrize(
    "tex", [r"a \!\! - b = 1", r"a{\!}{\!} - b = 1", r"\frac{a \!\!\! b}{c} = 1"]
)
def test_signs_that_are_drawn_over_one_another_are_refused(drawn: Draw, tex: str) -> None:
    with pytest.raises(Overlap):
        shape_of(*drawn(tex))
    shape_of(*drawn(tex.replace(r"\!", r"\,")))


def test_a_bold_greek_letter_is_bold_or_refused() -> None:
    for tex, wrong in ((r"\boldsymbol{\pi}_i = 1", False), (r"\mathbf{\pi}_i = 1", True)):
        assert bool(differences([found(tex)])) == wrong


@pytest.mark.parametrize(
    "unit", ["pt", "pc", "px", "in", "cm", "mm", "em", "ex", "mu", "bp", "dd", "cc", "sp"]
)
def test_a_space_is_read_in_every_unit_of_tex(drawn: Draw, unit: str) -> None:
    for text in drawn(rf"a \hspace{{1{unit}}} b", rf"a \kern1{unit} b"):
        assert not text or shape_of(text)


def found(tex: str) -> Found:
    """A display of a page."""
    element = Element("div", {"class": "arithmatex"})
    element.text = rf"\[{tex}\]"
    return Found(element)


def test_mathjax_is_asked_of_what_was_read_where_math_core_draws_it_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    answer = mathjax.mathml

    def ask(formulas: list[tuple[str, bool]]) -> list[str]:
        asked.extend(tex for tex, _ in formulas)
        return answer(formulas)

    monkeypatch.setattr(mathjax, "mathml", ask)
    right, bold, wrong = "a b = e^c", r"a + \mathbf{1} = b", r"\mathbf{\pi}_i = 1"
    refused = differences(map(found, (right, bold, wrong)))
    assert [formula.tex for formula in refused] == [wrong]
    assert asked == [right, bold, wrong, bold, r"\boldsymbol{\pi}_{i} = 1"]


@pytest.mark.parametrize(
    ("tex", "read"),
    [
        ("a b", r"a \cdot b"),
        (r"z \in \mathbb{R}^K \qquad {a} c = b", r"z \in \mathbb { R } ^ K"),
        (r"a = b \qquad c = 2 d", r"c = 2 \cdot d"),
    ],
)
def test_what_was_read_is_written_again(drawn: Draw, tex: str, read: str) -> None:
    assert read in as_read(tex)
    assert difference(*drawn(tex, as_read(tex))) == ""


def test_every_notation_is_written_as_it_is_drawn(drawn: Draw) -> None:
    """Whatever is read is printed so that it looks the same."""
    formulas = (*TRUE, *FALSE)
    shown, meant = drawn(*formulas), drawn(*map(as_read, formulas))
    for tex, left, right in zip(formulas, shown, meant, strict=True):
        assert difference(left, right) == "", tex
