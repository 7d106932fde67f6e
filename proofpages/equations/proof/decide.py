"""The verdict on one relation, from the proof for every K and from evaluation at points.

Both are always done. A proof that a point contradicts is a defect of this package and raises
`DisagreementError`; it is never resolved in favour of either.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from proofpages.equations.errors import BudgetError, DisagreementError, VacuousError
from proofpages.equations.meaning.question import Problem
from proofpages.equations.numbers.evaluate import Budget, NotExact
from proofpages.equations.proof.at_points import Report, sample
from proofpages.equations.proof.counterexample import Counterexample, find
from proofpages.equations.proof.for_every_k import Answer, Proof, prove
from proofpages.equations.tex.printer import show
from proofpages.equations.tree import free_indices

SECONDS = 1.5
MAX_CACHE = 4096


@dataclass(frozen=True)
class Decision:
    """What was found out about one relation.

    `status` is ``proved``, ``false`` or ``undecided``; `needs` names the facts without which the
    proof fails; `how` says what was done; `notes` what the proof leaves out.
    """

    status: str
    needs: tuple[str, ...] = ()
    how: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    reason: str = ""
    counterexample: Counterexample | None = None


_cache: dict[Any, Decision] = {}


def clear_cache() -> None:
    """Forget every decision of this process."""
    _cache.clear()


def decide(problem: Problem, seconds: float = SECONDS, readable: bool = True) -> Decision:
    """Decide a problem; the same problem is decided once in a process.

    Args:
        problem: the question.
        seconds: how long it may take.
        readable: whether to look for a counterexample that a person can check by hand, which takes
            longer than all the rest.

    Raises:
        VacuousError: no index or no point satisfies the facts in force.
        BudgetError: it takes too long.
        DisagreementError: a defect of this package.
    """
    key = (_key(problem), readable)
    if key not in _cache:
        if len(_cache) >= MAX_CACHE:
            _cache.pop(next(iter(_cache)))
        _cache[key] = _decide(problem, Budget(seconds), readable)
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
    bare = _bare(problem)
    if problem.facts():
        decision = _attempt(bare, prove(bare, budget), budget, seed)
        if decision is not None:
            return decision
    proof = prove(problem, budget)
    decision = _attempt(problem, proof, budget, seed)
    if decision is not None:
        return _with_needs(problem, decision, budget)
    return _unproved(problem, proof, budget, seed, readable)


def _bare(problem: Problem) -> Problem:
    """The problem without facts, and without indices that only the facts mention."""
    used: set[str] = set()
    for tree in (problem.left, problem.right):
        used |= set(free_indices(tree)) | set(problem.names.outer_indices(tree))
    bare = problem.bare()
    kept = {index: size for index, size in problem.indices.items() if index in used}
    return Problem(bare.left, bare.right, bare.sign, kept, (), (), bare.names)


def _attempt(problem: Problem, proof: Proof, budget: Budget, seed: str) -> Decision | None:
    """The decision if the relation is proved for every K, else None."""
    if proof.answer is not Answer.PROVED:
        return None
    report = _points(problem, budget, seed)
    if report.refuted is not None:
        raise DisagreementError(
            "the proof for every K and the evaluation at a point contradict each other",
            f"{seed}: {find(problem, budget, report.refuted, seed)}",
        )
    if not report.held or report.never is not None:
        return None
    fixed = ", ".join(f"{size} = {value}" for size, value in problem.fixed.items())
    sizes = problem.sizes()
    how = f"proved for {fixed or 'every ' + (', '.join(sizes) or 'value')}"
    return Decision("proved", (), (how, _evidence(problem, report)), _notes(problem, report))


def _points(problem: Problem, budget: Budget, seed: str) -> Report:
    try:
        return sample(problem, budget, seed)
    except NotExact:
        return Report("balls")


def _evidence(problem: Problem, report: Report) -> str:
    kind = "exact" if report.kind == "exact" else "ball arithmetic"
    if not problem.sizes():
        return f"{kind} at {len(report.held)} points"
    found = report.held
    whole = found == list(range(found[0], found[-1] + 1)) and len(found) > 1
    text = f"{found[0]}…{found[-1]}" if whole else ", ".join(map(str, found))
    return f"{kind} at {problem.names.sizes[0]} = {text}"


def _notes(problem: Problem, report: Report) -> tuple[str, ...]:
    size = problem.names.sizes[0]
    if not problem.sizes():
        return ()
    notes = [f"a side is not defined at {size} = {value}" for value in report.undefined]
    notes += [f"no point at {size} = {value} meets the assumptions" for value in report.unmet]
    return tuple(notes)


def _with_needs(problem: Problem, decision: Decision, budget: Budget) -> Decision:
    needs = []
    for fact in problem.facts():
        try:
            dropped = prove(problem.without(fact), budget).answer is Answer.PROVED
        except VacuousError:
            dropped = False
        if not dropped:
            needs.append(str(fact) if not hasattr(fact, "tex") else fact.tex)
    return Decision(decision.status, tuple(dict.fromkeys(needs)), decision.how, decision.notes)


def _unproved(
    problem: Problem, proof: Proof, budget: Budget, seed: str, readable: bool
) -> Decision:
    report = _points(problem, budget, seed)
    if report.refuted is None and proof.answer is Answer.DIFFERENT:
        report = _larger(problem, budget, seed, report)
    if report.refuted is not None:
        if proof.answer is Answer.PROVED:
            raise DisagreementError("the proof for every K contradicts a point", seed)
        shown = find(problem, budget, report.refuted, seed) if readable else None
        how = "refuted by exact values" if report.kind == "exact" else "refuted by ball arithmetic"
        return Decision("false", (), (how,), (), "", shown)
    case = f" when {proof.case}" if proof.case else ""
    if proof.answer is Answer.UNDEFINED:
        return Decision("false", reason=f"a side is never defined{case}: {proof.reason}")
    if not report.held and not report.undefined:
        raise VacuousError(
            "no point was found that meets the assumptions in force",
            "check the assumptions, or state the step without them",
        )
    if not report.held or report.never is not None:
        when = f" when {report.never}" if report.never else ""
        reason = f"a side is not defined{when} at any of the points tried"
        return Decision("false", reason=reason)
    reason = f"no proof for every K ({_why(proof)}), although {_evidence(problem, report)} it holds"
    return Decision("undecided", (), (_evidence(problem, report),), _notes(problem, report), reason)


def _why(proof: Proof) -> str:
    return proof.reason or "the normal forms of the two sides differ"


def _larger(problem: Problem, budget: Budget, seed: str, report: Report) -> Report:
    """Look for a counterexample at larger K, where power sums become independent."""
    try:
        larger = sample(problem, budget, seed, (6, 7, 8))
    except (NotExact, BudgetError):
        return report
    return larger if larger.refuted is not None else report
