"""How a name that is not known may have been meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def suggestion(word: str, known: Iterable[str], likeness: float = 0.6) -> str:
    """The name that is near, as the end of a sentence; empty where none is."""
    near = get_close_matches(word.lower(), known, n=1, cutoff=likeness)
    return f"; {near[0]} is near it" if near else ""
