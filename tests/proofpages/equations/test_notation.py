"""Each notation: true equations with it are proved, false ones refuted, unclear ones refused."""

from __future__ import annotations

import pytest

from proofpages.equations import Context, Formula, check
from proofpages.equations.checking import Status

PAGE = (
    r"x, t, \theta \in \mathbb{R}",
    r"h, \gamma, a \in \mathbb{R}_{>0}",
    r"z, y, u \in \mathbb{R}^K",
    r"q \in \mathbb{R}_{>0}^K",
    r"W \in \mathbb{R}^{K \times N} \qquad \mathbf{v} \in \mathbb{R}^N",
    r"X \in \mathbb{R}^{M \times K} \qquad B \in \mathbb{R}^{M \times K}",
    r"c \in \mathbb{R}^d",
    r"r \in \mathbb{R}^{M \times N} \qquad \mathbf{s} \in \mathbb{R}^{K \times N}",
    r"\mathrm{lse}(u) := \log \sum_k e^{u_k}",
    r"\mathrm{dot}(z) := u^\top z",
    r"\sigma(x) := \frac{1}{1 + e^{-x}}",
    r"f(x) := x^2 + x",
    r"g(x, t) := x^2 t",
    r"\mathrm{softmax}(z)_j := \frac{e^{z_j}}{\sum_k e^{z_k}}",
    r"p := \mathrm{softmax}(z)",
    r"L := -\sum_k y_k \log p_k",
    r"s := \frac{1}{1 + e^{-x}}",
    r"J(z) := -\sum_k y_k \log p_k",
    r"H(A) := \sum_k q_k",
    r"P(k = 1 \mid z) := p_1",
    r"P(w_i \mid w_j) := \frac{p_i}{q_j}",
    r"e_j := p_j - y_j",
    r"\ell_i := -\log p_{m_i}",
    r"h_\theta := x",
    r"Q(\phi) := \prod_k q_k",
    r"\lambda(\phi) := \log Q(\phi)",
)


def page():
    context = Context()
    for tex in PAGE:
        verdict = check(Formula(tex), context)
        assert verdict.ok, (tex, verdict)
    return context


CONTEXT = page()


def status(tex):
    return check(Formula(tex), CONTEXT.copy()).status


JACOBIAN = r"\frac{\partial p_i}{\partial z_j} = "

