"""proofpages.coq.sentences: a Coq file is split where Coq splits it, with each sentence's place."""

from __future__ import annotations

from pathlib import Path

import pytest

from proofpages.coq.coq_errors import FormalError
from proofpages.coq.sentences import blank_comments, read_file, sentences


def test_bullets_and_braces_are_sentences() -> None:
    found = sentences("Proof.\n  split. -- easy.\n  { now apply a.b. } Qed.")
    texts = ["Proof.", "split.", "--", "easy.", "{", "now apply a.b.", "}", "Qed."]
    assert [part.text for part in found] == texts
    assert [part.line for part in found] == [1, 2, 2, 2, 3, 3, 3, 3]
    assert {part.indent for part in found[1:]} == {2}


def test_offsets_are_bytes() -> None:
    text = "(* é *) A.\n\nB."
    first, second = sentences(text)
    assert text.encode()[first.start : first.end] == b"A."
    assert text.encode()[second.start : second.end] == b"B."


def test_a_stop_in_a_comment_or_a_string_ends_nothing() -> None:
    (found,) = sentences('Check (* one. two *) "three. four" five.')
    assert found.text == 'Check (* one. two *) "three. four" five.'


def test_comments_are_blanked_and_all_else_stays_in_its_place() -> None:
    text = 'a (* b (* c *)\n "*)" d *) e "(*" f'
    blank = blank_comments("a.v", text)
    assert len(blank) == len(text)
    assert blank.split() == ["a", "e", '"(*"', "f"]
    assert blank.index("\n") == text.index("\n")


@pytest.mark.parametrize(
    ("text", "line", "found"),
    [
        ("A.\n(* a (* b *)", 2, "a comment without an end"),
        ('A.\n\nB "c.', 3, "a string without an end"),
        ("A.\nB", 2, "a sentence without an end"),
        ("A.\nB.c", 2, "a sentence without an end"),
    ],
)
def test_what_has_no_end_is_refused_where_it_begins(text: str, line: int, found: str) -> None:
    with pytest.raises(FormalError) as caught:
        sentences(text, "a.v")
    assert (caught.value.line, caught.value.found) == (line, found)


def test_a_file_is_read_without_its_mark_of_byte_order(tmp_path: Path) -> None:
    path = tmp_path / "a.v"
    path.write_text("A.", encoding="utf-8-sig")
    assert read_file(path) == "A."
    path.write_bytes(b"\xff\xff")
    for file in (path, tmp_path / "none.v"):
        with pytest.raises(FormalError, match="cannot be read"):
            read_file(file)
