"""Confirm that five common slips give another gradient than the measured one."""

import numpy as np

rng = np.random.default_rng(5)
K, h = 3, 1e-5  # the error of a central difference is about 1e-11
z, y = rng.normal(size=K), rng.dirichlet(np.ones(K))


def softmax(z):
    return np.exp(z) / np.exp(z).sum()  # small logits: no shift needed


def slopes(f):
    return np.array([(f(z + d) - f(z - d)) / (2 * h) for d in h * np.eye(K)])


p, q = softmax(z), softmax(softmax(z))
right = slopes(lambda z: np.log(np.exp(z).sum()) - y @ z)
twice = slopes(lambda z: -y @ np.log(softmax(softmax(z))))
ways = {"p - y": (p - y, right)}  # each as a formula, and as it comes about
ways["one path only"] = -y * (1 - p), -y / p * slopes(softmax).diagonal()
ways["index slipped"] = p @ y - y, -y / p @ (np.diag(p) - p[:, None] ** 2)
ways["divided by K"] = (p - y) / K, slopes(lambda z: -np.mean(y * np.log(softmax(z))))
ways["z for p"] = z - y, -y / z @ (np.diag(z) - np.outer(z, z))
ways["softmax twice"] = p * (q - y - p @ (q - y)), twice
for name, (formula, comes) in ways.items():
    assert np.allclose(formula, comes, rtol=0, atol=1e-9)
    assert (np.abs(formula - right).max() < 0.05) == (name == "p - y"), name
    print(f"{name:14}", *(f"{x:8.4f}" for x in formula))
