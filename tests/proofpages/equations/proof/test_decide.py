"""A decision: proved, false or undecided, from which facts, for what, and what the points say."""

from __future__ import annotations

import pytest

from proofpages.equations import Context
from proofpages.equations.errors import DisagreementError, Status
from proofpages.equations.meaning.question import Problem, distinct, said
from proofpages.equations.proof import decide as deciding
from proofpages.equations.proof.decide import Cause, Evidence, Extent, clear_cache, decide
from proofpages.equations.proof.definedness import is_defined
from proofpages.equations.proof.for_every_k import Answer, Proof
from proofpages.site.wording import in_words, message
from tests.proofpages.equations.claims import assumed, needs, page, put, stated

EACH_K = tuple((("K", k),) for k in (1, 2, 3, 4, 5))


def problem(tex: str, context: Context, *headings: str) -> Problem:
    """The question that a claim asks."""
    (step,) = put(context, tex, conditions=headings).steps
    return step.problem


def test_what_is_proved_comes_with_its_extent_and_evidence():
    decision = decide(problem(r"\sum_k p_k = 1", page()))
    assert decision.status is Status.PROVED
    assert decision.extent == Extent(("K",), ())
    assert decision.evidence == Evidence(True, EACH_K, (), ())
    assert (decision.needs, decision.failure, decision.counterexample) == ((), None, None)
    apart = decide(problem(r"\delta_{ij} = 0", page(), r"i \neq j"))
    assert apart.evidence == Evidence(True, EACH_K[1:], (), ())
    plain = decide(problem("(a + b)^2 = a^2 + 2 a b + b^2", page()))
    assert plain.extent == Extent((), ())
    assert plain.evidence == Evidence(True, ((),) * 5, (), ())
    two = decide(problem("p_1 + p_2 = 1", assumed(page(), "K = 2")))
    assert two.extent == Extent(("K",), (("K", 2),))
    assert two.evidence == Evidence(True, EACH_K[1:2], (), ())


@pytest.mark.parametrize(
    ("tex", "status", "cause"),
    [
        (r"\sum_k y_k = 1", Status.FALSE, Cause.REFUTED),
        (r"\frac{1}{z_i - z_i} = 1", Status.FALSE, Cause.NO_VALUE),
        (r"\log(-a^2) = \log(-a^2)", Status.FALSE, Cause.NOT_DEFINED),
        (r"(\sum_i z_i)^4 \leq K^3 \sum_i z_i^4", Status.UNDECIDED, Cause.NO_PROOF),
    ],
)
def test_what_is_not_proved_comes_with_the_cause(tex, status, cause):
    decision = decide(problem(tex, page()))
    assert decision.failure is not None
    assert (decision.status, decision.failure.cause) == (status, cause)
    assert (decision.counterexample is not None) == (cause is Cause.REFUTED)
    assert (decision.evidence is not None) == (cause is Cause.NO_PROOF)
    assert decision.extent is None
    assert decide(problem(tex, page()), readable=False).counterexample is None


def test_a_question_is_decided_once(monkeypatch):
    clear_cache()
    first = decide(problem(r"\sum_k p_k = 1", page()))
    monkeypatch.setattr(deciding, "prove", lambda *_: pytest.fail("decided again"))
    assert decide(problem(r"\sum_k p_k = 1", page())) is first


@pytest.mark.parametrize("headings", [("i = j", r"j \neq i"), ("i = j", "j = k", r"i \neq k")])
def test_facts_that_nothing_satisfies(headings):
    assert put(page(), "p_i = p_i", conditions=headings).status is Status.VACUOUS


# What is needed is enough, and nothing of it can be left out.

SUM = r"\sum_k y_k = 1"
GRADIENT = r"\frac{\partial L}{\partial z_j} = p_j - y_j"
JACOBIAN = r"\frac{\partial p_i}{\partial z_j} = -p_i p_j"


