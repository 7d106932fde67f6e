"""How facts and counterexamples are said."""

from __future__ import annotations

import pytest
from flint import fmpq

from proofpages.equations.meaning.context import heading_conditions
from proofpages.equations.proof.counterexample import Coordinate, Counterexample, ExactValues
from proofpages.site.wording import NO_BREAK, at_counterexample, counterexample, place, plain


@pytest.mark.parametrize(
    ("heading", "said"),
    [("i = j", "i = j"), (r"i \neq j", "i ≠ j"), (r"k = 1, \dots, K", "k = 1, …, K")],
)
def test_every_fact_that_a_heading_can_state_is_said(heading: str, said: str) -> None:
    (fact,) = heading_conditions((heading,))
    assert plain(fact).replace(NO_BREAK, " ") == said


def test_a_point_is_said() -> None:
    where = (
        Coordinate("K", 2),
        Coordinate("i", 1),
        Coordinate("z", (fmpq(1), fmpq(3)), root=1),
        Coordinate("a", fmpq(1, 2), root=12),
        Coordinate("W", fmpq(-1, 3), (1, 2)),
    )
    assert place(where) == "K=2, i=1, e^z=(1, 3), e^(a/12)=1/2, W_1,2=-1/3"
    assert place(()) == "every point"


def test_a_counterexample_is_said() -> None:
    exact = ExactValues((Coordinate("K", 1),), fmpq(1, 2), r"\geq", fmpq(1, 3))
    found = Counterexample((), "0.5", "0.3333", exact)
    assert counterexample(found) == (
        "at every point: left 0.5, right 0.3333 (exactly, at K=1: 1/2 >= 1/3)"
    )
    assert at_counterexample(found) == "at K=1, the left side is 1/2, the right side 1/3."
    assert at_counterexample(Counterexample((Coordinate("K", 1),), "1", "2")) == (
        "at K=1, the left side is 1, the right side 2."
    )
