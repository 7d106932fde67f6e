"""A cursor at the start of a text."""

from __future__ import annotations

from proofpages.equations.tex.cursor import Cursor
from proofpages.equations.tex.tokens import tokenize


def cursor(tex: str) -> Cursor:
    return Cursor(tokenize(tex), tex)
