"""proofpages.equations.tex.expressions: what is read, what is refused, and where that points."""

from __future__ import annotations

from fractions import Fraction

import pytest

from proofpages.equations.errors import EquationError
from proofpages.equations.tex.statements import (
    read_expression,
)
from proofpages.equations.tree import (
    Apply,
    Call,
    Cases,
    Delta,
    Entrywise,
    Fold,
    Gradient,
    Negative,
    Norm,
    Number,
    Over,
    Partial,
    Plus,
    Power,
    Raised,
    Symbol,
    Times,
    Transposed,
)
from tests.proofpages.equations.trees import Exp, Log, Sum

a, b, c = Symbol("a"), Symbol("b"), Symbol("c")

zi, zj, yi, pi = (Symbol(n, (i,)) for n, i in ("zi", "zj", "yi", "pi"))

one, two = Number(Fraction(1)), Number(Fraction(2))


@pytest.mark.parametrize(
    ("tex", "tree"),
    [
        ("a - b + c", Plus((a, Negative(b), c))),
        ("-a b", Negative(Times((a, b)))),
        (r"2 a \cdot b c", Times((two, a, b, c))),
        ("a(1 - b)", Call("a", (), (Plus((one, Negative(b))),))),
        (r"a\left[b+c\right]", Call("a", (), (Plus((b, c)),))),
        (r"a\bigl(b+c\bigr)", Call("a", (), (Plus((b, c)),))),
        ("f(a, b)", Call("f", (), (a, b))),
        ("f_k^2(a)", Call("f", ("k",), (a,), raised=2)),
        (r"f'(a)^2", Call("f", (), (a,), primes=1, power=2)),
        (r"\mathrm{softmax}(a)_j^2", Call(r"\mathrm{softmax}", (), (a,), ("j",), power=2)),
        (r"\text{softmax}(a)_{j}", Call(r"\mathrm{softmax}", (), (a,), ("j",))),
        (r"a \cdot (1 - b)", Times((a, Plus((one, Negative(b)))))),
        (r"\log f(a)", Log(Call("f", (), (a,), alone=True))),
        ("L(z)", Call("L", (), (Symbol("z"),))),
        ("a'", Symbol("a'")),
        ("x^{a}", Raised(Symbol("x"), a)),
        ("x^{1/2}", Raised(Symbol("x"), Over(one, two))),
        ("(a + b)^c", Raised(Plus((a, b)), c)),
        (r"W^\top a", Times((Transposed(Symbol("W")), a))),
        (r"W^T", Raised(Symbol("W"), Symbol("T"))),
        (r"\|a - b\|_2^2", Power(Norm(Plus((a, Negative(b)))), 2)),
        (r"a \odot b", Entrywise(a, b)),
        ("y^{(n)}", Symbol("y", ("n",))),
        ("y^{(n)}_k", Symbol("y", ("n", "k"))),
        ("y_k^{(n)}", Symbol("y", ("n", "k"))),
        ("y^{(2)}", Symbol("y^{(2)}")),
        ("y^*", Symbol("y^{*}")),
        ("p_{j^*}", Symbol("p", ("j^{*}",))),
        ("p_{j'}", Symbol("p", ("j'",))),
        (r"\Sigma_C", Symbol(r"\Sigma_{C}")),
        (r"L_{\text{CE}}", Symbol(r"L_{\mathrm{CE}}")),
        (r"\mathit{p}", Symbol("p")),
        (r"P(w_o \mid w_c)", Symbol(r"P(w_{#1} \mid w_{#2})", ("o", "c"))),
        (r"P(t = 1 | z)^2", Power(Symbol("P(t = 1 | z)"), 2)),
        (
            r"\sum_i z_i \cdot \sum_i y_i",
            Times(
                (Sum("i", None, (), Symbol("z", ("i",))), Sum("i", None, (), Symbol("y", ("i",))))
            ),
        ),
        (r"{a} b", Times((a, b))),
        (r"{a}^2", Power(a, 2)),
        (r"a{} + b", Plus((a, b))),
        (r"\boxed{a - b} c", Times((Plus((a, Negative(b))), c))),
        (r"\mathbf{1}[i = j]", Delta("i", "j")),
        (r"\mathbb{1}\{i = j\}", Delta("i", "j")),
        (r"\mathbf{1}_{i \neq j}", Delta("i", "j", differ=True)),
        (
            r"\begin{cases} a & i = j \\ b & \text{if } i \neq j \end{cases}",
            Cases((a, b), ("i", "i"), ("j", "j"), (True, False)),
        ),
        (
            r"\begin{cases} a & i = j, \\ b & \text{otherwise} \end{cases}",
            Cases((a, b), ("i",), ("j",), (True,)),
        ),
        ("a^2", Power(a, 2)),
        ("-a^2", Negative(Power(a, 2))),
        ("a^{-2}", Power(a, -2)),
        ("p_i^2", Power(pi, 2)),
        ("p^2_i", Power(pi, 2)),
        ("(a+b)^{12}", Power(Plus((a, b)), 12)),
        ("0.25", Number(Fraction(1, 4))),
        ("a/2", Over(a, two)),
        ("e^{z_i/2}", Exp(Over(zi, two))),
        ("e^a", Exp(a)),
        ("e^{-a}", Exp(Negative(a))),
        (r"\exp\left(z_i\right)", Exp(zi)),
        (r"\log p_i + a", Plus((Log(pi), a))),
        (r"\ln{a}", Log(a)),
        (r"\log(a)(b+c)", Times((Log(a), Plus((b, c))))),
        (r"\tanh(a)", Apply(r"\tanh", a)),
        (r"\sqrt{a + b} c", Times((Apply(r"\sqrt", Plus((a, b))), c))),
        (r"\log^2 a", Power(Log(a), 2)),
        (r"\log(a)^2", Power(Log(a), 2)),
        (r"\operatorname{tanh}^2(a)", Power(Apply(r"\tanh", a), 2)),
        (r"\mathrm{log}(a)", Log(a)),
        (r"\log \sum_k z_k a", Log(Sum("k", None, (), Times((Symbol("z", ("k",)), a))))),
        (r"\prod_k z_k", Fold(r"\prod", "k", None, (), Symbol("z", ("k",)))),
        (r"\sum z_k", Sum("", None, (), Symbol("z", ("k",)))),
        (r"\sum_{k=0}^{K-1} a", Sum("k", "K", (), a)),
        (r"\sum_{k=1}^n a", Sum("k", "n", (), a)),
        (r"\sum_k^K a", Sum("k", "K", (), a)),
        (r"\sum_{k \neq j}^K a", Sum("k", "K", ("j",), a)),
        (r"\sum_{k \in \mathcal{V}} a", Sum("k", r"\mathcal{V}", (), a)),
        (r"\frac{\partial a b}{\partial z_j}", Partial(Times((a, b)), (zj,))),
        (r"\frac{\partial a^2}{\partial z_j}", Partial(Power(a, 2), (zj,))),
        (r"\frac{\partial{a}}{\partial{z_j}}", Partial(a, (zj,))),
        (r"\frac{\partial \frac{a}{b}}{\partial z_j}", Partial(Over(a, b), (zj,))),
        (r"\frac{\partial}{\partial z_j} \log a", Partial(Log(a), (zj,))),
        (r"\partial_{z_j} a", Partial(a, (zj,))),
        (r"\frac{d a}{d z_j}", Partial(a, (zj,))),
        (r"\frac{\mathrm{d}}{\mathrm{d} z_j} a", Partial(a, (zj,))),
        (r"\frac{d^2 a}{d z_j^2}", Partial(a, (zj, zj))),
        (r"\frac{d}{a}", Over(Symbol("d"), a)),
        (r"\frac{d}{d + a}", Over(Symbol("d"), Plus((Symbol("d"), a)))),
        (r"\dfrac{a}{b}", Over(a, b)),
        (r"\delta_{ij}", Delta("i", "j")),
        (r"\delta_i", Symbol(r"\delta", ("i",))),
        (r"\hat{y}_i", Symbol(r"\hat{y}", ("i",))),
        (r"\operatorname{LSE}", Symbol(r"\mathrm{LSE}")),
        (r"w_{i,2}", Symbol("w", ("i", "2"))),
        (r"\sum_k z_k", Sum("k", None, (), Symbol("z", ("k",)))),
        (r"\sum_{k=1}^K a", Sum("k", "K", (), a)),
        (r"\sum^{K}_{k=1} a", Sum("k", "K", (), a)),
        (r"\sum_{i \neq j, i \ne k} a", Sum("i", None, ("j", "k"), a)),
        (r"\sum_{i=1, i \neq j}^K a", Sum("i", "K", ("j",), a)),
        (r"\sum_{i, j} a", Sum("i", None, (), Sum("j", None, (), a))),
        (r"\frac{\partial a}{\partial z_j}", Partial(a, (zj,))),
        (r"\frac{\partial}{\partial z_j} (a + b)", Partial(Plus((a, b)), (zj,))),
        (r"\frac{\partial^2 a}{\partial z_i \partial z_j}", Partial(a, (zi, zj))),
        (r"\frac{\partial^2 a}{\partial z_i^2}", Partial(a, (zi, zi))),
        (r"\nabla_z a", Gradient(a, Symbol("z"))),
        (r"\nabla_{z} (a + b)", Gradient(Plus((a, b)), Symbol("z"))),
    ],
)
def test_expressions(tex, tree):
    assert read_expression(tex) == tree


