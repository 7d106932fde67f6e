"""proofpages.coq.goals: what Coq shows between two sentences is taken apart."""

from __future__ import annotations

import pytest

from proofpages.coq.goals import Goal, Remaining

LINE = "  ============================"


@pytest.mark.parametrize(
    ("shown", "remaining"),
    [
        ("", Remaining({}, "", 0)),
        ("No more goals.", Remaining({}, "", 0)),
        (
            f"1 goal\n\n  n, m : nat\n  h : n =\n      m\n{LINE}\n  m = n",
            Remaining({"n": " : nat", "m": " : nat", "h": " : n =\n    m"}, "m = n", 0),
        ),
        (
            f"2 goals\n\n  k := 1 : nat\n{LINE}\n  k = 1\n\ngoal 2 is:\n 0 = 0",
            Remaining({"k": " := 1 : nat"}, "k = 1", 1),
        ),
        (f"1 focused goal (shelved: 1)\n\n{LINE}\n  0 = 0", Remaining({}, "0 = 0", 0)),
        ("2 goals\n\ngoal 1 is:\n 0 = 0\ngoal 2 is:\n 1 = 1", Remaining({}, "", 2)),
    ],
)
def test_what_remains_is_taken_apart(shown: str, remaining: Remaining) -> None:
    assert Goal("intros.", 1, 0, shown, "a").remaining == remaining
