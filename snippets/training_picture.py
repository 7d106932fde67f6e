"""Draw how far a descent by p - y is from scikit-learn's weights, step by step."""

import numpy as np
from sklearn import datasets, linear_model

N, D, K, C, steps, rate, keep, v_W, v_b = 400, 64, 10, 0.1, 300, 0.5, 0.8, 0, 0
images, digits = datasets.load_digits(return_X_y=True)
X, Y = (images[:N] - images[:N].mean(axis=0)) / 16, np.eye(K)[digits[:N]]
best = linear_model.LogisticRegression(C=C, solver="newton-cg", tol=1e-8).fit(X, digits[:N])
W, b, gaps = np.zeros((D, K)), np.zeros(K), []
for _ in range(steps):
    gaps.append(abs(W - best.coef_.T).max())
    P = np.exp(X @ W + b) / np.exp(X @ W + b).sum(axis=1, keepdims=True)
    v_W = keep * v_W - rate * (X.T @ (P - Y) / N + W / (C * N))
    v_b = keep * v_b - rate * (P - Y).mean(axis=0)
    W, b = W + v_W, b + v_b
assert abs(gaps[0] - abs(best.coef_).max()) < 1e-12  # it starts at zero
assert max(gaps[-1], abs(b - best.intercept_).max()) < 1e-6  # where scikit-learn stops
points = [f"{52 + n * 1.1:.1f},{22 - 21 * np.log10(gap):.1f}" for n, gap in enumerate(gaps)]
print('<figure class="picture"><svg width="560" viewBox="0 0 400 215" fill="currentColor"')
print('font-size="13" role="img" aria-label="On a scale of powers of ten, a line falls evenly,')
print(f'from {gaps[0]:.1f} to {gaps[-1]:.0e}, and is then level.">')
for n in range(0, 9, 2):
    power = f'10<tspan dy="-5" font-size="10">−{n}</tspan>' if n else "1"
    print(f'<path d="M52,{22 + 21 * n} H385" stroke="currentColor" opacity="0.2"/>')
    print(f'<text x="12" y="{26 + 21 * n}">{power}</text>')
print(f'<polyline points="{" ".join(points)}" fill="none" stroke="currentColor" stroke-width="2"/>')
print(*(f'<text x="{44 + n * 1.1:.0f}" y="210">{n}</text>' for n in (0, 100, 200, 300)))
print("</svg><figcaption>Largest difference to scikit-learn's weights</figcaption></figure>")
