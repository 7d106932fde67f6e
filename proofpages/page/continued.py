"""The pages that a page continues, as `Continues [the page before](page.md).` says at its top."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from proofpages.page.faults import PageError
from proofpages.page.fences import prose
from proofpages.page.once import once
from proofpages.page.page import Page
from proofpages.page.reading import COMMENT

CONTINUES = "Continues "
"""How a paragraph begins that names them."""
MEANT = re.compile(rf"(?m)^(?!{CONTINUES})[ *_]*[Cc]ontinu\w*\b[^\[\n]{{0,12}}\[.*\]\([^)#\s]+\.md")
"""A line that was meant so, above the first section of a page."""
SECTION = re.compile(r"(?m)^##")
PARAGRAPH = re.compile(rf"(?m)^{CONTINUES}(?:.+\n?)+")
LINK = re.compile(r"\]\((?P<target>[^)#\s]+\.md)")


@lru_cache(maxsize=1024)
def continued(page: Page) -> tuple[tuple[int, str, Path], ...]:
    """The pages that a page continues: the body's line, the link's target, and its file."""
    found = []
    visible = COMMENT.sub(lambda comment: re.sub(r"\S", " ", comment[0]), prose(page))
    for paragraph in PARAGRAPH.finditer(visible):
        for link in LINK.finditer(paragraph[0]):
            index = page.body.count("\n", 0, paragraph.start() + link.start())
            target = Path(os.path.normpath(Path(page.name).parent / link["target"]))
            found.append((index, link["target"], target))
    return tuple(found)


def misspelt(page: Page) -> Iterator[PageError]:
    """The lines above the first section that were meant to name pages that this one continues."""
    text = SECTION.split(prose(page), 1)[0]
    for line in MEANT.finditer(text):
        index = text.count("\n", 0, line.start())
        found = f"a line that does not say what the page continues: {line[0][:60]}"
        expected = "Continues [the page before](page.md)."
        yield page.error(index, found, expected, "write it so, or put it below a heading")


@once
def way_to(path: Path) -> set[Path]:
    """A page and all that it continues."""
    found, waiting = {path}, [path]
    while waiting:
        for _, _, target in continued(Page.read(waiting.pop())):
            if target not in found and is_there(target):
                found.add(target)
                waiting.append(target)
    return found


@once
def is_there(path: Path) -> bool:
    """Whether a file is; a link may name what can be none."""
    try:
        return path.is_file()
    except OSError:  # The name is too long for one.
        return False
