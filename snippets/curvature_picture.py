"""Draw the loss over two logits: flat along the arrow, and lowest on a whole line."""

import numpy as np


def loss(z):
    return np.logaddexp(z[0], z[1]) - y[0] * z[0] - y[1] * z[1]


y, tail, tip, reach, far, points = (0.7, 0.3), (-1, 0.5), (1, 2.5), (-3, 3), (-6, 6), 300
levels = [0.75, 1, 1.5, 2, 2.5, 3, 0.75, 1, 1.5]  # six to the left of the thick line, and three
best, z = np.log(y[0] / y[1]), np.linspace(*reach, points)
left, right = (np.interp(levels, loss([d, 0]), d) for d in np.linspace(best, far, points).T)
apart = np.array([*left[:6], *right[6:]])  # z1 - z2, on which alone the loss depends
ends = np.r_[np.maximum([apart, -apart], 0) - 3, np.minimum([apart, -apart], 0) + 3]
assert np.ptp(loss(np.linspace(tail, tip).T)) < 1e-12, "not flat along the arrow"
assert loss([best, 0]) - loss(np.meshgrid(z, z)).min() < 1e-12, "not lowest on the line"
assert np.allclose([loss(ends[:2]), loss(ends[2:])], levels, rtol=0, atol=1e-4), "other levels"
print('<figure class="picture"><svg width="440" viewBox="0 0 350 322" fill="currentColor"')
print('font-size="13" role="img" text-anchor="middle" aria-label="Lines of equal loss, all')
print('parallel to the arrow"><g transform="translate(190,154) scale(48,-48)" fill="none"')
print('stroke="currentColor" stroke-width="0.03"><path d="M-3,-3 H3 V3 H-3 Z" opacity="0.3"/>')
print(f'<path d="M{best - 3:.3f},-3 L3,{3 - best:.3f}" stroke-width="0.1"/>')
print(f'<path d="M{tail[0]},{tail[1]} L{tip[0]},{tip[1]} m-0.24,-0.08 l0.24,0.08 l-0.08,-0.24"/>')
print(*(f'<path d="M{x},{y} l0.3,0.3 m0.4,0.4 L{u},{v}"/>' for x, y, u, v in ends.T.round(3)))
texts = [(131, 148, "flat"), (46, 316, "−3"), (190, 316, "0"), (262, 316, "z₁"), (334, 316, "3")]
texts += [(28, 303, "−3"), (32, 159, "0"), (30, 87, "z₂"), (32, 15, "3")]
texts += [(214 + 48 * x, 135 - 48 * y, c) for c, x, y in zip(levels, *ends[:2], strict=True)]
print("</g>", *(f'<text x="{x:.0f}" y="{y:.0f}">{t}</text>' for x, y, t in texts), "</svg>")
print("<figcaption>The loss for labels 0.7 and 0.3, least on the thick line</figcaption></figure>")