TRUE = [
    # Functions of the table.
    r"\frac{\partial}{\partial x} \tanh(x) = 1 - \tanh^2(x)",
    r"\tanh(2x) = \frac{2 \tanh(x)}{1 + \tanh(x)^2}",
    r"\tanh x = 2 \sigma(2x) - 1",
    r"\sum_j \tanh(z_j) = \sum_j \frac{e^{z_j} - e^{-z_j}}{e^{z_j} + e^{-z_j}}",
    r"\sqrt{a} \cdot \sqrt{a} = a",
    r"\sqrt{a h} = \sqrt{a} \cdot \sqrt{h}",
    r"\frac{\partial}{\partial a} \sqrt{a} = \frac{1}{2 \sqrt{a}}",
    r"\frac{1}{\sqrt{a} + \sqrt{h}} = \frac{\sqrt{a} - \sqrt{h}}{a - h}",
    r"\sum_k (\sqrt{q_k})^2 = \sum_k q_k",
    # Small spellings.
    r"\log p_i = z_i - \log \sum_k e^{z_k}",
    r"\mathrm{log}(e^x) = x",
    r"\exp(x)^2 = e^{2x}",
    r"\frac{\partial{p_i}}{\partial{z_j}} = p_i (\delta_{ij} - p_j)",
    r"\frac{\partial}{\partial z_j} \log p_i = \delta_{ij} - p_j",
    r"\frac{\partial e^{z_i}}{\partial z_i} = e^{z_i}",
    r"\frac{\partial y_i \log(p_i)}{\partial z_j} = y_i (\delta_{ij} - p_j)",
    r"\partial_{z_j} \log p_i = \delta_{ij} - p_j",
    r"\begin{equation} \begin{split} f(x) &= x^2 + x \\ &= x (x + 1) \end{split} \end{equation}",
    r"\boxed{f(x) = x^2 + x}",
    r"f(x) = \boxed{x^2 + x}",
    r"f(2) = 6 \; \text{and} \; f(1) = 2",
    # Differentials.
    r"\frac{d f}{d x} = 2x + 1",
    r"\frac{\mathrm{d}}{\mathrm{d}x} \sigma(x) = \sigma(x)(1 - \sigma(x))",
    r"\frac{d^2 f}{d x^2} = 2",
    # Functions at arguments.
    r"1 - \sigma(x) = \sigma(-x)",
    r"\sigma'(z_j) = \sigma(z_j) \sigma(-z_j)",
    r"\sigma'(x) = \sigma(x)(1 - \sigma(x))",
    r"f(x + h) = x^2 + 2 x h + h^2 + x + h",
    r"\frac{f(x + h) - f(x - h)}{2 h} = 2x + 1",
    r"f(f(x)) = f(x)^2 + f(x)",
    r"g(t, x) = t^2 x",
    r"g(f(x), 2) = 2 f(x)^2",
    r"\frac{\partial g(x, t)}{\partial x} = 2 x t",
    r"\mathrm{softmax}(z)_j = p_j",
    r"\text{softmax}(z + u)_j = \frac{e^{z_j + u_j}}{\sum_k e^{z_k + u_k}}",
    r"\mathrm{softmax}(W \mathbf{v})_j = e^{\sum_n W_{jn} v_n} / (\sum_k e^{\sum_n W_{kn} v_n})",
    r"\mathrm{softmax}(\mathbf{v})_m = \frac{e^{v_m}}{\sum_n e^{v_n}}",
    r"\frac{\partial \mathrm{softmax}(z)_i}{\partial z_j} = p_i (\delta_{ij} - p_j)",
    r"L(z, y) = (\log \sum_k e^{z_k}) \sum_k y_k - \sum_k y_k z_k",
    # A definition that rests on the argument is written out.
    r"J(z + u) = -\sum_k y_k \log \mathrm{softmax}(z + u)_k",
    r"J(z) = L",
    r"H(A) = \sum_k q_k",
    r"P(k = 1 \mid z) = p_1",
    r"\sum_i P(w_i \mid w_j) = \frac{1}{q_j}",
    # Sums.
    r"\sum_i y_i p_i \cdot \sum_i p_i = \sum_k y_k p_k",
    r"1 - p_j = \sum_{k \neq j} p_k := 1 - p_j",
    r"\frac{\partial p_i}{\partial z_j} = p_i (I_{ij} - p_j)",
    r"\begin{split} \text{if} \; i = j :& p_i = p_j \end{split}",
    r"\begin{split} \text{if} \; i \neq j :& y_i \delta_{ij} = 0 \end{split}",
    r"\sum p_k = 1",
    r"\frac{\partial L}{\partial z_j} = -\sum y_i \frac{1}{p_i} \frac{\partial p_i}{\partial z_j}",
    r"\sum_{n=0}^{N-1} v_n = \sum_n v_n",
    r"\sum_{k \neq j} p_k = 1 - p_j",
    r"\sum_{k \neq j}^K p_k = 1 - p_j",
    r"\sum_{i=1}^d c_i = \sum_j c_j",
    r"\sum_{i, j} p_i p_j = 1",
    # Cases and indicators.
    JACOBIAN + r"\begin{cases} p_i (1 - p_i) & i = j \\ -p_i p_j & i \neq j \end{cases}",
    JACOBIAN
    + r"\begin{cases} p_i (1 - p_j) & \text{if } i = j \\ -p_i p_j & \text{otherwise} \end{cases}",
    r"\sum_i \begin{cases} y_i & i = j \\ 0 & i \neq j \end{cases} = y_j",
    r"\frac{\partial p_i}{\partial z_j} = p_i (\mathbf{1}[i = j] - p_j)",
    r"\sum_k \mathbb{1}(k \neq j) y_k = \sum_k y_k - y_j",
    r"\frac{\partial p_i}{\partial z_j} = -p_i p_j \quad \text{for } i \neq j",
    # Decorations.
    r"\sum_{j'} p_{j'} = 1",
    r"\log p_{j^*} = z_{j^*} - \log \sum_{j=1}^K e^{z_j}",
    # Vectors and matrices.
    r"\mathbf{p} - \mathbf{y} = -(y - p)",
    r"\nabla_z (\log \sum_k e^{z_k}) = p",
    r"(W \mathbf{v})^\top y = \mathbf{v}^\top W^\top y",
    r"\nabla_{\mathbf{v}} (y^\top W \mathbf{v}) = W^\top y",
    r"\nabla_W (y^\top W \mathbf{v}) = y \mathbf{v}^\top",
    r"\frac{\partial}{\partial W} (y^\top W \mathbf{v}) = y \mathbf{v}^T",
    r"\|z - y\|^2 = \|z\|^2 - 2 z^\top y + \|y\|^2",
    r"\frac{\partial}{\partial z} \|z - y\|^2 = 2 (z - y)",
    r"\mathrm{diag}(p) y - p p^\top y = p \odot y - (p^\top y) p",
    r"X^\top (X - B) = X^\top X - X^\top B",
    r"\frac{1}{2} \frac{\partial}{\partial X} \|X - B\|_F^2 = X - B",
    r"(X^\top B)^\top = B^\top X",
    # A column of ones, the Hessian, one vector of a list.
    r"\mathbf{1}^\top p = 1",
    r"p^T \boldsymbol{1} = 1",
    r"\frac{\mathbf{1}_K^\top \mathbf{1}}{K} = 1",
    r"\mathbf{1}^\top (z - \mathbf{1} x) = \mathbf{1}^\top z - K x",
    r"(X + \mathbf{1} y^\top) z = X z + (y^\top z) \cdot \mathbf{1}_M",
    r"\nabla_z^2 L = (\mathbf{1}^\top y) (\mathrm{diag}(p) - p p^\top)",
    r"(\nabla^2_z L) \mathbf{1} = z - z",
    r"\nabla \mathrm{lse}(z) = p",
    r"\nabla^2 \mathrm{lse}(z) = \mathrm{diag}(p) - p p^\top",
    r"\nabla \mathrm{dot}(z) = u",
    r"\nabla L(z) = p \sum_k y_k - y",
    r"\nabla_{\mathbf{v}} (\mathbf{s}_k^\top \mathbf{v}) = \mathbf{s}_k",
    r"\nabla_{r_m} (\sum_i \|r_i\|^2) = 2 r_m",
    r"\frac{\partial}{\partial r_m} \|r_m - \mathbf{v}\|^2 = 2 (r_m - \mathbf{v})",
    r"\mathbf{r}_m^\top \mathbf{v} = \sum_n r_{mn} v_n",
    # The identity, entries of expressions, functions entry by entry, names with Greek below.
    r"\nabla_z^2 (\|z\|^2) = 2 I",
    r"(\mathbf{I} + z z^\top) y = y + (z^\top y) z",
    r"(X^\top)_{km} = X_{mk}",
    r"(X z)_m = \sum_k X_{mk} z_k",
    r"(z^\top W)_n + h = h + \sum_k z_k W_{kn}",
    r"\exp(z)^\top y = \sum_k e^{z_k} y_k",
    r"\nabla_z (y^\top \exp(z)) = y \odot \exp(z)",
    r"\mathbf{1} - \sigma(z) = \sigma(-z)",
    r"\nabla_z (\mathbf{1}^\top \log(\mathbf{1} + \exp(z))) = \sigma(z)",
    r"h_\theta \cdot h_{\theta} = x^2",
    r"\sigma(z)^\top \mathbf{1} = \sum_k \sigma(z_k)",
    # Signs behind a dot and behind a sum; what is transposed of a gradient.
    r"\frac{\partial}{\partial x} \frac{1}{x} = \frac{1}{x^2} \cdot -1",
    r"\sum_k -p_k = p_1 \cdot -1 \cdot \frac{1}{p_1}",
    r"\sum_k -y_k \log p_k = L",
    r"\prod_k -\log(\frac{1}{e^{q_k}}) = \prod_k q_k",
    r"(\nabla \mathrm{lse}(z)^\text{T}) z = p^\mathrm{T} z",
    r"\nabla \mathrm{lse}(z) \nabla \mathrm{lse}(z)^\top = p p^\top",
    # Labels, and e with an index.
    r"\frac{\partial \ell_i}{\partial z_k} = p_k - \mathbf{1}[m_i = k]",
    r"\ell_i = -z_{m_i} + \log \sum_k e^{z_k}",
    r"\sum_{k \neq m_i} p_k = 1 - p_{m_i}",
    r"\sum_k e_k = 1 - \sum_k y_k",
    r"p_i = p_j \qquad (i = j)",
    r"p_i = e^{z_i - \log \sum_k e^{z_k}} \qquad (i = j)",
    # A phrase of a phrase.
    r"\lambda(\phi) = \log Q(\phi) = \sum_k \log q_k",
    # Products and real exponents.
    r"\log \prod_k q_k = \sum_k \log q_k",
    r"\log \prod_k p_k^{y_k} = -L",
    r"\frac{\partial}{\partial a} a^\gamma = \gamma a^{\gamma - 1}",
    r"q_i^{1/2} = \sqrt{q_i}",
    r"(1 - \sigma(x))^\gamma = \exp(\gamma \log \sigma(-x))",
    r"\prod_k e^{z_k} = e^{\sum_k z_k}",
]

