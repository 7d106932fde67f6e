"""Confirm the gradients of a drawn token, PPO's ratio, the expected reward and the entropy."""

import numpy as np

K, h, gain = 3, 1e-5, -1.5  # tokens, a step, an advantage
w, r, old = [1, 2, 3], [4, 0, 1], [0.5, 0.3, 0.2]  # w: the exponentials of z
z, p = np.log(w), w / np.sum(w)


def softmax(z):
    return np.exp(z) / np.exp(z).sum()  # small logits: no shift needed


def slopes(f):  # central differences; they err by about 1e-10 here
    return np.array([(f(z + d) - f(z - d)) / (2 * h) for d in h * np.eye(K)])


V, H = p @ r, -p @ np.log(p)
reward = slopes(lambda z: softmax(z) @ r)
entropy = slopes(lambda z: -softmax(z) @ np.log(softmax(z)))
assert np.allclose(reward, p * (r - V), rtol=0, atol=1e-8)
assert np.allclose(entropy, -p * (np.log(p) + H), rtol=0, atol=1e-8)
for i, one_hot in enumerate(np.eye(K)):
    loss = slopes(lambda z, i=i: -gain * np.log(softmax(z)[i]))
    ratio = slopes(lambda z, i=i: softmax(z)[i] / old[i] * gain)
    assert np.allclose(loss, gain * (p - one_hot), rtol=0, atol=1e-8)
    assert np.allclose(ratio, p[i] / old[i] * gain * (one_hot - p), rtol=0, atol=1e-8)
print("slopes of the reward:", ", ".join(f"{x:.4f}" for x in reward))
print("lengths of one-hot minus p:", ", ".join(f"{np.sqrt(1 - 2 * x + p @ p):.4f}" for x in p))
print("slopes of the entropy:", ", ".join(f"{x:.4f}" for x in entropy))
