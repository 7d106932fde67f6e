"""Exact numbers of the form ``r + Σ c_a·log a`` with rational r and c and integers a > 1.

Whether such a number is 0 is decidable: written over a coprime basis of the a, it is 0 if and only
if r = 0 and every coefficient is 0 (for r ≠ 0, e^r is transcendental, while a product of rational
powers of integers is algebraic).
"""

from __future__ import annotations

from math import gcd
from typing import Any

from flint import fmpq

from proofpages.equations.numbers.evaluate import NotExact, UndefinedValue

MAX_BITS = 40_000


class LogNumber:
    """``rational + Σ coefficient·log(integer)``; products of two logarithms are not exact.

    No coefficient in `logs` is 0. A number does not change, so it may share them with others.
    """

    __slots__ = ("logs", "rational")

    def __init__(self, rational: fmpq, logs: dict[int, fmpq]) -> None:
        self.rational = rational
        self.logs = logs

    def __add__(self, other: Any) -> Any:
        if not isinstance(other, LogNumber):
            return LogNumber(self.rational + other, self.logs)
        logs = dict(self.logs)
        for a, c in other.logs.items():
            total = logs[a] + c if a in logs else c
            if total == 0:
                del logs[a]
            else:
                logs[a] = total
        return simplified(LogNumber(self.rational + other.rational, logs))

    __radd__ = __add__

    def __sub__(self, other: Any) -> Any:
        return self + (-other)

    def __neg__(self) -> LogNumber:
        return LogNumber(-self.rational, {a: -c for a, c in self.logs.items()})

    def __rsub__(self, other: Any) -> Any:
        return (-self) + other

    def __mul__(self, other: Any) -> Any:
        if isinstance(other, LogNumber):
            raise NotExact("a product of logarithms")
        if other == 0:
            return fmpq(0)
        return LogNumber(self.rational * other, {a: c * other for a, c in self.logs.items()})

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Any:
        if isinstance(other, LogNumber):
            if is_zero(other):
                raise UndefinedValue("division by zero")
            raise NotExact("a quotient of logarithms")
        if other == 0:
            raise UndefinedValue("division by zero")
        return self * (1 / fmpq(other))

    def __rtruediv__(self, other: Any) -> Any:
        if is_zero(self):
            raise UndefinedValue("division by zero")
        if other == 0:
            return fmpq(0)
        raise NotExact("a quotient by a logarithm")


def simplified(number: LogNumber) -> Any:
    """The number itself, or a plain rational where no logarithm is left in it."""
    return number if number.logs else number.rational


def coprime_basis(numbers: list[int]) -> list[int]:
    """Pairwise coprime integers > 1 of which every given integer is a product of powers."""
    basis: list[int] = []
    todo = [a for a in numbers if a > 1]
    while todo:
        a = todo.pop()
        for b in basis:
            common = gcd(a, b)
            if common > 1:
                if a == b:
                    break
                basis.remove(b)
                todo += [x for x in (common, a // common, b // common) if x > 1]
                break
        else:
            basis.append(a)
    return basis


def is_zero(x: Any) -> bool:
    """Whether an exact number is 0; always decided."""
    if not isinstance(x, LogNumber):
        return bool(x == 0)
    if x.rational != 0:
        return False
    totals: dict[int, fmpq] = {}
    for b in coprime_basis(list(x.logs)):
        total = fmpq(0)
        for a, c in x.logs.items():
            count, rest = 0, a
            while rest % b == 0:
                rest //= b
                count += 1
            total += count * c
        totals[b] = total
    return all(total == 0 for total in totals.values())


def log(x: Any) -> Any:
    """The natural logarithm of a positive rational."""
    if isinstance(x, LogNumber):
        if is_zero(x):
            raise UndefinedValue("the logarithm of zero")
        raise NotExact("a logarithm of a logarithm")
    if x <= 0:
        raise UndefinedValue("the logarithm of a number that is not positive")
    logs: dict[int, fmpq] = {}
    for a, c in ((int(x.p), 1), (int(x.q), -1)):
        if a > 1:
            logs[a] = logs.get(a, fmpq(0)) + c
    return simplified(LogNumber(fmpq(0), logs))


def exp(x: Any) -> fmpq:
    """The exponential of ``Σ c_a·log a`` with integer c."""
    if not isinstance(x, LogNumber):
        if x == 0:
            return fmpq(1)
        raise NotExact("a power of e with a rational exponent")
    if x.rational != 0:
        raise NotExact("a power of e with a rational exponent")
    result = fmpq(1)
    for a, c in x.logs.items():
        if c.q != 1 or abs(int(c.p)) * a.bit_length() > MAX_BITS:
            raise NotExact("a root")
        result *= fmpq(a) ** int(c.p)
    return result
