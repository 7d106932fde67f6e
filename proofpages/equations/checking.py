"""Checking one formula of a text, in its context."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from proofpages.equations.effects import assume, declare, define
from proofpages.equations.errors import DisagreementError, EquationError, ReadError, Status
from proofpages.equations.meaning.context import Context, Otherwise, heading_conditions
from proofpages.equations.meaning.question import Fact, Problem, distinct
from proofpages.equations.meaning.resolve import Resolver
from proofpages.equations.numbers.evaluate import Budget
from proofpages.equations.proof.counterexample import Counterexample
from proofpages.equations.proof.decide import SECONDS, Decision, Evidence, Extent, decide
from proofpages.equations.proof.for_every_k import prove
from proofpages.equations.tex.declarations import Declaration
from proofpages.equations.tex.printer import show
from proofpages.equations.tex.statements import (
    Chain,
    IndexRelation,
    Statement,
    has_relation,
    read,
    read_expression,
)
from proofpages.equations.tree import Tree

T = TypeVar("T")


class Kind(StrEnum):
    """What a formula is; unknown if it could not be read."""

    DECLARATION = "declaration"
    DEFINITION = "definition"
    ASSUMPTION = "assumption"
    CLAIM = "claim"
    CONDITION = "condition"
    MENTION = "mention"
    EXEMPT = "exempt"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Formula:
    """A formula as it stands in a text.

    Args:
        tex: the TeX between the dollar signs.
        display: whether it is displayed; a displayed formula must state something.
        label: its number, such as ``E8``, for messages.
        line: its line in the source, for messages.
        directive: ``assume``, ``skip: reason``, or None.
        conditions: the TeX of the formulas in the headings in force.
    """

    tex: str
    display: bool = True
    label: str | None = None
    line: int = 0
    directive: str | None = None
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """One relation of a claim, with its decision."""

    left: str
    sign: str
    right: str
    decision: Decision
    problem: Problem
    otherwise: tuple[tuple[str, Otherwise], ...] = ()
    """Reserved letters that it rests on and that mean something else here."""


@dataclass(frozen=True)
class Verdict:
    """The result for one formula: for a claim with its steps, for an exempt one with the reason."""

    formula: Formula
    kind: Kind
    status: Status
    seconds: float = 0.0
    reason: str = ""
    steps: tuple[Step, ...] = ()
    error: EquationError | None = None

    @property
    def ok(self) -> bool:
        """Whether the page may be built."""
        return self.status.passes

    @property
    def worst(self) -> Decision | None:
        """The decision that decides: the first that is false, undecided or, if none is, proved."""
        order = (Status.FALSE, Status.UNDECIDED, Status.PROVED)
        decisions = [step.decision for step in self.steps]
        return min(decisions, key=lambda found: order.index(found.status), default=None)

    @property
    def counterexample(self) -> Counterexample | None:
        """Where a false claim fails, if that was found."""
        return self.worst.counterexample if self.worst else None

    @property
    def needs(self) -> tuple[Fact, ...]:
        """Facts from which all steps of a claim that is proved were proved."""
        return distinct(self._all(lambda decision: decision.needs)) if self.ok else ()

    @property
    def extents(self) -> tuple[Extent, ...]:
        """For what the steps were proved."""
        return self._all(lambda decision: (decision.extent,) if decision.extent else ())

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Where points agree with the steps."""
        return self._all(lambda decision: (decision.evidence,) if decision.evidence else ())

    @property
    def otherwise(self) -> tuple[tuple[str, Otherwise], ...]:
        """Reserved letters that the steps rest on and that mean something else here."""
        return tuple(dict.fromkeys(item for step in self.steps for item in step.otherwise))

    def _all(self, part: Callable[[Decision], Iterable[T]]) -> tuple[T, ...]:
        return tuple(dict.fromkeys(item for step in self.steps for item in part(step.decision)))

    def explain(self) -> list[tuple[str, str, str]]:
        """For each relation and case of equal indices: the case and both normal forms, as text."""
        found: list[tuple[str, str, str]] = []
        for step in self.steps:
            try:
                proof = prove(step.problem, Budget(SECONDS), explain=True)
            except EquationError as error:
                found.append(("", "", str(error)))
                continue
            found += proof.forms or [(proof.case, proof.left, proof.right or proof.reason)]
        return found


def check(formula: Formula, context: Context, readable: bool = True) -> Verdict:
    """Check a formula and, if it passes, let it take effect on the context.

    With `readable`, a false claim comes with a counterexample that a person can check by hand.

    Never raises on account of the formula: what is wrong with it is in the verdict. A disagreement
    between two ways of deciding has the status ``internal``.
    """
    start = time.perf_counter()
    work = context.copy()
    try:
        verdict = _Check(formula, work, readable).verdict()
    except EquationError as error:
        verdict = Verdict(formula, Kind.UNKNOWN, error.status, error=error.located(formula.tex))
    except Exception as cause:
        found = f"an internal error: {type(cause).__name__}: {cause}"
        defect = DisagreementError(found, "please report the formula", formula.tex)
        verdict = Verdict(formula, Kind.UNKNOWN, Status.INTERNAL, error=defect)
    if verdict.ok:
        context.names, context.hypotheses, context.chain = work.names, work.hypotheses, work.chain
    elif formula.display:
        context.end_chain()
    return replace(verdict, seconds=time.perf_counter() - start)


