"""Confirm the answers to the exercises, in fractions and by central differences."""

from fractions import Fraction

import numpy as np

rng = np.random.default_rng(2)
z, y, h = rng.normal(size=4), rng.dirichlet(np.ones(4)), 1e-5


def softmax(z):
    return np.exp(z) / np.exp(z).sum()  # small logits: no shift needed


def slopes(f):  # of what f makes of p; a central difference errs by about 1e-10 here
    return [(f(softmax(z + d)) - f(softmax(z - d))) / (2 * h) for d in h * np.eye(4)]


p = softmax(z)
squared = p * (p - y - p @ (p - y))
entropy = -p * (np.log(p) - p @ np.log(p))
assert np.allclose(squared, slopes(lambda p: ((p - y) ** 2).sum() / 2), atol=1e-8)
assert np.allclose(entropy, slopes(lambda p: -p @ np.log(p)), atol=1e-8)
assert np.allclose(p * (1 - p), np.diag(slopes(lambda p: p)), atol=1e-8)
assert np.allclose(p - y, slopes(lambda p: -y @ np.log(p)), atol=1e-8)
p = [Fraction(t, 2 + 3 + 5) for t in (2, 3, 5)]
assert np.allclose(np.array(p, float), softmax(np.log([2, 3, 5])), atol=1e-12)
for y in ([0, 1, 0], [0, Fraction(3, 10), Fraction(7, 10)], [0, 0, 0]):
    print("p - y:", ", ".join(str(p_j - y_j) for p_j, y_j in zip(p, y, strict=True)))
print("Squared error:", ", ".join(f"{x:.4f}" for x in squared))