FALSE = [
    r"\frac{\partial}{\partial x} \tanh(x) = 1 + \tanh^2(x)",
    r"\sqrt{x^2} = x",
    r"\sqrt{a + h} = \sqrt{a} + \sqrt{h}",
    r"\log p_i = z_i - \sum_k z_k",
    r"\exp(x)^2 = e^{x^2}",
    r"\frac{\partial}{\partial z_j} \log p_i = p_j - \delta_{ij}",
    r"\frac{d f}{d x} = x",
    r"\frac{\mathrm{d} f}{\mathrm{d} x} = \frac{f(x)}{x}",
    r"1 - \sigma(x) = -\sigma(x)",
    r"\sigma(2x) = 2 x \sigma(x)",
    r"f(x + h) = f(x) + f(h)",
    r"\frac{f(x + h) - f(x)}{h} = 2x + 1",
    r"\sigma'(x) = \sigma(x)",
    r"g(x, t) = g(t, x)",
    r"\mathrm{softmax}(2 z)_j = 2 p_j",
    r"\mathrm{softmax}(z)_j = p_i",
    r"\sum p_k = K",
    r"\sum_{n=0}^{N-1} v_n = v_m",
    JACOBIAN + r"\begin{cases} p_i (1 + p_i) & i = j \\ -p_i p_j & i \neq j \end{cases}",
    JACOBIAN + r"\begin{cases} p_i (1 - p_i) & i = j \\ p_i p_j & i \neq j \end{cases}",
    r"\sum_k \mathbf{1}[k = j] y_k = \sum_k y_k",
    r"\mathbf{p} - \mathbf{y} = y - p",
    r"J(z + u) = J(z)",
    r"P(w_i \mid w_j) = P(w_j \mid w_i)",
    r"H(A) = 1",
    r"\sum_i y_i p_i \cdot \sum_i p_i = \sum_k y_k",
    r"z z^\top = y y^\top",
    r"W \mathbf{v} = z",
    r"\nabla_W (y^\top W \mathbf{v}) = z \mathbf{v}^\top",
    r"\|z - y\|^2 = \|z\|^2 + \|y\|^2",
    r"\mathrm{diag}(p) - p p^\top = p p^\top",
    r"\frac{\partial}{\partial X} \|X - B\|_F^2 = X - B",
    r"X^\top B = B^\top X",
    r"p^\top \mathbf{1} = K",
    r"\nabla_z^2 (\|z\|^2) = I",
    r"(X z)_m = \sum_k X_{mk}",
    r"\nabla_z (y^\top \exp(z)) = y",
    r"\sigma(z) = \sigma(-z)",
    r"\frac{\partial}{\partial x} \frac{1}{x} = \frac{1}{x^2} \cdot -2",
    r"\sum_k -p_k = 1",
    r"\frac{\partial \ell_i}{\partial z_k} = p_k - \mathbf{1}[m_i \neq k]",
    r"p_{m_i} = p_{m_j}",
    r"\sum_{k \neq m_i} p_k = p_{m_i}",
    r"(X + \mathbf{1} y^\top) z = X z + \mathbf{1}",
    r"\mathbf{1}_K^\top \mathbf{1} = 3",
    r"\nabla_z^2 L = \mathrm{diag}(p) - p p^\top",
    r"\nabla \mathrm{lse}(z) = y",
    r"\nabla_{r_m} (\sum_i \|r_i\|^2) = r_m",
    r"\prod_k q_k = \sum_k \log q_k",
    r"\log \prod_k p_k^{y_k} = L",
    r"\frac{\partial}{\partial a} a^\gamma = a^{\gamma - 1}",
    r"q_i^{1/2} = q_i",
]

