"""A hook of MkDocs, which puts the checker into the built site, or says why it is not there."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig

from proofpages import browser

LOG = logging.getLogger("mkdocs.proofpages")


class _Preview:
    """Whether one runs, and of what the checker in it was made."""

    runs = False
    made_of: object = None


def on_startup(command: str, **_: Any) -> None:
    """Note whether it is for a preview."""
    _Preview.runs, _Preview.made_of = command == "serve", None


def on_config(config: MkDocsConfig) -> None:
    """Tell the theme's template whether pages can load the checker."""
    config.extra["checker"] = browser.available()


def on_post_build(config: MkDocsConfig) -> None:
    """Copy what the reader's browser runs."""
    if missing := browser.missing():
        names = ", ".join(missing)
        LOG.info("Equations cannot be tried in the browser: the setup could not fetch %s", names)
        return
    made_of = config.site_dir, browser.sources_changed()
    if _Preview.runs and made_of == _Preview.made_of:  # It has 20 MB.
        return
    _Preview.made_of = made_of
    size = browser.put(Path(config.site_dir))
    LOG.info("Equations can be tried in the browser: %.1f MB, for who asks", size / 1e6)
