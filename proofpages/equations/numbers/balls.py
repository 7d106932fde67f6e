"""Ball arithmetic at one point: numbers with rigorous error bounds. It refutes, never proves."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from flint import arb, fmpq

from proofpages.equations.numbers.evaluate import UndefinedValue
from proofpages.equations.numbers.point import AtPoint


class Ball:
    """A real number known to lie in a ball; division by a ball that holds 0 is undefined."""

    __slots__ = ("ball",)

    def __init__(self, ball: arb) -> None:
        if not ball.is_finite():
            raise UndefinedValue("a value that is not finite")
        self.ball = ball

    def __add__(self, other: Ball) -> Ball:
        return Ball(self.ball + other.ball)

    def __sub__(self, other: Ball) -> Ball:
        return Ball(self.ball - other.ball)

    def __neg__(self) -> Ball:
        return Ball(-self.ball)

    def __mul__(self, other: Ball) -> Ball:
        return Ball(self.ball * other.ball)

    def __truediv__(self, other: Ball) -> Ball:
        if 0 in other.ball:
            raise UndefinedValue("division by zero")
        return Ball(self.ball / other.ball)


class BallAlgebra(AtPoint):
    """Numbers are balls around exact values; a logged variable is the logarithm of its number."""

    def number(self, value: Fraction) -> Ball:
        """A rational constant."""
        return Ball(arb(fmpq(value.numerator, value.denominator)))

    def variable(self, name: str, labels: tuple[int, ...]) -> Ball:
        """The value of a component at the point."""
        value = arb(self.point.value(name, labels))
        return Ball(value.log() * self.point.root if name in self.point.logged else value)

    def size(self, name: str) -> Ball:
        """The value of a size at the point."""
        return Ball(arb(self.point.sizes[name]))

    def exp(self, value: Ball) -> Ball:
        """The exponential."""
        if abs(value.ball) > 10_000:
            raise UndefinedValue("a power of e beyond all bounds")
        return Ball(value.ball.exp())

    def log(self, value: Ball) -> Ball:
        """The natural logarithm of a ball of positive numbers."""
        if not value.ball > 0:
            raise UndefinedValue("the logarithm of a number that is not positive")
        return Ball(value.ball.log())

    def guard(self, value: Any, exponent: int) -> None:
        """Balls have a fixed precision: any power is as cheap as another."""
