"""Reading a name with its indices, and an integer exponent."""

from __future__ import annotations

from proofpages.equations.tex.alphabet import ACCENTS, GREEK
from proofpages.equations.tex.cursor import Cursor
from proofpages.equations.tex.tokens import Token
from proofpages.equations.tree import Symbol

MAX_EXPONENT = 12


def integer_exponent(cursor: Cursor) -> int:
    """Read ``^2`` or ``^{-1}``."""
    start = cursor.expect("^", "before an exponent").at
    hint = "an exponent is an integer, as in v^2 or v^{-1}; only e takes others"
    braced = cursor.skip("{")
    negative = braced and cursor.skip("-")
    token = cursor.next
    if token.kind != "number" or not token.text.isdigit() or (not braced and len(token.text) > 1):
        cursor.refuse(hint)
    cursor.take()
    if braced and not cursor.skip("}"):
        cursor.refuse(hint)
    value = int(token.text)
    if value > MAX_EXPONENT:
        cursor.refuse(f"exponents up to {MAX_EXPONENT} are read", at=start)
    return -value if negative else value


def bare_name(cursor: Cursor) -> Token:
    """Read a letter or an accented one, such as ``\\hat{y}``, as one token."""
    token = cursor.take()
    if token.text not in ACCENTS or token.kind != "command":
        return token
    letters = ""
    braced = cursor.skip("{")
    while cursor.next.kind == "letter" or (
        cursor.next.kind == "command" and cursor.next.text in GREEK
    ):
        letters += cursor.take().text
        if not braced:
            break
    if not letters or (braced and not cursor.skip("}")):
        cursor.refuse(f"expected letters in braces after {token.text}")
    return Token("letter", f"{token.text}{{{letters}}}", token.at)


def symbol(cursor: Cursor) -> Symbol:
    """Read a name and the indices below it, without an exponent."""
    token = cursor.next
    if not (token.kind == "letter" or (token.kind == "command" and token.text in GREEK | ACCENTS)):
        cursor.refuse("expected a symbol")
    token = bare_name(cursor)
    if token.text == "e":
        cursor.refuse("the letter e is the base of e^{…}; use another letter", at=token.at)
    return Symbol(token.text, subscript(cursor), token.at)


def subscript(cursor: Cursor) -> tuple[str, ...]:
    """Read the indices below a symbol, if there are any."""
    if not cursor.skip("_"):
        return ()
    if not cursor.skip("{"):
        token = cursor.next
        if token.kind != "letter" and (token.kind != "number" or len(token.text) > 1):
            cursor.refuse("an index is a letter or a digit; write more of them in braces")
        cursor.take()
        return (token.text,)
    indices: list[str] = []
    while not cursor.skip("}"):
        token = cursor.next
        if indices and cursor.skip(","):
            token = cursor.next
        if token.kind != "letter" and not (token.kind == "number" and token.text.isdigit()):
            cursor.refuse("an index is a letter or a number, as in _{ij} or _{1,2}")
        indices.append(cursor.take().text)
    if not indices:
        cursor.refuse("the index is empty")
    return tuple(indices)


def refuse_application(cursor: Cursor, tree: Symbol, start: int) -> None:
    """Refuse ``L(z)``: a parenthesis around one symbol or number, right behind a symbol."""
    place = cursor.place
    group = cursor.open_group()
    if group is None:
        return
    if cursor.sees("-"):
        cursor.place = place
        return
    inner = cursor.next
    if inner.kind in ("letter", "number") or inner.text in GREEK | ACCENTS:
        if inner.kind == "number":
            cursor.take()
        elif inner.text != "e":
            symbol(cursor)
        closed = cursor.sees(group[0]) or (group[1] and cursor.sees(r"\right"))
        if closed or cursor.sees(",", ";"):
            cursor.refuse(
                r"it could be a function or a product: write \cdot for a product, and a function "
                "without its argument",
                f"found {tree.name!r} in front of a parenthesis that holds one symbol",
                cursor.tokens[start].at,
            )
    cursor.place = place
