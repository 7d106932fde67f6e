"""The proof for every K, case by case."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import partial, reduce
from operator import add
from typing import TypeVar

from proofpages.equations.errors import BudgetError, VacuousError
from proofpages.equations.meaning.equal_indices import labelled
from proofpages.equations.meaning.question import Problem
from proofpages.equations.numbers.atom_table import GENERAL, MoreRoom
from proofpages.equations.numbers.evaluate import Budget, Evaluator, NotExact
from proofpages.equations.numbers.every_k import WIDTH, EveryK
from proofpages.equations.numbers.indeterminates import show_polynomial
from proofpages.equations.numbers.pairs import is_nowhere_negative
from proofpages.equations.numbers.rational_functions import Ratio
from proofpages.equations.numbers.roots import reduced
from proofpages.equations.numbers.signs import sign as proved_sign
from proofpages.equations.proof.tangent import is_at_most_zero
from proofpages.equations.proof.written_signs import World, WrittenSigns
from proofpages.equations.tree import Tree

T = TypeVar("T")
Worlds = Callable[[Mapping[str, int]], World]
"""Makes what to compute with, where so many more values of a size are distinguished."""

_SIGNS = {
    "<": frozenset((-1,)),
    ">": frozenset((1,)),
    r"\leq": frozenset((-1, 0)),
    r"\geq": frozenset((0, 1)),
    r"\neq": frozenset((-1, 1)),
}
"""The signs that a relation leaves to the left side minus the right side."""
STRIDE = 20
"""Labels of different sizes are numbered apart by this much."""


class Answer(Enum):
    """What the proof for every K says."""

    PROVED = "proved"
    DIFFERENT = "different"
    UNDEFINED = "undefined"
    UNABLE = "unable"


@dataclass
class Proof:
    """An answer with the case that decided it and the normal forms of both sides there."""

    answer: Answer
    case: str = ""
    left: str = ""
    right: str = ""
    reason: str = ""
    forms: list[tuple[str, str, str]] = field(default_factory=list)


def prove(problem: Problem, budget: Budget, explain: bool = False) -> Proof:
    """Decide a problem for every K by comparing reduced rational functions.

    Raises:
        VacuousError: no choice of indices satisfies the conditions.
        BudgetError: it takes too long.
    """
    forms: list[tuple[str, str, str]] = []
    for name, case in _cases(problem, explain):
        try:
            found = case.decide(budget)
        except NotExact as error:
            return Proof(Answer.UNABLE, name, reason=str(error))
        except ZeroDivisionError as error:
            return Proof(Answer.UNDEFINED, name, reason=str(error))
        forms.append((name, found.left, found.right))
        if found.answer is not Answer.PROVED:
            return Proof(found.answer, name, found.left, found.right, found.reason, forms)
    return Proof(Answer.PROVED, forms[0][0], forms[0][1], forms[0][2], forms=forms)


def _cases(problem: Problem, explain: bool = False) -> Iterator[tuple[str, _Case]]:
    """The cases of equal indices, each with its name.

    Raises:
        VacuousError: there is none, behind the last.
    """
    seen, room = False, Room()
    for blocks in problem.patterns():
        labels, counts = labelled(blocks, problem.all_indices())
        if any(counts.get(size, 0) > value for size, value in problem.fixed.items()):
            continue
        seen = True
        name = ", ".join(" = ".join(block) for block in blocks if len(block) > 1)
        yield name, _Case(problem, labels, counts, explain, room)
    if not seen:
        raise VacuousError(
            "no index satisfies the conditions in force",
            "check the conditions of the heading and behind the equation",
        )


class Sums:
    """Sums of terms, compared for every K as `prove` compares two sides; each is read once.

    Args:
        problem: The question that the terms belong to.
        terms: The terms.
        budget: For all comparisons together.

    Raises:
        VacuousError: no choice of indices satisfies the conditions.
        BudgetError: it takes too long.
    """

    def __init__(self, problem: Problem, terms: Sequence[Tree], budget: Budget) -> None:
        self._cases = [_SumsOfCase(case, terms, budget) for _, case in _cases(problem)]

    def are_equal(self, left: Sequence[int], right: Sequence[int]) -> bool:
        """Whether two sums are proved to be the same, each given by the places of its terms."""
        return all(case.are_equal(left, right) for case in self._cases)


@dataclass
class Room:
    """How many generators the cases before took: the next is likely to take as many."""

    width: int = WIDTH


@dataclass(frozen=True)
class _Case:
    """A problem where certain indices are equal and all others differ.

    `labels` has the number of each index within its size, `counts` how many there are of each size;
    with `explain`, both sides are written out.
    """

    problem: Problem
    labels: dict[str, int]
    counts: dict[str, int]
    explain: bool
    room: Room

    def decide(self, budget: Budget) -> _Found:
        """Sum fractions whole, which keeps their signs, and only then by partial fractions."""
        found = self.with_room(self._compare, budget, apart=False)
        if found.answer is Answer.DIFFERENT and found.whole:
            try:
                return self.with_room(self._compare, budget.half(), apart=True)
            except (NotExact, BudgetError) as error:
                return replace(found, reason=str(error))
        return found

    def with_room(self, ask: Callable[[Worlds], T], budget: Budget, *, apart: bool) -> T:
        """What is found in a world, asked anew in a larger one until it has enough room."""
        root = 1
        while True:
            try:
                return ask(partial(self._world, budget, root, apart))
            except MoreRoom as more:
                self.room.width, root = max(self.room.width, more.width), max(root, more.root)

    def _world(self, budget: Budget, root: int, apart: bool, more: Mapping[str, int]) -> World:
        """What to compute with, where `more` values of a size are distinguished, if it is free."""
        problem, start = self.problem, self._starts
        sizes = {**dict.fromkeys(more, 0), **self.counts}
        counts = {size: count + more.get(size, 0) for size, count in sizes.items()}
        ranges = {
            size: range(start[size], start[size] + count)
            for size, count in {**counts, **problem.fixed}.items()
        }
        labels = self._labels
        algebra = EveryK(
            ranges, problem.fixed, problem.positive, budget, self.room.width, root, apart
        )
        for hypothesis in problem.equations:
            general = {**labels, **dict.fromkeys(hypothesis.letters, GENERAL)}
            evaluator = Evaluator(algebra, problem.names, general, budget)
            residual = evaluator.value(hypothesis.left) - evaluator.value(hypothesis.right)
            if not algebra.table.assume(residual):
                raise VacuousError(
                    "the assumptions contradict each other",
                    f"{hypothesis.tex} cannot hold together with the others",
                )
        # Values computed before a hypothesis do not use it.
        return World(algebra, Evaluator(algebra, problem.names, labels, budget))

    @property
    def _starts(self) -> dict[str, int]:
        return {size: STRIDE * n for n, size in enumerate(self.problem.names.sizes)}

    @property
    def _labels(self) -> dict[str, int]:
        """The label of each index; no two sizes share one."""
        indices, start = self.problem.all_indices(), self._starts
        return {index: start[indices[index]] + label for index, label in self.labels.items()}

    def _compare(self, world: Worlds) -> _Found:
        problem, here = self.problem, world({})
        algebra, evaluator = here.algebra, here.evaluator
        left = reduced(algebra.table, evaluator.value(problem.left))
        right = reduced(algebra.table, evaluator.value(problem.right))
        holds = _holds(algebra, left, right, problem.sign)
        if not holds and problem.sign in _SIGNS:
            written = WrittenSigns(world, problem.names)
            found = written.of_difference(problem.left, problem.right, self._labels)
            holds = (
                found <= _SIGNS[problem.sign]
                or self._by_pairs(algebra, left, right)
                or self._by_tangent(algebra, left, right)
            )
        answer = Answer.PROVED if holds else Answer.DIFFERENT
        reason = "no sign of the difference was found" if problem.sign in _SIGNS else ""
        reason = reason if answer is Answer.DIFFERENT else ""
        if not self.explain:
            return _Found(answer, algebra.whole, reason=reason)
        names = {label: index for index, label in reversed(self._labels.items())}
        return _Found(
            answer, algebra.whole, _show(algebra, left, names), _show(algebra, right, names), reason
        )

    def _by_pairs(self, algebra: EveryK, left: Ratio, right: Ratio) -> bool:
        """Whether the difference is a sum over pairs of which none adds less than 0."""
        if self.problem.sign not in (r"\leq", r"\geq"):
            return False
        value = right - left if self.problem.sign == r"\leq" else left - right
        try:
            return is_nowhere_negative(algebra, reduced(algebra.table, value))
        except (NotExact, ZeroDivisionError):
            return False

    def _by_tangent(self, algebra: EveryK, left: Ratio, right: Ratio) -> bool:
        """Whether an inequality follows from l ≤ e^l − 1."""
        problem = self.problem
        if problem.sign == r"\neq":
            return False
        value = left - right if problem.sign in ("<", r"\leq") else right - left
        exponents = frozenset(problem.exponent_names())
        try:
            return is_at_most_zero(algebra, value, exponents, strict=problem.sign in ("<", ">"))
        except (NotExact, ZeroDivisionError):
            return False


class _SumsOfCase:
    """The sums of some terms in one case."""

    def __init__(self, case: _Case, terms: Sequence[Tree], budget: Budget) -> None:
        self.case, self.terms, self.budget = case, terms, budget
        self.known: dict[bool, tuple[EveryK, list[Ratio | None]]] = {}

    def are_equal(self, left: Sequence[int], right: Sequence[int]) -> bool:
        """Whether two sums are the same; not where what is in force is not exact, or undefined."""
        while True:
            try:
                return any(self._equal(left, right, apart) for apart in self._ways())
            except (NotExact, ZeroDivisionError):
                return False
            except MoreRoom as more:
                self.case.room.width = max(self.case.room.width, more.width)
                self.known.clear()

    def _ways(self) -> Iterator[bool]:
        """Fractions are summed whole, which keeps their signs, and only then by their parts."""
        yield False
        if self.known[False][0].whole:
            yield True

    def _equal(self, left: Sequence[int], right: Sequence[int], apart: bool) -> bool:
        if apart not in self.known:
            self.known[apart] = self.case.with_room(self._read, self.budget, apart=apart)
        algebra, values = self.known[apart]
        totals = []
        for side in (left, right):
            parts = [value for place in side if (value := values[place]) is not None]
            if len(parts) < len(side):
                return False
            totals.append(reduce(add, parts, algebra.ring.zero))
        return _holds(algebra, totals[0], totals[1], "=")

    def _read(self, world: Worlds) -> tuple[EveryK, list[Ratio | None]]:
        """Each term's value; None where it has none, or none that is exact."""
        here = world({})
        values: list[Ratio | None] = []
        for term in self.terms:
            try:
                values.append(reduced(here.algebra.table, here.evaluator.value(term)))
            except (NotExact, ZeroDivisionError):
                values.append(None)
        return here.algebra, values


