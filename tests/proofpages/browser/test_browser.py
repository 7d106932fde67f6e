"""proofpages.browser: what a reader's browser loads to check an equation is whole, and is named."""

from __future__ import annotations

import ast
import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest

from proofpages import browser
from proofpages.browser import MATHJAX, NODE_MODULES, PYODIDE, SCRIPTS, WHEELS
from tests.imports import imported

ENTERED = ("proofpages.browser.judge", "proofpages.site.wording")
"""What `worker.mjs` imports."""
FLINT = WHEELS / "python_flint-0.9-pyodide.whl"


@pytest.fixture
def fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with what the setup fetches, as far as its names go."""
    monkeypatch.chdir(tmp_path)
    font = NODE_MODULES / "@mathjax" / browser.FONT
    files = [
        *(NODE_MODULES / "pyodide" / name for name in PYODIDE),
        *(NODE_MODULES / "mathjax" / name for name in MATHJAX),
        *(font / "svg.js", font / "svg/dynamic/latin.js", FLINT),
    ]
    for file in files:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(file.name, encoding="utf-8")
    lock = {"info": {"version": "1"}, "packages": {"numpy": {}}}
    (NODE_MODULES / "pyodide/pyodide-lock.json").write_text(json.dumps(lock), encoding="utf-8")
    return tmp_path


@pytest.mark.medium
def test_whatever_is_imported_in_its_archive_is_there() -> None:
    with zipfile.ZipFile(io.BytesIO(browser.bundle())) as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    trees = {
        name.removesuffix(".py").removesuffix("/__init__").replace("/", "."): ast.parse(text)
        for name, text in texts.items()
    }
    assert trees.keys() >= set(ENTERED)
    packages = {name.rpartition(".")[0] for name in trees} - {""}
    assert packages <= trees.keys()
    for name, tree in trees.items():
        for full in imported(name, tree, is_package=name in packages):
            room = full.rpartition(".")[0]  # What is imported is a module, or a name in one.
            known = full in trees or room in trees.keys() - packages
            assert known or not full.startswith("proofpages."), f"{name} imports {full}"


def test_the_same_sources_give_the_same_archive() -> None:
    assert browser.bundle() == browser.bundle()


def test_what_was_not_fetched_is_named(fetched: Path) -> None:
    assert browser.missing() == []
    assert browser.available()
    (NODE_MODULES / "mathjax/core.js").unlink()
    FLINT.unlink()
    assert browser.missing() == [
        "node_modules/mathjax/core.js",
        ".venv/browser/python_flint-*.whl",
    ]
    assert not browser.available()


def test_what_is_served_is_listed_with_its_size_and_digest(fetched: Path) -> None:
    size = browser.put(fetched / "site")
    folder = fetched / "site" / browser.FOLDER
    listed = json.loads((folder / "files.json").read_text(encoding="utf-8"))
    assert sum(file["bytes"] for file in listed["files"]) == size
    for file in listed["files"]:
        content = (folder / file["path"]).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (
            file["bytes"],
            file["sha256"],
        )
    assert {file["path"] for file in listed["files"]} > {FLINT.name, "proofpages.zip"}
    assert all((folder / name).is_file() for name in (*SCRIPTS, *PYODIDE))
    assert (folder / "mathjax" / browser.FONT / "svg/dynamic/latin.js").is_file()
    lock = json.loads((folder / "pyodide-lock.json").read_text(encoding="utf-8"))
    assert lock == {"info": {"version": "1"}, "packages": {}}
    version = listed["version"]
    FLINT.write_text("another", encoding="utf-8")
    browser.put(fetched / "site")
    assert json.loads((folder / "files.json").read_text("utf-8"))["version"] != version
