"""proofpages.equations.numbers.signs: a sign is proved, or not claimed."""

from __future__ import annotations

from proofpages.equations.numbers.signs import sign

from .every_k import every_k


def test_signs_are_proved_or_not_claimed():
    ring = every_k()
    e = ring.exp(ring.variable("a", ()))
    assert sign(ring.table, e + ring.ring.one) == 1
    assert sign(ring.table, -e / (e + ring.ring.one)) == -1
    assert sign(ring.table, e - ring.ring.one) == 0
    total = ring.total("K", set(), lambda i: ring.exp(ring.variable("z", (i,))))
    assert sign(ring.table, total) == 0  # nothing is summed at K = 0
    assert sign(ring.table, total, strict=False) == 1
    assert sign(ring.table, ring.variable("a", ()) ** 2, strict=False) == 1
    assert sign(ring.table, ring.variable("a", ()) ** 3, strict=False) == 0
