"""The lines that a page includes from other files, and where they stand there."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from markdown import Markdown
from pymdownx.snippets import SnippetMissingError, SnippetPreprocessor

from proofpages.page.fences import read_fences
from proofpages.page.page import FRONT_MATTER, Page

SNIPPETS = "pymdownx.snippets"
"""The extension of Markdown that includes them."""
INCLUDE = re.compile(r"""^[ \t]*-+8<-+[ \t]*(?P<target>.*?)[ \t]*$""")


@dataclass(frozen=True)
class Included:
    """What stands in the place of one line that names a snippet.

    Attributes:
        file: The snippet's file.
        lines: Its lines.
        numbers: For each of them, its number (from 1) in the file.
    """

    file: Path
    lines: list[str]
    numbers: list[int]


class _Circle(Exception):
    """A file that includes itself, at a line of the last file on the way to it."""


class _Way(set[str]):
    """The files in which an inclusion stands; PyMdown (13.1) passes over one of them silently."""

    def __contains__(self, file: object) -> bool:
        if super().__contains__(file):
            raise _Circle(file)
        return False


def included(md: Markdown, page: Page, index: int, line: str) -> Included | None:
    """What a line of the page includes, by the extension that does it on the whole page.

    Args:
        md: What converts the page.
        page: The page.
        index: The body's line (from 0).
        line: The same line as it stands there, without the indentation of a fence.

    Raises:
        PageError: for a file, or a section of it, that is not there, is no text, or is empty.
    """
    include = INCLUDE.match(line)
    if include is None or "snippet" not in md.preprocessors:
        return None
    snippets: SnippetPreprocessor = md.preprocessors["snippet"]
    target = include["target"].strip("\"'")
    snippets.check_paths = True  # Otherwise a missing file is an empty one.
    lines = _lines_of(snippets, page, index, line, target)
    if lines == [line]:  # Without quotes it is text.
        return None
    path = snippets.get_snippet_path(snippets.split_path(target)[0])
    if path is None:  # The mark `--8<--` alone: files follow, each on a line of its own.
        return None
    if not any(line.strip() for line in lines):
        raise page.error(
            index,
            f"the page includes {target}, and nothing stands there",
            "a file, a section or lines of it with a text",
            "correct the name or the lines, or write the text",
        )
    file = Path(os.path.relpath(path))
    return Included(file, lines, _numbers(file, lines))


def _lines_of(
    snippets: SnippetPreprocessor, page: Page, index: int, line: str, target: str
) -> list[str]:
    # As its `run` does, which begins the way anew.
    snippets.seen, snippets.bases, snippets.failed = _Way(), None, set()
    try:
        lines: list[str] = snippets.parse_snippets([line])
        return lines
    except _Circle as circle:
        again = Path(os.path.relpath(str(circle))).as_posix()
        raise page.error(
            index,
            f"the page includes {target}, and with it {again}, which includes itself",
            "files that include each other in one direction",
            f"remove the line in {again}, or in what it includes, that leads back to it",
        ) from circle
    except SnippetMissingError as error:
        raise page.error(
            index,
            f"the page includes {target}, which is not there ({error})",
            "a file in snippets/, or file.py:section with that section marked in the file",
            "correct the name, or add the snippet",
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else error.reason
        raise page.error(
            index,
            f"the page includes {target}, which cannot be read ({why})",
            "a text in UTF-8",
            "save it so, or correct the name",
        ) from error


def see_includes(md: Markdown, page: Page) -> None:
    """Refuse a page that includes what is not there: the extension itself names no page.

    Raises:
        PageError: for the first such file, or section of one.
    """
    listing = False  # Between two marks alone on their lines, each line is a file's name.
    for index, line in enumerate(page.body.split("\n")):
        include = INCLUDE.match(line)
        if include and not include["target"]:
            listing = not listing
        elif include:
            _see_front_matter(page, index, included(md, page, index, line))
        elif listing and line.strip() and not line.lstrip().startswith(";"):
            included(md, page, index, f'--8<-- "{line.strip()}"')
    for fence in read_fences(page):
        for index, line in enumerate(fence.body, fence.index + 1):
            other = included(md, page, index, line)
            if other and fence.marks in (closing := [inner.rstrip() for inner in other.lines]):
                number = other.numbers[closing.index(fence.marks)]
                raise page.error(
                    index,
                    f"the page includes {other.file.as_posix()}:{number}, which closes the fence",
                    f"no line with {fence.marks} alone",
                    "indent it there, or begin and end the fence with a longer mark",
                )


def _see_front_matter(page: Page, index: int, other: Included | None) -> None:
    """Refuse a page within a page: what its front matter says would be shown as text."""
    if not other or other.file.suffix != ".md" or not FRONT_MATTER.match("\n".join(other.lines)):
        return
    if not any(f.index < index <= f.index + len(f.body) for f in read_fences(page)):
        raise page.error(
            index,
            f"the page includes the front matter of {other.file.as_posix()}",
            "a part of a page, without front matter",
            "take the front matter out of it, or include a section of it",
        )


def _numbers(file: Path, lines: list[str]) -> list[int]:
    """The numbers of the lines of `file` that were included; section marks are left out."""
    numbered = [
        (number, line.strip())
        for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), start=1)
        if "--8<--" not in line
    ]
    wanted = [line.strip() for line in lines]
    for start in range(len(numbered) - len(wanted) + 1):
        window = numbered[start : start + len(wanted)]
        if [line for _, line in window] == wanted:
            return [number for number, _ in window]
    # PyMdown's `file:2,5` and snippets within snippets: point at the start of the file.
    return [1] * len(lines)
