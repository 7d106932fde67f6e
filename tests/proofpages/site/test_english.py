"""proofpages.site.english: a word of a relation is no verb that relates nothing, and so on."""

from __future__ import annotations

import ast
import inspect
from collections import Counter

from proofpages.site import english

LISTS = [
    ast.literal_eval(node.args[0])
    for node in ast.walk(ast.parse(inspect.getsource(english)))
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "_words"
]


def test_no_word_is_of_two_kinds_that_exclude_each_other() -> None:
    assert not english.FREE & (english.EQUAL | english.MEASURES | english.KNOWN)
    assert not english.MEASURES & (english.DETERMINERS | english.AUXILIARIES) - {"other"}


def test_kinds_of_words_of_relations_are_among_them() -> None:
    assert english.PLAINLY <= english.EQUAL
    assert english.ADJECTIVES <= english.EQUAL


def test_each_word_stands_once_in_its_list_as_it_is_looked_up() -> None:
    assert len(LISTS) > 20
    for text in LISTS:
        assert text == text.lower()
        assert [word for word, count in Counter(text.split()).items() if count > 1] == []
