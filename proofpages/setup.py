"""Sets up `.venv/` and `node_modules/` for one group of pyproject.toml: build, test or lint.

`python -m proofpages setup GROUP`, from the repository, with any Python: this file runs before
anything is installed, and on a Python that is too old for the rest of the package.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
GROUPS = ("build", "test", "lint")
PYODIDE = ROOT / "node_modules" / "pyodide" / "pyodide-lock.json"
BROWSER = VENV / "browser"
"""The folder for what the reader's browser runs, and npm has not."""


def set_up(group: str) -> None:
    """Install a group, and what the build needs; say what is done.

    Raises:
        SystemExit: if this Python is too old, before anything is written; if the group is unknown;
            if venv, pip or npm fails, which has then said why.
    """
    _refuse_old_python()
    if group not in GROUPS:
        sys.exit(f"no group {group!r}: choose from {', '.join(GROUPS)}")
    ready = VENV / "ready-build", VENV / f"ready-{group}"
    if not (ready[0].exists() and starts()):
        # What an interrupted setup or another Python has left would be in the way.
        shutil.rmtree(VENV, ignore_errors=True)
    for marker in ready:
        if marker.exists():
            marker.unlink()

    _say(1, f"Python packages to {group}, into .venv; the first time, this takes a minute")
    if not VENV.exists():
        _run(sys.executable, "-m", "venv", str(VENV))
    files = [f"requirements/{name}.txt" for name in dict.fromkeys(("build", group))]
    _pip("--require-hashes", *(word for file in files for word in ("-r", file)))
    _pip("--no-deps", "--no-build-isolation", "--editable", ".")

    _say(2, "Node: this machine's if it is new enough, else PyPI's")
    node = [str(PYTHON), "-m", "proofpages.typeset"]
    found = subprocess.run([*node, "--version"], cwd=str(ROOT), stderr=subprocess.DEVNULL)
    if found.returncode != 0:
        _pip("--require-hashes", "-r", "requirements/node.txt")

    _say(3, f"npm's packages to {group}, into node_modules")
    production = ["--omit=dev"] if group == "build" else []
    _run(*node, "npm", "ci", "--no-progress", "--loglevel=error", *production)

    _say(4, "the checker for the reader's browser, into .venv/browser")
    if not _fetch_flint():
        print("    It could not be had, and the site will be without it.", flush=True)

    from proofpages.environment import record_node  # An old Python cannot read it.

    record_node(ROOT / "node_modules", VENV / "node-files.json")
    for marker in ready:
        marker.touch()


def _fetch_flint() -> bool:
    """Fetch FLINT's wheel for the Python that Pyodide is; false if one of them cannot be had."""
    shutil.rmtree(str(BROWSER), ignore_errors=True)
    if not PYODIDE.exists():
        return False
    there = json.loads(PYODIDE.read_text(encoding="utf-8"))["info"]
    version = "".join(there["python"].split(".")[:2])
    system = ["--platform", f"pyemscripten_{there['abi_version']}_{there['arch']}"]
    system += ["--python-version", version, "--abi", f"cp{version}", "--only-binary=:all:"]
    pip = [str(PYTHON), "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    pinned = ["--no-deps", "--require-hashes", "-r", "requirements/browser.txt"]
    command = [*pip, *pinned, *system, "--dest", str(BROWSER)]
    return subprocess.run(command, cwd=str(ROOT)).returncode == 0


def _refuse_old_python() -> None:
    if sys.version_info[:3] < _oldest():
        found, oldest = (".".join(map(str, v)) for v in (sys.version_info[:3], _oldest()))
        sys.exit(
            f"Python {found} is too old: {oldest} or newer is needed; "
            "if you have one, name it, as in `make site PYTHON=python3.12`."
        )


def _oldest() -> tuple[int, ...]:
    """The first version of Python that pyproject.toml allows, as three numbers."""
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    numbers = settings.partition('requires-python = ">=')[2].partition('"')[0]
    return tuple(map(int, numbers.split(".")))


def starts() -> bool:
    """Whether the environment's Python is there, starts, and is new enough."""
    program = f"import sys; sys.exit(sys.version_info[:3] < {_oldest()})"
    try:
        return subprocess.run([str(PYTHON), "-c", program]).returncode == 0
    except OSError:
        return False


def _say(step: int, what: str) -> None:
    print(f"{step}/4 {what}", flush=True)


def _run(*command: str) -> None:
    if subprocess.run(command, cwd=str(ROOT)).returncode != 0:
        sys.exit(f"The setup stopped: {' '.join(command)} failed, and says why above.")


def _pip(*arguments: str) -> None:
    quiet = ("--quiet", "--disable-pip-version-check")
    _run(str(PYTHON), "-m", "pip", "install", *quiet, *arguments)
