"""proofpages.equations.proof.same_terms: which terms of two equal sides belong together."""

from __future__ import annotations

from dataclasses import replace

import pytest

from proofpages.equations.checking import Formula, check
from proofpages.equations.meaning.context import Context
from proofpages.equations.meaning.question import Hypothesis
from proofpages.equations.proof.same_terms import MAX_TERMS, same_terms

Places = tuple[int, ...]


def links(tex: str) -> list[tuple[Places, Places]]:
    context = Context()
    check(Formula(r"p, y \in \mathbb{R}^K", display=False), context)
    (step,) = check(Formula(tex), context).steps
    return [(link.before, link.after) for link in same_terms(step.problem)]


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"p_j - y_j = -y_j + p_j", [((0,), (1,)), ((1,), (0,))]),
        (r"y_j p_j + \sum_{i \neq j} y_i p_j - y_j = \sum_i y_i p_j - y_j",
         [((0, 1), (0,)), ((2,), (1,))]),
        (r"-y_j (1 - p_j) + p_j^2 = -y_j + y_j p_j + p_j^2", [((0,), (0, 1)), ((1,), (2,))]),
        (r"p_j + y_j - p_j = y_j", [((0, 2), ()), ((1,), (0,))]),
        (r"p_j + y_j = 2 p_j - p_j + y_j", [((0,), (0, 1)), ((1,), (2,))]),
        (r"p_j (1 - y_j) = p_j - p_j y_j", []),
        (r"(p_j + 1)^2 - 1 = p_j^2 + 2 p_j", []),
        (r"p_j + y_j = y_j", [((1,), (0,))]),
    ],
)  # fmt: skip
def test_terms_that_are_equal_for_every_k(tex: str, expected: list[tuple[Places, Places]]) -> None:
    assert links(tex) == expected


def test_a_long_side_is_not_looked_into() -> None:
    long = " + ".join(["p_j"] * (MAX_TERMS + 1))
    assert links(rf"{long} = {MAX_TERMS + 1} p_j") == []


@pytest.mark.parametrize("assumed", [r"a^2 = b^2", r"\frac{1}{a - a} = b"])
def test_nothing_is_found_under_what_cannot_be_used(assumed: str) -> None:
    context = Context()
    check(Formula(r"a, b, x \in \mathbb{R}", display=False), context)
    (step,) = check(Formula("x + a = a + x"), context).steps
    assert len(same_terms(step.problem)) == 2
    (other,) = check(Formula(assumed), context).steps
    hypothesis = Hypothesis(other.problem.left, other.problem.right, "=", assumed)
    assert same_terms(replace(step.problem, hypotheses=(hypothesis,))) == []
