"""Formulas as MathML without Node: what browsers draw by themselves, by the library math-core.

As an extension it draws the formulas of a page so; `proofpages.typeset` draws them finer, and wants
Node. Where a page's formulas are drawn by neither, the checker still asks this module what a reader
of the TeX would see.
"""

from __future__ import annotations

import html
import re
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString
from math_core import LatexError, LatexToMathML

from proofpages.page.chains import DISTANCE
from proofpages.page.faults import all_of
from proofpages.page.options import WithOptions
from proofpages.page.reading import reading_of, watch

PRIORITY = 11  # After the formulas have been decided (13), as proofpages.typeset does it.
ENTITY = re.compile(r"&(?!(?:lt|gt|amp|quot);)\w+;")
INSTEAD = (
    (re.compile(r"\\(?:begin|end)\{(?:equation|displaymath)\*?\}"), ""),
    (re.compile(r"\\(begin|end)\{(?:split|align|eqnarray)\*?\}"), r"\\\1{aligned}"),
    (re.compile(r"\\(begin|end)\{gather\*?\}"), r"\\\1{gathered}"),
    (re.compile(r"\\boldsymbol\{(\d+)\}"), r"\\mathbf{\1}"),
    (re.compile(rf"\\\\{DISTANCE}"), r"\\\\"),
)
"""As math-core has them in a formula: environments that number displays, a bold number, the end of
a row, behind which it draws a distance as a formula."""
DIFFERENCES = (
    # A function in the second cell of a row is taken for an operator.
    (re.compile(r"<mo\b[^>]*>([a-z]{2,})</mo>"), "<mi>\\1</mi><mo>\N{FUNCTION APPLICATION}</mo>"),
    (re.compile(r"<mo\b[^>]*>:</mo><mo\b[^>]*>=</mo>"), "<mo>:=</mo>"),
    (re.compile("<mi>ℝ</mi>"), '<mi mathvariant="double-struck">R</mi>'),
    (re.compile(r"<mi>\.</mi>"), "<mo>.</mo>"),
    (re.compile(r"(?:<mo\b[^>]*>\.</mo>){3}"), "<mo>…</mo>"),
    (re.compile(r'<mspace style="margin-left:(-[\d.]+em);"/>'), r'<mspace width="\1"/>'),
)
"""What math-core 0.9 writes otherwise than MathJax, for what looks the same."""

_converter = LatexToMathML(fancy_error=False)


def mathml(formulas: list[tuple[str, bool]]) -> list[str]:
    """The MathML of formulas, each given as its TeX and whether it is displayed.

    Written as MathJax writes it, where the two differ. Empty for what math-core cannot read.
    """
    return [_as_mathjax(drawn_by_browsers(tex, display)) for tex, display in formulas]


def drawn_by_browsers(tex: str, display: bool) -> str:
    """MathML for a page; empty for what math-core cannot read."""
    for pattern, instead in INSTEAD:
        tex = pattern.sub(instead, tex)
    try:
        text = _converter.convert_with_local_state(tex, displaystyle=display)
    except LatexError:
        return ""
    return ENTITY.sub(lambda entity: html.unescape(entity[0]), text)


def _as_mathjax(text: str) -> str:
    for pattern, instead in DIFFERENCES:
        text = pattern.sub(instead, text)
    return text


class Drawer(Treeprocessor):
    """Replaces each formula by its MathML, and puts its number and marks beside it."""

    def run(self, root: Element) -> None:
        reading = reading_of(self.md)
        formulas = reading.formulas
        texts = [drawn_by_browsers(found.shown, found.display) for found in formulas]
        faults = [
            reading.page.error(
                found.index,
                f"this formula cannot be drawn: {found.source}",
                "TeX that math-core knows",
                "write it in another way, or draw the formulas by proofpages.typeset",
            )
            for found, text in zip(formulas, texts, strict=True)
            if not text
        ]
        if faults:
            raise all_of(faults)
        for found, text in zip(formulas, texts, strict=True):
            found.element.attrib.pop("data-copied", None)
            found.element.set("class", "equation" if found.display else "math")
            found.element.text = AtomicString(self.md.htmlStash.store(text))
            if found.name:
                found.element.set("id", found.name)
                number = Element("a", {"class": "equation-number", "href": f"#{found.name}"})
                number.text = AtomicString(f"({found.name})")
                found.element.insert(0, number)


class MathMLExtension(WithOptions):
    def extendMarkdown(self, md: Markdown) -> None:
        watch(md)
        md.treeprocessors.register(Drawer(md), "mathml", PRIORITY)


def makeExtension(**kwargs: Any) -> MathMLExtension:
    return MathMLExtension(**kwargs)
