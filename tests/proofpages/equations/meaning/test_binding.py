"""proofpages.equations.meaning.binding: what a sum binds is bound once, and free nowhere."""

from __future__ import annotations

import pytest

from proofpages.equations.errors import ReadError
from proofpages.equations.meaning.binding import check_binding, check_capture
from proofpages.equations.meaning.names import Definition, Names
from proofpages.equations.tex.index_relations import Condition
from proofpages.equations.tex.statements import read_expression


def check(*sides, conditions=(), names=None):
    check_binding(names or Names(), conditions, [read_expression(side) for side in sides])


@pytest.mark.parametrize(
    ("sides", "found"),
    [
        ((r"\sum_i z_i + y_i",), "the index i is summed over and also used outside of that sum"),
        ((r"\sum_i z_i", "y_i"), "the index i is summed over and also used outside of that sum"),
        ((r"\sum_i z_i (\sum_i y_i)",), "a sum over i stands inside a sum over i"),
        ((r"\sum_i \prod_i z_i",), "a sum over i stands inside a sum over i"),
        ((r"\sum_n p_{y_n}",), "the label y_n stands in a sum over n"),
        ((r"\sum_n \sum_{k \neq y_n} z_k",), "the label y_n stands in a sum over n"),
        ((r"\sum_{i \neq j} z_i",), r"\sum_{i \neq j} does not say what j is"),
        ((r"\sum_{i \neq j} z_i y_j",), r"\sum_{i \neq j} does not say what j is"),
    ],
)
def test_what_is_bound_wrongly_is_refused(sides, found):
    with pytest.raises(ReadError) as caught:
        check(*sides)
    assert caught.value.found == found


@pytest.mark.parametrize(
    "sides",
    [
        (r"\sum_i z_i + \sum_i y_i",),
        (r"\sum_i z_i", r"\sum_i y_i"),
        (r"\sum_{i \neq j} z_i + z_j",),
        (r"\sum_{i \neq j} z_i", "y_j"),
        (r"\sum_j \sum_{i \neq j} z_i",),
        (r"\sum_{i \neq 1} z_i",),
        (r"\sum_k p_{y_n} z_k",),
    ],
)
def test_what_is_bound_once_passes(sides):
    check(*sides)


def test_what_is_left_out_has_its_meaning_from_a_condition_or_a_definition():
    side = r"\sum_{i \neq j} z_i"
    check(side, conditions=(Condition("j", "m", False),))
    u = Definition("u", (), (), read_expression("z_j"), (("j", "K"),))
    check(side, "u", names=Names(definitions={"u": u}))


def test_a_definition_does_not_lose_its_index_to_a_sum():
    u = Definition("u", (), (), read_expression("z_i"), (("i", "K"),))
    names = Names(definitions={"u": u})
    check_capture(names, read_expression(r"\sum_k z_k u"))
    for tex in (r"\sum_i z_i u", r"\sum_i \frac{\partial z_i}{\partial u}"):
        with pytest.raises(ReadError, match="captures the index i in the definition of u"):
            check_capture(names, read_expression(tex))
