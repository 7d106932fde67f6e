"""Draw the loss over two logits: flat along the arrow, and lowest on a whole line."""

import io
import re

import numpy as np
from matplotlib import rcParams
from matplotlib.figure import Figure

y, z, figure = (0.7, 0.3), np.mgrid[-3:3:99j, -3:3:99j], Figure((4.4, 4.2))
best, tail, tip, file = np.log(y[0] / y[1]), (-1, 0.5), (1, 2.5), io.StringIO()


def loss(z):
    return np.logaddexp(z[0], z[1]) - y[0] * z[0] - y[1] * z[1]


assert np.ptp(loss(np.linspace(tail, tip).T)) < 1e-12, "not flat along the arrow"
assert loss([best, 0]) - loss(z).min() < 1e-12, "not lowest on the line"
rcParams.update({"axes.labelsize": 14, "svg.hashsalt": "curvature"})  # the same in every build
ax = figure.add_axes((0.13, 0.13, 0.84, 0.84), xlabel="z₁", ylabel="z₂")
ax.clabel(ax.contour(*z, loss(z), [0.75, 1, 1.5, 2, 2.5, 3], colors="black"))
ax.plot([best - 3, 3], [-3, 3 - best], color="black", linewidth=4)
ax.annotate("flat", tip, tail, ha="right", va="top", arrowprops={"color": "black", "width": 1})
figure.savefig(file, format="svg", transparent=True)
cut = r'<(metadata|style).*?</\1>|<!--.*?-->| xmlns\S*?=".*?"|^.*?(?=<svg)'
svg = re.sub(cut, "", file.getvalue(), flags=re.S).replace("#000000", "currentColor")
label = 'role="img" aria-label="Lines of equal loss, all parallel to the arrow"'
print(f'<figure class="picture"><svg fill="currentColor" {label}{svg[4:]}<figcaption>')
print("The loss for labels 0.7 and 0.3, least on the thick line</figcaption></figure>")
