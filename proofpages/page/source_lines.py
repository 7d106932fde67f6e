"""What Markdown leaves out or alters in silence, and so is seen in the lines of a page alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from markdown import Markdown

from proofpages.page.faults import PageError
from proofpages.page.fences import prose
from proofpages.page.markup_in_text import PAIRED
from proofpages.page.page import Page

RULE = re.compile(r"[ \t>]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
UNDER = re.compile(r"(?:-{2,}|={2,})[ \t]*")
ITEM = re.compile(r" *(?:[*+-]|\d{1,9}\.)[ \t]+\S")
NUMBERED = re.compile(r"(?P<mark>\d{1,9}|[ab])[.)][ \t]+\S")
BROKEN = re.compile(r"(?<!\\)\\[ \t]*$")
NAMED = re.compile(r" {0,3}\[(?P<name>[^\]^]+)\]:[ \t]*\S")
USED = re.compile(r"\[(?P<text>[^\[\]]+)\](?:[ \n]?\[(?P<name>[^\[\]]*)\])?(?!:)")
OPENED = re.compile(r"[ \t>]*(?P<tag><(?P<name>[a-z][a-z0-9]*)\b[^<>]*\bmarkdown\b[^<>]*>)", re.I)
"""An element with Markdown in it, as a block."""
TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)\b", re.IGNORECASE)


def faults_of_lines(md: Markdown, page: Page) -> Iterator[PageError]:
    """Cells that a table drops, headings, lists and signs not meant so, addresses without a use,
    and elements that are closed by the end of the page alone.
    """
    lines = prose(page).split("\n")
    if "table" in md.parser.blockprocessors:
        yield from _cells(page, lines)
    yield from _underlined(page, lines)
    yield from _items(page, lines)
    yield from _numbered(page, lines)
    yield from _backslashes(page, lines)
    yield from _references(page, lines)
    if "markdown_block" in md.parser.blockprocessors:
        yield from _never_closed(page, lines)


def _cells(page: Page, lines: list[str]) -> Iterator[PageError]:
    wanted = 0
    for index, line in enumerate(lines):
        before = lines[index - 1] if index else ""
        if "|" not in line or not line.strip(" \t>"):
            wanted = 0
        elif RULE.fullmatch(line) and "|" in before and not wanted:
            wanted = _count(before) if _count(before) == _count(line) else 0
        elif wanted and _count(line) != wanted:
            yield page.error(
                index,
                f"a row of {_count(line)} cells in a table of {wanted}: {line.strip()[:60]}",
                f"{wanted} cells; Markdown drops what is too much",
                r"correct the row; a bar that is no border is written \|",
            )


def _count(line: str) -> int:
    """How many cells a row of a table has."""
    row = CODE.sub("", line.replace(r"\|", "")).strip(" \t>")
    return row.removeprefix("|").removesuffix("|").count("|") + 1


def _underlined(page: Page, lines: list[str]) -> Iterator[PageError]:
    for index, line in enumerate(lines):
        before = lines[index - 1] if index else ""
        if UNDER.fullmatch(line) and before.strip() and "|" not in before:
            yield page.error(
                index,
                f"a line that makes a heading of the one above it: {before.strip()[:60]}",
                "a heading that begins with ##, or a rule between blank lines",
                "write one of the two",
            )


def _items(page: Page, lines: list[str]) -> Iterator[PageError]:
    """What is indented too little to stand in the item of a list above it."""
    inside: int | None = None  # The indentation of the item above.
    for index, line in enumerate(lines):
        deep = len(line) - len(line.lstrip(" "))
        item = ITEM.match(line)
        if not line.strip():
            continue
        blank = index > 0 and not lines[index - 1].strip()
        if inside is not None and (item or blank) and 0 < deep - inside < 4:
            yield page.error(
                index,
                f"it is indented by {deep - inside}, and so not in the item of the list above it: "
                f"{line.strip()[:60]}",
                "what stands in an item, as another list, indented by four spaces",
                "indent it by four, or not at all",
            )
        if item:
            inside = deep
        elif deep == 0 and blank:
            inside = None


def _numbered(page: Page, lines: list[str]) -> Iterator[PageError]:
    """Lists whose items are shown with other numbers, or as text."""
    last = ""  # The last line with a text that is not indented.
    for index, line in enumerate(lines):
        item, before = NUMBERED.match(line), NUMBERED.match(last)
        if item and item["mark"].isdigit() and int(item["mark"]) > 1 and not before:
            yield page.error(
                index,
                f"a list that begins at {item['mark']}, and is shown from 1: {line.strip()[:60]}",
                "a list that begins at 1; what stands in an item is indented by four spaces",
                "indent what parts it from the items above, or begin at 1",
            )
        if item and item["mark"] == "b" and before and before["mark"] == "a":
            yield page.error(
                index,
                f"a list that was taken for text: {line.strip()[:60]}",
                "items that begin with 1. or -",
                "write it so",
            )
        if line.strip() and not line.startswith(" "):
            last = line


def _backslashes(page: Page, lines: list[str]) -> Iterator[PageError]:
    for index, line in enumerate(lines):
        if BROKEN.search(line):
            yield page.error(
                index,
                f"a backslash that is shown at the end of its line: {line.strip()[-60:]}",
                "two blanks there, or <br>, for a new line",
                "write that, or begin a paragraph",
            )


def _references(page: Page, lines: list[str]) -> Iterator[PageError]:
    named: dict[str, int] = {}
    for index, line in enumerate(lines):
        if not (match := NAMED.match(line)):
            continue
        name = " ".join(match["name"].lower().split())
        if name in named:
            yield page.error(
                index,
                f"[{match['name']}]: is written twice, and the last one is taken",
                "one address for each name",
                "remove or rename one",
            )
        named[name] = index
    text = CODE.sub("", "\n".join(line for line in lines if not NAMED.match(line)))
    used = {
        " ".join((match["name"] or match["text"]).lower().split()) for match in USED.finditer(text)
    }
    for name, index in named.items():
        if name not in used:
            yield page.error(
                index,
                f"nothing on the page uses [{name}]:",
                f"a link such as [text][{name}]",
                "correct the name, there or here, or remove the line",
            )


def _never_closed(page: Page, lines: list[str]) -> Iterator[PageError]:
    """Elements with Markdown in them that take in all that follows."""
    faults = []
    unopened: Counter[str] = Counter()  # How many ends from here on have no beginning there.
    tagged = [(index, line) for index, line in enumerate(lines) if "<" in line]
    for index, line in reversed(tagged):
        for end, name in TAG.findall(CODE.sub("", line)):
            unopened[name.lower()] += 1 if end else -1
        opened = OPENED.match(line)
        if opened and unopened[opened["name"].lower()] < 0:
            faults.append(
                page.error(
                    index,
                    f"the HTML is not whole: {opened['tag']} is never closed",
                    PAIRED,
                    f"write </{opened['name']}> where it ends",
                )
            )
    yield from reversed(faults)
