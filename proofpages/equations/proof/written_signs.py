"""Signs that can be read off an expression as it is written: a sum of squares, a logarithm.

Expanded, ``Σ (p − y)²`` is a sum of terms of either sign, and ``log p`` is z less another
logarithm. A sign is the set of those among −1, 0 and 1 that an expression may have where it is
defined; what is read off the normal form counts too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property

from proofpages.equations.meaning.names import Names
from proofpages.equations.numbers.evaluate import Evaluator, Labels, NotExact
from proofpages.equations.numbers.every_k import EveryK
from proofpages.equations.numbers.rational_functions import Ratio
from proofpages.equations.numbers.signs import sign
from proofpages.equations.tree import (
    Apply,
    Delta,
    Fold,
    Negative,
    Number,
    Over,
    Plus,
    Power,
    Symbol,
    Times,
    Tree,
)

Signs = frozenset[int]
ANY: Signs = frozenset((-1, 0, 1))
NONE: Signs = frozenset((0,))


@dataclass(frozen=True)
class World:
    """What a case of a proof for every K is computed with."""

    algebra: EveryK
    evaluator: Evaluator


@dataclass(frozen=True)
class WrittenSigns:
    """Signs in one case of a proof for every K.

    `world` makes what to compute with where so many more values of each size are distinguished.
    """

    world: Callable[[Mapping[str, int]], World]
    names: Names
    more: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def _here(self) -> World:
        return self.world(self.more)

    def of_difference(self, left: Tree, right: Tree, labels: Labels) -> Signs:
        """The signs of the left side minus the right side."""
        return self._signs(Plus((left, Negative(right))), labels)

    def _signs(self, tree: Tree, labels: Labels) -> Signs:
        found = self._written(tree, labels)
        if found >= {-1, 1}:
            found &= self._normal(tree, labels)
        return found

    def _written(self, tree: Tree, labels: Labels) -> Signs:
        match tree:
            case Number(value=value):
                return frozenset((0 if value == 0 else 1,))
            case Plus(terms=terms):
                return _total(self._signs(term, labels) for term in terms)
            case Negative(body=body):
                return frozenset(-s for s in self._signs(body, labels))
            case Times(factors=factors):
                return _product([self._signs(factor, labels) for factor in factors])
            case Over(top=top, bottom=bottom):
                below = self._signs(bottom, labels) - NONE
                return _product([self._signs(top, labels), below])
            case Power(base=base, exponent=exponent):
                found = self._signs(base, labels)
                found = found - NONE if exponent < 0 else found
                return frozenset(s**2 if exponent % 2 == 0 else s for s in found)
            case Apply(function=r"\exp"):
                return frozenset((1,))
            case Apply(function=r"\log", body=body):
                one = Number(Fraction(1))
                return self._signs(Plus((body, Negative(one))), labels)
            case Delta():
                return frozenset((0, 1))
            case Fold(kind=r"\sum"):
                return self._sum(tree, labels)
            case Symbol(name=name) if self.names.arity(name) is None:
                return frozenset((1,))  # A size.
            case Symbol(name=name, indices=indices) if name in self.names.definitions:
                definition = self.names.definitions[name]
                values = [labels[index] for index in indices]
                inside = dict(zip(definition.parameters, values, strict=True))
                return self._signs(definition.body, {**self._here.evaluator.free, **inside})
        return ANY

    def _sum(self, tree: Fold, labels: Labels) -> Signs:
        """Of the distinguished values, and of any number of others, which are alike."""
        size = str(tree.size)
        algebra = self._here.algebra
        excluded = {labels[index] for index in tree.excluded}
        known = [label for label in algebra.labels.get(size, ()) if label not in excluded]
        found = [self._signs(tree.body, {**labels, tree.index: label}) for label in known]
        if size not in algebra.fixed:
            more = replace(self, more={**self.more, size: self.more.get(size, 0) + 1})
            label = more._here.algebra.labels[size][-1]
            others = more._signs(tree.body, {**labels, tree.index: label})
            others = ANY if others >= {-1, 1} else others
            # An index has a value; where one is distinguished, there need not be others.
            found.append(others | NONE if algebra.labels.get(size, ()) else others)
        return _total(found)

    def _normal(self, tree: Tree, labels: Labels) -> Signs:
        """The signs that the normal form leaves."""
        try:
            value = self._here.evaluator.at(tree, labels)
        except (NotExact, ZeroDivisionError):
            return ANY
        if not isinstance(value, Ratio):
            return ANY
        for strict, also in ((True, frozenset[int]()), (False, NONE)):
            found = sign(self._here.algebra.table, value, strict)
            if found:
                return frozenset((found,)) | also
        return NONE if value.is_zero else ANY


def _total(found: Iterable[Signs]) -> Signs:
    """The signs of a sum."""
    result = NONE
    for signs in found:
        pairs = [(a, b) for a in result for b in signs]
        sums = (ANY if a * b < 0 else frozenset((a or b,)) for a, b in pairs)
        result = frozenset[int]().union(*sums)
    return result


def _product(found: Iterable[Signs]) -> Signs:
    """The signs of a product."""
    result = frozenset((1,))
    for signs in found:
        result = frozenset(a * b for a in result for b in signs)
    return result
