"""One letter, one meaning: where a claim rests on a reserved letter that is another, it says so."""

from __future__ import annotations

import pytest

from proofpages.equations.errors import Status
from proofpages.equations.meaning.context import Otherwise, Reserved
from proofpages.site.wording import in_words, message
from tests.proofpages.equations.claims import page, put, stated

HOME = Reserved(("z", "y", "p", "L"), page().names)
FREE, DEFINED, DIFFERENT = Otherwise.FREE, Otherwise.DEFINED, Otherwise.DIFFERENT


def elsewhere(*formulas):
    context = stated(*formulas)
    context.reserved = HOME
    return context


@pytest.mark.parametrize(
    ("formulas", "tex", "otherwise"),
    [
        # The same as at home, in other letters and another order.
        (
            [
                r"y, z \in \mathbb{R}^K",
                r"p_i := \frac{e^{z_i}}{\sum_n e^{z_n}}",
                r"L := -\sum_k y_k \log(p_k)",
            ],
            r"\frac{\partial L}{\partial z_j} = p_j \sum_k y_k - y_j",
            (),
        ),
        # p is free: false for the softmax, and true of this p.
        (
            [r"z, y, p \in \mathbb{R}^K"],
            r"\frac{\partial}{\partial z_j} (\sum_k p_k z_k) = p_j",
            (("p", FREE),),
        ),
        (
            [r"x \in \mathbb{R}^K", "z_j := 2 x_j"],
            r"\frac{\partial z_j}{\partial x_j} = 2",
            (("z", DEFINED),),
        ),
        (
            [r"x \in \mathbb{R}^K", r"p_j := \frac{e^{x_j}}{\sum_k e^{x_k}}"],
            r"\sum_j p_j = 1",
            (("p", DIFFERENT),),
        ),
        ([r"y \in \mathbb{R}"], "y + y = 2 y", (("y", DIFFERENT),)),
        # What it rests on counts, and nothing else.
        (
            [r"y, p \in \mathbb{R}^K", r"L := -\sum_k y_k \log(p_k)"],
            r"\frac{\partial L}{\partial p_j} = -\frac{y_j}{p_j}",
            (("p", FREE),),
        ),
        ([r"y, p \in \mathbb{R}^K"], "y_j + y_j = 2 y_j", ()),
        ([r"x \in \mathbb{R}^K", r"q_j := x_j^2"], "q_j = x_j x_j", ()),
    ],
)
def test_a_letter_that_means_something_else_is_named(formulas, tex, otherwise):
    verdict = put(elsewhere(*formulas), tex)
    assert verdict.status is Status.PROVED, message(verdict)
    assert verdict.otherwise == otherwise
    assert put(stated(*formulas), tex).otherwise == ()


def test_a_mark_says_what_is_another_here():
    context = elsewhere(r"z, p \in \mathbb{R}^K", r"L := \sum_k p_k z_k")
    words = in_words(put(context, r"\frac{\partial L}{\partial z_j} = p_j"))
    assert words == "proved for every K, p is free here, L is another here"
    context = elsewhere(r"x \in \mathbb{R}^K", "z_j := 2 x_j")
    assert in_words(put(context, "z_j = x_j + x_j")) == "proved for every K, z is defined here"
