"""The generators that can build the site, started as a person starts them.

Each shows the same pages, and is ended by the same faults.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

import pytest
from bs4 import Tag

from tests.builds import BLOCK, GENERATORS, PAGE, ROOT, Copy, run
from tests.conftest import pages, read
from tests.test_faults import code

OTHERS = [name for name in GENERATORS if name != "mkdocs"]
EACH = [
    pytest.param("mkdocs", marks=pytest.mark.medium),
    *(pytest.param(name, marks=pytest.mark.large) for name in OTHERS),
]
LATE = [pytest.param(name, marks=pytest.mark.large) for name in GENERATORS]
"""For what `make test` holds already: that these faults end a conversion, and that this a build."""
FAULTS = {
    "a block that raises": (code("x = 1\n1 / 0"), "it raised ZeroDivisionError"),
    "a fence that cannot be read": (code("print(1)", "python exec=1"), "cannot be read from here"),
    "no block": ("", "no block of this page ran"),
    "bad TeX": (
        BLOCK + "\nSee §<!-- tex: skip: a test -->$\\nonsense p$.\n",
        "MathJax cannot read this formula",
    ),
    "a false claim": (BLOCK + "\n§$p_i = p_j$\n", "the formula does not hold: at K=2"),
    "a missing snippet": (
        BLOCK.replace("--8<--", "§--8<--").replace("same_logit", "other_name"),
        "the page includes other_name.py, which is not there",
    ),
    "a forged mark": (
        BLOCK + '\n§<p><span class="equation-mark">proved for every K</span></p>\n',
        "equation-mark",
    ),
}
CHANGES = {
    "a sign in an equation": (PAGE, r"p_i \cdot (1 - p_i)", r"p_i \cdot (1 + p_i)", "E8 does not"),
    "a formula in a program": (
        "snippets/same_logit.py",
        "p * (1 - p)",
        "p * (1 + p)",
        "it raised AssertionError",
    ),
}


@pytest.mark.parametrize("generator", LATE)
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


@pytest.mark.parametrize("generator", EACH)
@pytest.mark.parametrize("change", CHANGES)
def test_a_formula_made_wrong_stops_the_build(change: str, generator: str, copy: Copy) -> None:
    file, old, new, message = CHANGES[change]
    copy.replace(file, old, new)
    result = copy.build(generator)
    printed = result.stdout + result.stderr
    assert result.returncode == 1, printed
    assert re.search(rf"{PAGE}:\d+: .*{message}", printed)
    assert not copy.page(PAGE).exists()


@pytest.mark.large
@pytest.mark.parametrize("generator", EACH)
def test_a_missing_link_stops_the_build(generator: str, copy: Copy) -> None:
    """Zensical writes its pages all the same, beside the place of the site."""
    copy.edit("mkdocs.yml", lambda text: f"{text}\nstrict: true\n")
    line = copy.edit(PAGE, lambda text: text + "\n§See [this](gone.md).\n")
    result = copy.build(generator)
    printed = result.stdout + result.stderr
    assert result.returncode == 1, printed
    said = ": Doc file" if generator != "zensical" else ":"
    assert f"{PAGE.removeprefix('docs/')}:{line}{said}" in printed
    assert not copy.page(PAGE).exists()


@pytest.mark.large
@pytest.mark.parametrize("generator", EACH)
def test_the_copy_itself_builds(generator: str, copy: Copy) -> None:
    """Otherwise the faults above would prove nothing."""
    result = copy.build(generator)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "ran in this build" in copy.page(PAGE).read_text(encoding="utf-8")


@pytest.mark.large
def test_strict_and_quiet_changes_nothing(copy: Copy) -> None:
    """With -q, MkDocs 1.6 counts no warnings; the guard does not rest on them."""
    copy.edit(PAGE, lambda text: text.replace(BLOCK, code("1 / 0")))
    result = run(copy.folder, "mkdocs", "build", "-q", "--no-strict")
    assert result.returncode == 1
    assert "Traceback" not in result.stderr


@pytest.mark.large
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


@dataclass(frozen=True)
class Shown:
    """What a reader sees and can follow in the article of a page."""

    text: list[str]
    formulas: list[str]
    marks: list[str]
    blocks: list[str]
    links: list[str]

    @classmethod
    def of(cls, site: Path, url: str) -> Shown:
        article = read(site / url / "index.html").find("article")
        assert isinstance(article, Tag)
        return cls(
            article.get_text(" ").split(),
            [str(formula) for formula in article.find_all("math")],
            [
                mark.get_text()
                for mark in article.select(".equation-mark, .formula-mark, .ran-mark")
            ],
            ["".join(block.get_text().split()) for block in article.select("[data-block]")],
            [urljoin(f"/{url}", str(link["href"])) for link in article.select("a[href]")],
        )


@pytest.fixture(scope="module", params=OTHERS)
def other_site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole site, by another generator."""
    folder = tmp_path_factory.mktemp(request.param)
    for name in ("docs", "snippets", "proofpages"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    for name in ("node_modules", ".venv"):
        (folder / name).symlink_to(ROOT / name, target_is_directory=True)
    result = Copy(folder).build(request.param)
    assert result.returncode == 0, result.stdout + result.stderr
    return folder / "site"


@pytest.mark.large
def test_each_page_is_the_same(site: Path, other_site: Path) -> None:
    """Its text, formulas, marks, programs with what they printed, and links."""
    differ = [url for url in pages().values() if Shown.of(site, url) != Shown.of(other_site, url)]
    assert differ == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (">a word<", ">another<"),
        ("<mi>p</mi>", "<mi>q</mi>"),
        ("proved", "assumed"),
        ("5/36", "6/36"),
        ('href="../"', 'href="other/"'),
    ],
)
def test_a_page_that_is_another_is_seen(old: str, new: str, tmp_path: Path) -> None:
    page = (
        '<article><p>a word</p><math><mi>p</mi></math><span class="equation-mark">proved</span>'
        '<div data-block="0">5/36</div><a href="../">up</a></article>'
    )
    found = []
    for name, text in (("one", page), ("other", page.replace(old, new))):
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.html").write_text(text, encoding="utf-8")
        found.append(Shown.of(tmp_path / name, ""))
    assert found[0] != found[1]


@pytest.mark.large
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
