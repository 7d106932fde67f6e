"""Partial fractions: the one way of writing what is summed as a linear combination.

Over the functions of all other quantities, a fraction in x is a combination of powers of x and of
``x^a / q^n`` with an irreducible q and a < deg q, in one way only. Its coefficients are taken apart
in the next quantity in turn, so fractions that are linearly dependent have parts in common.

A coefficient may have a denominator that the fraction did not have. Where that is 0, what follows
is true all the same. Give each anonymous value a weight, and add values of weight 0 until there are
as many as power sums: a small change of the weights, of the values and of the other quantities then
takes all of them anywhere nearby, so also to where the denominator is not 0, and both sides are
continuous wherever they are defined. A hypothesis fixes one quantity; the others stay free.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from flint import fmpz

from proofpages.equations.numbers.rational_functions import Ratio

LARGE_SUM = "a sum of fractions with large denominators"

Univariate = list[Ratio]
"""The coefficients of a polynomial in one generator, the constant first; the last is not 0."""


def apart(value: Ratio, places: Sequence[int]) -> Iterator[Ratio]:
    """The parts of a fraction in the generators at `places`; they add up to it.

    Each is a quantity free of these generators times a member of a linearly independent set.
    """
    if not places:
        yield value
        return
    for coefficient, element in _apart(value, places[0]):
        for part in apart(coefficient, places[1:]):
            yield part * element


def _apart(value: Ratio, place: int) -> Iterator[tuple[Ratio, Ratio]]:
    """Coefficients free of one generator, and the powers and fractions in it that they go with."""
    ring = value.ring
    x = ring.generator(place)
    inside: list[tuple[Ratio, int]] = []
    bottom = ring.one
    for factor, count in ring.factors(value.bottom, LARGE_SUM)[1]:
        if any(exponents[place] for exponents in factor.monoms()):
            inside.append((Ratio(ring, factor, ring.unit), count))
            bottom = bottom * inside[-1][0] ** count
    top = _univariate(value * bottom, place)
    powers, top = _divide(top, _univariate(bottom, place))
    yield from ((c, x**n) for n, c in enumerate(powers) if not c.is_zero)
    for base, count in inside:
        power = _univariate(base**count, place)
        others = _univariate(bottom / base**count, place)
        part = _divide(_product(top, _inverse(others, power)), power)[1]
        for n in range(count, 0, -1):
            part, rest = _divide(part, _univariate(base, place))
            below = base**n
            yield from ((c, x**a / below) for a, c in enumerate(rest) if not c.is_zero)


def _univariate(value: Ratio, place: int) -> Univariate:
    """A numerator as a polynomial in the generator at `place`, over a denominator free of it."""
    ring = value.ring
    found: dict[int, dict[tuple[int, ...], fmpz | int]] = {}
    for exponents, c in value.top.terms():
        free = (*exponents[:place], 0, *exponents[place + 1 :])
        found.setdefault(exponents[place], {})[free] = c
    below = Ratio(ring, value.bottom, ring.unit)
    return [
        Ratio(ring, ring.polynomial(found.get(n, {})), ring.unit) / below
        for n in range(max(found, default=-1) + 1)
    ]


def _trimmed(a: Univariate) -> Univariate:
    while a and a[-1].is_zero:
        a.pop()
    return a


def _product(a: Univariate, b: Univariate) -> Univariate:
    if not a or not b:
        return []
    result = [a[0].ring.zero] * (len(a) + len(b) - 1)
    for n, c in enumerate(a):
        for m, d in enumerate(b):
            result[n + m] = result[n + m] + c * d
    return result


def _difference(a: Univariate, b: Univariate) -> Univariate:
    zero = b[0].ring.zero
    return _trimmed([c - d for c, d in zip_longest(a, b, fillvalue=zero)])


def _divide(a: Univariate, b: Univariate) -> tuple[Univariate, Univariate]:
    """Quotient and remainder."""
    rest = list(a)
    quotient: Univariate = []
    while len(rest) >= len(b):
        c = rest[-1] / b[-1]
        shift = len(rest) - len(b)
        for n, d in enumerate(b[:-1]):
            rest[shift + n] = rest[shift + n] - c * d
        rest.pop()
        quotient.append(c)
    return quotient[::-1], _trimmed(rest)


def _inverse(a: Univariate, modulus: Univariate) -> Univariate:
    """The inverse of a polynomial modulo another that it has no factor in common with."""
    one = a[0].ring.one
    before, now = modulus, _divide(a, modulus)[1]
    old, new = [], [one]
    while len(now) > 1:
        quotient, rest = _divide(before, now)
        before, now = now, rest
        old, new = new, _difference(old, _product(quotient, new))
    return [c / now[0] for c in new]
