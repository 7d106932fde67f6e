"""Confirm what k1, k2 and k3 are as losses, in the mean over the tokens of a trained model."""

import numpy as np

K, h, w = 4, 1e-20, [3, 2, 15, 80]  # w: the exponentials of z; the last token was found
q, old = [0.5, 0.3999, 0.1, 0.0001], [0.1, 0.2, 0.3, 0.4]  # the reference, and who drew
z, p = np.log(w), w / np.sum(w)


def softmax(z):
    return np.exp(z) / np.exp(z).sum()  # small logits: no shift needed


def estimates(z):  # a row each: k1, k2 and k3, for each token
    x = np.log(softmax(z) / q)
    return np.array([x, x**2 / 2, np.exp(-x) - 1 + x])


def slopes(f):  # by a complex step: only rounding is left
    return np.array([np.imag(f(z + 1j * h * e)) / h for e in np.eye(K)])


k1, k2, k3 = (slopes(estimates) @ p).T  # the mean over the tokens, a row each
R = slopes(lambda z: softmax(z) @ np.log(softmax(z) / q))
pairs = [(k1, 0), (k2, R), (k3, p - q), (k3, slopes(lambda z: q @ np.log(q / softmax(z))))]
pairs += [(estimates(z)[n] @ p, p @ np.log(p / q)) for n in (0, 2)]  # the values
pairs.append((slopes(lambda z: softmax(z) / old * estimates(z)[2]) @ old, R))
assert all(np.allclose(a, b, rtol=0, atol=1e-12) for a, b in pairs)
for name, row in ("p", p), ("q", q), ("k1", k1), ("k2", k2), ("k3", k3), ("R", R), ("p-q", p - q):
    print(f"{name:>3}", *(f"{x + 0:8.4f}" for x in np.round(row, 4)))
