"""Confirm the answers to the exercises with code: the axis, the shapes and a class weight."""

import numpy as np

rng = np.random.default_rng(12)
X, Y = rng.normal(size=(32, 64)), np.eye(10)[rng.integers(10, size=32)]
W, b = rng.normal(scale=0.1, size=(64, 10)), rng.normal(size=10)


def loss(Z, Y):
    return (Y * (np.logaddexp.reduce(Z, axis=1)[:, None] - Z)).sum(axis=1).mean()  # no softmax


def slopes(f, x):  # a central difference errs by about 1e-10 here, a wrong formula by far more
    steps = 1e-5 * np.eye(x.size).reshape(x.size, *x.shape)
    return np.reshape([(f(x + d) - f(x - d)) / 2e-5 for d in steps], x.shape)


Z = X @ W + b
P, wrong = (np.exp(Z - np.logaddexp.reduce(Z, axis=a, keepdims=True)) for a in (1, 0))
dZ = (P - Y) / len(Y)
assert np.allclose(X.T @ dZ, slopes(lambda W: loss(X @ W + b, Y), W), rtol=0, atol=1e-8)
assert np.allclose(dZ.sum(axis=0), slopes(lambda b: loss(X @ W + b, Y), b), rtol=0, atol=1e-8)
sums = wrong.sum(axis=1)
assert 0.1 < sums.min() < sums.max() < 0.9  # no row of it sums to one
print(f"rows sum to {P.sum(1).min():.2f}; with axis=0, from {sums.min():.2f} to {sums.max():.2f}")
weighted = slopes(lambda z: loss(z[None], [[0, 2, 0]]), np.log([2, 3, 5]))
assert np.allclose([2 / 5, -7 / 5, 1], weighted, rtol=0, atol=1e-8)
print("with the weight 2:", ", ".join(f"{slope:.4f}" for slope in weighted))
