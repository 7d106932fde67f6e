"""proofpages.equations.numbers.partial_fractions: a rational function taken apart in one way."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from proofpages.equations.numbers.evaluate import Budget
from proofpages.equations.numbers.partial_fractions import apart
from proofpages.equations.numbers.rational_functions import Ring

coefficients = st.lists(st.integers(-2, 2), min_size=1, max_size=4)


@given(coefficients, st.lists(st.integers(0, 5), max_size=3), st.permutations([0, 1]))
def test_partial_fractions(numbers, picked, places):
    """They add up, none is like another, and those of a sum are those of its terms."""
    ring = Ring(3, Budget())
    x, y, a = (ring.generator(n) for n in range(3))
    one = ring.one
    bottom = one
    for n in picked:
        bottom = bottom * (x, y, one + x, x + y, one + a * y, x * x + a)[n]
    terms = [
        ring.number(Fraction(c)) * m / bottom
        for c, m in zip(numbers, (one, x * y, a * x, y * y), strict=False)
    ]

    def parts(value):
        """Each by what it is a multiple of, over the functions of a."""
        found = {}
        for part in apart(value, places):
            free = part.top.monoms()[0][:2]
            assert {m[:2] for m in part.top.monoms()} == {free}
            below = [
                str(f)
                for f, e in part.bottom.factor()[1]
                for _ in range(int(e))
                if any(m[0] or m[1] for m in f.monoms())
            ]
            key = (*free, *sorted(below))
            assert key not in found
            found[key] = part
        return found

    value = sum(terms, ring.zero)
    whole = parts(value)
    assert sum(whole.values(), ring.zero) == value
    each = {}
    for term in terms:
        for key, part in parts(term).items():
            each[key] = each.get(key, ring.zero) + part
    assert whole.keys() == {key for key, part in each.items() if not part.is_zero}
    assert all(each[key] == part for key, part in whole.items())
