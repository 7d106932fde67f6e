"""proofpages.equations.meaning.question: what is asked, and the facts that may be used."""

from __future__ import annotations

import pytest

from proofpages.equations.meaning.names import Definition, Names, Variable
from proofpages.equations.meaning.question import Hypothesis, Problem, distinct, said
from proofpages.equations.tex.index_relations import Condition, Range
from proofpages.equations.tex.statements import read_expression

SAME, OTHER = Condition("i", "j", True), Condition("i", "j", False)


def assume(left, sign, right, indices=(), **rest):
    sides = read_expression(left), read_expression(right)
    return Hypothesis(*sides, sign, f"{left} {sign} {right}", indices, **rest)


ROWS = assume(r"\sum_k y_k", "=", "1")


def problem(left, right, *facts, sign="=", indices=None):
    names = Names({n: Variable(n, ("K",)) for n in "zyq"}, sizes=["N", "K"])
    names.variables |= {"a": Variable("a", ()), "T": Variable("T", (), positive=True)}
    names.definitions["p"] = Definition("p", ("j",), ("K",), read_expression(r"e^{z_j} + \exp(a)"))
    conditions = tuple(fact for fact in facts if isinstance(fact, Condition))
    hypotheses = tuple(fact for fact in facts if isinstance(fact, Hypothesis))
    sides = read_expression(left), read_expression(right)
    return Problem(*sides, sign, indices or {}, conditions, hypotheses, names)


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        (SAME, Condition("j", "i", True), True),
        (SAME, OTHER, False),
        (Range("k", "K"), Range("k", "K"), True),
        (Range("k", "K"), Range("k", "N"), False),
        (ROWS, assume("1", "=", r"\sum_m y_m"), True),
        (ROWS, assume(r"\sum_k y_k", r"\leq", "1"), False),
        (assume("a", ">", "0"), assume("0", "<", "a"), True),
        (assume("a", r"\geq", "0"), assume("0", r"\leq", "a"), True),
        (assume("a", "<", "0"), assume("0", "<", "a"), False),
        (
            assume(r"\sum_k P_{nk}", "=", "1", (("n", "N"),)),
            assume(r"\sum_k P_{mk}", "=", "1", (("m", "N"),)),
            True,
        ),
    ],
)
def test_facts_are_compared_by_what_they_say(one, other, equal):
    assert (said(one) == said(other)) == equal
    assert len(distinct([one, other])) == 2 - equal


def test_the_first_of_equal_facts_stays():
    again = assume("1", "=", r"\sum_m y_m")
    assert distinct([ROWS, SAME, again]) == (ROWS, SAME)


def test_a_question_under_fewer_facts_forgets_their_indices():
    asked = problem("z_i", "a", OTHER, ROWS, indices={"i": "K", "j": "K"})
    assert asked.facts() == (OTHER, ROWS)
    bare = asked.under([ROWS])
    assert (bare.conditions, bare.hypotheses, bare.indices) == ((), (ROWS,), {"i": "K"})
    assert asked.under([OTHER]).indices == asked.indices


def test_what_is_assumed_is_told_apart():
    two = assume("K", "=", "2", fixes=("K", 2))
    above = assume("a", ">", "0", positive="a")
    asked = problem("a", "a", two, above, ROWS)
    assert asked.positive == {"a", "T"}
    assert asked.fixed == {"K": 2}
    assert asked.equations == [ROWS]
    assert asked.bounds == [above]


def test_hypotheses_are_tied_by_their_quantities():
    far = assume("q_1", "=", "a")
    asked = problem("y_1", "1", ROWS, far)
    assert asked.tied(read_expression("y_1")) == (ROWS,)
    assert asked.tied(read_expression("z_1")) == ()
    bridge = assume("y_1", "=", "q_1")
    assert problem("a", "1", ROWS, far, bridge).tied(read_expression("p_1")) == (ROWS, far, bridge)


def test_the_sizes_are_those_that_it_rests_on():
    assert problem("a", "a").sizes() == []
    assert problem("p_1", "a").sizes() == ["K"]
    assert problem("N", "a").sizes() == ["N"]
    assert problem("a", r"\sum_{n=1}^N \sum_k z_k").sizes() == ["N", "K"]


def test_cases_of_equal_indices_have_the_numerals_of_hypotheses():
    first = assume("y_1", "=", "1", (("1", "K"),))
    asked = problem("y_i", "y_i", first, indices={"i": "K"})
    assert asked.all_indices() == {"i": "K", "1": "K"}
    assert len(list(asked.patterns())) == 2


def test_what_stands_in_an_exponent_may_be_a_logarithm():
    asked = problem("p_1", "T")
    assert asked.exponent_names() == ["z", "a"]
    assert asked.logged_choices() == [frozenset(names) for names in (["z"], ["z", "a"], [], ["a"])]