def test_a_sum_reaches_to_the_end_of_the_product():
    body = Times((yi, Symbol("p", ("j",))))
    tree = read_expression(r"\sum_i y_i \cdot p_j + a")
    assert tree == Plus((Sum("i", None, (), body), a))
    nested = read_expression(r"b \sum_i y_i \sum_k z_k - a")
    inner = Sum("k", None, (), Symbol("z", ("k",)))
    assert nested == Plus((Times((b, Sum("i", None, (), Times((yi, inner))))), Negative(a)))


@pytest.mark.parametrize(
    ("tex", "place"),
    [
        (r"\frac12", 5),
        (r"\log p_i y_i", 0),
        ("1/2 x", 1),
        ("x/y/z", 1),
        ("a b / c", 4),
        (r"a/b \cdot c", 1),
        ("z_12", 2),
        ("x^12", 2),
        ("x^{13}", 1),
        ("x^", 2),
        ("x^2^2", 3),
        ("x_i_j", 3),
        (r"\frac{a}{b}^2", 11),
        ("a 2", 2),
        ("a + -b", 4),
        ("+a", 0),
        ("a *b", 2),
        (r"a \times b", 2),
        ("e", 1),
        ("e^z_j", 3),
        (r"\sqrt a", 6),
        (r"\sqrt[3]{a}", 5),
        (r"\sqrt{a}^2", 8),
        ("|a|", 0),
        ("a!", 1),
        ("(a", 2),
        ("(a]", 2),
        (r"\left(a)", 7),
        (r"\left\{a\right\}", 0),
        ("a)", 1),
        ("{a", 2),
        ("", 0),
        (r"\sum_{k=0}^K a", 0),
        (r"\sum_{k=1}^{K-1} a", 0),
        (r"\sum_{k=1} a", 0),
        (r"\sum_{i<j} a", 7),
        (r"\sum_{i \neq i} a", 13),
        (r"\partial a", 9),
        (r"\frac{\partial a}{z_j}", 18),
        (r"\frac{\partial^2 a}{\partial z_j}", 0),
        (r"\frac{\partial a}{\partial z_j \partial z_i}", 40),
        (r"\frac{\partial}{\partial z_j} a b", 32),
        (r"\nabla a", 0),
        (r"\nabla_z", 8),
        # Braces are drawn as nothing.
        ("{1 - a} b", 3),
        ("-{a - b}", 4),
        (r"\sum_k {a - b}", 10),
        (r"\log{a + b}", 7),
        (r"\frac{\partial}{\partial z_j} {a + b}", 33),
        ("{-a}", 1),
        # TeX takes an argument where a reader sees nothing.
        ("x^{}2", 3),
        (r"1^\,2", 2),
        (r"1^~2", 2),
        (r"\frac{}{x}{T}", 6),
        ("p_{}i", 4),
        (r"\hat\,a", 4),
        (r"a \\ [b]", 2),
        (r"a -\!\!\!\! b", 5),
        (r"\big a", 0),
        # A quotient of differences is no derivative.
        (r"\frac{\Delta a}{\Delta b}", 6),
        (r"\mathrm{d} a", 11),
        (r"\sum_{k \neq i, j} a", 16),
        (r"\sum_{i, i} a", 9),
        # Two exponents side by side.
        (r"{q^{(j)}}^2", 9),
        (r"{q^{(2)}}^{-1}", 9),
        (r"{q^*}^{2}", 5),
        (r"\prod_{k=1, k}^K a", 12),
        (r"\langle a, b \rangle", 0),
        (r"\max_k a", 0),
        (r"\mathbb{E}[a]", 0),
        (r"\begin{cases} a \end{cases}", 16),
        (r"\begin{cases} a & i = j \end{cases}", 0),
        ("\\foo", 0),
        ("a & b", 2),
        ("ä", 0),
        ("∂", 0),
        ("a \x00", 2),
        ("x_{}", 4),
        ("9" * 40, 0),
        (r"\hat{}", 5),
    ],
)
def test_refusals_point_at_the_place(tex, place):
    with pytest.raises(EquationError) as caught:
        read_expression(tex)
    error = caught.value
    assert (error.tex, error.at) == (tex, place)
    if tex:
        line, caret = error.caret.split("\n")
        assert caret.index("^") - 4 == place
        assert line.strip() in tex
        assert str(error).startswith(error.found)


