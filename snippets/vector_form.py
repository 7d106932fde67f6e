"""Confirm that one subtraction gives the slope of the loss in every direction."""

from fractions import Fraction

import numpy as np

rng = np.random.default_rng(10)
examples = zip(rng.normal(size=(100, 5)), rng.dirichlet(np.ones(5), size=100), strict=True)
for z, y_true in [*examples, (np.log([1, 2, 3]), np.array([0, 0, 1]))]:
    y_pred = np.exp(z) / np.exp(z).sum()  # small logits: no shift needed
    dZ = y_pred - y_true

    def slope(d, z=z, y_true=y_true):
        """Slope of the loss from z in direction d, by a complex step."""
        step = z + 1e-20j * d
        return np.imag(y_true @ (np.log(np.exp(step).sum()) - step)) / 1e-20

    # A complex step subtracts nothing: only rounding is left, about 1e-16.
    assert dZ.shape == z.shape
    measured = [slope(e) for e in np.eye(len(z))]
    assert np.allclose(dZ, measured, rtol=0, atol=1e-12)
    d = rng.normal(size=len(z))
    assert abs(dZ @ d - slope(d)) < 1e-12
    assert abs(dZ.sum()) < 1e-12  # A8
assert np.allclose(6 * y_pred, [1, 2, 3], rtol=0, atol=1e-12)  # the last is the example
for name, row in {"p": y_pred, "y": y_true, "p - y": dZ, "measured": measured}.items():
    print(f"{name:<9}" + "".join(f"{Fraction(x).limit_denominator(99)!s:>7}{x:8.4f}" for x in row))
