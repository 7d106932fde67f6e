"""Reading relations between indices, such as ``i \\neq j`` and ``k = 1, \\dots, K``."""

from __future__ import annotations

from dataclasses import dataclass

from proofpages.equations.tex.alphabet import INDEX_LETTERS
from proofpages.equations.tex.cursor import Cursor
from proofpages.equations.tex.names_and_indices import index


@dataclass(frozen=True, slots=True)
class Condition:
    """A relation between two indices: ``i = j`` if `equal`, else ``i \\neq j``."""

    left: str
    right: str
    equal: bool

    def __str__(self) -> str:
        return rf"{self.left} {'=' if self.equal else chr(92) + 'neq'} {self.right}"


@dataclass(frozen=True, slots=True)
class Range:
    """``k = 1, \\dots, K``: the index takes all values up to the size, and no others exist."""

    index: str
    size: str

    def __str__(self) -> str:
        return rf"{self.index} = 1, \dots, {self.size}"


IndexFact = Condition | Range

_WORDS = ("for", "if", "when", "where", "for all")


def condition_part(cursor: Cursor) -> tuple[IndexFact, ...] | None:
    """Read ``(i \\neq j)`` or ``\\text{for } i \\neq j``; None if what comes is no condition."""
    if any(token.text == r"\mathbb" for token in cursor.tokens):
        return None  # A declaration: of an index it is said that it is in {1, …, K}.
    word = _word(cursor)
    group = cursor.open_group()
    if not word and group is None and not is_index_relation(cursor):
        return None
    if not word:
        _word(cursor)
    conditions = read_conditions(cursor)
    if group:
        cursor.close_group(group)
    if cursor.next.kind != "end":
        cursor.refuse("expected the end of the condition")
    return conditions


def _word(cursor: Cursor) -> bool:
    """Read the word that a condition may begin with."""
    if cursor.next.kind != "text":
        return False
    if cursor.next.text.strip().rstrip(":").lower() not in _WORDS:
        cursor.refuse("words that a condition begins with: for, if, when, where")
    cursor.take()
    return True


def is_index_relation(cursor: Cursor) -> bool:
    """Whether what comes next can only be a relation between indices."""
    first, second = cursor.next, cursor.after
    return first.kind == "letter" and (
        second.text in (r"\neq", ",")
        or (second.text == "=" and first.text in INDEX_LETTERS and _is_bare(cursor, 2))
    )


def _is_bare(cursor: Cursor, offset: int) -> bool:
    """Whether an index or ``1, \\dots, K`` follows, and then a comma or the end."""
    place = cursor.place + offset
    if place + 1 >= len(cursor.tokens):
        return False
    token, behind = cursor.tokens[place], cursor.tokens[place + 1]
    index = token.kind == "letter" and token.text in INDEX_LETTERS
    return (index and behind.text in ("", ",")) or (token.text == "1" and behind.text == ",")


def read_conditions(cursor: Cursor) -> tuple[IndexFact, ...]:
    """Read index relations with commas, ``k = 1, \\dots, K`` among them."""
    found: list[IndexFact] = []
    hint = r"a condition relates indices, as in i \neq j, i = j or k = 1, \dots, K"
    while True:
        names = [index(cursor, hint)]
        signs: list[bool] = []
        ranged = None
        while cursor.sees("=", r"\neq", r"\in"):
            sign = cursor.take().text
            if sign == r"\in" or (
                sign == "=" and cursor.next.text == "1" and cursor.after.text == ","
            ):
                ranged = Range(names[-1], _full_range(cursor, sign == r"\in"))
                break
            signs.append(sign == "=")
            names.append(index(cursor, hint))
        if not signs and ranged is None:
            cursor.refuse(hint)
        found += [
            Condition(left, right, equal)
            for left, right, equal in zip(names, names[1:], signs, strict=False)
        ]
        found += [ranged] if ranged else []
        if not cursor.skip(","):
            return tuple(found)


def index_relation(cursor: Cursor) -> Condition:
    """Read one relation of two indices, ``i = j`` or ``i \\neq j``."""
    hint = r"a condition relates two indices, as in i \neq j or i = j"
    left = index(cursor, hint)
    if not cursor.sees("=", r"\neq"):
        cursor.refuse(hint)
    equal = cursor.take().text == "="
    return Condition(left, index(cursor, hint), equal)


def _full_range(cursor: Cursor, braces: bool) -> str:
    """Read ``1, \\dots, K``; return the size."""
    hint = r"the range of an index is 1, \dots, K"
    if braces:
        cursor.expect(r"\{", f"; {hint}")
    if cursor.take().text != "1":
        cursor.refuse(hint)
    cursor.expect(",", f"; {hint}")
    cursor.expect(r"\dots", f"; {hint}")
    cursor.expect(",", f"; {hint}")
    token = cursor.take()
    if token.kind != "letter":
        cursor.refuse(hint, at=token.at)
    if braces:
        cursor.expect(r"\}", f"; {hint}")
    return token.text
