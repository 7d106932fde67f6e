"""Where a site is made, and how it is put in its place: beside it, and by one rename.

So who reads `site/` sees the old site or the new one, whole, whenever the build is stopped.
"""

from __future__ import annotations

import atexit
import ctypes
import os
import re
import shutil
import sys
import time
from pathlib import Path

AT_FDCWD, RENAME_EXCHANGE, RENAME_SWAP = -100, 2, 2


def beside(site: Path) -> Path:
    """A new folder beside a site; those that builds have left which run no more are removed."""
    for old in site.parent.glob(f".{site.name}.*"):
        match = re.fullmatch(re.escape(f".{site.name}.") + r"(\d+)(\.old|\.yml)?", old.name)
        if match and not _runs(int(match[1])):
            if match[2] == ".old" and not site.exists():  # It was stopped between two renames.
                old.rename(site)
            if old.is_file():
                old.unlink()
            shutil.rmtree(old, ignore_errors=True)
    new = site.with_name(f".{site.name}.{os.getpid()}")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(parents=True)
    atexit.register(shutil.rmtree, new, ignore_errors=True)
    return new


def put_in_place(new: Path, site: Path) -> None:
    """Put a new site where the old one is, and remove that.

    On Linux and macOS it is one step. Elsewhere, and on file systems that do not know that step,
    the old site is moved away first: there is none for a moment.

    Raises:
        OSError: if the place cannot be taken, as when it is a mounted folder; all is as it was.
    """
    if not site.exists():
        new.rename(site)
        return
    if not _exchange(new, site):
        old = new.with_name(f"{new.name}.old")
        site.rename(old)
        try:
            new.rename(site)
        except OSError:
            old.rename(site)
            raise
        old.rename(new)
    shutil.rmtree(new, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Have two folders change their names at once; false where that cannot be done."""
    a, b = os.fsencode(one), os.fsencode(other)
    try:
        libc = ctypes.CDLL(None)
        if sys.platform == "darwin":
            return bool(libc.renamex_np(a, b, RENAME_SWAP) == 0)
        return bool(libc.renameat2(AT_FDCWD, a, AT_FDCWD, b, RENAME_EXCHANGE) == 0)
    except (AttributeError, OSError, TypeError):
        return False


def _runs(process: int) -> bool:
    """Whether a process may be running."""
    if os.name == "nt":  # There, to ask is to end it.
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def state(site: Path) -> str:
    """What stands in a site's place after a build that failed, in words."""
    page = site / "index.html"
    if not page.is_file():
        return f"There is no site in {os.path.relpath(site)}"
    made = time.strftime("%Y-%m-%d %H:%M", time.localtime(page.stat().st_mtime))
    return f"What stands in {os.path.relpath(site)} is OLD: a build of {made} made it"
