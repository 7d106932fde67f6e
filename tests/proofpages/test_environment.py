"""proofpages.environment: what is damaged is named, in one sentence, and set up anew."""

from __future__ import annotations

import base64
import hashlib
import os
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

import pytest

from proofpages import environment
from proofpages.environment import damages, damages_of_node, record_node
from proofpages.page.faults import PageError
from tests.builds import ROOT

CODE = "import sys\n\n\ndef say():\n    print('said')\n    sys.exit(0)\n\n\nsay()\n"


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    """A folder with one package in it, as pip installs it."""
    return installed(tmp_path / "site-packages")


def installed(folder: Path) -> Path:
    package, info = folder / "tool", folder / "tool-1.0.dist-info"
    files = {package / "__init__.py": "", package / "__main__.py": CODE, package / "a.so": "ELF"}
    files[info / "METADATA"] = "Name: tool\n"
    rows = []
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=")
        name = path.relative_to(folder).as_posix()
        rows.append(f"{name},sha256={digest.decode()},{len(text)}")
    (info / "RECORD").write_text("\n".join([*rows, "tool-1.0.dist-info/RECORD,,"]))
    return folder


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def zeroed(path: Path) -> None:
    """Python runs what it has compiled if size and time are as they were; so the time is another.

    Where a crash leaves the time too, what runs is what was installed, and nothing is wrong yet.
    """
    before = path.stat()
    path.write_bytes(bytes(before.st_size))
    os.utime(path, (before.st_atime, before.st_mtime + 2))


def removed(path: Path) -> None:
    path.unlink()


WAYS: dict[str, tuple[Callable[[Path], None], str, str]] = {
    "a module cut in half": (truncated, "tool/__main__.py", "__main__.py has another size"),
    "a module of null bytes": (zeroed, "tool/__main__.py", "__main__.py has another content"),
    "a module that is gone": (removed, "tool/__main__.py", "__main__.py is not there"),
    "a library cut in half": (truncated, "tool/a.so", "a.so has another size"),
    "a library that is gone": (removed, "tool/a.so", "a.so is not there"),
    "a record cut in half": (truncated, "tool-1.0.dist-info/RECORD", "1.0.dist-info is not whole"),
    "a record that is gone": (removed, "tool-1.0.dist-info/RECORD", "1.0.dist-info is not whole"),
    "a record of null bytes": (zeroed, "tool-1.0.dist-info/RECORD", "1.0.dist-info is not whole"),
    "no metadata": (removed, "tool-1.0.dist-info/METADATA", "1.0.dist-info is not whole"),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_damaged_package_is_named(way: str, packages: Path) -> None:
    assert list(damages(packages)) == []
    damage, file, told = WAYS[way]
    damage(packages / file)
    first = next(damages(packages))
    assert first.startswith("The package tool is damaged: "), first
    assert first.endswith(told), first


def test_a_package_that_is_gone_is_named(packages: Path) -> None:
    pinned = packages / "build.txt"
    pinned.write_text("tool==1.0 \\\n    --hash=x\nother-tool==2 \\\nelsewhere==1 ; python < '3'\n")
    (found,) = damages(packages, pinned=pinned)
    assert found.startswith("The package other-tool is not there")


@pytest.mark.medium
def test_the_packages_of_this_environment_are_whole() -> None:
    """Else what is told of them would be false; pip's record is as it is taken to be."""
    import mkdocs

    assert list(damages(Path(mkdocs.__file__).parent.parent, thorough=False)) == []


@pytest.mark.parametrize("damage", [truncated, removed])
def test_a_damaged_package_of_npm_is_named(damage: Callable[[Path], None], tmp_path: Path) -> None:
    file = tmp_path / "node_modules" / "mathjax" / "core.js"
    file.parent.mkdir(parents=True)
    file.write_text("let x = 1")
    record = tmp_path / "node-files.json"
    assert list(damages_of_node(record, tmp_path)) == []
    record_node(tmp_path / "node_modules", record)
    assert list(damages_of_node(record, tmp_path)) == []
    damage(file)
    (found,) = damages_of_node(record, tmp_path)
    assert found.startswith("A package of npm is damaged: node_modules/mathjax/core.js ")
    truncated(record)
    assert "node-files.json" in next(damages_of_node(record, tmp_path))


@pytest.mark.medium
@pytest.mark.parametrize("damage", [truncated, zeroed, removed])
def test_who_runs_what_is_damaged_is_told_in_one_sentence(
    damage: Callable[[Path], None], tmp_path: Path
) -> None:
    """And the marks of a finished setup are removed, so that the next one begins anew."""
    environment = tmp_path / "venv"
    venv.create(environment, with_pip=False)
    python = environment / ("Scripts" if os.name == "nt" else "bin") / "python"
    (packages,) = environment.rglob("site-packages")
    installed(packages)
    ready = environment / "ready-build"
    ready.touch()

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [python, "-m", *arguments],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    done = run("proofpages.environment", "tool")
    assert (done.returncode, done.stdout) == (0, "said\n")
    assert ready.exists()
    damage(packages / "tool" / "__main__.py")
    for command in (("proofpages.environment", "tool"), ("proofpages", "check")):
        ready.touch()
        done = run(*command)
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        assert done.stderr.startswith("The package tool is damaged: tool"), done.stderr
        assert done.stderr.endswith(
            "The next `make site` sets up anew; without make, run `python -m proofpages setup`.\n"
        )
        assert done.stderr.count("\n") == 1
        assert not ready.exists()


def test_mkdocs_by_itself_is_told_where_a_page_is_not_to_blame(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A fault of a page is told as it is, and at once: nothing is looked at for it."""
    monkeypatch.setattr(environment, "see_damage", lambda: "The package tool is damaged")
    environment.on_build_error(error=PageError("a.md", 1, "found", "expected", "advice"))
    with pytest.raises(SystemExit, match="The package tool is damaged"):
        environment.on_build_error(error=SyntaxError())
    monkeypatch.setattr(environment, "see_damage", lambda: "")
    environment.on_build_error(error=SyntaxError())


@pytest.mark.large
def test_a_failure_that_is_no_damage_is_told_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "broken.py").write_text("1 / 0\n")
    (tmp_path / "ends.py").write_text("import sys\nsys.exit('because')\n")
    told = {"broken": "ZeroDivisionError", "ends": "because\n"}
    for module, message in told.items():
        done = subprocess.run(
            [sys.executable, "-m", "proofpages.environment", module],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{tmp_path}"},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 1
        assert message in done.stderr
        assert "damaged" not in done.stderr


def test_a_checkout_that_shares_an_environment_judges_it_where_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    package = first / "node_modules/tool/index.js"
    package.parent.mkdir(parents=True)
    package.write_text("1;", encoding="utf-8")
    (first / ".venv").mkdir()
    (first / ".venv/ready-build").touch()
    second.mkdir()
    (second / ".venv").symlink_to(first / ".venv", target_is_directory=True)
    record_node(first / "node_modules", first / ".venv/node-files.json")
    monkeypatch.setattr(environment, "ROOT", second)
    monkeypatch.setattr(environment, "NODE_FILES", second / ".venv/node-files.json")
    monkeypatch.setattr(environment, "damages", lambda *_: iter(()))
    monkeypatch.setattr(sys, "prefix", str(second / ".venv"))

    assert environment.see_damage() == ""
    assert (first / ".venv/ready-build").exists()

    package.write_text("", encoding="utf-8")
    assert "node_modules/tool/index.js has another size" in environment.see_damage()
    assert not (first / ".venv/ready-build").exists()
