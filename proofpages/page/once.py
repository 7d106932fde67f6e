"""What is read or decided once in a build, as no file is looked at a second time while it lasts.

A build that takes one text of each file is whole: what is changed under it is part of the next.
Outside a build, and where a generator runs no hooks, each question looks at the files anew.
"""

from __future__ import annotations

import functools
import gc
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
NEW_OBJECTS = 1_000_000
"""After how many Python looks for garbage: a build keeps most of what it makes to its end, and what
a site of sixty pages does not keep takes 40 MB."""


class _Build:
    """Whether a build is going on, what it has read, and what was answered in it, by function."""

    lasts = False
    sources: dict[Path, bytes] = {}
    answers: dict[Callable[..., Any], dict[Any, Any]] = {}
    read: dict[Callable[..., Any], dict[Any, Any]] = {}
    """The same of functions whose answers rest on nothing but files."""


def begin_build() -> None:
    """From here on, each question that is asked `once` is answered once."""
    end_build()
    gc.set_threshold(NEW_OBJECTS)
    _Build.lasts = True


def end_build() -> None:
    """Have all questions asked anew."""
    _Build.lasts = False
    _Build.sources.clear()
    for known in _Build.read.values():
        known.clear()
    forget()


def forget() -> None:
    """Forget what was answered in this build, as what it rests on has changed; files have not."""
    for known in _Build.answers.values():
        known.clear()


def source_of(path: Path) -> bytes:
    """What stands in a file."""
    if not _Build.lasts:
        return path.read_bytes()
    if path not in _Build.sources:
        _Build.sources[path] = path.read_bytes()
    return _Build.sources[path]


def source_text(path: Path) -> str:
    """The text of a file in UTF-8, as Python reads one.

    Raises:
        UnicodeDecodeError: it is none.
    """
    return io.TextIOWrapper(io.BytesIO(source_of(path)), "utf-8-sig").read()


def once(function: Callable[P, T]) -> Callable[P, T]:
    """Have a function answer once in a build for the same arguments, which can be hashed.

    What it returns is handed out again and must not be changed. What it raises is not kept.
    """
    return _asking(function, _Build.answers.setdefault(function, {}))


def read_once(function: Callable[P, T]) -> Callable[P, T]:
    """The same for one whose answers rest on nothing but files, so that `forget` leaves them."""
    return _asking(function, _Build.read.setdefault(function, {}))


def _asking(function: Callable[P, T], known: dict[Any, Any]) -> Callable[P, T]:
    @functools.wraps(function)
    def asked(*args: P.args, **kwargs: P.kwargs) -> T:
        if not _Build.lasts:
            return function(*args, **kwargs)
        key = (args, *sorted(kwargs.items())) if kwargs else args
        if key not in known:
            known[key] = function(*args, **kwargs)
        answer: T = known[key]
        return answer

    return asked
