"""proofpages.site.in_processes: many processes answer as one does, and raise what it raises."""

from __future__ import annotations

import os

import pytest

from proofpages.site import in_processes
from proofpages.site.in_processes import WORTH, for_each

PARENT = os.getpid()


def half(number: int) -> tuple[int, bool]:
    """Half of an even number, and whether another process than that of the test found it."""
    if number % 2:
        raise ValueError(f"{number} is odd")
    return number // 2, os.getpid() != PARENT


@pytest.mark.parametrize("count", [0, 1, WORTH, 50])
def test_the_answers_stand_in_the_order_of_what_was_asked(count: int) -> None:
    answers = for_each(half, range(0, 2 * count, 2), processors=2)
    assert [answer for answer, _ in answers] == list(range(count))
    forked = in_processes._forks() and count >= WORTH
    assert all(elsewhere == forked for _, elsewhere in answers)


@pytest.mark.parametrize("processors", [1, 2])
def test_what_a_question_raises_is_raised(processors: int) -> None:
    with pytest.raises(ValueError, match="3 is odd"):
        for_each(half, [*range(0, 2 * WORTH, 2), 3], processors=processors)


def test_without_forks_this_process_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_processes, "_forks", lambda: False)
    assert not any(elsewhere for _, elsewhere in for_each(half, range(0, 40, 2), processors=2))
