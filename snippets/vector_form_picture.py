"""Draw the gradient p − y as the arrow from the label to the prediction."""

import numpy as np

y, h, corners = [0, 0, 1], 1e-20, [[40, 225], [280, 225], [160, 17]]  # all of class 1, 2 or 3
z = np.log([1, 2, 3])
p = np.exp(z) / np.exp(z).sum()
steps = z + 1j * h * np.eye(3)
slopes = np.imag(np.log(np.exp(steps).sum(axis=1)) - steps @ y) / h  # of the loss
start, end = np.dot(y, corners), p @ corners
assert np.allclose(end - start, slopes @ corners, rtol=0, atol=1e-9)  # the arrow is the gradient
assert np.allclose(p, [1 / 6, 1 / 3, 1 / 2], rtol=0, atol=1e-12)

(x1, y1), (x2, y2) = start, end
along = (end - start) / np.hypot(*(end - start))
left, right = (end - 10 * along + 5 * side * along[::-1] * [1, -1] for side in (-1, 1))
head = " ".join(f"{x:.1f},{y:.1f}" for x, y in (left, end, right))
print('<figure class="picture"><svg width="480" viewBox="0 0 320 250" fill="currentColor"')
print('font-size="14" role="img" text-anchor="middle" aria-label="A triangle. An arrow leads from')
print('the label, which is the corner of class 3, to the prediction inside.">')
print('<path d="M40,225 H280 L160,17 Z" fill="none" stroke="currentColor" opacity="0.5"/>')
print(f'<path d="M{x1:.1f},{y1:.1f} L{x2:.1f},{y2:.1f}" stroke="#805ad5" stroke-width="2.5"/>')
print(f'<polyline points="{head}" fill="none" stroke="#805ad5" stroke-width="2.5"/>')
print(f'<circle cx="{x2:.1f}" cy="{y2 + 4:.1f}" r="4" fill="#2b6cb0"/>')
print(f'<text x="{x2 + 12:.1f}" y="{y2 + 18:.1f}">p</text><text x="180" y="20">y</text>')
print('<text x="146" y="96">p − y</text><text x="40" y="243">class 1</text>')
print('<text x="280" y="243">class 2</text><text x="112" y="30">class 3</text></svg>')
print("<figcaption>All lists of three probabilities fill a triangle</figcaption></figure>")
