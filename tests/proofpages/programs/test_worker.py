"""proofpages.programs.worker: what a block may not do, and how its end is told."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from proofpages.programs.worker import REFUSED, _bytes, _describe, _guard, _trace

EVENTS = [(event, what) for what, events in REFUSED.items() for event in events]


@pytest.mark.parametrize(("event", "what"), EVENTS)
def test_what_a_block_has_no_use_of_is_refused(event: str, what: str, tmp_path: Path) -> None:
    with pytest.raises(PermissionError, match=f"it asked for {what}"):
        _guard(str(tmp_path))(event, ())


@pytest.mark.parametrize("flags", [os.O_WRONLY, os.O_RDWR, os.O_APPEND, os.O_CREAT, os.O_TRUNC])
def test_a_file_is_written_in_the_blocks_own_folder_alone(flags: int, tmp_path: Path) -> None:
    hook, inside = _guard(str(tmp_path)), str(tmp_path / "a")
    for allowed in (inside, os.devnull):
        hook("open", (allowed, "w", flags))
    hook("open", (str(tmp_path.parent / "a"), "r", os.O_RDONLY))
    hook("open", (3, "w", flags))  # A stream that it has already.
    for outside in (str(tmp_path.parent / "a"), str(tmp_path) + "-other", str(tmp_path / "../a")):
        with pytest.raises(PermissionError, match="outside its own folder"):
            hook("open", (outside, "w", flags))


def test_other_events_pass(tmp_path: Path) -> None:
    _guard(str(tmp_path))("import", ("os",))


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (SystemExit(), "it called sys.exit()"),
        (SystemExit(3), "it called sys.exit(3)"),
        (MemoryError(), "it asked for more memory than a block gets"),
        (OSError(errno.EFBIG, "too large"), "it wrote more than a block may"),
        (OSError(errno.ENOENT, "gone"), "it raised FileNotFoundError: [Errno 2] gone"),
        (RuntimeWarning("log of 0"), "it gave a warning, RuntimeWarning: log of 0"),
        (ValueError("one\ntwo"), "it raised two"),
        (AssertionError(), "it raised AssertionError"),
    ],
)
def test_how_a_block_ended(error: BaseException, said: str) -> None:
    assert _describe(error) == said


def raised(source: str) -> BaseException:
    try:
        exec(compile(source, "<block>", "exec"), {})
    except BaseException as error:
        return error
    raise AssertionError(source)


@pytest.mark.parametrize(
    ("source", "trace"),
    [
        ("x = 1\nx / 0", [2]),
        ("def f():\n    assert 0\n\nf()", [4, 2]),
        ("import json\njson.loads('')", [2]),
        ("x = (", [1]),
        ("a = 1\nb c", [2]),
    ],
)
def test_the_way_to_an_error_goes_through_the_blocks_lines(source: str, trace: list[int]) -> None:
    assert _trace(raised(source), "<block>") == trace


def test_a_stream_that_was_never_opened_is_empty(tmp_path: Path) -> None:
    assert _bytes(str(tmp_path / "out")) == b""
