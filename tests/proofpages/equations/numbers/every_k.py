"""Algebras for every K."""

from __future__ import annotations

from proofpages.equations.numbers.evaluate import Budget
from proofpages.equations.numbers.every_k import EveryK


def every_k(labels=0, **rest):
    return EveryK({"K": range(labels)}, {}, frozenset(), Budget(), **rest)
