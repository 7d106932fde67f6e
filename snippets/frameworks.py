"""Confirm what autograd and scikit-learn make of a sum, a mean and two mistakes."""

import autograd.numpy as anp
import numpy as np
from autograd import grad
from sklearn.metrics import log_loss

N, K, h, rng = 4, 3, 1e-5, np.random.default_rng(25)
Z, Y = rng.normal(size=(N, K)), np.eye(K)[rng.integers(K, size=N)]


def p(Z):
    return anp.exp(Z) / anp.sum(anp.exp(Z), axis=1, keepdims=True)  # small logits: no shift needed


def loss(P, Y):
    return -anp.sum(Y * anp.log(P))


P, gap, moves = p(Z), p(p(Z)) - Y, h * np.eye(N * K).reshape(N * K, N, K)
moving = P * ((P * np.log(P)).sum(axis=1, keepdims=True) - np.log(P))
cases = {"P - Y": (lambda Z: loss(p(Z), Y), P - Y)}
cases["softmax twice"] = lambda Z: loss(p(p(Z)), Y), P * (gap - (P * gap).sum(1)[:, None])
cases["moving labels"] = lambda Z: loss(p(Z), p(Z)), moving
for name, (f, claim) in cases.items():
    assert np.allclose(grad(f)(Z), claim, rtol=0, atol=1e-12)  # only rounding
    print(f"{name:<14} largest entry {abs(claim).max():.4f}")
rises = [log_loss(Y, p(Z + d)) - log_loss(Y, p(Z - d)) for d in moves]
assert np.isclose(p(p(50.0 * np.eye(K))).max(), np.e / (np.e + K - 1))  # at most
assert np.allclose(rises, ((P - Y) / N).ravel() * 2 * h, rtol=0, atol=1e-12)  # a mean
