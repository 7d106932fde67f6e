"""Random expressions for property tests."""

from __future__ import annotations

from fractions import Fraction
from functools import partial

from hypothesis import strategies as st

from proofpages.equations.functions import FUNCTIONS
from proofpages.equations.tree import (
    Apply,
    Call,
    Cases,
    Component,
    Delta,
    Entrywise,
    Fold,
    Gradient,
    Negative,
    Norm,
    Number,
    Ones,
    Over,
    Partial,
    Plus,
    Power,
    Raised,
    Symbol,
    Times,
    Transposed,
)

Exp, Log = partial(Apply, r"\exp"), partial(Apply, r"\log")
Sum = partial(Fold, r"\sum")

NAMES = ("z", "p", "L", "T", r"\alpha", r"\hat{y}", r"\mathrm{LSE}", "w")
LETTERS = ("i", "j", "k", "n", "1")

numbers = st.one_of(
    st.integers(0, 99).map(lambda n: Number(Fraction(n))),
    st.integers(1, 999).map(lambda n: Number(Fraction(n, 100))),
)
symbols = st.builds(
    Symbol, st.sampled_from(NAMES), st.lists(st.sampled_from(LETTERS), max_size=2).map(tuple)
)
variables = st.builds(Symbol, st.sampled_from(NAMES), st.just(("j",)))


def _bigger(inner):
    names = st.sampled_from(("f", r"\sigma", r"\mathrm{softmax}"))
    below = st.lists(st.sampled_from(LETTERS), max_size=1).map(tuple)
    power = st.integers(1, 3)
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    letters = st.sampled_from(("i", "j", "k"))
    return st.one_of(
        st.builds(Plus, several),
        st.builds(Times, several),
        st.builds(Negative, inner),
        st.builds(Over, inner, inner),
        st.builds(Power, inner, st.integers(-3, 12)),
        st.builds(Apply, st.sampled_from(sorted(FUNCTIONS)), inner),
        st.builds(Delta, letters, letters),
        st.builds(Sum, letters, st.none(), st.just(()), inner),
        st.builds(Sum, letters, st.just("K"), st.just(()), inner),
        st.builds(Sum, st.just("i"), st.none(), st.sampled_from((("j",), ("j", "k"))), inner),
        st.builds(Raised, inner, symbols),
        st.builds(Call, names, below, several, below, power, power),
        st.builds(Call, names, below, st.tuples(inner), primes=st.integers(1, 2)),
        st.builds(Transposed, inner),
        st.builds(Norm, symbols),
        st.builds(Entrywise, inner, inner),
        st.builds(
            Cases, st.tuples(inner, inner), st.just(("i",)), st.just(("j",)), st.just((True,))
        ),
        st.builds(
            Fold, st.just(r"\prod"), st.sampled_from(("i", "")), st.none(), st.just(()), inner
        ),
        st.builds(Partial, inner, st.lists(variables, min_size=1, max_size=2).map(tuple)),
        st.builds(Gradient, inner, st.just(Symbol("z")), order=st.integers(1, 2)),
        st.builds(Ones, st.sampled_from(("", "N"))),
        st.builds(Component, inner, st.sampled_from((("i",), ("i", "2")))),
    )


written = st.recursive(st.one_of(numbers, symbols), _bigger, max_leaves=8)
"""Any expression that can be written, whether it means something or not."""
