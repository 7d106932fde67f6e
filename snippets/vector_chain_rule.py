"""Confirm the product R12 without a matrix for any g, and p - y for one of them."""

import numpy as np

rng = np.random.default_rng(22)
K, h = 5, 1e-20
z, y, g = rng.normal(size=K), rng.random(K), rng.normal(size=K)
y = y / y.sum()
p = np.exp(z) / np.exp(z).sum()  # small logits: no shift needed


def product(g):  # R12: no matrix is formed
    return p * (g - p @ g)


def complex_step(f):  # the slopes of f at z, one column for each logit
    return np.array([np.imag(f(z + 1j * h * e)) / h for e in np.eye(K)]).T


J = complex_step(lambda z: np.exp(z) / np.exp(z).sum())
slopes = complex_step(lambda z: y @ (np.log(np.exp(z).sum()) - z))
# A complex step subtracts nothing: only rounding is left, about 1e-16.
for i, j in np.ndindex(K, K):
    assert abs(J[i, j] - J[j, i]) < 1e-12  # R11
assert np.allclose(product(g), sum(J[i] * g[i] for i in range(K)), rtol=0, atol=1e-12)
assert np.allclose(product(-y / p), slopes, rtol=0, atol=1e-12)
assert np.allclose(p - y, slopes, rtol=0, atol=1e-12)  # R14
for name, row in ("without J", product(-y / p)), ("p - y", p - y), ("slopes", slopes):
    print(f"{name:<11}" + "".join(f"{x:9.4f}" for x in row))
