"""The verdict on one relation, from the proof for every K and from evaluation at points.

Both are always done. A proof that a point contradicts is a defect of this package and raises
`DisagreementError`; it is never resolved in favour of either.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from fractions import Fraction
from typing import Any

from proofpages.equations.errors import (
    BudgetError,
    DisagreementError,
    Status,
    VacuousError,
)
from proofpages.equations.meaning.names import Names
from proofpages.equations.meaning.question import Fact, Hypothesis, Problem
from proofpages.equations.numbers.evaluate import Budget, NotExact
from proofpages.equations.proof.at_points import Outcome, Report, Sizes, sample
from proofpages.equations.proof.counterexample import Counterexample, find
from proofpages.equations.proof.definedness import Within, is_defined, within
from proofpages.equations.proof.divisors import Beyond, undefined_sizes
from proofpages.equations.proof.for_every_k import Answer, Proof, prove
from proofpages.equations.tex.index_relations import Condition
from proofpages.equations.tex.printer import show
from proofpages.equations.tree import Number

SECONDS = 1.5
MAX_CACHE = 4096


@dataclass(frozen=True)
class Extent:
    """For what a relation was proved: for every value of `sizes`, or for those in `fixed`."""

    sizes: tuple[str, ...]
    fixed: Sizes


@dataclass(frozen=True)
class Evidence:
    """Where points agree with a relation, exactly or in balls.

    Each entry has the sizes of the points, in order; where no size matters all entries are empty.
    `undefined` are sizes at which a side is not defined, `unmet` those at which no point meets the
    assumptions; `within` says for which values of the variables, if not for all that were tried.
    """

    exact: bool
    held: tuple[Sizes, ...]
    undefined: tuple[Sizes, ...]
    unmet: tuple[Sizes, ...]
    within: Within | None = None


class Cause(Enum):
    """Why a relation is not proved."""

    REFUTED = "a point refutes it"
    NO_VALUE = "for every K a side has no value"
    NOT_DEFINED = "a side is not defined at any point that was tried"
    NO_PROOF = "it holds at points, and no proof was found"


@dataclass(frozen=True)
class Failure:
    """Why a relation is not proved: in which case of equal indices, and what the prover says."""

    cause: Cause
    case: str = ""
    found: str = ""


@dataclass(frozen=True)
class Decision:
    """What was found out about one relation.

    `status` is proved, false or undecided. `needs` is a set of facts from which the relation was
    proved, and no fact of it can be left out. `failure` and `counterexample` are there where it is
    not proved; a counterexample only if one was asked for.
    """

    status: Status
    needs: tuple[Fact, ...] = ()
    extent: Extent | None = None
    evidence: Evidence | None = None
    failure: Failure | None = None
    counterexample: Counterexample | None = None


_cache: dict[Any, Decision] = {}
_met: dict[Any, bool] = {}
"""Whether hypotheses can be met. The key has them and all that they rest on."""


def clear_cache() -> None:
    """Forget every decision of this process."""
    _cache.clear()
    _met.clear()


class ContradictionError(DisagreementError):
    """What is proved for every K fails at a point."""

    def __init__(self, seed: str, counterexample: Counterexample) -> None:
        super().__init__(
            "the proof for every K and the evaluation at a point contradict each other", seed
        )
        self.counterexample = counterexample


def decide(problem: Problem, readable: bool = True) -> Decision:
    """Decide a problem; the same problem is decided once in a process.

    Args:
        problem: the question.
        readable: whether to look for a counterexample that a person can check by hand, which takes
            longer than all the rest.

    Raises:
        VacuousError: no index or no point satisfies the facts in force.
        BudgetError: it takes longer than `SECONDS`.
        DisagreementError: a defect of this package.
    """
    key = (_key(problem), readable)
    if key not in _cache:
        if len(_cache) >= MAX_CACHE:
            _cache.pop(next(iter(_cache)))
        _cache[key] = _decide(problem, Budget(SECONDS), readable)
    return _cache[key]


def _key(problem: Problem) -> Any:
    names = problem.names
    reached: dict[str, Any] = {}
    for tree in problem.trees():
        for name in names.reach(tree):
            reached[name] = names.definitions.get(name) or names.variables.get(name)
    return (
        problem.left,
        problem.right,
        problem.beside,
        problem.sign,
        tuple(problem.indices.items()),
        problem.conditions,
        problem.hypotheses,
        tuple(sorted(reached.items(), key=lambda x: x[0])),
        tuple(names.sizes),
    )


def _decide(problem: Problem, budget: Budget, readable: bool) -> Decision:
    if next(iter(problem.patterns()), None) is None:
        raise VacuousError(
            "no index satisfies the conditions in force",
            "check the conditions of the heading and behind the equation",
        )
    seed = f"{show(problem.left)} {problem.sign} {show(problem.right)}"
    near = _near(problem)
    tried: Problem | None = None
    if near.facts():
        bare = near.under(())
        proof = prove(bare, budget)
        decision = _attempt(bare, proof, budget, seed)
        if decision is not None:
            return _in_force(problem, near, decision, budget, seed)
        tried = bare if proof.answer is not Answer.PROVED else None
    proof = prove(near, budget)
    if proof.answer is Answer.PROVED:
        needed = _needed(near, budget, tried)
        again = proof if needed is near else prove(needed, budget)
        if again.answer is not Answer.PROVED:
            named = ", ".join(map(str, needed.facts())) or "nothing"
            raise DisagreementError("what is named as needed does not prove it", f"{seed}: {named}")
        decision = _attempt(needed, again, budget, seed)
        if decision is not None:
            decision = replace(decision, needs=needed.facts())
            return _in_force(problem, near, decision, budget, seed)
    return _unproved(problem, proof, budget, seed, readable)


def _near(problem: Problem) -> Problem:
    """The problem under the facts that bear on it: all but hypotheses on other quantities."""
    tied = problem.tied(problem.left, problem.right, *problem.beside)
    return problem.under(fact for fact in problem.facts() if _of_sizes(fact) or fact in tied)


def _of_sizes(fact: Fact) -> bool:
    """Whether a fact restricts sizes: that K is 2, or, by two indices or an index 3, not less."""
    return isinstance(fact, Condition) or bool(fact.fixes) or len(fact.letters) < len(fact.indices)


def _needed(problem: Problem, budget: Budget, tried: Problem | None = None) -> Problem:
    """The problem with a least set of its facts: each is dropped, the last first, if that proves.

    A fact that is dropped stays dropped, so of two facts that do the same service one is kept.
    `tried` is known not to be proved.
    """
    for fact in reversed(problem.facts()):
        fewer = problem.under(kept for kept in problem.facts() if kept is not fact)
        if tried is not None and fewer.facts() == tried.facts():
            continue
        try:
            if prove(fewer, budget.half()).answer is Answer.PROVED:
                problem = fewer
        except (BudgetError, VacuousError):
            continue
    return problem


def _attempt(problem: Problem, proof: Proof, budget: Budget, seed: str) -> Decision | None:
    """The decision if the relation is proved for every K, else None."""
    if proof.answer is not Answer.PROVED:
        return None
    report = _points(problem, budget, seed)
    if report.refuted is not None:
        raise ContradictionError(seed, find(problem, budget, report.refuted, seed))
    if not report.at(Outcome.HELD) or _undefined(problem, report) is not None:
        return None
    extent = Extent(tuple(problem.sizes()), tuple(problem.fixed.items()))
    evidence = replace(_evidence(report), within=within(problem, budget, seed))
    try:
        beyond = dict.fromkeys(((size, value),) for size, value in undefined_sizes(problem))
    except Beyond as error:
        failure = Failure(Cause.NO_PROOF, found=str(error))
        return Decision(Status.UNDECIDED, evidence=evidence, failure=failure)
    evidence = replace(evidence, undefined=(*evidence.undefined, *beyond))
    return Decision(Status.PROVED, (), extent, evidence)


def _in_force(
    problem: Problem, near: Problem, decision: Decision, budget: Budget, seed: str
) -> Decision:
    """The decision where everything holds that is in force, needed or not.

    A proof from fewer facts is none where the others leave a side undefined; those that are not
    `near` leave one undefined only if nothing meets them. Nor do the others where the sides are
    defined by their form: and an equation that holds at points without them holds where they do,
    while an inequality is looked at there too.
    """
    apart = tuple(h for h in problem.hypotheses if h not in near.hypotheses)
    if not _can_be_met(apart, problem.names, budget):
        near = problem
    others = [fact for fact in near.facts() if fact not in decision.needs]
    if not others:
        return decision
    assert decision.evidence is not None
    by_form = problem.sign == "=" and not any(map(_of_sizes, others)) and is_defined(near)
    if by_form and _can_be_met(near.hypotheses, near.names, budget):
        return replace(decision, evidence=replace(decision.evidence, within=None))
    report = _points(near, budget, seed)
    if report.refuted is not None:
        raise ContradictionError(seed, find(near, budget, report.refuted, seed))
    failure = _undefined(near, report)
    if failure is not None:
        return Decision(Status.FALSE, failure=failure)
    undefined = (*decision.evidence.undefined, *report.at(Outcome.UNDEFINED))
    evidence = replace(
        decision.evidence,
        undefined=tuple(dict.fromkeys(undefined)),
        within=within(problem, budget, seed),
    )
    return replace(decision, evidence=evidence)


def _can_be_met(hypotheses: tuple[Hypothesis, ...], names: Names, budget: Budget) -> bool:
    """Whether there are points at all sizes that are tried that meet the hypotheses."""
    if not hypotheses:
        return True
    zero = Number(Fraction(0))
    nothing = Problem(zero, zero, "=", {}, (), hypotheses, names)
    key = _key(nothing)
    if key not in _met:
        if len(_met) >= MAX_CACHE:
            _met.pop(next(iter(_met)))
        report = _points(nothing, budget, "")
        _met[key] = all(found is Outcome.HELD for _, found in report.outcomes)
    return _met[key]


def _undefined(problem: Problem, report: Report) -> Failure | None:
    """The failure if there are indices for which the sides are defined at no point.

    Nor is it enough that they are defined where sums are empty, as Σ_{k ≠ j} is at K = 1.

    Raises:
        VacuousError: there is no point.
    """
    held = report.at(Outcome.HELD)
    if not held and not report.at(Outcome.UNDEFINED):
        raise VacuousError(
            "no point was found that meets the assumptions in force",
            "check the assumptions, or state the step without them",
        )
    at, not_at = (
        [sizes for sizes in report.at(outcome) if _several(problem, sizes)]
        for outcome in (Outcome.HELD, Outcome.UNDEFINED)
    )
    if held and report.never is None and (at or not not_at):
        return None
    return Failure(Cause.NOT_DEFINED, report.never or "")


def _several(problem: Problem, sizes: Sizes) -> bool:
    """Whether no size is 1 that could be larger."""
    return all(value > 1 or size in problem.fixed for size, value in sizes)


def _points(problem: Problem, budget: Budget, seed: str) -> Report:
    try:
        return sample(problem, budget, seed)
    except NotExact:
        return Report(exact=False)


def _evidence(report: Report) -> Evidence:
    held, undefined, unmet = map(report.at, (Outcome.HELD, Outcome.UNDEFINED, Outcome.UNMET))
    return Evidence(report.exact, held, undefined, unmet)


def _unproved(
    problem: Problem, proof: Proof, budget: Budget, seed: str, readable: bool
) -> Decision:
    report = _points(problem, budget, seed)
    if report.refuted is None and proof.answer is Answer.DIFFERENT:
        report = _larger(problem, budget, seed, report)
    if report.refuted is not None:
        if proof.answer is Answer.PROVED:
            raise ContradictionError(seed, find(problem, budget, report.refuted, seed))
        shown = find(problem, budget, report.refuted, seed) if readable else None
        return Decision(Status.FALSE, failure=Failure(Cause.REFUTED), counterexample=shown)
    if proof.answer is Answer.UNDEFINED:
        failure = Failure(Cause.NO_VALUE, proof.case, proof.reason)
        return Decision(Status.FALSE, failure=failure)
    if undefined := _undefined(problem, report):
        return Decision(Status.FALSE, failure=undefined)
    failure = Failure(Cause.NO_PROOF, proof.case, proof.reason)
    return Decision(Status.UNDECIDED, evidence=_evidence(report), failure=failure)


def _larger(problem: Problem, budget: Budget, seed: str, report: Report) -> Report:
    """Look for a counterexample at larger K, where power sums become independent."""
    try:
        larger = sample(problem, budget, seed, (6, 7, 8))
    except (NotExact, BudgetError):
        return report
    return larger if larger.refuted is not None else report