UNCLEAR = [
    # A name in front of a parenthesis that could be a function.
    r"\frac{L(z_j + h) - L(z_j - h)}{2 h} = L",
    r"s(2x) = 2 x s",
    r"1 - s = s(-x)",
    r"s(x + h) = s x + s h",
    r"p_i(z_i + h) = p_i z_i + p_i h",
    r"x(t) = x t",
    r"\frac{x(t + h) - x(t - h)}{2 h} = x",
    r"x(a + h) = x a + x h",
    r"\theta(1 + t) = \theta + \theta t",
    r"\frac{d f}{d x}(2) = 2 \cdot (2 x + 1)",
    r"\frac{\partial f}{\partial x} (x + h) = 2 x",
    r"L(z) = L(y)",
    r"x[t^2] = x t^2",
    r"x(t, h) = x",
    r"f^2(x) = f(x)^2",
    r"\log x(1 + t) = \log(x) \cdot (1 + t)",
    r"F(x + h) = F(x)",
    # A function without its argument, in front of what could be one.
    r"\sigma x = \sigma(x) x",
    r"\sigma^2 x = \sigma(x)^2 x",
    r"\sigma{2} = 2 \sigma(x)",
    r"\sigma^{t}(x) = \sigma(x)^t x",
    r"\sum_k f z_k = f(x) \sum_k z_k",
    # An exponent behind a parenthesis that could belong to the product.
    r"q_i(1 + q_i)^{t} = (q_i \cdot (1 + q_i))^t",
    r"h(1 + h)^a = (h \cdot (1 + h))^a",
    r"h(1 + h)^{\frac{1}{2}} = \sqrt{h \cdot (1 + h)}",
    r"\sigma^2(x)^{t} = \sigma(x)^t",
    # An entry of a transposed matrix, or an entry transposed.
    r"W_{kn}^\top = W_{kn}",
    r"X_{mk}^T = X_{mk}",
    r"z_i^\top y_i = z_i y_i",
    # Differences that look like derivatives.
    r"\frac{\Delta f}{\Delta x} = \frac{f(x)}{x}",
    r"\frac{\Delta x}{\Delta t} = \frac{x}{t}",
    r"\mathrm{d} x = x",
    # Braces and arguments.
    r"{1 - x} \cdot x = x - x^2",
    r"-{x - t} = t - x",
    r"\sum_k {z_k - y_k} = \sum_k z_k - \sum_k y_k",
    r"x^{}2 = 2 x",
    r"1^\,2 = 1",
    r"x \\[y] = x",
    r"p_{}i = p_i",
    # Sums whose index is not certain.
    r"\sum z_k y_j = 1",
    r"\sum 1 = K",
    r"\sum_{k \neq i, j} y_k = K \sum_{k \neq i} y_k",
    r"\sum_{k=0}^K p_k = 1",
    r"\sum_{k=1}^{K-1} p_k = 1 - p_1",
    # Vectors of different kinds.
    r"z y = z_i y_i",
    r"z^\top + y = 0",
    r"p = p^\top",
    r"X B = 1",
    r"\nabla_z p = \mathrm{diag}(p) - p p^\top",
    r"\exp(z) = 1",
    r"z + 1 = \mathbf{1} + z",
    r"X + y = X",
    r"X + \mathbf{1} = X",
    r"\mathbf{1}_M^\top p = 1",
    r"\mathbf{1}^\top \mathbf{1} = K",
    r"\|\mathbf{1}\|^2 = K",
    r"\mathbf{1}(z - y) = z - y",
    r"\mathbf{1} x = x",
    r"I + x = x + 1",
    r"(X + I) z = X z + z",
    r"(x + t)_i = x",
    r"(X z)_{mk} = 1",
    r"(X^\top)_{mk} = X_{mk}",
    r"\exp(X) = X",
    r"\sigma(X) = X",
    r"g(z, t) = z",
    r"log(h) = 1",
    r"y_i log p_i = 1",
    r"\hat{q_k} = q_k",
    r"p_{m_i} p_{m_i} = p_{m_i}^2 \qquad (m = i)",
    r"\sum_i \ell_i = 1",
    r"\sum_i p_{m_i} = 1",
    r"\ell_j = -\log p_{m_j}",
    r"p_{y_i} = p_1",
    r"p_{m_{i_j}} = p_1",
    r"e = 2",
    r"p_i = e^{z_i - \log \sum_j e^{z_j}} \qquad (i = j)",
    r"p_i = p_i \qquad (i \neq j)",
    r"x - -x = 2 x",
    r"x -t \cdot --t = x",
    r"x \cdot -\sum_k p_k = -x",
    r"a(x)_{i} := p_{m_i}",
    r"W_i = z_i",
    r"\nabla L = p - y",
    r"\nabla \mathrm{dot}(u) = u",
    r"\nabla \sigma(x) = \sigma'(x)",
    r"\nabla^3 \mathrm{lse}(z) = p",
    r"\nabla_z \nabla_y L = \nabla_y \nabla_z L",
    r"\nabla_W^2 (y^\top W \mathbf{v}) = W",
    r"\nabla_z^2 L = 0",
    r"\nabla_z^2 p_i = p",
    # What has no sign, and what is no number.
    r"x^K = x",
    r"\mathbf{z}_i = z_i",
    r"P(x \mid t) = x",
    r"P(k = 2 \mid z) = p_1",
    r"H(B) = H(A)",
    r"\frac{\partial J(z)}{\partial p_j} = 0",
    r"\max_k p_k = 1",
    r"x \approx t",
    r"x \geqq t",
]


