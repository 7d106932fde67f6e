"""Sums inside sums: in which order they are written does not matter, and what they sum does."""

from __future__ import annotations

import pytest

from proofpages.equations.errors import Status
from proofpages.site.wording import in_words, message
from tests.proofpages.equations.claims import assumed, needs, put, stated

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


# Assumed of every row, or of every column.

ROWS = r"\sum_k P_{nk} = 1"


def batch(*facts):
    return assumed(
        stated(
            *DECLARED,
            r"Z \in \mathbb{R}^{N \times K}",
            r"S_{nj} := \frac{e^{Z_{nj}}}{\sum_k e^{Z_{nk}}}",
            r"J := -\frac{1}{N} \sum_{n=1}^N \sum_i P_{ni} \log(S_{ni})",
        ),
        *facts,
    )


@pytest.mark.parametrize(
    ("facts", "tex", "needed"),
    [
        ([ROWS], r"\frac{\partial J}{\partial Z_{nj}} = \frac{1}{N} (S_{nj} - P_{nj})", [ROWS]),
        ([ROWS], r"\sum_n \sum_k P_{nk} = N", [ROWS]),
        ([ROWS], r"\sum_k \sum_n P_{nk} t_n = \sum_n t_n", [ROWS]),
        ([ROWS], r"\sum_k \sum_n \frac{P_{nk}}{1 + t_n^2} = \sum_n \frac{1}{1 + t_n^2}", [ROWS]),
        ([ROWS], r"\sum_{k \neq j} P_{nk} = 1 - P_{nj}", [ROWS]),
        ([ROWS], r"t_n \sum_{m \neq n} \sum_k P_{mk} = t_n (N - 1)", [ROWS]),
        ([ROWS], r"\sum_k P_{1k} P_{nk} = \sum_k P_{nk} P_{1k}", []),
        ([ROWS], r"\sum_k (P_{1k} + P_{2k}) = 2", [ROWS]),
        ([r"\sum_n Q_{nk} = 0"], r"\sum_n Q_{nk} (t_n + 1) = \sum_n Q_{nk} t_n", 1),
        ([r"\sum_i A_{ij} = 1"], r"\sum_j \sum_i A_{ij} x_j = \sum_j x_j", 1),
        ([r"\sum_j A_{ij} = 1"], r"\sum_i \sum_{j \neq i} A_{ij} = K - \sum_i A_{ii}", 1),
        ([ROWS, "K = 2"], "P_{n1} = 1 - P_{n2}", 2),
        ([ROWS, r"1 = \sum_i P_{mi}"], r"\sum_n \sum_k P_{nk} = N", [ROWS]),
        ([ROWS, r"\sum_n t_n = 0"], r"\sum_n \sum_k t_n P_{nk} = 0", 2),
    ],
)
def test_the_sum_of_every_row_can_be_assumed(facts, tex, needed):
    verdict = put(batch(*facts), tex)
    assert verdict.status is Status.PROVED, message(verdict)
    assert (
        len(verdict.needs) == needed if isinstance(needed, int) else list(needs(verdict)) == needed
    )


@pytest.mark.parametrize(
    "tex",
    [
        r"\sum_n P_{nk} = 1",
        "P_{nk} = P_{mk}",
        r"\sum_k P_{nk}^2 = 1",
        r"\sum_k Q_{nk} = 1",
        r"\sum_n \sum_k P_{nk} = K",
        r"\sum_k \sum_n P_{nk} x_k = \sum_k x_k",
        r"\frac{\partial J}{\partial Z_{nj}} = S_{nj} - P_{nj}",
    ],
)
def test_what_does_not_follow_from_the_rows(tex):
    verdict = put(batch(ROWS), tex)
    assert verdict.status is Status.FALSE, message(verdict)


@pytest.mark.parametrize(
    ("tex", "status"),
    [
        ("P_{nk} = 1", Status.UNREADABLE),
        (r"\sum_k P_{nk} = t_n", Status.UNREADABLE),
        (r"\sum_k P_{nk} x_k = 1", Status.UNREADABLE),
        (r"\sum_k S_{nk} = 2", Status.VACUOUS),
        (r"\frac{\partial J}{\partial Z_{nj}} = S_{nj} - P_{nj}", Status.UNREADABLE),
        (r"\sum_{k \neq j} P_{nk} = 1", Status.UNREADABLE),
        ("x_k = 1", Status.UNREADABLE),
    ],
)
def test_nothing_else_can_be_assumed_of_every_row(tex, status):
    assert put(batch(), tex, directive="assume").status is status


def test_rows_that_contradict_each_other():
    assert put(batch(ROWS), r"\sum_i P_{mi} = 2", directive="assume").status is Status.VACUOUS
    assert put(batch(ROWS), r"\sum_k \sum_n P_{nk} = 2 N").status is Status.FALSE


def test_a_mark_names_the_rows():
    verdict = put(batch(ROWS), r"\sum_n \sum_k P_{nk} = N")
    assert in_words(verdict).replace("\N{NO-BREAK SPACE}", " ") == (
        "proved, needs Σ_k P_nk = 1 for every n"
    )
