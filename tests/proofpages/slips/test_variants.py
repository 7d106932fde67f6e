"""The slips that are put into a claim; `tests/test_equations.py` has what becomes of each."""

from __future__ import annotations

from proofpages.equations.tex.printer import show_chain
from proofpages.equations.tex.statements import read
from proofpages.slips.variants import mutants


def test_mutants_change_something():
    tex = r"p_j - y_j = \sum_{i \neq j} y_i p_j"
    found = mutants(tex)
    texts = [mutant.tex for mutant in found]
    assert len(set(texts)) == len(texts) > 20
    assert show_chain(read(tex)[0]) not in texts
