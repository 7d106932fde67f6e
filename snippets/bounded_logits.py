"""Confirm the gradients of z-loss and of capped logits, and what their entries sum to."""

import numpy as np

K, h, w = 3, 1e-20, [1, 2, 3]  # w: the exponentials of z
c, weight = 2, 0.25  # the cap; the weight of z-loss, large to be seen
z, p, one_hot = np.log(w), w / np.sum(w), np.eye(K)


def loss(z, y):
    return np.log(np.exp(z).sum()) - y @ z  # small logits: no shift needed


def z_loss(z):
    return weight * np.log(np.exp(z).sum()) ** 2


def slopes(f, z):  # by a complex step: only rounding is left
    return [np.imag(f(z + 1j * h * e)) / h for e in np.eye(K)]


for y in one_hot:
    for x, lse in (z, np.log(6)), (z - np.log(6), 0):  # the second list has log Z = 0
        both = slopes(lambda z, y=y: loss(z, y) + z_loss(z), x)
        assert np.allclose(both, p - y + 2 * weight * lse * p, rtol=0, atol=1e-12)
    capped = slopes(lambda z, y=y: loss(c * np.tanh(z / c), y), z)
    t = np.array([0, 2 / 3, 1])  # a cap of 2 makes 2 (w - 1) / (w + 1) of the logarithm of w
    s = np.exp(t) / np.exp(t).sum()
    assert np.allclose(capped, (s - y) * (1 - t**2 / c**2), rtol=0, atol=1e-12)
print(f"z-loss: {sum(slopes(z_loss, z)):.4f}, capped: {sum(capped):.4f}")
