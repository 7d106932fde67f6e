"""proofpages.equations.numbers.balls: intervals that hold the value."""

from __future__ import annotations

import flint
import pytest

from proofpages.equations.numbers.balls import Ball
from proofpages.equations.numbers.evaluate import UndefinedValue


def test_balls_refuse_what_they_cannot_divide_by():
    zero = Ball(flint.arb(0, 1e-30))
    with pytest.raises(UndefinedValue):
        Ball(flint.arb(1)) / zero
