"""proofpages.equations.tex.index_relations: conditions between indices, and their ranges."""

from __future__ import annotations

import pytest

from proofpages.equations.errors import ReadError
from proofpages.equations.tex.index_relations import (
    Condition,
    Range,
    condition_part,
    index_relation,
    is_index_relation,
    read_conditions,
)

from .cursors import cursor

SAME, OTHER = Condition("i", "j", True), Condition("i", "j", False)


@pytest.mark.parametrize(
    ("tex", "found"),
    [
        (r"(i \neq j)", (OTHER,)),
        (r"[i = j]", (SAME,)),
        (r"\text{for } i \neq j", (OTHER,)),
        (r"\text{for all:} k = 1, \dots, K", (Range("k", "K"),)),
        (r"(\text{if } i = j)", (SAME,)),
        (r"i \neq j, j = k", (OTHER, Condition("j", "k", True))),
        ("(i = j = k)", (SAME, Condition("j", "k", True))),
        (r"k = 1, \ldots, K", (Range("k", "K"),)),
        (r"(k \in \{1, \dots, K\}, i = j)", (Range("k", "K"), SAME)),
        (r"(i = j = 1, \dots, K)", (SAME, Range("j", "K"))),
    ],
)
def test_a_condition_behind_an_equation(tex, found):
    at = cursor(tex)
    assert condition_part(at) == found
    assert at.next.kind == "end"


@pytest.mark.parametrize("tex", ["a = b", "2", r"z \in \mathbb{R}", r"k \in \mathbb{R}", "i = 2"])
def test_what_is_none(tex):
    assert condition_part(cursor(tex)) is None


@pytest.mark.parametrize(
    ("tex", "hint"),
    [
        (r"\text{unless } i = j", "words that a condition begins with"),
        (r"(i \neq j", "write ) to close the group"),
        (r"i \neq j k", "expected the end of the condition"),
        ("(i < j)", "a condition relates indices"),
        (r"(i \neq +)", "a condition relates indices"),
        (r"(k = 1, 2)", r"\dots"),
        (r"(k \in \{2, \dots, K\})", "the range of an index"),
        (r"(k = 1, \dots, 9)", "the range of an index"),
    ],
)
def test_what_is_no_condition_is_refused(tex, hint):
    with pytest.raises(ReadError) as caught:
        condition_part(cursor(tex))
    assert hint in caught.value.hint


@pytest.mark.parametrize(
    ("tex", "only"),
    [
        (r"i \neq j", True),
        ("i, j = k", True),
        ("i = j", True),
        ("k = 1, 2", True),
        ("a = b", False),
        ("i = j + 1", False),
        ("k = 1", False),
        ("2", False),
    ],
)
def test_what_can_only_be_about_indices(tex, only):
    assert is_index_relation(cursor(tex)) == only


def test_one_relation_of_two_indices():
    assert index_relation(cursor("i = j")) == SAME
    assert index_relation(cursor(r"i \neq j")) == OTHER
    with pytest.raises(ReadError, match="relates two indices"):
        index_relation(cursor("i < j"))


@pytest.mark.parametrize("fact", [SAME, OTHER, Range("k", "K")])
def test_what_is_printed_reads_back(fact):
    assert read_conditions(cursor(str(fact))) == (fact,)
