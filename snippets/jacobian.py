"""Confirm R3 and R4, all slopes of the softmax in one formula, and p - y by them."""

import numpy as np

rng = np.random.default_rng(21)
K, h = 4, 1e-20
z, y = rng.normal(size=K), rng.random(K)
y = y / y.sum()

p = np.exp(z) / np.exp(z).sum()  # small logits: no shift needed
delta = np.eye(K)
r3 = [[p[i] * (delta[i, j] - p[j]) for j in range(K)] for i in range(K)]
r4 = np.diag(p) - np.outer(p, p)


def complex_step(f):  # the slopes of f at z, one column for each logit
    return np.array([np.imag(f(z + 1j * h * e)) / h for e in np.eye(K)]).T


J = complex_step(lambda z: np.exp(z) / np.exp(z).sum())
slopes = complex_step(lambda z: y @ (np.log(np.exp(z).sum()) - z))
# A complex step subtracts nothing: only rounding is left, about 1e-16.
assert np.allclose(r3, J, rtol=0, atol=1e-12)
assert np.allclose(r4, J, rtol=0, atol=1e-12)
assert np.allclose(J @ np.ones(K), 0, rtol=0, atol=1e-12)  # R5
assert np.allclose(-y / p @ r4, slopes, rtol=0, atol=1e-12)  # R6
assert np.allclose(p - y, slopes, rtol=0, atol=1e-12)  # R8
for name, row in [*((f"row {i + 1} of J", J[i]) for i in range(K)), ("p - y", p - y)]:
    print(f"{name:<12}" + "".join(f"{x:9.4f}" for x in row))
