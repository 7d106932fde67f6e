"""Which page is being converted, and which of its lines: what an error message has to name.

Python-Markdown hands an extension the text of a page, not its name. `watch(md)` finds the name
before anything else touches the text, and `page_of(md)` gives it to the extension that needs it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import yaml
from markdown import Markdown
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from pymdownx.superfences import SuperFencesException

try:
    from mkdocs.exceptions import BuildError
except ImportError:  # Another generator renders the page: any exception ends its build.
    BuildError = Exception  # type: ignore[assignment, misc]

DOCS = Path("docs")
FRONT_MATTER = re.compile(r"\A---[ \t]*\n(?P<yaml>.*?\n)---[ \t]*(?:\n|\Z)", re.DOTALL)


class PageError(SuperFencesException, BuildError):
    """A fault on a page, told as `page:line: found. Expected …. What to do.`

    Its two bases let it end the build: SuperFences (PyMdown Extensions 13.1) drops every other
    exception that a fence raises, and MkDocs 1.6 prints a `BuildError` without a traceback.
    """

    def __init__(self, page: str, line: int, found: str, expected: str, advice: str) -> None:
        self.page, self.line = page, line
        super().__init__(f"{page}:{line}: {found}\n  Expected: {expected}\n  What to do: {advice}")


@dataclass
class Page:
    """A page under conversion.

    Attributes:
        name: The path of its file from the working folder, `/` between the parts.
        body: The text that Python-Markdown was given: the file without its front matter.
        offset: Number of lines of the file before the body.
        meta: The front matter, as YAML reads it.
    """

    name: str
    body: str
    offset: int = 0
    meta: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path, text: str) -> Page:
        """The page in a file, whose text is given."""
        front = FRONT_MATTER.match(text)
        start = front.end() if front else 0
        return cls(
            name=Path(os.path.relpath(path)).as_posix(),
            body=text[start:],
            offset=text.count("\n", 0, start),
            meta=_front_matter(path, front["yaml"] if front else ""),
        )

    def line(self, index: int) -> int:
        """Number in the file (from 1) of the body's line `index` (from 0)."""
        return self.offset + index + 1

    def error(self, index: int, found: str, expected: str, advice: str) -> PageError:
        """The error to raise for what stands on the body's line `index` (from 0)."""
        return PageError(self.name, self.line(index), found, expected, advice)


class _PlainLoader(yaml.SafeLoader):
    """Reads mkdocs.yml, whatever tags (`!ENV`, `!!python/name`) stand in it."""


_PlainLoader.add_multi_constructor("", lambda loader, suffix, node: None)


def reading_order() -> list[Path]:
    """The pages' files in the order of the navigation in mkdocs.yml."""
    return _navigation(Path("mkdocs.yml").read_text(encoding="utf-8"))


@cache
def _navigation(config: str) -> list[Path]:

    def files(item: Any) -> Iterator[Path]:
        if isinstance(item, str):
            yield DOCS / item
        else:
            for child in item.values() if isinstance(item, dict) else item:
                yield from files(child)

    return list(files(yaml.load(config, Loader=_PlainLoader)["nav"]))


def watch(md: Markdown) -> None:
    """Note the page that `md` converts, ahead of every other preprocessor."""
    if "page" not in md.preprocessors:
        md.preprocessors.register(_Finder(md), "page", 1000)
        md.treeprocessors.register(_TreeDone(md), "page-tree-done", -1000)


def page_of(md: Markdown) -> Page | None:
    """The page that `md` converts; None where `md` renders a piece of one, as a block's output."""
    return md.preprocessors["page"].page  # type: ignore[attr-defined]


class AtEnd(Postprocessor):
    """A postprocessor of whole pages; toc (Markdown 3.11) runs plain ones on each heading too."""

    def run(self, text: str) -> str:
        page = page_of(self.md)
        tree_done = self.md.preprocessors["page"].tree_done  # type: ignore[attr-defined]
        return self.finish(page, text) if page and tree_done else text

    def finish(self, page: Page, text: str) -> str:
        """Return the page's HTML, given its HTML so far."""
        raise NotImplementedError


class _TreeDone(Treeprocessor):
    def run(self, root: Element) -> None:
        self.md.preprocessors["page"].tree_done = True  # type: ignore[attr-defined]


class _Finder(Preprocessor):
    page: Page | None = None
    tree_done = False

    def run(self, lines: list[str]) -> list[str]:
        self.tree_done = False
        # markdown-exec 1.12.6 renders what a block printed with a converter of its own, and
        # leaves the page's converter in this attribute.
        nested = hasattr(self.md, "_original_md")
        self.page = None if nested else _locate(self.md, "\n".join(lines))
        return lines


def _locate(md: Markdown, body: str) -> Page:
    """Find the file whose text is `body`; `<text>` where there is none."""
    # MkDocs 1.6 names the file in the processor that resolves its links.
    if "relpath" in md.treeprocessors:
        candidates = [Path(md.treeprocessors["relpath"].file.abs_src_path)]  # type: ignore[attr-defined]
    else:
        candidates = sorted(DOCS.rglob("*.md"))
    for path in candidates:
        page = Page.read(path, path.read_text(encoding="utf-8-sig"))
        if page.body.strip("\n") == body.strip("\n"):
            # MkDocs drops the blank lines before the text, Python-Markdown is given the rest.
            dropped = len(page.body) - len(page.body.lstrip("\n"))
            kept = len(body) - len(body.lstrip("\n"))
            return replace(page, body=body, offset=page.offset + dropped - kept)
    return Page(name="<text>", body=body)


@cache  # Every other page that continues this one asks again.
def _front_matter(path: Path, text: str) -> dict[str, Any]:
    try:
        meta = yaml.safe_load(text) or {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise PageError(
            Path(os.path.relpath(path)).as_posix(),
            mark.line + 2 if mark else 1,
            f"the front matter is no YAML: {getattr(error, 'problem', error)}",
            "lines such as `title: Same logit` between two lines of `---`",
            "put quotes around a value that has a colon in it",
        ) from error
    if not isinstance(meta, dict):
        meta = {}
    return meta
