"""A claim says where a side is undefined at a size beyond those tried, or it is stopped."""

from __future__ import annotations

import pytest

from proofpages.equations.checking import Status
from proofpages.site.wording import in_words
from tests.proofpages.equations.claims import page, put

CONTEXT = page(r"W \in \mathbb{R}^{K \times N}")


@pytest.mark.parametrize(
    ("tex", "sizes"),
    [
        (r"\frac{K - 7}{K - 7} = 1", "K = 7"),
        (r"\frac{a \cdot (K - 6)(2 K - 14)}{(K - 6)(2 K - 14)} = a", "K = 6 and K = 7"),
        (r"(K - 9)^{-1} = \frac{1}{K - 9}", "K = 9"),
        (r"\frac{K^2 - 64}{K - 8} = K + 8", "K = 8"),
        (r"\frac{a}{\frac{K}{11} - 1} = \frac{11 a}{K - 11}", "K = 11"),
        (r"\frac{1}{(K - 7)^2 (K - 12)} = \frac{1}{(K - 12)(K - 7)^2}", "K = 7 and K = 12"),
        (r"\frac{N - 30}{N - 30} = 1", "N = 30"),
    ],
)
def test_sizes_beyond_those_tried_are_named(tex, sizes):
    verdict = put(CONTEXT.copy(), tex)
    assert verdict.status is Status.PROVED
    assert in_words(verdict).replace("\N{NO-BREAK SPACE}", " ").endswith(f"undefined at {sizes}")


@pytest.mark.parametrize(
    "tex",
    [
        r"\frac{K - N}{K - N} = 1",
        r"\log(7 - K) = \log(7 - K)",
        r"\frac{K - 100000}{K - 100000} = 1",
        r"\frac{e^K - e^7}{e^K - e^7} = 1",
        r"\frac{\log(K) - \log(7)}{\log(K) - \log(7)} = 1",
    ],
)
def test_what_may_be_undefined_at_sizes_that_are_not_found_is_stopped(tex):
    assert not put(CONTEXT.copy(), tex).ok


@pytest.mark.parametrize(
    "tex",
    [
        r"\frac{1}{K} \sum_k z_k = \frac{\sum_k z_k}{K}",
        r"\frac{a}{K + N} = \frac{a}{N + K}",
        r"\frac{K^2 - 49}{K + 7} = K - 7",
        r"\log(e^{K - 9}) = K - 9",
        r"\frac{K}{K - \frac{17}{2}} = \frac{2 K}{2 K - 17}",
        r"\frac{z_i}{K z_i} = \frac{1}{K}",
    ],
)
def test_what_is_defined_at_every_size_passes_as_before(tex):
    verdict = put(CONTEXT.copy(), tex)
    assert verdict.status is Status.PROVED
    assert "undefined" not in in_words(verdict)
