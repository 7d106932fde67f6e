"""Confirm the gradients of five losses beside cross-entropy, in the logits, by a complex step."""

import numpy as np

h, v, soft = 1e-20, np.arange(1.0, 4.0), np.array([0.2, 0.3, 0.5])
z, p, y = np.log(v), v / v.sum(), np.eye(3)[2]  # p is 1/6, 1/3 and 1/2


def log_p(z):
    m = z.real.max()
    return z - m - np.log(np.exp(z - m).sum())


def binary(z):  # K sigmoids; stable: the exponential is at most 1
    s = np.sign(z.real)
    return ((1 + s) / 2 * z - y * z + np.log(1 + np.exp(-s * z))).sum()


d, q = p - y, p[1]  # of the focal loss, the second class is the true one
focal = ((1 - q) ** 2 - 2 * q * (1 - q) * np.log(q)) * (p - np.eye(3)[1])
ways = {"cross-entropy": (lambda z: -y @ log_p(z), d)}
ways["KL, soft label"] = lambda z: soft @ (np.log(soft) - log_p(z)), p - soft
ways["K sigmoids (BCE)"] = binary, v / (1 + v) - y
ways["perplexity"] = lambda z: np.exp(-y @ log_p(z)), d / p[2]
ways["squared error"] = lambda z: ((np.exp(log_p(z)) - y) ** 2).sum() / 2, p * (d - p @ d)
ways["focal, gamma 2"] = lambda z: -((1 - np.exp(log_p(z)[1])) ** 2) * log_p(z)[1], focal
for name, (loss, claim) in ways.items():
    slopes = [np.imag(loss(z + 1j * h * e)) / h for e in np.eye(3)]
    assert np.allclose(slopes, claim, rtol=0, atol=1e-14), name  # only rounding
    print(f"{name:<18}" + "".join(f"{x:9.4f}" for x in claim))
