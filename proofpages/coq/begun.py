"""What was asked of Coq in this process: who asks again gets the same answer, or waits for it.

Coq runs beside this process, so it can be asked before its answer is wanted.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from proofpages.coq.coq_errors import FormalError

T = TypeVar("T")
KEPT = 8
"""Answers that are kept, of each question the last few."""

_begun: dict[tuple[object, ...], Future[Any]] = {}
_pool = ThreadPoolExecutor(1, "coq")  # Beside the pages, one after the other: each has its limit.


def begin(question: Callable[..., T], *about: str) -> Future[T]:
    """Ask something that what it is about decides, or find it asked; the answer may be to come."""
    key = (question, *about)
    if key not in _begun:
        alike = [other for other in _begun if other[0] is question]
        for old in alike[: len(alike) + 1 - KEPT]:
            del _begun[old]
        _begun[key] = _pool.submit(question, *about)
    return _begun[key]


def await_answer(begun: Future[T]) -> T:
    """The answer. A refusal is not kept: a machine may be too busy once.

    Raises:
        FormalError: what the question raised.
    """
    try:
        return begun.result()
    except FormalError:
        for key in [key for key, known in _begun.items() if known is begun]:
            del _begun[key]
        raise
