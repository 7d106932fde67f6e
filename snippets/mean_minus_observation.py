"""Confirm that the slope of each function is a mean, and the slope of its loss p - y."""

import math

import numpy as np

h, k, a, t = 1e-20, 1e-4, 0.7, 0.25  # two steps, a parameter and what was observed
most, far, places = 60, 12, 2401
counts, numbers = np.arange(most), np.linspace(-far, far, places)
chances = [1 / math.factorial(n) for n in counts]
families = {"yes or no": (lambda a: np.log(1 + np.exp(a)), np.arange(2), [1, 1])}
families["a number"] = lambda a: a**2 / 2, numbers, np.exp(-(numbers**2) / 2)
families["a count"] = np.exp, counts, chances
for name, (A, outcomes, base) in families.items():

    def slope(a, A=A, t=t):  # of the loss, by a complex step
        return np.imag(A(a + 1j * h) - t * (a + 1j * h)) / h

    p = base * np.exp(a * outcomes) / (base * np.exp(a * outcomes)).sum()
    mean, bend = p @ outcomes, (slope(a + k) - slope(a - k)) / (2 * k)
    # Only rounding is left of the first, about 1e-15; the second errs by about 1e-9.
    assert np.isclose(slope(a), mean - t, rtol=0, atol=1e-12)
    assert np.isclose(bend, p @ (outcomes - mean) ** 2, rtol=0, atol=1e-7)
    print(f"{name}: mean {mean:.4f}, minus {t} is the slope {slope(a):.4f}")
z, y = np.log([1, 2, 3]), np.eye(3)[2]
p = np.array([1, 2, 3]) / 6
steps = [z + 1j * h * e for e in np.eye(3)]
slopes = [np.imag(np.log(np.exp(x).sum()) - y @ x) / h for x in steps]  # small logits: no shift
assert np.allclose(slopes, p - y, rtol=0, atol=1e-12)
print("three classes:", ", ".join(f"{x:.4f}" for x in slopes))
