"""TeX of a whole formula → the statements in it.

A formula is a chain of sides joined by relations, a declaration (``z \\in \\mathbb{R}^K``) or a
relation between indices (``i \\neq j``). Rows of ``aligned`` and parts after ``\\quad`` are
statements of their own, except that a row which starts with a relation continues the row above,
and a part in parentheses is a condition on the statement in front of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache

from proofpages.equations.errors import EquationError, ReadError
from proofpages.equations.tex.alphabet import FOLDS, INDEX_LETTERS, RELATIONS, UNREAD_RELATIONS
from proofpages.equations.tex.cursor import Cursor
from proofpages.equations.tex.declarations import Declaration, read_declaration
from proofpages.equations.tex.expressions import expression
from proofpages.equations.tex.index_relations import (
    IndexFact,
    condition_part,
    is_index_relation,
    read_conditions,
)
from proofpages.equations.tex.names_and_indices import symbol
from proofpages.equations.tex.tokens import ALIASES, Token, tokenize
from proofpages.equations.tree import Tree

OUTER = {"equation", "equation*"}
ROWS = {"aligned", "align", "align*", "split", "gather", "gather*", "gathered"}
SEPARATORS = {"and", "or equivalently"}
"""Words between two statements on one row."""


@dataclass(frozen=True, slots=True)
class Chain:
    """Sides joined by relations: ``a = b = c`` has three sides and two signs.

    With `continues` the first sign has no left side: the chain goes on from the display above it.
    """

    sides: tuple[Tree, ...]
    signs: tuple[str, ...]
    conditions: tuple[IndexFact, ...] = ()
    continues: bool = False
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class IndexRelation:
    """A formula that only speaks of indices, such as ``i \\neq j`` or ``k = 1, \\dots, K``."""

    conditions: tuple[IndexFact, ...]
    at: int = field(default=0, compare=False)


Statement = Chain | Declaration | IndexRelation

_SIGNS = (
    UNREAD_RELATIONS
    | {r"\in"}
    | {name for name in RELATIONS if name[0] == "\\"}
    | {name for name, meant in ALIASES.items() if name[0] == "\\" and meant in RELATIONS}
)
_RELATION = re.compile(
    r"[=<>]|[^\x00-\x7f]|(?:" + "|".join(map(re.escape, sorted(_SIGNS))) + ")(?![A-Za-z])"
)
_LIMITS = re.compile(
    "(?:"
    + "|".join(map(re.escape, (*FOLDS, r"\limits")))
    + r")\s*(?:[_^]\s*(?:\{[^{}]*\}|[A-Za-z0-9]))*"
)


def has_relation(tex: str) -> bool:
    """Whether a formula states anything; limits such as ``\\sum_{k=1}`` do not count.

    Of signs that are no TeX any may be a relation.
    """
    return _RELATION.search(_LIMITS.sub("", tex)) is not None


def read(tex: str) -> list[Statement]:
    """Read a formula.

    Raises:
        EquationError: it cannot be read with certainty; the error has the place.
    """
    return list(_read(tex))


@lru_cache(maxsize=1024)  # It is read to be checked, to be compared with its drawing, and so on.
def _read(tex: str) -> tuple[Statement, ...]:
    try:
        return tuple(_join(_segments(_unboxed(tokenize(tex)), tex), tex))
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


def _unboxed(tokens: list[Token]) -> list[Token]:
    """Drop a box around the whole formula."""
    if tokens[0].text != r"\boxed" or tokens[1].text != "{":
        return tokens
    depth = 0
    for place, token in enumerate(tokens):
        depth += {"{": 1, "}": -1}.get(token.text, 0)
        if token.text == "}" and depth == 0:
            rest = tokens[place + 1 :]
            closed = all(item.text in (".", ",", ";", "") for item in rest)
            return [*tokens[2:place], *rest] if closed else tokens
    return tokens


def introduced(tex: str) -> set[str]:
    """The names that a formula declares or defines, as far as it can be read."""
    names: set[str] = set()
    try:
        tokens = tokenize(tex)
        cursor = Cursor(tokens, tex)
        while any(token.text in (":=", r"\in") for token in tokens):
            names.add(symbol(cursor).name)
            if not cursor.skip(","):
                break
    except EquationError:
        pass  # What follows has no name that could be used.
    return names


@dataclass(frozen=True, slots=True)
class _Segment:
    tokens: list[Token]
    new_row: bool


def _segments(tokens: list[Token], tex: str) -> list[_Segment]:
    """Split at rows and separators that stand outside of every brace and parenthesis."""
    segments: list[_Segment] = []
    current: list[Token] = []
    open_environments: list[str] = []
    depth, cases, new_row = 0, 0, True

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
            if name == "cases":
                cases += 1 if token.text.startswith(r"\begin") else -1
                current.append(token)
                continue
            _environment(token, name, open_environments, depth, tex)
            close(token, True)
            continue
        if token.kind == "end":
            close(token, True)
            break
        if token.text in ("{", "(", "[", r"\{"):
            depth += 1
        elif token.text in ("}", ")", "]", r"\}"):
            depth -= 1
        if cases:
            current.append(token)
        elif token.text == "&" and token.kind == "mark":
            if not set(open_environments) & ROWS:
                raise ReadError("found '&'", r"alignment stands inside aligned", tex, token.at)
        elif token.text in (r"\\", r"\quad") and depth == 0:
            close(token, token.text == r"\\")
        elif token.kind == "text" and token.text.lower() in SEPARATORS and depth == 0:
            close(token, True)
        else:
            current.append(token)
    if open_environments:
        raise ReadError(rf"\begin{{{open_environments[-1]}}} is not closed", "", tex, len(tex))
    return segments


def _environment(token: Token, name: str, opened: list[str], depth: int, tex: str) -> None:
    """Enter or leave an environment: rows, alone or inside one equation."""
    hint = "read is one aligned, align, gather or split, alone or inside equation"
    refused = ReadError(f"found {token.text}", hint, tex, token.at)
    if depth or name not in OUTER | ROWS:
        raise refused
    if token.text.startswith(r"\begin"):
        if opened and not (opened == [opened[0]] and opened[0] in OUTER and name in ROWS):
            raise refused
        opened.append(name)
    elif not opened or opened.pop() != name:
        raise refused


def _join(segments: list[_Segment], tex: str) -> list[Statement]:
    statements: list[Statement] = []
    for number, segment in enumerate(segments):
        cursor = Cursor(segment.tokens, tex)
        previous = statements[-1] if statements else None
        if number and not segment.new_row:
            conditions = condition_part(cursor)
            if conditions is not None:
                if not isinstance(previous, Chain):
                    cursor.refuse("a condition stands behind an equation")
                found = (*previous.conditions, *conditions)
                statements[-1] = replace(previous, conditions=found)
                continue
        given = _condition_in_front(cursor)
        statement = _statement(cursor)
        if given and isinstance(statement, Chain) and not statement.continues:
            statement = replace(statement, conditions=given)
        if isinstance(statement, Chain) and statement.continues and number:
            if not isinstance(previous, Chain) or previous.conditions:
                cursor.refuse(
                    "a row that starts with a relation continues an equation without a condition",
                    at=statement.at,
                )
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


def _condition_in_front(cursor: Cursor) -> tuple[IndexFact, ...]:
    """Read ``\\text{if } i = j:`` in front of an equation."""
    texts = [token.text for token in cursor.tokens]
    if cursor.next.kind != "text" or ":" not in texts:
        return ()
    place = texts.index(":")
    inner = Cursor([*cursor.tokens[:place], Token("end", "", cursor.tokens[place].at)], cursor.tex)
    conditions = condition_part(inner)
    cursor.place = place + 1
    return conditions or ()


def _statement(cursor: Cursor) -> Statement:
    start = cursor.next.at
    if _declares(cursor.tokens):
        third = cursor.tokens[min(2, len(cursor.tokens) - 1)]
        if third.text == r"\{" and cursor.next.kind == "letter":
            conditions = read_conditions(cursor)
            _finish(cursor)
            return IndexRelation(conditions, start)
        return read_declaration(cursor)
    if is_index_relation(cursor) and cursor.next.text in INDEX_LETTERS:
        place = cursor.place
        try:
            conditions = read_conditions(cursor)
            _finish(cursor)
            return IndexRelation(conditions, start)
        except ReadError:
            cursor.place = place
    return _chain(cursor)


def _declares(tokens: list[Token]) -> bool:
    """Whether ``\\in`` stands outside of braces, where it is no limit of a sum."""
    depth = 0
    for token in tokens:
        depth += {"{": 1, "}": -1}.get(token.text, 0) if token.kind == "mark" else 0
        if token.text == r"\in" and not depth:
            return True
    return False


def _finish(cursor: Cursor) -> None:
    if cursor.next.kind == "text":
        cursor.refuse(
            "words are read between statements and before a condition; say it in the text"
        )
    if cursor.sees(")", "]", "}"):
        cursor.refuse("nothing is open that this would close: leave it out, or open it in front")
    if cursor.next.kind != "end":
        cursor.refuse(
            r"write a relation here, or nothing; several statements are separated by \qquad, and a "
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
            cursor.refuse(
                r"relations that are read: =, :=, \neq, <, >, \leq, \geq; say in words what "
                "follows from what; what is approximate is not proved"
            )
        if sign.text not in RELATIONS or sign.kind not in ("mark", "command"):
            _finish(cursor)
        cursor.take()
        signs.append(sign.text)
        sides.append(expression(cursor))
    if not signs:
        cursor.refuse("expected a relation; a display states something")
    if continues and signs[0] == ":=":
        cursor.refuse("a definition starts with the symbol that it defines", at=start)
    return Chain(tuple(sides), tuple(signs), (), continues, start)
