"""A hook of MkDocs, which names the page of a link that leads nowhere: it adds the line."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator
from pathlib import Path

from markdown import Markdown
from mkdocs.config.defaults import MkDocsConfig

from proofpages.page.includes import SNIPPETS, included
from proofpages.page.page import Page

WARNING = re.compile(r"Doc file '(?P<page>[^']+)' contains an? [^']*link '(?P<link>[^']+)'")
ADVICE = (
    "\n  Expected: a file in docs/, or behind # a heading or an equation's number there"
    "\n  What to do: correct the link, or add what it leads to"
)


class Lines(logging.Filter):
    """Puts page and line before such a warning; it holds nothing back.

    Args:
        docs: The folder of the pages.
        md: What reads the pages' snippets.
    """

    def __init__(self, docs: Path, md: Markdown) -> None:
        super().__init__()
        self.docs = docs
        self.md = md

    def filter(self, record: logging.LogRecord) -> bool:
        if match := WARNING.match(record.getMessage()):
            page = Page.read(self.docs / match["page"])
            # None is there if a fence has made the link.
            for place in places_of(link_to(match["link"]), page, self.md):
                record.msg = f"{place}: {record.getMessage()}{ADVICE}"
                record.args = ()
                break
        return True


def link_to(address: str) -> re.Pattern[str]:
    """How a link to an address is written, in its place or below the text."""
    return re.compile(rf"(?:\(|^ *\[[^\]]+\]: *)<?{re.escape(address)}(?![\w.#/-])")


def places_of(text: re.Pattern[str], page: Page, md: Markdown) -> Iterator[str]:
    """`page:line` for each line with a text, `page:line: in file:line` for one in a snippet."""
    for index, line in enumerate(page.body.split("\n")):
        here = f"{page.name}:{page.line(index)}"
        if text.search(line):
            yield here
        elif other := included(md, page, index, line):
            for number, inner in zip(other.numbers, other.lines, strict=True):
                if text.search(inner):
                    yield f"{here}: in {other.file.as_posix()}:{number}"


def on_config(config: MkDocsConfig) -> None:
    """Watch what MkDocs says of links, from here on."""
    logs = [logging.getLogger(f"{name}.structure.pages") for name in ("mkdocs", "properdocs")]
    for log in logs:
        for old in [known for known in log.filters if isinstance(known, Lines)]:
            log.removeFilter(old)  # Of the build before, in a live preview.
    options = config.mdx_configs.get(SNIPPETS)
    md = Markdown(
        extensions=[SNIPPETS] if SNIPPETS in config.markdown_extensions else [],
        extension_configs={SNIPPETS: options} if options else {},
    )
    for log in logs:
        log.addFilter(Lines(Path(os.path.relpath(config.docs_dir)), md))
