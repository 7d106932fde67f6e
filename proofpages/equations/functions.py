"""The functions of one argument that can be written: one row each.

A row is all that a function needs. The reader, the printer, the slips and the evaluator ask this
table, so that the same row gives exact values, balls, the proof for every K and derivatives.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol


class Arithmetic(Protocol):
    """What a rule may compute with, in any kind of numbers."""

    def number(self, value: int) -> Any:
        """An integer."""

    def add(self, x: Any, y: Any) -> Any:
        """x + y."""

    def multiply(self, x: Any, y: Any) -> Any:
        """x · y."""

    def divide(self, x: Any, y: Any) -> Any:
        """x / y."""

    def call(self, function: str, x: Any) -> Any:
        """A function of this table at x."""


@dataclass(frozen=True, slots=True)
class UnaryFunction:
    """A function of one argument.

    Args:
        tex: its command.
        value: f(x) by other functions of this table, whose derivatives give its own; or None for
            one that every kind of number knows by itself.
        derivative: f'(x) from x and y = f(x), where there is no `value`.
        exponential: whether it has a rational value where e to its argument is rational.
        braced: whether its argument stands in braces, as in ``\\sqrt{x}``.
    """

    tex: str
    value: Callable[[Arithmetic, Any], Any] | None = None
    derivative: Callable[[Arithmetic, Any, Any], Any] | None = None
    exponential: bool = False
    braced: bool = False


def _tanh(on: Arithmetic, x: Any) -> Any:
    """tanh x = (e^{2x} − 1)/(e^{2x} + 1)."""
    square = on.call(r"\exp", on.add(x, x))
    return on.divide(on.add(square, on.number(-1)), on.add(square, on.number(1)))


def _sqrt(on: Arithmetic, x: Any) -> Any:
    """√x = e^{log(x)/2}, for x > 0."""
    return on.call(r"\exp", on.divide(on.call(r"\log", x), on.number(2)))


FUNCTIONS = {
    row.tex: row
    for row in (
        UnaryFunction(r"\exp", derivative=lambda on, x, y: y, exponential=True),
        UnaryFunction(r"\log", derivative=lambda on, x, y: on.divide(on.number(1), x)),
        UnaryFunction(r"\tanh", _tanh, exponential=True),
        UnaryFunction(r"\sqrt", _sqrt, braced=True),
    )
}
