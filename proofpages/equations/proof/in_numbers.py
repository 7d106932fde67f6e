"""A formula with the numbers of one point in place of its letters, as TeX."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import flint
from flint import fmpq

from proofpages.equations.errors import EquationError
from proofpages.equations.meaning.question import Problem
from proofpages.equations.numbers.balls import BallAlgebra
from proofpages.equations.numbers.dual import Dual
from proofpages.equations.numbers.evaluate import Algebra, Budget, Evaluator
from proofpages.equations.numbers.exact import ExactAlgebra
from proofpages.equations.numbers.logarithms import LogNumber
from proofpages.equations.numbers.point import Point
from proofpages.equations.proof.at_points import PRECISION, Finding
from proofpages.equations.tex.printer import show
from proofpages.equations.tree import (
    Apply,
    Fold,
    Gradient,
    Negative,
    Over,
    Partial,
    Plus,
    Power,
    Times,
    Tree,
)

MAX_TERMS = 8
"""A sum of more terms is shown by its value."""

SUM, PRODUCT, FACTOR = range(3)
"""How tightly a piece of TeX holds together, loosest first."""


@dataclass(frozen=True)
class Piece:
    """TeX, and how tightly it holds together; where that is given, how it stands in parentheses."""

    tex: str
    binds: int
    in_parentheses: str = ""

    def inside(self, binds: int) -> str:
        """The TeX where something that holds as tightly as `binds` is wanted."""
        if self.binds >= binds:
            return self.tex
        return self.in_parentheses or rf"\left({self.tex}\right)"


def sides_in_numbers(problem: Problem, finding: Finding) -> tuple[str, str]:
    """Both sides of a question at a point, each with its value behind it.

    Raises:
        ArithmeticError: a part has no value that the point's numbers can hold.
    """
    with flint.ctx.workprec(PRECISION):
        point = finding.point
        algebra: Algebra = ExactAlgebra(point) if finding.exact else BallAlgebra(point)
        evaluator = Evaluator(algebra, problem.names, finding.labels, Budget())

        def side(tree: Tree) -> str:
            text = in_numbers(tree, evaluator, finding.labels)
            value = _number(evaluator.value(tree)).tex
            return text if text == value else f"{text} = {value}"

        return side(problem.left), side(problem.right)


@dataclass(frozen=True)
class Example:
    """One point that is carried through a text.

    Attributes:
        sizes: the value of each size.
        exponentials: for each vector that stands in exponents, e to the power of its entries.
        values: the entries of each other vector.
        indices: the entry, from 1, that a free index stands for; others stand for the first.
    """

    sizes: Mapping[str, int]
    exponentials: Mapping[str, Sequence[int]]
    values: Mapping[str, Sequence[int]]
    indices: Mapping[str, int]

    def point(self) -> Point:
        """The same as a point that has all its values."""
        known = [*self.exponentials.items(), *self.values.items()]
        return Point(
            sizes=dict(self.sizes),
            logged=frozenset(self.exponentials),
            whole=frozenset(),
            positive=frozenset(),
            style="small",
            draw=random.Random(0),
            values={(name, (n,)): fmpq(x) for name, row in known for n, x in enumerate(row)},
        )

    def labels(self, problem: Problem) -> dict[str, int]:
        """The value of each free index, from 0, as the conditions in force allow."""
        letters = dict.fromkeys(problem.indices)
        for condition in problem.conditions:
            letters |= dict.fromkeys((condition.left, condition.right))
        found = {
            index: (int(index) if index.isdigit() else self.indices.get(index, 1)) - 1
            for index in letters
        }
        for condition in problem.conditions:
            if condition.equal:
                found[condition.left] = found[condition.right]
        return found

    def covers(self, problem: Problem) -> bool:
        """Whether it gives a value to everything that a question is about."""
        names = problem.names
        reached = {name for tree in (problem.left, problem.right) for name in names.reach(tree)}
        known = self.exponentials.keys() | self.values.keys()
        return (
            set(problem.sizes()) <= self.sizes.keys() and reached & names.variables.keys() <= known
        )


def chain_in_numbers(problems: Sequence[Problem], example: Example) -> str | None:
    """The sides of a chain of equations at an example, with their value behind them, as TeX.

    Args:
        problems: the equations of the chain, each going on from the one before.
        example: the point.

    Returns:
        None if the example leaves something open, or a side is no number that can be written.
    """
    first = problems[0]
    if not all(problem.sign == "=" and example.covers(problem) for problem in problems):
        return None
    labels = example.labels(first)
    if any((labels[c.left] == labels[c.right]) is not c.equal for c in first.conditions):
        return None
    at = Evaluator(ExactAlgebra(example.point()), first.names, labels, Budget())
    trees = [first.left, *(problem.right for problem in problems)]
    try:
        texts = [in_numbers(tree, at, labels) for tree in trees]
        value = _number(at.value(first.right)).tex
    except (ArithmeticError, EquationError):
        return None
    if value not in (texts[-1], texts[0]):
        texts.append(value)
    return " = ".join(texts)


def in_numbers(tree: Tree, evaluator: Evaluator, labels: Mapping[str, int]) -> str:
    """The tree at a point: values for symbols, the terms of sums, the values of derivatives.

    Args:
        tree: resolved, as a problem holds its sides.
        evaluator: of the point, with exact numbers or balls.
        labels: the value of each free index, counted from 0.

    Raises:
        ArithmeticError: it has no value there.
    """
    return _piece(tree, evaluator, dict(labels)).tex


def _piece(tree: Tree, at: Evaluator, labels: dict[str, int]) -> Piece:
    def part(node: Tree, binds: int) -> str:
        return _piece(node, at, labels).inside(binds)

    match tree:
        case Plus(terms=terms):
            text = part(terms[0], SUM)
            for term in terms[1:]:
                negative = isinstance(term, Negative)
                body = term.body if isinstance(term, Negative) else term
                text += f" {'-' if negative else '+'} {part(body, PRODUCT)}"
            return Piece(text, SUM)
        case Negative(body=body):
            return Piece(f"-{part(body, PRODUCT)}", SUM)
        case Times(factors=factors):
            return Piece(r" \cdot ".join(part(factor, FACTOR) for factor in factors), PRODUCT)
        case Over(top=top, bottom=bottom):
            return Piece(rf"\frac{{{part(top, SUM)}}}{{{part(bottom, SUM)}}}", FACTOR)
        case Power(base=base, exponent=int(exponent)):
            inner = _piece(base, at, labels)
            plain = inner.tex.isdigit()
            text = inner.tex if plain else rf"\left({inner.tex}\right)"
            return Piece(f"{text}^{{{exponent}}}", FACTOR)
        case Apply(function=r"\log", body=body):
            return Piece(rf"\log {part(body, FACTOR)}", PRODUCT)
        case Fold(kind=r"\sum"):
            return _sum(tree, at, labels)
        case Partial() | Gradient():
            value = _number(_value(tree, at, labels))
            under = f"_{{{show(_numbered(tree, labels))}}}"
            # Of a negative one the parentheses stand above the brace, which is as wide as they are.
            closed = rf"\underbrace{{\left({value.tex}\right)}}{under}"
            return Piece(rf"\underbrace{{{value.tex}}}{under}", value.binds, closed)
    return _number(_value(tree, at, labels))


def _sum(tree: Fold, at: Evaluator, labels: dict[str, int]) -> Piece:
    excluded = {labels[index] for index in tree.excluded}
    terms: list[Piece] = []
    places: list[int] = []

    def see(label: int) -> Any:
        places.append(label)
        return at.algebra.number(0)  # type: ignore[arg-type]

    at.algebra.total(str(tree.size), excluded, see)
    if len(places) > MAX_TERMS:
        return _number(_value(tree, at, labels))
    for label in places:
        terms.append(_piece(tree.body, at, {**labels, tree.index: label}))
    if not terms:
        return Piece("0", FACTOR)
    if len(terms) == 1:
        return terms[0]
    return Piece(" + ".join(term.inside(PRODUCT) for term in terms), SUM)


def _numbered(tree: Tree, labels: Mapping[str, int]) -> Tree:
    """The tree with the numbers of classes for its free indices."""

    def number(index: str) -> str:
        return str(labels[index] + 1) if index in labels else index

    return tree.with_parts(tuple(_numbered(part, labels) for part in tree.parts)).renamed(number)


def _value(tree: Tree, at: Evaluator, labels: dict[str, int]) -> Any:
    return Evaluator(at.algebra, at.names, labels, at.budget).value(tree)


def _number(value: Any) -> Piece:
    """A value as TeX: a fraction, logarithms of fractions, or a decimal with four digits."""
    while isinstance(value, Dual):
        value = value.value
    if isinstance(value, fmpq):
        return _fraction(value)
    if isinstance(value, LogNumber):
        terms = [] if value.rational == 0 else [_fraction(value.rational).tex]
        for number, times in value.logs.items():
            term = rf"\log {number}"
            if abs(times) != 1:
                term = rf"{_fraction(abs(times)).tex} {term}"
            terms.append(f"-{term}" if times < 0 else term)
        text = terms[0] + "".join(
            f" {t[0]} {t[1:]}" if t[0] == "-" else f" + {t}" for t in terms[1:]
        )
        return Piece(text, SUM if len(terms) > 1 or text.startswith("-") else PRODUCT)
    if value.ball.is_exact() and value.ball.is_integer():
        return _fraction(value.ball.fmpq())
    decimal = float(value.ball.mid())
    text = f"{decimal:.4f}" if 1e-3 <= abs(decimal) < 1e5 or decimal == 0 else f"{decimal:.3e}"
    if "e" in text:
        digits, _, power = text.partition("e")
        text = rf"{digits} \cdot 10^{{{int(power)}}}"
        return Piece(text, SUM if decimal < 0 else PRODUCT)
    return Piece(text, SUM if decimal < 0 else FACTOR)


def _fraction(value: fmpq) -> Piece:
    sign = "-" if value < 0 else ""
    top, bottom = abs(int(value.p)), int(value.q)
    text = str(top) if bottom == 1 else rf"\frac{{{top}}}{{{bottom}}}"
    return Piece(sign + text, SUM if sign else FACTOR)
