"""MkDocs and Zensical, started as a person starts them: what ends a conversion ends a build."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builds import BLOCK, PAGE, ROOT, Copy, run
from tests.test_faults import code

MKDOCS = pytest.param("mkdocs", marks=pytest.mark.medium)
ZENSICAL = pytest.param("zensical", marks=pytest.mark.large)
FAULTS = {
    "a block that raises": (code("x = 1\n1 / 0"), "it raised ZeroDivisionError"),
    "a fence that cannot be read": (code("print(1)", "python exec=1"), "cannot be read from here"),
    "no block": ("", "no block of this page ran"),
    "bad TeX": (
        BLOCK + "\nSee §<!-- tex: skip: a test -->$\\nonsense p$.\n",
        "MathJax cannot read this formula",
    ),
    "a false claim": (BLOCK + "\n§$p_i = p_j$\n", "the formula does not hold: at K=2"),
}


@pytest.mark.parametrize("generator", [MKDOCS, ZENSICAL])
@pytest.mark.parametrize("fault", FAULTS)
def test_the_build_stops(fault: str, generator: str, copy: Copy) -> None:
    """It names the line, says what to do, and writes nothing of the page."""
    block, message = FAULTS[fault]
    line = copy.edit(PAGE, lambda text: text.replace(BLOCK, block))
    result = copy.build(generator)
    printed = result.stdout + result.stderr
    assert result.returncode == 1, printed
    assert f"{PAGE}:{line}: " in printed
    assert message in printed
    assert "What to do: " in printed
    assert not copy.page(PAGE).exists()


@pytest.mark.parametrize("generator", [MKDOCS, ZENSICAL])
def test_the_copy_itself_builds(generator: str, copy: Copy) -> None:
    """Otherwise the faults above would prove nothing."""
    result = copy.build(generator)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "ran in this build" in copy.page(PAGE).read_text(encoding="utf-8")


def test_strict_and_quiet_changes_nothing(copy: Copy) -> None:
    """With -q, MkDocs 1.6 counts no warnings; the guard does not rest on them."""
    copy.edit(PAGE, lambda text: text.replace(BLOCK, code("1 / 0")))
    result = run(copy.folder, "mkdocs", "build", "-q", "--no-strict")
    assert result.returncode == 1
    assert "Traceback" not in result.stderr


def test_links_that_lead_nowhere(copy: Copy) -> None:
    """MkDocs itself warns of them and names the page; Zensical does not look."""
    links = ("#E94", "gone.md", "chain-rule.md#E94")
    copy.edit("mkdocs.yml", lambda text: f"{text}\nstrict: true\n")
    written = "".join(f"[this]({link}),\n" for link in links)
    (copy.folder / "snippets/part.md").write_text("Text.\n\nAnd [that](lost.md).\n")
    first = copy.replace(PAGE, BLOCK, f'{BLOCK}\nSee\n§{written}and no more.\n\n--8<-- "part.md"\n')
    result = copy.build("mkdocs")
    assert result.returncode == 1
    told = f"{PAGE}:{first + 5}: in snippets/part.md:3: Doc file 'derivation/same-logit.md' "
    assert f"{told}contains a link 'lost.md'" in result.stderr
    for line, link in enumerate(links, first):
        told = f"{PAGE}:{line}: Doc file 'derivation/same-logit.md' contains a link '{link}'"
        assert told in result.stderr


def test_make_site_leaves_the_old_site_after_a_failure(copy: Copy) -> None:
    shutil.copy(ROOT / "Makefile", copy.folder)  # It stands for what make set up, too.
    make = ["make", "site", f"BIN={Path(sys.executable).parent}", "BUILD=Makefile"]

    def status() -> int:
        return subprocess.run(
            make, cwd=copy.folder, capture_output=True, timeout=200, check=False
        ).returncode

    assert status() == 0
    before = copy.page(PAGE).read_bytes()
    # Links to the pages that a copy leaves out: MkDocs is strict only when all is written.
    copy.edit("mkdocs.yml", lambda text: f"{text}\nstrict: true\n")
    assert status() != 0
    assert copy.page(PAGE).read_bytes() == before
    copy.edit(PAGE, lambda text: text.replace(BLOCK, code("1 / 0")))
    assert status() != 0
    assert copy.page(PAGE).read_bytes() == before
