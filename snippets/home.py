"""Confirm on the running example that probability minus label is the slope of the loss."""

import numpy as np

z = np.array([0, np.log(2), np.log(3)])  # one logit for each class
y_true = np.array([0, 0, 1])  # the third class is the right one

exponentials = np.exp(z - z.max())  # the largest logit is subtracted, so that none overflows
y_pred = exponentials / exponentials.sum()
dZ = y_pred - y_true


def loss(z):
    return np.logaddexp.reduce(z) - z[2]  # cross-entropy without a softmax


h = 1e-5
slopes = [(loss(z + h * e) - loss(z - h * e)) / (2 * h) for e in np.eye(3)]
# A central difference errs by about 1e-11 here, a wrong formula by far more.
assert np.allclose(dZ, slopes, rtol=0, atol=1e-8)
assert np.allclose(6 * y_pred, [1, 2, 3], rtol=0, atol=1e-12)  # 1/6, 1/3 and 1/2

rows = {"logits z": z, "probabilities p": y_pred, "labels y": y_true}
rows |= {"p - y": dZ, "measured slopes": slopes}
for name, row in rows.items():
    print(f"{name:<17}" + "".join(f"{x:9.4f}" for x in row))
