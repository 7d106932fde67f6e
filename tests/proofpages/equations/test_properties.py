"""Random expressions: identities are proved, and the two ways of deciding never disagree."""

from __future__ import annotations

from fractions import Fraction

import flint
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from proofpages.equations import Context, Formula, check
from proofpages.equations.numbers.evaluate import Budget
from proofpages.equations.proof.at_points import SIZES, Drawing, Sampling, sample
from proofpages.equations.proof.decide import clear_cache
from proofpages.equations.proof.for_every_k import Answer, prove
from proofpages.equations.tex.printer import show
from proofpages.equations.tree import (
    Delta,
    Fold,
    Negative,
    Number,
    Over,
    Partial,
    Plus,
    Power,
    Symbol,
    Times,
    Tree,
    free_indices,
    transform,
)
from proofpages.site.wording import message

from .trees import Exp, Sum

PAGE = (
    r"z, y \in \mathbb{R}^K",
    r"a \in \mathbb{R}",
    r"p_j := \frac{e^{z_j}}{\sum_{k=1}^K e^{z_k}}",
    r"L := -\sum_{i=1}^K y_i \log(p_i)",
)
BOUND = ("k", "l", "m")
ONE = Number(Fraction(1))


LEAVES = ("number", "scalar", "component", "component", "delta")
BRANCHES = (
    *("plus", "times", "negative", "power", "over p", "over", "exp"),
    *("partial", "partial p"),
)


def context():
    page = Context()
    for tex in PAGE:
        assert check(Formula(tex), page).ok
    return page


@st.composite
def meaningful(draw, depth=3, free=("i", "j"), bound=BOUND):
    """An expression in which every index is free or bound, and every name is known."""
    inner = meaningful(depth - 1, free, bound)
    kinds = LEAVES
    if depth:
        kinds += (*BRANCHES, "sum", "sum") if bound else BRANCHES
    kind = draw(st.sampled_from(kinds))
    index = draw(st.sampled_from(free))
    other = draw(st.sampled_from(free))
    match kind:
        case "number":
            return Number(Fraction(draw(st.integers(0, 3))))
        case "scalar":
            return Symbol(draw(st.sampled_from(("a", "K"))))
        case "component":
            return Symbol(draw(st.sampled_from(("y", "p", "y", "p", "z"))), (index,))
        case "delta":
            return Delta(index, other)
        case "plus":
            return Plus((draw(inner), draw(inner)))
        case "times":
            return Times((draw(inner), draw(inner)))
        case "negative":
            return Negative(draw(inner))
        case "power":
            return Power(draw(inner), draw(st.integers(1, 2)))
        case "over p":
            return Over(draw(inner), Symbol("p", (index,)))
        case "over":
            y = Symbol("y", (index,))
            bottoms = (Plus((ONE, Power(y, 2))), Plus((ONE, Exp(Symbol("z", (index,))))))
            return Over(draw(inner), draw(st.sampled_from(bottoms)))
        case "exp":
            return Exp(
                draw(st.sampled_from((Symbol("z", (index,)), Negative(Symbol("z", (other,))))))
            )
        case "partial":
            body = draw(st.sampled_from((Symbol("L"), Symbol("p", (other,)))))
            return Partial(body, (Symbol("z", (index,)),))
        case "partial p":
            return Partial(Symbol("L"), (Symbol("p", (index,)),))
    name = bound[0]
    left_out = draw(st.sampled_from(((), (index,))))
    body = draw(meaningful(depth - 1, (*free, name), bound[1:]))
    return Sum(name, None, left_out, body)


def rewritten(tree: Tree, draw) -> Tree:
    """The same value, written differently."""
    names = iter("abcdfgh")

    def change(node: Tree) -> Tree:
        choice = draw(st.integers(0, 3))
        match node:
            case Plus(terms=terms) if choice:
                return Plus(tuple(reversed(terms)))
            case Times(factors=(first, Plus(terms=terms))) if choice > 1:
                return Plus(tuple(Times((first, term)) for term in terms))
            case Times(factors=factors) if choice:
                return Times(tuple(reversed(factors)))
            case Negative(body=body) if choice == 1:
                return Times((Negative(ONE), body))
            case Power(base=base, exponent=2) if choice:
                return Times((base, base))
            case Over(top=Plus(terms=terms), bottom=bottom) if choice > 1:
                return Plus(tuple(Over(term, bottom) for term in terms))
            case Over(top=top, bottom=Plus() as bottom) if choice:
                rest = Plus((bottom, Negative(ONE)))
                return Plus((top, Negative(Over(Times((top, rest)), bottom))))
            case Over(top=top, bottom=bottom) if choice == 1:
                return Times((top, Power(bottom, -1)))
            case Fold(body=Plus(terms=terms)) if choice == 1:
                return Plus(tuple(Sum(node.index, None, node.excluded, term) for term in terms))
            case Fold(body=body) if choice == 2 and not node.excluded:
                # The term of one value, and the rest.
                return Plus((Sum(node.index, None, ("i",), body), renamed(body, node.index, "i")))
            case Fold() if choice == 3:
                # Bound indices are renamed one after the other, so no letter is used twice.
                name = next(names, node.index) + ""
                return (
                    node
                    if name in "ap"
                    else renamed_sum(node, {"b": "q", "c": "r"}.get(name, name))
                )
            case Delta(left=left, right=right) if choice:
                return Delta(right, left)
            case Partial(
                body=Symbol(name="p", indices=(one,)), by=(Symbol(name="z", indices=(two,)),)
            ):
                p = Symbol("p", (one,))
                return Times((p, Plus((Delta(one, two), Negative(Symbol("p", (two,)))))))
            case Partial(body=Symbol(name="L"), by=(Symbol(name="p", indices=indices),)) if choice:
                return Negative(Over(Symbol("y", indices), Symbol("p", indices)))
        return node

    return transform(tree, change)


