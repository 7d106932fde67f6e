"""Reading declarations, such as ``z, y \\in \\mathbb{R}^K``."""

from __future__ import annotations

from dataclasses import dataclass, field

from proofpages.equations.tex.cursor import Cursor
from proofpages.equations.tex.names_and_indices import bare_name, symbol
from proofpages.equations.tree import Symbol


@dataclass(frozen=True, slots=True)
class Declaration:
    """Names of variables with the sizes that their indices run to; none for a scalar."""

    names: tuple[str, ...]
    sizes: tuple[str, ...]
    positive: bool
    at: int = field(default=0, compare=False)


def read_declaration(cursor: Cursor) -> Declaration:
    """Read names, ``\\in`` and a set of real numbers, vectors or matrices."""
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
    if cursor.next.kind != "end":
        cursor.refuse("a declaration ends behind its set; separate several with \\qquad")
    if indexed != {0}:
        if sizes:
            cursor.refuse(
                "declare a vector without an index, or its entries in \\mathbb{R}", at=start
            )
        sizes = ("",) * indexed.pop()
    return Declaration(tuple(item.name for item in symbols), sizes, positive, start)


def _sizes(cursor: Cursor, hint: str, known: tuple[str, ...]) -> tuple[str, ...]:
    found: list[str] = []
    braced = cursor.skip("{")
    while True:
        place = cursor.next.at
        token = bare_name(cursor)
        if (
            known
            or token.kind != "letter"
            or (token.text[0] == "\\" and "mathcal" not in token.text)
        ):
            cursor.refuse(hint, at=place)
        found.append(token.text)
        if not braced:
            return tuple(found)
        if cursor.skip("}"):
            return tuple(found)
        cursor.expect(r"\times", f"; {hint}")