@dataclass
class _Check:
    """One formula that is checked, and takes effect on the context as it is read."""

    formula: Formula
    context: Context
    readable: bool

    def verdict(self) -> Verdict:
        formula = self.formula
        # A chain goes on from the display just before: any other ends it.
        above = self.context.chain
        if formula.display:
            self.context.end_chain()
        directive = (formula.directive or "").strip()
        if directive.startswith("skip"):
            reason = directive[4:].lstrip(": ").strip()
            if not re.search(r"\w\w", reason) or not directive.startswith("skip:"):
                raise ReadError(
                    "an exemption without a reason", "write skip: reason", formula.tex, 0
                )
            return Verdict(formula, Kind.EXEMPT, Status.EXEMPT, reason=reason)
        if directive not in ("", "assume"):
            raise ReadError(
                f"the directive {directive!r} is not known",
                "write assume, or skip: reason",
                formula.tex,
                0,
            )
        if not formula.display and not directive and not has_relation(formula.tex):
            read_expression(formula.tex)
            return Verdict(formula, Kind.MENTION, Status.ACCEPTED)
        return _merged(formula, [self._of(statement, above) for statement in read(formula.tex)])

    def _of(self, statement: Statement, above: tuple[Tree, ...]) -> Verdict:
        """The verdict on one statement of the formula."""
        formula, assumed = self.formula, bool(self.formula.directive)
        if formula.display:
            self.context.end_chain()
        if isinstance(statement, Declaration):
            declare(statement, self.context)
            return Verdict(formula, Kind.DECLARATION, Status.ACCEPTED)
        if isinstance(statement, IndexRelation):
            if formula.display or assumed:
                raise ReadError(
                    "a relation of indices stands alone",
                    "write it into a heading, or behind an equation after \\qquad",
                    at=statement.at,
                )
            Resolver(self.context.names, statement.conditions).check_ranges()
            return Verdict(formula, Kind.CONDITION, Status.ACCEPTED)
        if assumed:
            assume(statement, self.context, formula.tex)
            return Verdict(formula, Kind.ASSUMPTION, Status.ACCEPTED)
        if statement.continues:
            if not formula.display or not above:
                raise ReadError(
                    "nothing stands above that this could continue",
                    "start with the left side: only a display continues, and only an equation "
                    "that is displayed just before",
                    at=statement.at,
                )
            return self._chain(statement, (*above, *statement.sides), len(above) - 1)
        return self._chain(statement, statement.sides, 0)

    def _chain(self, chain: Chain, sides: tuple[Tree, ...], first: int) -> Verdict:
        """The verdict on a chain of relations, of which those from side `first` on are new."""
        signs = chain.signs
        if signs[0] == ":=":
            if chain.conditions:
                raise ReadError("a definition under a condition", "define without one", at=chain.at)
            define(sides[0], sides[1], self.context, self.formula.label or "")
            sides, signs = sides[1:], signs[1:]
        # ``… := e`` at the end of a chain says that both are equal: e is known.
        signs = tuple("=" if sign == ":=" else sign for sign in signs)
        if not signs:
            return Verdict(self.formula, Kind.DEFINITION, Status.ACCEPTED)
        if self.formula.display:
            self.context.chain = sides
        return _summary(self.formula, self._steps(chain, sides, signs, first))

    def _steps(
        self, chain: Chain, sides: tuple[Tree, ...], signs: tuple[str, ...], first: int
    ) -> tuple[Step, ...]:
        """Decide each new relation; all sides are read, and have to be defined, together."""
        context = self.context
        relations = distinct((*heading_conditions(self.formula.conditions), *chain.conditions))
        resolver = Resolver(context.names, relations)
        resolved = resolver.resolve(sides)
        resolver.check_conditions(chain.conditions, sides)
        names = context.names.copy()
        steps = []
        for place, sign in enumerate(signs, first):
            left, right = resolved.sides[place : place + 2]
            last = place == len(sides) - 2
            problem = Problem(
                left,
                right,
                sign,
                resolved.indices,
                resolver.conditions,
                context.hypotheses,
                names,
                tuple(resolved.sides[:place]) if last else (),
            )
            decision = decide(problem.under(problem.facts()), readable=self.readable)
            written = show(sides[place]), sign, show(sides[place + 1])
            otherwise: tuple[tuple[str, Otherwise], ...] = ()
            if context.reserved:
                otherwise = context.reserved.otherwise(names, (left, right))
            steps.append(Step(*written, decision, problem, otherwise))
        return tuple(steps)


def _summary(formula: Formula, steps: tuple[Step, ...]) -> Verdict:
    verdict = Verdict(formula, Kind.CLAIM, Status.PROVED, steps=steps)
    return replace(verdict, status=verdict.worst.status) if verdict.worst else verdict


def _merged(formula: Formula, verdicts: list[Verdict]) -> Verdict:
    if len(verdicts) == 1:
        return verdicts[0]
    bad = [verdict for verdict in verdicts if not verdict.ok]
    claims = [verdict for verdict in verdicts if verdict.kind is Kind.CLAIM]
    if bad:
        return bad[0]
    if claims:
        return _summary(formula, tuple(step for verdict in claims for step in verdict.steps))
    rank = (Kind.ASSUMPTION, Kind.DEFINITION, Kind.DECLARATION, Kind.CONDITION)
    kinds = [verdict.kind for verdict in verdicts]
    return Verdict(formula, min(kinds, key=rank.index), Status.ACCEPTED)
