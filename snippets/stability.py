"""Confirm p - y where two steps give NaN, a sum that keeps what it rounds off, and B14."""

from decimal import Decimal, getcontext

import numpy as np

getcontext().prec, h = 500, 1e-40  # digits that a decimal keeps; a step
cases = [([1000, 999, 998], 1), ([0, -800], 0), ([0, -800], 1), ([40, 0], 0)]


def loss(z, c, j, h):  # in decimals, with the logit j raised by h
    v = [Decimal(x) + Decimal(h) * (i == j) for i, x in enumerate(z)]
    return sum(x.exp() for x in v).ln() - v[c]


print("logits, class     two steps    p - y  minus sum    exact")
for z, c in cases:
    rises = [loss(z, c, j, h) - loss(z, c, j, -h) for j in range(len(z))]
    exact = [float(rise / Decimal(2 * h)) for rise in rises]
    u, y = np.exp(np.array(z) - max(z)), np.eye(len(z))[c]  # shifted: at most 1
    p, wrong = u / u.sum(), np.logaddexp.reduce(np.delete(z, c) - z[c])
    with np.errstate(all="ignore"):  # 0 / 0 and infinity times 0 are the point
        two_steps = -y / p @ (np.diag(p) - np.outer(p, p))
    one_step, tail = p - y, np.where(y == 1, -np.delete(p, c).sum(), p)
    assert np.allclose(two_steps, exact, rtol=0, atol=1e-15) == (z != [0, -800])
    assert np.allclose(one_step, exact, rtol=0, atol=1e-15)  # rounding: 1e-16 of 1
    assert np.allclose(tail, exact, rtol=1e-12, atol=0)  # and of each number
    assert np.isclose(np.logaddexp(0, wrong), float(loss(z, c, c, 0)), rtol=1e-12, atol=0)
    row = "".join(f"{x[c]:9.1e}" for x in (two_steps, one_step, tail, exact))
    print(f"{z!s:<17}{c:>2} {row}")
