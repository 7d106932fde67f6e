"""Which terms of one side of an equation became which terms of the other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import combinations

from proofpages.equations.errors import EquationError
from proofpages.equations.meaning.question import Problem
from proofpages.equations.numbers.evaluate import Budget
from proofpages.equations.proof.for_every_k import Sums
from proofpages.equations.tree import Plus, Tree

MAX_TERMS = 6
"""A side of more terms is not looked into: there would be too many sums to compare."""

SECONDS = 1.0
"""For all sums of two sides together."""


@dataclass(frozen=True)
class Link:
    """Terms of the left side whose sum is that of terms of the right, by their places from 0.

    `after` is empty where the terms cancel.
    """

    before: tuple[int, ...]
    after: tuple[int, ...]


def terms_of(side: Tree) -> tuple[Tree, ...]:
    """The terms of a side, as they stand beside one another."""
    return side.terms if isinstance(side, Plus) else (side,)


def same_terms(problem: Problem) -> list[Link]:
    """The smallest groups of terms, on both sides of an equation, that are equal for every K.

    Each term is in one group at most; smaller groups are looked for first. That all terms together
    are equal to all others is what the equation says, and no group.
    """
    left, right = terms_of(problem.left), terms_of(problem.right)
    if problem.sign != "=" or max(len(left), len(right)) > MAX_TERMS:
        return []
    found: list[Link] = []
    free_left, free_right = set(range(len(left))), set(range(len(right)))
    with suppress(EquationError):  # What was found until then, was found.
        asked = problem.under(problem.facts())
        sums = Sums(asked, (*left, *right), Budget(SECONDS))
        for before, after in _groups(len(left), len(right)):
            if free_left.issuperset(before) and free_right.issuperset(after):
                places = [len(left) + place for place in after]
                if sums.are_equal(before, places):
                    found.append(Link(before, after))
                    free_left -= set(before)
                    free_right -= set(after)
    return sorted(found, key=lambda link: (link.before, link.after))


def _groups(left: int, right: int) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Pairs of sets of places, those with few in them first."""
    for size in range(2, left + right):
        for number in range(1, size + 1):
            for before in combinations(range(left), number):
                for after in combinations(range(right), size - number):
                    yield before, after
