"""What Markdown has left as text, and was meant as a formula, a table, a link or an address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from markdown.util import ETX, STX

KEPT = re.compile(f"{STX}[^{ETX}]*{ETX}")
"""What Python-Markdown has put something else for."""
ESCAPED_DOLLAR = f"{STX}{ord('$')}{ETX}"
"""How it keeps a dollar sign behind a backslash."""
BRACKET = re.compile(rf"(?m)^[ \t]*{STX}{ord('[')}{ETX}(?![^\[\]\n{STX}]*\])")
"""The same for a bracket that begins a line, as `\\[` does; `\\[1] A book` is closed: a text."""
ENVIRONMENT = re.compile(r"\\(?:begin|end)\{[^}\n]*\}?")
ADDRESS = re.compile(r"\bhttps?(?::/?|//)(?=\w)[^\s<>()]*")
LINK = re.compile(
    r"\[\^\w+\]|\[[^\]\n]+\]\[[^\]\n]*\]"  # Its address stands nowhere.
    r"|\[[^\]\n]+\][ \t]*\([^)\s]*[./#][^)\s]*\)?"
    r"|\([^)\n]+\)\[[^\]\s]*[./#][^\]\s]*\]"
)
SIGNS = (
    ("<!--", "a comment that is never closed", "close it with -->, or write it as code"),
    ("`", "a sign of code that has no partner", "close the code"),
    ("{:", "attributes that were taken for text", "close them, as in {: #name }"),
    ("{#", "attributes that were taken for text", "write {: #name }, with a colon"),
    ("**", "a sign of bold print that has no partner", "close it, or write it as code"),
)
"""What no text on a page has in it by itself."""
SCHEMES = {"", "mailto"}
"""Besides those of the web."""
ROW = re.compile(r"(?m)^[ \t]*\|.*\|[ \t]*$")
AROUND = 15
"""So many letters before and behind a sign tell where it stands."""


@dataclass(frozen=True)
class LeftOver:
    """Something that was left.

    Attributes:
        clue: What tells its place on the page.
        found, expected, advice: What is said of it.
        kind: The attribute of a `Reading` that it belongs to.
    """

    clue: str
    found: str
    expected: str
    advice: str
    kind: Literal["left_over", "dollars", "misprints"] = "misprints"


def left_in(text: str) -> Iterator[LeftOver]:
    """What is left in a text that stands in a page's tree, once inline patterns have run."""
    written = text.replace(ESCAPED_DOLLAR, "\\$")
    if "$" in written:
        line = next(line for line in written.split("\n") if "$" in line)
        yield LeftOver(
            _clue(line, line.index("$")),
            f"a dollar sign that belongs to no formula: {_shown(line)}",
            "a formula between single $, or a display between lines of $$ with blank lines around "
            "it",
            "close it, and put a blank line before and behind it"
            if "$$" in line
            else "close the formula; a dollar sign that is meant is written \\$ inside code",
            kind="left_over" if "$$" in line else "dollars",
        )
    elif sign := ENVIRONMENT.search(text) or BRACKET.search(text):
        bracket = "" if sign[0].startswith("\\") else "\\["
        yield LeftOver(
            bracket or sign[0],
            f"a display that was taken for text: {bracket or sign[0]}",
            "a display with blank lines around it",
            "close it, and put a blank line before and behind it",
            kind="left_over",
        )
    if link := LINK.search(text):
        yield LeftOver(
            link[0],
            f"a link that was taken for text: {_shown(link[0])}",
            "[text](address), in one piece",
            "close it; for [text][name], write what [name]: is",
        )
    elif address := ADDRESS.search(text):
        yield _no_address(address[0])
    yield from _sign_in(text)


def _sign_in(text: str) -> Iterator[LeftOver]:
    for sign, found, advice in SIGNS:
        if sign in text:
            line = next(line for line in text.split("\n") if sign in line)
            clue, told = _clue(line, line.index(sign)), f"{found}: {_shown(line)}"
            yield LeftOver(clue, told, "a pair, with what it is about between them", advice)
            return


def address_in(link: Element) -> Iterator[LeftOver]:
    """The address of a link, if it is none, and a link without a text."""
    address = link.get("href", "")
    if not len(link) and not (link.text or "").strip():
        expected, advice = "[text](address)", "say where it leads"
        yield LeftOver(f"[]({address}", f"a link without a text: {address}", expected, advice)
    try:
        parts = urlsplit(address)
    except ValueError:
        known = False
    else:
        web = parts.scheme[:4] == "http"
        known = bool(parts.netloc) if web else bool(address) and parts.scheme in SCHEMES
    if not known or ADDRESS.match(address):
        yield _no_address(address)


def table_in(paragraph: Element) -> Iterator[LeftOver]:
    """The first row of what was meant as a table, in a paragraph."""
    if row := ROW.search(_without_code(paragraph)):
        yield LeftOver(
            max(KEPT.split(row[0]), key=len),
            f"a table that was taken for text: {_shown(row[0])}",
            "a table: a blank line, a row, a row of --- with as many cells, and the other rows",
            "correct the row of ---, or put a blank line before the table",
        )


def _no_address(address: str) -> LeftOver:
    return LeftOver(
        address or "]()",
        f"an address that is none: {_shown(address) or 'nothing'}",
        "https://, and what follows",
        "correct it, and put it between < and >, or behind a text as [text](address)",
    )


def _clue(line: str, at: int) -> str:
    start = max((kept.end() for kept in KEPT.finditer(line, 0, at)), default=0)
    end = next((kept.start() for kept in KEPT.finditer(line, at)), len(line))
    return line[max(start, at - AROUND) : min(end, at + AROUND)]


def _shown(text: str) -> str:
    return KEPT.sub("…", text).strip()[:60]


def _without_code(element: Element) -> str:
    inside = f"{STX}{ETX}" if element.tag == "code" else element.text or ""
    return inside + "".join(_without_code(child) + (child.tail or "") for child in element)
