"""Sums inside sums: in which order they are written does not matter, and what they sum does."""

from __future__ import annotations

import pytest

from proofpages.equations.errors import Status
from proofpages.site.wording import message

from .claims import put, stated

DECLARED = (
    r"X \in \mathbb{R}^{N \times D}",
    r"V \in \mathbb{R}^{D \times M}",
    r"W \in \mathbb{R}^{M \times K}",
    r"P, Q \in \mathbb{R}^{N \times K}",
    r"A, B \in \mathbb{R}^{K \times K}",
    r"x, y \in \mathbb{R}^K",
    r"b \in \mathbb{R}^M",
    r"t \in \mathbb{R}^N",
)

TRUE = [
    r"\sum_{i=1}^N \sum_{j=1}^K P_{ij} = \sum_{j=1}^K \sum_{i=1}^N P_{ij}",
    # (X V) W = X (V W), entry by entry, and with a bias.
    r"\sum_m (\sum_d X_{nd} V_{dm}) W_{mk} = \sum_d X_{nd} (\sum_m V_{dm} W_{mk})",
    r"\sum_m (\sum_d X_{nd} V_{dm} + b_m) W_{mk}"
    r" = \sum_d X_{nd} \sum_m V_{dm} W_{mk} + \sum_m b_m W_{mk}",
    # A product of three matrices on both sides, a trace, a quadratic form.
    r"\sum_i \sum_j A_{ij} B_{ji} = \sum_j \sum_i B_{ji} A_{ij}",
    r"\sum_i \sum_j A_{ij} B_{ji} = \sum_i \sum_j A_{ji} B_{ij}",
    r"\sum_i x_i \sum_j A_{ij} y_j = \sum_j y_j \sum_i A_{ij} x_i",
    r"\sum_i (\sum_j A_{ij} x_j)^2 = \sum_j \sum_k x_j x_k \sum_i A_{ij} A_{ik}",
    r"\sum_{i \neq j} \sum_k A_{ik} = \sum_k \sum_i A_{ik} - \sum_k A_{jk}",
    r"\sum_i \sum_{j \neq i} A_{ij} = \sum_j \sum_{i \neq j} A_{ij}",
    r"\sum_i \sum_j A_{ij} = \sum_i A_{ii} + \sum_j \sum_{i \neq j} A_{ij}",
    r"\sum_n t_n \sum_k \frac{P_{nk}}{1 + Q_{nk}^2}"
    r" = \sum_k \sum_n \frac{t_n P_{nk}}{1 + Q_{nk}^2}",
    r"\sum_n \frac{1}{1 + t_n^2} \sum_k \frac{e^{P_{nk}}}{1 + y_k^2}"
    r" = \sum_k \sum_n \frac{e^{P_{nk}}}{(1 + y_k^2) (1 + t_n^2)}",
    r"\sum_n (\sum_k P_{nk})^3 = \sum_k \sum_n P_{nk} (\sum_l P_{nl})^2",
    r"\sum_n \sum_k P_{nk} (x_k - t_n) = \sum_k x_k \sum_n P_{nk} - \sum_n t_n \sum_k P_{nk}",
    r"\frac{\partial}{\partial P_{nk}} (\sum_j \sum_m P_{mj}^2) = 2 P_{nk}",
]

FALSE = [
    r"\sum_i \sum_j A_{ij} B_{ij} = \sum_i \sum_j A_{ij} B_{ji}",
    r"\sum_m (\sum_d X_{nd} V_{dm}) W_{mk} = \sum_d X_{nd} \sum_m V_{dm} W_{mk}^2",
    r"\sum_i x_i \sum_j A_{ij} y_j = \sum_i y_i \sum_j A_{ij} x_j",
    r"\sum_i (\sum_j A_{ij})^2 = \sum_j (\sum_i A_{ij})^2",
    r"\sum_i \sum_j A_{ij} = \sum_j \sum_{i \neq j} A_{ij}",
    r"\sum_n \sum_k P_{nk} Q_{nk} = (\sum_n \sum_k P_{nk}) \sum_l \sum_m Q_{ml}",
    r"\sum_n t_n \sum_k \frac{P_{nk}}{1 + Q_{nk}^2}"
    r" = \sum_k \sum_n \frac{t_n P_{nk}}{1 + P_{nk}^2}",
    r"\sum_n (\sum_k P_{nk})^3 = \sum_k \sum_n P_{nk}^2 \sum_l P_{nl}",
]


@pytest.mark.parametrize("tex", TRUE)
def test_sums_may_be_exchanged(tex):
    verdict = put(stated(*DECLARED), tex)
    assert verdict.status is Status.PROVED, message(verdict)


@pytest.mark.parametrize("tex", FALSE)
def test_sums_that_differ_are_told_apart(tex):
    verdict = put(stated(*DECLARED), tex)
    assert verdict.status is Status.FALSE, message(verdict)
