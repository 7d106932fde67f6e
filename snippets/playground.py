"""Confirm that p - y is the measured slope wherever the logits are moved to."""

from fractions import Fraction

import numpy as np

states = {  # e^z, the labels, and p - y
    "Running example": ([1, 2, 3], [0, 0, 1], "1/6 1/3 -1/2"),
    "Sure and right": ([1, 1, 98], [0, 0, 1], "1/100 1/100 -1/50"),
    "Sure and wrong": ([98, 1, 1], [0, 0, 1], "49/50 1/100 -99/100"),
    "A tie": ([1, 1, 1], [0, 0, 1], "1/3 1/3 -2/3"),
    "Saturated": ([1, 1, np.exp(-40)], [0, 0, 1], "1/2 1/2 -1"),
    "Soft label": ([1, 2, 3], [0.1, 0.1, 0.8], "1/15 7/30 -3/10"),
    "Two labels": ([1, 2, 3], [0, 1, 1], "1/6 -2/3 -1/2"),
}


def loss(z, y):
    return y @ (np.logaddexp.reduce(z) - z)  # cross-entropy without a softmax


for name, (u, y, difference) in states.items():
    z, y, p = np.log(u), np.array(y), np.array(u) / sum(u)
    exact = [float(Fraction(x)) for x in difference.split()]
    assert np.allclose(p - y, exact, rtol=0, atol=1e-12)
    slopes = [(loss(z + h, y) - loss(z - h, y)) / 2e-3 for h in 1e-3 * np.eye(3)]
    # A central difference errs by less than 1e-6; a wrong formula by far more.
    assert np.allclose(p * y.sum() - y, slopes, rtol=0, atol=1e-6)
    assert np.allclose(p - y, slopes, rtol=0, atol=1e-6) == (name != "Two labels")
    print(f"{name:<15} {difference:>19}", *(f"{s:6.3f}" for s in slopes))
