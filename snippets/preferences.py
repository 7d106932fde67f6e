"""Confirm the gradient of DPO, and that one step can lower the chosen answer as well."""

import numpy as np

K, D, h, beta, rate, token = 3, 2, 1e-5, 0.1, 0.1, 2
x, exponentials = [1, 0], [[1, 1, 8], [10, 10, 1]]  # of the weights; x: the chosen answer
pairs = [([0.8, 0.6], -1), ([0, 1], 1)]  # x_tilde, and whether the chosen one falls or rises
W = np.log(exponentials)


def log_p(W):  # of the token in the chosen answer, and in the rejected one
    rows = np.array([x @ W, x_tilde @ W])
    return rows[:, token] - np.log(np.exp(rows).sum(axis=1))  # small logits: no shift needed


def loss(W):  # without a reference model, which would add a number to the margin
    return np.log1p(np.exp(beta * np.diff(log_p(W))[0]))


for x_tilde, sign in pairs:
    moves = h * np.eye(D * K).reshape(D, K, D, K)
    slopes = np.array([[(loss(W + d) - loss(W - d)) / (2 * h) for d in row] for row in moves])
    p, s = (np.exp(row @ W) / np.exp(row @ W).sum() for row in (x, x_tilde))
    one_hot = np.eye(K)[token]
    factor = beta / (1 + (p[token] / s[token]) ** beta)  # the margin's exponential
    claim = factor * (np.outer(x, p - one_hot) - np.outer(x_tilde, s - one_hot))
    assert np.allclose(slopes, claim, rtol=0, atol=1e-9)  # differences err by 1e-11
    change = log_p(W - rate * slopes) - log_p(W)
    assert np.array_equal(np.sign(change), [sign, -1])
    print(f"{x}, {x_tilde}: chosen {change[0]:+.5f}, rejected {change[1]:+.5f}")
