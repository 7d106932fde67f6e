"""The examples are true, say of themselves what the checker says, and are built like any site."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from proofpages.__main__ import main
from tests.builds import ROOT

EXAMPLES = ROOT / "examples"
ROW = re.compile(r"^\| \[(?P<name>[\w-]+)\]\([^)]*\) \|.*\| (?P<displays>[^|]*) \|$", re.MULTILINE)
TOLD = dict(ROW.findall((EXAMPLES / "README.md").read_text(encoding="utf-8")))


def test_each_example_has_its_row() -> None:
    assert TOLD.keys() == {path.parent.name for path in EXAMPLES.glob("*/mkdocs.yml")}
    assert len(TOLD) >= 3


@pytest.mark.large
@pytest.mark.parametrize("name", TOLD)
def test_an_example_is_true(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(EXAMPLES / name)
    assert main(["check"]) == 0
    assert f"docs/index.md: {TOLD[name]}.\n" in capsys.readouterr().out
    assert int(TOLD[name].partition(" ")[0]) >= 15


@pytest.mark.large
@pytest.mark.parametrize("generator", ["mkdocs", "zensical"])
@pytest.mark.parametrize("name", TOLD)
def test_an_example_is_built(name: str, generator: str, tmp_path: Path) -> None:
    folder = tmp_path / name
    (folder / "docs").mkdir(parents=True)
    shutil.copy(EXAMPLES / name / "docs" / "index.md", folder / "docs")
    settings = yaml.safe_load((EXAMPLES / name / "mkdocs.yml").read_text(encoding="utf-8"))
    if generator == "zensical":
        del settings["theme"]  # It has its own, and cannot read MkDocs's.
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", generator, "build"],
        cwd=folder,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    page = (folder / "site" / "index.html").read_text(encoding="utf-8")
    assert f"{TOLD[name]}.</p>" in page
    assert page.count("<math ") >= int(TOLD[name].partition(" ")[0])


def test_the_error_of_a_source_is_found(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(EXAMPLES / "layer-norm")
    assert main(["check", "found.md"]) == 1
    assert " does not hold: at D=" in capsys.readouterr().err
