"""Reading the limits of a sum."""

from __future__ import annotations

from dataclasses import dataclass, field

from proofpages.equations.tex.cursor import Cursor


@dataclass
class Limits:
    """The summed indices, what each of them leaves out, and the size they run to if it is given."""

    indices: list[str] = field(default_factory=list)
    excluded: dict[str, list[str]] = field(default_factory=dict)
    size: str | None = None


def sum_limits(cursor: Cursor, start: int) -> Limits:
    """Read ``_k``, ``_{k=1}^K``, ``_{i \\neq j}`` or ``_{i, j}``."""
    limits = Limits()
    lower: list[tuple[str, bool]] | None = None
    while cursor.sees("_", "^"):
        if cursor.skip("^"):
            if limits.size is not None:
                cursor.refuse("one upper limit only")
            limits.size = _upper_limit(cursor)
        else:
            cursor.take()
            if lower is not None:
                cursor.refuse("one lower limit only")
            lower = _lower_limit(cursor, limits.excluded)
    if not lower:
        cursor.refuse(r"a sum needs its index, as in \sum_k or \sum_{i=1}^K", at=start)
    started = any(explicit for _, explicit in lower)
    if started != (limits.size is not None) or (started and len(lower) > 1):
        cursor.refuse(r"write \sum_k, or both limits for one index: \sum_{k=1}^K", at=start)
    limits.indices = [index for index, _ in lower]
    return limits


def _upper_limit(cursor: Cursor) -> str:
    braced = cursor.skip("{")
    token = cursor.take()
    if token.kind != "letter" or not token.text.isupper() or (braced and not cursor.skip("}")):
        cursor.refuse("a sum ends at a size, as in ^K: all the indices there are", at=token.at)
    return token.text


def _lower_limit(cursor: Cursor, excluded: dict[str, list[str]]) -> list[tuple[str, bool]]:
    """Read ``k``, ``{k}``, ``{k=1}``, ``{i \\neq j}`` or several of them with commas."""
    hint = r"below a sum are read: k, k=1, i \neq j, and several with commas"
    if not cursor.skip("{"):
        token = cursor.take()
        if token.kind != "letter":
            cursor.refuse(hint, at=token.at)
        return [(token.text, False)]
    found: list[tuple[str, bool]] = []
    while True:
        token = cursor.take()
        if token.kind != "letter":
            cursor.refuse(hint, at=token.at)
        index, explicit = token.text, False
        if cursor.skip(r"\neq"):
            other = cursor.take()
            if other.kind not in ("letter", "number") or other.text == index:
                cursor.refuse(hint, at=other.at)
            excluded.setdefault(index, []).append(other.text)
        elif cursor.skip("="):
            if cursor.next.text != "1":
                cursor.refuse("a sum starts at 1")
            cursor.take()
            explicit = True
        known = [name for name, _ in found]
        if index not in known:
            found.append((index, explicit))
        elif explicit:
            cursor.refuse(hint, at=token.at)
        if cursor.skip("}"):
            return found
        cursor.expect(",", f"; {hint}")
