"""Confirm E1 and E2 on the example, and on 100 random ones that p - y is the slope of the loss."""

from fractions import Fraction

import numpy as np

rng = np.random.default_rng(3)
w, h = [1, 2, 3], 1e-5  # the example's exp(z)


def softmax(z):
    return np.exp(z) / np.exp(z).sum()  # E2; small logits: no shift needed


def loss(z, y):
    return y @ (np.logaddexp.reduce(z) - z)  # cross-entropy without a softmax


examples = zip(rng.normal(size=(100, 4)), rng.dirichlet(np.ones(4), size=100), strict=True)
for z, y in [*examples, (np.log(w), np.array([0, 0, 1]))]:
    p = softmax(z)
    assert np.allclose([p.sum(), -y @ np.log(p)], [1, loss(z, y)], rtol=0, atol=1e-12)  # A3, E1
    assert np.allclose(p, softmax(z + 5), rtol=0, atol=1e-12)  # only rounding
    slopes = [(loss(z + d, y) - loss(z - d, y)) / (2 * h) for d in h * np.eye(len(z))]
    assert np.allclose(p - y, slopes, rtol=0, atol=1e-8)  # a central difference errs by 1e-11
assert np.allclose(6 * p, w, rtol=0, atol=1e-12)  # the last is the example
print("z                  0           log 2           log 3")
for name, row in {"exp(z)": w, "p": p}.items():
    print(f"{name:<8}" + "".join(f"{Fraction(x).limit_denominator(9)!s:>8}{x:8.4f}" for x in row))
print("-log p  " + "".join(f"{x:16.4f}" for x in -np.log(p)))
