"""Confirm that the loss is a likelihood, entropy plus divergence, and least where p is y."""

from fractions import Fraction
from math import prod

import numpy as np

K, h, w, labels = 3, 1e-5, [1, 2, 3], [2, 1, 2, 0, 2, 2]  # w: the exponentials of z
likelihood = prod(Fraction(w[c], sum(w)) for c in labels)  # as if drawn one by one
z, y = np.log(w), np.eye(K)[labels].mean(axis=0)  # y: the shares of the labels


def losses(z):  # means over the labels: minus the logarithm, squared error, 1 minus p
    p = np.exp(z) / np.exp(z).sum()  # small logits: no shift needed
    squares = [((p - np.eye(K)[c]) ** 2).sum() / 2 for c in labels]
    return np.array([-np.log(p[labels]).mean(), np.mean(squares), 1 - p[labels].mean()])


def slopes(z):  # a row for each loss; a central difference errs by about 1e-10 here
    return np.transpose([(losses(z + d) - losses(z - d)) / (2 * h) for d in h * np.eye(K)])


p = np.exp(z) / np.exp(z).sum()
entropy, divergence, loss = -y @ np.log(y), y @ np.log(y / p), losses(z)[0]
assert abs(entropy + divergence - loss) < 1e-12  # only rounding, as below
assert abs(np.log(float(likelihood)) + len(labels) * loss) < 1e-12
assert np.allclose(slopes(z)[:2], [p - y, p * (p - y - p @ (p - y))], rtol=0, atol=1e-8)
honest = [[0] * K, [0] * K, y * (y @ y - y)]  # at the true shares
assert np.allclose(slopes(np.log(y)), honest, rtol=0, atol=1e-8)
print(f"likelihood {likelihood}, loss {loss:.3f} = {entropy:.3f} + {divergence:.3f}")
