"""proofpages.equations.tex.statements: a formula is split into statements, or refused."""

from __future__ import annotations

import pytest

from proofpages.equations.errors import EquationError
from proofpages.equations.tex.alphabet import UNREAD_RELATIONS
from proofpages.equations.tex.index_relations import Condition, Range
from proofpages.equations.tex.statements import (
    Chain,
    Declaration,
    IndexRelation,
    has_relation,
    read,
)
from proofpages.equations.tree import Symbol

a, b, c = Symbol("a"), Symbol("b"), Symbol("c")


def test_statements():
    chain = read(r"a &:= b \tag{E1}".replace("&", ""))[0]
    assert chain == Chain((a, b), (":=",))
    assert read("a = b = c.") == [Chain((a, b, c), ("=", "="))]
    assert read(r"= a") == [Chain((a,), ("=",), continues=True)]
    assert read(r"a \le b, \qquad b \ne c") == [
        Chain((a, b), (r"\leq",), (Condition("b", "c", False),))
    ]
    assert read(r"a = b \qquad (i \neq j, k = j)")[0].conditions == (
        Condition("i", "j", False),
        Condition("k", "j", True),
    )
    assert read(r"a = b \quad \text{for } i \neq j")[0].conditions == (Condition("i", "j", False),)
    assert read(r"a = b, \qquad (k = 1, \dots, K)")[0].conditions == (Range("k", "K"),)
    assert read(r"a := b, \qquad c := b") == [Chain((a, b), (":=",)), Chain((c, b), (":=",))]
    assert read(r"\begin{aligned} a &= b \\ &= c \end{aligned}") == [Chain((a, b, c), ("=", "="))]
    rows = read(r"\begin{align*} a &= b \\ b &= c \quad (i \neq j) \end{align*}")
    assert rows == [Chain((a, b), ("=",)), Chain((b, c), ("=",), (Condition("i", "j", False),))]
    assert read(r"z, y \in \mathbb{R}^K") == [Declaration(("z", "y"), ("K",), False)]
    assert read(r"T \in \mathbb R_{>0}") == [Declaration(("T",), (), True)]
    assert read(r"W \in \mathbb{R}^{K \times N}") == [Declaration(("W",), ("K", "N"), False)]
    assert read(r"w_k \in \mathbb{R}") == [Declaration(("w",), ("",), False)]
    assert read(r"i \neq j") == [IndexRelation((Condition("i", "j", False),))]
    assert read(r"k = 1, \ldots, K") == [IndexRelation((Range("k", "K"),))]
    assert read(r"k \in \{1, \dots, K\}") == [IndexRelation((Range("k", "K"),))]


@pytest.mark.parametrize(
    "tex",
    [
        "a",
        "",
        r"\tag{E1}",
        "a =",
        ":= a",
        r"a \approx b",
        r"a \in [0, 1]",
        "a, b = c",
        r"a \in \mathbb{Z}",
        r"a \in \mathbb{R}^2",
        r"\begin{matrix} a \end{matrix} = b",
        r"\in",
        r"{} \in",
        r"\begin{aligned} a = b",
        r"a = b \end{aligned}",
        r"a = b \qquad (i < j)",
        r"(i \neq j)",
        "a == b",
        r"a = b \qquad \text{unless } i \neq j",
        r"a = b (i \neq j)",
        r"z_i \in \mathbb{R}^K",
        r"\begin{aligned} a &= b \quad (i \neq j) \\ &= c \end{aligned}",
        r"a = b \\ c",
    ],
)
def test_statements_refused(tex):
    with pytest.raises(EquationError):
        read(tex)


def test_has_relation():
    assert not has_relation(r"\frac{\partial L}{\partial z_j}")
    assert not has_relation(r"\sum_{k=1}^K z_k")
    assert not has_relation(r"p - y")
    for tex in (
        "a = b",
        r"a \in b",
        r"a\neq b",
        r"x \approx y",
        "a<b",
        r"\sum_{k=1}^K z_k = 1",
        "a≠b",
    ):
        assert has_relation(tex)


@pytest.mark.parametrize("name", sorted(UNREAD_RELATIONS))
def test_a_relation_that_is_not_known_is_refused(name):
    tex = f"a {name} b"
    assert has_relation(tex)
    with pytest.raises(EquationError):
        read(tex)


@pytest.mark.parametrize(
    "tex", ["a ≡ b", "a ＝ b", "a → b", r"\underbrace{a - b}_{= 0}", "p_{i = 1}"]
)
def test_what_could_be_a_relation_is_read(tex):
    assert has_relation(tex)
