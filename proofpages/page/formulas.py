"""The formulas of a page, as Arithmatex (PyMdown Extensions, generic mode) leaves them."""

from __future__ import annotations

import html
import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from pymdownx.arithmatex import BlockArithmatexProcessor, InlineArithmatexPattern

NUMBER = re.compile(r"\\tag\{(?P<name>[^{}]*)\}")
TAG = re.compile(rf"\s*{NUMBER.pattern}\s*\Z")
NAME = re.compile(r"[A-Z]?\d+")
WRITTEN = "data-written"
"""The attribute of a display with what stands for it on the page, where that is not its TeX."""


class Found:
    """A formula on a page.

    Attributes:
        element: The element that holds it: a `div` for a display, else a `span`.
        display: Whether it is displayed.
        source: Its TeX as written, without the dollar signs.
        tex: The same without its `\\tag`.
        written: What stands for it on the page: its source, or the row of a chain.
        lead: The left side that is put before a display which goes on from the one above it, as
            TeX; None if it has its own.
        copied: Whether it was copied from another page, where it is checked.
        name: What stands in the `\\tag`, such as E12; None without one.
        index: The body's line (from 0) on which it stands.
        origin: File and line of an included snippet that it comes from; None if the page's own.
    """

    index: int
    origin: str | None
    lead: str | None = None

    def __init__(self, element: Element) -> None:
        self.element = element
        self.display = element.tag == "div"
        self.copied = element.get("data-copied") is not None
        # Arithmatex escapes a display once more than an inline formula.
        text = html.unescape(element.text or "") if self.display else element.text or ""
        self.source = text.removeprefix("\\[").removeprefix("\\(")[:-2].strip()
        self.written = element.attrib.pop(WRITTEN, self.source)
        tag = TAG.search(self.source)
        self.tex = self.source[: tag.start()] if tag else self.source
        self.name = tag["name"] if tag else None

    @property
    def shown(self) -> str:
        """The TeX that is drawn."""
        return f"{self.lead} {self.tex}" if self.lead else self.tex


def wrong_number(found: Found) -> tuple[str, str, str] | None:
    """What is wrong with the number of a formula: what was found, what was expected, what to do."""
    if r"\tag" in found.tex:
        wrong = "a formula has a tag that is not the last in it, and alone"
    elif found.name is None or (found.display and NAME.fullmatch(found.name)):
        return None
    else:
        wrong = f"a formula has the tag {found.name}"
    expected = "a number, as in \\tag{12} or \\tag{E12}, at the end of a display"
    return wrong, expected, "correct the tag"


def is_formula(element: Element) -> bool:
    """Whether Arithmatex has made the element; an attribute list may add a class of its own."""
    return "arithmatex" in element.get("class", "").split() and bool(element.text)


def can_reach(md: Markdown) -> bool:
    """Whether Arithmatex is there and marks formulas so that they are found."""
    names = "arithmatex-inline", "arithmatex-block"
    if names[0] not in md.inlinePatterns or names[1] not in md.parser.blockprocessors:
        return False
    inline: InlineArithmatexPattern = md.inlinePatterns[names[0]]
    block: BlockArithmatexProcessor = md.parser.blockprocessors[names[1]]
    return (inline.generic, inline.wrap, inline.inline_tag) == (True, r"\({}\)", "span") and (
        (block.generic, block.wrap, block.block_tag) == (True, r"\[{}\]", "div")
    )
