"""What `make lint` looks at: each check sees a fault, and a commit is asked the same."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import yaml

from proofpages.setup import ROOT
from tests import lint

WORKFLOW = """\
name: Faulty
on: push
permissions: {}
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - run: echo ${{ github.head_ref }} ${{ nowhere.at_all }}
"""
FAULTS = {
    "ruff": ("a.py", "import os\n"),
    "format": ("a.py", "x = [ 1]\n"),
    "types": ("proofpages/a.py", "def twice(x: int) -> str:\n    return 2 * x\n"),
    "spelling": ("a.md", "You rec" + "ieve it.\n"),
    "markdown": ("README.md", "# A\n\n### B\n"),
    "workflows": (".github/workflows/a.yml", WORKFLOW.replace("runs-on", "runs-where")),
    "actionlint": (".github/workflows/a.yml", WORKFLOW),
    "zizmor": (".github/workflows/a.yml", WORKFLOW),
    "dependabot": (".github/dependabot.yml", "version: 3\n"),
    "forms": (".github/ISSUE_TEMPLATE/bug.yml", "name: no body\n"),
    "chooser": (".github/ISSUE_TEMPLATE/config.yml", "blank_issues_enabled: perhaps\n"),
    "hooks": (".pre-commit-config.yaml", "repos: none\n"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the settings of every check, and nothing that is checked."""
    for name in ("pyproject.toml", ".markdownlint-cli2.yaml"):
        (tmp_path / name).write_text((ROOT / name).read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules", target_is_directory=True)
    return tmp_path


@pytest.mark.medium
@pytest.mark.parametrize("name", lint.checks(ROOT))
def test_each_check_sees_a_fault(name: str, folder: Path) -> None:
    file, text = FAULTS[name]
    (folder / file).parent.mkdir(parents=True, exist_ok=True)
    (folder / file).write_text(text, encoding="utf-8")
    done = subprocess.run(
        lint.checks(folder)[name], cwd=folder, capture_output=True, timeout=100, check=False
    )
    assert done.returncode != 0
    assert Path(file).name.encode() in done.stdout + done.stderr


def test_a_commit_is_asked_all_that_lint_asks() -> None:
    settings = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    asked: list[str] = []
    for hook in settings["repos"][0]["hooks"]:
        command, names = hook["entry"].split(" -m tests.lint ")
        assert command == ".venv/bin/python"
        asked += names.split()
    assert sorted(asked) == sorted(lint.checks(ROOT))


def test_a_check_that_is_none_is_refused() -> None:
    with pytest.raises(SystemExit, match="no check rough: choose from ruff, "):
        lint.main(["rough"])
