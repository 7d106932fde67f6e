"""Confirm E10, E11 and E12, the slope of a probability in another logit."""

import numpy as np

rng = np.random.default_rng(6)
K, h = 4, 1e-20
z, y = rng.normal(size=K), rng.random(K)
y = y / y.sum()

u, v = np.exp(z), np.exp(z).sum()
p = u / v
e10 = (0 - np.outer(u, u)) / v**2  # row i, column j
e11 = -np.outer(u / v, u / v)
e12 = -np.outer(p, p)


def softmax(z):
    return np.exp(z) / np.exp(z).sum()


# A complex step subtracts nothing: only rounding is left, about 1e-16.
J = np.array([np.imag(softmax(z + 1j * h * e)) / h for e in np.eye(K)]).T
for claim in (e10, e11, e12):
    np.fill_diagonal(claim, J.diagonal())  # claimed for i different from j; the rest is measured
    assert np.allclose(claim, J, rtol=0, atol=1e-12)
gradient = -y / p @ e12  # E3, with E12 in place of measurement
assert np.allclose(gradient, p - y, rtol=0, atol=1e-12)
print("-p_1 p_j for j = 2, 3, 4, as measured:", ", ".join(f"{x:.4f}" for x in e12[0, 1:]))
print("p - y, by E3 with E12 in it:", ", ".join(f"{x:.4f}" for x in gradient))
