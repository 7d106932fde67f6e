"""Draw p(1 − p), the slope of a probability in its own logit, against the probability."""

from fractions import Fraction

import numpy as np

h = 1e-20
z, p = np.log([1, 2, 3]), [Fraction(n, 6) for n in (1, 2, 3)]
slopes = [p_i * (1 - p_i) for p_i in p]
steps = z + 1j * h * np.eye(3)
measured = np.imag(np.exp(steps) / np.exp(steps).sum(axis=1, keepdims=True)).diagonal() / h
assert np.allclose(measured, np.array(slopes, float), rtol=0, atol=1e-12)
curve = np.arange(41) / 40
drawn = curve * (1 - curve)
assert abs(drawn.max() - float(slopes[2])) < 1e-12  # its top is at one half

points = " ".join(f"{45 + 325 * a:.1f},{185 - 580 * b:.1f}" for a, b in np.c_[curve, drawn])
print('<figure class="picture"><svg width="500" viewBox="0 0 400 215" fill="currentColor"')
print('font-size="14" role="img" text-anchor="middle" aria-label="An arch over the probabilities')
print(f'from 0 to 1. At {", ".join(map(str, p))} it is {", ".join(map(str, slopes))} high.">')
print('<path d="M45,20 V185 H385" fill="none" stroke="currentColor" opacity="0.4"/>')
print(f'<polyline points="{points}" fill="none" stroke="currentColor" stroke-width="2.5"/>')
for p_i, slope in zip(p, slopes, strict=True):
    x, y = 45 + 325 * float(p_i), 185 - 580 * float(slope)
    print(f'<path d="M{x:.1f},185 V{y:.1f}" stroke="currentColor" opacity="0.4"/>')
    print(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4"/><text x="{x:.1f}" y="204">{p_i}</text>')
    print(f'<text x="{x - 20:.1f}" y="{y - 8:.1f}">{slope}</text>')
print('<text x="370" y="204">1</text><text x="32" y="204">0</text>')
print('<text x="346" y="66">p(1 − p)</text></svg><figcaption>')
print("The slope of a probability in its own logit</figcaption></figure>")
