"""One evaluator for every kind of number.

An `Algebra` supplies numbers, values of the declared variables, the two functions and sums over
all the values of an index. The evaluator supplies the meaning: environments of indices, expansion
of definitions (in their own environment, so nothing is captured) and derivatives by dual numbers.
A derivative by a defined symbol treats it as independent: its definition still gives its value, but
carries no derivative.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Protocol

from proofpages.equations.errors import BudgetError
from proofpages.equations.functions import FUNCTIONS
from proofpages.equations.meaning.names import Names
from proofpages.equations.numbers import dual
from proofpages.equations.numbers.dual import Dual
from proofpages.equations.tree import (
    Apply,
    Cases,
    Delta,
    Fold,
    Negative,
    Number,
    Over,
    Partial,
    Plus,
    Power,
    Raised,
    Symbol,
    Times,
    Tree,
    free_indices,
)


class UndefinedValue(ZeroDivisionError):
    """A division by zero or a logarithm that is not defined, at the point of evaluation."""


class NotExact(ArithmeticError):
    """This kind of number cannot represent a value that the expression takes."""


class Algebra(Protocol):
    """A kind of numbers."""

    def number(self, value: Fraction) -> Any:
        """A rational constant."""

    def variable(self, name: str, labels: tuple[int, ...]) -> Any:
        """The value of a component of a declared variable."""

    def size(self, name: str) -> Any:
        """The value of a size, such as K."""

    def exp(self, value: Any) -> Any:
        """The exponential of a number."""

    def log(self, value: Any) -> Any:
        """The natural logarithm of a number."""

    def require_positive(self, value: Any) -> None:
        """Raise `NotExact` if it cannot be seen that a number is positive."""

    def guard(self, value: Any, exponent: int) -> None:
        """Raise `NotExact` if this power of a number is too large to compute with."""

    def total(self, size: str, excluded: set[int], term: Callable[[int], Any]) -> Any:
        """The sum of `term` over the labels of a range that are not excluded."""


def clock_of(module: Any) -> Callable[[], float]:
    """Seconds that this thread has computed; of the process where a platform tells no threads."""
    clock: Callable[[], float] = getattr(module, "thread_time", module.process_time)
    return clock


_clock = clock_of(time)
PACE = 6 if sys.platform == "emscripten" else 1
"""By how much a limit on time is longer: as WebAssembly, the same steps take longer."""


@dataclass
class Budget:
    """A limit on time and on steps; `spend` raises soon after one of them is reached.

    The time is the thread's own: what else the machine does changes no verdict.
    """

    seconds: float = 1.0
    steps: int = 400_000
    _deadline: float = field(init=False)
    _calls: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self._deadline = _clock() + self.seconds * PACE

    def half(self) -> Budget:
        """Half of what is left, for an attempt that may fail; only its time is taken from here."""
        return Budget((self._deadline - _clock()) / PACE / 2, self.steps // 2)

    def spend(self, steps: int = 1) -> None:
        """Count steps.

        Raises:
            BudgetError: no time or no steps are left.
        """
        self.steps -= steps
        self._calls += 1
        # Reading the clock takes longer than most steps.
        late = self._calls % 32 == 1 and _clock() > self._deadline
        if self.steps < 0 or late:
            raise BudgetError(
                "the formula is too large to be decided in time", "split the step into smaller ones"
            )


class _Functions:
    """The functions of the table, on the numbers of an algebra and their duals."""

    add = staticmethod(dual.add)
    multiply = staticmethod(dual.multiply)
    divide = staticmethod(dual.divide)

    def __init__(self, algebra: Algebra) -> None:
        self._algebra = algebra
        self._known = {r"\exp": algebra.exp, r"\log": algebra.log}

    def number(self, value: int) -> Any:
        """An integer."""
        return self._algebra.number(Fraction(value))

    def call(self, function: str, x: Any) -> Any:
        """A function of the table at x."""
        row = FUNCTIONS[function]
        if row.value is not None:
            return row.value(self, x)
        derivative = row.derivative
        assert derivative is not None, function
        return dual.apply(x, self._known[function], lambda at, y: derivative(self, at, y))


Perturbation = tuple[int, str, tuple[int, ...]]


@dataclass
class Evaluator:
    """Evaluates resolved trees in one algebra, for one assignment of the free indices."""

    algebra: Algebra
    names: Names
    free: Mapping[str, int]
    budget: Budget
    _memo: dict[Any, Any] = field(default_factory=dict)
    _sums: dict[Any, tuple[Fold, Any]] = field(default_factory=dict)
    """Values of sums by their identity, which holds as long as they are kept here."""

    def __post_init__(self) -> None:
        self._zero = self.algebra.number(Fraction(0))
        self._one = self.algebra.number(Fraction(1))
        self._functions = _Functions(self.algebra)

    def value(self, tree: Tree) -> Any:
        """The value of a tree whose free indices are those of this evaluator.

        Raises:
            UndefinedValue: the expression is not defined here.
            NotExact: the algebra cannot represent it.
            BudgetError: it takes too long.
        """
        return self.at(tree, self.free)

    def at(self, tree: Tree, labels: Mapping[str, int]) -> Any:
        """The value of a tree for other values of its indices."""
        return self._value(tree, labels, ())

    def _value(self, tree: Tree, env: Mapping[str, int], moved: tuple[Perturbation, ...]) -> Any:
        self.budget.spend()
        match tree:
            case Number(value=value):
                return self.algebra.number(value)
            case Symbol(name=name, indices=indices):
                return self._symbol(name, tuple(env[index] for index in indices), moved)
            case Plus(terms=terms):
                result = self._value(terms[0], env, moved)
                for term in terms[1:]:
                    result = dual.add(result, self._value(term, env, moved))
                return result
            case Negative(body=body):
                return dual.negate(self._value(body, env, moved))
            case Times(factors=factors):
                result = self._value(factors[0], env, moved)
                for factor in factors[1:]:
                    result = dual.multiply(result, self._value(factor, env, moved))
                    self.algebra.guard(result, 1)
                return result
            case Over(top=top, bottom=bottom):
                return dual.divide(self._value(top, env, moved), self._value(bottom, env, moved))
            case Power(base=base, exponent=exponent):
                value = self._value(base, env, moved)
                self.algebra.guard(value, abs(exponent))
                return dual.power(value, exponent, self._one)
            case Apply(function=function, body=body):
                return self._functions.call(function, self._value(body, env, moved))
            case Delta(left=left, right=right, differ=differ):
                return self._one if (env[left] == env[right]) != differ else self._zero
            case Raised(base=base, exponent=exponent):
                logarithm = self._functions.call(r"\log", self._value(base, env, moved))
                raised = dual.multiply(self._value(exponent, env, moved), logarithm)
                return self._functions.call(r"\exp", raised)
            case Cases():
                return self._value(_branch(tree, env), env, moved)
            case Fold():
                return self._fold(tree, env, moved)
            case Partial(body=body, by=by):
                return self._partial(body, by, env, moved)
        raise AssertionError(f"not resolved: {tree}")

    def _fold(self, tree: Fold, env: Mapping[str, int], moved: tuple[Perturbation, ...]) -> Any:
        """A sum or product, once for the same values of the indices that stand in it."""
        key = (id(tree), tuple(env[index] for index in _free_in(tree)), moved)
        if key not in self._sums:
            if tree.kind == r"\sum":
                value = self._total(tree, env, moved, lambda term: term)
            else:
                # A product of positive factors, by the sum of their logarithms.
                logarithm = self._total(tree, env, moved, self._logarithm)
                value = self._functions.call(r"\exp", logarithm)
            self._sums[key] = tree, value
        return self._sums[key][1]

    def _total(
        self,
        tree: Fold,
        env: Mapping[str, int],
        moved: tuple[Perturbation, ...],
        change: Callable[[Any], Any],
    ) -> Any:
        return self.algebra.total(
            str(tree.size),
            {env[index] for index in tree.excluded},
            lambda label: change(self._value(tree.body, {**env, tree.index: label}, moved)),
        )

    def _logarithm(self, factor: Any) -> Any:
        value = factor
        while isinstance(value, Dual):
            value = value.value
        self.algebra.require_positive(value)
        return self._functions.call(r"\log", factor)

    def _partial(
        self,
        body: Tree,
        by: tuple[Symbol, ...],
        env: Mapping[str, int],
        moved: tuple[Perturbation, ...],
    ) -> Any:
        if not by:
            return self._value(body, env, moved)
        level = len(moved) + 1
        labels = tuple(env[index] for index in by[0].indices)
        result = self._partial(body, by[1:], env, (*moved, (level, by[0].name, labels)))
        return result.slope if isinstance(result, Dual) and result.level == level else self._zero

    def _symbol(self, name: str, labels: tuple[int, ...], moved: tuple[Perturbation, ...]) -> Any:
        key = (name, labels, moved)
        if key in self._memo:
            return self._memo[key]
        definition = self.names.definitions.get(name)
        if definition is not None:
            env = {**self.free, **dict(zip(definition.parameters, labels, strict=True))}
            result = self._value(definition.body, env, moved)
        elif name in self.names.variables:
            result = self.algebra.variable(name, labels)
        else:
            result = self.algebra.size(name)
        for level, other, where in moved:
            if other == name:
                result = _with_slope(result, level, self._one if where == labels else None)
        self._memo[key] = result
        return result


_free: dict[int, tuple[Fold, tuple[str, ...]]] = {}
"""The free indices of sums, by their identity, which holds as long as they are kept here."""
MAX_KEPT = 4096


def _free_in(tree: Fold) -> tuple[str, ...]:
    if id(tree) not in _free:
        if len(_free) >= MAX_KEPT:
            _free.pop(next(iter(_free)))
        _free[id(tree)] = tree, tuple(free_indices(tree))
    return _free[id(tree)][1]


def _branch(tree: Cases, env: Mapping[str, int]) -> Tree:
    """The one case that holds for these labels."""
    found = [
        body
        for body, left, right, equal in zip(
            tree.bodies, tree.lefts, tree.rights, tree.equal, strict=False
        )
        if (env[left] == env[right]) == equal
    ]
    if not found and len(tree.bodies) > len(tree.equal):
        return tree.bodies[-1]
    if len(found) != 1:
        raise UndefinedValue("no case holds, or several do")
    return found[0]


def _with_slope(value: Any, level: int, slope: Any) -> Any:
    """Treat `value` as independent at `level`: drop what it carries there, add `slope`."""
    if slope is None:
        return value
    if isinstance(value, Dual) and value.level > level:
        return Dual(value.level, _with_slope(value.value, level, slope), value.slope)
    return Dual(level, value, slope)
