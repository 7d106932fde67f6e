"""A hook of MkDocs: how long each page took stands beside the site, and no time in it.

So two builds of the same sources are the same.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority

from proofpages.page.navigation import reading_order
from proofpages.site.build_record import programs_of
from proofpages.site.page_check import check_page


@dataclass(frozen=True)
class Spent:
    """The seconds that each formula and each program of a page took."""

    formulas: list[float]
    programs: list[float]


def times_of_pages() -> dict[str, Spent]:
    """Those of each page of the navigation, by its file."""
    return {
        path.as_posix(): Spent(
            [round(entry.verdict.seconds, 4) for entry in check_page(path).entries],
            [round(run.seconds, 4) for run in programs_of(path)],
        )
        for path in reading_order()
    }


class _Build:
    """Whether it is for a preview, and where its site belongs."""

    preview = False
    site = ""


def on_startup(command: str, **_: Any) -> None:
    """A preview writes nothing beside its site, which is in a folder that passes."""
    _Build.preview = command == "serve"


@event_priority(200)
def on_config(config: MkDocsConfig) -> None:
    """Note the place of the site, before it is made elsewhere (`publish`)."""
    _Build.site = os.path.realpath(config.site_dir)
    # MkDocs writes the day of the build into a packed file; no page shows one.
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")


def on_post_build(**_: Any) -> None:
    """Write the times beside the place of the site."""
    if not _Build.preview:
        times = {page: asdict(found) for page, found in times_of_pages().items()}
        text = json.dumps(times, indent=1) + "\n"
        Path(f"{_Build.site}.times.json").write_text(text, encoding="utf-8")