@pytest.mark.parametrize(
    "tex",
    [
        "{g}(a)",
        "g{(a)}",
        "{g}{(a)}",
        "g{}(a)",
        "g_i{{(a)}}",
        r"2 {g}\left[a + b\right]^2",
        "g^2{}(a)",
        "{g}^2(a)",
        "{{g}}(a)",
        r"\frac{\partial g}{\partial a}{(a)}",
        r"\sum_k {g}\bigl(z_k\bigr)",
    ],
)
def test_braces_do_not_make_a_product_of_a_name_and_its_argument(tex):
    with pytest.raises(EquationError):
        read_expression(tex)


@pytest.mark.parametrize(
    "tex", ["0.5{2}", "2{3}", "a{2}", "1{{0}}", r"z_k^2\!{2}", "{2}{}3", r"\exp(a){2}", "2{}{3}"]
)
def test_braces_do_not_part_a_number_from_what_is_in_front(tex):
    with pytest.raises(EquationError):
        read_expression(tex)


def test_braces_do_not_take_an_exponent_into_a_function():
    for tex in (r"\exp{(a)}^2", r"\exp{{(a)}}^2", r"\exp{\left(a\right)}^2", r"\log{[a]}^3"):
        power = read_expression(tex)
        assert isinstance(power, Power), tex
        assert isinstance(power.base, Apply), tex
    for tex in ("a^{{2}}", "(-a)^{{{2}}}", "(a + b)^{(2)}"):
        assert isinstance(read_expression(tex), Power), tex


def test_limits_of_size():
    for tex in ("(" * 100 + "a" + ")" * 100, "a + " * 2000 + "a", "a" * 5000, "{" * 3000):
        with pytest.raises(EquationError):
            read_expression(tex)
