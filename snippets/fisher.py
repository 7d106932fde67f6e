"""Confirm that the Hessian is the mean of (p - y)(p - y)^T, and the Gauss-Newton part."""

import numpy as np

K, h, k, theta, w = 3, 1e-20, 1e-4, 0.3, [1, 2, 3]  # two steps; w: the exponentials of z
r, b, d = [1, -2, 4], [1, 0, 2], [2, -1, 1]  # a vector; a curve in the logits
z, p = np.log(w), w / np.sum(w)


def slopes(z, y):  # of the loss, by a complex step; small logits: no shift needed
    return np.array([np.imag(np.log(np.exp(x).sum()) - y @ x) / h for x in z + 1j * h * np.eye(K)])


def along(theta, y):  # the slope of the loss along the curve
    o = z + np.multiply(b, theta + 1j * h) + np.multiply(d, (theta + 1j * h) ** 2)
    return np.imag(np.log(np.exp(o).sum()) - y @ o) / h


o = z + np.multiply(b, theta) + np.multiply(d, theta**2)
s, g = np.exp(o) / np.exp(o).sum(), b + 2 * np.multiply(d, theta)
fisher = sum(p[c] * np.outer(e, e) for c, e in enumerate(slopes(z, y) for y in np.eye(K)))
for y in np.eye(K):
    hessian = [(slopes(z + e, y) - slopes(z - e, y)) / (2 * k) for e in k * np.eye(K)]
    assert np.allclose(hessian, fisher, rtol=0, atol=1e-7)  # differences err by about 1e-9
    assert np.allclose(fisher @ (1 - y / p), p - y, rtol=0, atol=1e-12)
    bend = (along(theta + k, y) - along(theta - k, y)) / (2 * k)
    gauss_newton, rest = g @ (s * (g - s @ g)), (s - y) @ np.multiply(d, 2)
    assert np.isclose(bend, gauss_newton + rest, rtol=0, atol=1e-6)
    print(f"along the curve: {gauss_newton:.4f} and {rest:.4f} make {bend:.4f}")
assert np.allclose(fisher @ r, p * (r - p @ r), rtol=0, atol=1e-12)
