"""Measure how exact p - q is in bfloat16 as a student nears its teacher."""

import numpy as np


def bfloat16(x):  # NumPy has no such number: round doubles to eight bits
    m, e = np.frexp(x)
    return np.ldexp(np.round(m * 2**8) / 2**8, e)


def softmax(z):
    return np.exp(z - np.logaddexp.reduce(z))


K, spread, distances, errors = 32_000, 2, [1, 0.3, 0.1, 0.03], []
random = np.random.default_rng(36)
logits, change = random.normal(scale=spread, size=K), random.normal(size=K)
q = softmax(bfloat16(logits))
assert np.isclose(bfloat16(1 / 3), 0.333984375, rtol=0, atol=1e-9)  # 171/512
for distance in distances:
    p = softmax(bfloat16(logits + distance * change))
    assert np.isclose(p.sum(), 1, rtol=0, atol=1e-9)
    late, early = bfloat16(p) - bfloat16(q), bfloat16(p - q)
    assert np.allclose(late / (p + q), (p - q) / (p + q), rtol=0, atol=2.0**-8)  # eight bits
    assert np.allclose(early, p - q, rtol=2.0**-8, atol=0)
    off = [np.linalg.norm(x - (p - q)) / np.linalg.norm(p - q) for x in (late, early)]
    errors.append(off[0])
    print(f"logits about {distance:4} apart: {off[0]:.2%} off, or {off[1]:.2%}")
assert np.allclose(np.multiply(errors, distances), errors[0], rtol=0.25, atol=0)  # as 1/distance
