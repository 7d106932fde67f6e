"""proofpages.coq.begun: what is asked twice is answered once, and a refusal is not kept."""

from __future__ import annotations

import threading

import pytest

from proofpages.coq.begun import KEPT, await_answer, begin
from proofpages.coq.coq_errors import FormalError


def test_who_asks_again_waits_for_the_same_answer() -> None:
    go, asked = threading.Event(), []

    def slow(about: str) -> str:
        asked.append(about)
        go.wait(10)
        return about.upper()

    first = begin(slow, "a")
    assert begin(slow, "a") is first
    assert not first.done()
    go.set()
    assert await_answer(first) == "A"
    assert asked == ["a"]


def test_a_refusal_is_told_and_asked_anew() -> None:
    asked = []

    def refused(about: str) -> str:
        asked.append(about)
        raise FormalError(about, 1, "nothing", "something", "write it")

    for _ in range(2):
        with pytest.raises(FormalError, match="nothing"):
            await_answer(begin(refused, "a.v"))
    assert asked == ["a.v", "a.v"]


def test_only_the_last_few_answers_are_kept() -> None:
    asked = []

    def noted(about: str) -> None:
        asked.append(about)

    for text in (*map(str, range(KEPT + 1)), "0", str(KEPT)):
        await_answer(begin(noted, text))
    assert asked == [*map(str, range(KEPT + 1)), "0"]
