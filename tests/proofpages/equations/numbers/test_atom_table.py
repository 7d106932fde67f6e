"""proofpages.equations.numbers.atom_table: what is assumed replaces one atom by the others."""

from __future__ import annotations

import pytest

from proofpages.equations.numbers.evaluate import NotExact

from .every_k import every_k


def test_hypotheses_replace_one_atom():
    ring = every_k(1)
    total = ring.total("K", set(), lambda i: ring.variable("y", (i,)))
    assert ring.table.assume(total - ring.ring.one)
    assert ring.total("K", set(), lambda i: ring.variable("y", (i,))) == ring.ring.one
    again = ring.total("K", set(), lambda i: ring.variable("y", (i,)))
    assert not ring.table.assume(again - ring.ring.one - ring.ring.one)
    assert ring.table.assume(again - ring.ring.one)
    a, b = ring.variable("a", ()), ring.variable("b", ())
    with pytest.raises(NotExact):
        ring.table.assume(a * a + b * b - ring.ring.one)
