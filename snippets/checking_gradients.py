"""Confirm p - y by exact fractions, by a complex step and by central differences."""

from fractions import Fraction

import numpy as np

K, good, tiny, w, votes = 4, 1e-5, 1e-12, [3, 1, 9, 4], [1, 0, 2, 5]
z, y, p = np.log(w), np.array(votes) / sum(votes), np.array(w) / sum(w)
gradient, v, labels = p - y, sum(w), [Fraction(n, sum(votes)) for n in votes]


def loss(z):
    return np.log(np.exp(z).sum()) - y @ z  # no softmax; small logits: no shift


def error(claim, h):  # the largest difference to the slopes, relative to the claim
    rises = [loss(z + d) - loss(z - d) for d in h * np.eye(K)]
    return abs(claim - np.array(rises) / (2 * h)).max() / abs(claim).max()


for j in range(K):  # E3, with E6 and E10 in it, for w as exp(z)
    J = [Fraction(v * w[i] * (i == j) - w[i] * w[j], v * v) for i in range(K)]
    slope = sum(-labels[i] / Fraction(w[i], v) * J[i] for i in range(K))
    step = np.imag(loss(z + 1e-20j * np.eye(K)[j])) / 1e-20
    # Neither subtracts numbers that were rounded: about 1e-16 is left.
    assert np.allclose([float(slope), step], gradient[j], rtol=0, atol=1e-14)
for name, claim, due in ("p - y", gradient, 0), ("y - p", y - p, 2):
    assert abs(error(claim, good) - due) < 1e-9
    assert not error(claim, tiny) < 1e-7
    print(f"{name}: {error(claim, 0.1):.1e} at 0.1, {error(claim, 0.01):.1e} at 0.01")
