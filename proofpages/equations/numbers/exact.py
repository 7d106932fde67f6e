"""Exact arithmetic at one point: rationals, and rational combinations of logarithms."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from flint import fmpq

from proofpages.equations.numbers import logarithms
from proofpages.equations.numbers.dual import Dual
from proofpages.equations.numbers.evaluate import NotExact
from proofpages.equations.numbers.point import AtPoint


class ExactAlgebra(AtPoint):
    """Numbers are `fmpq` and `LogNumber`; indices run over the sizes of the point."""

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

    def guard(self, value: Any, exponent: int) -> None:
        """Refuse numbers of more digits than a product can take in no time."""
        while isinstance(value, Dual):
            value = value.value
        if isinstance(value, fmpq) and value.height_bits() * exponent > logarithms.MAX_BITS:
            raise NotExact("a number of very many digits")
