"""Runs a module, and says of a failure whether what is installed is damaged, and what to do.

`python -m proofpages.environment MODULE ARGUMENTS` is `python -m MODULE ARGUMENTS`. Nothing but the
standard library is imported: any other package may be the damaged one.

As a hook of MkDocs the file does the same where MkDocs is called by itself, for what fails once the
settings have been read; what is imported before is out of its reach.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import json
import re
import runpy
import sys
import sysconfig
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
INFO = ".dist-info"
NODE_FILES = Path(sys.prefix) / "node-files.json"
"""Where the setup writes down what npm has installed."""


def run_module(module: str, arguments: list[str]) -> int:
    """Run a module as a program.

    Returns:
        The status that it ends with; 1 where it cannot be run.
    """
    sys.argv = [module, *arguments]
    status, told = 0, ""
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
        told = f"{end.code}\n" if isinstance(end.code, str) else ""
    except Exception:
        status, told = 1, traceback.format_exc()
    # What is cut off at the end of a line may run, do nothing, and end well.
    if advice := see_damage(thorough="Traceback" in told):
        status, told = status or 1, f"{advice}\n"
    print(told, end="", file=sys.stderr)
    return status


def on_build_error(error: Exception, **_: Any) -> None:
    """Say what is damaged, if anything is, in the place of a traceback."""
    told = any(kind.__name__ == "BuildError" for kind in type(error).__mro__)
    if not told and (advice := see_damage()):
        sys.exit(advice)


setattr(on_build_error, "mkdocs_priority", -200)  # noqa: B010 - Behind what removes what was begun.


def see_damage(thorough: bool = True) -> str:
    """Look whether what is installed is damaged; if so, have the next setup install it anew.

    Args:
        thorough: Whether files are read, and not only their sizes compared.

    Returns:
        What is damaged, and what to do; empty if nothing is.
    """
    packages = Path(sysconfig.get_paths()["purelib"])
    # Checkouts may share one by a link: what it was set up with stands where it stands itself.
    prefix = Path(sys.prefix).resolve()
    pinned = ROOT / "requirements" / "build.txt" if prefix == ROOT / ".venv" else None
    found = next(damages(packages, thorough, pinned), "")
    found = found or next(damages_of_node(NODE_FILES, prefix.parent), "")
    if not found:
        return ""
    markers = list(Path(sys.prefix).glob("ready-*"))
    for marker in markers:
        marker.unlink()
    again = "The next `make site` sets up anew" if markers else "Run `make clean`, then `make site`"
    return f"{found}. {again}; without make, run `python -m proofpages setup`."


def damages(packages: Path, thorough: bool = True, pinned: Path | None = None) -> Iterator[str]:
    """What of the packages in a folder is not as it was installed, one sentence for each file.

    The record of a package, which pip has written, has each file's size and hash; `pinned`, a file
    of requirements, names those that have to be there.
    """
    there = set()
    for info in sorted(packages.glob(f"*{INFO}")):
        name = info.name.removesuffix(INFO).rpartition("-")[0]
        there.add(_plain(name))
        try:
            size = (info / "METADATA").stat().st_size
            text = (info / "RECORD").read_text(encoding="utf-8")
            rows = [(packages / file, digest, int(n)) for file, digest, n in _rows(text) if digest]
        except (OSError, ValueError):
            size, rows = 0, []
        if not (size and rows):
            yield f"The package {name} is damaged: {info.name} is not whole"
        for file, digest, size in rows:
            if wrong := _wrong(file, digest if thorough else "", size):
                yield f"The package {name} is damaged: {file.relative_to(packages)} {wrong}"
    needed = pinned.read_text(encoding="utf-8") if pinned and pinned.is_file() else ""
    for name in re.findall(r"(?m)^([\w.-]+)==[^;\n]*$", needed):
        if _plain(name) not in there:
            yield f"The package {name} is not there, or its {INFO} folder is not"


def _rows(text: str) -> Iterator[tuple[str, str, str]]:
    for row in csv.reader(text.splitlines()):
        file, digest, size = row
        yield file, digest, size


def _plain(name: str) -> str:
    """The name of a package as all spellings of it have it."""
    return re.sub(r"[-_.]+", "_", name).lower()


def record_node(folder: Path, record: Path) -> None:
    """Write down the files below a folder of npm's, which keeps no record of its own."""
    files = {
        path.relative_to(folder.parent).as_posix(): path.stat().st_size
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    record.write_text(json.dumps(files), encoding="utf-8")


def damages_of_node(record: Path, root: Path) -> Iterator[str]:
    """What of npm's packages is not as it was installed; nothing where that was not recorded."""
    try:
        files = json.loads(record.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return
    except ValueError:
        yield f"{record.name} in {record.parent.name} is damaged"
        return
    for name, size in files.items():
        if wrong := _wrong(root / name, "", size):
            yield f"A package of npm is damaged: {name} {wrong}"


def _wrong(file: Path, digest: str, size: int) -> str:
    """How a file differs from what was installed; empty if it does not."""
    try:
        if file.stat().st_size != size:
            return "has another size"
        kind, _, expected = digest.partition("=")
        if kind != "sha256":
            return ""
        found = base64.urlsafe_b64encode(hashlib.sha256(file.read_bytes()).digest())
        return "" if found.rstrip(b"=").decode() == expected else "has another content"
    except FileNotFoundError:
        return "is not there"
    except OSError as error:
        return f"cannot be read ({error.strerror})"


if __name__ == "__main__":
    sys.exit(run_module(sys.argv[1], sys.argv[2:]))
