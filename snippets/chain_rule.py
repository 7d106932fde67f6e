"""Confirm I1 and E3: the slopes along all K paths add up to the slope of the loss."""

from fractions import Fraction

import numpy as np

rng = np.random.default_rng(4)


def softmax(z):
    return np.exp(z) / np.exp(z).sum()  # small logits: no shift needed


def complex_step(f, x):  # the slopes of f at x, one column for each entry of x
    return np.array([np.imag(f(x + 1e-20j * e)) / 1e-20 for e in np.eye(len(x))]).T


examples = zip(rng.normal(size=(100, 4)), rng.dirichlet(np.ones(4), size=100), strict=True)
for z, y in [*examples, (np.log([1, 2, 3]), np.array([0, 0, 1]))]:
    p, J = softmax(z), complex_step(softmax, z)
    factor = -y / p  # I1
    slopes = complex_step(lambda z, y=y: y @ (np.log(np.exp(z).sum()) - z), z)
    # A complex step subtracts nothing: only rounding is left, about 1e-16.
    assert np.allclose(factor, complex_step(lambda p, y=y: -y @ np.log(p), p), rtol=1e-12)
    assert np.allclose(factor @ J, slopes, rtol=0, atol=1e-12)  # E3
    assert np.allclose(p - y, slopes, rtol=0, atol=1e-12)
assert np.allclose(6 * p, [1, 2, 3], rtol=0, atol=1e-12)  # the last is the example
assert abs((factor * J[:, 1]).sum() - p[1]) < 1e-12
for name, row in {"slope of p": J.T[1], "of L": factor, "product": factor * J.T[1]}.items():
    print(f"{name:<11}" + "".join(f"{Fraction(round(36 * x), 36)!s:>7}{x + 0:8.4f}" for x in row))
