"""Measure what a sum, a small and a large probability lose in each kind of number."""

import numpy as np


def bfloat16(x):  # NumPy has no such number: round a double to eight bits
    m, e = np.frexp(x)
    return np.ldexp(np.round(m * 2**8) / 2**8, e)


K, p, most = 128_000, 0.999, 60
precisions = {"double": (np.float64, 53), "single": (np.float32, 24)}
precisions |= {"half": (np.float16, 11), "bfloat16": (bfloat16, 8)}
print("         128,000 ones  1/128,000  0.999 - 1, late  early")
for name, (number, bits) in precisions.items():
    stop = next(n for n in 2.0 ** np.arange(most) if number(n + 1) == n)
    small, early = float(number(1 / K)), float(number(p - 1))
    late = float(number(float(number(p)) - 1))  # rounded before the 1 is subtracted
    assert stop == 2**bits
    # Rounding is off by half of the last bit; half precision has no step below 2^-24.
    assert np.isclose(small, 1 / K, rtol=2.0**-bits, atol=2.0**-25)
    assert np.isclose(late, p - 1, rtol=0, atol=2.0**-bits)
    assert np.isclose(early, p - 1, rtol=2.0**-bits, atol=0)
    print(f"{name:<8}{min(K, stop):>13.0f}{small:>11.2e}{late:>12.2e}{early:>11.2e}")
