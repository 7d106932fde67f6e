"""Draws each glyph once, where a page has so many formulas that it would be too large to load.

Elsewhere a formula is one path, or a few, which a browser lays out faster than many references.
"""

from __future__ import annotations

import re
from collections import Counter

from markdown import Markdown

from proofpages.page.names_near import suggestion
from proofpages.page.navigation import docs, pages_below, settings_fault
from proofpages.page.page import Page
from proofpages.page.reading import AtEnd

PATH = re.compile(
    r'<path(?P<look>(?: class="math-\w+")?(?: transform="scale\(1,-1\)")?) d="(?P<d>[^"]*)"/>'
)
GLYPH = re.compile(r"M(?P<x>-?\d+) ?(?P<y>-?\d+)(?P<rest>[^M]*)")
"""A glyph in a path as `typeset.mjs` writes it: where it begins, and what is relative to that."""
ONCE = '<svg class="glyphs" width="0" height="0" aria-hidden="true"><defs>{}</defs></svg>'


class ByReference(AtEnd):
    """Has the paths of the pages that are named refer to glyphs at the end of the page."""

    def __init__(self, md: Markdown, pages: list[str]) -> None:
        super().__init__(md)
        for name in pages:
            if not (docs() / str(name)).is_file():
                found = f"by_reference names {name}, which is no page"
                known = [page.relative_to(docs()).as_posix() for page in pages_below(docs())]
                advice = "correct it" + suggestion(str(name), known)
                raise settings_fault(found, f"a page in {docs().as_posix()}/", advice, str(name))
        self.pages = {(docs() / name).as_posix() for name in pages}

    def finish(self, page: Page, text: str) -> str:
        return shared(text) if page.name in self.pages else text


def shared(html: str) -> str:
    """HTML that draws each glyph of its formulas once, at its end, and refers to it."""
    drawn = Counter(
        glyph["rest"] for path in PATH.finditer(html) for glyph in GLYPH.finditer(path["d"])
    )
    names: dict[str, str] = {}

    def refer(path: re.Match[str]) -> str:
        uses, alone = "", ""
        for glyph in GLYPH.finditer(path["d"]):
            x, y, rest = glyph.groups()
            if drawn[rest] == 1:
                alone += glyph[0]
            else:
                name = names.setdefault(rest, f"glyph-{len(names)}")
                uses += f'<use xlink:href="#{name}" x="{x}" y="{y}"/>'
        alone = alone and f'<path d="{alone}"/>'
        return f"<g{path['look']}>{uses}{alone}</g>"

    text = PATH.sub(refer, html)
    glyphs = (f'<path id="{name}" d="M0 0{rest}"/>' for rest, name in names.items())
    return text + ONCE.format("".join(glyphs)) if names else text
