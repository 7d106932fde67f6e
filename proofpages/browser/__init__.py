"""What runs in the reader's browser, and the folder of the site that it is served from.

The checker is this package's own `equations`, run by Pyodide on FLINT's WebAssembly build; both are
fetched by the setup. Where they could not be had, the site is built without what needs them.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

FOLDER = "assets/checker"
"""Where the site serves it."""

SCRIPTS = (
    "answer.mjs",
    "checker.mjs",
    "derive.mjs",
    "editor.mjs",
    "kept.mjs",
    "keys.mjs",
    "mathjax.mjs",
    "try.mjs",
    "worker.mjs",
)
PYODIDE = (
    "pyodide.mjs",
    "pyodide.asm.mjs",
    "pyodide.asm.wasm",
    "python_stdlib.zip",
)
MATHJAX = ("startup.js", "core.js", "input/tex.js", "output/svg.js")
FONT = "mathjax-newcm-font"
NODE_MODULES = Path("node_modules")
WHEELS = Path(".venv/browser")

_HERE = Path(__file__).parent
_PACKAGE = _HERE.parent
_MODULES = (
    "__init__.py",
    "browser/__init__.py",
    "browser/judge.py",
    "slips/__init__.py",
    "slips/variants.py",
    "site/__init__.py",
    "site/wording.py",
)
"""What the checker needs of this package besides `equations`."""


def missing() -> list[str]:
    """What the setup should have fetched and is not there."""
    wanted = [NODE_MODULES / "pyodide" / name for name in PYODIDE]
    wanted += [NODE_MODULES / "mathjax" / name for name in MATHJAX]
    wanted.append(NODE_MODULES / "@mathjax" / FONT / "svg.js")
    found = [path.as_posix() for path in wanted if not path.is_file()]
    return found if wheel() else [*found, f"{WHEELS.as_posix()}/python_flint-*.whl"]


def available() -> bool:
    """Whether the site can be built with the checker in it."""
    return not missing()


def wheel() -> Path | None:
    """FLINT for Python in WebAssembly, as the setup has fetched it."""
    return next(iter(sorted(WHEELS.glob("python_flint-*.whl"))), None)


def sources_changed() -> list[tuple[str, int]]:
    """The files of this package that are put there, each with the time of its last change."""
    files = [*(_HERE / name for name in SCRIPTS), *_sources()]
    return [(str(file), file.stat().st_mtime_ns) for file in files]


def put(site: Path) -> int:
    """Copy the checker into a built site.

    Returns:
        how many bytes a reader who starts it fetches, without compression.
    """
    folder = site / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for name in SCRIPTS:
        shutil.copyfile(_HERE / name, folder / name)
    for name in PYODIDE:
        shutil.copyfile(NODE_MODULES / "pyodide" / name, folder / name)
    flint = wheel()
    assert flint is not None
    shutil.copyfile(flint, folder / flint.name)
    (folder / "proofpages.zip").write_bytes(bundle())
    # Pyodide's own list names hundreds of packages that are not here; it is asked for all the same.
    lock = json.loads((NODE_MODULES / "pyodide/pyodide-lock.json").read_text(encoding="utf-8"))
    (folder / "pyodide-lock.json").write_text(json.dumps(lock | {"packages": {}}), "utf-8")
    for name in MATHJAX:
        _copy(NODE_MODULES / "mathjax" / name, folder / "mathjax" / name)
    font = NODE_MODULES / "@mathjax" / FONT
    for path in [font / "svg.js", *sorted((font / "svg/dynamic").glob("*.js"))]:
        _copy(path, folder / "mathjax" / FONT / path.relative_to(font))
    fetched = [*PYODIDE[1:], flint.name, "proofpages.zip", "pyodide-lock.json"]
    files = [_described(folder / name) for name in fetched]
    version = hashlib.sha256(json.dumps(files).encode()).hexdigest()[:12]
    (folder / "files.json").write_text(json.dumps({"version": version, "files": files}), "utf-8")
    return sum(int(file["bytes"]) for file in files)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def bundle() -> bytes:
    """The package's part of the checker as a zip archive, the same for the same sources."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path in _sources():
            name = f"proofpages/{path.relative_to(_PACKAGE).as_posix()}"
            archive.writestr(zipfile.ZipInfo(name), path.read_bytes(), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _sources() -> Iterator[Path]:
    yield from (_PACKAGE / name for name in _MODULES)
    yield from sorted((_PACKAGE / "equations").rglob("*.py"))


def _described(path: Path) -> dict[str, str | int]:
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    return {"path": path.name, "bytes": len(content), "sha256": digest}
