"""Draw p − y and the slope of the loss as arrows, for labels that sum to one and to two."""

import numpy as np

kinds, h = [[0, 0, 1], [0, 1, 1]], 1e-20  # labels
rows, z = [], np.log([1, 2, 3])
p, steps = np.exp(z) / np.exp(z).sum(), z + 1j * h * np.eye(3)
for y in np.array(kinds):
    slopes = np.imag(y.sum() * np.log(np.exp(steps).sum(axis=1)) - steps @ y) / h
    assert np.allclose(slopes, p * y.sum() - y, rtol=0, atol=1e-12)  # E17
    assert np.allclose(slopes, p - y, rtol=0, atol=1e-12) == (y.sum() == 1)
    rows += zip(y, p - y, slopes, strict=True)
assert np.allclose(rows[5], [1, -1 / 2, 0], rtol=0, atol=1e-12)  # flat, and p − y is not zero
print('<figure class="picture"><svg width="560" viewBox="0 0 400 300" fill="currentColor"')
print('font-size="14" role="img" aria-label="Two arrows for each class. If the labels sum to one,')
print('both are alike; if they sum to two, the slope of class 3 is 0 and p − y is −1/2.">')
for total, top in ((1, 20), (2, 168)):
    print(f'<text x="8" y="{top}">Σy = {total}</text><path stroke="currentColor" opacity="0.3"')
    print(f'd="M120,{top + 8} v112 m120,0 v-112 m120,0 v112"/>')
    print(*(f'<text x="{116 + 240 * n}" y="{top}">{n}</text>' for n in (0, 0.5, 1)))
for k, (label, *moves) in enumerate(rows):
    x, y = 120 + 240 * label, 48 + 38 * k + 34 * (k > 2)
    print(f'<text x="8" y="{y + 5}">class {k % 3 + 1}, y = {label}</text>')
    for up, move, paint in zip((y - 6, y + 6), moves, ("#805ad5", "currentColor"), strict=True):
        end, back = x + 240 * move, 7 * np.sign(round(move, 6)) or 0.1  # a bar, if it is flat
        head = f"M{end - back:.1f},{up - 4} L{end:.1f},{up} L{end - back:.1f},{up + 4}"
        dashes = "5 3" if up < y else "none"
        print(f'<g fill="none" stroke="{paint}" stroke-width="2"><path d="{head}"/>')
        print(f'<path d="M{x},{up} H{end:.1f}" stroke-dasharray="{dashes}"/></g>')
print("</svg><figcaption>From y: dashed p − y, solid the slope of the loss</figcaption></figure>")
