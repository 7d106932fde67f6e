"""One evaluator for every kind of number.

An `Algebra` supplies numbers, values of the declared variables, the two functions and sums over
all the values of an index. The evaluator supplies the meaning: environments of indices, expansion
of definitions (in their own environment, so nothing is captured) and derivatives by dual numbers.
A derivative by a defined symbol treats it as independent: its definition still gives its value, but
carries no derivative.

A tree is evaluated at many points, so it is made into closures once.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache, cached_property
from operator import itemgetter
from time import perf_counter
from typing import Any, Protocol

from proofpages.equations.errors import BudgetError
from proofpages.equations.functions import FUNCTIONS
from proofpages.equations.meaning.names import Definition, Names
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
    symbol_names,
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
    _earliest: float = field(init=False)
    """When, on the clock on the wall, the deadline is reached at the earliest: no thread computes
    for longer than passes there. To read that clock takes a tenth of the time."""

    def __post_init__(self) -> None:
        left = self.seconds * PACE
        self._deadline, self._earliest = _clock() + left, perf_counter() + left

    def half(self) -> Budget:
        """Half of what is left, for an attempt that may fail; only its time is taken from here."""
        return Budget((self._deadline - _clock()) / PACE / 2, self.steps // 2)

    def spend(self, steps: int = 1) -> None:
        """Count steps.

        Raises:
            BudgetError: no time or no steps are left.
        """
        self.steps -= steps
        if self.steps < 0 or (perf_counter() > self._earliest and self._is_late()):
            raise BudgetError(
                "the formula is too large to be decided in time", "split the step into smaller ones"
            )

    def _is_late(self) -> bool:
        left = self._deadline - _clock()
        self._earliest = perf_counter() + left
        return left < 0


_fraction = cache(Fraction)
"""The few integers of the table and of derivatives."""


class _Functions:
    """The functions of the table, on the numbers of an algebra and their duals."""

    add = staticmethod(dual.add)
    multiply = staticmethod(dual.multiply)
    divide = staticmethod(dual.divide)

    def __init__(self, algebra: Algebra) -> None:
        self._algebra = algebra
        self._known = {r"\exp": algebra.exp, r"\log": algebra.log}
        self._values: dict[tuple[str, int], tuple[Any, Any]] = {}
        """By the identity of a number, which holds as long as it is kept here, that number and the
        value there: where a variable is moved, e to all others is what it was."""

    def number(self, value: int) -> Any:
        """An integer."""
        return self._algebra.number(_fraction(value))

    def call(self, function: str, x: Any) -> Any:
        """A function of the table at x."""
        row = FUNCTIONS[function]
        if row.value is not None:
            return row.value(self, x)
        derivative = row.derivative
        assert derivative is not None, function
        return dual.apply(
            x, lambda at: self._value(function, at), lambda at, y: derivative(self, at, y)
        )

    def _value(self, function: str, x: Any) -> Any:
        found = self._values.get((function, id(x)))
        if found is None:
            found = self._values[function, id(x)] = x, self._known[function](x)
        return found[1]


Labels = Mapping[str, int]
Perturbation = tuple[int, str, tuple[int, ...]]
"""The level of a dual number, and the component that has a slope of 1 there."""
Moved = tuple[Perturbation, ...]
"""In the order of their levels."""


@dataclass
class Evaluator:
    """Evaluates resolved trees in one algebra, for one assignment of the free indices."""

    algebra: Algebra
    names: Names
    free: Labels
    budget: Budget
    _memo: dict[Any, Any] = field(default_factory=dict)
    """Values of symbols and sums. The key has the labels and the perturbations that they depend on;
    all else that they depend on is the same in all of an evaluator."""
    _reached: dict[Any, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def zero(self) -> Any:
        """0 in this algebra."""
        return self.algebra.number(_fraction(0))

    @cached_property
    def one(self) -> Any:
        """1 in this algebra."""
        return self.algebra.number(_fraction(1))

    @cached_property
    def functions(self) -> _Functions:
        """The functions of the table in this algebra."""
        return _Functions(self.algebra)

    def value(self, tree: Tree) -> Any:
        """The value of a tree whose free indices are those of this evaluator.

        Raises:
            UndefinedValue: the expression is not defined here.
            NotExact: the algebra cannot represent it.
            BudgetError: it takes too long.
        """
        return self.at(tree, self.free)

    def at(self, tree: Tree, labels: Labels) -> Any:
        """The value of a tree for other values of its indices."""
        return self._run(_compiled(tree), labels, ())

    def _run(self, compiled: _Compiled, labels: Labels, moved: Moved) -> Any:
        self.budget.spend(compiled.steps)
        return compiled.code(self, labels, moved)

    def symbol(self, name: str, labels: tuple[int, ...], moved: Moved) -> Any:
        """The value of a component under perturbations."""
        found = self._memo.get((name, labels, moved))
        if found is None:
            definition = self.names.definitions.get(name)
            if definition is None:
                found = self._declared(name, labels, moved)
            else:
                found = self._defined(definition, labels, moved)
            self._memo[name, labels, moved] = found
        return found

    def _declared(self, name: str, labels: tuple[int, ...], moved: Moved) -> Any:
        """The value of a size or of a component of a variable."""
        if moved:
            return self._perturbed(self.symbol(name, labels, ()), name, labels, moved)
        if name in self.names.variables:
            return self.algebra.variable(name, labels)
        return self.algebra.size(name)

    def _defined(self, definition: Definition, labels: tuple[int, ...], moved: Moved) -> Any:
        name = definition.name
        touching = self._touching(name, (name,), moved)
        if touching != moved:
            return self.symbol(name, labels, touching)
        inner = {**self.free, **dict(zip(definition.parameters, labels, strict=True))}
        others = tuple([item for item in moved if item[1] != name])
        result = self._run(_compiled(definition.body), inner, others)
        result = self._perturbed(result, name, labels, moved)
        self._keep(name, labels, moved, result)
        return result

    def _perturbed(self, value: Any, name: str, labels: tuple[int, ...], moved: Moved) -> Any:
        """The value of a component with its slope of 1 where it is moved itself."""
        for level, other, where in moved:
            if other == name and where == labels:
                value = _with_slope(value, level, self.one)
        return value

    def fold(self, fold: _Fold, env: Labels, moved: Moved) -> Any:
        """A sum or product, once for the same values of the indices that stand in it."""
        moved = self._touching(fold, fold.names, moved)
        labels = fold.labels(env)
        value = self._memo.get((fold, labels, moved))
        if value is None:
            if fold.kind == r"\sum":
                value = self._total(fold, env, moved)
            else:
                # A product of positive factors, by the sum of their logarithms.
                logarithm = self._total(fold, env, moved, self._logarithm)
                value = self.functions.call(r"\exp", logarithm)
            self._keep(fold, labels, moved, value)
        return value

    def _total(
        self, fold: _Fold, env: Labels, moved: Moved, change: Callable[[Any], Any] | None = None
    ) -> Any:
        body, index = fold.body, fold.index

        def term(label: int) -> Any:
            self.budget.spend(body.steps)
            value = body.code(self, {**env, index: label}, moved)
            return value if change is None else change(value)

        return self.algebra.total(fold.size, {env[index] for index in fold.excluded}, term)

    def _logarithm(self, factor: Any) -> Any:
        value = factor
        while isinstance(value, Dual):
            value = value.value
        self.algebra.require_positive(value)
        return self.functions.call(r"\log", factor)

    def _touching(self, what: Any, names: tuple[str, ...], moved: Moved) -> Moved:
        """The perturbations that a value written with these names depends on."""
        if not moved:
            return moved
        if what not in self._reached:
            self._reached[what] = frozenset(self.names.reached(names))
        reached = self._reached[what]
        return tuple([item for item in moved if item[1] in reached])

    def _keep(self, what: Any, labels: tuple[int, ...], moved: Moved, value: Any) -> None:
        """Remember a value; a dual number carries the value without its perturbation."""
        self._memo[what, labels, moved] = value
        while moved:
            (*_, (level, _, _)) = moved
            moved = moved[:-1]
            value = value.value if isinstance(value, Dual) and value.level == level else value
            self._memo[what, labels, moved] = value


def _with_slope(value: Any, level: int, slope: Any) -> Any:
    """Add a slope at a level at which `value` has none."""
    if isinstance(value, Dual) and value.level > level:
        return Dual(value.level, _with_slope(value.value, level, slope), value.slope)
    return Dual(level, value, slope)


# Trees as closures.

Code = Callable[[Evaluator, Labels, Moved], Any]


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A tree as a closure, and how many nodes it evaluates, but for the terms of sums."""

    tree: Tree
    code: Code
    steps: int