@pytest.mark.parametrize("tex", TRUE)
def test_true(tex):
    assert status(tex) is Status.PROVED


@pytest.mark.parametrize("tex", FALSE)
def test_false(tex):
    assert status(tex) is Status.FALSE


@pytest.mark.parametrize("tex", UNCLEAR)
def test_unclear(tex):
    verdict = check(Formula(tex), CONTEXT.copy())
    assert verdict.status in (Status.UNREADABLE, Status.UNDECLARED), verdict.status
    assert verdict.error is not None
    assert verdict.error.hint


def test_a_product_whose_factors_may_be_negative_is_not_proved():
    assert status(r"\sqrt{(\prod_k z_k)^2} = \prod_k z_k") is not Status.PROVED


@pytest.mark.parametrize("declared", ["d", r"\Delta", "f", "i"])
def test_a_differential_is_one_whatever_is_declared(declared):
    context = Context()
    for tex in (rf"x, t, {declared} \in \mathbb{{R}}", "w := x^2"):
        assert check(Formula(tex), context).ok
    for tex in (r"\frac{d w}{d x} = x", r"\frac{\Delta w}{\Delta x} = x"):
        assert not check(Formula(tex), context.copy()).ok
    assert check(Formula(r"\frac{d w}{d x} = 2x"), context).ok


