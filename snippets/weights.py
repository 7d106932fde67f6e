"""Confirm the gradient with class weights, alone and in a mean, and p - y."""

import numpy as np

rng = np.random.default_rng(27)
N, K, h, c = 3, 4, 1e-20, [1, 3, 0]  # c: the true classes
Z, w = rng.normal(size=(N, K)), rng.uniform(0.5, 2, size=K)
Y = np.eye(K)[c]
Y[2] = [0.5, 0.3, 0.2, 0]  # the third example has soft labels
P, a = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True), Y @ w  # V20; small: no shift


def losses(Z):  # one for each example, without a softmax
    logs = [np.log(np.exp(Z[n]).sum()) - Z[n] for n in range(N)]
    return np.array([w * Y[n] @ logs[n] for n in range(N)])


def slopes(f, n):  # of f in the logits of example n, by a complex step
    cells = np.eye(N)[n][:, None] * np.eye(K)[:, None]
    return np.array([np.imag(f(Z + 1j * h * cell)) / h for cell in cells])


for n, p in enumerate(P):  # a complex step leaves only rounding, about 1e-16
    y, one = Y[n], slopes(losses, n)[:, n]
    mean = slopes(lambda Z: losses(Z).sum() / a.sum(), n)
    assert np.allclose(p * (w @ y) - w * y, one, rtol=0, atol=1e-12)  # V16
    assert np.allclose(p - w * y / (w @ y), one / a[n], rtol=0, atol=1e-12)  # V17
    assert np.allclose((a[n] * p - w * y) / a.sum(), mean, rtol=0, atol=1e-12)  # V22
    assert np.allclose(a[n] * (p - y), one, rtol=0, atol=1e-12) == (n < 2)  # V18
    print(f"example {n + 1}:", ", ".join(f"{x:.4f}" for x in one))
