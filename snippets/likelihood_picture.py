"""Draw three mean losses against what is predicted, for a class that is true two times in three."""

import numpy as np

y, p = 2 / 3, np.linspace(0.02, 0.98, 97)  # the share of the class; what is predicted for it
log_loss = -y * np.log(p) - (1 - y) * np.log(1 - p)
squares = y * (1 - p) ** 2 + (1 - y) * p * p
harmless = y * (1 - p) + (1 - y) * p  # one minus the probability of the true class
entropy = -y * np.log(y) - (1 - y) * np.log(1 - y)
best, square_best, least = (p[loss.argmin()] for loss in (log_loss, squares, harmless))
assert max(abs(best - y), abs(square_best - y)) < 0.01  # honest, both, to what p is tried
assert least == p[-1]  # not honest: the surer, the better
assert np.allclose(harmless, np.interp(p, [0, 1], [y, 1 - y]), rtol=0, atol=1e-12)  # a line
assert np.isclose(log_loss.min(), entropy, rtol=0, atol=1e-4)

print('<figure class="picture"><svg width="560" viewBox="0 0 400 240" fill="currentColor"')
print('font-size="13" role="img" aria-label="Three curves. Those of the logarithm and the squared')
print('error are lowest at two thirds, that of one minus the probability at one.">')
line = 'fill="none" stroke="currentColor"'
print(f'<path d="M40,15 V210 H385" {line} opacity="0.4"/>')
print(f'<path d="M263,210 V15" {line} stroke-dasharray="2 4" opacity="0.5"/>')
names = ("−log p", 98, 50, ""), ("squared error", 150, 204, ""), ("1 − p", 66, 134, "6 4")
for loss, (name, x, y, dashes) in zip((log_loss, squares, harmless), names, strict=True):
    at = [f"{40 + 335 * a:.1f},{210 - 105 * b:.1f}" for a, b in np.c_[p, loss][loss < 1.85]]
    left, top = 40 + 335 * p[loss.argmin()], 210 - 105 * loss.min()
    print(f'<polyline points="{" ".join(at)}" {line} stroke-dasharray="{dashes}"/>')
    print(f'<circle cx="{left:.1f}" cy="{top:.1f}" r="4"/><text x="{x}" y="{y}">{name}</text>')
print('<text x="36" y="228">0</text><text x="252" y="228">2/3</text><text x="371" y="228">1</text>')
print("</svg><figcaption>A dot: the best prediction by that loss</figcaption></figure>")
