"""HTML that several parts of the site write. markupsafe escapes whatever is put into it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from functools import lru_cache

from markupsafe import Markup

LINK = Markup('<a href="{}">{}</a>')
CODE = Markup("<code>{}</code>")


def joined(parts: Iterable[str], between: str = "") -> Markup:
    """Parts one behind the other; what is no Markup among them is escaped."""
    return Markup(between).join(parts)


def address(page: str, target: str, anchor: str | None = None) -> str:
    """Where a link in one page's Markdown leads; the generator makes a real address of it.

    Args:
        page: The name of the page that the link stands on.
        target: The name of the page that it leads to.
        anchor: The place on that page; None for its top.
    """
    place = f"#{anchor}" if anchor else ""
    if target == page and place:
        return place
    return _way(posixpath.dirname(page), target) + place


@lru_cache(maxsize=4096)  # An index links to the same few pages again and again.
def _way(folder: str, target: str) -> str:
    return posixpath.relpath(target, folder)
