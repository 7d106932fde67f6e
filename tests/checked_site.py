"""Every page of the site, decided once for all tests of a process, as in a build."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from proofpages.page import once
from proofpages.page.navigation import reading_order
from proofpages.site.page_check import Checked, check_page


@cache
def checked_site() -> dict[Path, Checked]:
    """The pages in reading order, none of which has an error."""
    once.begin_build()
    try:
        found = {path: check_page(path) for path in reading_order()}
    finally:
        once.end_build()
    assert [error for checked in found.values() for error in checked.errors] == []
    return found
