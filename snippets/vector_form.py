"""Confirm that one subtraction gives the slope of the loss in every direction."""

import numpy as np

rng = np.random.default_rng(10)
K, h = 5, 1e-20
z, y_true = rng.normal(size=K), rng.random(K)
y_true = y_true / y_true.sum()

y_pred = np.exp(z) / np.exp(z).sum()
dZ = y_pred - y_true


def slope(d):
    """Slope of the loss from z in direction d, by a complex step."""
    step = z + 1j * h * d
    return np.imag(y_true @ (np.log(np.exp(step).sum()) - step)) / h


# A complex step subtracts nothing: only rounding is left, about 1e-16.
assert dZ.shape == z.shape
assert np.allclose(dZ, [slope(e) for e in np.eye(K)], rtol=0, atol=1e-12)
d = rng.normal(size=K)
assert abs(dZ @ d - slope(d)) < 1e-12
assert abs(dZ.sum()) < 1e-12  # A8
print("p - y:", ", ".join(f"{x:.4f}" for x in dZ))
print(f"In a random direction, p - y gives {dZ @ d:.4f} and the loss itself {slope(d):.4f}")