@pytest.mark.parametrize(
    ("facts", "headings", "tex", "needed"),
    [
        # Two spellings of one assumption.
        ([SUM, r"\sum_{i=1}^K y_i=1"], (), GRADIENT, (SUM,)),
        ([SUM, r"1 = \sum_n y_n"], (), GRADIENT, (SUM,)),
        (["a > 0", "0 < a"], (), r"\frac{a}{a + 1} > 0", ("a > 0",)),
        # One that says as much in other words.
        (["2 a = 4 b", "a = 2 b"], (), "a - b = b", ("2 a = 4 b",)),
        ([SUM, r"\sum_k 3 y_k = 3"], (), GRADIENT, (SUM,)),
        ([SUM, r"1 - \sum_k y_k = 0"], (), r"\sum_i \sum_j y_i y_j = 1", (SUM,)),
        # One that follows from others.
        (["a = b", "b = c", "a = c"], (), "a = c", ("a = b", "b = c")),
        (["K = 2", SUM, "y_1 + y_2 = 1"], (), "y_1 = 1 - y_2", ("K = 2", SUM)),
        # A condition said twice, and one that follows.
        ([], (r"i \neq j",), JACOBIAN + r" \qquad (j \neq i)", (r"i \neq j",)),
        ([], ("i = j",), r"\delta_{ij} = 1 \qquad (j = i)", ("i = j",)),
        ([], ("i = j", "j = k"), r"p_i = p_k \qquad (i = k)", ("i = j", "j = k")),
        # A size said twice.
        (["K = 2", "2 = K"], (), "p_1 + p_2 = 1", ("K = 2",)),
        (["K = 2", "K=2"], (), "p_1 + p_2 = 1", ("K = 2",)),
        # What is in force and not needed is not named.
        (["K = 2", SUM], (), r"\sum_k p_k = 1", ()),
        (["K = 2", SUM], ("i = j",), GRADIENT, (SUM,)),
    ],
)
def test_needs_are_enough_and_none_is_idle(facts, headings, tex, needed):
    verdict = put(assumed(page(), *facts), tex, conditions=headings)
    assert verdict.status is Status.PROVED
    assert needs(verdict) == needed
    (step,) = verdict.steps
    alone = step.problem.under(step.decision.needs)
    assert decide(alone).needs == step.decision.needs
    for fact in alone.facts():
        fewer = alone.under(other for other in alone.facts() if other is not fact)
        assert decide(fewer).status is Status.FALSE, fact


def test_the_proof_is_made_again_from_what_is_named(monkeypatch):
    """A fault planted where facts are dropped: what is left does not prove, and nothing passes."""
    asked = problem(GRADIENT, assumed(page(), SUM))
    clear_cache()
    with monkeypatch.context() as planted:
        planted.setattr(deciding, "_needed", lambda asked, *_: asked.under(()))
        with pytest.raises(DisagreementError):
            decide(asked)
    clear_cache()
    assert tuple(map(str, decide(asked).needs)) == (SUM,)


def test_a_proof_that_a_point_contradicts_is_a_defect(monkeypatch):
    clear_cache()
    asked = problem("p_j = y_j", page())
    clear_cache()
    monkeypatch.setattr(deciding, "prove", lambda *_, **__: Proof(Answer.PROVED))
    with pytest.raises(DisagreementError):
        decide(asked)


def test_facts_are_compared_by_what_they_say():
    def hypotheses(*formulas):
        return assumed(stated(r"x, y \in \mathbb{R}^K", r"a \in \mathbb{R}"), *formulas).hypotheses

    same = [
        (r"\sum_i x_i = 1", r"\sum_{n=1}^K x_n = 1"),
        (r"\sum_i x_i = a", r"a = \sum_k x_k"),
        ("x_i > 0", "0 < x_n"),
        (r"\sum_{i \neq 1} x_i = 1", r"\sum_{k \neq 1} x_{k} = 1"),
    ]
    for first, second in same:
        assert len(hypotheses(first, second)) == 1
        (one,), (two,) = hypotheses(first), hypotheses(second)
        assert said(one) == said(two)
        assert distinct((one, two)) == (one,)
    for first, second in [
        (r"\sum_i x_i = 1", r"\sum_i y_i = 1"),
        (r"\sum_i x_i y_i = 1", r"\sum_i x_i = 1 + a"),
        ("a > 0", r"a \geq 0"),
    ]:
        assert len(hypotheses(first, second)) == 2


def test_what_says_nothing_of_the_sides_has_to_be_met_all_the_same():
    """Two pages that contradict each other: with both in force, nothing is proved of anything."""
    both = Context()
    for fact in (SUM, r"\sum_k y_k = 2"):
        both.load(assumed(page(), fact).export())
        expected = Status.PROVED if len(both.hypotheses) == 1 else Status.VACUOUS
        for tex in (r"\sum_k p_k = 1", "(a + b)^2 = a^2 + 2 a b + b^2", r"\log(a^2) = \log(a^2)"):
            assert put(both, tex).status is expected, tex


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"\log(p_i) = \frac{y_i}{p_i}", True),
        (r"p_i^{-2} = \frac{\partial}{\partial z_j} \log(p_i)", True),
        (r"\frac{y_i}{\sum_k p_k + K} = \tanh(a)", True),
        (r"\frac{1}{y_i} = \frac{1}{y_i}", False),
        (r"\log(a) = \log(a)", False),
        (r"\frac{1}{\sum_{k \neq i} p_k} = \frac{1}{1 - p_i}", False),
        (r"\frac{1}{p_i - p_j} = \frac{-1}{p_j - p_i}", False),
    ],
)
def test_what_is_defined_by_its_form(tex, expected):
    assert is_defined(problem(tex, page())) is expected


