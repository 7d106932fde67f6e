"""Draw the slopes of five losses over the prediction for the true one of two classes."""

import io
import re

import numpy as np
from matplotlib import rc_context
from matplotlib.figure import Figure

low, high, places, h, size = -6, 6, 201, 1e-20, (5, 3.4)
a, losses = np.linspace(low, high, places), [lambda p: -np.log(p), lambda p: (1 - p) ** 2 / 2]
losses += [lambda p: -((1 - p) ** 2) * np.log(p), lambda p: 1 - p]
p, moved = 1 / (1 + np.exp(-a)), 1 / (1 + np.exp(-a - 1j * h))  # the softmax of a and 0
factors = [1, p * (1 - p), (1 - p) ** 2 - 2 * p * (1 - p) * np.log(p), p]
claims = [factor * (p - 1) for factor in factors]
assert np.allclose([np.imag(f(moved)) / h for f in losses], claims, rtol=0, atol=1e-12)
figure, file = Figure(size), io.StringIO()
ax = figure.add_axes((0.12, 0.15, 0.85, 0.82), xlabel="p of the true class", ylim=(-2, 0.1))
names = ["log loss and sparsemax: p - y", "squared error", "focal loss", "1 - p"]
for name, line, style in zip(names, claims, ["-", "--", "-.", ":"], strict=True):
    ax.plot(p, line, color="#805ad5" if style == "-" else "black", linestyle=style, label=name)
ax.step([0, p[a > 1].min(), 1], [-1, 0, 0], color="#dd6b20", where="post", label="hinge")
ax.legend(frameon=False, fontsize=8, loc="lower right")
with rc_context({"svg.hashsalt": "not p - y"}):  # the same in every build
    figure.savefig(file, format="svg", transparent=True)
cut = r'<(metadata|style).*?</\1>|<!--.*?-->| xmlns\S*?=".*?"|^.*?(?=<svg)'
svg = re.sub(cut, "", file.getvalue(), flags=re.S).replace("#000000", "currentColor")
label = 'role="img" aria-label="A straight line for p - y; squared error is near zero at the left"'
print(f'<figure class="picture"><svg fill="currentColor" {label}{svg[4:]}<figcaption>')
print("The slope in the logit of the true class</figcaption></figure>")
