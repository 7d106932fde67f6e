"""proofpages.page.once: in a build, each file is read once, and each question answered once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from proofpages.page.once import begin_build, end_build, forget, once, read_once, source_of
from proofpages.page.page import Page

ASKED: list[str] = []


@once
def answer(question: str) -> str:
    ASKED.append(question)
    if question == "wrong":
        raise ValueError(question)
    return question.upper()


@read_once
def rests_on_files(question: str) -> str:
    return answer(question)


@pytest.fixture(autouse=True)
def _asked() -> Iterator[None]:
    ASKED.clear()
    yield
    end_build()


def test_outside_a_build_all_is_asked_anew(tmp_path: Path) -> None:
    assert [answer("a"), answer("a")] == ["A", "A"]
    assert ASKED == ["a", "a"]
    page = tmp_path / "page.md"
    page.write_text("One.", encoding="utf-8")
    assert Page.read(page).body == "One."
    page.write_text("Two.", encoding="utf-8")
    assert Page.read(page).body == "Two."


def test_in_a_build_it_is_asked_once_and_the_next_build_asks_again() -> None:
    begin_build()
    assert [answer("a"), answer("a"), answer("b")] == ["A", "A", "B"]
    assert ASKED == ["a", "b"]
    begin_build()
    answer("a")
    assert ASKED == ["a", "b", "a"]


def test_what_rests_on_files_alone_is_not_forgotten_before_the_next_build() -> None:
    begin_build()
    rests_on_files("a")
    forget()
    assert [rests_on_files("a"), answer("a")] == ["A", "A"]
    assert ASKED == ["a", "a"]
    begin_build()
    rests_on_files("a")
    assert ASKED == ["a", "a", "a"]


def test_what_is_raised_is_not_kept() -> None:
    begin_build()
    for _ in range(2):
        with pytest.raises(ValueError, match="wrong"):
            answer("wrong")
    assert ASKED == ["wrong", "wrong"]


def test_a_file_that_changes_while_a_build_lasts_is_part_of_the_next(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("One.", encoding="utf-8")
    begin_build()
    assert Page.read(page).body == "One."
    page.write_text("Two.", encoding="utf-8")
    forget()  # Answers are; what was read is not.
    assert (Page.read(page).body, source_of(page)) == ("One.", b"One.")
    begin_build()
    assert Page.read(page).body == "Two."
