"""Nested dual numbers: values that carry their derivatives, of any order, exactly.

A `Dual` of level n is ``value + slope·ε_n`` with ``ε_n² = 0``; value and slope are numbers of lower
levels. They are written over any kind of numbers with ``+ - * /``, so one evaluator serves exact,
symbolic and ball arithmetic.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Dual:
    """``value + slope·ε`` with the nilpotent ε of this level."""

    level: int
    value: Any
    slope: Any


def _level(x: Any) -> int:
    return x.level if isinstance(x, Dual) else 0


def _parts(x: Any, level: int) -> tuple[Any, Any]:
    return (x.value, x.slope) if _level(x) == level else (x, None)


def _dual(level: int, value: Any, slope: Any) -> Any:
    return value if slope is None else Dual(level, value, slope)


def _plus(x: Any, y: Any) -> Any:
    if x is None:
        return y
    return x if y is None else add(x, y)


def add(x: Any, y: Any) -> Any:
    """x + y."""
    level = max(_level(x), _level(y))
    if not level:
        return x + y
    (a, da), (b, db) = _parts(x, level), _parts(y, level)
    return _dual(level, add(a, b), _plus(da, db))


def negate(x: Any) -> Any:
    """−x."""
    if isinstance(x, Dual):
        return Dual(x.level, negate(x.value), negate(x.slope))
    return -x


def multiply(x: Any, y: Any) -> Any:
    """x · y, by the product rule."""
    level = max(_level(x), _level(y))
    if not level:
        return x * y
    (a, da), (b, db) = _parts(x, level), _parts(y, level)
    left = None if da is None else multiply(da, b)
    right = None if db is None else multiply(a, db)
    return _dual(level, multiply(a, b), _plus(left, right))


def divide(x: Any, y: Any) -> Any:
    """x / y, by the quotient rule; the numbers below raise where y is 0."""
    level = max(_level(x), _level(y))
    if not level:
        return x / y
    (a, da), (b, db) = _parts(x, level), _parts(y, level)
    quotient = divide(a, b)
    left = None if da is None else divide(da, b)
    right = None if db is None else negate(divide(multiply(quotient, db), b))
    return _dual(level, quotient, _plus(left, right))


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
