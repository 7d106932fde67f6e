"""Confirm E6, E7 and E8, the slope of a probability in its own logit."""

from fractions import Fraction

import numpy as np

rng = np.random.default_rng(15)


def softmax(z):
    return np.exp(z) / np.exp(z).sum()  # small logits: no shift needed


examples = zip(rng.normal(size=(100, 4)), rng.dirichlet(np.ones(4), size=100), strict=True)
for z, y in [*examples, (np.log([1, 2, 3]), np.array([0, 0, 1]))]:
    u, v = np.exp(z), np.exp(z).sum()  # a numerator for each i, one denominator
    p = u / v
    e6 = (v * u - u * u) / v**2
    e7 = u / v * (1 - u / v)
    e8 = p * (1 - p)
    # A complex step subtracts nothing: only rounding is left, about 1e-16.
    J = np.array([np.imag(softmax(z + 1e-20j * e)) / 1e-20 for e in np.eye(len(z))]).T
    for claim in (e6, e7, e8):
        assert np.allclose(claim, J.diagonal(), rtol=0, atol=1e-12)
    np.fill_diagonal(J, e8)  # E8 in place of measurement; the rest stays measured
    assert np.allclose(-y / p @ J, p - y, rtol=0, atol=1e-12)  # E3
assert np.allclose(6 * p, [1, 2, 3], rtol=0, atol=1e-12)  # the last is the example
for name, row in {"p": p, "1 - p": 1 - p, "p (1 - p)": e8, "measured": J.diagonal()}.items():
    print(f"{name:<10}" + "".join(f"{Fraction(x).limit_denominator(99)!s:>7}{x:8.4f}" for x in row))
