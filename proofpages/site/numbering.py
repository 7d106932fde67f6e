"""The numbers of a site's displays: each has one, none stands twice, and they are in order.

What the text calls by such a number is there, and a link on it leads to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from proofpages.page.faults import PageError
from proofpages.page.fences import prose
from proofpages.page.formulas import Found, wrong_number
from proofpages.page.navigation import docs, pages_below, reading_order
from proofpages.page.once import once
from proofpages.page.page import Page
from proofpages.page.reading import Reading
from proofpages.site.page_check import read_page, stated

NUMBER = re.compile(r"([A-Z])(\d+)")
"""A letter and a number; other tags have no order."""
TAGGED = re.compile(r"\\tag\{([A-Z]\d+)\}")
LINK = re.compile(r"\[(?P<text>[A-Z]\d+)\]\([^)\s]*#(?P<anchor>[A-Z]\d+)\)")
NO_TEXT = re.compile(r"(`+).*?\1|\$[^$]*\$|\[[^\]]*\]\([^)]*\)|<[^>]*>|\\tag\{[^}]*\}")
"""Code, formulas, links, which are followed, and HTML in a line."""
NAME = re.compile(r"(?<![\w./-])[A-Z]\d{1,2}(?![\w/-])")


def numbering_faults(reading: Reading) -> Iterator[PageError]:
    """The displays of a page without a number, or with one that stands before it already, or late.

    A gap is none: a page may be read without the others. A page outside the navigation has no order
    but its own.
    """
    page = reading.page
    for found in reading.formulas:
        if wrong := wrong_number(found):
            yield page.error(found.index, *wrong)
    yield from _misnamed(page)
    last = _before(Path(page.name))
    for found in _displays(reading):
        number = NUMBER.fullmatch(found.name or "")
        if found.name is None:
            yield page.error(
                found.index,
                f"a display has no number: {' '.join(found.written.split())[:60]}",
                "a number at its end, as in \\tag{A9}",
                "write the next number of its letter",
            )
        elif number and int(number[2]) <= last.get(number[1], 0):
            yield page.error(
                found.index,
                f"the number {found.name} stands behind {number[1]}{last[number[1]]}",
                "each number once, and in the order in which the pages are read",
                "write the next number of its letter",
            )
        elif number:
            last[number[1]] = int(number[2])


def _misnamed(page: Page) -> Iterator[PageError]:
    """Numbers in the text that no display has, and links on a number that lead to another."""
    known, letters = _all_numbers()
    for index, name, anchor in _called(page):
        if anchor and anchor != name:
            found = f"the link on {name} leads to {anchor}"
            yield page.error(index, found, "the same number in both", "correct one of them")
        elif not anchor and name[0] in letters and name not in known:
            found = f"the text names {name}, and no equation has this number"
            yield page.error(index, found, "the number of an equation", "correct it")


@lru_cache(maxsize=1024)
def _called(page: Page) -> list[tuple[int, str, str]]:
    """What may be a number in the text: its line, and the anchor that a link on it leads to."""
    called = []
    for index, line in enumerate(prose(page).split("\n")):
        called += [(index, link["text"], link["anchor"]) for link in LINK.finditer(line)]
        text = NO_TEXT.sub("", line)
        called += [(index, name, "") for name in dict.fromkeys(NAME.findall(text))]
    return called


@once
def _all_numbers() -> tuple[set[str], set[str]]:
    """What stands behind `\\tag` on any page, and the letters in that."""
    names = {name for path in pages_below(docs()) for name in _tagged(Page.read(path))}
    return names, {name[0] for name in names}


@lru_cache(maxsize=1024)
def _tagged(page: Page) -> set[str]:
    return set(TAGGED.findall(page.body))


def _before(here: Path) -> dict[str, int]:
    """The last number before a page, by its letter."""
    between, behind = [], _behind()
    page = _previous().get(here)
    while page and page not in behind:
        between.append(page)
        page = _previous().get(page)
    last = behind[page] if page else {}
    for path in reversed(between):
        behind[path] = last = last | _numbers(Page.read(path))
    return dict(last)


@once
def _behind() -> dict[Path, dict[str, int]]:
    """The last number at the end of each page that was asked for; to be filled."""
    return {}


@once
def _previous() -> dict[Path, Path]:
    """The page before each."""
    order = reading_order()
    return dict(zip(order[1:], order, strict=False))


@lru_cache(maxsize=1024)
def _numbers(page: Page) -> dict[str, int]:
    """The last number on a page, by its letter."""
    found = (NUMBER.fullmatch(d.name or "") for d in _displays(read_page(Path(page.name))))
    return {number[1]: int(number[2]) for number in found if number}


def _displays(reading: Reading) -> Iterator[Found]:
    return (found for found in stated(reading) if found.display)
