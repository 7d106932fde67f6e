"""A hook of MkDocs: the style sheets of `extra_css` reach a reader as one file.

They are several files for who writes them. A browser shows nothing before it has them all, and each
is a question of its own to the server.
"""

from __future__ import annotations

import re

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

TOGETHER = "stylesheets/site.css"
NOT_READ = re.compile(r"(?s)/\*.*?\*/\s*|(?<=\n)\s+")
"""What a browser passes over: comments, indentation, empty lines. No text of a sheet has such."""


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Put one sheet in the place of all, in their order; where one is not a file, all stay."""
    found = [files.get_file_from_path(str(name)) for name in config.extra_css]
    sheets = [sheet for sheet in found if sheet is not None]
    if sheets and len(sheets) == len(found):
        text = "".join(sheet.content_string for sheet in sheets)
        for sheet in sheets:
            files.remove(sheet)
        files.append(sheets[0].generated(config, TOGETHER, content=NOT_READ.sub("", text)))
        config.extra_css = [TOGETHER]
    return files
