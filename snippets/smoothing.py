"""Confirm that smoothed labels sum to one, and that the gradient is p minus them."""

import numpy as np

rng = np.random.default_rng(25)
K, eps, h = 10, 0.1, 1e-5
z, y = rng.normal(size=K), np.eye(K)[rng.integers(K)]
p = np.exp(z) / np.exp(z).sum()  # small logits: no shift needed
y_smooth = (1 - eps) * y + eps / K  # V1


def loss(z):  # a share of the loss with y, and a share of the mean over all classes
    lse = np.logaddexp.reduce(z)
    return (1 - eps) * (lse - y @ z) + eps * (lse - z.mean())


def slopes(z):
    return [(loss(z + h * e) - loss(z - h * e)) / (2 * h) for e in np.eye(K)]


best = np.log(y_smooth)  # where p is y_smooth
# Only rounding is left, about 1e-16.
assert np.allclose([y_smooth.sum(), loss(best)], [1, -y_smooth @ best], rtol=0, atol=1e-12)  # V2
assert abs(np.ptp(best) - np.log(1 + K * (1 - eps) / eps)) < 1e-12  # V6
# A central difference errs by about 1e-11 here, a wrong formula by far more.
assert np.allclose(p - y_smooth, slopes(z), rtol=0, atol=1e-8)  # V4
assert np.allclose((1 - eps) * (p - y) + eps * (p - 1 / K), slopes(z), rtol=0, atol=1e-8)  # V5
assert np.allclose(slopes(best), 0, rtol=0, atol=1e-8)
print("p - smoothed y begins", ", ".join(f"{x:.4f}" for x in slopes(z)[:4]))
print(f"least loss {loss(best):.4f}, true logit {np.ptp(best):.4f} above others")
