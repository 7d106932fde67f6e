"""The site is made beside its place, compared with the record of its build, and put there whole.

It is put there by one rename, so who reads `site/` sees the old site or the new one, whenever the
build is stopped, and a build that fails leaves the old one where it is, and says so. MkDocs itself
empties the folder first, and writes page by page.

This site names the file among its hooks; another names the plugin `proofpages`.
"""

from __future__ import annotations

import gc
import logging
import os
import shutil
import sys
import time
from pathlib import Path
from typing import Any, NoReturn

from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, BuildError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.utils import CountHandler

from proofpages.page.faults import PageError, all_of
from proofpages.page.once import begin_build, end_build
from proofpages.site.build_record import write_record
from proofpages.site.place import beside, put_in_place, state
from proofpages.site.preview import on_serve as _on_serve
from proofpages.site.settings import settings_faults
from proofpages.site.theorems.places import await_coqchk, await_coqchk_later
from proofpages.site.times import times_of_pages
from proofpages.site.verify import verify

LOG = logging.getLogger("mkdocs.proofpages")


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
    log = logging.getLogger("mkdocs")
    log.setLevel(min(log.level, logging.WARNING))  # With --quiet, no warning would be counted.
    building = logging.getLogger("mkdocs.commands.build")
    if not any(isinstance(known, _NoHeading) for known in building.filters):
        building.addFilter(_NoHeading())
    _Place.began = time.monotonic()
    _Place.site = Path(os.path.realpath(config.site_dir))
    _Place.new = None
    if _Place.preview:  # Nobody reads it before it is whole: its server waits.
        return
    try:
        _Place.new = beside(_Place.site)
    except OSError as error:
        raise Abort(f"There is no place to build the site in: {error}") from error
    config.site_dir = str(_Place.new)


def on_pre_build(**_: Any) -> None:
    """Refuse what no page can begin with, before MkDocs and its theme end at it without a line."""
    if faults := list(settings_faults()):
        raise all_of(faults)
    await_coqchk_later(True)


@event_priority(-100)
def on_post_build(config: MkDocsConfig) -> None:
    """Put the site in its place, if it is whole, and if MkDocs has warned of nothing."""
    _stop_at_warnings(config)
    await_coqchk()
    if _Place.new:
        _put(_Place.new, config)
    _tell_times(time.monotonic() - _Place.began)
    end_build()
    LOG.info("The site stands in %s", os.path.relpath(_Place.site))
    if not _Place.preview:
        gc.freeze()  # Python would look through all that was made for garbage, to end.


def _put(new: Path, config: MkDocsConfig) -> None:
    """Compare a site with the record of its build, and put it in its place."""
    write_record(
        new,
        links=config.strict,
        folders=config.use_directory_urls,
        templates=config.theme.static_templates,
    )
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


def _tell_times(seconds: float) -> None:
    """Say what was done, and how long it took."""
    pages = times_of_pages()
    LOG.info(
        "pages: %d, formulas: %d, decided in %.1f s, programs: %d, run in %.1f s; %.1f s in all",
        len(pages),
        sum(len(page.formulas) for page in pages.values()),
        sum(sum(page.formulas) for page in pages.values()),
        sum(len(page.programs) for page in pages.values()),
        sum(sum(page.programs) for page in pages.values()),
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
    await_coqchk_later(False)
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


class NoOptions(Config):  # type: ignore[no-untyped-call]
    """What the plugin can be told."""


class Publishing(BasePlugin[NoOptions]):  # type: ignore[no-untyped-call]
    """The same as a plugin, which shows faults in a preview too."""


for _event in (on_startup, on_config, on_pre_build, on_post_build, on_build_error):
    setattr(Publishing, _event.__name__, staticmethod(_event))
setattr(Publishing, _on_serve.__name__, staticmethod(_on_serve))
