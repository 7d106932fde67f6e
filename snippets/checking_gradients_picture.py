"""Draw how far three rules are from p - y at each step h, and confirm the V."""

import io

import numpy as np
from matplotlib import figure, rc_context

rng, x, h = np.random.default_rng(24), np.arange(-15, 1), np.logspace(-15, 0, 16)
z, y = rng.normal(size=(5, 1, 1)), rng.dirichlet([1] * 5)[:, None, None]
p, d = np.exp(z) / np.exp(z).sum(), np.eye(5)[:, :, None] * h  # class, logit, step
moved = np.array([z + d, z - d, z + 1j * d, z + 0 * d])  # the loss is taken without a softmax:
up, down, aside, here = np.log(np.exp(moved).sum(axis=1)) - (y * moved).sum(axis=1)
slopes = np.array([(up - down).real / (2 * h), (up - here).real / h, aside.imag / h])
errors = np.log10(abs(slopes - (p - y)[:, 0]).max(axis=1) + 1e-17)
assert np.allclose([*errors.min(axis=1), x[errors[0].argmin()]], [-10.8, -7.9, -16.4, -5], atol=0.7)
svg, axes = io.StringIO(), figure.Figure((5, 3), layout="constrained").add_subplot(xlabel="h")
axes.set_prop_cycle(linestyle=["-", ":", "--"], linewidth=[2.5, 1.5, 1.5], color=["black"] * 3)
axes.plot(x, errors.T)
for u, v, n in (-6.6, -4.6, "forward"), (-7.6, -11.7, "central"), (-14, -15.5, "complex step"):
    axes.text(u, v, n)
for axis in (axes.xaxis, axes.yaxis):
    axis.set_ticks((-15, -10, -5, 0), ("10⁻¹⁵", "10⁻¹⁰", "10⁻⁵", "1"))
axes.spines[["top", "right"]].set_visible(False)
with rc_context({"svg.fonttype": "none", "svg.hashsalt": "checking"}):
    axes.figure.savefig(svg, format="svg", transparent=True, metadata={"Date": None})
print('<figure class="picture"><svg width="500" viewBox="0 0 360 216" fill="currentColor"')
print('role="img" aria-label="Three errors. Of central differences: a V.">')
print(svg.getvalue().partition("</defs>")[2].replace("#000000", "currentColor"))
print("<figcaption>The error of three rules, over the step h</figcaption></figure>")
