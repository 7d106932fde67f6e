"""proofpages.equations.tex.cursor: a place that moves on, and names itself where it refuses."""

from __future__ import annotations

import pytest

from proofpages.equations.errors import BudgetError, ReadError
from proofpages.equations.tex.cursor import MAX_DEPTH, MAX_NODES

from .cursors import cursor


def test_it_stops_at_the_end():
    at = cursor("a")
    assert (at.next.text, at.after.kind) == ("a", "end")
    assert at.take().text == "a"
    assert at.take().kind == at.take().kind == at.after.kind == "end"


def test_letters_are_no_marks():
    at = cursor("a(")
    assert not at.sees("a")
    assert not at.skip("(")
    at.take()
    assert at.sees("[", "(")
    assert at.skip("(")


@pytest.mark.parametrize(
    ("tex", "curly", "closing", "rest"),
    [
        ("(a", False, (")", False), "a"),
        (r"\left[a", False, ("]", True), "a"),
        (r"\{a", True, (r"\}", False), "a"),
        (r"\left\{a", True, (r"\}", True), "a"),
        ("a", False, None, "a"),
    ],
)
def test_a_group_says_what_closes_it(tex, curly, closing, rest):
    at = cursor(tex)
    assert at.open_group(curly) == closing
    assert at.next.text == rest


@pytest.mark.parametrize("tex", [r"\{a\}", r"\left|a", r"\left a"])
def test_what_opens_no_group_is_refused(tex):
    with pytest.raises(ReadError) as caught:
        cursor(tex).open_group()
    assert caught.value.at == 0


@pytest.mark.parametrize(
    ("tex", "group", "hint"),
    [
        (")", ("]", False), "write ] to close the group"),
        (")", (")", True), r"write \right to close \left"),
        ("= b", ("]", False), "a relation in brackets"),
    ],
)
def test_another_bracket_closes_nothing(tex, group, hint):
    with pytest.raises(ReadError) as caught:
        cursor(tex).close_group(group)
    assert caught.value.hint.startswith(hint)
    at = cursor(r"\right)")
    at.close_group((")", True))
    assert at.next.kind == "end"


def test_a_refusal_says_what_was_found_and_where():
    at = cursor("a + b")
    at.take()
    for refuse, found, place in (
        (lambda: at.refuse("hint"), "found '+'", 2),
        (lambda: at.refuse("hint", at=4), "found 'b'", 4),
        (lambda: at.refuse("hint", "two signs"), "two signs", 2),
        (lambda: cursor("").refuse("hint"), "found the end of the formula", 0),
    ):
        with pytest.raises(ReadError) as caught:
            refuse()
        assert (caught.value.found, caught.value.hint, caught.value.at) == (found, "hint", place)


def test_depth_and_length_are_bounded():
    at = cursor("a")
    for _ in range(MAX_DEPTH):
        at.enter()
    with pytest.raises(BudgetError):
        at.enter()
    at = cursor("a")
    for _ in range(MAX_NODES):
        at.enter()
        at.leave()
    with pytest.raises(BudgetError):
        at.enter()
