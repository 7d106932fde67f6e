"""Confirm that the gradient is p - y when the labels sum to one, and only then."""

import numpy as np

rng = np.random.default_rng(9)
K, h = 4, 1e-5
z, soft = rng.normal(size=K), rng.random(K)
p = np.exp(z) / np.exp(z).sum()
one_hot = np.eye(K)[2]
kinds = {  # labels, and their sum
    "one-hot": (one_hot, 1),
    "smoothed": (0.9 * one_hot + 0.1 / K, 1),
    "soft": (soft / soft.sum(), 1),
    "two classes marked": (one_hot + np.eye(K)[0], 2),
    "all zero": (0 * one_hot, 0),
}


def loss(z, y):
    return y @ (np.logaddexp.reduce(z) - z)  # cross-entropy without a softmax


for name, (y, total) in kinds.items():
    assert abs(y.sum() - total) < 1e-12  # only rounding is left, about 1e-16
    slopes = [(loss(z + h * e, y) - loss(z - h * e, y)) / (2 * h) for e in np.eye(K)]
    gap = slopes - (p - y)
    # A central difference errs by about 1e-11 here, a wrong formula by far more.
    assert np.allclose(gap, p * (y.sum() - 1), rtol=0, atol=1e-8)
    assert np.allclose(slopes, p - y, rtol=0, atol=1e-8) == (total == 1)
    print(f"{name:<19} sum {total}   largest gap to p - y {abs(gap).max():.4f}")
