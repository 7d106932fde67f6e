"""proofpages.equations.tex.tokens: spaces that TeX takes otherwise, and signs that are no TeX."""

from __future__ import annotations

import re

import pytest

from proofpages.equations.errors import EquationError
from proofpages.equations.tex.statements import (
    read,
    read_expression,
)


@pytest.mark.parametrize(
    "tex",
    [r"\frac{a}~{b}", r"\frac{a + b}\,{b}", r"\frac{\frac{a}{b}}\!{a}", r"\frac{{a}}\tag{E1}{b}"],
)
def test_a_space_is_no_denominator(tex):
    with pytest.raises(EquationError):
        read_expression(tex)
    assert read_expression(r"\frac{a}{b}~{b}") == read_expression(r"\frac{a}{b} b")


@pytest.mark.parametrize("tex", [r"a\!\!b", r"-\!{}\! b", r"a \!\,\! - b", r"{\!\!a}"])
def test_one_negative_space_in_a_row(tex):
    with pytest.raises(EquationError):
        read_expression(tex)


@pytest.mark.parametrize(
    ("sign", "instead"), [("−", "-"), ("·", r"\cdot"), ("²", "^2"), ("≤", r"\leq")]
)
def test_a_sign_that_was_copied_is_named_in_tex(sign: str, instead: str) -> None:
    with pytest.raises(EquationError, match=re.escape(f"is not read (offset 2); write {instead}")):
        read(f"a {sign} 1 = b")
