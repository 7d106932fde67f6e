"""Draw how far three rules are from p - y at each step h, and confirm the V."""

import numpy as np

rng, x, h = np.random.default_rng(24), np.arange(-15, 1), np.logspace(-15, 0, 16)
z, y = rng.normal(size=(5, 1, 1)), rng.dirichlet([1] * 5)[:, None, None]
p, d = np.exp(z) / np.exp(z).sum(), np.eye(5)[:, :, None] * h  # class, logit, step
moved = np.array([z + d, z - d, z + 1j * d, z + 0 * d])  # the loss is taken without a softmax:
up, down, aside, here = np.log(np.exp(moved).sum(axis=1)) - (y * moved).sum(axis=1)
slopes = np.array([(up - down).real / (2 * h), (up - here).real / h, aside.imag / h])
errors = np.log10(abs(slopes - (p - y)[:, 0]).max(axis=1) + 1e-17)
assert np.allclose([*errors.min(axis=1), x[errors[0].argmin()]], [-10.8, -7.9, -16.4, -5], atol=0.7)
print('<figure class="picture"><svg width="560" viewBox="0 0 400 270" fill="currentColor"')
print('font-size="13" role="img" aria-label="Three errors. Of central differences: a V.">')
line = 'fill="none" stroke="currentColor"'
for n in (0, 5, 10, 15):
    power = f'10<tspan dy="-5" font-size="11">−{n}</tspan>' if n else "1"
    print(f'<path d="M52,{20 + 12 * n} H385" {line} opacity="0.2"/><g text-anchor="middle">')
    print(f'<text x="{370 - 20.5 * n}" y="248">{power}</text></g><g text-anchor="end">')
    print(f'<text x="45" y="{25 + 12 * n}">{power}</text></g>')
print(f'<path d="M52,8 V230 H385" {line} opacity="0.4"/>')
looks = [("central", 176, 168, "none"), ("forward", 206, 75, "2 4")]
looks += [("complex step", 72, 194, "8 5")]
for error, (name, left, top, dashes) in zip(errors, looks, strict=True):
    at = " ".join(f"{370 + 20.5 * u},{20 - 12 * v:.1f}" for u, v in zip(x, error, strict=True))
    print(f'<polyline points="{at}" {line} stroke-width="2" stroke-dasharray="{dashes}"/>')
    print(f'<text x="{left}" y="{top}">{name}</text>')
print('<text x="60" y="16">error</text><text x="212" y="266">h</text></svg>')
print("<figcaption>The error of three rules, over the step h</figcaption></figure>")