@dataclass(frozen=True, slots=True, eq=False)
class _Fold:
    """What is known of a sum or product before it is evaluated; a key by its identity.

    `labels` are those of the free indices, `names` those that are written in the body.
    """

    kind: str
    index: str
    size: str
    excluded: tuple[str, ...]
    body: _Compiled
    labels: Callable[[Labels], tuple[int, ...]]
    names: tuple[str, ...]


_known: dict[int, _Compiled] = {}
"""What has been compiled, by the identity of the tree, which holds as long as it is kept here. A
tree does not change, and what its names mean is asked when it is evaluated."""
MAX_KEPT = 4096


def _compiled(tree: Tree) -> _Compiled:
    found = _known.get(id(tree))
    if found is None:
        parts = [_compiled(part) for part in tree.parts]
        steps = 1 if isinstance(tree, Fold) else 1 + sum(part.steps for part in parts)
        found = _Compiled(tree, _code(tree, parts), steps)
        if len(_known) >= MAX_KEPT:
            _known.pop(next(iter(_known)))
        _known[id(tree)] = found
    return found


def _code(tree: Tree, parts: list[_Compiled]) -> Code:
    codes = [part.code for part in parts]
    match tree:
        case Number(value=number):
            return lambda run, env, moved: run.algebra.number(number)
        case Symbol(name=name, indices=indices):
            labels = _labels(indices)
            return lambda run, env, moved: run.symbol(name, labels(env), moved)
        case Plus():
            return _plus(*codes)
        case Negative():
            (body,) = codes
            return lambda run, env, moved: dual.negate(body(run, env, moved))
        case Times():
            return _times(*codes)
        case Over():
            top, bottom = codes
            return lambda run, env, moved: dual.divide(
                top(run, env, moved), bottom(run, env, moved)
            )
        case Power(exponent=exponent):
            return _power(exponent, *codes)
        case Apply(function=function):
            (body,) = codes
            return lambda run, env, moved: run.functions.call(function, body(run, env, moved))
        case Delta(left=left, right=right, differ=differ):
            return lambda run, env, moved: (
                run.one if (env[left] == env[right]) != differ else run.zero
            )
        case Raised():
            return _raised(*codes)
        case Cases():
            return _cases(tree, codes)
        case Fold():
            return _fold(tree, *parts)
        case Partial(by=by):
            return _partial(by, *codes)
    raise AssertionError(f"not resolved: {tree}")


