"""Draw the Jacobian of the softmax as a table, larger entries fuller or in thicker frames."""

import io
import re

import numpy as np
from matplotlib import rc_context
from matplotlib.figure import Figure

K, z = 4, np.random.default_rng(21).normal(size=4)  # as in jacobian.py
p = np.exp(z) / np.exp(z).sum()
J = np.diag(p) - np.outer(p, p)
assert np.array_equal(J > 0, np.eye(K) > 0), "the diagonal is not what is filled"
assert np.allclose(J.sum(axis=1), 0, rtol=0, atol=1e-12), "a row does not cancel"
figure, file = Figure(figsize=(4.4, 3.4)), io.StringIO()
ax = figure.add_axes((0.1, 0, 0.9, 0.9), ylim=(K - 0.5, -0.5), frame_on=False)
for (i, j), x in np.ndenumerate(J):
    fill, edge = (("black", 0.06 + x), 0) if x > 0 else ("none", 0.5 + 20 * abs(x))
    ax.bar(j, 0.88, 0.9, i - 0.44, color=[fill], edgecolor=("black", 0.4), linewidth=edge)
    ax.text(j, i, f"{x:.3f}".replace("-", "−"), ha="center", va="center")
ax.set_xticks(range(K), ["z₁", "z₂", "z₃", "z₄"], style="italic")
ax.set_yticks(range(K), ["p₁", "p₂", "p₃", "p₄"], style="italic")
ax.tick_params(length=0, labelsize=14, labeltop=True, labelbottom=False)
with rc_context({"svg.hashsalt": "jacobian"}):  # the same in every build
    figure.savefig(file, format="svg", transparent=True)
cut = r'<(metadata|style).*?</\1>|<!--.*?-->| xmlns\S*?=".*?"|^.*?(?=<svg)'
svg = re.sub(cut, "", file.getvalue(), flags=re.S).replace("#000000", "currentColor")
label = f'role="img" aria-label="The rows of the Jacobian: {J.round(3).tolist()}"'
print(f'<figure class="picture"><svg fill="currentColor" {label}{svg[4:]}<figcaption>')
print("Rows: probabilities; columns: logits. Filled: rises; framed: falls</figcaption></figure>")
