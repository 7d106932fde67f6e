"""Draw the slopes of five losses over the prediction for the true one of two classes."""

import io
import re

import numpy as np
from matplotlib import rc_context
from matplotlib.figure import Figure

low, high, places, h = -6, 6, 201, 1e-20
a, losses = np.linspace(low, high, places), [lambda p: -np.log(p), lambda p: (1 - p) ** 2 / 2]
losses += [lambda p: -((1 - p) ** 2) * np.log(p), lambda p: 1 - p]
p, moved = 1 / (1 + np.exp(-a)), 1 / (1 + np.exp(-a - 1j * h))  # the softmax of a and 0
claims = [f * (p - 1) for f in (1, p * (1 - p), (1 - p) ** 2 - 2 * p * (1 - p) * np.log(p), p)]
assert np.allclose([np.imag(f(moved)) / h for f in losses], claims, rtol=0, atol=1e-12)
file, ax = io.StringIO(), Figure((5, 3.4)).add_axes((0.12, 0.15, 0.85, 0.82), ylim=(-1.25, 0.05))
ax.set(xlabel="p of the true class", xticks=(0, 0.5, 1), yticks=(-1, -0.5, 0))
look = [("log loss, sparsemax", 0.33, -0.8, "-"), ("squared error", 0.2, -0.08, "--")]
look += [("focal", 0.17, -1.13, "-."), ("1 − p", 0.2, -0.28, ":"), ("hinge", 0.75, -0.9, "solid")]
for line, (name, x, y, style) in zip([*claims, np.where(a > 1, 0, -1)], look, strict=True):
    ax.plot(p, line, linestyle=style, color="#805ad5" if style == "-" else "black")
    ax.text(x, y, name)
ax.spines[["top", "right"]].set_visible(False)
with rc_context({"svg.hashsalt": "not p - y"}):  # the same in every build
    ax.figure.savefig(file, format="svg", transparent=True)
cut = r'<(metadata|style).*?</\1>|<!--.*?-->| xmlns\S*?=".*?"|^.*?(?=<svg)'
svg = re.sub(cut, "", file.getvalue(), flags=re.S).replace("#000000", "currentColor")
label = 'role="img" aria-label="A straight line for p - y; squared error is near zero at the left"'
print(f'<figure class="picture"><svg fill="currentColor" {label}{svg[4:]}<figcaption>')
print("The slope in the logit of the true class</figcaption></figure>")
