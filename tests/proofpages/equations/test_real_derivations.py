"""Published equations are proved as they stand, or rewritten; none that is not true is."""

from __future__ import annotations

import pytest

from tests.real_derivations import measure, table

STANDS, EITHER = 70, 96
"""Shares, in per cent, of the true ones: as they stand, and after rewriting."""


@pytest.mark.medium
def test_published_equations_are_read_and_proved():
    results = measure()
    true = [result for result in results if result.true]
    assert sum(r.stands == "proved" for r in true) >= STANDS / 100 * len(true), table(results)
    assert sum(r.either for r in true) >= EITHER / 100 * len(true), table(results)
    assert not any(r.either for r in results if not r.true)
    # A wrong sign in one of them is not read over.
    assert not any("internal" in (r.stands, r.rewritten) for r in results)
