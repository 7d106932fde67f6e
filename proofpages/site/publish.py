"""A hook of MkDocs: the site is made beside its place, and put there whole by one rename.

So who reads `site/` sees the old site or the new one, whenever the build is stopped, and a build
that fails leaves the old one where it is, and says so. MkDocs itself empties the folder first, and
writes page by page.
"""

from __future__ import annotations

import gc
import json
import logging
import os
import shutil
import sys
import time
from pathlib import Path
from typing import Any, NoReturn

from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, BuildError
from mkdocs.plugins import event_priority
from mkdocs.utils import CountHandler

from proofpages.page.faults import PageError, all_of
from proofpages.page.navigation import named_twice, reading_order
from proofpages.page.once import begin_build, end_build
from proofpages.programs import run_page
from proofpages.site.build_record import write_record
from proofpages.site.content_policy import put_policy
from proofpages.site.front_matter import TEXTS, refuse_front_matter
from proofpages.site.page_check import check_page
from proofpages.site.place import beside, put_in_place, state
from proofpages.site.verify import verify

LOG = logging.getLogger("mkdocs.proofpages")
NEW_OBJECTS = 100_000
"""After how many Python looks for garbage: a build keeps most of what it makes to its end."""


class _NoHeading(logging.Filter):
    """Holds back that MkDocs could not read a page, often another than the one with the fault."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not (isinstance(sys.exception(), PageError) and record.msg.startswith("Error "))


class _Place:
    """Where the site of this build is made, and where it belongs."""

    preview = False
    new: Path | None = None
    site: Path
    began: float


@event_priority(100)
def on_startup(command: str, dirty: bool, **_: Any) -> None:
    """Refuse to build a part of the site: what is old in it could not be told from what is new."""
    _Place.preview = command == "serve"
    if dirty:
        raise Abort("Build the whole site: run the same without --dirty")


@event_priority(100)
def on_config(config: MkDocsConfig) -> None:
    """Have the site made beside its place."""
    begin_build()
    gc.set_threshold(NEW_OBJECTS)
    log = logging.getLogger("mkdocs")
    log.setLevel(min(log.level, logging.WARNING))  # With --quiet, no warning would be counted.
    building = logging.getLogger("mkdocs.commands.build")
    if not any(isinstance(known, _NoHeading) for known in building.filters):
        building.addFilter(_NoHeading())
    # MkDocs writes the day of the build into a packed file; no page shows one.
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")
    _Place.began = time.monotonic()
    _Place.site = Path(os.path.realpath(config.site_dir))
    try:
        _Place.new = beside(_Place.site)
    except OSError as error:
        raise Abort(f"There is no place to build the site in: {error}") from error
    config.site_dir = str(_Place.new)


def on_pre_build(config: MkDocsConfig) -> None:
    """Refuse what no page can begin with, before MkDocs and its theme end at it without a line."""
    if faults := list(named_twice()):
        raise all_of(faults)
    refuse_front_matter(Path(config.docs_dir))


def on_page_markdown(markdown: str, page: Any, **_: Any) -> None:
    """Escape what the theme writes into a page as it is: a title and a description are text."""
    for key in TEXTS:
        if key in page.meta:
            page.meta[key] = escape(str(page.meta[key]))


@event_priority(-100)
def on_post_build(config: MkDocsConfig) -> None:
    """Put the site in its place, if it is whole, and if MkDocs has warned of nothing."""
    new = _Place.new
    assert new is not None
    _stop_at_warnings(config)
    if not _Place.preview:  # MkDocs puts a script into what it serves, and nothing is published.
        put_policy(new)
        write_record(new, links=config.strict, folders=config.use_directory_urls)
        if faults := verify(new):
            raise all_of(faults)
    try:
        put_in_place(new, _Place.site)
    except OSError as error:
        raise BuildError(
            f"{_Place.site} cannot be replaced ({error.strerror}): it has to be a folder that can "
            "be renamed, and no mounted one; build with --site-dir elsewhere, and copy"
        ) from error
    config.site_dir, _Place.new = str(_Place.site), None
    _tell_times(_Place.site, time.monotonic() - _Place.began)
    end_build()
    LOG.info("The site stands in %s", os.path.relpath(_Place.site))


def _tell_times(site: Path, seconds: float) -> None:
    """Say how long it took, and write it beside the site: two builds show the same pages."""
    checked = [(str(path), check_page(path), run_page(path)) for path in reading_order()]
    times: dict[str, Any] = {
        "seconds": round(seconds, 1),
        "formulas": {
            page: round(sum(entry.verdict.seconds for entry in found.entries), 4)
            for page, found, _ in checked
        },
        "programs": {page: round(sum(run.seconds for run in ran), 4) for page, _, ran in checked},
    }
    text = json.dumps(times, indent=1)
    site.with_name(f"{site.name}.times.json").write_text(text + "\n", encoding="utf-8")
    formulas = [entry for _, found, _ in checked for entry in found.entries]
    LOG.info(
        "%d pages, %d formulas decided in %.1f s, %d programs run in %.1f s, %.1f s in all",
        len(checked),
        len(formulas),
        sum(times["formulas"].values()),
        sum(len(ran) for *_, ran in checked),
        sum(times["programs"].values()),
        seconds,
    )


def _stop_at_warnings(config: MkDocsConfig) -> None:
    """What MkDocs 1.6 does of itself where it is strict, but only once it is done with all."""
    counters = [
        handler
        for name in ("mkdocs", "properdocs")  # In ProperDocs 1.6 the second counts for both.
        for handler in logging.getLogger(name).handlers
        if isinstance(handler, CountHandler)
    ]
    found = sum(int(count) for counter in counters for _, count in counter.get_counts())
    if config.strict and found:
        raise BuildError(f"{found} warnings, which stand above, where none may be")


@event_priority(-100)
def on_build_error(error: Exception) -> None:
    """Remove what was begun, and say what stands in the site's place."""
    end_build()
    if _Place.new:
        shutil.rmtree(_Place.new, ignore_errors=True)
        LOG.error("%s", f"The build failed. {state(_Place.site)}")
    if isinstance(error, OSError) and not isinstance(error, BuildError):
        _stop(error)


def _stop(error: OSError) -> NoReturn:
    raise Abort(
        f"A file cannot be written or read: {error}. Make room, or see who may write there, and "
        "build again"
    ) from error
