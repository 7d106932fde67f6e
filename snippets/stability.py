"""Confirm p - y where two steps give NaN, and a sum that keeps what it rounds off."""

from decimal import Decimal, getcontext

import numpy as np

getcontext().prec = 500  # digits that a decimal keeps
cases = [([1000, 999, 998], 1), ([0, -800], 0), ([0, -800], 1), ([40, 0], 0)]


def slope(z, c, j, h=Decimal("1e-40")):  # of the loss, by a central difference
    up, down = ([x + d * (i == j) for i, x in enumerate(z)] for d in (h, -h))
    high, low = (sum(x.exp() for x in v).ln() - v[c] for v in (up, down))
    return float((high - low) / (2 * h))


print("logits z         class   two steps       p - y   minus sum       exact")
for z, c in cases:
    exact = [slope(z, c, j) for j in range(len(z))]
    u, y = np.exp(np.array(z) - max(z)), np.eye(len(z))[c]  # shifted: at most 1
    p = u / u.sum()
    with np.errstate(all="ignore"):  # 0 / 0 and infinity times 0 are the point
        two_steps = -y / p @ (np.diag(p) - np.outer(p, p))
    one_step, tail = p - y, np.where(y == 1, -np.delete(p, c).sum(), p)
    # Rounding leaves 1e-16 of 1 in a difference, and of each number in a sum.
    assert np.allclose(two_steps, exact, rtol=0, atol=1e-15) == (z != [0, -800])
    assert np.allclose(one_step, exact, rtol=0, atol=1e-15)
    assert np.allclose(tail, exact, rtol=1e-12, atol=0)
    row = "".join(f"{x[c]:12.2e}" for x in (two_steps, one_step, tail, exact))
    print(f"{z!s:<18} {c}  {row}")
