"""Confirm that the slope of the sparsemax's own loss is its prediction minus the label."""

import numpy as np

K, h = 3, 1e-5
rows = [[0.2, 0.1, 0.4], [0.2, -0.9, 0.6], [2, 0.5, -1]]  # three, two and one are left


def sparsemax(z):  # lower all by one number, and cut off what is negative
    tau = max((sum(sorted(z)[-k:]) - 1) / k for k in range(1, K + 1))
    return np.maximum(z - tau, 0)


def value(z):  # the largest of q z - q q / 2 over all lists of probabilities
    q = sparsemax(z)
    return q @ z - q @ q / 2


for z in map(np.array, rows):
    q = sparsemax(z)
    assert np.isclose(q.sum(), 1, rtol=0, atol=1e-12)
    for y in np.eye(K):
        up = np.array([value(z + d) - y @ (z + d) for d in h * np.eye(K)])
        down = np.array([value(z - d) - y @ (z - d) for d in h * np.eye(K)])
        assert np.allclose((up - down) / (2 * h), q - y, rtol=0, atol=1e-8)  # they err by 1e-11
    print("sparsemax of", *z, "is", *q.round(4))
