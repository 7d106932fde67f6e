"""How large and how deep a page may be: beyond it, Python-Markdown 3.11 takes minutes, or ends in a
recursion, and names no line."""

from __future__ import annotations

import re

from proofpages.page.faults import PageError
from proofpages.page.fences import prose
from proofpages.page.page import Page

MARKERS = re.compile(r"(?:[ \t]*(?:[>*+-]|\d+[.)])(?=[ \t>]))+")
MARKER = re.compile(r"[>*+-]|\d+[.)]")
OPENED = re.compile(r"<(/?)(?:div|section|details|blockquote|ul|ol|table)\b", re.IGNORECASE)

LETTERS = 500_000
"""Of a page."""
IN_A_LINE = 20_000
BRACKETS = 300
"""Of one kind in a paragraph, in which Markdown looks for links and emphasis."""
DEEP = 40
"""Lists in lists, quotations in quotations, HTML in HTML."""


def see_size(page: Page) -> None:
    """Refuse a page that is beyond these limits.

    Raises:
        PageError: for the first line that is.
    """
    if len(page.body) > LETTERS:
        raise _fault(page, 0, f"the page has {len(page.body):,} letters", f"{LETTERS:,} at most")
    text = prose(page)
    open_, counts = 0, {sign: 0 for sign in "[*_`" if text.count(sign) > BRACKETS}
    for index, line in enumerate(text.split("\n")):
        if len(line) > IN_A_LINE:
            found = f"a line of {len(line):,} letters"
            raise _fault(page, index, found, f"{IN_A_LINE:,} at most")
        counts = {sign: (counts[sign] + line.count(sign)) * bool(line.strip()) for sign in counts}
        for sign, count in counts.items():
            if count > BRACKETS:
                found = f"more than {BRACKETS} times {sign} in a paragraph"
                raise _fault(page, index, found, "fewer")
        markers = MARKERS.match(line)
        indented = (len(line) - len(line.lstrip(" \t"))) // 4
        deep = max(len(MARKER.findall(markers[0])) if markers else 0, indented * bool(line.strip()))
        open_ += sum(-1 if tag[1] else 1 for tag in OPENED.finditer(line))
        if max(deep, open_) > DEEP:
            what = "lists or quotations" if deep > DEEP else "elements of HTML"
            raise _fault(page, index, f"more than {DEEP} {what} in one another", "fewer")


def _fault(page: Page, index: int, found: str, expected: str) -> PageError:
    return page.error(index, found, expected, "split it")
