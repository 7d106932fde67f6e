"""proofpages.equations.meaning.equal_indices: which indices may be equal."""

from __future__ import annotations

import pytest

from proofpages.equations.errors import BudgetError
from proofpages.equations.meaning.equal_indices import labelled, patterns
from proofpages.equations.tex.index_relations import Condition


def test_patterns():
    indices = {"i": "K", "j": "K", "k": "K", "n": "N"}
    assert len(list(patterns(indices, ()))) == 5
    assert len(list(patterns(indices, (Condition("i", "j", False),)))) == 3
    assert len(list(patterns(indices, (Condition("i", "j", True),)))) == 2
    assert list(patterns(indices, (Condition("i", "i", False),))) == []
    blocks = list(patterns({"2": "K", "1": "K", "i": "K"}, ()))
    assert len(blocks) == 3
    for block in blocks:
        labels, counts = labelled(block, {"2": "K", "1": "K", "i": "K"})
        assert (labels["1"], labels["2"], counts["K"]) == (0, 1, 3 if labels["i"] == 2 else 2)
    with pytest.raises(BudgetError):
        list(patterns(dict.fromkeys("abcdef", "K"), ()))
