"""The package as others install it: a wheel that holds all that the folder does."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest
import yaml

from proofpages.setup import ROOT

pytestmark = pytest.mark.medium

PIP = ("PIP_INDEX_URL", "PIP_CONFIG_FILE", "PIP_FIND_LINKS", "PIP_CERT", "SSL_CERT_FILE")
"""What may say where packages are to be had."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of the package, in a folder beside its sources."""
    tmp_path = tmp_path_factory.mktemp("wheel")
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "proofpages", tmp_path / "proofpages", ignore=ignore)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tmp_path)
    pip = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "."]
    done = subprocess.run(
        pip, cwd=tmp_path, capture_output=True, text=True, timeout=100, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (found,) = tmp_path.glob("proofpages-*.whl")
    return found


def test_the_wheel_holds_every_file_of_the_package(wheel: Path) -> None:
    there = {
        file.relative_to(wheel.parent).as_posix()
        for file in (wheel.parent / "proofpages").rglob("*")
        if file.is_file()
    }
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert held == there
    assert {"proofpages/records/needs.tsv", "proofpages/typeset/typeset.mjs"} <= held


@pytest.mark.large
def test_the_wheel_works_in_an_environment_of_its_own(wheel: Path, tmp_path: Path) -> None:
    """Without this repository, without Node: a new site is true, a wrong sign stops its build."""
    environment = {"PATH": "", "HOME": str(tmp_path), "NO_MKDOCS_2_WARNING": "1"}
    environment |= {name: os.environ[name] for name in PIP if name in os.environ}
    venv.create(tmp_path / "venv", with_pip=True)
    python = str(tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python")

    def run(*command: str, folder: Path = tmp_path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [python, "-m", *command],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=250,
            check=False,
        )

    done = run("pip", "install", "--quiet", f"{wheel}[site]")
    assert done.returncode == 0, done.stderr
    assert run("proofpages", "new", "true").returncode == 0
    assert run("proofpages", "new", "wrong", "--break").returncode == 0
    built = run("mkdocs", "build", folder=tmp_path / "true")
    assert built.returncode == 0, built.stderr
    page = (tmp_path / "true" / "site" / "index.html").read_text(encoding="utf-8")
    assert page.count("proved for every N") == 4  # Each is seen, and said to who does not see.
    assert "3 displays: 1 definition, 2 proved." in page
    checked = run("proofpages", "check", folder=tmp_path / "wrong")
    assert checked.returncode == 1
    assert "docs/index.md:12: 1 does not hold: at N=" in checked.stderr
    stopped = run("mkdocs", "build", folder=tmp_path / "wrong")
    assert stopped.returncode == 1
    assert "docs/index.md:12: 1 does not hold: at N=" in stopped.stderr
    # As a hook of pre-commit and a step of GitHub's, which name the file.
    hook, _ = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    environment |= {"PATH": str(Path(python).parent), "ARGUMENTS": "docs/index.md"}
    for command in (f"{hook['entry']} docs/index.md", action["runs"]["steps"][-1]["run"]):
        for name, status in (("true", 0), ("wrong", 1)):
            done = subprocess.run(
                command,
                shell=True,
                cwd=tmp_path / name,
                env=environment,
                capture_output=True,
                check=False,
            )
            assert done.returncode == status, done
