"""Confirm the split of a sum, and that p - y belongs to the natural logarithm."""

import numpy as np

rng = np.random.default_rng(2)
K, h = 4, 1e-5
z, y = rng.normal(size=K), rng.random(K)
y = y / y.sum()
p = np.exp(z) / np.exp(z).sum()

for j in range(K):  # A2; sums taken in another order differ by rounding, about 1e-16
    assert abs(z.sum() - (z[j] + sum(z[i] for i in range(K) if i != j))) < 1e-12


def loss(z, log):
    return -y @ log(np.exp(z) / np.exp(z).sum())


rows = {"p - y": p - y}
for name, log in {"natural log": np.log, "log base 2": np.log2}.items():
    rows[name] = [(loss(z + d, log) - loss(z - d, log)) / (2 * h) for d in h * np.eye(K)]

# A central difference errs by about 1e-11 here, a wrong formula by far more.
assert np.allclose(rows["p - y"], rows["natural log"], rtol=0, atol=1e-8)
assert np.allclose(rows["p - y"] / np.log(2), rows["log base 2"], rtol=0, atol=1e-8)

for name, row in rows.items():
    print(f"{name:<12}" + "".join(f"{x:9.4f}" for x in row))
