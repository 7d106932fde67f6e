"""E1–E18 and I1–I9 by SymPy and autograd, which share no code with the package."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sympy as sp

from proofpages.equations import Context, check
from proofpages.equations.meaning.applications import meant
from proofpages.equations.tex.printer import show, show_chain
from proofpages.equations.tex.statements import Chain, read

from .oracle import holds
from .spine import SPINE, TWO, setting_of

pytestmark = pytest.mark.medium

K = 3
Z = sp.symbols("z0:3", real=True)
Y = sp.symbols("y0:3", real=True)
Q = sp.symbols("q0:3", positive=True)
"""The probabilities as independent variables, for derivatives by p."""
S = sum(sp.exp(z) for z in Z)
P = [sp.exp(z) / S for z in Z]
LOSS = -sum(y * sp.log(p) for y, p in zip(Y, P, strict=True))
LOSS_OF_P = -sum(y * sp.log(q) for y, q in zip(Y, Q, strict=True))
AT_P = list(zip(Q, P, strict=True))


def e(i):
    return sp.exp(Z[i])


def dp(i, j):
    return sp.diff(P[i], Z[j])


def dL(j):
    return sp.diff(LOSS, Z[j])


def others(j):
    return [i for i in range(K) if i != j]


# Both sides of each line by hand, from the list of equations and not from its TeX.
BY_HAND = {
    "E3": lambda i, j: (
        dL(j),
        sum(sp.diff(LOSS_OF_P, Q[n]).subs(AT_P) * dp(n, j) for n in range(K)),
    ),
    "I1": lambda i, j: (sp.diff(LOSS_OF_P, Q[i]), -Y[i] / Q[i]),
    "E4": lambda i, j: (P[j], e(j) / sum(e(k) for k in range(K))),
    "E5": lambda i, j: (dp(i, i), (S * sp.diff(e(i), Z[i]) - e(i) * sp.diff(S, Z[i])) / S**2),
    "I4": lambda i, j: (sp.diff(e(i), Z[i]), e(i)),
    "I5": lambda i, j: (sp.diff(S, Z[i]), e(i)),
    "E6": lambda i, j: (dp(i, i), (S * e(i) - e(i) * e(i)) / S**2),
    "E7": lambda i, j: (dp(i, i), e(i) / S * (1 - e(i) / S)),
    "E8": lambda i, j: (dp(i, i), P[i] * (1 - P[i])),
    "E9": lambda i, j: (dp(i, j), (S * sp.diff(e(i), Z[j]) - e(i) * sp.diff(S, Z[j])) / S**2),
    "I6": lambda i, j: (sp.diff(e(i), Z[j]), 0),
    "I7": lambda i, j: (sp.diff(S, Z[j]), e(j)),
    "E10": lambda i, j: (dp(i, j), (0 - e(i) * e(j)) / S**2),
    "E11": lambda i, j: (dp(i, j), -e(i) / S * e(j) / S),
    "E12": lambda i, j: (dp(i, j), -P[i] * P[j]),
    "E13": lambda i, j: (
        dL(j),
        -Y[j] / P[j] * P[j] * (1 - P[j]) - sum(Y[n] / P[n] * (-P[n] * P[j]) for n in others(j)),
    ),
    "E14": lambda i, j: (dL(j), -Y[j] * (1 - P[j]) + sum(Y[n] * P[j] for n in others(j))),
    "E15": lambda i, j: (dL(j), -Y[j] + Y[j] * P[j] + sum(Y[n] * P[j] for n in others(j))),
    "E16": lambda i, j: (dL(j), -Y[j] + sum(Y[n] * P[j] for n in range(K))),
    "E17": lambda i, j: (dL(j), -Y[j] + P[j] * sum(Y)),
    "E18": lambda i, j: (dL(j), P[j] - Y[j]),
    "I9": lambda i, j: (dL(j), P[j] - Y[j]),
}


@pytest.mark.parametrize("label", BY_HAND)
def test_sympy_agrees(label):
    """SymPy at K = 3, for all i and j: equal as rational functions exactly where it is stated."""
    line = next(line for line in SPINE if line.formula.label == label)
    w = sp.symbols("w0:3", positive=True)
    logs = [(z, sp.log(x)) for z, x in zip(Z, w, strict=True)]
    for i in range(K):
        for j in range(K):
            left, right = BY_HAND[label](i, j)
            difference = sp.sympify(left - right).subs(logs)
            if label in ("E18", "I9"):
                difference = difference.subs(Y[2], 1 - Y[0] - Y[1])
            expected = not (line.needs == TWO and i == j)
            assert (sp.cancel(sp.together(difference)) == 0) == expected


def test_every_claim_was_built_by_hand():
    assert set(BY_HAND) == {line.formula.label for line in SPINE if line.kind == "claim"}


def test_autograd_agrees_numerically():
    """The TeX of each claim, rewritten as text into Python, at K = 2, 3 and 5."""
    left = None
    context = Context()
    for line in SPINE:
        check(line.formula, context)
        if line.kind != "claim":
            continue
        chain = read(line.formula.tex)[0]
        assert isinstance(chain, Chain)
        # With a dot between a name and a parenthesis: here all of them are products.
        chain = replace(chain, sides=tuple(meant(context.names, chain.sides)))
        tex = show_chain(chain)
        for size in (2, 3, 5):
            assert holds(tex, left, line.formula.conditions, setting_of(line), size), tex
        if line.formula.display:
            left = show(chain.sides[-1])
