"""Builds of the site as a person starts them, and of a short copy of it with a fault put in."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.forks import ROOT, run

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
NAV = "\nnav:\n"
THEME = re.compile(r"^theme:\n(?:  .*\n)+", re.MULTILINE)
NEEDS = "proofpages/records/needs.tsv"
COMMANDS = {"mkdocs": ("mkdocs", "build"), "zensical": ("zensical", "build")}
"""What builds the site, behind `python -m`."""


def environment() -> dict[str, str]:
    return {**os.environ, "NO_MKDOCS_2_WARNING": "1"}


def build(
    folder: Path, site: Path, *, coq_answers: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Build the site whose mkdocs.yml is in `folder` into `site`, as a person would.

    What Coq answered is kept in the file `coq_answers`.
    """
    command = (*COMMANDS["mkdocs"], "--site-dir", str(site))
    if coq_answers is not None:
        command = ("tests.coq_answers", str(coq_answers), *command)
    return run(folder, command, environment(), forked=False)


@contextmanager
def built() -> Iterator[Path]:
    """The site, built in a folder of its own for as long as a command needs it.

    Raises:
        SystemExit: if the build fails, with what it printed.
    """
    with tempfile.TemporaryDirectory() as name:
        result = build(ROOT, Path(name))
        if result.returncode:
            sys.exit(result.stdout + result.stderr)
        yield Path(name)


@dataclass
class Copy:
    """A copy of what a build reads.

    Attributes:
        folder: Where it is.
        forked: Whether builds are forked from a warm process, or start as a person starts them.
            A fork runs the repository's proofpages/, not the copy's.
    """

    folder: Path
    forked: bool = True

    def edit(self, file: str, change: Callable[[str], str]) -> int:
        """Change a file; return the number (from 1) of the line that § stands on, 1 without one."""
        in_package = file.startswith("proofpages/") and file.endswith(".py")
        assert not (self.forked and in_package), "a fork would not see it"
        path = self.folder / file
        text = change(path.read_text(encoding="utf-8"))
        path.write_text(text.replace("§", ""), encoding="utf-8")
        return text.partition("§")[0].count("\n") + 1 if "§" in text else 1

    def replace(self, file: str, old: str, new: str) -> int:
        """The same for one passage, which must be there once."""
        assert (self.folder / file).read_text(encoding="utf-8").count(old) == 1, old
        return self.edit(file, lambda text: text.replace(old, new))

    def only(self, *built: str) -> None:
        """Have only these pages built; the others stay where those read what they continue."""
        nav = "".join(f"  - {name.removeprefix('docs/')}\n" for name in built)
        left_out = "".join(
            f"  /{name.removeprefix('docs/')}\n" for name in PAGES if name not in built
        )
        self.edit(
            "mkdocs.yml",
            lambda text: f"{text.partition(NAV)[0]}{NAV}{nav}exclude_docs: |\n{left_out}",
        )

    def build(self, generator: str) -> subprocess.CompletedProcess[str]:
        return run(self.folder, COMMANDS[generator], environment(), forked=self.forked)

    def mkdocs(self) -> subprocess.CompletedProcess[str]:
        return self.build("mkdocs")

    def zensical(self) -> subprocess.CompletedProcess[str]:
        return self.build("zensical")

    def page(self, file: str) -> Path:
        """Where the built page stands."""
        name = file.removeprefix("docs/").removesuffix(".md").removesuffix("index")
        return self.folder / "site" / name / "index.html"


def copy_site(folder: Path) -> Copy:
    """A copy with few pages, so that each build is short."""
    for name in ("snippets", "proofpages", "docs/assets", "docs/stylesheets"):
        shutil.copytree(ROOT / name, folder / name)
    for name in (*PAGES, NEEDS):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    # What stands behind the pages is left out, too: links to other pages would end a strict build.
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition(NAV)[0]
    config = config.replace("ledger: checked.md", "")
    (folder / "mkdocs.yml").write_text(config, encoding="utf-8")
    (folder / "node_modules").symlink_to(ROOT / "node_modules", target_is_directory=True)
    copy = Copy(folder)
    copy.only(*PAGES)
    return copy


def check(copy: Copy, file: str, line: int, *messages: str) -> str:
    """Both generators end with an error that names the line, and neither writes the page.

    Of the copy only that page is built, which takes a third of the time, and in MkDocs' own theme:
    before a page is written, all that the theme does is to have its files listed, and Material has
    14,000.

    Returns:
        what the second one printed.
    """
    copy.only(file)
    copy.edit("mkdocs.yml", lambda text: THEME.sub("theme:\n  name: mkdocs\n", text))
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
