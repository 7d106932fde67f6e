"""Confirm on three classes that probability minus label is the slope of the loss."""

import numpy as np

rng = np.random.default_rng(17)
z = rng.normal(scale=2.0, size=3).round(1)  # one logit for each class
y_true = np.array([0.0, 1.0, 0.0])  # the second class is the right one

y_pred = np.exp(z) / np.exp(z).sum()
dZ = y_pred - y_true


def loss(z):
    return np.logaddexp.reduce(z) - z[1]  # cross-entropy without a softmax


h = 1e-5
slopes = [(loss(z + h * e) - loss(z - h * e)) / (2 * h) for e in np.eye(3)]
# A central difference errs by about 1e-11 here, a wrong formula by far more.
assert np.allclose(dZ, slopes, rtol=0, atol=1e-8)

rows = {"logits z": z, "probabilities p": y_pred, "labels y": y_true}
rows |= {"p - y": dZ, "measured slopes": slopes}
for name, row in rows.items():
    print(f"{name:<17}" + "".join(f"{x:9.4f}" for x in row))
