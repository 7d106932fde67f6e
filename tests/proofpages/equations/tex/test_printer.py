"""proofpages.equations.tex.printer: what is printed reads back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from proofpages.equations.tex.printer import show, show_chain
from proofpages.equations.tex.statements import (
    Chain,
    read,
    read_expression,
)
from tests.proofpages.equations.spine import SPINE
from tests.proofpages.equations.trees import written


@pytest.mark.medium
@given(written)
@settings(max_examples=300)
def test_what_is_printed_reads_back(tree):
    assert read_expression(show(tree)) == tree


@pytest.mark.parametrize("tex", [r"\prod_i (p_i \cdot 2)", r"\prod_{i,j} (a_i b_j c)"])
def test_a_product_is_printed_so_that_its_last_factor_is_in_it(tex):
    tree = read_expression(tex)
    assert read_expression(show(tree)) == tree


@pytest.mark.parametrize("line", SPINE, ids=lambda line: line.formula.label)
def test_the_spine_reads_back(line):
    for statement in read(line.formula.tex):
        if isinstance(statement, Chain):
            assert read(show_chain(statement)) == [statement]
