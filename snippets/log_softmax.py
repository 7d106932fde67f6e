"""Confirm the logarithm of the softmax, its slopes, and p - y from them."""

import numpy as np

rng = np.random.default_rng(23)
K, b, h, far = 4, 7.0, 1e-5, [800.0, 0.0]
z, y = rng.normal(size=K), rng.random(K)
y = y / y.sum()
p = np.exp(z) / np.exp(z).sum()  # small logits: no shift needed


def log_softmax(z):
    return z - np.logaddexp.reduce(z)  # R15


def slopes(f):  # by central differences, one column for each logit
    return np.array([(f(z + h * e) - f(z - h * e)) / (2 * h) for e in np.eye(K)]).T


# Sums and logarithms err by a few roundings, about 1e-15.
assert np.allclose(log_softmax(z), np.log(p), rtol=0, atol=1e-12)
assert abs(np.logaddexp.reduce(z + b) - np.logaddexp.reduce(z) - b) < 1e-12  # R20
# A central difference errs by about 1e-11 here, a wrong formula by far more.
assert np.allclose(np.eye(K) - p, slopes(log_softmax), rtol=0, atol=1e-8)  # R17
gradient = slopes(lambda z: -y @ np.log(np.exp(z) / np.exp(z).sum()))
assert np.allclose(p - y, gradient, rtol=0, atol=1e-8)  # R19
assert np.array_equal(log_softmax(far), [0, -800])  # e to the 800 would overflow
print("p - y, and the slopes:", ", ".join(f"{x:.4f}" for x in gradient))
print("log-softmax of 800 and 0:", ", ".join(f"{x:.1f}" for x in log_softmax(far)))
