"""A hook of MkDocs, which names the page of a link that leads nowhere: it adds the line."""

from __future__ import annotations

import logging
import os
import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

WARNING = re.compile(r"Doc file '(?P<page>[^']+)' contains an? [^']*link '(?P<link>[^']+)'")


class Lines(logging.Filter):
    """Puts page and line before such a warning; it holds nothing back."""

    def __init__(self, docs: Path) -> None:
        super().__init__()
        self.docs = docs

    def filter(self, record: logging.LogRecord) -> bool:
        if match := WARNING.match(record.getMessage()):
            file = self.docs / match["page"]
            lines = file.read_text(encoding="utf-8").split("\n")
            # None is there if a snippet or a fence has made the link.
            for number in (n for n, line in enumerate(lines, 1) if f"({match['link']}" in line):
                record.msg = f"{file.as_posix()}:{number}: {record.getMessage()}"
                record.args = ()
                break
        return True


def on_config(config: MkDocsConfig) -> None:
    """Watch what MkDocs says of links, from here on."""
    log = logging.getLogger("mkdocs.structure.pages")
    for old in [known for known in log.filters if isinstance(known, Lines)]:
        log.removeFilter(old)  # Of the build before, in a live preview.
    log.addFilter(Lines(Path(os.path.relpath(config.docs_dir))))
