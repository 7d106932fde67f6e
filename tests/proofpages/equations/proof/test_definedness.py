"""proofpages.equations.proof.definedness: where both sides of a relation have a value."""

from __future__ import annotations

import pytest

from proofpages.equations.meaning.names import Definition, Names, Variable
from proofpages.equations.meaning.question import Problem
from proofpages.equations.numbers.evaluate import Budget
from proofpages.equations.proof.definedness import Within, is_defined, within
from proofpages.equations.tex.statements import read_expression


def problem(left, right="1", beside=()):
    names = Names({"z": Variable("z", ("K",)), "a": Variable("a", ())})
    names.variables["T"] = Variable("T", (), positive=True)
    softmax = read_expression(r"\frac{\exp(z_j)}{\sum_{k=1}^K \exp(z_k)}")
    names.definitions["p"] = Definition("p", ("j",), ("K",), softmax)
    names.definitions["s"] = Definition("s", (), (), read_expression(r"\sqrt{a}"))
    sides = read_expression(left), read_expression(right)
    others = tuple(map(read_expression, beside))
    return Problem(*sides, "=", {"j": "K"}, (), (), names, others)


@pytest.mark.parametrize(
    ("left", "where"),
    [
        ("a^2", None),
        (r"\log(p_j)", None),
        (r"\log(T)", None),
        (r"\sqrt{T} + \log(2)", None),
        (r"\frac{1}{a}", None),  # It is not defined at one point alone.
        (r"\log(a)", Within.DEFINED),
        (r"\sqrt{a - T}", Within.DEFINED),
        ("s", Within.DEFINED),
        (r"\prod_{k=1}^K z_k", Within.DEFINED),
        ("a^T", Within.POSITIVE),
        ("T^a", None),
        (r"\log(a^2 + T)", None),
    ],
)
def test_where_a_relation_can_hold(left, where):
    assert within(problem(left), Budget(5), "seed") is where


@pytest.mark.parametrize(
    ("left", "defined"),
    [
        ("a^2", True),
        (r"\log(p_j)", True),
        (r"\frac{a}{T}", True),
        (r"\frac{a}{p_j}", True),
        ("T^{-2}", True),
        (r"\frac{1}{\sum_{k=1}^K p_k}", True),
        (r"\frac{1}{a}", False),
        ("a^{-1}", False),
        ("s", False),
        (r"\frac{1}{\sum_{k=1, k \neq j}^K p_k}", False),  # At K = 1 nothing is summed.
        (r"\begin{cases} a & j = 1 \\ T & j \neq 1 \end{cases}", False),
    ],
)
def test_what_has_a_value_wherever_it_is_asked(left, defined):
    assert is_defined(problem(left)) == defined
    assert is_defined(problem("a", left)) == defined
    assert is_defined(problem("a", "a", [left])) == defined
