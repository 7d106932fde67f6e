"""Confirm the split of a sum, and that p - y belongs to the natural logarithm."""

import numpy as np

rng = np.random.default_rng(2)
h = 1e-5


def loss(z, y, log):
    return -y @ log(np.exp(z) / np.exp(z).sum())  # small logits: no shift needed


examples = zip(rng.normal(size=(100, 4)), rng.dirichlet(np.ones(4), size=100), strict=True)
for z, y in [*examples, (np.log([1, 2, 3]), np.array([0, 0, 1]))]:
    K, p, slopes = len(z), np.exp(z) / np.exp(z).sum(), []
    for j in range(K):  # A2; sums taken in another order differ by rounding, about 1e-16
        assert abs(z.sum() - (z[j] + sum(z[i] for i in range(K) if i != j))) < 1e-12
    for log in (np.log, np.log2):
        moves = h * np.eye(K)
        slopes.append([(loss(z + d, y, log) - loss(z - d, y, log)) / (2 * h) for d in moves])
    # A central difference errs by about 1e-10 here, a wrong formula by far more.
    assert np.allclose(p - y, slopes[0], rtol=0, atol=1e-8)
    assert np.allclose((p - y) / np.log(2), slopes[1], rtol=0, atol=1e-8)
assert np.allclose(6 * p, [1, 2, 3], rtol=0, atol=1e-12)  # the last is the example
for name, row in {"p": p, "y": y, "p - y": p - y, "measured": slopes[0]}.items():
    print(f"{name:<10}" + "".join(f"{x:9.4f}" for x in row))
