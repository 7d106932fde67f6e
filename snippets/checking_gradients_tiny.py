"""Show a wrong gradient that the usual check lets pass, and one that finds it, beside p - y."""

import numpy as np

K, h, tiny, logits, slip = 4, 1e-5, 1e-20, (0, 0, -18, -20), (1, 1, -1, 0)
z, y = np.array(logits), np.eye(K)[0]
p = np.exp(z) / np.exp(z).sum()  # small logits: no shift needed


def loss(z):
    return np.log(np.exp(z).sum()) - y @ z  # cross-entropy without a softmax


central = np.array([(loss(z + d) - loss(z - d)) / (2 * h) for d in h * np.eye(K)])
step = np.array([np.imag(loss(z + 1j * tiny * e)) / tiny for e in np.eye(K)])
for name, claim, due in ("p - y", p - y, 0), ("wrong", (p - y) * slip, 2 * p[2] / p[1]):
    usual = abs(claim - central).max() / abs(claim).max()
    each, exact = (abs(claim / slopes - 1).max() for slopes in (central, step))
    assert np.isclose(usual, due, rtol=0, atol=1e-10)  # central: off by about 1e-11
    # That is 1 % of the smallest slope, 1e-9. A complex step is off by 1e-16 of each.
    assert (each < 0.1) == (exact < 1e-12) == (due == 0)
    print(f"{name}: {usual:.0e} of largest, {each:.0e} of each; complex {exact:.0e}")
