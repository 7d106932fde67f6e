"""Draw log(1 + exp(a)) over the line t a: the loss between them, least where p is y."""

import numpy as np

t, low, high, places = 0.75, -3, 4, 141
a = np.linspace(low, high, places)
curve, line, best = np.logaddexp(0, a), t * a, np.log(t / (1 - t))
tangent = np.logaddexp(0, best) + t * (a - best)
p, least = 1 / (1 + np.exp(-best)), (curve - line).min()
assert abs(p - t) < 1e-12, "the mean is not the observation there"
assert (tangent - curve).max() < 1e-12, "the curve falls below the tangent"
assert abs((tangent - line).min() - least) < 1e-3, "the loss is not least there"
print('<figure class="picture"><svg width="560" viewBox="0 0 400 262" fill="currentColor"')
print('font-size="13" role="img" text-anchor="end"')
print('aria-label="A curve above a line: the gap is least where they are parallel">')
look = 'fill="none" stroke="currentColor"'
print(f'<path d="M36,8 V222 H385" {look} opacity="0.4"/>')
for n, tick in enumerate(["−3", "−2", "−1", *"01234"], start=-3):
    print(f'<text x="{190 + 48 * n}" y="240">{tick}</text>')
    if n > -3:
        print(f'<text x="28" y="{151 - 32 * n}">{tick}</text>')
for x in (-1.5, best, 3):
    bar = f"M{186 + 48 * x:.1f},{146 - 32 * t * x:.1f} V{146 - 32 * np.logaddexp(0, x):.1f}"
    print(f'<path d="{bar}" {look} stroke-width="9" opacity="0.3"/>')
for heights, dashes in ((curve, "none"), (line, "2 4"), (tangent, "8 5")):
    at = " ".join(f"{186 + 48 * u:.1f},{146 - 32 * v:.1f}" for u, v in np.c_[a, heights])
    print(f'<polyline points="{at}" {look} stroke-width="2" stroke-dasharray="{dashes}"/>')
print('<text x="214" y="258">a</text></svg><figcaption>')
print("Curve; dotted, line of slope 3/4; dashed, tangent; bars, the loss</figcaption></figure>")