@pytest.mark.parametrize(
    ("tex", "reason"),
    [
        ("f(x) := x", "already defined otherwise"),
        ("x(t) := t", "already declared"),
        ("m(2x) := x", "defined for letters"),
        ("m(x, x) := x", "different parameters"),
        ("m(x) := x z_i", "on the right side only"),
        ("m(x)_{ii} := x", "different letters"),
        ("m(p) := 1", "has a meaning here"),
        ("m(x) := z", "a vector stands on the right"),
        ("m(X) := 1", "is a matrix"),
        ("m(x) := b", "not declared"),
        ("m(x) := m(x)", "not declared"),
        (r"m(x) := \frac{1}{x - x}", "no value"),
        ("m(x)^2 := x", "defines a name"),
    ],
)
def test_definitions_with_arguments_are_refused(tex, reason):
    verdict = check(Formula(tex), CONTEXT.copy())
    assert not verdict.ok
    assert reason in verdict.error.found


def test_definitions_with_arguments_may_be_repeated_and_passed_on():
    context = CONTEXT.copy()
    assert check(Formula("f(x) := x^2 + x"), context).ok
    other = Context()
    other.load(context.export())
    assert check(Formula("f(3) = 12"), other).ok


def test_a_function_takes_vectors_of_any_size():
    assert status(r"\sum_n \mathrm{softmax}(\mathbf{v})_n = 1") is Status.PROVED
    assert status(r"\sum_j \mathrm{softmax}(W \mathbf{v})_j = 1") is Status.PROVED
    assert status(r"\mathrm{softmax}(x)_j = 1") is Status.UNREADABLE
    assert status(r"\sigma(z) = 1") is Status.UNREADABLE


