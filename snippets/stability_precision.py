"""Find the gap between two logits from which p - y is exactly 0 for the true class."""

import numpy as np


def bfloat16(x):  # NumPy has no such number: round a double to eight bits
    m, e = np.frexp(x)
    return np.ldexp(np.round(m * 2**8) / 2**8, e)


gaps = np.arange(2, 100) / 2  # between the logits of two classes; the first is true
precisions = {"double": (np.float64, 53), "single": (np.float32, 24)}
precisions |= {"half": (np.float16, 11), "bfloat16": (bfloat16, 8)}
print("precision bits from the gap  p - y, true the other entry")
for name, (number, bits) in precisions.items():
    u = number(np.exp(-gaps))  # each step is rounded, as in a program without doubles
    total = number(1 + u)
    slope, other = number(1 / total) - 1, number(u / total)
    first = np.flatnonzero(slope == 0)[0]
    # Next to 1, a number is lost up to half of the last digit, 2 to the minus bits.
    assert gaps[first] == np.ceil(2 * bits * np.log(2)) / 2
    assert np.allclose(-slope, 1 / (1 + np.exp(gaps)), rtol=0, atol=2.0 ** (1 - bits))
    assert np.allclose(other, 1 / (1 + np.exp(gaps)), rtol=0, atol=2.0 ** (1 - bits))
    assert np.isclose(float(other[first]), np.exp(-gaps[first]), rtol=2.0 ** (1 - bits), atol=0)
    print(f"{name:<9}{bits:>5}{gaps[first]:>13.0f}{slope[first]:>13.0f}{other[first]:>16.1e}")
