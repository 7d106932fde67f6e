"""Confirm where a descent begins and ends with the right loss, and with four mistakes."""

import autograd.numpy as anp
import numpy as np
from autograd import grad

N, K, Y = 30, 10, np.eye(10)[np.arange(30) % 10]  # three examples of each class


def log_softmax(Z, axis=1):
    U = Z - Z.max(axis=axis, keepdims=True)
    return U - anp.log(anp.exp(U).sum(axis=axis, keepdims=True))


def cross_entropy(Z, axis=1):
    return -(Y * log_softmax(Z, axis)).sum() / N


least = np.log(np.e + K - 1) - 1  # of a softmax whose inputs are 1 and K - 1 zeros
ways = {"as it should be": (cross_entropy, 1, np.log(K), 0)}
ways["softmax twice"] = lambda Z: cross_entropy(anp.exp(log_softmax(Z))), 1, np.log(K), least
ways["softmax over axis 0"] = lambda Z: cross_entropy(Z, 0), 1, np.log(N), np.log(N / K)
ways["nothing reaches Z"] = cross_entropy, 0, np.log(K), np.log(K)
ways["sign turned"] = cross_entropy, -1, np.log(K), np.inf
for name, (loss, way, first, last) in ways.items():
    Z, slope = np.random.default_rng(34).normal(scale=1e-3, size=(N, K)), grad(loss)
    begin, _, end = loss(Z), [Z := Z - 50 * way * slope(Z) for _ in range(200)], loss(Z)
    assert np.isclose(begin, first, rtol=0, atol=2e-3), name  # nearly zero logits
    assert end > 100 if last == np.inf else abs(end - last) < 0.01, name
    print(f"{name:<20} at first {begin:.3f}, at last {end:.3f}")
