"""Evaluation at points: the sizes that are tried, and what is said of them."""

from __future__ import annotations

import pytest

from proofpages.equations.errors import Status
from proofpages.equations.numbers.evaluate import Budget
from proofpages.equations.proof.at_points import Outcome, sample, size_choices
from proofpages.site.wording import exact_at, in_words, message
from tests.proofpages.equations.claims import assumed, put, stated


def context(*facts):
    return assumed(
        stated(
            r"x \in \mathbb{R}^N",
            r"A, P \in \mathbb{R}^{M \times N}",
            r"W \in \mathbb{R}^{N \times K}",
            r"z \in \mathbb{R}^K",
        ),
        *facts,
    )


def problem(tex, *facts):
    (step,) = put(context(*facts), tex).steps
    return step.problem


@pytest.mark.parametrize(
    ("tex", "facts", "sizes"),
    [
        ("x_n = x_n", (), ["N"]),
        ("A_{mn} = A_{mn}", (), ["N", "M"]),
        (r"\sum_n W_{nk} z_k = z_k \sum_n W_{nk}", (), ["N", "K"]),
        (r"\sum_m \sum_n A_{mn} z_k = z_k \sum_m \sum_n A_{mn}", (), ["N", "M", "K"]),
        ("A_{mn} = A_{mn}", ("N = 3",), ["M"]),
    ],
)
def test_each_size_takes_each_value(tex, facts, sizes):
    choices = size_choices(problem(tex, *facts))
    assert len(choices) == 5
    for size in sizes:
        assert {choice[size] for choice in choices} == {1, 2, 3, 4, 5}
    for one in sizes:
        for other in sizes:
            assert one == other or any(choice[one] != choice[other] for choice in choices)
    for fact in facts:
        assert {choice["N"] for choice in choices} == {int(fact[-1])}


@pytest.mark.parametrize(
    ("tex", "size"),
    [
        (r"(N - 1) (N - 2) (N - 3) (N - 4) = 0", 5),
        (r"\sum_n x_n = x_1", 2),
        (r"\sum_n x_n \sum_m x_m = \sum_n x_n^2", 2),
        (r"\sum_{n \neq m} x_n \cdot \sum_{l \neq m} x_l = \sum_{n \neq m} x_n^2", 3),
        (r"\sum_{n=1}^N 1 = 2", 1),
    ],
)
def test_a_size_of_another_name_is_looked_at_too(tex, size):
    verdict = put(context(), tex)
    assert verdict.status is Status.FALSE
    assert f"N={size}" in message(verdict)
    assert "K=" not in message(verdict)


def test_what_is_said_of_sizes_is_what_was_tried():
    for tex, points in {
        r"\sum_n x_n^2 - x_m^2 = \sum_{n \neq m} x_n^2": ["N = 1…5"],
        r"\sum_m A_{mn} x_n = x_n \sum_m A_{mn}": ["N and M = 1…5"],
        "z_k x_n = x_n z_k": ["K and N = 1…5"],
    }.items():
        assert exact_at(put(context(), tex)) == points
    assert exact_at(put(context("N = 2"), "x_1 + x_2 - z_k = -z_k + \\sum_n x_n")) == [
        "K = 1…5, N = 2"
    ]
    undecided = put(context(), r"(\sum_n x_n W_{nk})^4 \leq N^3 \sum_m x_m^4 W_{mk}^4")
    assert undecided.status is Status.UNDECIDED
    assert "exact at K and N = 1…5 it holds" in message(undecided)


@pytest.mark.parametrize(
    ("tex", "mark"),
    [
        (r"\frac{N - 1}{N - 1} = 1", "proved for every N, undefined at N = 1"),
        (r"\frac{(N - 2) z_k}{N - 2} = z_k", "proved for every K and N, undefined at N = 2"),
        (
            r"\frac{\sum_m A_{mn} (M - 4)}{M - 4} = \sum_m A_{mn}",
            "proved for every N and M, undefined at M = 4",
        ),
    ],
)
def test_the_size_that_leaves_a_side_undefined_is_named(tex, mark):
    verdict = put(context(), tex)
    assert verdict.status is Status.PROVED, message(verdict)
    assert in_words(verdict).replace("\N{NO-BREAK SPACE}", " ") == mark


def test_what_divides_by_several_sizes_is_not_decided():
    """Where it is 0 is not found: at N = 1 and M = 2, and at more sizes than can be named."""
    verdict = put(context(), r"\frac{(M + N - 3) A_{mn}}{M + N - 3} = A_{mn}")
    assert verdict.status is Status.UNDECIDED
    assert "a divisor of several sizes" in message(verdict)


def test_larger_sizes():
    report = sample(problem("A_{mn} = A_{mn}"), Budget(5), "seed", (6, 7, 8))
    assert report.exact
    assert [dict(sizes) for sizes in report.at(Outcome.HELD)] == [
        {"N": 6, "M": 7},
        {"N": 7, "M": 8},
        {"N": 8, "M": 6},
    ]
