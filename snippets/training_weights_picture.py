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
print('that of the zero, a blue ring stands around a grey middle.">')
for k in range(K):
    x, y = 5 + 80 * (k % 5), 2 + 94 * (k // 5)
    print(f'<path d="M{x},{y}h72v72h-72z" fill="none" stroke="currentColor" opacity="0.3"/>')
    print(f'<text x="{x + 36}" y="{y + 87}">{k}</text>')
    for n in set(levels[:, k]) - {0}:
        squares = (f"M{x + 9 * (d % 8)},{y + 9 * (d // 8)}h9v9h-9z" for d in range(D))
        path = "".join(s for s, level in zip(squares, levels[:, k], strict=True) if level == n)
        fill = "#2b6cb0" if n > 0 else "currentColor"
        print(f'<path d="{path}" fill="{fill}" opacity="{abs(n) / 6:.1f}"/>')
print("</svg><figcaption>Blue speaks for the digit, grey against it</figcaption></figure>")