@dataclass(frozen=True)
class _Found:
    """What a case came to, and whether a fraction was summed whole that might fall into parts."""

    answer: Answer
    whole: bool
    left: str = ""
    right: str = ""
    reason: str = ""


def _holds(algebra: EveryK, left: Ratio, right: Ratio, sign: str) -> bool:
    if sign in ("=", ":="):
        # A sum of fractions may cancel by a root only where it has one denominator.
        return left == right or reduced(algebra.table, left - right).is_zero
    difference = right - left if sign in ("<", r"\leq") else left - right
    if sign == r"\neq":
        return proved_sign(algebra.table, difference) != 0
    strict = sign in ("<", ">")
    if not strict and difference.is_zero:
        return True
    return proved_sign(algebra.table, difference, strict) == 1


def _show(algebra: EveryK, value: Ratio, names: dict[int, str]) -> str:
    """A normal form as text; `names` has a letter for each distinguished label."""

    def letter(label: int) -> str:
        return names.get(label, f"#{label}") if label >= 0 else "abcdefgh"[-label - 1]

    top = show_polynomial(tuple(algebra.table.terms(value.top)), letter)
    bottom = show_polynomial(tuple(algebra.table.terms(value.bottom)), letter)
    return top if bottom == "1" else f"({top}) / ({bottom})"
