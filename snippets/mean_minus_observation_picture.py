"""Draw log(1 + exp(a)) over the line t a: the loss between them, least where p is y."""

import io
import re

import numpy as np
from matplotlib import rc_context
from matplotlib.figure import Figure

t, low, high, places, size = 0.75, -3, 4, 141, (5, 3.2)
a, figure, file = np.linspace(low, high, places), Figure(size), io.StringIO()
curve, line, best = np.logaddexp(0, a), t * a, np.log(t / (1 - t))
tangent = np.logaddexp(0, best) + t * (a - best)
p, least = 1 / (1 + np.exp(-best)), (curve - line).min()
assert abs(p - t) < 1e-12, "the mean is not the observation there"
assert (tangent - curve).max() < 1e-12, "the curve falls below the tangent"
assert abs((tangent - line).min() - least) < 1e-3, "the loss is not least there"
ax = figure.add_axes((0.1, 0.15, 0.87, 0.82), xlabel="a")
ax.plot(a, curve, color="black")
ax.plot(a, line, color="black", linestyle=":")
ax.plot(a, tangent, color="black", linestyle="--")
ax.vlines([-1.5, best, 3], t * np.array([-1.5, best, 3]), np.logaddexp(0, [-1.5, best, 3]))
ax.collections[0].set(color=("black", 0.3), linewidth=8)
with rc_context({"svg.hashsalt": "mean"}):  # the same in every build
    figure.savefig(file, format="svg", transparent=True)
cut = r'<(metadata|style).*?</\1>|<!--.*?-->| xmlns\S*?=".*?"|^.*?(?=<svg)'
svg = re.sub(cut, "", file.getvalue(), flags=re.S).replace("#000000", "currentColor")
label = 'role="img" aria-label="A curve above a line: the gap is least where they are parallel"'
print(f'<figure class="picture"><svg fill="currentColor" {label}{svg[4:]}<figcaption>')
print("Curve; dotted, line of slope 3/4; dashed, tangent; bars, the loss</figcaption></figure>")
