"""Draw the gradient p - y as the arrow from the label to the prediction."""

import io
import re

import numpy as np
from matplotlib import rc_context
from matplotlib.figure import Figure

z, y, h = [0.4, 1.1, -0.3], [0, 0, 1], 1e-20  # the third class is the right one
corners = np.array([[0, 0], [1, 0], [0.5, np.sqrt(0.75)]])  # all of class 1, 2 or 3
p = np.exp(z) / np.exp(z).sum()
start, end, steps = y @ corners, p @ corners, z + 1j * h * np.eye(3)
slopes = [np.imag(np.log(np.exp(x).sum()) - y @ x) / h for x in steps]  # of the loss
assert np.allclose(end - start, slopes @ corners, rtol=0, atol=1e-12), "not p - y"
figure, file = Figure(figsize=(4.4, 3.8)), io.StringIO()
ax = figure.add_axes((0.1, 0.1, 0.8, 0.8), frame_on=False, xticks=[], yticks=[])
ax.plot(*corners[[0, 1, 2, 0]].T, color="#000000", linewidth=1)
ax.annotate("", end, start, arrowprops={"color": "#805ad5", "width": 2})
ax.text(*(start + [0.05, -0.05]), "$y$")
ax.text(*(end + [0.03, -0.05]), "$p$")
ax.text(*((start + end) / 2 + [-0.15, 0]), "$p - y$", color="#805ad5")
for k, rise in enumerate((-0.07, -0.07, 0.05)):
    ax.text(*(corners[k] + [-0.06, rise]), f"class {k + 1}")
with rc_context({"svg.hashsalt": "vector form"}):  # the same in every build
    figure.savefig(file, format="svg", transparent=True)
cut = r'<(metadata|style).*?</\1>|<!--.*?-->| xmlns\S*?=".*?"|^.*?(?=<svg)'
svg = re.sub(cut, "", file.getvalue(), flags=re.S).replace("#000000", "currentColor")
label = 'role="img" aria-label="A triangle; an arrow leads from the label y to p"'
print(f'<figure class="picture"><svg fill="currentColor" {label}{svg[4:]}</figure>')
