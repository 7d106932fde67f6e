"""The wrong variants of the snippets that rightly survive, each with its reason.

`test_snippets.py` requires every other variant to fail, and each of these to survive. The reasons
are of two kinds: the variant is *true*, or what it changes is *no part of* the claim.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Harmless:
    """Variants of one statement that rightly survive.

    Attributes:
        statement: The statement, as `ast.unparse` writes it; the head of a loop.
        why: Why they are true, or no part of the claim.
        changes: Each `old → new`, one variant; `old` stands once in the statement.
    """

    statement: str
    why: str
    changes: tuple[str, ...]

    def variants(self) -> set[tuple[str, str]]:
        """The pairs of the statement as it is and as it is changed."""
        pairs = set()
        for change in self.changes:
            old, new = change.split(" → ")
            assert self.statement.count(old) == 1, f"{old} must stand once in {self.statement}"
            pairs.add((self.statement, self.statement.replace(old, new)))
        return pairs


SHIFT = "true: the mean is the sum over K, so the loss moves by log K, and no slope moves"
SYMMETRIC = "true: the matrix of slopes is symmetric, as E8 and E12 say"
SQUARE = "true: a square is the same with either sign"
EACH = "no part of it: which j are tried; each is tried by itself"
ROOM = "no part of it: how large the example is"
ENDS = "true: the descent goes on until nothing moves, so a little more or less ends there too"
UNITS = "true: the slopes are the same in any of these writings"
UNIT = "no part of it: the unit of the pixels, the same for both"
DRAWN = "no part of it: which part of the plane is drawn"
CORNERS = "no part of it: where the corners of the triangle stand"
SMALL = "no part of it: how small the probability is that is nearly zero"
STEP = "no part of it: the step of the difference; twice of it errs by less than the tolerance too"

HARMLESS: dict[str, list[Harmless]] = {
    "batches.py": [
        Harmless(
            "return sum((np.log(np.exp(Z[n]).sum()) - Y[n] @ Z[n] for n in range(N))) / N",
            SHIFT,
            ("np.exp(Z[n]).sum() → np.exp(Z[n]).mean()",),
        ),
    ],
    "binary.py": [
        Harmless(
            "slopes = np.array([np.imag(y @ (np.log(np.exp(x).sum()) - x)) / h for x in steps])",
            SHIFT,
            ("sum → mean",),
        ),
    ],
    "chain_rule.py": [
        Harmless(
            "return np.array([np.imag(f(x + 1j * h * e)) / h for e in np.eye(K)]).T",
            SYMMETRIC + ", and a vector has no transpose",
            (".T → ",),
        ),
        Harmless(
            "slopes = complex_step(lambda z: y @ (np.log(np.exp(z).sum()) - z), z)",
            SHIFT,
            ("sum → mean",),
        ),
    ],
    "checking_gradients.py": [
        Harmless(
            "return np.log(np.exp(z).sum()) - y @ z",
            SHIFT,
            ("sum → mean",),
        ),
        Harmless(
            "for j in range(K):",
            EACH,
            (
                "(K) → (1, K)",
                "(K) → (K - 1)",
            ),
        ),
        Harmless(
            "J = [Fraction(v * w[i] * (i == j) - w[i] * w[j], v * v) for i in range(K)]",
            "true: where i == j is not 0, i is j",
            ("v * w[i] * → v * w[j] *",),
        ),
    ],
    "checking_gradients_picture.py": [
        Harmless(
            "rng, h = (np.random.default_rng(24), np.logspace(-15, 0, 16))",
            "no part of it: which steps are drawn",
            (
                "-15 → -14",
                "-15, 0 → -15, 1",
            ),
        ),
        Harmless(
            "moved = np.array([z + d, z - d, z + 1j * d, z + 0 * d])",
            UNITS,
            (
                "np.array([z + d, z - d, z + 1j * d, z + 0 * d]) → "
                "[z + d, z - d, z + 1j * d, z + 0 * d]",
                "z + 0 → z - 0",
            ),
        ),
        Harmless(
            "up, down, aside, here = np.log(np.exp(moved).sum(axis=1)) - (y * moved).sum(axis=1)",
            "true: each logit is moved once, so classes and logits make a symmetric matrix",
            ("(y * moved).sum(axis=1) → (y * moved).sum(axis=2)",),
        ),
        Harmless(
            "slopes = np.array([central, forward, aside.imag / h])",
            UNITS,
            ("np.array([central, forward, aside.imag / h]) → [central, forward, aside.imag / h]",),
        ),
        Harmless(
            "errors = np.log10(abs(slopes - (p - y)[:, 0]).max(axis=1) + least)",
            UNITS,
            ("[:, 0] → [:, -1]",),
        ),
    ],
    "curvature.py": [
        Harmless(
            "return sum((Y[n] @ (np.log(np.exp(z).sum()) - z) for n, z in enumerate(Z)))",
            SHIFT,
            ("exp(z).sum → exp(z).mean",),
        ),
    ],
    "curvature_picture.py": [
        Harmless(
            "y, z, figure = ((0.7, 0.3), np.mgrid[-3:3:99j, -3:3:99j], Figure((4.4, 4.2)))",
            DRAWN,
            (
                "[-3:3:99j, → [3:3:99j,",
                "[-3:3:99j, → [-4:3:99j,",
                "[-3:3:99j, → [-2:3:99j,",
                "[-3:3:99j, → [-3:4:99j,",
                "[-3:3:99j, → [-3:2:99j,",
                "[-3:3:99j, → [-3:3:198j,",
                "[-3:3:99j, → [-3:3:(1-99j),",
                "-3:3:99j] → 3:3:99j]",
                "-3:3:99j] → -4:3:99j]",
                "-3:3:99j] → -2:3:99j]",
                "-3:3:99j] → -3:4:99j]",
                "-3:3:99j] → -3:2:99j]",
                "-3:3:99j] → -3:3:198j]",
                "-3:3:99j] → -3:3:(1-99j)]",
            ),
        ),
        Harmless(
            "y, z, figure = ((0.7, 0.3), np.mgrid[-3:3:99j, -3:3:99j], Figure((4.4, 4.2)))",
            "no part of it: the size of the drawing",
            (
                "(4.4, → (8.8,",
                "4.2) → 8.4)",
            ),
        ),
        Harmless(
            "assert np.ptp(loss(np.linspace(tail, tip).T)) < 1e-12, 'not flat along the arrow'",
            "true: the two points differ by the same amount in both logits, and no loss moves",
            (".T → ",),
        ),
        Harmless(
            "assert loss([best, 0]) - loss(z).min() < 1e-12, 'not lowest on the line'",
            "true: no point at all has a lower loss",
            (
                "(z) → (y)",
                "(z) → (-z)",
            ),
        ),
    ],
    "exercises.py": [
        Harmless(
            "z, y, h = (rng.normal(size=4), rng.dirichlet(np.ones(4)), 1e-05)",
            STEP,
            ("1e-05 → 2e-05",),
        ),
    ],
    "frameworks.py": [
        Harmless(
            "N, K, h, rng = (4, 3, 1e-05, np.random.default_rng(25))",
            ROOM,
            (
                "4 → 5",
                "4 → 3",
                "(4, 3 → (4, 4",
                "(4, 3 → (4, 2",
            ),
        ),
        Harmless(
            "N, K, h, rng = (4, 3, 1e-05, np.random.default_rng(25))",
            STEP,
            ("1e-05 → 2e-05",),
        ),
    ],
    "home.py": [
        Harmless(
            "y_true = np.array([0.0, 1.0, 0.0])",
            "true: NumPy makes an array of the list when it subtracts it",
            ("np.array([0.0, 1.0, 0.0]) → [0.0, 1.0, 0.0]",),
        ),
        Harmless(
            "rows = {'logits z': z, 'probabilities p': y_pred, 'labels y': y_true}",
            "no part of it: what is printed; the assert compares dZ and slopes before",
            (
                "z': z → z': y_true",
                "z': z → z': y_pred",
                "z': z → z': dZ",
                "z': z → z': -z",
                "y_pred → z",
                "y_pred → y_true",
                "y_pred → dZ",
                "y_pred → -y_pred",
                "y_true → z",
                "y_true → y_pred",
                "y_true → dZ",
                "y_true → -y_true",
            ),
        ),
        Harmless(
            "rows |= {'p - y': dZ, 'measured slopes': slopes}",
            "no part of it: what is printed; the assert compares dZ and slopes before",
            (
                "dZ → z",
                "dZ → y_true",
                "dZ → y_pred",
                "dZ → -dZ",
            ),
        ),
    ],
    "ignored.py": [
        Harmless(
            "rows = [np.log(np.exp(Z[n]).sum()) - Z[n, c[n]] for n in range(N) if m[n]]",
            SHIFT,
            ("sum → mean",),
        ),
    ],
    "jacobian.py": [
        Harmless(
            "return np.array([np.imag(f(z + 1j * h * e)) / h for e in np.eye(K)]).T",
            SYMMETRIC + ", and a vector has no transpose",
            (".T → ",),
        ),
        Harmless(
            "slopes = complex_step(lambda z: y @ (np.log(np.exp(z).sum()) - z))",
            SHIFT,
            ("sum → mean",),
        ),
    ],
    "jacobian_picture.py": [
        Harmless(
            "assert np.allclose(J.sum(axis=1), 0, rtol=0, atol=1e-12), 'a row does not cancel'",
            SYMMETRIC + ", and if rows cancel, so does all of it",
            (
                "axis=1 → axis=0",
                "sum(axis=1) → mean()",
            ),
        ),
    ],
    "labels_sum_to_one.py": [
        Harmless(
            "one_hot = np.eye(K)[2]",
            "no part of it: which class is the right one",
            (
                "2 → 1",
                "2 → 3",
            ),
        ),
        Harmless(
            "kinds = {'one-hot': (one_hot, 1), 'smoothed': (0.9 * one_hot + 0.1 / K, 1), "
            "'soft': (soft / soft.sum(), 1), 'two classes marked': (one_hot + np.eye(K)[0], 2), 'all zero': (0 * one_hot, 0)}",
            "no part of it: which other class is marked as well",
            (
                "np.eye(K)[0] → np.eye(K)[1]",
                "np.eye(K)[0] → np.eye(K)[-1]",
            ),
        ),
    ],
    "log_softmax.py": [
        Harmless(
            "gradient = slopes(lambda z: -y @ np.log(np.exp(z) / np.exp(z).sum()))",
            SHIFT,
            ("sum → mean",),
        ),
    ],
    "notation.py": [
        Harmless(
            "for j in range(K):",
            EACH,
            (
                "(K) → (1, K)",
                "(K) → (K - 1)",
            ),
        ),
        Harmless(
            "return -y @ log(np.exp(z) / np.exp(z).sum())",
            SHIFT,
            ("sum → mean",),
        ),
    ],
    "other_logit.py": [
        Harmless(
            "e10 = (0 - np.outer(u, u)) / v ** 2",
            SQUARE,
            ("v → (-v)",),
        ),
        Harmless(
            "J = np.array([np.imag(softmax(z + 1j * h * e)) / h for e in np.eye(K)]).T",
            SYMMETRIC,
            (".T → ",),
        ),
    ],
    "playground.py": [
        Harmless(
            "states = {'Running example': ([1, 2, 3], [0, 0, 1], '1/6 1/3 -1/2'), 'Sure and right': ([1, 1, 98], [0, 0, 1], '1/100 1/100 -1/50'), 'Sure and wrong': ([98, 1, 1], [0, 0, 1], '49/50 1/100 -99/100'), 'A tie': ([1, 1, 1], [0, 0, 1], '1/3 1/3 -2/3'), 'Saturated': ([1, 1, np.exp(-40)], [0, 0, 1], '1/2 1/2 -1'), 'Soft label': ([1, 2, 3], [0.1, 0.1, 0.8], '1/15 7/30 -3/10'), 'Two labels': ([1, 2, 3], [0, 1, 1], '1/6 -2/3 -1/2')}",
            SMALL,
            (
                "np.exp(-40) → np.exp2(-40)",
                "-40 → -41",
                "-40 → -39",
            ),
        ),
    ],
    "putting_together.py": [
        Harmless(
            "y = [Fraction(int(n), 10) for n in rng.integers(1, 20, size=K)]",
            "no part of it: the labels of the example, whatever their sum",
            (
                "10 → 11",
                "10 → 9",
            ),
        ),
        Harmless(
            "z, labels = (np.log(np.array(w, float)), np.array(y, float))",
            "true: log p is z up to one constant for all classes, and no slope moves",
            ("(w → (p",),
        ),
        Harmless(
            "for j in range(K):",
            EACH,
            (
                "(K) → (1, K)",
                "(K) → (K - 1)",
            ),
        ),
        Harmless(
            "slope = np.imag(labels @ (np.log(np.exp(step).sum()) - step)) / h",
            SHIFT,
            ("sum → mean",),
        ),
    ],
    "same_logit.py": [
        Harmless(
            "e6 = (v * u - u * u) / v ** 2",
            SQUARE,
            ("v ** → (-v) **",),
        ),
        Harmless(
            "J = np.array([np.imag(softmax(z + 1j * h * e)) / h for e in np.eye(K)]).T",
            SYMMETRIC,
            (".T → ",),
        ),
    ],
    "stuck.py": [
        Harmless(
            "right = slopes(lambda z: np.log(np.exp(z).sum()) - y @ z)",
            SHIFT,
            ("sum → mean",),
        ),
        Harmless(
            "ways['index slipped'] = (p @ y - y, -y / p @ (np.diag(p) - p[:, None] ** 2))",
            SQUARE,
            ("p[:, None] → (-p[:, None])",),
        ),
    ],
    "temperature.py": [
        Harmless(
            "return y @ (np.log(np.exp(z / T).sum()) - z / T)",
            SHIFT,
            ("sum → mean",),
        ),
    ],
    "training.py": [
        Harmless(
            "X = (images - images[:N].mean(axis=0)) / 16",
            UNIT,
            (
                "16 → 17",
                "16 → 15",
            ),
        ),
        Harmless(
            "for _ in range(steps):",
            ENDS,
            (
                "(steps) → (1, steps)",
                "(steps) → (steps - 1)",
            ),
        ),
        Harmless(
            "P = np.exp(Z - Z.max(axis=1, keepdims=True))",
            "true: what is added to a row of logits cancels",
            (
                "Z - Z.max(axis=1, keepdims=True) → Z",
                "Z - Z → Z + Z",
            ),
        ),
        Harmless(
            "speed_W = momentum * speed_W - rate * (X[:N].T @ dZ + W / (C * N))",
            ENDS,
            ("rate * (X[:N].T @ dZ + W / (C * N)) → (X[:N].T @ dZ + W / (C * N))",),
        ),
        Harmless(
            "speed_b = momentum * speed_b - rate * dZ.sum(axis=0)",
            ENDS,
            ("rate * dZ → dZ",),
        ),
        Harmless(
            "model = LogisticRegression(C=C, solver='newton-cg', tol=1e-08).fit(X[:N], digits[:N])",
            ENDS,
            ("1e-08 → 2e-08",),
        ),
    ],
    "training_picture.py": [
        Harmless(
            "X, Y = ((images[:N] - images[:N].mean(axis=0)) / 16, np.eye(K)[digits[:N]])",
            UNIT,
            (
                "16 → 17",
                "16 → 15",
            ),
        ),
        Harmless(
            "best = linear_model.LogisticRegression(C=C, solver='newton-cg', tol=1e-08)",
            ENDS,
            ("1e-08 → 2e-08",),
        ),
        Harmless(
            "W, b, losses = (np.zeros((D, K)), np.zeros(K), [])",
            "true: all biases start alike, which moves no probability",
            ("np.zeros(K) → K",),
        ),
        Harmless(
            "for _ in range(steps):",
            ENDS,
            (
                "(steps) → (1, steps)",
                "(steps) → (steps - 1)",
            ),
        ),
        Harmless(
            "v_W = keep * v_W - rate * (X.T @ (P - Y) / N + W / (C * N))",
            ENDS + "; and what is added to all weights alike cancels",
            (
                "rate * (X.T @ (P - Y) / N + W / (C * N)) → (X.T @ (P - Y) / N + W / (C * N))",
                "rate * (X.T @ (P - Y) / N + W / (C * N)) → "
                "(rate + (X.T @ (P - Y) / N + W / (C * N)))",
            ),
        ),
        Harmless(
            "v_b = keep * v_b - rate * (P - Y).mean(axis=0)",
            ENDS,
            ("rate * (P → (P",),
        ),
        Harmless(
            "assert np.allclose([losses[0], losses[-1]], [np.log(K), goal], rtol=0, atol=1e-06)",
            ENDS,
            ("losses[-1] → losses[-2]",),
        ),
    ],
    "vector_chain_rule.py": [
        Harmless(
            "return np.array([np.imag(f(z + 1j * h * e)) / h for e in np.eye(K)]).T",
            SYMMETRIC + ", and a vector has no transpose",
            (".T → ",),
        ),
        Harmless(
            "slopes = complex_step(lambda z: y @ (np.log(np.exp(z).sum()) - z))",
            SHIFT,
            ("sum → mean",),
        ),
    ],
    "vector_form.py": [
        Harmless(
            "return np.imag(y_true @ (np.log(np.exp(step).sum()) - step)) / h",
            SHIFT,
            ("sum → mean",),
        ),
        Harmless(
            "assert dZ.shape == z.shape",
            "true: z, p, y and p - y all have the shape (K,)",
            (
                "dZ → z",
                "dZ → y_true",
                "dZ → y_pred",
                "dZ → (-dZ)",
                "z → y_true",
                "z → y_pred",
                "z → dZ",
                "z. → (-z).",
            ),
        ),
        Harmless(
            "assert abs(dZ.sum()) < 1e-12",
            "true: a sum is zero if its mean is, and if its negative is",
            (
                "sum → mean",
                "dZ → (-dZ)",
            ),
        ),
    ],
    "vector_form_picture.py": [
        Harmless(
            "corners = np.array([[0, 0], [1, 0], [0.5, np.sqrt(0.75)]])",
            CORNERS,
            (
                "[[0, 0] → [[1, 0]",
                "[[0, 0] → [[-1, 0]",
                "[[0, 0] → [[0, 1]",
                "[[0, 0] → [[0, -1]",
                "[1, 0] → [2, 0]",
                "[1, 0] → [0, 0]",
                "[1, 0] → [1, 1]",
                "[1, 0] → [1, -1]",
                "0.5 → 1.0",
                "np.sqrt(0.75) → 0.75",
                "0.75 → 1.5",
                "0.75 → 0.25",
            ),
        ),
        Harmless(
            "slopes = [np.imag(np.log(np.exp(x).sum()) - y @ x) / h for x in steps]",
            SHIFT,
            ("sum → mean",),
        ),
    ],
    "weights.py": [
        Harmless(
            "logs = [np.log(np.exp(Z[n]).sum()) - Z[n] for n in range(N)]",
            SHIFT,
            ("sum → mean",),
        ),
    ],
}