def renamed(tree: Tree, old: str, new: str) -> Tree:
    def swap(index: str) -> str:
        return new if index == old else index

    return transform(tree, lambda node: node.renamed(swap))


def renamed_sum(tree: Fold, name: str) -> Fold:
    if name in free_indices(tree.body):
        return tree
    return Sum(name, None, tree.excluded, renamed(tree.body, tree.index, name))


ANCHOR = Times((Number(Fraction(0)), Symbol("y", ("i",)), Symbol("y", ("j",))))
"""Adds nothing, and makes i and j occur on both sides."""


def claim(left: Tree, right: Tree, page: Context):
    tex = f"{show(Plus((left, ANCHOR)))} = {show(Plus((right, ANCHOR)))}"
    return check(Formula(tex), page)


@pytest.mark.large
@given(st.data())
@settings(max_examples=120)
def test_true_identities_hold_in_every_kind_of_number(data):
    page = context()
    tree = data.draw(meaningful())
    verdict = claim(tree, rewritten(tree, data.draw), page)
    assume(verdict.status not in ("unreadable",))  # an index was taken twice
    assert verdict.status in ("proved", "undecided"), (message(verdict), verdict.formula.tex)
    if verdict.status == "undecided":
        # Only what is too large may stay open.
        assert "too" in message(verdict) or "large" in message(verdict), message(verdict)


@pytest.mark.large
@given(st.data())
@settings(max_examples=120)
def test_the_two_ways_of_deciding_never_disagree(data):
    page = context()
    left, right = data.draw(meaningful(depth=2)), data.draw(meaningful(depth=2))
    verdict = claim(left, right, page)
    assert verdict.status != "internal", message(verdict)
    for step in verdict.steps:
        try:
            proof = prove(step.problem, Budget())
        except Exception as error:  # the verdict says the same
            assert type(error).__name__ in ("BudgetError", "VacuousError")  # noqa: PT017
            continue
        report = sample(step.problem, Budget(5), "seed")
        if proof.answer is Answer.PROVED:
            assert report.refuted is None
        if report.refuted is None and proof.answer is Answer.DIFFERENT and report.exact:
            assert verdict.status in ("false", "undecided")


def test_balls_agree_with_exact_values():
    """The third kind of number on true and false lines."""
    page = context()
    for tex, true in {
        r"\frac{\partial L}{\partial z_j} = p_j \sum_i y_i - y_j": True,
        r"\frac{\partial L}{\partial z_j} = p_j \sum_i y_i + y_j": False,
        r"L = \log(\sum_k e^{z_k}) \cdot \sum_i y_i - \sum_i y_i z_i": True,
        r"L = \log(\sum_k e^{z_k}) - \sum_i y_i z_i": False,
        r"e^{a p_i} = e^{a p_i} \cdot \sum_k p_k": True,
        r"e^{a p_i} = e^{a} e^{p_i}": False,
    }.items():
        verdict = check(Formula(tex), page)
        assert (verdict.status == "proved") == true, message(verdict)
        problem = verdict.steps[0].problem
        with flint.ctx.workprec(192):
            report = Sampling(problem, Budget(5), Drawing(exact=False)).report("seed", SIZES)
        assert (report.refuted is None) == true


def test_proofs_do_not_depend_on_the_order_of_checking():
    """Decisions are remembered by meaning: a name that changed its meaning is decided anew."""
    clear_cache()
    for exponent, status in ((2, "proved"), (3, "false"), (2, "proved")):
        page = Context()
        assert check(Formula(r"x \in \mathbb{R}"), page).ok
        assert check(Formula(f"f := x^{exponent}"), page).ok
        assert check(Formula("f = x x"), page).status == status
