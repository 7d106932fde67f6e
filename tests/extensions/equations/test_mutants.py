"""Mutation: every slip in the spine is stopped, or what it says is true and is proved."""

from __future__ import annotations

import warnings
from collections import Counter
from dataclasses import replace

import pytest

from extensions.equations import Context, check
from extensions.equations.mutants import mutants
from extensions.equations.printer import show, show_chain
from extensions.equations.statements import read

from .oracle import holds
from .spine import SPINE, setting_of

NAMES = ("y_i", "p_i", "z_i", "u", "v", "L")
KINDS = {
    "sign",
    "index",
    "name",
    "exponent",
    "constant",
    "dropped term",
    "dropped factor",
    "dropped sum",
    "inverted fraction",
    "range",
    "exp for log",
    "operator",
    "parentheses",
    "exchange",
    "dropped function",
}


@pytest.fixture(scope="module")
def results():
    """Every mutant of every claim with its verdict; the line; the left side it continues."""
    context, found, left = Context(), [], None
    for line in SPINE:
        if line.kind == "claim":
            for mutant in mutants(line.formula.tex, NAMES, ("i", "j")):
                verdict = check(replace(line.formula, tex=mutant.tex), context.copy())
                found.append((line, mutant, verdict, left))
        assert check(line.formula, context).ok
        if line.kind == "claim" and line.formula.display:
            left = show(read(line.formula.tex)[0].sides[-1])
    return found


def test_every_mutant_is_stopped_or_proved(results):
    count = Counter(verdict.status for _, _, verdict, _ in results)
    assert set(count) <= {"false", "unreadable", "undeclared", "proved"}
    assert count["false"] > 700
    assert {mutant.kind for _, mutant, _, _ in results} == KINDS
    assert max(verdict.seconds for _, _, verdict, _ in results) < 2


def test_survivors_are_few_and_true(results):
    survivors = [item for item in results if item[2].status == "proved"]
    assert len(survivors) == 54
    for line, mutant, _, left in survivors:
        assert _oracle(line, mutant, left), mutant


def test_survivors_that_need_other_facts_than_the_original(results):
    """What the list of needs catches beside the verdict."""
    caught = [v for line, _, v, _ in results if v.status == "proved" and v.needs != line.needs]
    assert len(caught) >= 30


def test_an_independent_evaluator_agrees_on_every_mutant(results):
    """String rewriting, NumPy and autograd (see `oracle`) against the verdicts.

    The oracle shares no code with the package; it reads the mutant's TeX by itself.
    """
    decided = 0
    for line, mutant, verdict, left in results:
        if verdict.status not in ("proved", "false"):
            continue
        assert _oracle(line, mutant, left) == (verdict.status == "proved"), (
            mutant,
            verdict.message,
        )
        decided += 1
    assert decided > 600


def _oracle(line, mutant, left):
    with warnings.catch_warnings():
        # Mutants take logarithms of negative numbers; autograd warns and gives nan, which differs.
        warnings.simplefilter("ignore")
        return holds(mutant.tex, left, line.formula.conditions, setting_of(line))


def test_mutants_change_something():
    tex = r"p_j - y_j = \sum_{i \neq j} y_i p_j"
    found = mutants(tex)
    texts = [mutant.tex for mutant in found]
    assert len(set(texts)) == len(texts) > 20
    assert show_chain(read(tex)[0]) not in texts
