"""Confirm what one place counts for, in three ways to divide a batch that comes in two parts."""

import numpy as np

N, M, K, h = 10, 1000, 3, 1e-20  # places in the first part and in the second
random = np.random.default_rng(37)
Z = random.normal(size=(N + M, K))
Y = np.eye(K)[random.integers(K, size=N + M)]
P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)  # small logits: no shift needed


def losses(Z):  # of each place
    return np.log(np.exp(Z).sum(axis=1)) - (Y * Z).sum(axis=1)


ways = {
    "all at once": (lambda x: x.sum() / (N + M), [1 / (N + M), 1 / (N + M)]),
    "mean of means": (lambda x: (x[:N].mean() + x[N:].mean()) / 2, [1 / (2 * N), 1 / (2 * M)]),
    "sum of means": (lambda x: x[:N].mean() + x[N:].mean(), [1 / N, 1 / M]),
}
for name, (total, counts) in ways.items():
    weight = np.repeat(counts, [N, M])
    for n in 0, N:  # the first place of each part
        place = 1j * h * np.eye(1, N + M, n).T
        slopes = [np.imag(total(losses(Z + place * e))) / h for e in np.eye(K)]
        assert np.allclose(slopes, weight[n] * (P - Y)[n], rtol=0, atol=1e-12)
    print(f"{name}, a place counts: {counts[0]:.6f} and {counts[1]:.6f}")
