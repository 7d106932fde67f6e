"""Draw minus the logarithm of a probability, and its slope at one half."""

import numpy as np

p = 1 / np.array([6, 3, 2])  # the example: the loss if that class is the right one
loss, slope, curve = -np.log(p), -1 / p, np.geomspace(0.03, 1, 50)
# A central difference errs by about 1e-9 here, a wrong formula by far more.
assert np.allclose(slope, (np.log(p - 1e-6) - np.log(p + 1e-6)) / 2e-6, rtol=0, atol=1e-7)
assert np.allclose(loss, np.log([6, 3, 2]), rtol=0, atol=1e-12)
assert np.allclose(np.interp(p, curve, -np.log(curve)), loss, rtol=0, atol=1e-2)


def place(p, loss):
    return " ".join(f"{45 + 325 * a:.1f},{215 - 55 * b:.1f}" for a, b in np.c_[p, loss])


reach, texts = p[2] + np.array([-0.34, 0.34]), [(367, 233, 1), (70, 34, "−log p"), (30, 220, 0)]
print('<figure class="picture"><svg width="500" viewBox="0 0 400 242" fill="currentColor"')
print('font-size="14" role="img" aria-label="A curve that falls from far above to 0 at p = 1. At')
print(f'p = 1/2 it is {loss[2]:.2f} high, and a line of slope {slope[2]:.0f} touches it.">')
print('<path d="M45,20 V215 H385" fill="none" stroke="currentColor" opacity="0.4"/>')
print(f'<polyline points="{place(curve, -np.log(curve))}" fill="none" stroke="currentColor"/>')
print(f'<path d="M{place(reach, loss[2] + slope[2] * (reach - p[2]))}" stroke="currentColor"/>')
for n, at in zip((6, 3, 2), place(p, loss).split(), strict=True):
    x, y = map(float, at.split(","))
    print(f'<circle cx="{x}" cy="{y}" r="4"/>')
    texts += [(x - 10, 233, f"1/{n}"), (x + 8, y - 6, f"log {n}")]
print(f'<text x="288" y="182">slope −{abs(slope[2]):.0f}</text>')
print(*(f'<text x="{x}" y="{y}">{text}</text>' for x, y, text in texts))
print("</svg><figcaption>The loss, if the right class has probability p</figcaption></figure>")
