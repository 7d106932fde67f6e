"""A page: its text, and what can be read from that alone."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from proofpages.page.faults import PageError, not_utf8, yaml_fault
from proofpages.page.once import read_once, source_text
from proofpages.page.yaml_keys import OnceLoader

FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?P<yaml>.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)


@dataclass(frozen=True, eq=False)
class Page:
    """A page of the site: one object for as long as its text stays the same.

    Attributes:
        name: The path of its file from the working folder, `/` between the parts.
        body: The text of the file from its first line that is neither front matter nor blank.
        offset: Number of lines of the file before the body.
        meta: The front matter, as YAML reads it.
    """

    name: str
    body: str
    offset: int = 0
    meta: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> Page:
        """The page in a file.

        Raises:
            PageError: for a text that is no UTF-8, or a front matter that is no YAML.
        """
        return _page_in(path)

    def line(self, index: int) -> int:
        """Number in the file (from 1) of the body's line `index` (from 0)."""
        return self.offset + index + 1

    def error(self, index: int, found: str, expected: str, advice: str) -> PageError:
        """The error to raise for what stands on the body's line `index` (from 0)."""
        return PageError(self.name, self.line(index), found, expected, advice)


@read_once
def _page_in(path: Path) -> Page:
    name = Path(os.path.relpath(path)).as_posix()
    try:
        return _read(name, source_text(path))
    except UnicodeDecodeError as error:
        raise not_utf8(name, error) from error


@lru_cache(maxsize=1024)
def given_as(page: Page, body: str) -> Page:
    """A page for who was handed another body than its file's.

    MkDocs 1.6 takes a first line such as `Note: a text` out of it, and a plugin may change it.
    """
    if page.body.strip("\n") == body.strip("\n"):
        return page
    before, end, _ = page.body.rpartition(body.strip("\n"))
    return Page(page.name, body, page.offset + before.count("\n") * bool(end), page.meta)


@lru_cache(maxsize=1024)
def _read(name: str, text: str) -> Page:
    front = FRONT_MATTER.match(text)
    meta = _front_matter(name, front["yaml"]) if front else None
    start = front.end() if front and meta is not None else 0
    # MkDocs 1.6 hands over a page without these lines.
    start += len(text[start:]) - len(text[start:].lstrip("\n"))
    return Page(name, text[start:], text.count("\n", 0, start), meta or {})


def _front_matter(name: str, text: str) -> dict[str, Any] | None:
    """What a front matter says; None if it names nothing, and so is text to MkDocs."""
    try:
        meta = yaml.load(text, Loader=OnceLoader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        # A date that is none, and a number of too many digits, are ValueErrors of PyYAML 6.0.
        line, found = (
            yaml_fault(error) if isinstance(error, yaml.YAMLError) else (1, str(error)[:80])
        )
        raise PageError(
            name,
            line + 1,
            f"the front matter is no YAML: {found}",
            "lines such as `title: Same logit` between two lines of `---`",
            "put quotes around a value that has a colon in it",
        ) from error
    return meta if isinstance(meta, dict) else None
