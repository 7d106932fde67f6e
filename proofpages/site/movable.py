"""Logits that a reader can move: the fence ```` ```playground ````, with `whole` or `small` in it.

What stands in the page is drawn while it is built, by the functions that the browser draws it with
when something is moved. So without a script there is a picture of the running example, with its
numbers and words; and when the script comes, nothing has to move.

`on_post_build` is a hook of MkDocs, which puts on the site what the browser loads.
"""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from proofpages.browser.playground import FOLDER, SERVED
from proofpages.page.fences import Fence
from proofpages.page.formatters import FenceFormatter
from proofpages.page.page import Page
from proofpages.typeset.node import run_script

if TYPE_CHECKING:  # Zensical imports this module too, and needs no MkDocs.
    from mkdocs.config.defaults import MkDocsConfig

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


def on_page_content(html: str, page: Any, config: MkDocsConfig, **_: Any) -> str:
    """Correct the way there of a page that has no folder of its own."""
    if config.use_directory_urls:
        return html
    root = to_root(f"docs/{page.file.src_uri}")
    own = to_root(f"docs/{Path(page.file.src_uri).with_name('index.md').as_posix()}")
    return html.replace(f'"{root}{PLACE}/', f'"{own}{PLACE}/')


def put_playground(site: Path) -> None:
    """Copy into a built site what the playground loads."""
    (site / PLACE).mkdir(parents=True, exist_ok=True)
    for name in SERVED:
        shutil.copyfile(FOLDER / name, site / PLACE / name)


def on_post_build(config: MkDocsConfig) -> None:
    """Put it into the site that MkDocs builds."""
    put_playground(Path(config.site_dir))
