"""One evaluator for every kind of number: what it gives agrees with Python's own functions."""

from __future__ import annotations

import cmath
import math
import random
from types import SimpleNamespace

import pytest
from flint import fmpq

from proofpages.equations.errors import BudgetError
from proofpages.equations.functions import FUNCTIONS
from proofpages.equations.meaning.names import Definition, Names, Variable
from proofpages.equations.numbers import evaluate
from proofpages.equations.numbers.balls import BallAlgebra
from proofpages.equations.numbers.evaluate import Budget, Evaluator, UndefinedValue
from proofpages.equations.numbers.exact import ExactAlgebra
from proofpages.equations.numbers.point import Point
from proofpages.equations.tex.statements import read_expression
from proofpages.equations.tree import Apply, Partial, Symbol

X, Z = Symbol("x"), Variable("z", ("K",))
PYTHON = {r"\exp": cmath.exp, r"\log": cmath.log, r"\tanh": cmath.tanh, r"\sqrt": cmath.sqrt}


def names(**definitions):
    known = Names({"x": Variable("x", ()), "z": Z})
    for name, (parameters, tex) in definitions.items():
        sizes = ("K",) * len(parameters)
        known.definitions[name] = Definition(name, parameters, sizes, read_expression(tex))
    return known


def at(values, known=None, algebra=ExactAlgebra, free=None):
    none = frozenset[str]()
    size = sum(1 for name, _ in values if name == "z")
    point = Point({"K": size}, none, none, none, "large", random.Random(1), values=dict(values))
    return Evaluator(algebra(point), known or names(), free or {}, Budget())


@pytest.mark.parametrize("function", sorted(FUNCTIONS))
@pytest.mark.parametrize("number", [0.25, 1.0, 3.5])
def test_each_function_and_its_derivative_are_those_of_python(function, number):
    evaluator = at({("x", ()): fmpq(int(number * 4), 4)}, algebra=BallAlgebra)
    value = float(evaluator.value(Apply(function, X)).ball)
    assert value == pytest.approx(PYTHON[function](number).real, rel=1e-14)
    slope = float(evaluator.value(Partial(Apply(function, X), (X,))).ball)
    # A complex step loses no digits to a difference.
    assert slope == pytest.approx(PYTHON[function](number + 1e-30j).imag / 1e-30, rel=1e-14)


def test_every_function_of_the_table_is_compared():
    assert PYTHON.keys() == FUNCTIONS.keys()


@pytest.mark.parametrize(
    ("tex", "value"),
    [
        ("2 x - x^2", fmpq(-3)),
        (r"\frac{x}{2} + x/4", fmpq(9, 4)),
        ("x^{-2}", fmpq(1, 9)),
        (r"\sum_{k=1}^K z_k", fmpq(14)),
        (r"\sum_{k=1, k \neq i}^K z_k^2", fmpq(53)),
        (r"\sum_{k=1}^K \delta_{ik} z_k", fmpq(5)),
        (r"\frac{\partial}{\partial x} (x^3 - x)", fmpq(26)),
        (r"\frac{\partial^2}{\partial x^2} (x^3)", fmpq(18)),
        (r"\frac{\partial}{\partial z_i} (\sum_{k=1}^K z_k^2)", fmpq(10)),
        (r"\exp(0) + \log(1)", fmpq(1)),
        ("K", fmpq(3)),
    ],
)
def test_exact_values(tex, value):
    point = {("x", ()): fmpq(3), ("z", (0,)): fmpq(5), ("z", (1,)): fmpq(2), ("z", (2,)): fmpq(7)}
    assert at(point, free={"i": 0}).value(read_expression(tex)) == value


def test_a_definition_is_evaluated_where_it_stands():
    """The i of the definition's parameter is not the i of the place of use."""
    known = names(q=(("i",), r"z_i^2"), s=((), r"\sum_{i=1}^K q_i"))
    point = {("z", (0,)): fmpq(2), ("z", (1,)): fmpq(3)}
    evaluator = at(point, known, free={"i": 1, "j": 0})
    assert evaluator.value(read_expression("q_j + s")) == 4 + 13


def test_a_defined_symbol_to_differentiate_by_is_independent():
    known = names(w=((), "x^2"))
    evaluator = at({("x", ()): fmpq(3)}, known)
    assert evaluator.value(read_expression(r"\frac{\partial}{\partial w} (w^2 + x)")) == 18
    assert evaluator.value(read_expression(r"\frac{\partial}{\partial x} (w^2 + x)")) == 4 * 27 + 1


def test_a_derivative_inside_a_derivative_by_something_else():
    """What does not depend on a quantity is one value under each perturbation of it."""
    known = names(w=((), r"\frac{\partial}{\partial x} (x^3)"), s=((), r"\sum_{k=1}^K w z_k"))
    point = {("x", ()): fmpq(3), ("z", (0,)): fmpq(5), ("z", (1,)): fmpq(2)}
    evaluator = at(point, known, free={"i": 0, "j": 1})
    for tex, value in (
        (r"\frac{\partial}{\partial z_i} (z_i \cdot \frac{\partial}{\partial x} (x z_i w))", 810),
        (r"\frac{\partial s}{\partial z_i} + \frac{\partial s}{\partial z_j} + s", 27 * 9),
        (r"\frac{\partial}{\partial w} (s + x w) + \frac{\partial s}{\partial x}", 10 + 7 * 18),
    ):
        assert evaluator.value(read_expression(tex)) == value, tex


@pytest.mark.parametrize("tex", [r"\frac{1}{x}", r"\log(x)", r"\log(x - 1)", "x^{-1}"])
@pytest.mark.parametrize("algebra", [ExactAlgebra, BallAlgebra])
def test_what_is_not_defined_says_so(tex, algebra):
    with pytest.raises(ZeroDivisionError):
        at({("x", ()): fmpq(0)}, algebra=algebra).value(read_expression(tex))
    assert issubclass(UndefinedValue, ZeroDivisionError)


def test_budgets_end():
    budget = Budget(steps=3)
    budget.spend(3)
    with pytest.raises(BudgetError):
        budget.spend()
    for late in (Budget(seconds=-1), Budget(seconds=0)):
        with pytest.raises(BudgetError):
            late.spend()
    with pytest.raises(BudgetError):
        Budget(steps=6).half().spend(4)


def test_only_the_time_that_a_thread_computes_counts(monkeypatch):
    computed, passed = [0.0], [0.0]
    monkeypatch.setattr(evaluate, "_clock", lambda: computed[0])
    monkeypatch.setattr(evaluate, "perf_counter", lambda: passed[0])
    budget = Budget(seconds=1)
    for seconds in (0.5, 2, 100):  # As it waits for others.
        passed[0] = seconds
        budget.spend()
    computed[0], passed[0] = 0.9, 100.9
    budget.spend()
    computed[0], passed[0] = 1.1 * evaluate.PACE, 102
    with pytest.raises(BudgetError):
        budget.spend()


def test_the_clock_is_there_where_threads_have_none():
    """Emscripten has no `time.thread_time`."""
    bare = SimpleNamespace(process_time=lambda: 12.5)
    assert evaluate.clock_of(bare)() == 12.5
    assert math.isfinite(evaluate.clock_of(evaluate.time)())
