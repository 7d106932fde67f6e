"""Confirm the Hessian in logits and in weights, its zero eigenvalues, and p - y."""

import numpy as np

rng = np.random.default_rng(29)
N, D, K, h, k = 6, 2, 3, 1e-20, 1e-5  # examples, features, classes; two steps
X, W, Y = rng.normal(size=(N, D)), rng.normal(size=K * D), rng.dirichlet([1, 1, 1], N)


def loss(W, X):  # small logits: no shift; with 1 as the only feature, W holds logits
    Z = X @ W.reshape(K, X.shape[1]).T
    return sum(Y[n] @ (np.log(np.exp(z).sum()) - z) for n, z in enumerate(Z))


def slopes(W, X):  # by a complex step: only rounding is left, about 1e-16
    return np.array([np.imag(loss(W + 1j * h * e, X)) / h for e in np.eye(W.size)])


cases = {"logits": (W[:K], np.eye(1)), "weights": (W, X)}
for name, (W, X) in cases.items():
    H, gradient, ends = 0, 0, k * np.eye(W.size)
    for n, x in enumerate(X):
        p = np.exp(W.reshape(K, x.size) @ x) / np.exp(W.reshape(K, x.size) @ x).sum()
        H = H + np.kron(np.diag(p) - np.outer(p, p), np.outer(x, x))  # V28, V34
        gradient = gradient + np.kron(p - Y[n], x)
    central = [(slopes(W + d, X) - slopes(W - d, X)) / (2 * k) for d in ends]
    assert np.allclose(H, central, rtol=0, atol=1e-8)  # central: off by about 1e-10
    assert np.allclose(gradient, slopes(W, X), rtol=0, atol=1e-12)
    assert sum(abs(np.linalg.eigvalsh(H)) < 1e-8) == x.size
    print(f"{name:<9}" + ", ".join(f"{v:z.4f}" for v in np.linalg.eigvalsh(H)))
