"""Confirm which factor five mistakes put before the gradient of a batch's mean loss."""

import numpy as np

rng = np.random.default_rng(33)
N, K, h = 8, 5, 1e-5  # the error of a central difference is about 1e-11
Z, Y = rng.normal(size=(N, K)), np.eye(K)[rng.integers(K, size=N)]


def losses(Z):  # one for each example; no probability is in it
    return np.logaddexp.reduce(Z, axis=1) - (Y * Z).sum(axis=1)


P = np.exp(Z - np.logaddexp.reduce(Z, axis=1)[:, None])
moves = h * np.eye(N * K).reshape(-1, N, K)
ways = {"sum for mean": (lambda Z: losses(Z).sum(), N)}
ways["mean over N and K"] = lambda Z: losses(Z).sum() / Z.size, 1 / K
ways["1/N twice"] = lambda Z: losses(Z).mean() / N, 1 / N
ways["two parts added"] = lambda Z: losses(Z)[:4].mean() + losses(Z)[4:].mean(), 2
ways["a temperature"] = lambda Z: losses(Z / 4).mean(), None  # no factor at all
ways["bits for nats"] = lambda Z: (losses(Z) / np.log(2)).mean(), 1 / np.log(2)
for name, (loss, factor) in ways.items():
    slopes = np.array([loss(Z + d) - loss(Z - d) for d in moves]) / (2 * h)
    found = slopes / ((P - Y) / N).ravel()
    assert (np.ptp(found) < 1e-6) == (factor is not None), name
    assert factor is None or np.allclose(found, factor, rtol=1e-6), name
    print(f"{name:<18}{found.min():8.4f} to {found.max():7.4f} times (P - Y)/N")
