"""Confirm the slopes in the logits and in T, what T squared does, and p - y."""

import numpy as np

rng = np.random.default_rng(26)
K, h, temperatures, gap = 4, 1e-20, (1, 10, 100, 1000), 1e9
z, y, a = rng.normal(size=K), rng.dirichlet([1] * K), rng.normal(size=K)


def softmax(z):
    return np.exp(z) / np.exp(z).sum()  # small logits: no shift needed


def loss(z, y, T):
    return y @ (np.log(np.exp(z / T).sum()) - z / T)  # without a softmax


def slopes(y, T):  # by a complex step
    return np.array([np.imag(loss(z + 1j * h * e, y, T)) / h for e in np.eye(K)])


for T in temperatures:
    p, taught = softmax(z / T), T**2 * slopes(softmax(a / T), T)
    # V10 and V11; a complex step leaves only rounding, about 1e-16.
    assert np.allclose((p - y) / T, slopes(y, T), rtol=0, atol=1e-12)
    assert abs((y - p) @ z / T**2 - np.imag(loss(z, y, T + 1j * h)) / h) < 1e-12
    limit = (z - z.mean() - a + a.mean()) / K  # V14
    gap, last = abs(taught - limit).max(), gap
    assert gap < last / 4  # what is left shrinks as 1 / T when T is large
    print(f"T = {T:<6}p - y {(p - y)[0]:7.4f}   T(p - r) {taught[0]:7.4f}, off {gap:.4f}")
