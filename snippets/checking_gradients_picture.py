"""Draw how far three rules are from p - y at each step h, and confirm the V."""

import io

import numpy as np
from matplotlib import figure, rc_context

size, least = (5, 3), 1e-17
rng, h = np.random.default_rng(24), np.logspace(-15, 0, 16)
z, y = rng.normal(size=(5, 1, 1)), rng.dirichlet([1] * 5)[:, None, None]
p, d = np.exp(z) / np.exp(z).sum(), np.eye(5)[:, :, None] * h  # class, logit, step
moved = np.array([z + d, z - d, z + 1j * d, z + 0 * d])
# Cross-entropy without a softmax, at all these places:
up, down, aside, here = np.log(np.exp(moved).sum(axis=1)) - (y * moved).sum(axis=1)
central, forward = (up - down).real / (2 * h), (up - here).real / h
slopes = np.array([central, forward, aside.imag / h])
errors = np.log10(abs(slopes - (p - y)[:, 0]).max(axis=1) + least)
assert np.allclose(errors.min(axis=1), [-10.8, -7.9, -16.4], rtol=0, atol=0.7)
assert errors[0].argmin() == 10  # the step 1e-5
drawing, svg = figure.Figure(size, layout="constrained"), io.StringIO()
axes = drawing.add_subplot(xlabel="log10 of h", ylabel="log10 of the error")
axes.set_prop_cycle(linestyle=["-", ":", "--"], color=["#805ad5", "black", "black"])
axes.plot(np.log10(h), errors.T)
with rc_context({"svg.fonttype": "none", "svg.hashsalt": "checking"}):
    drawing.savefig(svg, format="svg", transparent=True, metadata={"Date": None})
print('<figure class="picture"><svg width="500" viewBox="0 0 360 216"')
print('fill="currentColor" role="img" aria-label="Central differences: a V.">')
print(svg.getvalue().partition("</defs>")[2].replace("#000000", "currentColor"))
print("<figcaption>Solid: central difference. Dotted: forward difference.")
print("Dashed: complex step.</figcaption></figure>")
