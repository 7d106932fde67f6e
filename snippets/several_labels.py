"""Confirm sigma(z) - y for several labels at once, and where a softmax with two marks ends."""

import numpy as np

h, rate, steps = 1e-20, 0.5, 4000
y, w = [0, 1, 1], [1, 2, 3]  # two marks; the exponentials of z
z = np.log(w)


def loss(z):  # stable: no exponential of a positive number
    return np.maximum(z, 0) - np.multiply(y, z) + np.log1p(np.exp(-np.abs(z)))


def softmax(z):
    return np.exp(z - np.logaddexp.reduce(z))


each = np.log(1 + np.exp(z + 1j * h)) - y * (z + 1j * h)  # one logit each, by a complex step
assert np.allclose(np.imag(each) / h, np.divide(w, [2, 3, 4]) - y, rtol=0, atol=1e-12)
assert np.allclose(loss(z), np.real(each), rtol=0, atol=1e-12)
assert np.allclose(loss([800, -800, 30]), [800, 800, np.exp(-30)], rtol=1e-12, atol=0)
right = wrong = z
for _ in range(steps):
    right = right - rate * (sum(y) * softmax(right) - y)  # E17: the slope of the loss
    wrong = wrong - rate * (softmax(wrong) - y)
assert np.allclose(softmax(right), np.divide(y, sum(y)), rtol=0, atol=1e-3)
assert np.allclose([sum(right - z), sum(wrong - z)], [0, rate * steps], rtol=0, atol=1e-9)
print("sigma(z)", *(np.imag(each) / h + y).round(3), "minus y", *(np.imag(each) / h).round(3))
for name, x in ("the slope", right), ("p - y", wrong):
    print(f"by {name}: p =", *softmax(x).round(3), "logits", *x.round(1))
