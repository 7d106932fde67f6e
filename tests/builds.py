"""Builds of the site as a person starts them, and a short copy of it to put a fault in."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from markdown import Markdown

from proofpages.page.faults import PageError
from proofpages.page.page import Page
from proofpages.typeset.node import node

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
CONTINUED = tuple(
    f"docs/derivation/{name}.md"
    for name in ("other-logit", "putting-together", "labels-sum-to-one")
)
"""What the home page continues, behind that page."""
BLOCK = '```python exec="1" source="below" result="text"\n--8<-- "same_logit.py"\n```\n'
"""The program on that page."""
PICTURE = '```python exec="1" html="1"\n--8<-- "same_logit_picture.py"\n```\n'
NAV = "\nnav:\n"
BY_REFERENCE = "by_reference: [reference/equations.md]"
"""An option that names a page which the short copy has not."""
NEEDS = "proofpages/records/needs.tsv"


def as_it_is(settings: str) -> str:
    return settings


@dataclass(frozen=True)
class Generator:
    """What builds the site, in which theme, and how this site's settings are told it.

    Attributes:
        command: What stands behind `python -m`.
        python: The Python that has it.
        settings: mkdocs.yml, as it takes it.
    """

    command: tuple[str, ...]
    python: str = sys.executable
    settings: Callable[[str], str] = as_it_is


def for_materialx(text: str) -> str:
    """Name the theme otherwise, and the search's options below the search that takes them."""
    if "  name: materialx\n" in text:
        return text
    head, search, rest = text.partition("  - search:\n")
    options, end, rest = rest.partition("\nhooks:")
    assert search
    assert end
    options = "      provider: lunr\n      lunr:\n" + re.sub(r"(?m)^ {6}", " " * 8, options)
    return head.replace("  name: material\n", "  name: materialx\n") + search + options + end + rest


PROPERDOCS = ("properdocs", "build", "--config-file", "mkdocs.yml")
MATERIALX = ROOT / ".venv-materialx" / ("Scripts" if os.name == "nt" else "bin") / "python"
"""MaterialX's files have the names of Material's: it needs an environment of its own."""
GENERATORS = {
    "mkdocs": Generator(("mkdocs", "build")),
    "properdocs": Generator(PROPERDOCS),
    "materialx": Generator(PROPERDOCS, str(MATERIALX), for_materialx),
    "zensical": Generator(("proofpages", "build", "zensical")),
}


def run(
    folder: Path, *command: str, python: str = sys.executable
) -> subprocess.CompletedProcess[str]:
    """`python -m command`, in a folder."""
    return subprocess.run(
        [python, "-m", *command],
        cwd=folder,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "PATH": _path()},
        capture_output=True,
        text=True,
        timeout=250,  # pytest ends it at 300.
        check=False,
    )


def _path() -> str:
    """Where programs are looked for: first beside the Node that the tests use, if PyPI has it."""
    return os.pathsep.join([str(Path(node()).parent), os.environ["PATH"]])


def build(folder: Path, site: Path) -> subprocess.CompletedProcess[str]:
    """Build the site whose mkdocs.yml is in `folder` into `site`, as a person would."""
    return run(folder, *GENERATORS["mkdocs"].command, "--site-dir", str(site))


@contextlib.contextmanager
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
    """A copy of what a build reads, and the folder that it is in."""

    folder: Path

    def edit(self, file: str, change: Callable[[str], str]) -> int:
        """Change a file; return the number (from 1) of the line that § stands on, 1 without one."""
        path = self.folder / file
        if self.package in path.parents:
            self._own_package()
        text = change(path.read_text(encoding="utf-8"))
        path.write_text(text.replace("§", ""), encoding="utf-8")
        return text.partition("§")[0].count("\n") + 1 if "§" in text else 1

    @property
    def package(self) -> Path:
        """Our own, of 350 files: the repository's by a link, until `edit` changes one of them.

        Who writes into it in another way writes into the repository.
        """
        return self.folder / "proofpages"

    def _own_package(self) -> None:
        if self.package.is_symlink():
            self.package.unlink()
            shutil.copytree(ROOT / "proofpages", self.package)

    def replace(self, file: str, old: str, new: str) -> int:
        """The same for one passage, which must be there once."""
        assert (self.folder / file).read_text(encoding="utf-8").count(old) == 1, old
        return self.edit(file, lambda text: text.replace(old, new))

    def only(self, *built: str) -> None:
        """Have only these pages built; the others stay where those read what they continue."""
        nav = "".join(f"  - {name.removeprefix('docs/')}\n" for name in built)
        left_out = "".join(
            f"  /{name.removeprefix('docs/')}\n"
            for name in (*PAGES, *CONTINUED)
            if name not in built
        )
        self.edit(
            "mkdocs.yml",
            lambda text: f"{text.partition(NAV)[0]}{NAV}{nav}exclude_docs: |\n{left_out}",
        )

    def build(self, generator: str) -> subprocess.CompletedProcess[str]:
        used = GENERATORS[generator]
        assert Path(used.python).exists(), f"{used.python} is not there: run `make test-all`"
        self.edit("mkdocs.yml", used.settings)
        return run(self.folder, *used.command, python=used.python)

    def convert(self, file: str) -> str:
        """A page's HTML by Python-Markdown with the extensions of mkdocs.yml, in this process.

        Raises:
            PageError: for what ends a build, of any generator that converts the page so.
        """
        from mkdocs.config import load_config  # Not above: few tests of `make check` need it.

        with contextlib.chdir(self.folder):
            config = load_config("mkdocs.yml", hooks=[])
            md = Markdown(
                extensions=config.markdown_extensions, extension_configs=config.mdx_configs
            )
            return md.convert(Page.read(Path(file)).body)

    def refusal(self, file: str) -> str:
        """What ends the conversion of a page."""
        with pytest.raises(PageError) as caught:
            self.convert(file)
        return str(caught.value)

    def page(self, file: str) -> Path:
        """Where the built page stands."""
        name = file.removeprefix("docs/").removesuffix(".md").removesuffix("index")
        return self.folder / "site" / name / "index.html"


def copy_site(folder: Path) -> Copy:
    """A copy with few pages, so that each build is short."""
    for name in ("snippets", "docs/assets", "docs/stylesheets"):
        shutil.copytree(ROOT / name, folder / name)
    for name in (*PAGES, *CONTINUED):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    # The page's program is its only block and stands last, so that what is put in its place, or
    # behind it, has all of the page above it.
    page = (folder / PAGE).read_text(encoding="utf-8")
    assert BLOCK in page
    assert PICTURE in page
    page = page.replace(PICTURE, "").replace(BLOCK, "")
    (folder / PAGE).write_text(f"{page}\n{BLOCK}", encoding="utf-8")
    # What stands behind the pages is left out, too: links to other pages would end a strict build.
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition(NAV)[0]
    config = config.replace("ledger: checked.md", "").replace(BY_REFERENCE, "by_reference: []")
    (folder / "mkdocs.yml").write_text(config, encoding="utf-8")
    copy = Copy(folder)
    for shared in (copy.package, folder / "node_modules"):
        shared.symlink_to(ROOT / shared.name, target_is_directory=True)
    copy.only(*PAGES)
    return copy


def check(copy: Copy, file: str, line: int, *messages: str) -> str:
    """The page is refused with an error that names the line and says what to do.

    Returns:
        the error.
    """
    told = copy.refusal(file)
    assert f"\n{file}:{line}: " in f"\n{told}", told
    for message in (*messages, "What to do: "):
        assert message in told, told
    return told
