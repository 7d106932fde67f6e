"""Confirm that a sigmoid is a softmax of two, at half its speed, and p - y."""

import numpy as np

rng = np.random.default_rng(24)
h, eta = 1e-20, 0.1
z, y = rng.normal(size=2), rng.random(2)
y = y / y.sum()
p = np.exp(z) / np.exp(z).sum()  # small logits: no shift needed


def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def one_logit(a):  # R23; the stable form is np.logaddexp(0, a) - y[0] * a
    return -y[0] * np.log(sigmoid(a)) - (1 - y[0]) * np.log(1 - sigmoid(a))


a = z[0] - z[1]
slope = np.imag(one_logit(a + 1j * h)) / h  # by a complex step, as the two below
steps = [z + 1j * h * e for e in np.eye(2)]
slopes = np.array([np.imag(y @ (np.log(np.exp(x).sum()) - x)) / h for x in steps])
# A complex step subtracts nothing: only rounding is left, about 1e-16.
assert np.allclose([sigmoid(a), 1 - sigmoid(a)], p, rtol=0, atol=1e-12)  # R22
assert abs(sigmoid(a) - y[0] - slope) < 1e-12  # R25
assert np.allclose(p - y, slopes, rtol=0, atol=1e-12)
moved = -eta * slope, (z - eta * slopes)[0] - (z - eta * slopes)[1] - a
assert abs(moved[1] - 2 * moved[0]) < 1e-12  # R27
print("difference moves by {:.4f} (one logit), {:.4f} (two)".format(*moved))