# A claim holds where its sides are defined, under everything that is in force.

REFUSED = [
    ([SUM], r"\frac{\sum_k y_k - 1}{\sum_k y_k - 1} = 1"),
    (
        [SUM],
        r"p_j = \frac{\frac{\partial L}{\partial z_j} - (p_j - y_j)}{\sum_k y_k - 1}",
    ),
    (["K = 2"], r"\frac{K - 2}{K - 2} = 1"),
    (["a = 2 b"], r"\frac{(a - 2 b) c}{a - 2 b} = c"),
    ([r"\sum_k z_k = 0"], r"\log((\sum_k z_k)^2) = 2 \log(\sum_k z_k)"),
    (["K = 1"], r"\frac{1}{\sum_k p_k - p_1} = \frac{1}{\sum_k p_k - p_1}"),
    (["a = b", "b = c"], r"(a - c)^{-1} (a - c) = 1"),
]


@pytest.mark.parametrize(("facts", "tex"), REFUSED)
def test_what_the_facts_leave_undefined_is_refused(facts, tex):
    verdict = put(assumed(page(), *facts), tex)
    assert verdict.status is Status.FALSE, verdict
    assert "not defined" in message(verdict) or "never defined" in message(verdict)


@pytest.mark.parametrize(
    "tex",
    [
        r"\sum_{k \neq i} p_k \log(a) = \sum_{k \neq i} p_k \log(-a)",
        r"\sum_{k \neq j} z_j \log(-1) = 0 \cdot z_j",
        r"y_j + \sum_{k \neq j} (\log(-p_k) - \log(p_k)) = y_j",
        r"\sum_{k \neq j} \log(z_j) = \sum_{k \neq j} \log(-z_j)",
    ],
)
def test_what_is_defined_where_sums_are_empty_alone_is_refused(tex):
    """At K = 1 both sides are 0, and at no larger K are they defined."""
    verdict = put(page(), tex)
    assert verdict.status is Status.FALSE
    assert "not defined" in message(verdict)


@pytest.mark.parametrize("heading", ["i = j", "j = i"])
def test_what_the_conditions_leave_undefined_is_refused(heading):
    for tex in (
        r"\frac{z_i - z_j}{z_i - z_j} = 1",
        r"\frac{\delta_{ij} - 1}{\delta_{ij} - 1} = 1",
        r"\log(1 - \delta_{ij}) - \log(1 - \delta_{ij}) = 0",
    ):
        assert put(page(), tex, conditions=(heading,)).status is Status.FALSE


@pytest.mark.parametrize(
    ("tex", "facts", "mark"),
    [
        (r"\frac{K - 1}{K - 1} = 1", [], "proved for every K, undefined at K = 1"),
        (
            r"\frac{(K - 2) (K - 3) z_i}{(K - 2) (K - 3)} = z_i",
            [],
            "proved for every K, undefined at K = 2 and K = 3",
        ),
        (
            r"\frac{1}{K - 1} \sum_{i \neq j} z_j = z_j",
            [],
            "proved for every K, undefined at K = 1",
        ),
        (
            r"\frac{p_j}{\sum_{k \neq j} p_k} = \frac{p_j}{1 - p_j}",
            [],
            "proved for every K, undefined at K = 1",
        ),
        # Only what is in force leaves a side undefined, and it is not needed.
        (
            r"\frac{y_1 - 1}{y_1 - 1} = 1",
            [SUM],
            "proved for every K, undefined at K = 1",
        ),
        (
            r"\frac{\sum_k y_k}{y_1 - 1} = \frac{1}{y_1 - 1}",
            [SUM],
            "proved, needs Σy = 1, undefined at K = 1",
        ),
    ],
)
def test_a_mark_says_where_a_side_is_not_defined(tex, facts, mark):
    verdict = put(assumed(page(), *facts), tex)
    assert verdict.status is Status.PROVED, message(verdict)
    assert in_words(verdict).replace("\N{NO-BREAK SPACE}", " ") == mark
