"""Draw what one-hot minus p is multiplied by, for k1, k2 and k3, over the logarithm of p/q."""

import numpy as np

low, high, places, h = -1.5, 4.5, 141, 1e-20
x = np.linspace(low, high, places)
losses = [lambda x: x, lambda x: x**2 / 2, lambda x: np.exp(-x) + x]
factors = [np.ones(places), x, 1 - np.exp(-x)]
slopes = [np.imag(loss(x + 1j * h)) / h for loss in losses]
assert np.allclose(slopes, factors, rtol=0, atol=1e-12), "a factor is no slope"
print('<figure class="picture"><svg width="560" viewBox="0 0 400 262" fill="currentColor"')
print('font-size="13" role="img" text-anchor="end"')
print('aria-label="k1 is level, k2 a straight line, k3 bends below it, under 1">')
line = 'fill="none" stroke="currentColor"'
for n, tick in enumerate(["−3", "−2", "−1", *"01234"], start=-3):
    print(f'<path d="M36,{125 - 25 * n} H385" {line} opacity="{0.15 if n else 0.6}"/>')
    print(f'<text x="28" y="{130 - 25 * n}">{tick}</text>')
    if n > -2:
        print(f'<text x="{128 + 56 * n}" y="240">{tick}</text>')
print(f'<path d="M36,12 V222 H385" {line} opacity="0.4"/>')
looks = ("k1", 92, "2 4"), ("k2", 68, "8 5"), ("k3", 119, "none")
for factor, (name, y, dashes) in zip(factors, looks, strict=True):
    at = " ".join(f"{124 + 56 * u:.1f},{125 - 25 * v:.1f}" for u, v in zip(x, factor, strict=True))
    print(f'<polyline points="{at}" {line} stroke-width="2" stroke-dasharray="{dashes}"/>')
    print(f'<text x="324" y="{y}">{name}</text>')
print('<text x="81" y="22">factor</text><text x="232" y="258">log p/q</text></svg><figcaption>')
print("The factor of one-hot minus p, for each estimate as a loss</figcaption></figure>")
