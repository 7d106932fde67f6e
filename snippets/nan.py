"""Confirm where NaN and infinity come from in a loss, and what a stable one gives instead."""

import numpy as np

cases = {(1, 2, 3): ("right", "right"), (1000, 999, 998): ("nan", "nan")}
cases |= {(-400, 400, -399): ("inf", "nan"), (400, -400, 399): ("right", "nan")}
cases |= {(1, 2, -1e999): ("right", "nan")}  # the last class is masked: minus infinity


def by_number(z, c):  # unstable on purpose; the label is a class number
    return -np.log(np.exp(z) / np.exp(z).sum())[c]


def one_hot(z, c):  # unstable on purpose; the label is a row of zeros and a one
    return -(np.eye(3)[c] * np.log(np.exp(z) / np.exp(z).sum())).sum()


def stable(z, c):
    return np.log(np.exp(z - z.max()).sum()) - (z[c] - z.max())


print("logits, first class true  by number  one-hot   stable")
for z, due in cases.items():
    exact = np.logaddexp.reduce(z) - z[0]  # NumPy has a stable one, too
    with np.errstate(all="ignore"):  # the warnings name the lines that do harm
        found = [loss(np.array(z), 0) for loss in (by_number, one_hot, stable)]
    kinds = ["right" if np.isclose(x, exact, rtol=1e-12) else str(x) for x in found]
    assert kinds == [*due, "right"], z
    print(f"{z!s:<25}" + "".join(f"{x:>9.4f}" for x in found))