def _labels(indices: tuple[str, ...]) -> Callable[[Labels], tuple[int, ...]]:
    """What gives the labels of indices."""
    if len(indices) > 1:
        return itemgetter(*indices)
    if indices:
        (index,) = indices
        return lambda env: (env[index],)
    return lambda env: ()


def _plus(first: Code, *others: Code) -> Code:
    def code(run: Evaluator, env: Labels, moved: Moved) -> Any:
        result = first(run, env, moved)
        for term in others:
            result = dual.add(result, term(run, env, moved))
        return result

    return code


def _times(first: Code, *others: Code) -> Code:
    def code(run: Evaluator, env: Labels, moved: Moved) -> Any:
        result = first(run, env, moved)
        for factor in others:
            result = dual.multiply(result, factor(run, env, moved))
            run.algebra.guard(result, 1)
        return result

    return code


def _power(exponent: int, base: Code) -> Code:
    def code(run: Evaluator, env: Labels, moved: Moved) -> Any:
        value = base(run, env, moved)
        run.algebra.guard(value, abs(exponent))
        return dual.power(value, exponent, run.one)

    return code


def _raised(base: Code, exponent: Code) -> Code:
    def code(run: Evaluator, env: Labels, moved: Moved) -> Any:
        logarithm = run.functions.call(r"\log", base(run, env, moved))
        return run.functions.call(r"\exp", dual.multiply(exponent(run, env, moved), logarithm))

    return code


def _cases(tree: Cases, codes: list[Code]) -> Code:
    """The one case that holds for the labels, or the last, which is for what is left."""
    relations = tuple(zip(tree.lefts, tree.rights, tree.equal, strict=True))

    def code(run: Evaluator, env: Labels, moved: Moved) -> Any:
        found = [
            branch
            for branch, (left, right, equal) in zip(codes, relations, strict=False)
            if (env[left] == env[right]) == equal
        ]
        if not found and len(codes) > len(relations):
            found = codes[-1:]
        if len(found) != 1:
            raise UndefinedValue("no case holds, or several do")
        return found[0](run, env, moved)

    return code


def _fold(tree: Fold, body: _Compiled) -> Code:
    labels = _labels(tuple(free_indices(tree)))
    names = tuple(symbol_names(tree))
    fold = _Fold(tree.kind, tree.index, str(tree.size), tree.excluded, body, labels, names)
    return lambda run, env, moved: run.fold(fold, env, moved)


def _partial(by: tuple[Symbol, ...], body: Code) -> Code:
    """A derivative: the slope where each symbol is moved, at a level of its own."""
    components = [(symbol.name, _labels(symbol.indices)) for symbol in by]

    def code(run: Evaluator, env: Labels, moved: Moved) -> Any:
        level = outer = moved[-1][0] if moved else 0
        for name, labels in components:
            level += 1
            moved = (*moved, (level, name, labels(env)))
        result = body(run, env, moved)
        while level > outer:
            if not isinstance(result, Dual) or result.level != level:
                return run.zero
            result = result.slope
            level -= 1
        return result

    return code