def test_arguments_are_not_captured():
    """The k of the definition's sum is not the k of the argument."""
    context = CONTEXT.copy()
    assert check(Formula(r"m(x) := \sum_k y_k x"), context).ok
    true = r"\sum_k m(z_k) = (\sum_k y_k) \sum_k z_k"
    assert check(Formula(true), context).status is Status.PROVED
    assert check(Formula(r"m(z_k) = \sum_k y_k z_k"), context).status is not Status.PROVED
    assert check(Formula(r"m(z_i) = \sum_k y_k z_k"), context).status is Status.FALSE


def test_an_argument_reaches_all_of_a_function() -> None:
    """θ belongs to the name h_θ, which J rests on: J(−θ) has another θ all through, or none."""
    context = Context()
    for tex in (
        r"x \in \mathbb{R}^{m \times n}",
        r"\theta, v \in \mathbb{R}^n",
        r"h_\theta(v) := \frac{1}{1 + e^{-\theta^\top v}}",
        r"J(\theta) := \sum_{i=1}^{m} \log(h_\theta(x^{(i)}))",
    ):
        assert check(Formula(tex), context).ok, tex
    assert check(Formula(r"J(\theta) = \sum_{i=1}^{m} \log(h_\theta(x^{(i)}))"), context).ok
    for tex in (r"J(-\theta) = J(\theta)", r"J(2 \theta) = J(\theta)", r"J(v) = J(\theta)"):
        assert not check(Formula(tex), context).ok, tex
