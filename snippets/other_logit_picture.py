"""Draw what each class gains or loses when one logit is raised."""

from fractions import Fraction

import numpy as np

h = 1e-20
z, p = np.log([1, 2, 3]), [Fraction(n, 6) for n in (1, 2, 3)]
J = [[p[i] * (1 - p[j]) if i == j else -p[i] * p[j] for i in range(3)] for j in range(3)]
steps = z + 1j * h * np.eye(3)
measured = np.imag(np.exp(steps) / np.exp(steps).sum(axis=1, keepdims=True)) / h
assert np.allclose(np.array(J, float), measured, rtol=0, atol=1e-12)
assert all(sum(row) == 0 for row in J)  # A6, in fractions

told = "; ".join(f"z{j + 1}: {', '.join(map(str, row))}" for j, row in enumerate(J))
print('<figure class="picture"><svg width="560" viewBox="0 0 400 250" fill="currentColor"')
print('font-size="12.5" role="img" text-anchor="middle"')
print(f'aria-label="Bars for the three classes. Raise {told}.">')
for j, row in enumerate(J):
    middle = 66 + 134 * j
    print(f'<path d="M{middle - 60},120 h120" stroke="currentColor" opacity="0.4"/>')
    print(f'<text x="{middle}" y="240">raise z{"₁₂₃"[j]}</text>')
    for i, slope in enumerate(row):
        x, high = middle - 42 + 42 * i, 340 * abs(float(slope))
        top, label = (120 - high, 113 - high) if slope > 0 else (120, 136 + high)
        look = 'fill="#2b6cb0"' if slope > 0 else 'fill="#2b6cb0" fill-opacity="0.35"'
        print(f'<rect x="{x - 14}" y="{top:.1f}" width="28" height="{high:.1f}" {look}/>')
        print(f'<text x="{x}" y="{label:.1f}">{str(slope).replace("-", "−")}</text>')
        print(f'<text x="{x}" y="218">p{"₁₂₃"[i]}</text>')
print("</svg><figcaption>How fast each moves; each group sums to zero</figcaption></figure>")
