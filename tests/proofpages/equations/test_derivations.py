"""Derivations that the package was not written around: right lines pass, wrong ones do not."""

from __future__ import annotations

import pytest

from proofpages.equations import Context, Formula, check
from proofpages.site.wording import counterexample, message, place

SOFTMAX = r"p_j := \frac{e^{z_j}}{\sum_{k=1}^K e^{z_k}}"
LOSS = r"L := -\sum_{i=1}^K y_i \log(p_i)"
NORMAL = "assume", r"\sum_i y_i = 1"

CASES = {
    "binary cross-entropy": (
        [
            r"a, y \in \mathbb{R}",
            r"q := \frac{1}{1 + e^{-a}}",
            r"L := -y \log(q) - (1 - y) \log(1 - q)",
        ],
        [
            r"1 - q = \frac{e^{-a}}{1 + e^{-a}}",
            r"\frac{\partial q}{\partial a} = q(1 - q)",
            r"\frac{\partial L}{\partial q} = -\frac{y}{q} + \frac{1 - y}{1 - q}",
            r"\frac{\partial L}{\partial a} = q - y",
            r"L = \log(1 + e^{a}) - a y",
            r"\log(\frac{q}{1 - q}) = a",
            r"\frac{\partial^2 L}{\partial a^2} = q(1 - q)",
            r"q > 0",
            r"\frac{\partial^2 L}{\partial a^2} > 0",
        ],
        [
            r"\frac{\partial q}{\partial a} = q(1 + q)",
            r"\frac{\partial L}{\partial a} = y - q",
            r"\frac{\partial L}{\partial a} = a - y",
            r"\frac{\partial L}{\partial a} = q - y + q(1 - q)",
            r"L = \log(1 + e^{-a}) - a y",
            r"\frac{\partial L}{\partial q} = -\frac{y}{q} - \frac{1 - y}{1 - q}",
            r"q > 1",
            r"\frac{\partial^2 L}{\partial a^2} = q^2 (1 - q)",
        ],
    ),
    "squared error of softmax": (
        [r"z, y \in \mathbb{R}^K", SOFTMAX, r"E := \sum_i (p_i - y_i)^2"],
        [
            r"\frac{\partial E}{\partial p_i} = 2 (p_i - y_i)",
            r"\frac{\partial E}{\partial z_j} = 2 \sum_i (p_i - y_i) p_i (\delta_{ij} - p_j)",
            r"= 2 p_j (p_j - y_j) - 2 p_j \sum_i p_i (p_i - y_i)",
            r"\sum_j \frac{\partial E}{\partial z_j} = 0",
        ],
        [
            r"\frac{\partial E}{\partial z_j} = 2 (p_j - y_j)",
            r"\frac{\partial E}{\partial z_j} = 2 p_j (1 - p_j) (p_j - y_j)",
            r"\frac{\partial E}{\partial z_j} = 2 \sum_i (p_i - y_i) p_i (\delta_{ij} - p_i)",
            r"\frac{\partial E}{\partial p_i} = 2 (y_i - p_i)",
        ],
    ),
    "log-sum-exp": (
        [
            r"z \in \mathbb{R}^K",
            r"c \in \mathbb{R}",
            SOFTMAX,
            r"F := \log(\sum_k e^{z_k})",
            r"H_{ij} := \frac{\partial^2 F}{\partial z_i \partial z_j}",
        ],
        [
            r"\nabla_z F = p",
            r"H_{ij} = p_i (\delta_{ij} - p_j)",
            r"H_{ij} = H_{ji}",
            r"\sum_j H_{ij} = 0",
            r"H_{ii} \geq 0",
            r"H_{ij} < 0 \qquad (i \neq j)",
            r"\log(\sum_k e^{z_k + c}) = F + c",
            r"\log(p_i) = z_i - F",
            r"\frac{\partial H_{ij}}{\partial z_k} = \frac{\partial H_{kj}}{\partial z_i}",
            r"\sum_i \sum_j H_{ij} z_i z_j = \sum_i p_i z_i^2 - (\sum_i p_i z_i)^2",
        ],
        [
            r"\nabla_z F = p - z",
            r"H_{ij} = p_i \delta_{ij} + p_i p_j",
            r"H_{ij} = p_i (1 - p_j)",
            r"H_{ij} = -p_i p_j",
            r"H_{ii} > 0",
            r"\log(\sum_k e^{z_k + c}) = F",
            r"\sum_i \sum_j H_{ij} z_i z_j = \sum_i p_i z_i^2 - \sum_i p_i z_i",
        ],
    ),
    "divergence of two softmaxes": (
        [
            r"a, b \in \mathbb{R}^K",
            r"p_i := \frac{e^{a_i}}{\sum_k e^{a_k}}",
            r"q_i := \frac{e^{b_i}}{\sum_k e^{b_k}}",
            r"D := \sum_i p_i \log(\frac{p_i}{q_i})",
        ],
        [
            r"\nabla_b D = q - p",
            r"\frac{\partial D}{\partial a_j} = p_j (\log(\frac{p_j}{q_j}) - D)",
            r"D = \sum_i p_i \cdot (a_i - b_i) - \log(\sum_k e^{a_k}) + \log(\sum_k e^{b_k})",
            r"\sum_j \frac{\partial D}{\partial a_j} = 0",
            r"\frac{\partial^2 D}{\partial b_i \partial b_j} = q_i (\delta_{ij} - q_j)",
        ],
        [
            r"\nabla_b D = p - q",
            r"\frac{\partial D}{\partial a_j} = p_j \log(\frac{p_j}{q_j})",
            r"\nabla_a D = p - q",
            r"D = \sum_i p_i \cdot (a_i - b_i)",
            r"D = \sum_i q_i \log(\frac{q_i}{p_i})",
        ],
    ),
    "temperature": (
        [
            r"z, y \in \mathbb{R}^K",
            r"T \in \mathbb{R}_{>0}",
            r"p_j := \frac{e^{z_j / T}}{\sum_k e^{z_k / T}}",
            LOSS,
            NORMAL,
        ],
        [
            r"\frac{\partial L}{\partial z_j} = \frac{p_j - y_j}{T}",
            r"\frac{\partial L}{\partial T} = \frac{1}{T^2} \sum_k (y_k - p_k) z_k",
        ],
        [
            r"\frac{\partial L}{\partial z_j} = p_j - y_j",
            r"\frac{\partial L}{\partial z_j} = T \cdot (p_j - y_j)",
            r"\frac{\partial L}{\partial T} = \frac{1}{T} \sum_k (y_k - p_k) z_k",
        ],
    ),
    "batch and weights": (
        [
            r"X \in \mathbb{R}^{N \times D}",
            r"W \in \mathbb{R}^{D \times K}",
            r"Y \in \mathbb{R}^{N \times K}",
            r"Z_{nk} := \sum_d X_{nd} W_{dk}",
            r"P_{nk} := \frac{e^{Z_{nk}}}{\sum_j e^{Z_{nj}}}",
            r"L := -\frac{1}{N} \sum_n \sum_k Y_{nk} \log(P_{nk})",
        ],
        [
            r"\frac{\partial L}{\partial W_{dk}} = \frac{1}{N} \sum_n X_{nd} "
            r"(P_{nk} \sum_j Y_{nj} - Y_{nk})"
        ],
        [
            r"\frac{\partial L}{\partial W_{dk}} = \sum_n X_{nd} (P_{nk} \sum_j Y_{nj} - Y_{nk})",
            r"\frac{\partial L}{\partial W_{dk}} = \frac{1}{K} \sum_n X_{nd} "
            r"(P_{nk} \sum_j Y_{nj} - Y_{nk})",
            r"\frac{\partial L}{\partial W_{dk}} = \frac{1}{N} \sum_n X_{nd} (P_{nk} - Y_{nk})",
        ],
    ),
    "smoothing and weights": (
        [
            r"z, y, w \in \mathbb{R}^K",
            r"\epsilon \in \mathbb{R}",
            SOFTMAX,
            NORMAL,
            r"s_i := (1 - \epsilon) y_i + \frac{\epsilon}{K}",
            r"L := -\sum_i s_i \log(p_i)",
            r"V := -\sum_i w_i y_i \log(p_i)",
        ],
        [
            r"\sum_i s_i = 1",
            r"\nabla_z L = p - s",
            r"\frac{\partial V}{\partial z_j} = p_j \sum_i w_i y_i - w_j y_j",
        ],
        [
            r"\nabla_z L = p - y",
            r"\frac{\partial V}{\partial z_j} = w_j (p_j - y_j)",
            r"\sum_i s_i = 1 + \epsilon",
        ],
    ),
    "sums of fractions": (
        [r"z, y \in \mathbb{R}^K", r"a \in \mathbb{R}", SOFTMAX],
        [
            r"\sum_k (1 + \frac{1}{p_k}) = \sum_k 1 + \sum_k \frac{1}{p_k}",
            r"\sum_{k \neq i} \frac{y_k + p_k}{p_k} = K - 1 + \sum_{k \neq i} \frac{y_k}{p_k}",
            r"\sum_k \frac{y_k^2}{1 + y_k^2} = K - \sum_k \frac{1}{1 + y_k^2}",
            r"\sum_k \frac{1}{y_k (1 + y_k)} = \sum_k \frac{1}{y_k} - \sum_k \frac{1}{1 + y_k}",
            r"\sum_k \frac{a y_k}{1 + a y_k} = K - \sum_k \frac{1}{1 + a y_k}",
            r"\sum_k \frac{1}{(1 + y_k)(a + y_k)} (a - 1) "
            r"= \sum_k \frac{1}{1 + y_k} - \sum_k \frac{1}{a + y_k}",
            r"\sum_k \frac{y_k - e^{z_k}}{y_k (y_k + e^{z_k})} "
            r"= \sum_k \frac{2}{y_k + e^{z_k}} - \sum_k \frac{1}{y_k}",
            r"\sum_k \sum_l \frac{y_k^2}{1 + y_k^2 y_l^2} = \sum_k \sum_l (y_k^2 "
            r"- \frac{y_k^4 y_l^2}{1 + y_k^2 y_l^2})",
            r"\sum_k \frac{e^{z_k}}{1 + e^{z_k}} \geq 0",
        ],
        [
            r"\sum_k (1 + \frac{1}{p_k}) = 1 + \sum_k \frac{1}{p_k}",
            r"\sum_{k \neq i} \frac{y_k + p_k}{p_k} = K + \sum_{k \neq i} \frac{y_k}{p_k}",
            r"\sum_k \frac{y_k^2}{1 + y_k^2} = 1 - \sum_k \frac{1}{1 + y_k^2}",
            r"\sum_k \frac{1}{y_k (1 + y_k)} = \sum_k \frac{1}{y_k} + \sum_k \frac{1}{1 + y_k}",
            r"\sum_k \frac{a y_k}{1 + a y_k} = K - \sum_k \frac{a}{1 + a y_k}",
            r"\sum_k \frac{1}{1 + y_k^2} = \frac{1}{\sum_k (1 + y_k^2)}",
        ],
    ),
    "many answers": (
        [r"x, y \in \mathbb{R}^K", r"q_j := \frac{1}{1 + e^{-x_j}}", NORMAL],
        [
            r"\sum_k (1 - q_k) = K - \sum_k q_k",
            r"\sum_k q_k (1 - q_k) = \sum_k q_k - \sum_k q_k^2",
            r"\sum_k y_k (1 - q_k) = 1 - \sum_k y_k q_k",
            r"\sum_k \frac{\partial q_k}{\partial x_i} = q_i - q_i^2",
            r"\log(\sum_k (1 - q_k)) = \log(K - \sum_k q_k)",
        ],
        [
            r"\sum_k (1 - q_k) = 1 - \sum_k q_k",
            r"\sum_k q_k (1 - q_k) = \sum_k q_k - 1",
            r"\sum_k y_k (1 - q_k) = K - \sum_k y_k q_k",
        ],
    ),
    "two classes": (
        [r"z, y \in \mathbb{R}^K", SOFTMAX, LOSS, ("assume", "K = 2"), NORMAL],
        [
            r"p_1 = \frac{1}{1 + e^{-(z_1 - z_2)}}",
            r"p_2 = 1 - p_1",
            r"\frac{\partial L}{\partial z_1} = p_1 - y_1",
            r"\frac{\partial L}{\partial z_1} = -\frac{\partial L}{\partial z_2}",
        ],
        [
            r"p_1 = \frac{1}{1 + e^{-z_1}}",
            r"\frac{\partial L}{\partial z_1} = 2 (p_1 - y_1)",
            r"p_1 = p_2",
        ],
    ),
}


def prepared(setup):
    context = Context()
    for item in setup:
        directive, tex = item if isinstance(item, tuple) else (None, item)
        verdict = check(Formula(tex, directive=directive), context)
        assert verdict.ok, message(verdict)
    return context


@pytest.mark.parametrize("name", CASES)
def test_right_lines_are_proved(name):
    setup, right, _ = CASES[name]
    context = prepared(setup)
    for tex in right:
        verdict = check(Formula(tex), context)
        assert verdict.status == "proved", message(verdict)
        assert verdict.extents


@pytest.mark.parametrize("name", CASES)
def test_wrong_lines_are_stopped_with_a_counterexample(name):
    setup, _, wrong = CASES[name]
    context = prepared(setup)
    for tex in wrong:
        verdict = check(Formula(tex, label="E1"), context)
        assert verdict.status == "false", (tex, verdict)
        example = verdict.counterexample
        assert example is not None
        assert message(verdict) == f"E1 does not hold: {counterexample(example)}"
        # A person can check it: few values, few digits.
        assert len(place(example.where)) < 300
        assert max(len(example.left), len(example.right)) <= 14
