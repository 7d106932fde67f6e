"""Logits that a reader can move: the fence ```` ```playground ````, with `whole` or `small` in it.

What stands in the page is drawn while it is built, by the functions that the browser draws it with
when something is moved. So without a script there is a picture of the running example, with its
numbers and words; and when the script comes, nothing has to move.

`on_files` is a hook of MkDocs, which serves what the browser loads.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from proofpages.browser.playground import FOLDER, SERVED
from proofpages.page.fences import Fence
from proofpages.page.formatters import FenceFormatter
from proofpages.page.page import Page
from proofpages.typeset.node import run_script

SIZES = ("whole", "small")
PLACE = "assets/playground"
"""The folder of the site that the browser loads it from."""


def show_playground(fence: Fence, page: Page) -> str:
    """The playground, as large as the fence says.

    Raises:
        PageError: if the fence says neither size, or Node does not draw it.
    """
    size = "\n".join(fence.body).strip()
    if size not in SIZES:
        raise page.error(
            fence.index, f"a playground that is {size!r}", f"one of {', '.join(SIZES)}", "write one"
        )
    root = to_root(page.name)
    return (
        f'<div class="playground {size}" data-search-exclude="">'
        f'<link rel="stylesheet" href="{root}{PLACE}/playground.css">'
        f"<move-logits>{markup(size)}</move-logits>"
        f'<script type="module" src="{root}{PLACE}/playground.js"></script></div>'
    )


format_playground = FenceFormatter(show_playground)


@cache
def markup(size: str) -> str:
    """The HTML of a playground in the state that it starts from."""
    return run_script(FOLDER / "markup.mjs", size)


def to_root(page: str) -> str:
    """The way from a page's address to the site's root: `../` for `docs/notation.md`."""
    *folders, name = Path(page).with_suffix("").parts[1:] or ("index",)
    return "../" * (len(folders) + (name != "index"))


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Put on the site what the playground loads."""
    for name in SERVED:
        path = str(FOLDER / name)
        files.append(File.generated(config, f"{PLACE}/{name}", abs_src_path=path))
    return files
