"""Runs one block, and lets nothing pass: an error, a warning, an early exit, an endless loop."""

from __future__ import annotations

import contextlib
import ctypes
import io
import linecache
import threading
import time
import traceback
import types
import warnings

PATIENCE = 6
"""How many times its limit a block may take on the clock."""


class BlockFailed(Exception):
    """A block did not run to its end.

    Attributes:
        reason: What happened, in one line.
        lineno: The line of the block (from 1) on which it happened; None if unknown.
        trace: The lines (from 1) of the block on the way there, outermost first.
    """

    def __init__(self, reason: str, trace: list[int]) -> None:
        super().__init__(reason)
        self.reason = reason
        self.trace = trace
        self.lineno = trace[-1] if trace else None


def run_block(source: str, name: str, timeout: float) -> str:
    """Run `source` as a script and return what it wrote to standard output.

    The block runs in this process, in a thread and a namespace of its own: a thread can be left
    behind when it does not end, on every system and under every generator. NumPy keeps its print
    and error settings by thread, so no block changes another's.

    Args:
        source: Python source text.
        name: Shown as the file's name in tracebacks.
        timeout: Seconds that the block's thread may compute; on the clock it may take
            `PATIENCE` times as long, as a busy machine lets it wait.

    Raises:
        BlockFailed: if it raised, warned, exited, or did not end in time.
    """
    lines = source.splitlines(keepends=True)
    linecache.cache[name] = (len(source), None, lines, name)
    module = types.ModuleType("__main__")
    failure: list[BaseException] = []
    clocks: list[int] = []

    def target() -> None:
        if hasattr(time, "pthread_getcpuclockid"):  # On Unix.
            clocks.append(time.pthread_getcpuclockid(threading.get_ident()))
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                # Asserts stay, whatever PYTHONOPTIMIZE says.
                exec(compile(source, name, "exec", optimize=0), module.__dict__)
        except BaseException as error:  # SystemExit too: it must not end the build with status 0.
            failure.append(error)

    written = io.StringIO()
    thread = threading.Thread(target=target, daemon=True)
    with contextlib.redirect_stdout(written):
        thread.start()
        end = time.monotonic() + PATIENCE * timeout
        while thread.is_alive() and time.monotonic() < end and _computed(clocks) < timeout:
            thread.join(0.05)
    if thread.is_alive():
        _stop(thread)
        raise BlockFailed(f"it did not end within {timeout:g} s", [])
    if failure:
        raise BlockFailed(_describe(failure[0]), _trace(failure[0], name)) from failure[0]
    return written.getvalue()


def _computed(clocks: list[int]) -> float:
    """Seconds that a thread has computed, by its clock; 0 where it has none, or has ended."""
    try:
        return time.clock_gettime(clocks[0]) if clocks else 0.0
    except OSError:
        return 0.0


def _stop(thread: threading.Thread) -> None:
    """Ask a thread to end at its next Python instruction, so that `serve` does not keep it."""
    ident = ctypes.c_ulong(thread.ident or 0)
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ident, ctypes.py_object(SystemExit))


def _describe(error: BaseException) -> str:
    if isinstance(error, SystemExit):
        return f"it called sys.exit({'' if error.code is None else repr(error.code)})"
    text = "".join(traceback.format_exception_only(error)).strip().splitlines()[-1]
    return f"it gave a warning, {text}" if isinstance(error, Warning) else f"it raised {text}"


def _trace(error: BaseException, name: str) -> list[int]:
    if isinstance(error, SyntaxError) and error.filename == name:
        return [error.lineno or 1]
    frames = traceback.extract_tb(error.__traceback__)
    return [frame.lineno for frame in frames if frame.filename == name and frame.lineno]
