"""Confirm that the gradient is p - y when the labels sum to one, and only then."""

from fractions import Fraction

import numpy as np

z, p = np.log([1, 2, 3]), [Fraction(n, 6) for n in (1, 2, 3)]
kinds = {  # labels in tenths, and their sum
    "one-hot": ((0, 0, 10), 1),
    "smoothed": ((1, 1, 8), 1),
    "soft": ((2, 3, 5), 1),
    "two marked": ((0, 10, 10), 2),
    "all zero": ((0, 0, 0), 0),
}


def loss(z, y):
    return y @ (np.logaddexp.reduce(z) - z)  # cross-entropy without a softmax


print(f"{'labels':19}{'slope of the loss':>18}{'p - y':>15}")
for name, (tenths, total) in kinds.items():
    y = [Fraction(n, 10) for n in tenths]
    slopes = [p_j * sum(y) - y_j for p_j, y_j in zip(p, y, strict=True)]  # E17
    labels, claim = np.array(y, float), [p_j - y_j for p_j, y_j in zip(p, y, strict=True)]
    found = [(loss(z + d, labels) - loss(z - d, labels)) / 2e-5 for d in 1e-5 * np.eye(3)]
    # A central difference errs by about 1e-11 here, a wrong formula by far more.
    assert np.allclose(np.array(slopes, float), found, rtol=0, atol=1e-8)
    assert (claim == slopes, sum(y)) == (total == 1, total)
    print(f"{name:10} sum to {total}", *(f"{x!s:>5}" for x in (*slopes, *claim)))
