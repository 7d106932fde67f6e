"""Confirm what stays of p - y with the squared error, focal loss and 1 - p on a softmax."""

import numpy as np

K, h, w = 3, 1e-20, [1, 2, 3]  # w: the exponentials of z
z, p = np.log(w), w / np.sum(w)


def softmax(z):
    return np.exp(z) / np.exp(z).sum()  # small logits: no shift needed


def slopes(loss):  # by a complex step: only rounding is left
    return np.array([np.imag(loss(softmax(z + 1j * h * e))) / h for e in np.eye(K)])


for y in np.eye(K):
    c = y @ p  # the probability of the true class
    log_loss = slopes(lambda p, y=y: -np.log(y @ p))
    squared = slopes(lambda p, y=y: ((p - y) ** 2).sum() / 2)
    focal = slopes(lambda p, y=y: -((1 - y @ p) ** 2) * np.log(y @ p))
    missing = slopes(lambda p, y=y: 1 - y @ p)
    factor = (1 - c) ** 2 - 2 * c * (1 - c) * np.log(c)
    claims = [p - y, p * (p - y - p @ (p - y)), factor * (p - y), c * (p - y)]
    assert np.allclose([log_loss, squared, focal, missing], claims, rtol=0, atol=1e-12)
    for name, row in ("p - y", p - y), ("squared", squared), ("focal", focal), ("1 - p", missing):
        print(f"{name:<8}", *(f"{x:8.4f}" for x in row))
