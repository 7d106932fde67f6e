"""The setup: what it refuses, and what it does when it finds something from before."""

from __future__ import annotations

import ast
import hashlib
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from proofpages import setup
from proofpages.typeset.node import OLDEST


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A folder with what the setup reads before it installs anything."""
    (tmp_path / "proofpages").mkdir()
    names = ("__init__", "__main__", "setup")
    for name in (*(f"proofpages/{name}.py" for name in names), "pyproject.toml"):
        shutil.copy(setup.ROOT / name, tmp_path / name)
    return tmp_path


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "proofpages", "setup", *arguments]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=60, check=False
    )


def test_a_python_that_is_too_old_is_refused_and_leaves_nothing(bare: Path) -> None:
    settings = bare / "pyproject.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace('">=3.11.5"', '">=99.1.2"'), encoding="utf-8")
    refused = run(bare)
    assert refused.returncode == 1
    found = ".".join(map(str, sys.version_info[:3]))
    assert refused.stderr == (
        f"Python {found} is too old: 99.1.2 or newer is needed; "
        "if you have one, name it, as in `make site PYTHON=python3.12`.\n"
    )
    assert {path.name for path in bare.iterdir()} == {"proofpages", "pyproject.toml"}


@pytest.mark.parametrize("file", ["__main__.py", "setup.py"])
def test_an_old_python_can_read_what_refuses_it(file: str) -> None:
    text = (setup.ROOT / "proofpages" / file).read_text(encoding="utf-8")
    ast.parse(text, feature_version=(3, 7))


def test_a_group_that_is_none_is_refused(bare: Path) -> None:
    refused = run(bare, "tests")
    assert refused.returncode == 1
    assert refused.stderr == "no group 'tests': choose from build, test, lint\n"


@pytest.fixture
def commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the setup would start, in a folder of its own; it starts nothing, and all succeeds."""
    started: list[str] = []

    def start(*command: str) -> None:
        started.append(" ".join(command[1:]))
        (tmp_path / ".venv").mkdir(exist_ok=True)

    monkeypatch.setattr(setup, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(setup, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(setup, "_run", start)
    monkeypatch.setattr(setup, "BROWSER", tmp_path / "browser")
    monkeypatch.setattr(setup, "PYODIDE", tmp_path / "pyodide.json")
    return started


@pytest.mark.medium
def test_a_group_is_installed_on_top_of_what_the_build_needs(
    commands: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    setup.set_up("lint")
    venv, packages, own, npm = commands
    assert venv.startswith("-m venv ")
    assert "--require-hashes -r requirements/build.txt -r requirements/lint.txt" in packages
    assert "--no-deps --no-build-isolation --editable ." in own
    assert "npm ci" in npm
    assert "--omit=dev" not in npm
    made = {path.name for path in setup.VENV.iterdir()}
    assert made == {"node-files.json", "ready-build", "ready-lint"}
    steps = [line[:3] for line in capsys.readouterr().out.splitlines() if line[1:2] == "/"]
    assert steps == ["1/4", "2/4", "3/4", "4/4"]


@pytest.mark.medium
def test_the_build_takes_no_more_than_it_needs(commands: list[str]) -> None:
    setup.set_up("build")
    assert not any("test.txt" in command or "lint.txt" in command for command in commands)
    assert commands[-1].endswith("--omit=dev")


@pytest.mark.medium
def test_a_setup_that_was_interrupted_begins_anew(commands: list[str]) -> None:
    setup.VENV.mkdir()
    half = setup.VENV / "half"
    half.touch()
    setup.set_up("build")
    assert not half.exists()
    half.touch()
    setup.set_up("test")  # That one ended: what it installed stays.
    assert half.exists()


@pytest.mark.large
def test_an_environment_whose_python_is_gone_is_made_anew(
    commands: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    setup.set_up("build")
    half = setup.VENV / "half"
    half.touch()
    monkeypatch.setattr(setup, "PYTHON", setup.VENV / "bin" / "python")
    assert not setup.starts()
    with pytest.raises(FileNotFoundError):  # Nothing was really made: Node cannot be asked.
        setup.set_up("build")
    assert not half.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no make")
@pytest.mark.parametrize("python", [sys.executable, "/nowhere/python"])
def test_make_sets_up_anew_where_the_environments_python_is_gone(python: str, bare: Path) -> None:
    shutil.copytree(setup.ROOT / "requirements", bare / "requirements")
    for name in ("Makefile", "package-lock.json"):
        shutil.copy(setup.ROOT / name, bare / name)
    (bare / ".venv/bin").mkdir(parents=True)
    (bare / ".venv/bin/python").symlink_to(python)
    (bare / ".venv/ready-build").touch()
    made = subprocess.run(["make", "-n", "site"], cwd=bare, capture_output=True, text=True)
    assert ("proofpages setup build" in made.stdout) is (python != sys.executable), made.stderr


@pytest.mark.medium
def test_what_fails_is_named_and_not_taken_for_ready(
    commands: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*command: str) -> None:
        raise SystemExit("no network")

    setup.set_up("build")
    monkeypatch.setattr(setup, "_run", fail)
    with pytest.raises(SystemExit):
        setup.set_up("build")
    assert not (setup.VENV / "ready-build").exists()


def test_what_the_browser_runs_was_fetched_and_fits() -> None:
    """FLINT's wheel is for the Python that Pyodide is, and is the one that was pinned."""
    (wheel,) = setup.BROWSER.iterdir()
    there = json.loads(setup.PYODIDE.read_text(encoding="utf-8"))["info"]
    python = "cp" + "".join(there["python"].split(".")[:2])
    system = f"pyemscripten_{there['abi_version']}_{there['arch']}"
    assert wheel.name.endswith(f"-{python}-{python}-{system}.whl")
    pinned = (setup.ROOT / "requirements" / "browser.txt").read_text(encoding="utf-8")
    assert f"--hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}" in pinned
    assert zipfile.is_zipfile(wheel)


@pytest.mark.large
def test_without_what_the_browser_runs_the_setup_says_so_and_goes_on(
    commands: list[str], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    setup.set_up("build")  # Without Pyodide.
    assert "could not be had" in capfd.readouterr().out
    # With a Pyodide for which FLINT is not built: pip says so.
    info = {"abi_version": "1999_0", "arch": "wasm32", "python": "2.7.1"}
    setup.PYODIDE.write_text(json.dumps({"info": info}), encoding="utf-8")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    setup.set_up("build")
    captured = capfd.readouterr()
    assert "python-flint" in captured.err
    assert "could not be had" in captured.out
    assert (setup.VENV / "ready-build").exists()


def test_node_has_one_oldest_version() -> None:
    package = json.loads((setup.ROOT / "package.json").read_text(encoding="utf-8"))
    assert package["engines"]["node"] == f">={'.'.join(map(str, OLDEST))}"
