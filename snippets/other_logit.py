"""Confirm E10, E11 and E12, the slope of a probability in another logit, and A6."""

from fractions import Fraction

import numpy as np

rng = np.random.default_rng(6)


def softmax(z):
    return np.exp(z) / np.exp(z).sum()  # small logits: no shift needed


examples = zip(rng.normal(size=(100, 4)), rng.dirichlet(np.ones(4), size=100), strict=True)
for z, y in [*examples, (np.log([1, 2, 3]), np.array([0, 0, 1]))]:
    u, v, p = np.exp(z), np.exp(z).sum(), softmax(z)
    e10, e11, e12 = (0 - np.outer(u, u)) / v**2, -np.outer(u / v, u / v), -np.outer(p, p)
    # A complex step subtracts nothing: only rounding is left, about 1e-16.
    J = np.array([np.imag(softmax(z + 1e-20j * e)) / 1e-20 for e in np.eye(len(z))]).T
    for claim in (e10, e11, e12):
        np.fill_diagonal(claim, J.diagonal())  # claimed for i different from j only
        assert np.allclose(claim, J, rtol=0, atol=1e-12)
    assert np.allclose(-y / p @ e12, p - y, rtol=0, atol=1e-12)  # E3, with E12 in it
    assert np.allclose(e12.sum(axis=0), 0, rtol=0, atol=1e-12)  # A6
assert np.allclose(6 * p, [1, 2, 3], rtol=0, atol=1e-12)  # the last is the example
print("raised" + "".join(f"{f'z_{j}':>15}" for j in (1, 2, 3)))
for i, row in enumerate(e12):
    print(
        f"p_{i + 1}   " + "".join(f"{Fraction(x).limit_denominator(99)!s:>7}{x:8.4f}" for x in row)
    )
