"""Runs one block, and lets nothing pass: an error, a warning, an early exit, an endless loop.

`worker` is the process that it runs in; here is who asks it.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from pathlib import Path
from typing import Any

from proofpages.json_process import JsonProcess, NoAnswer

PATIENCE = 6
"""How many times its limit a block may take on the clock."""
MEMORY = 4 * 1024**3
"""Bytes of address space that a block may have: NumPy and scikit-learn take half a gigabyte."""
OUTPUT = 1024**2
"""Bytes that a block may print."""
LATE = {"late", *(-getattr(signal, n) for n in ("SIGXCPU", "SIGKILL") if hasattr(signal, n))}
"""How a block ends that did not end in time: by the system's limit, or as the worker says."""
WORKER = Path(__file__).with_name("worker.py")


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


def run_block(source: str, name: str, timeout: float, memory: int = MEMORY) -> str:
    """Run `source` as a script, in a process of its own, and return what it printed.

    Args:
        source: Python source text.
        name: Shown as the file's name in tracebacks.
        timeout: Seconds that the block may compute, rounded up to whole ones; on the clock it may
            take `PATIENCE` times as long, as a busy machine lets it wait.
        memory: Bytes of address space that it may have; not limited on macOS and Windows.

    Raises:
        BlockFailed: if it raised, warned, exited, did not end in time, wrote to standard error, or
            printed more than `OUTPUT`.
    """
    request = {"source": source, "name": name, "cpu": timeout, "memory": memory}
    answer = _ask(request | {"patience": PATIENCE * timeout, "output": OUTPUT})
    status, end = answer["status"], answer.get("end")
    out, err = answer["out"], answer["err"].strip()
    if status in LATE and end is None:
        raise BlockFailed(f"it did not end within {timeout:g} s", [])
    if end is None:
        how = f"by signal {-status}" if status < 0 else f"with status {status}"
        raise BlockFailed(f"its process ended {how}, before the block had", [])
    if end:
        raise BlockFailed(end["reason"], end["trace"])
    if err:
        raise BlockFailed(f"it wrote to standard error: {err.splitlines()[-1][:200]}", [])
    if len(out) > OUTPUT:
        raise BlockFailed(f"it printed {len(out):,} characters; {OUTPUT:,} are allowed", [])
    if any("\ud800" <= letter <= "\udfff" for letter in out):
        raise BlockFailed("it printed what is no text in UTF-8", [])
    return str(out)


def _ask(request: dict[str, Any]) -> dict[str, Any]:
    """Have a block run, and return what became of it."""
    forks = hasattr(os, "fork")
    try:
        # It ends a block in time by itself; where it cannot fork, this does.
        answer: dict[str, Any] = _worker.ask(request, request["patience"] + 20 * forks)
    except NoAnswer as failed:
        return {"status": "late" if failed.late else failed.status, "out": "", "err": ""}
    finally:
        if not forks:  # It was started for this block alone.
            _worker.close()
    return answer


def _environment() -> dict[str, str]:
    """The same for every build: nothing of who builds changes what a block prints."""
    kept = {"PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TMPDIR", "TEMP", "TMP"}
    own = {name: value for name, value in os.environ.items() if name in kept}
    # Matplotlib, if a block draws with it, looks for its settings there, and keeps its list of
    # fonts. Where each block looks for fonts, and that takes 5 seconds, it warns.
    settings = Path(sys.prefix, "share", "proofpages", "matplotlib")
    own |= {"MPLCONFIGDIR": str(settings), "PYTHONHASHSEED": "0", "PYTHONUTF8": "1", "TZ": "UTC"}
    return own | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "LC_ALL": "C.UTF-8"}


_worker = JsonProcess(
    lambda: [sys.executable, "-P", "-s", "-B", str(WORKER)],
    steps_back=5,
    env=_environment(),
    cwd=tempfile.gettempdir(),
)
