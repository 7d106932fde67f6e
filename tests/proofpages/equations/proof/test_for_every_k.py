"""The proof for every K: case by case, by normal forms."""

from __future__ import annotations

from dataclasses import replace

import pytest

from proofpages.equations.errors import BudgetError, VacuousError
from proofpages.equations.numbers.evaluate import Budget
from proofpages.equations.proof.for_every_k import Answer, prove
from proofpages.equations.tex.index_relations import Condition
from tests.proofpages.equations.claims import assumed, page, put


def proof(tex, context=None, headings=(), budget=None, **rest):
    (step,) = put(context or page(), tex, conditions=headings).steps
    return prove(step.problem, budget or Budget(5), **rest)


@pytest.mark.parametrize(
    ("tex", "answer", "case"),
    [
        (r"\sum_k p_k = 1", Answer.PROVED, ""),
        (r"\frac{\partial p_i}{\partial z_j} = p_i (\delta_{ij} - p_j)", Answer.PROVED, "i = j"),
        (r"\frac{\partial p_i}{\partial z_j} = -p_i p_j", Answer.DIFFERENT, "i = j"),
        (r"\frac{\partial p_i}{\partial z_j} = p_i (1 - p_j)", Answer.DIFFERENT, ""),
        (r"z_i \delta_{jk} = z_i", Answer.DIFFERENT, "i = j"),
        (r"\frac{1}{z_i - z_j} = \frac{1}{z_i - z_j}", Answer.UNDEFINED, "i = j"),
        (r"e^{\frac{a}{121}} = a", Answer.UNABLE, ""),
        ("p_i > 0", Answer.PROVED, ""),
        (r"p_i \leq 1", Answer.PROVED, ""),
        ("p_i < 1", Answer.DIFFERENT, ""),
        ("a > b", Answer.DIFFERENT, ""),
        (r"p_i \neq 0", Answer.PROVED, ""),
    ],
)
def test_answers_with_the_case_that_decides(tex, answer, case):
    found = proof(tex)
    assert (found.answer, found.case) == (answer, case)
    unequal = answer is Answer.DIFFERENT and "=" in tex
    assert bool(found.reason) == (answer is not Answer.PROVED and not unequal)


def test_a_proof_holds_for_every_k_not_for_those_tried():
    vanishing = "(K - 1) (K - 2) (K - 3) (K - 4) (K - 5) (K - 6) (K - 7) (K - 8) = 0"
    assert proof(vanishing).answer is Answer.DIFFERENT
    assert proof("(K - 1) (K - 2) = K^2 - 3 K + 2").answer is Answer.PROVED
    assert proof(r"\sum_i 1 = 2", assumed(page(), "K = 2")).answer is Answer.PROVED


def test_cases_are_those_that_the_conditions_leave():
    tex = r"\frac{\partial p_i}{\partial z_j} = p_i (\delta_{ij} - p_j)"
    cases = {
        (): ["i = j", ""],
        ("i = j",): ["i = j"],
        (r"i \neq j",): [""],
        (r"i \neq j", r"k \neq i"): ["j = k", ""],
    }
    for headings, expected in cases.items():
        found = proof(tex, headings=headings, explain=True)
        assert [case for case, _, _ in found.forms] == expected
        assert all(left == right for _, left, right in found.forms)


def test_sums_are_tried_whole_and_then_by_their_parts():
    assert proof(r"\sum_k \frac{z_k}{1 + z_k} = K - \sum_k \frac{1}{1 + z_k}").answer is (
        Answer.PROVED
    )
    assert proof(r"\sum_k \frac{z_k}{1 + z_k} = 1 - \sum_k \frac{1}{1 + z_k}").answer is (
        Answer.DIFFERENT
    )


def test_limits():
    asked = put(page(), r"\sum_k p_k = 1").steps[0].problem
    with pytest.raises(BudgetError):
        prove(asked, Budget(5, steps=3))
    apart, together = (Condition("i", "j", equal) for equal in (False, True))
    with pytest.raises(VacuousError):
        prove(asked.under((apart, together)), Budget())
    # Under K = 2 no three indices differ.
    context = assumed(page(), "K = 2")
    two = put(context, "p_i p_j p_k = p_k p_j p_i").steps[0].problem
    with pytest.raises(VacuousError):
        prove(replace(two, conditions=DIFFERENT), Budget())


DIFFERENT = tuple(Condition(*pair, False) for pair in ("ij", "jk", "ik"))
