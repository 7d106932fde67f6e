"""What a page of this site says of itself, and what it may not hold; a hook of MkDocs.

That is its front matter, its headings, and no picture that the content security policy keeps out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from markupsafe import escape

from proofpages.page.faults import PageError, all_of
from proofpages.page.fences import prose
from proofpages.page.navigation import docs, pages_below
from proofpages.page.once import once
from proofpages.page.page import Page

TEXTS = ("title", "description")
KNOWN = (*TEXTS, "executed", "hide", "search")
"""Others are keys of MkDocs or of its theme, which end at a wrong value without a line."""
SEARCH = {"boost", "exclude"}
"""What a page may ask of the search."""
MARKUP = re.compile(r"[`$]|\*\w[^*]*\*|\]\(")
ELSEWHERE = re.compile(
    r"(?:!\[[^\]]*\]\(\s*<?|<(?:img|source|video)\b[^>]*src=.)((?:https?:)?//[^)\s\"'>]+)"
)
HEADING = re.compile(r"(#{1,6})[ \t]+\S")
HIDDEN = {"navigation", "toc"}
"""The parts that a page may have the theme leave out."""


def on_pre_build(config: Any) -> None:
    """Refuse what MkDocs or its theme would end at without a line."""
    refuse_front_matter(Path(config.docs_dir))


def on_page_markdown(markdown: str, page: Any, **_: Any) -> None:
    """Escape what the theme writes into a page as it is: a title and a description are text."""
    for key in TEXTS:
        if key in page.meta:
            page.meta[key] = escape(str(page.meta[key]))


def refuse_front_matter(folder: Path) -> None:
    """Look at all pages before a generator and its theme end at one without a line.

    Raises:
        PageError: with what stands against them.
    """
    pages = [Page.read(path) for path in pages_below(folder)]
    if faults := [fault for page in pages for fault in front_matter_faults(page)]:
        raise all_of(faults)


def front_matter_faults(page: Page) -> Iterator[PageError]:
    """What is missing in the front matter of a page, or is not known."""
    yield from _own_faults(page)
    for key in TEXTS:
        if isinstance(page.meta.get(key), str) and (other := _same(page, key)):
            found, expected = f"the {key} is that of {other}", f"a {key} of its own"
            yield PageError(page.name, 1, found, expected, "write another")


@lru_cache(maxsize=1024)
def _own_faults(page: Page) -> tuple[PageError, ...]:
    """Those that are so whatever stands on other pages."""
    return tuple(_faults(page))


def _faults(page: Page) -> Iterator[PageError]:
    def fault(found: str, expected: str, advice: str = "correct it") -> PageError:
        return PageError(page.name, 1, found, expected, advice)

    for key in TEXTS:
        value = page.meta.get(key)
        if not isinstance(value, str) or not value.strip():
            found = f"the {key} is {value!r}" if key in page.meta else f"there is no {key}"
            yield fault(
                f"{found} in the front matter",
                "lines such as `title: Same logit` and `description: One sentence.` between two "
                "lines of `---`, at the top",
                "write it",
            )
        elif MARKUP.search(value):
            yield fault(
                f"the {key} has a sign of Markdown, and is shown as it is written: {value[:60]}",
                "a text alone",
                "leave the sign out",
            )
    yield from _heading_faults(page)
    for index, line in enumerate(prose(page).split("\n")):
        if picture := ELSEWHERE.search(line):
            found = f"a picture from another host, which the site's policy keeps out: {picture[1]}"
            yield page.error(index, found, "a file in docs/assets/", "put it there")
    hidden = page.meta.get("hide", [])
    if not (isinstance(hidden, list) and {*map(str, hidden)} <= HIDDEN):
        expected = f"a list of {', '.join(sorted(HIDDEN))}"
        yield fault(f"the front matter hides {hidden!r}", expected)
    search = page.meta.get("search", {})
    if not (isinstance(search, dict) and {*map(str, search)} <= SEARCH):
        expected = f"lines with {' or '.join(sorted(SEARCH))}, indented below `search:`"
        yield fault(f"the front matter asks of the search {search!r}", expected)
    for key in page.meta:
        if key not in KNOWN:
            yield fault(f"the front matter has {key}", f"one of {', '.join(KNOWN)}", "remove it")


def _same(page: Page, key: str) -> str | None:
    """A page before this one that says the same by a key; only of two pages of the site."""
    first = _said(key).get(str(page.meta[key]))
    return first if first != page.name else None


@once
def _said(key: str) -> dict[str, str]:
    """What the pages of the site say by a key, and the first one that says so."""
    found: dict[str, str] = {}
    for path in pages_below(docs()):
        page = Page.read(path)
        if isinstance(value := page.meta.get(key), str):
            found.setdefault(value, page.name)
    return found


def _heading_faults(page: Page) -> Iterator[PageError]:
    """A page begins with its title, has no other, and leaves out no level below it."""
    before = 0
    for index, line in enumerate(prose(page).split("\n")):
        heading = HEADING.match(line)
        if not heading:
            continue
        level = len(heading[1])
        if level == 1 and before:
            yield page.error(
                index, f"a second title: {line}", "one line with #", "begin it with ##"
            )
        elif level > before + 1:
            found = (
                f"a heading that leaves out a level: {line}" if before else f"no title above {line}"
            )
            expected = "one line with # at the top, and ## and ### below it"
            yield page.error(index, found, expected, "correct the number of #")
        before = level
    if not before:
        yield page.error(0, "the page has no title", "a line with # at its top", "write it")
