"""What a preview writes: into its folder itself, and only what is not there as it should be.

MkDocs 1.6 empties the folder at every change and writes all pages and files anew, of which most are
the same. What is there is what was written, if its time and its size are those that it had then.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from contextlib import suppress
from functools import partial, wraps
from typing import Any

from mkdocs import utils

State = tuple[int, int]
"""The time of a file's last change, and its size."""


class _Folder:
    """Whether a preview runs; its folder; what each file was made of, with its state."""

    runs = False
    place = ""
    made_of: dict[str, tuple[object, State | None]] = {}
    wanted: set[str] = set()


def write_what_differs() -> None:
    """Have MkDocs write what differs, as for a preview."""
    _Folder.runs = True


def write_all() -> None:
    """Have MkDocs write all, as for a site that is published."""
    _Folder.runs = False
    _Folder.place = ""


def begin_writing() -> None:
    """Note from here on what one build writes."""
    _Folder.wanted = set()


def remove_what_is_no_more() -> None:
    """Remove what the builds before have written, and this one has not."""
    for path in _Folder.made_of.keys() - _Folder.wanted:
        del _Folder.made_of[path]
        with suppress(OSError):
            os.unlink(path)


def state_of(path: str) -> State | None:
    """The state of a file; None where there is none."""
    try:
        stat = os.stat(path)
    except OSError:
        return None
    return stat.st_mtime_ns, stat.st_size


def _write(path: str, made_of: object, write: Callable[[], None]) -> None:
    _Folder.wanted.add(path)
    known = _Folder.made_of.get(path)
    if known is None or known[0] != made_of or known[1] is None or known[1] != state_of(path):
        write()
        _Folder.made_of[path] = made_of, state_of(path)


def _clean(clean: Callable[[str], None], directory: str) -> None:
    if not _Folder.runs or _Folder.place != directory:
        clean(directory)
        _Folder.place = directory
        _Folder.made_of.clear()


def _write_file(write: Callable[..., None], content: bytes, output_path: str) -> None:
    if _Folder.runs:
        digest = hashlib.sha256(content).digest()
        _write(output_path, digest, partial(write, content, output_path))
    else:
        write(content, output_path)


def _copy_file(copy: Callable[..., None], source_path: str, output_path: str) -> None:
    if _Folder.runs and not os.path.isdir(output_path):
        made_of = source_path, state_of(source_path)
        _write(output_path, made_of, partial(copy, source_path, output_path))
    else:
        copy(source_path, output_path)


def _put_before(name: str, ours: Callable[..., None]) -> None:
    theirs: Any = getattr(utils, name)
    setattr(utils, name, wraps(theirs)(partial(ours, theirs)))


_put_before("clean_directory", _clean)
_put_before("write_file", _write_file)
_put_before("copy_file", _copy_file)
