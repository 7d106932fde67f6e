"""Confirm E6, E7 and E8, the slope of a probability in its own logit."""

import numpy as np

rng = np.random.default_rng(15)
K, h = 4, 1e-20
z, y = rng.normal(size=K), rng.random(K)
y = y / y.sum()

u, v = np.exp(z), np.exp(z).sum()  # a numerator for each i, one denominator
p = u / v
e6 = (v * u - u * u) / v**2
e7 = u / v * (1 - u / v)
e8 = p * (1 - p)


def softmax(z):
    return np.exp(z) / np.exp(z).sum()


# A complex step subtracts nothing: only rounding is left, about 1e-16.
J = np.array([np.imag(softmax(z + 1j * h * e)) / h for e in np.eye(K)]).T
for claim in (e6, e7, e8):
    assert np.allclose(claim, J.diagonal(), rtol=0, atol=1e-12)
np.fill_diagonal(J, e8)  # E8 in place of measurement; the rest stays measured
gradient = -y / p @ J  # E3
assert np.allclose(gradient, p - y, rtol=0, atol=1e-12)
print("p_i (1 - p_i), as measured:", ", ".join(f"{x:.4f}" for x in e8))
print("p - y, by E3 with E8 in it:", ", ".join(f"{x:.4f}" for x in gradient))
