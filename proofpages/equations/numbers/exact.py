"""Exact arithmetic at one point: rationals, and rational combinations of logarithms."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from flint import fmpq

from proofpages.equations.numbers import logarithms
from proofpages.equations.numbers.dual import Dual, add
from proofpages.equations.numbers.evaluate import NotExact
from proofpages.equations.numbers.point import Point


class ExactAlgebra:
    """Numbers are `fmpq` and `LogNumber`; indices run over the sizes of the point."""

    def __init__(self, point: Point) -> None:
        self.point = point

    def number(self, value: Fraction) -> fmpq:
        """A rational constant."""
        return fmpq(value.numerator, value.denominator)

    def variable(self, name: str, labels: tuple[int, ...]) -> Any:
        """The value of a component at the point."""
        return self.point.component(name, labels)

    def size(self, name: str) -> fmpq:
        """The value of a size at the point."""
        return fmpq(self.point.sizes[name])

    def exp(self, value: Any) -> fmpq:
        """The exponential, if it is rational."""
        return logarithms.exp(value)

    def log(self, value: Any) -> Any:
        """The natural logarithm of a positive rational."""
        return logarithms.log(value)

    def require_positive(self, value: Any) -> None:
        """A number has its sign: the logarithm refuses what is not positive."""

    def guard(self, value: Any, exponent: int) -> None:
        """Refuse numbers of more digits than a product can take in no time."""
        while isinstance(value, Dual):
            value = value.value
        if isinstance(value, fmpq) and value.height_bits() * exponent > logarithms.MAX_BITS:
            raise NotExact("a number of very many digits")

    def total(self, size: str, excluded: set[int], term: Callable[[int], Any]) -> Any:
        """The sum over the labels 0 … size − 1 that are not excluded; an empty sum is 0."""
        result: Any = fmpq(0)
        for label in range(self.point.sizes[size]):
            if label not in excluded:
                result = add(result, term(label))
        return result
