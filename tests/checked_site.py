"""Every page of the site, decided once for all tests, as in a build."""

from __future__ import annotations

import os
import pickle
from functools import cache
from pathlib import Path

from filelock import FileLock

from proofpages.page import once
from proofpages.page.navigation import reading_order
from proofpages.site.page_check import Checked, check_page
from tests.conftest import KEPT


@cache
def checked_site() -> dict[Path, Checked]:
    """The pages in reading order, none of which has an error."""
    if KEPT not in os.environ:
        return _decided()
    kept = Path(os.environ[KEPT])
    with FileLock(f"{kept}.lock"):
        if not kept.exists():
            kept.write_bytes(pickle.dumps(_decided()))
        found: dict[Path, Checked] = pickle.loads(kept.read_bytes())
        return found


def _decided() -> dict[Path, Checked]:
    once.begin_build()
    try:
        found = {path: check_page(path) for path in reading_order()}
    finally:
        once.end_build()
    assert [error for checked in found.values() for error in checked.errors] == []
    return found
