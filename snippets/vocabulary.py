"""Confirm that blocks of a vocabulary give the gradient of the loss, and what skipping loses."""

import numpy as np

K, D, block, h = 128_000, 2, 128, 1e-20
least, spreads = 0.000244140625, [0, 1, 8]  # 2 to the minus 12; how far the logits are apart
random = np.random.default_rng(35)
x, columns = random.normal(size=D), random.normal(size=(D, K))
c = (x @ columns).argmax()  # the likeliest token is the one that came
blocks = np.split(np.arange(K), K // block)


def loss(x):  # from all logits at once; they are small enough to do without a shift
    return np.log(np.exp(x @ W).sum()) - x @ W[:, c]  # small logits: no shift needed


for spread in spreads:
    W = spread * columns
    lse = np.logaddexp.reduce([np.logaddexp.reduce(x @ W[:, b]) for b in blocks])
    rows = [np.exp(x @ W[:, b] - lse) - (b == c) for b in blocks]  # p - y, in parts
    dx = sum(W[:, b] @ row for b, row in zip(blocks, rows, strict=True))
    slopes = [np.imag(loss(x + 1j * h * e)) / h for e in np.eye(D)]
    assert np.allclose(dx, slopes, rtol=0, atol=1e-10)  # only rounding, of 128,000 terms
    kept = [row for row in rows if abs(row).max() >= least]
    lost = sum(row.sum() for row in rows if abs(row).max() < least)
    assert np.isclose(sum(sum(row) for row in kept), -lost, rtol=0, atol=1e-10)
    assert len(kept) * least < 1  # the probabilities sum to one
    print(f"spread {spread}: {len(kept)} of {len(blocks)} blocks kept, {lost:.3f} is lost")
