"""Confirm I1 and E3: the slopes along all K paths add up to the slope of the loss."""

import numpy as np

rng = np.random.default_rng(4)
K, h = 4, 1e-20
z, y = rng.normal(size=K), rng.random(K)
y = y / y.sum()


def softmax(z):
    return np.exp(z) / np.exp(z).sum()


def complex_step(f, x):  # the slopes of f at x, one column for each entry of x
    return np.array([np.imag(f(x + 1j * h * e)) / h for e in np.eye(K)]).T


p, J = softmax(z), complex_step(softmax, z)
factor = -y / p  # I1
slopes = complex_step(lambda z: y @ (np.log(np.exp(z).sum()) - z), z)
rows = {"all K paths": factor @ J, "p - y": p - y, "one path only": factor * J.diagonal()}
# A complex step subtracts nothing: only rounding is left, about 1e-16.
assert np.allclose(factor, complex_step(lambda p: -y @ np.log(p), p), rtol=0, atol=1e-12)
assert np.allclose(rows["all K paths"], slopes, rtol=0, atol=1e-12)  # E3
assert np.allclose(rows["p - y"], slopes, rtol=0, atol=1e-12)
assert np.allclose(rows["one path only"], y * p - y, rtol=0, atol=1e-12)
for name, row in rows.items():
    print(f"{name:<14}" + "".join(f"{x:9.4f}" for x in row))
