"""proofpages.slips.fates: what becomes of each slip in a claim."""

from __future__ import annotations

from collections import Counter

import pytest

from proofpages.equations import Formula
from proofpages.equations.errors import Status
from proofpages.slips.fates import FATES, Fate, slips_of
from tests.proofpages.equations.claims import page


def fates(tex):
    """The fate of each slip, by its TeX."""
    return {slip.mutant.tex: slip.fate for slip in slips_of(Formula(tex), page())}


def test_a_wrong_one_is_refuted_and_a_true_one_proved():
    found = fates("a^2 = a a")
    assert Counter(found.values()) == {Fate.REFUTED: len(found) - 1, Fate.TRUE: 1}
    assert found[r"(-a)^{2} = a \cdot a"] is Fate.TRUE
    assert found[r"a^{3} = a \cdot a"] is Fate.REFUTED


def test_one_that_says_nothing_is_refused():
    found = fates(r"\sum_k p_k = 1")
    assert found[r"\sum_{k \neq i} p_{k} = 1"] is Fate.REFUSED
    assert found[r"\sum_{k} y_{k} = 1"] is found["p_{i} = 1"] is Fate.REFUTED


@pytest.mark.parametrize("status", list(Status))
def test_only_what_is_decided_counts_as_decided(status):
    """A verdict of another kind is no proof that a slip was stopped by its numbers."""
    decided = {Status.FALSE, Status.UNDECIDED, Status.PROVED, Status.INTERNAL}
    assert (status in FATES) == (status in decided)


def test_the_context_stays_as_it_was():
    context = page()
    before = context.copy()
    slips_of(Formula("a = a"), context)
    assert context.names == before.names
    assert context.hypotheses == before.hypotheses
