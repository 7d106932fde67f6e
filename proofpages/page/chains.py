"""A chain of equations: one display whose rows have numbers, each row a formula of its own.

    \\begin{align}
    L &= a \\tag{E13} \\\\
      &= b && \\text{why} \\tag{E14}
    \\end{align}

Each row becomes a display, as if it stood between its own dollar signs; from the second on it goes
on from the row above. The text behind `&&` is shown above its row.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, SubElement

from markdown.util import AtomicString

from proofpages.page.formulas import NUMBER, TAG, WRITTEN, is_formula

CHAIN = re.compile(r"\A\s*\\begin\{align\}(?P<rows>.*)\\end\{align\}\s*\Z", re.DOTALL)
LIKELY = re.compile(r"(?<![\\$])(?P<sign>\$\$?)(?!\$)(?P<tex>.+?)(?<!\\)(?P=sign)", re.DOTALL)
WHY = re.compile(r"&&\s*\\text\{(?P<text>[^{}$]*)\}")
DISTANCE = r"\s*\[\s*-?[0-9.]+\s*(?:pt|mm|cm|in|em|ex|mu)\s*\]"
"""What may stand behind the end of a row, for the space below it."""
PARTS = re.compile(
    rf"\\(?P<edge>begin|end)\{{\w+\*?\}}|(?P<row>\\\\(?:{DISTANCE})?)|\\.", re.DOTALL
)


def split_chains(root: Element) -> None:
    """Replace each display that is a chain by its rows, in an element that holds them all."""
    for parent in list(root.iter()):
        for place, element in enumerate(list(parent)):
            if element.tag != "div" or not is_formula(element):
                continue
            source = html.unescape(element.text or "").removeprefix("\\[").removesuffix("\\]")
            if rows := _rows_of(source):
                parent[place] = _chain(element, rows)


def likely_formulas(text: str) -> Iterator[tuple[str, bool]]:
    """What is likely to be a formula in a text: its TeX without number, and whether displayed.

    Markdown alone decides what is one, and this is for who begins work on it before.
    """
    for match in LIKELY.finditer(text):
        display = match["sign"] == "$$"
        rows = [_tex_of(row) for row in _rows_of(match["tex"])] if display else []
        for tex in rows or [match["tex"].strip()]:
            yield TAG.sub("", tex), display


def _rows_of(source: str) -> list[str]:
    """The rows of a display that is a chain; none of another."""
    chain = CHAIN.match(source)
    rows = list(_rows(chain["rows"])) if chain else []
    return rows if sum(bool(NUMBER.search(row)) for row in rows) > 1 else []


def _tex_of(row: str) -> str:
    """The formula of a row."""
    return WHY.sub("", row).replace("&", "", 1).strip()


def _chain(display: Element, rows: list[str]) -> Element:
    chain = Element("div", {"class": "chain"})
    chain.tail = display.tail
    for row in rows:
        why = WHY.search(row)
        if why:
            SubElement(chain, "p", {"class": "chain-why"}).text = AtomicString(why["text"].strip())
        shown = SubElement(chain, "div", {"class": "arithmatex", WRITTEN: row.strip()})
        shown.text = AtomicString(html.escape(f"\\[{_tex_of(row)}\\]", quote=False))
    return chain


def _rows(source: str) -> Iterator[str]:
    """The rows of an environment; those of one inside it stay together."""
    depth = start = 0
    for part in PARTS.finditer(source):
        depth += {"begin": 1, "end": -1}.get(part["edge"], 0)
        if part["row"] and not depth:
            yield source[start : part.start()]
            start = part.end()
    if source[start:].strip():
        yield source[start:]
