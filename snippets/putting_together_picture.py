"""Draw the sum over the other classes, and the term in front of it that makes it whole."""

from fractions import Fraction

import numpy as np

y, h, j = [0, 0, 1], 1e-20, 2  # the gradient in the logit of the right class
z, p = np.log([1, 2, 3]), [Fraction(n, 6) for n in (1, 2, 3)]
terms = [y[i] * p[j] for i in range(3)]
step = z + 1j * h * np.eye(3)[j]
slope = np.imag(np.log(np.exp(step).sum()) - y @ step) / h
assert terms == [0, 0, 1 - p[0] - p[1]]
assert abs(float(sum(terms) - y[j]) - slope) < 1e-12  # E16

look = 'width="92" height="34" rx="5" stroke="currentColor" fill-opacity='
print('<figure class="picture"><svg width="560" viewBox="0 0 400 190" fill="currentColor"')
print('font-size="14" role="img" text-anchor="middle" aria-label="The term of class 3 stands in')
print('front of a sum over classes 1 and 2. It moves to its place in the sum, which is whole.">')
places = [(0, 188, 12), (1, 290, 12), (2, 60, 12), (0, 86, 142), (1, 188, 142), (2, 290, 142)]
for i, x, y in places:
    print(f'<rect x="{x}" y="{y}" {look}"{0.16 * (i == j)}" stroke-width="{1 + (i == j)}"/>')
    print(f'<text x="{x + 46}" y="{y + 22}">y{"₁₂₃"[i]}p₃ = {terms[i]}</text>')
print('<path d="M106,52 C130,110 300,80 336,134 m-12,-6 l12,8 l1,-14" stroke="currentColor"')
print('fill="none"/><text x="25" y="34">−y₃ +</text><text x="170" y="34">+</text>')
print(
    '<text x="25" y="164">−y₃ +</text></svg><figcaption>Above E15, below E16</figcaption></figure>'
)
