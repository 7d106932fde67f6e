"""What is computed beside the pages lets them go first, where processors are few."""

from __future__ import annotations

import contextlib
import os


def step_back(process: int, steps: int) -> None:
    """Have a process, and what it starts, let others go first, where the system can do that.

    Args:
        process: Its number.
        steps: By how much its niceness grows.
    """
    if hasattr(os, "setpriority"):
        with contextlib.suppress(OSError):  # It has ended.
            os.setpriority(os.PRIO_PROCESS, process, os.getpriority(os.PRIO_PROCESS, 0) + steps)
