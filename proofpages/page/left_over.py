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
    r"|\[[^\]\n]+\]\{[^}\s]*[./#][^}\s]*\}"
)
SIGNS = (
    ("<!--", "a comment that is never closed", "close it with -->, or write it as code"),
    ("`", "a sign of code that has no partner", "close the code"),
    ("{:", "attributes that were taken for text", "close them, as in {: #name }"),
    ("{#", "attributes that were taken for text", "write {: #name }, with a colon"),
    ("**", "a sign of bold print that has no partner", "close it, or write it as code"),
)
"""What no text on a page has in it by itself."""
SYNTAX: tuple[tuple[str, str, str, str], ...] = (
    ("!?+", r"^[ \t]*[!?]{2,}\+?[ \t]*[\w\"“][^\n]*|^[ \t]*[?+!]{3,}[ \t]\w+", "an admonition",
     'write it as !!! note "Title", with a blank line before it and its text indented by four'),
    ("[", r"^[ \t]*\[!\w+\]", "an admonition",
     "write it as !!! note, with its text indented by four"),
    ("/:", r"^[ \t]*(?:/{3,}|:{3,})[ \t]*\w[^\n]*", "a block of another Markdown",
     "write it as !!! note, with its text indented by four"),
    ("=", r'^[ \t]*={3,}[!+]*[ \t]*["“][^\n]*', "a tab", "write a heading, or a list"),
    ("*", r"^[ \t]*\*\[[^\]\n]+\]:[^\n]*", "an abbreviation",
     "say in the text what is short for what"),
    ("#", r"^[ \t]*#{1,6}[ \t][^\n]+", "a heading", "begin its line with it"),
    (":", r"^[ \t]*:(?=[^\s:])[^\n]*", "a definition", "put three spaces behind the colon"),
    ("[", r"^[ \t]*\[(?:toc|_TOC_)\]|\[\[_?TOC_?\]\]", "a table of contents", "write [TOC]"),
    ("•–‣◦∙▪*+-",
     r"^[ \t]*(?:[•–‣◦∙▪*+-]\u00a0|[•‣◦∙▪][ \t]|-(?=[A-Za-z]))[^\n]*", "a list",
     "begin each item with `- `, and put a blank line before the first"),
    ("*+-.)",
     r"(?<=\n)[ \t]*(?:[*+-]|\d{1,3}[.)])[ \t]+\S[^\n]*|^[ \t]*\d{1,3}\)[ \t][^\n]*", "a list",
     "put a blank line before its first item, which begins with `- ` or `1. `"),
    ("'”“", r"^[ \t]*(?:\'{3}|”{3}|“{1,3}`)[^\n]*", "a fence", "open and close it with ```"),
    ("<=>", r"^(?:<{7}|={7}|>{7})(?: [^\n]*|$)", "what a merge has left",
     "take one of the two sides, and remove the marks"),
    ("[", r"^[ \t]*\[[ xX]\][ \t]", "a box to tick", "write the item without a box"),
    ("8", r"-*8[<>]-+|-+8[<>]-*", "an include",
     'write --8<-- "file.py", in straight quotes, alone on its line'),
    (":", r"(?<![\w:/.]):[a-z][\w+-]*[a-z0-9]:(?![\w:])", "the short name of a sign",
     "write the sign itself, such as ✓, or its picture as ![what it shows](sign.svg)"),
    ("~=^+", r"~~(?=\S)[^~\n]+~~|==(?=\S)[^=\n]+==|\^\^(?=\S)[^\n^]+\^\^|\+\+(?=\w)[\w+-]+\+\+",
     "formatting", "write *…*, **…** or `…`"),
    ("~^", r"(?<=\w)[~^](?=\w)[\w+-]{1,9}[~^]", "a small sign", "write a formula: $x^2$"),
    ("{", r"\{(?:\+\+|--|~~|==|>>)[^\n]*", "a mark of revision", "write the text as it is to be"),
    ("{", r"\{\{[^\n]*|\{%[^\n]*", "a template", "write what it stands for"),
    ("[", r"\[\[[^\[\]\n]*[A-Za-z][^\[\]\n]*\]\]", "a link of a wiki", "write [text](page.md)"),
    ("\\", r"\\[A-Za-z]+\{[^\n]*|\\(?:ref|eqref|cite)\b", "a command of LaTeX",
     "write Markdown: [E8](page.md#E8), *…*, **…**; formulas stand between $"),
    ("<", r"<!-(?!-)[^\n]*", "a comment", "write <!-- … -->"),
    (":.", r"(?:https?://|\bwww\.)\w[^\s<>()]*", "an address",
     "put it between < and >, with https://, or behind a text as [text](address)"),
    ("\u200b\ufeff", r"[\u200b\ufeff][^\n]*", "an invisible sign", "remove it"),
    ("*_", r"(?<![\w*])\*(?=[^\W_])[^*\n]*|(?<![\w\\])_(?=[^\W_])[^_\n]*", "a sign of emphasis",
     "close it, or write `…` for a name"),
)  # fmt: skip
"""What extensions of Markdown make something of, and what is left where none is there or it is
misspelt: signs of which it has one, how it looks, what it was meant as, and what to do."""
TAKEN = tuple(
    (signs, re.compile(look, re.MULTILINE), meant, advice) for signs, look, meant, advice in SYNTAX
)
HIGHLIGHTED = re.compile(r"(?:#!|:::)[\w+-]+ ")
"""How some extensions are told the language of code in a line."""
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
        pattern: What tells its place better than the clue, where it is written in several ways.
    """

    clue: str
    found: str
    expected: str
    advice: str
    kind: Literal["left_over", "dollars", "misprints"] = "misprints"
    pattern: re.Pattern[str] | None = None


def left_in(text: str, in_link: bool = False) -> Iterator[LeftOver]:
    """What is left in a text that stands in a page's tree, once inline patterns have run.

    Where it is the text of a link, an address may stand in it.
    """
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
    else:
        yield from _syntax_in(text, in_link)
    yield from _sign_in(text)


def code_in(code: Element) -> Iterator[LeftOver]:
    """What in code in a line was meant for an extension, or as a fence."""
    text = code.text or ""
    if sign := HIGHLIGHTED.match(text):
        found = f"code in a line that names its language: {_shown(text)}"
        yield LeftOver(text, found, "code alone", f"remove {sign[0].strip()}")


def block_of_code(paragraph: Element) -> Iterator[LeftOver]:
    """A fence of too few signs, which is code in a line."""
    if len(paragraph) == 1 and paragraph[0].tag == "code" and not (paragraph.text or "").strip():
        text = paragraph[0].text or ""
        if re.match(r"[\w+-]*\n", text):
            found = f"a fence that was taken for code in a line: {_shown(text.split()[0])}"
            yield LeftOver(text, found, "a fence of three signs", "open and close it with ```")


def nothing_in(element: Element) -> Iterator[LeftOver]:
    """A heading without a text, and a picture without words for who does not see it."""
    if re.fullmatch("h[1-6]", element.tag) and not "".join(element.itertext()).strip():
        mark = "#" * int(element.tag[1])
        look = re.compile(rf"(?m)^[ \t>]*{mark}[ \t]*$")
        yield LeftOver(
            mark, f"a heading without a text: {mark}", "a text", "write it", pattern=look
        )
    if element.tag == "img" and not (element.get("alt") or "").strip():
        address = element.get("src", "")
        found = f"a picture without words for who does not see it: {address}"
        yield LeftOver(f"]({address}", found, "![what it shows](address)", "say what it shows")


def _syntax_in(text: str, in_link: bool) -> Iterator[LeftOver]:
    """What was meant for an extension of Markdown."""
    there = set(text)
    for signs, look, meant, advice in TAKEN:
        if there.isdisjoint(signs) or (in_link and meant == "an address"):
            continue
        if match := look.search(text):
            line = next(line for line in match[0].split("\n") if line.strip())
            words = max(KEPT.split(line), key=len).strip()
            found = f"{meant} that was taken for text: {_shown(line)}"
            yield LeftOver(words, found, "Markdown that is known here", advice)
            return


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
    if (link.text or "").startswith("^"):
        clue = f"[{link.text}]"
        expected, advice = "Markdown that is known here", "say in the text what it says"
        yield LeftOver(clue, f"a footnote that was taken for a link: {clue}", expected, advice)
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
