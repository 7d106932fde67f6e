"""Confirm that five common slips give another gradient than the one that is measured."""

import numpy as np

rng = np.random.default_rng(5)
K = 3
z, y = rng.normal(size=K), rng.dirichlet(np.ones(K))


def softmax(z):
    return np.exp(z) / np.exp(z).sum()


def measured(loss, h=1e-5):  # the error of a central difference is about 1e-11
    return np.array([(loss(z + d) - loss(z - d)) / (2 * h) for d in h * np.eye(K)])


p = softmax(z)
right = measured(lambda z: np.log(np.exp(z).sum()) * y.sum() - y @ z)
assert np.allclose(p - y, right, rtol=0, atol=1e-9)
slips = {"one path only": -y * (1 - p), "index slipped": p @ y - y, "divided by K": (p - y) / K}
slips["z for p"] = z * y.sum() - y
slips["softmax twice"] = measured(lambda z: -y @ np.log(softmax(softmax(z))))
print(f"{'p - y':14}", *(f"{x:8.4f}" for x in p - y))
for name, slip in slips.items():
    assert np.abs(slip - right).max() > 0.05  # wrong in the first or second digit
    print(f"{name:14}", *(f"{x:8.4f}" for x in slip))
