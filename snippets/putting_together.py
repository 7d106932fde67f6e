"""Confirm E13 to E17 for labels that do not sum to one, then p - y for labels that do."""

from fractions import Fraction

import numpy as np

rng = np.random.default_rng(8)
examples = rng.integers(1, 20, size=(100, 2, 4)).tolist()
for w, labels in [*examples, ([1, 2, 3], [0, 0, 1])]:
    K, p, y = len(w), [Fraction(n, sum(w)) for n in w], [Fraction(n) for n in labels]
    z, rows = np.log(w), []
    for j in range(K):
        others = [i for i in range(K) if i != j]
        e13 = -y[j] / p[j] * p[j] * (1 - p[j]) - sum(y[i] / p[i] * (-p[i] * p[j]) for i in others)
        e14 = [-y[j] * (1 - p[j]), sum(y[i] * p[j] for i in others)]
        e15 = [-y[j], y[j] * p[j], sum(y[i] * p[j] for i in others)]
        e16 = [-y[j], sum(y[i] * p[j] for i in range(K))]
        e17 = -y[j] + p[j] * sum(y)
        assert e13 == sum(e14) == sum(e15) == sum(e16) == e17  # fractions: no tolerance
        step = z + 1e-20j * np.eye(K)[j]  # small logits: no shift needed
        slope = np.imag(np.array(labels) @ (np.log(np.exp(step).sum()) - step)) / 1e-20
        assert abs(float(e17) - slope) < 1e-10  # a complex step: only rounding
        assert abs(float(p[j] - y[j] / sum(y)) - slope / sum(labels)) < 1e-12
        rows.append({"E14": e14, "E15": e15, "E16": e16, "E17": [e17]})
assert (p, y) == ([Fraction(n, 6) for n in (1, 2, 3)], [0, 0, 1])  # the last is the example
print("     " + "".join(f"{f'class {j}':>15}" for j in (1, 2, 3)))
for name in ("E14", "E15", "E16", "E17"):
    print(f"{name:<5}" + "".join(f"{' + '.join(map(str, row[name])):>15}" for row in rows))
