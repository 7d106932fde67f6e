"""Draw what one-hot minus p is multiplied by, for k1, k2 and k3, over the logarithm of p/q."""

import io
import re

import numpy as np
from matplotlib import rc_context
from matplotlib.figure import Figure

low, high, places, h, size = -1.5, 4.5, 141, 1e-20, (5, 3.2)
x, figure, file = np.linspace(low, high, places), Figure(size), io.StringIO()
losses = [lambda x: x, lambda x: x**2 / 2, lambda x: np.exp(-x) + x]
factors = [np.ones(places), x, 1 - np.exp(-x)]
slopes = [np.imag(loss(x + 1j * h)) / h for loss in losses]
assert np.allclose(slopes, factors, rtol=0, atol=1e-12), "a factor is no slope"
ax = figure.add_axes((0.1, 0.15, 0.87, 0.82), xlabel="log p/q", ylim=(-3.6, 4.5))
styles = [("k1", ":"), ("k2", "--"), ("k3", "-")]
for (name, style), factor, y in zip(styles, factors, [1.2, 2.7, 0.4], strict=True):
    ax.plot(x, factor, color="black", linestyle=style, linewidth=2)
    ax.text(3.4, y, name)
ax.axhline(0, color="black", linewidth=0.5)
ax.spines[["top", "right"]].set_visible(False)
with rc_context({"svg.hashsalt": "kl"}):  # the same in every build
    figure.savefig(file, format="svg", transparent=True)
cut = r'<(metadata|style).*?</\1>|<!--.*?-->| xmlns\S*?=".*?"|^.*?(?=<svg)'
svg = re.sub(cut, "", file.getvalue(), flags=re.S).replace("#000000", "currentColor")
label = 'role="img" aria-label="k1 is level, k2 a straight line, k3 bends below it, under 1"'
print(f'<figure class="picture"><svg fill="currentColor" {label}{svg[4:]}<figcaption>')
print("The factor of one-hot minus p, for each estimate as a loss</figcaption></figure>")
