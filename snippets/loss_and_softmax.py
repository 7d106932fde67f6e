"""Confirm E1 and E2 by other routes, and p - y as the slope of the loss."""

from fractions import Fraction

import numpy as np

rng = np.random.default_rng(3)
w = [2, 7, 1, 4]  # chosen as the values of exp(z), so that E2 is a fraction
exact = [Fraction(n, sum(w)) for n in w]
z, y = np.log(w), rng.random(4)
y = y / y.sum()

p = np.exp(z) / np.exp(z).sum()  # E2
L = -(y * np.log(p)).sum()  # E1


def loss(z):
    return y @ (np.logaddexp.reduce(z) - z)  # cross-entropy without a softmax


# Only a few roundings, about 1e-16 each, part the two sides.
assert sum(exact) == 1
assert np.allclose(p, np.array(exact, float), rtol=0, atol=1e-12)
assert np.allclose(p, np.exp(z + 5) / np.exp(z + 5).sum(), rtol=0, atol=1e-12)
assert abs(L - loss(z)) < 1e-12
slopes = [(loss(z + h) - loss(z - h)) / 2e-5 for h in 1e-5 * np.eye(4)]
# A central difference errs by about 1e-11 here, a wrong formula by far more.
assert np.allclose(p - y, slopes, rtol=0, atol=1e-8)
print("p =", ", ".join(map(str, exact)), f"and L = {L:.4f}, by both routes")
print("p - y and the slopes agree:", ", ".join(f"{x:.4f}" for x in slopes))
