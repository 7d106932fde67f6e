"""Reading the limits of a sum or product."""

from __future__ import annotations

from dataclasses import dataclass, field

from proofpages.equations.tex.cursor import Cursor
from proofpages.equations.tex.names_and_indices import bare_name, index, name_comes


@dataclass
class Limits:
    """The indices, what each of them leaves out, and the size they run to if it is given.

    Without any limits there is one index without a name. `first` is where they are
    written to begin, or empty.
    """

    indices: list[str] = field(default_factory=list)
    excluded: dict[str, list[str]] = field(default_factory=dict)
    size: str | None = None
    first: str = "1"
    less: bool = False
    """Whether the upper limit is a size less 1."""


def sum_limits(cursor: Cursor, start: int, kind: str = r"\sum") -> Limits:
    """Read ``_k``, ``_{k=1}^K``, ``_{k=0}^{K-1}``, ``_{i \\neq j}``, ``_{i, j}``,
    ``_{k \\in \\mathcal{V}}`` or nothing."""
    limits = Limits()
    lower: list[tuple[str, bool]] | None = None
    while cursor.sees("_", "^"):
        if cursor.skip("^"):
            if limits.size is not None:
                cursor.refuse("one upper limit only")
            _upper_limit(cursor, limits)
        else:
            cursor.take()
            if lower is not None:
                cursor.refuse("one lower limit only")
            lower = _lower_limit(cursor, limits)
    if lower is None:
        if limits.size is not None:
            cursor.refuse(rf"a sum needs its index, as in {kind}_{{i=1}}^K", at=start)
        limits.indices = [""]
        return limits
    started = any(explicit for _, explicit in lower)
    if (started and limits.size is None) or (limits.size is not None and len(lower) > 1):
        cursor.refuse(rf"write {kind}_k, or both limits for one index: {kind}_{{k=1}}^K", at=start)
    if (limits.first == "0") != limits.less:
        cursor.refuse(
            rf"a sum runs over a whole range: from 1 to K, or from 0 to K - 1; {kind}_{{k=1}}^K",
            at=start,
        )
    if not started:
        limits.first = ""
    limits.indices = [name for name, _ in lower]
    return limits


def _upper_limit(cursor: Cursor, limits: Limits) -> None:
    braced = cursor.skip("{")
    token = cursor.take()
    hint = "a sum ends at a size, as in ^K: all the indices there are"
    if token.text == "}":
        cursor.refuse("leave out a limit that is empty", at=token.at)
    if token.kind != "letter":
        cursor.refuse(hint, at=token.at)
    if braced and cursor.skip("-"):
        if cursor.take().text != "1":
            cursor.refuse(hint, at=token.at)
        limits.less = True
    if braced and not cursor.skip("}"):
        cursor.refuse(hint, at=token.at)
    limits.size = token.text


def _set(cursor: Cursor) -> str:
    """Read the name of the set that a sum runs over."""
    hint = (
        r"a sum runs over all indices of a size, which is named by one letter, as in "
        r"\sum_{k \in \mathcal{V}}, and declared with a vector"
    )
    token = cursor.next
    if not name_comes(cursor):
        cursor.refuse(hint)
    name = bare_name(cursor).text
    if not cursor.sees("}", ","):
        cursor.refuse(hint, at=token.at)
    return name


def _lower_limit(cursor: Cursor, limits: Limits) -> list[tuple[str, bool]]:
    """Read ``k``, ``{k}``, ``{k=1}``, ``{i \\neq j}`` or several of them with commas."""
    hint = r"below a sum are read: k, k=1, i \neq j, and several with commas"
    if not cursor.skip("{"):
        token = cursor.take()
        if token.kind != "letter":
            cursor.refuse(hint, at=token.at)
        return [(token.text, False)]
    found: list[tuple[str, bool]] = []
    while True:
        token = cursor.next
        if token.kind != "letter":
            cursor.refuse(hint)
        name, explicit = index(cursor, hint), False
        excludes = cursor.skip(r"\neq")
        if excludes:
            other = cursor.next
            excluded = index(cursor, hint)
            if excluded == name:
                cursor.refuse(hint, at=other.at)
            limits.excluded.setdefault(name, []).append(excluded)
        elif limits.excluded and name not in limits.excluded:
            cursor.refuse(
                r"whether this index is summed over is not certain; write k \neq i, k \neq j, or "
                "two sums",
                at=token.at,
            )
        elif cursor.skip(r"\in"):
            if limits.size is not None:
                cursor.refuse(hint)
            limits.size = _set(cursor)
            explicit = True
        elif cursor.skip("="):
            if cursor.next.text not in ("0", "1"):
                cursor.refuse("a sum starts at 1, or at 0")
            limits.first = cursor.take().text
            explicit = True
        known = [name for name, _ in found]
        if name not in known:
            found.append((name, explicit))
        elif not excludes:
            cursor.refuse(hint, at=token.at)
        if cursor.skip("}"):
            return found
        cursor.expect(",", f"; {hint}")
