"""Asks the same of many things, on all processors that this process may use.

Python computes on one at a time, and a fork has all that this process has read.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
import warnings
from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")
A = TypeVar("A")
WORTH = 8
"""Fewer things are done before processes have started."""


def for_each(question: Callable[[T], A], things: Sequence[T], processors: int = 0) -> list[A]:
    """The answer for each thing, in their order; what a question raises is raised.

    Args:
        question: A function of a module, which changes nothing.
        things: What it is asked of; what goes to a process and back can be pickled.
        processors: How many to use; 0 for those that this process may.
    """
    count = processors or _processors()
    if count < 2 or len(things) < WORTH or not _forks():
        return [question(thing) for thing in things]
    with warnings.catch_warnings():
        # From Python 3.12 on it warns of threads: those of a build wait, and the forks ask none.
        warnings.simplefilter("ignore", DeprecationWarning)
        with multiprocessing.get_context("fork").Pool(count, gc.freeze) as pool:
            return pool.map(question, things, chunksize=1)


def _forks() -> bool:
    """Whether a process can be forked: macOS has libraries that do not bear it."""
    return hasattr(os, "fork") and sys.platform != "darwin"


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
