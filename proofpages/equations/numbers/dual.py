"""Nested dual numbers: values that carry their derivatives, of any order, exactly.

A `Dual` of level n is ``value + slope·ε_n`` with ``ε_n² = 0``; value and slope are numbers of lower
levels. They are written over any kind of numbers with ``+ - * /``, so one evaluator serves exact,
symbolic and ball arithmetic.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Dual:
    """``value + slope·ε`` with the nilpotent ε of this level."""

    __slots__ = ("level", "slope", "value")

    def __init__(self, level: int, value: Any, slope: Any) -> None:
        self.level = level
        self.value = value
        self.slope = slope


def add(x: Any, y: Any) -> Any:
    """x + y."""
    if not (isinstance(x, Dual) or isinstance(y, Dual)):
        return x + y
    m = x.level if isinstance(x, Dual) else 0
    n = y.level if isinstance(y, Dual) else 0
    if m > n:
        return Dual(m, add(x.value, y), x.slope)
    if n > m:
        return Dual(n, add(x, y.value), y.slope)
    return Dual(m, add(x.value, y.value), add(x.slope, y.slope))


def negate(x: Any) -> Any:
    """−x."""
    if isinstance(x, Dual):
        return Dual(x.level, negate(x.value), negate(x.slope))
    return -x


def multiply(x: Any, y: Any) -> Any:
    """x · y, by the product rule."""
    if not (isinstance(x, Dual) or isinstance(y, Dual)):
        return x * y
    m = x.level if isinstance(x, Dual) else 0
    n = y.level if isinstance(y, Dual) else 0
    if m > n:
        return Dual(m, multiply(x.value, y), multiply(x.slope, y))
    if n > m:
        return Dual(n, multiply(x, y.value), multiply(x, y.slope))
    slope = add(multiply(x.slope, y.value), multiply(x.value, y.slope))
    return Dual(m, multiply(x.value, y.value), slope)


def divide(x: Any, y: Any) -> Any:
    """x / y, by the quotient rule; the numbers below raise where y is 0."""
    if not (isinstance(x, Dual) or isinstance(y, Dual)):
        return x / y
    m = x.level if isinstance(x, Dual) else 0
    n = y.level if isinstance(y, Dual) else 0
    if m > n:
        return Dual(m, divide(x.value, y), divide(x.slope, y))
    quotient = divide(x.value if m == n else x, y.value)
    slope = negate(multiply(quotient, y.slope))
    if m == n:
        slope = add(x.slope, slope)
    return Dual(n, quotient, divide(slope, y.value))


def power(x: Any, n: int, one: Any) -> Any:
    """x to the integer n; 0 to the power 0 is 1, as a polynomial has it."""
    if n < 0:
        return divide(one, power(x, -n, one))
    result = one
    for _ in range(n):
        result = multiply(result, x)
    return result


def apply(x: Any, base: Callable[[Any], Any], derivative: Callable[[Any, Any], Any]) -> Any:
    """f(x), by the chain rule; `base` is f on numbers, `derivative` gives f'(x) from x and f(x)."""
    if not isinstance(x, Dual):
        return base(x)
    value = apply(x.value, base, derivative)
    return Dual(x.level, value, multiply(derivative(x.value, value), x.slope))


def each(x: Any, linear: Callable[[Any], Any]) -> Any:
    """Apply a linear map to every component."""
    if not isinstance(x, Dual):
        return linear(x)
    return Dual(x.level, each(x.value, linear), each(x.slope, linear))
