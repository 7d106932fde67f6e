"""Draw the slopes of five losses over the prediction for the true one of two classes."""

import numpy as np

low, high, places, h = -6, 6, 201, 1e-20
a, losses = np.linspace(low, high, places), [lambda p: -np.log(p), lambda p: (1 - p) ** 2 / 2]
losses += [lambda p: -((1 - p) ** 2) * np.log(p), lambda p: 1 - p]
p, moved = 1 / (1 + np.exp(-a)), 1 / (1 + np.exp(-a - 1j * h))  # the softmax of a and 0
claims = [f * (p - 1) for f in (1, p * (1 - p), (1 - p) ** 2 - 2 * p * (1 - p) * np.log(p), p)]
assert np.allclose([np.imag(f(moved)) / h for f in losses], claims, rtol=0, atol=1e-12)
edge = 1 / (1 + np.exp(-1))  # the hinge is flat once a is above 1
curves = [*(np.array([p, claim]) for claim in claims), ([0, edge, edge, 1], [-1, -1, 0, 0])]
looks = [("log loss,", 186, 155, "none"), ("squared error", 116, 40, "7 4")]
looks += [("focal", 116, 217, "9 3 2 3"), ("1 − p", 104, 78, "2 3"), ("hinge", 294, 170, "none")]
print('<figure class="picture"><svg width="560" viewBox="0 0 400 268" fill="currentColor"')
print('font-size="13" role="img"')
print('aria-label="A straight line for p - y; squared error is near zero at the left">')
for x, across, slope in ((0, "0", "−1"), (0.5, "1/2", "−1/2"), (1, "1", "0")):
    print(f'<path d="M50,{195 - 170 * x} H385" stroke="currentColor" opacity="0.2"/>')
    print(f'<text x="42" y="{200 - 170 * x}" text-anchor="end">{slope}</text>')
    print(f'<text x="{50 + 325 * x}" y="246" text-anchor="middle">{across}</text>')
print('<path d="M50,25 V228 H385" fill="none" stroke="currentColor" opacity="0.4"/>')
for (x, y), (name, left, top, dashes) in zip(curves, looks, strict=True):
    at = " ".join(f"{50 + 325 * u:.1f},{25 - 170 * v:.1f}" for u, v in zip(x, y, strict=True))
    paint = f'stroke="{"#805ad5" if name == "log loss," else "currentColor"}" stroke-width="2"'
    print(f'<polyline points="{at}" fill="none" stroke-dasharray="{dashes}" {paint}/>')
    print(f'<text x="{left}" y="{top}">{name}</text>')
print('<text x="186" y="171">sparsemax</text><text x="152" y="264">p of the true class</text>')
print("</svg><figcaption>The slope in the logit of the true class</figcaption></figure>")
