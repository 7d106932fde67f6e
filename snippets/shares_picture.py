"""Draw three exponentials, and the same three as shares of a whole."""

from fractions import Fraction

import numpy as np

z, names = np.log([1, 2, 3]), ("0", "log 2", "log 3")
heights = np.exp(z)
p = [Fraction(round(n), round(sum(heights))) for n in heights]
assert sum(p) == 1
assert np.allclose(heights / 6, np.array(p, float), rtol=0, atol=1e-12)

unit, base, foot = 28, 185, 185
print('<figure class="picture"><svg width="500" viewBox="0 0 400 210" fill="currentColor"')
print('font-size="14" role="img" text-anchor="middle" aria-label="Three bars, 1, 2 and 3 high,')
print(f'stacked to one of 6, of which they are {", ".join(map(str, p))}.">')
for k, (n, share) in enumerate(zip(heights, p, strict=True)):
    x, high = 50 + 68 * k, unit * n
    bar = f'width="46" height="{high:.1f}" fill="#2b6cb0" fill-opacity="{0.3 + 0.3 * k:.1f}"'
    print(f'<rect x="{x - 23}" y="{base - high:.1f}" {bar}/>')
    print(f'<rect x="300" y="{foot - high:.1f}" {bar}/>')
    print(f'<text x="{x}" y="{base - high - 6:.1f}">{n:.0f}</text>')
    print(f'<text x="{x}" y="204">e<tspan dy="-5" font-size="11">{names[k]}</tspan></text>')
    print(f'<text x="368" y="{foot - high / 2 + 5:.1f}">{share}</text>')
    foot -= high
print('<text x="258" y="110">÷ 6 →</text><text x="323" y="204">sum 6</text>')
print("</svg><figcaption>Each exponential is a share of their sum</figcaption></figure>")
