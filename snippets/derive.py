"""Five solutions against slopes that are measured by a complex step, at the running example."""

import numpy as np

z, y, K = np.log([1.0, 2.0, 3.0]), np.array([0.0, 0.0, 1.0]), 3
p, S = np.array([1, 2, 3]) / 6, np.log(6.0)  # The softmax of z and its log-sum-exp, by hand.
q, w, lam = np.array([0.5, 0.3, 0.2]), np.array([1.0, 2.0, 4.0]), 0.25
H, U = -p @ np.log(p), p @ np.log(p / q)


def lse(z):  # not shifted by the maximum, which a complex number has not; the logits are small
    return np.log(np.exp(z).sum())


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
