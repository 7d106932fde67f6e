"""`proofpages build`: the site by a generator that runs no hooks of MkDocs, as Zensical.

Zensical empties the folder of the site first, ends with status 0 where a link leads nowhere, and
writes no record. So it is given a folder beside the site's place. There the pages are finished as
the hooks do it, and compared with the record of the build; then a rename puts them in their place.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from proofpages import browser
from proofpages.page.faults import PageError, all_of
from proofpages.page.navigation import (
    configuration,
    docs,
    hooks,
    is_strict,
    reading_order,
    settings_fault,
    site_folder,
)
from proofpages.site import movable
from proofpages.site.build_record import write_record
from proofpages.site.content_policy import put_policy
from proofpages.site.front_matter import refuse_front_matter
from proofpages.site.place import beside, put_in_place, state
from proofpages.site.settings import settings_faults
from proofpages.site.verify import verify

PLAYGROUND = re.compile(rf'"(?:\.\./)*{movable.PLACE}/')
SETTINGS = """\
INHERIT: {site}
site_dir: {folder}
extra: {{ checker: {checker} }}
"""
"""What the generator is given: the site's own settings, but for the folder."""


def build_without_hooks(generator: str) -> Iterator[str]:
    """Build the site with `python -m generator build`; put it in its place if it is as recorded.

    Raises:
        PageError: with what the generator or the comparison found; the old site stays.
    """
    site = Path(os.path.realpath(site_folder()))
    new = beside(site)
    try:
        if faults := list(settings_faults()):
            raise all_of(faults)
        if "front_matter.py" in hooks():
            refuse_front_matter(docs())
        _generate(generator, new)
        _finish(new)
        write_record(new, links=is_strict(), folders=True, templates=["404.html"])
        if faults := verify(new):
            raise all_of(faults)
        put_in_place(new, site)
    except PageError:
        print(f"The build failed. {state(site)}", file=sys.stderr)
        raise
    finally:
        shutil.rmtree(new, ignore_errors=True)
    pages = len(reading_order())
    yield f"pages: {pages}. The site stands in {os.path.relpath(site)}"


def _generate(generator: str, new: Path) -> None:
    settings = Path(f"{new.name}.yml")
    checker = str(browser.available()).lower()
    text = SETTINGS.format(
        site=configuration().as_posix(), folder=os.path.relpath(new), checker=checker
    )
    settings.write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", generator, "build", "--clean", "--config-file", str(settings)]
    try:
        status = subprocess.run(command, check=False).returncode
    finally:
        settings.unlink()
    if status:
        raise settings_fault(
            f"{generator} ended with status {status}",
            "pages without a fault",
            "mend what it says above",
        )


def _finish(new: Path) -> None:
    """Put in what the hooks of MkDocs do, those that the site names."""
    used = hooks()
    if "checker.py" in used and browser.available():
        browser.put(new)
    if "movable.py" in used:
        movable.put_playground(new)
        for file in new.rglob("*.html"):
            _mend_addresses(file, "../" * (len(file.relative_to(new).parts) - 1))
    if "content_policy.py" in used:
        put_policy(new)


def _mend_addresses(file: Path, root: str) -> None:
    """Zensical 0.0.73 takes each address in HTML for one from the source, and puts `../` to it."""
    text = file.read_text(encoding="utf-8")
    mended = PLAYGROUND.sub(f'"{root}{movable.PLACE}/', text)
    if mended != text:
        file.write_text(mended, encoding="utf-8")
