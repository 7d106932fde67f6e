"""Builds of the site as a person starts them, and of a short copy of it with a fault put in."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent

PAGE = "docs/derivation/same-logit.md"
"""The page that the faults are put on."""
PAGES = (
    "docs/index.md",
    "docs/notation.md",
    "docs/derivation/loss-and-softmax.md",
    "docs/derivation/chain-rule.md",
    PAGE,
)
BLOCK = '```python exec="1" source="above" result="text"\n--8<-- "same_logit.py"\n```\n'
"""The program on that page."""
NEEDS = "tests/extensions/needs.tsv"


def build(folder: Path, site: Path) -> subprocess.CompletedProcess[str]:
    """Build the site whose mkdocs.yml is in `folder` into `site`, as a person would."""
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(site)],
        cwd=folder,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


@dataclass
class Copy:
    """A copy of what a build reads."""

    folder: Path

    def edit(self, file: str, change: Callable[[str], str]) -> int:
        """Change a file; return the number (from 1) of the line that § stands on, 1 without one."""
        path = self.folder / file
        text = change(path.read_text(encoding="utf-8"))
        path.write_text(text.replace("§", ""), encoding="utf-8")
        return text.partition("§")[0].count("\n") + 1 if "§" in text else 1

    def replace(self, file: str, old: str, new: str) -> int:
        """The same for one passage, which must be there once."""
        assert (self.folder / file).read_text(encoding="utf-8").count(old) == 1, old
        return self.edit(file, lambda text: text.replace(old, new))

    def mkdocs(self) -> subprocess.CompletedProcess[str]:
        return build(self.folder, self.folder / "site")

    def zensical(self) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "zensical", "build"],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(self.folder)},
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )

    def page(self, file: str) -> Path:
        """Where the built page stands."""
        name = file.removeprefix("docs/").removesuffix(".md").removesuffix("index")
        return self.folder / "site" / name / "index.html"


def copy_site(folder: Path) -> Copy:
    """A copy with few pages, so that each build is short."""
    for name in ("snippets", "extensions", "docs/assets", "docs/stylesheets"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in (*PAGES, NEEDS):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    # Links to the pages that are left out would end a strict build.
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:")[0]
    config = config.replace("strict: true", "strict: false").replace("ledger: checked.md", "")
    pages = "".join(f"  - {name.removeprefix('docs/')}\n" for name in PAGES)
    (folder / "mkdocs.yml").write_text(f"{config}\nnav:\n{pages}", encoding="utf-8")
    (folder / "node_modules").symlink_to(ROOT / "node_modules", target_is_directory=True)
    return Copy(folder)


def check(copy: Copy, file: str, line: int, *messages: str) -> str:
    """Both generators end with an error that names the line, and neither writes the page.

    Returns:
        what the second one printed.
    """
    for generator in (copy.mkdocs, copy.zensical):
        result = generator()
        printed = result.stdout + result.stderr
        assert result.returncode != 0, f"{generator.__name__} passed over it:\n{printed}"
        assert f"{file}:{line}: " in printed, printed
        for message in messages:
            assert message in printed, printed
        assert "What to do: " in printed
        assert not copy.page(file).exists()
    return printed
