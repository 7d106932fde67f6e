"""Draw the Jacobian of the softmax as a table, larger entries fuller or in thicker frames."""

import numpy as np

K, z = 4, np.random.default_rng(21).normal(size=4)  # as in jacobian.py
p = np.exp(z) / np.exp(z).sum()
J = np.diag(p) - np.outer(p, p)
assert np.array_equal(J > 0, np.eye(K) > 0), "the diagonal is not what is filled"
assert np.allclose(J.sum(axis=1), 0, rtol=0, atol=1e-12), "a row does not cancel"
print('<figure class="picture"><svg width="560" viewBox="0 0 400 272" fill="currentColor"')
print('font-size="14" role="img" text-anchor="middle"')
print(f'aria-label="The rows of the Jacobian: {J.round(3).tolist()}">')
for i, row in enumerate(J):
    y = 56 + 62 * i
    print(f'<text x="{100 + 84 * i}" y="16">z{"₁₂₃₄"[i]}</text>')
    print(f'<text x="30" y="{y + 5}">p{"₁₂₃₄"[i]}</text>')
    for j, x in enumerate(row):
        box = f'x="{64 + 84 * j}" y="{y - 25}" width="72" height="50" rx="5"'
        filled = f'fill="#2b6cb0" fill-opacity="{0.06 + 1.2 * x:.3f}"'
        framed = f'fill="none" stroke="#2b6cb0" stroke-width="{0.5 + 20 * abs(x):.2f}"'
        print(f"<rect {box} {filled if x > 0 else framed}/>")
        number = f"{x:.3f}".replace("-", "−")
        print(f'<text x="{100 + 84 * j}" y="{y + 5}" style="stroke: none">{number}</text>')
print("</svg><figcaption>")
print("Rows: probabilities; columns: logits. Filled: rises; framed: falls</figcaption></figure>")
