"""Confirm E13 to E17 for labels that do not sum to one, then p - y for labels that do."""

from fractions import Fraction

import numpy as np

rng = np.random.default_rng(8)
K, h = 4, 1e-20
w = [Fraction(int(n)) for n in rng.integers(1, 20, size=K)]  # the values of exp(z)
y = [Fraction(int(n), 10) for n in rng.integers(1, 20, size=K)]
p = [w_j / sum(w) for w_j in w]
z, labels = np.log(np.array(w, float)), np.array(y, float)

for j in range(K):
    others = [i for i in range(K) if i != j]
    e13 = -y[j] / p[j] * p[j] * (1 - p[j]) - sum(y[i] / p[i] * (-p[i] * p[j]) for i in others)
    e14 = -y[j] * (1 - p[j]) + sum(y[i] * p[j] for i in others)
    e15 = -y[j] + y[j] * p[j] + sum(y[i] * p[j] for i in others)
    e16 = -y[j] + sum(y[i] * p[j] for i in range(K))
    e17 = -y[j] + p[j] * sum(y)
    assert e13 == e14 == e15 == e16 == e17  # fractions: no rounding, no tolerance

    step = z + 1j * h * np.eye(K)[j]
    slope = np.imag(labels @ (np.log(np.exp(step).sum()) - step)) / h
    # A complex step subtracts nothing: only rounding is left, about 1e-16.
    assert abs(float(e17) - slope) < 1e-12
    assert abs(float(p[j] - y[j] / sum(y)) - slope / labels.sum()) < 1e-12
    print(f"j = {j + 1}: E13 to E17 give {e17}, measured slope {slope:.4f}")
print(f"These labels sum to {sum(y)}. Scaled to sum to 1, they give p - y.")
