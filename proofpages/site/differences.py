"""A hook of MkDocs, which keeps a short difference, such as p − y, on one line."""

from __future__ import annotations

import re
from typing import Any

DIFFERENCE = re.compile(r"\b(\w)\s−\s(\w)\b(?![^<]*>)")
"""Two single letters or digits with a minus between them, and not in a tag."""


def on_page_content(html: str, **_: Any) -> str:
    """Put spaces at which no line ends."""
    return DIFFERENCE.sub("\\1\N{NO-BREAK SPACE}−\N{NO-BREAK SPACE}\\2", html)
