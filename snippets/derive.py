"""Five solutions against slopes that are measured by a complex step, at the running example."""

import numpy as np

K, lam = 3, 0.25
z, y = np.log(np.arange(K) + 1), np.eye(K)[2]
q, w = np.random.default_rng(34).uniform(0.2, 1, size=(2, K))


def lse(z):  # not shifted by the maximum, which a complex number has not; the logits are small
    return np.log(np.exp(z).sum())  # small logits: no shift needed


p, S = np.exp(z - lse(z)), lse(z)
H, U = -p @ np.log(p), p @ np.log(p / q)

# The loss, of z and of log p, and the solution.
exercises = {
    "entropy": (lambda z, a: -np.exp(a) @ a, -p * (np.log(p) + H)),
    "Kullback-Leibler": (lambda z, a: np.exp(a) @ (a - np.log(q)), p * (np.log(p / q) - U)),
    "squared error": (lambda z, a: ((np.exp(a) - y) ** 2).sum() / 2, p * (p - y - p @ (p - y))),
    "class weights": (lambda z, a: -(w * y) @ a, p * (w @ y) - w * y),
    "z-loss": (lambda z, a: lam * lse(z) ** 2 - y @ a, p - y + 2 * lam * S * p),
}
for name, (loss, solution) in exercises.items():
    steps = [z + 1e-30j * e for e in np.eye(K)]
    slopes = [loss(s, s - lse(s)).imag / 1e-30 for s in steps]
    assert np.allclose(solution, slopes, rtol=0, atol=1e-14)  # A complex step only rounds.
    print(f"{name:17}", ", ".join(f"{x:7.4f}" for x in slopes))
