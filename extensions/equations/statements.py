"""TeX of a whole formula → the statements in it.

A formula is a chain of sides joined by relations, a declaration (``z \\in \\mathbb{R}^K``) or a
relation between indices (``i \\neq j``). Rows of ``aligned`` and parts after ``\\quad`` are
statements of their own, except that a row which starts with a relation continues the row above,
and a part in parentheses is a condition on the statement in front of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from .cursor import Cursor
from .errors import EquationError, ReadError
from .names import INDEX_LETTERS, RELATIONS, UNREAD_RELATIONS
from .reader import expression
from .symbols import symbol
from .tokens import Token, tokenize
from .tree import Symbol, Tree

ENVIRONMENTS = {"aligned", "align", "align*", "split"}


@dataclass(frozen=True, slots=True)
class Condition:
    """A relation between two indices: ``i = j`` if `equal`, else ``i \\neq j``."""

    left: str
    right: str
    equal: bool

    def __str__(self) -> str:
        return rf"{self.left} {'=' if self.equal else chr(92) + 'neq'} {self.right}"


@dataclass(frozen=True, slots=True)
class Chain:
    """Sides joined by relations: ``a = b = c`` has three sides and two signs.

    With `continues` the first sign has no left side: the chain goes on from the display above it.
    """

    sides: tuple[Tree, ...]
    signs: tuple[str, ...]
    conditions: tuple[Condition, ...] = ()
    continues: bool = False
    at: int = 0


@dataclass(frozen=True, slots=True)
class Declaration:
    """Names of variables with the sizes that their indices run to; none for a scalar."""

    names: tuple[str, ...]
    sizes: tuple[str, ...]
    positive: bool
    at: int = 0


@dataclass(frozen=True, slots=True)
class IndexRelation:
    """A formula that only speaks of indices, such as ``i \\neq j`` or ``k = 1, \\dots, K``."""

    conditions: tuple[Condition, ...]
    at: int = 0


Statement = Chain | Declaration | IndexRelation

_RELATION = re.compile(
    r"[=<>∈≠≤≥]|\\in(?![A-Za-z])|"
    + "|".join(
        re.escape(name) + "(?![A-Za-z])"
        for name in sorted(UNREAD_RELATIONS | {r"\neq", r"\ne", r"\leq", r"\geq", r"\le", r"\ge",
                                               r"\lt", r"\gt", r"\coloneqq", r"\leqslant",
                                               r"\geqslant"})
    )
)  # fmt: skip
_LIMITS = re.compile(r"_\s*\{[^{}]*\}")


def has_relation(tex: str) -> bool:
    """Whether a formula states anything; indices and limits such as ``_{k=1}`` do not count."""
    return _RELATION.search(_LIMITS.sub("", tex)) is not None


def read(tex: str) -> list[Statement]:
    """Read a formula.

    Raises:
        EquationError: it cannot be read with certainty; the error has the place.
    """
    try:
        return _join(_segments(tokenize(tex), tex), tex)
    except EquationError as error:
        raise error.located(tex) from None


def read_expression(tex: str) -> Tree:
    """Read a single expression, without a relation."""
    try:
        cursor = Cursor(tokenize(tex), tex)
        tree = expression(cursor)
        if cursor.next.kind != "end":
            cursor.refuse("expected the end of the expression")
        return tree
    except EquationError as error:
        raise error.located(tex) from None


@dataclass(frozen=True, slots=True)
class _Segment:
    tokens: list[Token]
    new_row: bool


def _segments(tokens: list[Token], tex: str) -> list[_Segment]:
    segments: list[_Segment] = []
    current: list[Token] = []
    depth, new_row, environment = 0, True, ""

    def close(end: Token, row: bool) -> None:
        nonlocal current, new_row
        while current and current[-1].text in (".", ",", ";"):
            current.pop()
        if current:
            segments.append(_Segment([*current, Token("end", "", end.at)], new_row))
            new_row = row
        else:
            new_row = new_row or row
        current = []

    for token in tokens:
        if token.kind == "environment":
            name = token.text[token.text.index("{") + 1 : -1]
            begins = token.text.startswith(r"\begin")
            if name not in ENVIRONMENTS or begins == bool(environment) or depth:
                raise ReadError(f"found {token.text}", "read is one aligned, align or split", tex,
                                token.at)  # fmt: skip
            environment = name if begins else ""
            close(token, True)
            continue
        if token.kind == "end":
            close(token, True)
            break
        if token.text in ("{", "(", "["):
            depth += 1
        elif token.text in ("}", ")", "]"):
            depth -= 1
        if token.text == "&" and token.kind == "mark":
            if not environment:
                raise ReadError("found '&'", r"alignment stands inside aligned", tex, token.at)
            continue
        if token.text in (r"\\", r"\quad") and depth == 0:
            close(token, token.text == r"\\")
            continue
        current.append(token)
    if environment:
        raise ReadError(rf"\begin{{{environment}}} is not closed", "", tex, len(tex))
    return segments


def _join(segments: list[_Segment], tex: str) -> list[Statement]:
    statements: list[Statement] = []
    for number, segment in enumerate(segments):
        cursor = Cursor(segment.tokens, tex)
        previous = statements[-1] if statements else None
        if number and not segment.new_row:
            conditions = _condition_part(cursor)
            if conditions is not None:
                if not isinstance(previous, Chain):
                    cursor.refuse("a condition stands behind an equation")
                found = (*previous.conditions, *conditions)
                statements[-1] = replace(previous, conditions=found)
                continue
        statement = _statement(cursor)
        if isinstance(statement, Chain) and statement.continues and number:
            if not isinstance(previous, Chain) or previous.conditions:
                cursor.refuse("a row that starts with a relation continues an equation without a "
                              "condition", at=statement.at)  # fmt: skip
            statements[-1] = replace(
                previous,
                sides=previous.sides + statement.sides,
                signs=previous.signs + statement.signs,
            )
            continue
        statements.append(statement)
    if not statements:
        raise ReadError("the formula is empty", "", tex, 0)
    return statements


def _condition_part(cursor: Cursor) -> tuple[Condition, ...] | None:
    """Read ``(i \\neq j)``, ``\\text{for } i \\neq j`` or ``i \\neq j`` behind a quad, if it is so."""
    if cursor.next.kind == "text":
        if cursor.next.text.rstrip(":").lower() not in ("for", "if", "when", "where", "for all"):
            cursor.refuse(r"words that are read here: for, if, when, where")
        cursor.take()
        group = cursor.open_group()
    else:
        group = cursor.open_group()
        if group is None and not _is_index_relation(cursor):
            return None
    if cursor.next.kind == "text":
        cursor.take()
    conditions = _conditions(cursor)
    if group:
        cursor.close_group(group)
    if cursor.next.kind != "end":
        cursor.refuse("expected the end of the condition")
    return conditions


def _is_index_relation(cursor: Cursor) -> bool:
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


def _conditions(cursor: Cursor) -> tuple[Condition, ...]:
    """Read index relations with commas; ``k = 1, \\dots, K`` restricts nothing and is dropped."""
    found: list[Condition] = []
    hint = r"a condition relates indices, as in i \neq j, i = j or k = 1, \dots, K"
    while True:
        names = [_index(cursor, hint)]
        signs: list[bool] = []
        while cursor.sees("=", r"\neq", r"\in"):
            sign = cursor.take().text
            if sign == r"\in" or (sign == "=" and cursor.next.text == "1"
                                  and cursor.after.text == ","):  # fmt: skip
                _full_range(cursor, sign == r"\in")
                signs.append(True)
                break
            signs.append(sign == "=")
            names.append(_index(cursor, hint))
        if not signs:
            cursor.refuse(hint)
        found += [
            Condition(left, right, equal)
            for left, right, equal in zip(names, names[1:], signs, strict=False)
        ]
        if not cursor.skip(","):
            return tuple(found)


def _index(cursor: Cursor, hint: str) -> str:
    token = cursor.next
    if token.kind != "letter" and not (token.kind == "number" and token.text.isdigit()):
        cursor.refuse(hint)
    return cursor.take().text


def _full_range(cursor: Cursor, braces: bool) -> None:
    hint = r"the range of an index is 1, \dots, K"
    if braces:
        cursor.expect(r"\{", f"; {hint}")
    if cursor.take().text != "1":
        cursor.refuse(hint)
    cursor.expect(",", f"; {hint}")
    cursor.expect(r"\dots", f"; {hint}")
    cursor.expect(",", f"; {hint}")
    token = cursor.take()
    if token.kind != "letter" or not token.text.isupper():
        cursor.refuse(hint, at=token.at)
    if braces:
        cursor.expect(r"\}", f"; {hint}")


def _statement(cursor: Cursor) -> Statement:
    start = cursor.next.at
    if any(token.text == r"\in" for token in cursor.tokens):
        if cursor.tokens[cursor.place + 2].text == r"\{" and cursor.next.kind == "letter":
            conditions = _conditions(cursor)
            _finish(cursor)
            return IndexRelation(conditions, start)
        return _declaration(cursor)
    if _is_index_relation(cursor) and cursor.next.text in INDEX_LETTERS:
        place = cursor.place
        try:
            conditions = _conditions(cursor)
            _finish(cursor)
            return IndexRelation(conditions, start)
        except ReadError:
            cursor.place = place
    return _chain(cursor)


def _finish(cursor: Cursor) -> None:
    if cursor.next.kind != "end":
        cursor.refuse(
            r"expected a relation or the end; several statements are separated by \qquad, and a "
            r"condition follows \qquad in parentheses"
        )


def _chain(cursor: Cursor) -> Chain:
    start = cursor.next.at
    sides: list[Tree] = []
    signs: list[str] = []
    continues = cursor.next.text in RELATIONS
    if not continues:
        sides.append(expression(cursor))
    while cursor.next.kind != "end":
        sign = cursor.next
        if sign.text in UNREAD_RELATIONS:
            cursor.refuse(r"relations that are read: =, :=, \neq, <, >, \leq, \geq")
        if sign.text not in RELATIONS or sign.kind not in ("mark", "command"):
            _finish(cursor)
        if sign.text == ":=" and signs:
            cursor.refuse("a definition starts its chain: name := expression")
        cursor.take()
        signs.append(sign.text)
        sides.append(expression(cursor))
    if not signs:
        cursor.refuse("expected a relation; a display states something")
    if continues and signs[0] == ":=":
        cursor.refuse("a definition starts with the symbol that it defines", at=start)
    return Chain(tuple(sides), tuple(signs), (), continues, start)


def _declaration(cursor: Cursor) -> Declaration:
    start = cursor.next.at
    symbols: list[Symbol] = []
    while True:
        symbols.append(symbol(cursor))
        if not cursor.skip(","):
            break
    cursor.expect(r"\in", "after the names that are declared")
    indexed = {len(item.indices) for item in symbols}
    if len(indexed) > 1:
        cursor.refuse("declare scalars and vectors apart", at=start)
    positive = False
    sizes: tuple[str, ...] = ()
    hint = r"read are \mathbb{R}, \mathbb{R}^K, \mathbb{R}^{K \times N}, \mathbb{R}_{>0}"
    cursor.expect(r"\mathbb", f"; {hint}")
    braced = cursor.skip("{")
    if cursor.take().text != "R" or (braced and not cursor.skip("}")):
        cursor.refuse(hint)
    while cursor.sees("_", "^"):
        if cursor.take().text == "_":
            closing = cursor.skip("{")
            cursor.expect(">", f"; {hint}")
            if not closing or cursor.take().text != "0" or not cursor.skip("}") or positive:
                cursor.refuse(hint)
            positive = True
        else:
            sizes = _sizes(cursor, hint, sizes)
    _finish(cursor)
    if indexed != {0}:
        if sizes:
            cursor.refuse("declare a vector without an index, or its entries in \\mathbb{R}",
                          at=start)  # fmt: skip
        sizes = ("",) * indexed.pop()
    return Declaration(tuple(item.name for item in symbols), sizes, positive, start)


def _sizes(cursor: Cursor, hint: str, known: tuple[str, ...]) -> tuple[str, ...]:
    found: list[str] = []
    braced = cursor.skip("{")
    while True:
        token = cursor.take()
        if known or token.kind != "letter" or not token.text.isupper():
            cursor.refuse(hint, at=token.at)
        found.append(token.text)
        if not braced:
            return tuple(found)
        if cursor.skip("}"):
            return tuple(found)
        cursor.expect(r"\times", f"; {hint}")
