"""What is refused says what to write instead: one phrase of each message, for what people write."""

from __future__ import annotations

import pytest

from proofpages.equations import Context, Formula, check

PAGE = (
    r"z, y \in \mathbb{R}^K",
    r"x, t \in \mathbb{R}",
    r"W \in \mathbb{R}^{K \times K}",
    r"f := x^2",
    r"p_j := \frac{e^{z_j}}{\sum_k e^{z_k}}",
)


def page():
    context = Context()
    for tex in PAGE:
        assert check(Formula(tex), context).ok, tex
    return context


CONTEXT = page()

REFUSED = [
    # What a sum runs over.
    (r"\sum_{w \in \mathcal{V}} p_w = 1", r"declare it with a vector, as in x \in"),
    (r"\sum_{w \in V} p_w = 1", "the size V is not declared"),
    (r"\sum_{i \in \{1, 2\}} p_i = 1", "named by one letter"),
    (r"\sum_{w \in Vocab} y_w = 1", "named by one letter"),
    (r"\sum_{w \in \text{vocab}} y_w = 1", "the size"),
    (r"\sum_{x \in X} x = 1", "use another letter"),
    (r"\sum_{k}^{ } p_k = 1", "leave out a limit that is empty"),
    (r"\sum_{k=1}^{K-1} p_k = 1", "from 1 to K"),
    (r"\sum_{i<j} p_i = 1", r"i \neq j"),
    (r"\sum_{i=2}^K p_i = 1", "starts at 1"),
    # Transposes, upper indices, rows.
    (r"x^T t = 1", "declare the vector"),
    (r"A^{ij} = 1", "write an index below"),
    (r"W^{ij} = 1", "write an index below"),
    (r"S_{i:} = 1", "a letter of its own"),
    (r"S[i] = 1", "define it with its argument"),
    (r"p_{i+1} = p_i", "computed"),
    # Names and functions.
    ("FL = 1", r"\mathrm{FL}"),
    (r"\mathrm{FL} = 1", "declare it"),
    ("logy = 1", r"\mathrm{logy}"),
    ("log y_1 = 1", r"write \log"),
    ("exp(x) = 1", r"write \exp"),
    ("max(x, t) = 1", r"\mathrm{max}"),
    (r"F(z) = 1", "F(x) := …"),
    (r"\frac{\partial F(z)}{\partial z_j} = 1", "F(x) := …"),
    (r"\frac{\partial f(t)}{\partial t} = 1", "f(x) := …"),
    (r"\ell(y, \hat y) = 1", r"\ell(x) := …"),
    (r"p(x) = 1", r"write p \cdot (…) for a product"),
    (r"x(1-t) = 1", r"write x \cdot (…) for a product"),
    ("p(i) = 1", "an index stands behind _, as in p_i"),
    ("p[i] = 1", "an index stands behind _, as in p_i"),
    (r"\delta - p_j = 1", r"as in \delta_{ij}"),
    ("[i=j] - p_j = 1", r"\mathbf{1}[i = j]"),
    (r"\frac{dL/dz_j}{2} = 1", r"\frac{\partial L}{\partial z_j}"),
    ("1 - p_j if i = j", r"a condition stands behind the equation"),
    (r"\hat{y_k} = 1", r"\hat{y}_k"),
    (r"I = 1", "both with an index"),
    # What is not read at all.
    (r"\max_k p_k = 1", "the largest value"),
    (r"\mathbb{E}[x] = 1", "write the sum"),
    (r"x \approx 1", "not proved"),
    (r"x \rightarrow 1", "say in words"),
    (r"\int x = 1", "integrals"),
    (r"|x| = 1", r"\|x\|"),
    (r"x! = 1", "factorial"),
    (r"\lfloor x \rfloor = 1", "rounding"),
    (r"\underbrace{x}_{1} = 1", "say it in the text"),
    (r"\color{red}{x} = 1", "leave them out"),
    (r"\{x\} t = 1", "write a parenthesis"),
    (r"\frac12 x = 1", r"\frac{1}{2}"),
    (r"x = 1 \text{ since } t = 1", "say it in the text"),
    (r"x = 1, t = 2", r"\qquad"),
    (r"p_j = 1/2/3", r"\frac{…}{…}"),
    (r"x * t = 1", r"\cdot"),
    # What is left open, or stands there twice.
    ("e^z_k = 1", "write e^{z_k}"),
    (r"\frac{1}{2", "write } to close the denominator"),
    ("p_i = = y_i", "leave out one of = and ="),
    ("p_i = ", "write what stands behind the ="),
    ("p_i + = 1", "write here a number"),
    (r"\sum_k = 1", r"as in \sum_k p_k"),
    ("x(1-x)) = 1", "nothing is open that this would close"),
    ("(x + 1 = 1", "write ) to close the group"),
    ("x^-1 = 1", "v^{-1}"),
    ("1/x (t - p_j) = 1", r"\frac{…}{…}"),
    # Shapes.
    ("p_i (1 - p) = 1", "as in p_k"),
    (r"z^2 = 1", r"x^\top x"),
    (r"z + x = y", r"c \mathbf{1}"),
    (r"W + z = W", r"\mathbf{1} b^\top"),
    (r"\nabla_z \nabla_z f = W", r"\nabla_z^2 L"),
    (r"\nabla f = p", r"\nabla_z L"),
    (r"\exp(W) = W", "write it with an index"),
]


@pytest.mark.parametrize(("tex", "phrase"), REFUSED)
def test_a_refusal_says_what_to_write_instead(tex, phrase):
    error = check(Formula(tex), CONTEXT.copy()).error
    assert error is not None, tex
    assert phrase in str(error).partition("\n")[0], str(error)
