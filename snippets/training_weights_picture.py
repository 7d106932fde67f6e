"""Draw the learnt weights of each digit as an image."""

import numpy as np
from sklearn import datasets, linear_model

N, D, K, C, steps, rate, keep, v_W, v_b = 400, 64, 10, 0.1, 300, 0.5, 0.8, 0, 0
images, digits = datasets.load_digits(return_X_y=True)
X, Y = (images[:N] - images[:N].mean(axis=0)) / 16, np.eye(K)[digits[:N]]
W, b = np.zeros((D, K)), np.zeros(K)
for _ in range(steps):
    P = np.exp(X @ W + b) / np.exp(X @ W + b).sum(axis=1, keepdims=True)
    v_W = keep * v_W - rate * (X.T @ (P - Y) / N + W / (C * N))
    v_b = keep * v_b - rate * (P - Y).mean(axis=0)
    W, b = W + v_W, b + v_b
best = linear_model.LogisticRegression(C=C, solver="newton-cg", tol=1e-8).fit(X, digits[:N])
assert max(abs(W.T - best.coef_).max(), abs(b - best.intercept_).max()) < 1e-6
levels = np.round(5 * W / abs(W).max()).astype(int)  # from -5 to 5
print('<figure class="picture"><svg width="620" viewBox="0 0 400 186" fill="currentColor"')
print('font-size="13" role="img" text-anchor="middle" aria-label="Ten images of 8 by 8 squares. In')
print('that of the zero, filled squares are a ring around hollow ones.">')
for k in range(K):
    x, y = 5 + 80 * (k % 5), 2 + 94 * (k // 5)
    print(f'<path d="M{x},{y}h72v72h-72z" fill="none" stroke="currentColor" opacity="0.3"/>')
    print(f'<text x="{x + 36}" y="{y + 87}">{k}</text>')
    for sign, look in (1, ""), (-1, 'fill="none" stroke="currentColor" stroke-width="0.08"'):
        sides = 0.9 * np.sqrt(np.maximum(sign * levels[:, k], 0) / 5)
        at = [(d % 8, d // 8, sides[d], (1 - sides[d]) / 2) for d in np.flatnonzero(sides)]
        path = "".join(f"M{u + a:.3f},{v + a:.3f}h{s:.3f}v{s:.3f}h-{s:.3f}z" for u, v, s, a in at)
        print(f'<path transform="translate({x},{y}) scale(9)" d="{path}" {look}/>')
print("</svg><figcaption>Filled: for the digit; hollow: against it</figcaption></figure>")
