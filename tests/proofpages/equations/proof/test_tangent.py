"""Inequalities by l ≤ e^l − 1: what follows is proved, and what is a little more is not."""

from __future__ import annotations

import pytest

from proofpages.equations import Context, Formula, check
from proofpages.equations.checking import Status

PAGE = (
    r"z, a \in \mathbb{R}^K",
    r"u, v \in \mathbb{R}_{>0}^K",
    r"A \in \mathbb{R}_{>0}^{N \times K}",
    r"x \in \mathbb{R}_{>0}",
    r"p_j := \frac{e^{z_j}}{\sum_k e^{z_k}}",
    r"q_j := \frac{e^{a_j}}{\sum_k e^{a_k}}",
    r"H := -\sum_k p_k \log p_k",
    r"D := \sum_k p_k \log \frac{p_k}{q_k}",
)
SUMS = (r"\sum_k u_k = 1", r"\sum_k v_k = 1")


def page(*assumed):
    context = Context()
    for tex in PAGE:
        assert check(Formula(tex), context).ok, tex
    for tex in assumed:
        assert check(Formula(tex, directive="assume"), context).ok, tex
    return context


FREE, SUMMED, TWO = page(), page(*SUMS), page(*SUMS, "K = 2")

TRUE = [
    r"\log x \leq x - 1",
    r"\log x < x",
    r"1 - \frac{1}{x} \leq \log x",
    r"x \log x \geq x - 1",
    r"e^{z_j} \geq 1 + z_j",
    # e^x is monotone.
    r"\log \sum_k e^{z_k} \geq z_j",
    r"z_j \leq \log \sum_k e^{z_k}",
    r"\log p_j \leq 0",
    # Gibbs, Jensen, the log sum inequality.
    r"H \leq \log K",
    r"D \geq 0",
    r"-\sum_k p_k \log p_k \leq -\sum_k p_k \log q_k",
    r"\log \sum_k e^{z_k} \geq \frac{1}{K} \sum_k z_k + \log K",
    r"\frac{1}{K} \sum_k \log u_k \leq \log (\frac{1}{K} \sum_k u_k)",
    r"\sum_k u_k \log \frac{u_k}{v_k} \geq \sum_k u_k - \sum_k v_k",
    r"\sum_k u_k \log \frac{u_k}{v_k}"
    r" \geq (\sum_k u_k) \log \frac{\sum_k u_k}{\sum_k v_k}",
    r"\sum_k u_k \log v_k \leq (\sum_k u_k) \log \frac{\sum_k u_k v_k}{\sum_k u_k}",
    r"\sum_k A_{nk} \log A_{nk} \geq \sum_k A_{nk} - K",
    r"\sum_{k \neq j} u_k \log u_k \geq \sum_{k \neq j} u_k - K + 1",
]
FALSE = [
    r"\log x < x - 1",
    r"\log x \leq x - 2",
    r"\log x \leq \frac{x}{3}",
    r"\log x \geq x - 1",
    r"x \log x \geq x",
    r"e^{z_j} \geq 1 + 2 z_j",
    r"\log \sum_k e^{z_k} > z_j",
    r"\log \sum_k e^{z_k} \leq z_j",
    r"\log \sum_k e^{z_k} \geq 2 z_j",
    r"H \leq \log (K - 1)",
    r"H < \log K",
    r"\log K \leq H",
    r"D > 0",
    r"D \leq 0",
    r"-\sum_k p_k \log p_k \leq -\sum_k q_k \log p_k",
    r"-\sum_k p_k \log q_k \leq -\sum_k p_k \log p_k",
    r"\log \sum_k e^{z_k} \geq \sum_k z_k + \log K",
    r"\sum_k \log u_k \leq \log (\frac{1}{K} \sum_k u_k)",
    # Nothing says that these weights sum to one, or that they are positive.
    r"\sum_k u_k \log \frac{u_k}{v_k} \geq 0",
    r"-\sum_k u_k \log u_k \leq \log K",
    r"\sum_k u_k \log v_k \leq \log (\sum_k u_k v_k)",
    r"\sum_k z_k \log u_k \leq \sum_k z_k u_k - \sum_k z_k",
    r"\sum_k (p_k - q_k) z_k \geq 0",
]
TRUE_SUMMED = [
    r"\sum_k u_k \log \frac{u_k}{v_k} \geq 0",
    r"-\sum_k u_k \log u_k \leq \log K",
    r"-\sum_k u_k \log u_k \leq -\sum_k u_k \log v_k",
    r"-\sum_k u_k \log u_k \leq -\sum_k u_k \log p_k",
    r"\sum_k u_k \log v_k \leq \log \sum_k u_k v_k",
    r"\sum_k u_k \log \frac{v_k}{u_k} \leq \log \sum_k v_k",
]
FALSE_SUMMED = [
    r"\sum_k u_k \log \frac{u_k}{v_k} \leq 0",
    r"-\sum_k u_k \log u_k \leq -\sum_k v_k \log u_k",
    r"-\sum_k u_k \log u_k \leq \frac{1}{2} \log K",
    r"\sum_k u_k \log v_k \geq \log \sum_k u_k v_k",
    r"\sum_k v_k \log v_k \leq \log \sum_k u_k v_k",
]
TRUE_TWO = [
    r"-u_1 \log u_1 - (1 - u_1) \log (1 - u_1) \leq \log 2",
    r"-u_1 \log u_1 - u_2 \log u_2 \leq -u_1 \log v_1 - u_2 \log v_2",
]
FALSE_TWO = [r"-u_1 \log u_1 - (1 - u_1) \log (1 - u_1) \leq \frac{1}{9} \log 2"]


@pytest.mark.parametrize(
    ("context", "tex"),
    [(FREE, tex) for tex in TRUE]
    + [(SUMMED, tex) for tex in TRUE_SUMMED]
    + [(TWO, tex) for tex in TRUE_TWO],
)
def test_what_follows_is_proved(context, tex):
    assert check(Formula(tex), context.copy()).status is Status.PROVED


@pytest.mark.parametrize(
    ("context", "tex"),
    [(FREE, tex) for tex in FALSE]
    + [(SUMMED, tex) for tex in FALSE_SUMMED]
    + [(TWO, tex) for tex in FALSE_TWO],
)
def test_what_is_false_is_refuted(context, tex):
    assert check(Formula(tex), context.copy(), readable=False).status is Status.FALSE


def test_the_sum_of_the_weights_is_needed():
    verdict = check(Formula(r"-\sum_k u_k \log u_k \leq \log K"), SUMMED.copy())
    assert [str(fact) for fact in verdict.needs] == [r"\sum_k u_k = 1"]


def test_a_strict_inequality_wants_more_than_the_bound():
    """It is true for u other than (1/2, 1/2), and not there: no points are exactly there."""
    tex = r"-u_1 \log u_1 - u_2 \log u_2 < \log 2"
    assert check(Formula(tex), TWO.copy()).status is not Status.PROVED
