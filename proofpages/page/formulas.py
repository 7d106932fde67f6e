"""The formulas of a page, as Arithmatex (PyMdown Extensions 13.1, generic mode) leaves them."""

from __future__ import annotations

import html
import re
from xml.etree.ElementTree import Element

from proofpages.page.page import Page

TAG = re.compile(r"\s*\\tag\{(?P<name>[^{}]*)\}\s*\Z")
CODE = re.compile(r"(?ms)^(?P<fence>[> \t]*(?:`{3,}|~{3,})).*?^(?P=fence)[ \t]*$")


class Found:
    """A formula on a page.

    Attributes:
        element: The element that holds it: a `div` for a display, else a `span`.
        display: Whether it is displayed.
        source: Its TeX as written, without the dollar signs.
        tex: The same without its `\\tag`.
        copied: Whether it was copied from another page, where it is checked.
        name: What stands in the `\\tag`, such as E12; None without one.
    """

    def __init__(self, element: Element) -> None:
        self.element = element
        self.display = element.tag == "div"
        self.copied = element.get("data-copied") is not None
        # Arithmatex escapes a display once more than an inline formula.
        text = html.unescape(element.text or "") if self.display else element.text or ""
        self.source = text.removeprefix("\\[").removeprefix("\\(")[:-2].strip()
        tag = TAG.search(self.source)
        self.tex = self.source[: tag.start()] if tag else self.source
        self.name = tag["name"] if tag else None


def without_code(body: str) -> str:
    """The text of a page with its fenced code blanked out, place for place."""
    return CODE.sub(lambda match: re.sub(r"\S", " ", match[0]), body)


def is_formula(element: Element) -> bool:
    # An attribute list behind a formula may add a class of its own.
    return "arithmatex" in element.get("class", "").split() and bool(element.text)


def formulas_in(root: Element) -> list[Found]:
    """The formulas below an element, in reading order."""
    return [Found(element) for element in root.iter() if is_formula(element)]


def lines_of(page: Page, formulas: list[Found]) -> list[int]:
    """The body's line (from 0) on which each formula stands.

    Python-Markdown keeps no lines, so each formula's TeX is looked for in the text of the page,
    from the end of the one before it; code is passed over.
    """
    body = without_code(page.body)
    lines, position = [], 0
    for formula in formulas:
        # The next line of a display may be indented or quoted, as in a list or an admonition.
        words = map(re.escape, formula.source.split())
        pattern = re.compile(r"[\s>]+".join(words))
        match = pattern.search(body, position) or pattern.search(body)
        if match:
            position = match.end()
        lines.append(body.count("\n", 0, match.start() if match else position))
    return lines
