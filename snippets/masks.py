"""Confirm what a mask of minus infinity does to labels and to a cap, and how it is done right."""

import numpy as np

c, w, allowed = 2, [0, 2, 3], [1, 2]  # the cap; the exponentials of z; what is not masked
hard, smooth, smooth_allowed = [0, 0, 1], [0.1, 0.1, 0.8], [0, 0.1, 0.9]
with np.errstate(divide="ignore"):
    z = np.log(w)  # the first is minus infinity
log_p = z - np.log(np.exp(z).sum())  # none is large: no shift needed
with np.errstate(invalid="ignore"):  # zero times minus infinity
    losses = [-np.dot(label, log_p) for label in (hard, smooth)]
assert np.array_equal(losses, [np.nan, np.inf], equal_nan=True)
picked = -log_p[2]
over_allowed = -np.dot(np.take(smooth_allowed, allowed), log_p[allowed])
assert np.isclose(picked, np.log(5 / 3), rtol=0, atol=1e-12)  # of 2 and 3
assert np.isclose(over_allowed, 0.1 * np.log(5 / 2) + 0.9 * np.log(5 / 3), rtol=0, atol=1e-12)
t = c * np.tanh(z / c)  # a cap of 2 makes 2 (w - 1) / (w + 1) of the logarithm of w
assert np.allclose(t, [-2, 2 / 3, 1], rtol=0, atol=1e-12)
print(f"one-hot times log p: {losses[0]}; the true term: {picked:.4f}")
print(f"smoothed: {losses[1]}; over what is left: {over_allowed:.4f}")
print(f"capped behind the mask: p of the masked = {np.exp(t[0]) / np.exp(t).sum():.4f}")
