"""Signs that are read off an expression as it is written, and those that are not there."""

from __future__ import annotations

import pytest

from proofpages.equations.errors import Status
from proofpages.site.wording import message
from tests.proofpages.equations.claims import assumed, page, put, stated

DEFINED = (
    r"M := \frac{1}{K} \sum_k (p_k - y_k)^2",
    r"H := -\sum_k p_k \log(p_k)",
    r"V \in \mathbb{R}^{N \times K}",
    r"r \in \mathbb{R}_{>0}",
    r"\gamma \in \mathbb{R}_{>0}",
)

PROVED = [
    r"(a_1 - b_1)^2 \geq 0",
    r"\sum_l (p_l - y_l)^2 \geq 0",
    r"\log(p_i) \leq 0",
    r"0 \leq (z_i - z_j)^2",
    r"a^2 - 2 a b + b^2 \geq 0",
    r"4 a^2 + 4 a + 1 \geq 0",
    r"-\log(p_i) \geq 0",
    r"M \geq 0",
    r"H \geq 0",
    r"-p_i \log(p_i) \geq 0",
    r"\sum_n \sum_k (V_{nk} - z_k)^2 p_k \geq 0",
    r"\sum_n (\sum_k V_{nk} z_k)^2 \geq 0",
    r"p_j \sum_{k \neq j} (z_k - z_j)^2 \geq 0",
    r"(a - b)^2 + 1 > 0",
    r"(a - b)^2 + e^{c} \neq 0",
    r"\frac{(a - b)^2}{1 + (a + b)^2} \geq 0",
    r"\frac{1}{(a - b)^2} > 0",
    r"(a - b)^{-2} > 0",
    r"p_i (1 - p_i) \geq 0",
    r"\log(1 + r) > 0",
    r"\log(1 + (a - b)^2) \geq 0",
    r"r \sum_k p_k \cdot (z_k - \sum_i p_i z_i)^2 \geq 0",
]

FALSE = [
    r"(a - b)^2 > 0",
    r"\sum_l (p_l - y_l)^3 \geq 0",
    r"\log(p_i) < 0",  # K = 1
    r"\log(r) \geq 0",
    r"\log(y_i^2) \leq 0",
    r"(a - b) (a + b) \geq 0",
    r"M > 0",
    r"H > 0",  # K = 1
    r"p_j \sum_{k \neq j} (z_k - z_j)^2 > 0",
    r"p_j \sum_{k \neq j} e^{z_k} > 0",  # K = 1
    r"\sum_k y_k (p_k - z_k)^2 \geq 0",
    r"(a - b)^2 \neq 0",
    r"\frac{(a - b)^2}{a} \geq 0",
    r"-(a - b)^2 \geq 0",
    r"\log(1 + a) \geq 0",
]


def context():
    return page(*DEFINED, r"w \in \mathbb{R}^K")


def vectors():
    return stated(r"a, b \in \mathbb{R}^K")


@pytest.mark.parametrize("tex", PROVED)
def test_a_sign_as_it_is_written(tex):
    verdict = put(vectors() if "a_1" in tex else context(), tex)
    assert verdict.status is Status.PROVED, message(verdict)
    assert verdict.needs == ()


@pytest.mark.parametrize("tex", FALSE)
def test_no_sign_that_is_not_there(tex):
    verdict = put(context(), tex)
    assert verdict.status is Status.FALSE, message(verdict)


# A quantity whose logarithm is taken is positive.


@pytest.mark.parametrize(
    ("tex", "status"),
    [
        (r"(\exp(\frac{1}{2} \log(a)))^2 = a", Status.PROVED),
        (r"e^{\frac{1}{3} \log(z_i)} e^{\frac{2}{3} \log(z_i)} = z_i", Status.PROVED),
        (r"(e^{\frac{1}{2} \log(a^2 + b^2)})^2 = a^2 + b^2", Status.PROVED),
        (r"e^{-\log(a - b)} = \frac{1}{a - b}", Status.PROVED),
        (r"e^{\log(-a)} = -a", Status.PROVED),
        (r"(e^{\frac{1}{2} \log(-a)})^2 = -a", Status.PROVED),
        (r"\sum_k e^{\log(y_k)} = \sum_k y_k", Status.PROVED),
        (
            r"\frac{\partial}{\partial a} (\exp(\frac{1}{2} \log(a)))"
            r" = \frac{1}{2 \exp(\frac{1}{2} \log(a))}",
            Status.PROVED,
        ),
        (r"(1 - r) e^{\gamma \log(1 - r)} = e^{(\gamma + 1) \log(1 - r)}", Status.PROVED),
        (r"e^{\frac{1}{2} \log(a^2)} = a", Status.FALSE),
        (r"e^{\log(-a)} = a", Status.FALSE),
        (r"(\exp(\frac{1}{2} \log(a)))^2 = -a", Status.FALSE),
        (r"\log(a) + \log(-a) = 0", Status.FALSE),
        (r"\sum_k e^{\frac{1}{2} \log(y_k^2)} = \sum_k y_k", Status.FALSE),
    ],
)
def test_what_has_a_logarithm_is_positive(tex, status):
    verdict = put(context(), tex)
    assert verdict.status is status, message(verdict)


def test_a_power_of_less_than_one():
    """Focal loss: 1 − r to a power that is no integer, where r is between 0 and 1."""
    below = assumed(context(), "r < 1")
    assert put(below, r"F := -e^{\gamma \log(1 - r)} \log(r)").ok
    slope = (
        r"\frac{\partial F}{\partial r} = \gamma e^{(\gamma - 1) \log(1 - r)} \log(r)"
        r" - \frac{e^{\gamma \log(1 - r)}}{r}"
    )
    verdict = put(below, slope)
    assert verdict.status is Status.PROVED, message(verdict)
    assert put(below, slope.replace("- ", "+ ", 1)).status is Status.FALSE
