"""Confirm that p - y goes back through weights and tanh, for a batch and for the example."""

import numpy as np

w, one, h = ((1, 0, -1), (1, 1, 1)), ((0.5, 0.5),), 1e-20  # the example: W, and H


def loss(V, W):  # unshifted: a complex step has no largest logit, and these are small
    Z = np.tanh(X @ V) @ W + b
    return (np.log(np.exp(Z).sum(axis=1)) - (Y * Z).sum(axis=1)).mean()


def steps(A):  # a small imaginary step in each entry
    return (1j * h * np.eye(A.size)).reshape(-1, *A.shape)


rng, W = np.random.default_rng(7), np.array(w)
b = np.log([1, 2, 3]) - one @ W  # with these, the example's logits are 0, log 2 and log 3
batch = rng.normal(size=(5, 4)), rng.dirichlet(np.ones(3), size=5), rng.normal(size=(4, 2))
for X, Y, V in batch, (np.ones((1, 1)), np.eye(3)[[2]], np.arctanh(one)):
    Z = (H := np.tanh(X @ V)) @ W + b
    P = np.exp(Z - np.logaddexp.reduce(Z, axis=1, keepdims=True))
    dZ = (P - Y) / len(X)
    dW, dH = H.T @ dZ, dZ @ W.T
    dV = X.T @ (dH * (1 - H**2))
    slopes = [loss(V + d, W) for d in steps(V)] + [loss(V, W + d) for d in steps(W)]
    assert np.allclose([*dV.flat, *dW.flat], np.imag(slopes) / h, rtol=0, atol=1e-12)  # rounding
assert np.allclose([*dZ[0], *dH[0], *dV[0]], [1 / 6, 1 / 3, -0.5, 2 / 3, 0, 0.5, 0], atol=1e-12)
for name, row in {"p - y": dZ, "to the units": dH, "to V": dV}.items():
    print(f"{name:<13}" + "".join(f"{x:9.4f}" for x in row[0]))
