"""Measure what four kinds of numbers can hold of a softmax and its gradient."""

import numpy as np


def rounded(x, bits, low, top):  # to so many bits, in steps of 2^low at least, below 2^top
    e = np.maximum(np.frexp(x)[1] - bits, low)
    r = np.ldexp(np.round(np.ldexp(x, -e)), e)
    return np.where(abs(r) >= np.ldexp(1.0, top), np.inf, r)


np.seterr(over="ignore")  # what is too large becomes infinity
x, gaps = np.random.default_rng(35).lognormal(sigma=9, size=500), np.arange(1600) / 2
# NumPy has no bfloat16, the upper half of a single: its least, the next above 1, its greatest
upper = (np.array([0x0001, 0x3F81, 0x7F7F], dtype=np.uint32) << 16).view(np.float32)
numbers = {"double": np.float64, "single": np.float32, "half": np.float16, "bfloat16": None}
print("exp is     inf      0  p - y is 0   adding ones ends at")
for name, number in numbers.items():
    it = np.finfo(number or np.float32)
    m = it.nmant if number else 7  # bits behind the point
    bits, low, top = m + 1, it.minexp - m, it.maxexp
    assert number is None or np.array_equal(rounded(x, bits, low, top), number(x))
    assert number or [*upper] == [2.0**low, 1 + 2.0**-m, 2.0**top - 2.0 ** (top - bits)]
    large, u = (rounded(np.exp(s * gaps), bits, low, top) for s in (1, -1))
    total = rounded(1 + u, bits, low, top)  # if it is 1, so is p of the true class
    found = [np.flatnonzero(a)[0] / 2 for a in (large == np.inf, u == 0, total == 1)]
    due = np.array([top, 1 - low, bits]) * np.log(2)  # 2 to the top, and so on
    ends = next(n for n in 2.0 ** np.arange(60) if rounded(n + 1, bits, low, top) == n)
    assert [*found, ends] == [*np.ceil(2 * due) / 2, 2.0**bits], name
    print(f"{name:<8}{found[0]:>6.1f}{found[1]:>7.1f}{found[2]:>12.1f}{ends:>22,.0f}")
