"""Contexts with the page's symbols, and formulas put into them."""

from __future__ import annotations

from functools import cache

from proofpages.equations import Context, Formula, Verdict, check
from proofpages.site.wording import message

DECLARED = [r"z, y \in \mathbb{R}^K", r"a, b, c \in \mathbb{R}"]
SOFTMAX = r"p_j := \frac{e^{z_j}}{\sum_{k=1}^K e^{z_k}}"
LOSS = r"L := -\sum_{i=1}^K y_i \log(p_i)"


def page(*formulas: str) -> Context:
    """z and y, three scalars, softmax and its cross-entropy, and what is given."""
    return stated(*DECLARED, SOFTMAX, LOSS, *formulas)


def stated(*formulas: str) -> Context:
    """A context in which these formulas stand, each of which passes."""
    return _stated(formulas).copy()


@cache  # Hundreds of tests begin with the same few.
def _stated(formulas: tuple[str, ...]) -> Context:
    if not formulas:
        return Context()
    context = _stated(formulas[:-1]).copy()
    verdict = put(context, formulas[-1])
    assert verdict.ok, message(verdict)
    return context


def put(context: Context, tex: str, **rest) -> Verdict:
    return check(Formula(tex, **rest), context)


def assumed(context: Context, *formulas: str) -> Context:
    """The context, with these assumptions in force too."""
    for tex in formulas:
        verdict = put(context, tex, directive="assume", display=False)
        assert verdict.ok, message(verdict)
    return context


def needs(verdict: Verdict) -> tuple[str, ...]:
    """What a claim needs, as TeX."""
    return tuple(map(str, verdict.needs))
