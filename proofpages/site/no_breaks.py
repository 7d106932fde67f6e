"""Keeps a short formula that is written as text, such as p − y or (1/6, 1/3, 1/2), on one line.

The blanks around its sign or behind its commas, or the end of a line there, become no-break spaces,
in all of a page but code and attributes. Code within a sentence has its breaks, too: `-inf` has
none, and a long call, which would break within a word or widen a table, may break behind a bracket,
an equals sign or a stop.
"""

from __future__ import annotations

import re
from typing import Any

from markdown import Markdown

from proofpages.page.options import WithOptions
from proofpages.page.page import Page
from proofpages.page.reading import AtEnd, watch

SHORT = re.compile(
    r"(?<![\w.,])([\w()Σ∂]{1,4})\s(−|\+|=|≠|≤|≥|·|×|&lt;|&gt;)\s(?=−?[\w()Σ∂]{1,4}(?!\w))"
)
LISTED = re.compile(r"\((?:−?[\d./]{1,6},\s){1,3}−?[\d./]{1,6}\)")
"""Up to four numbers, in parentheses."""
KEPT = re.compile(
    r"(<(pre|code|script|style|svg|math)\b(?:[^<]+|<(?!/\2>))*+</\2>|<[^>]*>)"  # Tag by tag.
)
SIGN = re.compile("[−+=≠≤≥·×&]")
"""One of those in `SHORT`."""
SHORT_CODE = re.compile(r"<code>(?=-[^\s<]{1,7}</code>)")
LONG_CODE = re.compile(r"<code>[^\s<]{16,}</code>")
AFTER = re.compile(r"(?<=[(.=])(?=[A-Za-z0-9\[\"'])")
LEAST = len("p − y")
NO_BREAK = "\N{NO-BREAK SPACE}"


class NoBreaks(AtEnd):
    """Glues the parts of a short formula in the text of a page."""

    def finish(self, page: Page, text: str) -> str:
        return glued(text)


def glued(html: str) -> str:
    """HTML with no break inside a short formula."""
    parts = KEPT.split(html)
    # Of three parts, the first is text, the second a tag or what is kept, the third its name.
    parts[::3] = [_glued(part) if len(part) >= LEAST else part for part in parts[::3]]
    parts[1::3] = [_code(part) if part.startswith("<code>") else part for part in parts[1::3]]
    del parts[2::3]
    return "".join(parts)


def _glued(text: str) -> str:
    if SIGN.search(text):
        text = SHORT.sub(rf"\1{NO_BREAK}\2{NO_BREAK}", text)
    return LISTED.sub(lambda found: re.sub(r"\s", NO_BREAK, found[0]), text)


def _code(element: str) -> str:
    if LONG_CODE.fullmatch(element):
        return AFTER.sub("<wbr>", element)
    return SHORT_CODE.sub("<code data-whole>", element)


class NoBreaksExtension(WithOptions):
    def extendMarkdown(self, md: Markdown) -> None:
        watch(md)
        md.postprocessors.register(NoBreaks(md), "no-breaks", -110)


def makeExtension(**kwargs: Any) -> NoBreaksExtension:
    return NoBreaksExtension(**kwargs)
