"""proofpages.equations.meaning.applications: what a name in front of a parenthesis is."""

from __future__ import annotations

import re

import pytest

from proofpages.equations.errors import EquationError
from proofpages.equations.tex.printer import show

from .resolving import resolve


@pytest.mark.parametrize(
    ("written", "clear"),
    [
        ("u(1 - u)", r"u \cdot (1 - u)"),
        ("a(1 - a)^2", r"a \cdot (1 - a)^{2}"),
        ("a^2(1 - a)", r"a^{2} \cdot (1 - a)"),
        ("z_i(1 - a)", r"z_{i} \cdot (1 - a)"),
        ("z_i(a + x_1)", r"z_{i} \cdot (a + x_{1})"),
        ("K(a + b)", r"K \cdot (a + b)"),
        # What only says on what it depends.
        ("s_j(x)", "s_{j}"),
        (r"\sum z_k", r"\sum_{k = 1}^{K} z_{k}"),
    ],
)
def test_a_name_before_a_parenthesis(written, clear):
    assert show(resolve(written).sides[0]) == clear


@pytest.mark.parametrize(
    "written",
    [
        "s_j(2 x)",
        "z_i(a + b)",
        "z_i(2 a)",
        "z_i[a - 1]",
        "W_{ik}(a b + 1)",
        "u(z_i + a)",
        "a(b)",
        "a(1 - b)",
        "a(1)",
        "a(b, 1)",
        r"\log a(1 - b)",
        "q(1 - a)",
    ],
)
def test_what_could_be_a_function_is_no_product(written):
    with pytest.raises(EquationError) as caught:
        resolve(written)
    assert re.search("function|argument|parentheses", caught.value.hint)
