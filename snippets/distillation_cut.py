"""Confirm where a student ends with a whole teacher, with one cut off, and with the rest lumped."""

import numpy as np

K, h, rate, steps, w = 4, 1e-20, 2, 300, [1, 1, 1, 3]  # w: the exponentials of z
q, r, rest = [0.5, 0.3, 0.15, 0.05], [0.5, 0.3, 0, 0], 0.2  # all; what is kept; what is not
ends = {"whole": [0.5, 0.3, 0.2], "cut off": [0.625, 0.375, 0], "lumped": [0.5, 0.3, 0.2]}


def log_p(z):
    return z - np.log(np.exp(z).sum())  # small logits: no shift needed


def claims(p):
    return [p - q, p * sum(r) - r, np.append(p[:2] - r[:2], p[2:] - rest * p[2:] / p[2:].sum())]


losses = [lambda z: -np.dot(q, log_p(z)), lambda z: -np.dot(r, log_p(z))]
losses.append(lambda z: -np.dot(r, log_p(z)) - rest * np.log(np.exp(log_p(z)[2:]).sum()))
for n, (name, end) in enumerate(ends.items()):
    z = np.log(w)
    for _ in range(steps):
        claim = claims(p := np.exp(log_p(z)))[n]
        slopes = [np.imag(losses[n](z + 1j * h * e)) / h for e in np.eye(K)]  # a complex step
        assert np.allclose(slopes, claim, rtol=0, atol=1e-12)
        z = z - rate * claim
    assert np.allclose([*p[:2], p[2:].sum()], end, rtol=0, atol=1e-2)  # zero is slow to reach
    print(f"{name}: p =", *p.round(3))
