"""The package as others install it: a wheel that holds all that the folder does."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from proofpages.setup import ROOT


@pytest.mark.medium
def test_the_wheel_holds_every_file_of_the_package(tmp_path: Path) -> None:
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "proofpages", tmp_path / "proofpages", ignore=ignore)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tmp_path)
    there = {
        file.relative_to(tmp_path).as_posix()
        for file in (tmp_path / "proofpages").rglob("*")
        if file.is_file()
    }
    pip = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "."]
    done = subprocess.run(
        pip, cwd=tmp_path, capture_output=True, text=True, timeout=100, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = tmp_path.glob("proofpages-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert held == there
    assert {"proofpages/records/needs.tsv", "proofpages/typeset/typeset.mjs"} <= held
