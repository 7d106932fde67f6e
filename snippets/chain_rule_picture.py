"""Draw the three paths from one logit to the loss, and a nudge that follows each."""

from fractions import Fraction

import numpy as np

z, y, p = np.log([1, 2, 3]), [0, 0, 1], [Fraction(n, 6) for n in (1, 2, 3)]
j, nudge, h = 1, 0.01, 1e-20  # the second logit is raised
first = [p[i] * ((i == j) - p[j]) for i in range(3)]  # slope of each probability
second = [-y[i] / p[i] for i in range(3)]  # slope of the loss in each
parts = [a * b / 100 for a, b in zip(first, second, strict=True)]
step, moved = (z + x * np.eye(3)[j] for x in (1j * h, nudge))
measured = np.imag(np.exp(step) / np.exp(step).sum()) / h
assert np.allclose(np.array(first, float), measured, rtol=0, atol=1e-12)
change = np.log(np.exp(moved).sum()) - y @ moved + np.log(float(p[2]))
assert np.isclose(float(sum(parts)), change, rtol=0, atol=2e-5)  # slopes leave out the bend

print('<figure class="picture"><svg width="560" viewBox="0 0 400 230" fill="currentColor"')
print('font-size="13" role="img" text-anchor="middle" aria-label="Lines lead from z2 to p1, p2, p3')
print(f'and on to L. Of a nudge of 1/100, they bring L {", ".join(map(str, parts))}.">')
texts = [(22, 106, "z₂"), (22, 124, "+1/100"), (366, 106, "L"), (366, 124, f"+{sum(parts)}")]
for i, (a, b, part) in enumerate(zip(first, second, parts, strict=True)):
    y, sent = 30 + 80 * i, f"+{part}" if part else "0"
    left, right, top, below = ((82, 318, 54, 16), (122, 262, 98, 26), (82, 318, 164, 16))[i]
    print(f'<path d="M40,110 L162,{y} M222,{y} L338,110" stroke="currentColor" opacity="0.4"/>')
    texts += [(192, y, f"p{'₁₂₃'[i]}"), (192, y + 17, f"{'+' * (a > 0)}{a / 100}")]
    texts += [(left, top, f"× {a}"), (right, top, f"× {b}"), (right, top + below, sent)]
print(*(f'<text x="{x}" y="{y + 4}">{t.replace("-", "−")}</text>' for x, y, t in texts))
print("</svg><figcaption>A nudge along each path, and what arrives</figcaption></figure>")
