"""Inequalities between products of sums, which hold pair by pair: that of Cauchy and Schwarz."""

from __future__ import annotations

import pytest

from proofpages.equations.errors import Status
from proofpages.equations.proof.decide import Cause
from proofpages.site.wording import message
from tests.proofpages.equations.claims import put, stated

PAGE = (
    r"x, t \in \mathbb{R}",
    r"z, u \in \mathbb{R}^K",
    r"r, w \in \mathbb{R}_{>0}^K",
    r"v \in \mathbb{R}^N",
    r"W \in \mathbb{R}^{K \times N}",
    r"p_j := \frac{e^{z_j}}{\sum_k e^{z_k}}",
)

TRUE = [
    r"(\sum_k z_k u_k)^2 \leq \sum_k z_k^2 \cdot \sum_k u_k^2",
    r"(z^\top u)^2 \leq \|z\|^2 \|u\|^2",
    r"\sum_k z_k^2 \cdot \sum_k u_k^2 \geq (\sum_k z_k u_k)^2",
    r"(\sum_n v_n W_{kn})^2 \leq \sum_n v_n^2 \cdot \sum_m W_{km}^2",
    r"(\sum_k z_k)^2 \leq K \sum_k z_k^2",
    r"(\sum_k p_k u_k)^2 \leq \sum_k p_k u_k^2",
    r"\sum_i \sum_j u_i p_i (\delta_{ij} - p_j) u_j \geq 0",
    r"\sum_k p_k^2 \geq \frac{1}{K}",
    r"\sum_k p_k^2 \leq 1",
    r"K^2 \leq \sum_k r_k \cdot \sum_k \frac{1}{r_k}",
    # What a value adds with itself, and what is no sum.
    r"(\sum_k r_k)^2 \geq \sum_k r_k^2",
    r"\sum_k r_k \cdot \sum_k w_k - \sum_k r_k w_k \geq 0",
    r"x^2 + \sum_k z_k^2 \cdot \sum_k u_k^2 \geq (\sum_k z_k u_k)^2",
    r"-\sum_k z_k^2 \cdot \sum_k u_k^2 + (\sum_k z_k u_k)^2 \leq 0",
]

FALSE = [
    r"(\sum_k z_k u_k)^2 \geq \sum_k z_k^2 \cdot \sum_k u_k^2",
    r"(\sum_k z_k)^2 \leq \sum_k z_k^2",
    r"(\sum_k z_k)^2 \leq (K - 1) \sum_k z_k^2",
    r"(\sum_k z_k)^2 \geq \sum_k z_k^2",
    r"(\sum_k r_k)^2 \leq \sum_k r_k^2",
    r"\sum_k p_k^2 \geq \frac{2}{K}",
    r"(\sum_k z_k u_k)^2 \leq \sum_k z_k^4 \cdot \sum_k u_k^2",
    r"\sum_k r_k \cdot \sum_k w_k \geq 2 \sum_k r_k w_k",
    r"-1 + \sum_k z_k^2 \cdot \sum_k u_k^2 \geq (\sum_k z_k u_k)^2",
    # Equal where z and u are proportional.
    r"(\sum_k z_k u_k)^2 < \sum_k z_k^2 \cdot \sum_k u_k^2 + 0 \cdot x",
]


@pytest.mark.parametrize("tex", TRUE)
def test_no_pair_adds_less_than_0(tex):
    verdict = put(stated(*PAGE), tex)
    assert verdict.status is Status.PROVED, message(verdict)


@pytest.mark.parametrize("tex", FALSE)
def test_what_a_pair_takes_away_is_seen(tex):
    verdict = put(stated(*PAGE), tex)
    assert verdict.status is not Status.PROVED
    assert verdict.status is not Status.INTERNAL, message(verdict)


def test_what_is_not_decided_names_the_sign():
    verdict = put(stated(*PAGE), r"(\sum_k z_k)^4 \leq K^3 \sum_k z_k^4")
    assert verdict.worst is not None
    assert verdict.worst.failure is not None
    assert verdict.worst.failure.cause is Cause.NO_PROOF
    assert "no sign of the difference was found" in message(verdict)
