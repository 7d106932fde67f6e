"""Confirm the gradients of a batch's mean loss in its logits, weights and bias."""

import numpy as np

rng = np.random.default_rng(21)
N, D, K, h = 6, 3, 4, 1e-20
X, W, b = rng.normal(size=(N, D)), rng.normal(size=(D, K)), rng.normal(size=K)
Y = rng.dirichlet([1] * K, size=N)  # soft labels: each row sums to one
Z = X @ W + b
P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)  # small logits: no shift needed
dZ = (P - Y) / N
dW, db = X.T @ dZ, dZ.sum(axis=0)


def loss(Z):  # mean over the examples of a cross-entropy without a softmax
    return sum(np.log(np.exp(Z[n]).sum()) - Y[n] @ Z[n] for n in range(N)) / N


def slopes(f, A):  # of f in each entry of A, by a complex step
    units = np.eye(A.size).reshape(A.size, *A.shape)
    return np.array([np.imag(f(A + 1j * h * E)) / h for E in units]).reshape(A.shape)


ways = {"Z": (dZ, loss, Z), "W": (dW, lambda W: loss(X @ W + b), W)}
ways |= {"b": (db, lambda b: loss(X @ W + b), b)}
for name, (claim, f, A) in ways.items():
    # A complex step subtracts nothing: only rounding is left, about 1e-16.
    assert np.allclose(claim, slopes(f, A), rtol=0, atol=1e-12)
    print(f"d{name} has the shape {claim.shape} and starts with {claim.flat[0]:.4f}")
