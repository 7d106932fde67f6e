"""Every formula is typeset while the page is built, or the build stops.

Arithmatex (PyMdown Extensions 13.1, generic mode) finds the formulas; this extension replaces
each by MathJax's SVG, with MathML beside it for screen readers: the browser gets finished
mathematics. The glyphs of a page are kept once, at its top. A display that ends in `\\tag{E12}`
becomes an equation with the anchor `E12` and its number at the right margin.
"""

from __future__ import annotations

import html
import re
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from extensions.pages import AtEnd, Page, PageError, page_of, watch
from extensions.typeset.mathjax import BadTeX, Typeset, mathjax

TAG = re.compile(r"\s*\\tag\{(?P<name>[^{}]*)\}\s*\Z")
NAME = re.compile(r"[A-Z]\d+")
CODE = re.compile(
    r"^(?P<fence>[> \t]*(?:`{3,}|~{3,})).*?^(?P=fence)[ \t]*$", re.DOTALL | re.MULTILINE
)


class Formula:
    """A formula that Arithmatex found: its element, its TeX without the tag, and its number."""

    def __init__(self, element: Element) -> None:
        self.element = element
        self.display = element.tag == "div"
        # Arithmatex escapes a display once more than an inline formula.
        text = html.unescape(element.text or "") if self.display else element.text or ""
        self.source = text.removeprefix("\\[").removeprefix("\\(")[:-2].strip()
        tag = TAG.search(self.source)
        self.tex = self.source[: tag.start()] if tag else self.source
        self.name = tag["name"] if tag else None


def formulas_in(root: Element) -> list[Formula]:
    """The formulas of a page, in reading order."""
    return [Formula(el) for el in root.iter() if el.get("class") == "arithmatex" and el.text]


def lines_of(page: Page, formulas: list[Formula]) -> list[int]:
    """The body's line (from 0) on which each formula stands.

    Python-Markdown keeps no lines, so each formula's TeX is looked for in the text of the page,
    from the end of the one before it; code is passed over.
    """
    body = CODE.sub(lambda match: re.sub(r"\S", " ", match[0]), page.body)
    lines, position = [], 0
    for formula in formulas:
        words = formula.source.split()
        # The next line of a display may be indented or quoted, as in a list or an admonition.
        pattern = re.compile(r"[\s>]+".join(map(re.escape, words)))
        match = pattern.search(body, position) or pattern.search(body)
        if match:
            position = match.end()
        lines.append(body.count("\n", 0, match.start() if match else position))
    return lines


class Typesetter(Treeprocessor):
    """Replaces each formula by its drawing."""

    def run(self, root: Element) -> None:
        self.glyphs: dict[str, str] = {}
        page = page_of(self.md)
        formulas = formulas_in(root)
        if not formulas:
            return
        drawn = mathjax.typeset([(formula.tex, formula.display) for formula in formulas])
        names: set[str] = set()
        for k, (formula, result) in enumerate(zip(formulas, drawn, strict=True)):
            fault = _fault(formula, result, names)
            if fault:
                page = page or Page("<a block's output>", "")
                raise page.error(lines_of(page, formulas)[k], *fault)
            assert isinstance(result, Typeset)
            self.glyphs.update(result.glyphs)
            self._put(formula, result)

    def _put(self, formula: Formula, drawn: Typeset) -> None:
        kind = "block" if formula.display else "inline"
        text = self.md.htmlStash.store(
            f'<mjx-container class="math-{kind}">{drawn.svg}'
            f"<mjx-assistive-mml>{drawn.mathml}</mjx-assistive-mml></mjx-container>"
        )
        element = formula.element
        if not formula.display:
            element.set("class", "math")
            element.text = AtomicString(text)
            return
        element.set("class", "equation")
        element.text = None
        marks = list(element)  # What another extension has put beside the formula.
        for mark in marks:
            element.remove(mark)
        box = SubElement(element, "div", {"class": "equation-formula", "tabindex": "0"})
        box.set("role", "group")
        box.set("aria-label", f"Equation {formula.name}" if formula.name else "Equation")
        box.text = AtomicString(text)
        element.extend(marks)
        if formula.name:
            element.set("id", formula.name)
            number = SubElement(
                element, "a", {"class": "equation-number", "href": f"#{formula.name}"}
            )
            number.text = AtomicString(f"({formula.name})")


def _fault(
    formula: Formula, result: Typeset | BadTeX, names: set[str]
) -> tuple[str, str, str] | None:
    """What is wrong with a formula: what was found, what was expected, what to do."""
    if isinstance(result, BadTeX):
        return (
            f"MathJax cannot read this formula: {result}\n    {formula.source}",
            "TeX as MathJax's packages base and ams know it",
            "correct the TeX",
        )
    if formula.name is not None:
        if not (formula.display and NAME.fullmatch(formula.name)):
            return (
                f"a formula has the tag {formula.name}",
                "a capital letter and a number, as in \\tag{E12}, at the end of a display",
                "correct the tag",
            )
        if formula.name in names:
            return (
                f"two equations of the page have the number {formula.name}",
                "each number once",
                "give this one the next free number",
            )
        names.add(formula.name)
    return None


class Glyphs(AtEnd):
    """Puts the outlines of the page's glyphs at its top, each once."""

    def finish(self, page: Page, text: str) -> str:
        glyphs: dict[str, str] = self.md.treeprocessors["typeset"].glyphs  # type: ignore[attr-defined]
        if not glyphs:
            return text
        paths = "".join(f'<path id="{id_}" d="{glyphs[id_]}"/>' for id_ in sorted(glyphs))
        return (
            '<svg class="glyphs" width="0" height="0" aria-hidden="true">'
            f"<defs>{paths}</defs></svg>\n{text}"
        )


class LeftOver(Treeprocessor):
    """Refuses a dollar sign that no formula took, as of a display that Markdown did not see."""

    def run(self, root: Element) -> None:
        page = page_of(self.md)
        if page is None:
            return
        for element in root.iter():
            if element.tag in {"code", "pre"}:
                continue
            for text in (element.text, element.tail):
                if text and "$" in text:
                    raise _stray(page, text)


def _stray(page: Page, text: str) -> PageError:
    words = next(part for part in text.split("\n") if "$" in part)
    clue = words.split("$", 1)[0].strip() or words.strip()
    lines = page.body.split("\n")
    index = next((k for k, line in enumerate(lines) if "$" in line and clue[-20:] in line), 0)
    return page.error(
        index,
        f"a dollar sign that belongs to no formula: {words.strip()[:60]}",
        "a formula between single $, or a display between lines of $$ with blank lines around it",
        "close the formula; a dollar sign that is meant is written \\$ inside code",
    )


class TypesetExtension(Extension):
    def extendMarkdown(self, md: Markdown) -> None:
        watch(md)
        # After inline patterns (20) have found the formulas, before toc (5) reads the headings.
        md.treeprocessors.register(Typesetter(md), "typeset", 11)
        md.treeprocessors.register(LeftOver(md), "typeset-left-over", 12)
        # After raw_html (30).
        md.postprocessors.register(Glyphs(md), "typeset-glyphs", 5)


def makeExtension(**kwargs: Any) -> TypesetExtension:
    return TypesetExtension(**kwargs)
