"""proofpages.equations.proof.in_numbers: a formula with numbers in it is still that formula."""

from __future__ import annotations

import re

import pytest

from proofpages.equations import Context, Formula, check
from proofpages.equations.proof.in_numbers import sides_in_numbers

SETTING = (
    r"$z, y \in \mathbb{R}^K$",
    r"p_j := \frac{e^{z_j}}{\sum_{k=1}^K e^{z_k}}",
    r"L := -\sum_{i=1}^K y_i \log(p_i)",
)


def sides(tex: str) -> tuple[str, str]:
    """Both sides of a false claim at its counterexample."""
    context = Context()
    for formula in SETTING:
        assert check(Formula(formula.strip("$"), display=not formula.startswith("$")), context).ok
    verdict = check(Formula(tex), context)
    found = verdict.counterexample
    assert found is not None, verdict
    assert found.finding is not None
    return sides_in_numbers(verdict.steps[0].problem, found.finding)


@pytest.mark.parametrize(
    ("tex", "left", "right"),
    [
        (r"p_1 (1 - p_1) = p_1", r"\frac{1}{4} \cdot \left(1 - \frac{1}{4}\right) = \frac{3}{16}",
         r"\frac{1}{4}"),
        (r"\sum_{k=1}^K e^{z_k} = e^{z_1}", "1 + 3 = 4", "1"),
        (r"(p_1 - 1)^2 = 1", r"\left(\frac{1}{4} - 1\right)^{2} = \frac{9}{16}", "1"),
        (r"\sum_{k \neq 1} p_k = 2", r"\frac{3}{4}", "2"),
    ],
)  # fmt: skip
def test_what_is_shown(tex: str, left: str, right: str) -> None:
    assert sides(tex) == (left, right)


def test_a_derivative_shows_its_value_and_its_name() -> None:
    left, _ = sides(r"\frac{\partial p_i}{\partial z_j} = 1 + p_i")
    assert re.fullmatch(
        r"\\underbrace\{.+\}_\{\\frac\{\\partial p_\{\d\}\}\{\\partial z_\{\d\}\}\} = .+", left
    )


@pytest.mark.parametrize(
    "tex",
    [
        r"p_i (1 - p_i) = p_i - p_i",
        r"\sum_{k \neq i} y_k p_k = y_i - p_i",
        r"\frac{y_i - p_i}{p_i^2} = -(y_i - 2)^3",
        r"-(p_i - (y_i - 1)) = \frac{p_i}{1 + y_i^2}",
        r"y_i - \sum_{k=1}^K \sum_{l=1}^K y_k y_l p_l = 7",
    ],
)
def test_the_numbers_compute_to_the_values(tex: str) -> None:
    """Each side reads, as a formula without letters, as equal to the value behind it."""
    for text in sides(tex):
        plain = text.replace(r"\left", "").replace(r"\right", "")
        if "=" in plain:
            assert check(Formula(plain), Context()).ok, plain


def test_what_is_no_fraction_has_four_digits() -> None:
    left, right = sides(r"\log(p_1) = z_1")
    assert (left, right) == (r"\log 0.2689 = -1.3133", "0")
