"""Two builds of the same sources are the same, whoever makes them, where and when."""

from __future__ import annotations

import filecmp
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builds import ROOT


def differences(one: Path, other: Path) -> list[str]:
    """The files of two folders that are not the same in both."""
    files = {
        folder: {file.relative_to(folder) for file in folder.rglob("*") if file.is_file()}
        for folder in (one, other)
    }
    both = files[one] & files[other]
    changed = {name for name in both if not filecmp.cmp(one / name, other / name, shallow=False)}
    return sorted(str(name) for name in changed | (files[one] ^ files[other]))


def test_what_differs_is_seen(tmp_path: Path) -> None:
    for name, text in (("a", "1"), ("b", "2")):
        (tmp_path / name / "c").mkdir(parents=True)
        (tmp_path / name / "c/same").write_text("1")
        (tmp_path / name / "c/other").write_text(text)
        (tmp_path / name / f"only-{name}").write_text("")
    assert differences(tmp_path / "a", tmp_path / "b") == ["c/other", "only-a", "only-b"]


@pytest.mark.large
@pytest.mark.timeout(900)
def test_another_folder_home_locale_zone_and_day(site: Path, tmp_path: Path) -> None:
    folder = tmp_path / "other folder ü"
    for name in ("docs", "snippets", "proofpages"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    for name in ("node_modules", ".venv"):
        (folder / name).symlink_to(ROOT / name, target_is_directory=True)
    changed = {
        "HOME": str(tmp_path),
        "TZ": "Pacific/Kiritimati",
        "LANG": "C",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "7",
        "SOURCE_DATE_EPOCH": "0",  # As the build has it where it is not set.
    }
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet"],
        cwd=folder,
        env={**os.environ, **changed},
        check=True,
        capture_output=True,
        timeout=800,
    )
    assert differences(site, folder / "site") == []
