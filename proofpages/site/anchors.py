"""Lets the generator see the anchors and links in what a fence has made.

MkDocs 1.6 and Zensical check anchors, and make addresses of links to pages, in the tree of a page;
SuperFences (PyMdown Extensions) keeps the HTML of a fence out of the tree until the end. HTML
with an anchor or a link to a page is put into the tree here.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element, ParseError, fromstring

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE

from proofpages.page.options import WithOptions
from proofpages.page.page import Page
from proofpages.page.reading import AtEnd, watch

SEEN = re.compile(r' id="| href="[^":]*\.md[#"]')
DRAWING = re.compile(r"<svg\b(?:[^<]+|<(?!/svg>))*+</svg>")
"""Most of a page are outlines, which are passed over in one go and not sign by sign."""
HREF = re.compile(r"(<(?:a|use)\b[^>]*?) href=")
COPIED = re.compile(r" data-copied=")


class Anchors(Treeprocessor):
    """Replaces a paragraph that stands for made HTML by its elements."""

    def __init__(self, md: Markdown, wanted: re.Pattern[str]) -> None:
        super().__init__(md)
        self.wanted = wanted

    def run(self, root: Element) -> None:
        for parent in root.iter():
            for k, child in enumerate(parent):
                match = HTML_PLACEHOLDER_RE.fullmatch((child.text or "").strip())
                if child.tag != "p" or not match or len(child):
                    continue
                made = self.md.htmlStash.rawHtmlBlocks[int(match[1])]
                if isinstance(made, str) and self.wanted.search(made):
                    try:
                        element = fromstring(made)
                    except ParseError:
                        continue  # Not ours: HTML that is no XML stays as it is.
                    element.tail = child.tail
                    parent[k] = element


class OldLinks(AtEnd):
    """Writes `xlink:href` in drawings: Material sets the property `href`, read-only there."""

    def finish(self, page: Page, text: str) -> str:
        return DRAWING.sub(_with_old_links, text)


def _with_old_links(drawing: re.Match[str]) -> str:
    html = drawing[0]
    return HREF.sub(r"\1 xlink:href=", html) if " href=" in html else html


class AnchorsExtension(WithOptions):
    def extendMarkdown(self, md: Markdown) -> None:
        watch(md)
        md.postprocessors.register(OldLinks(md), "anchors-old-links", -90)
        # After prettify (10), which would change what is preformatted; MkDocs looks at 5.
        md.treeprocessors.register(Anchors(md, SEEN), "anchors", 9)
        # Formulas in what a fence has made: before proofpages.typeset (14).
        md.treeprocessors.register(Anchors(md, COPIED), "anchors-copied", 16)


def makeExtension(**kwargs: Any) -> AnchorsExtension:
    return AnchorsExtension(**kwargs)
