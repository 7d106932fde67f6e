"""proofpages.site.new_site: the site that it makes is true, and its wrong sign is caught."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from markdown import Markdown

from proofpages.__main__ import main
from proofpages.page.navigation import MARKS, markdown_extensions
from proofpages.site.new_site import FALSE, TRUE
from proofpages.site.verify import verify
from tests.builds import ROOT, run


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_new_site_is_true(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["new", "mine"]) == 0
    assert "mine/docs/index.md: written" in capsys.readouterr().out
    monkeypatch.chdir(folder / "mine")
    assert main(["check"]) == 0
    assert "docs/index.md: 3 displays: 1 definition, 2 proved.\n" in capsys.readouterr().out


def test_a_wrong_sign_is_caught(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["new", "mine", "--break"]) == 0
    assert "a sign is wrong" in capsys.readouterr().out
    monkeypatch.chdir(folder / "mine")
    assert main(["check"]) == 1
    told = capsys.readouterr().err
    assert told.startswith("docs/index.md:12: 1 does not hold: at N=")
    # The page for authors shows the same.
    assert told in (ROOT / "docs" / "check-your-own.md").read_text(encoding="utf-8")


def test_nothing_is_lost(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = folder / "docs" / "index.md"
    page.parent.mkdir()
    page.write_text("Mine.", encoding="utf-8")
    assert main(["new", "."]) == 1
    assert capsys.readouterr().err.startswith("docs/index.md:1: the file is there already")
    assert page.read_text(encoding="utf-8") == "Mine."
    assert not (folder / "mkdocs.yml").exists()
    assert main(["new", "docs/index.md"]) == 1
    assert capsys.readouterr().err.startswith("docs/index.md:1: the file is there already")


def test_its_settings_draw_and_prove_the_page(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    main(["new", "."])
    short = {MARKS[0]: MARKS[1]}  # As the package's entry point has it, once it is installed.
    options = {short.get(name, name): value for name, value in markdown_extensions().items()}
    text = (folder / "docs" / "index.md").read_text(encoding="utf-8")
    html = Markdown(extensions=list(options), extension_configs=options).convert(text)
    assert html.count("<math") == html.count("</math>") == 4
    assert html.count(">proved for every N</") == 2
    assert 'id="1"' in html
    assert "3 displays: 1 definition, 2 proved." in html


@pytest.mark.large
def test_mathjax_draws_it_once_it_is_there(folder: Path) -> None:
    main(["new", "."])
    settings = (folder / "mkdocs.yml").read_text(encoding="utf-8")
    drawn = settings.replace("proofpages.typeset.mathml", "proofpages.typeset")
    (folder / "mkdocs.yml").write_text(drawn, encoding="utf-8")
    without = run(folder, "mkdocs", "build")
    assert without.returncode == 1
    assert "`python -m proofpages.typeset npm install mathjax@4` puts it there" in without.stderr
    (folder / "node_modules").symlink_to(ROOT / "node_modules", target_is_directory=True)
    built = run(folder, "mkdocs", "build")
    assert built.returncode == 0, built.stderr
    page = (folder / "site" / "index.html").read_text(encoding="utf-8")
    assert page.count("<mjx-container") == 4
    assert 'id="1"' in page


def written(text: str, name: str) -> Callable[[str], str]:
    """Puts HTML in the place of the first display of this class, or before it."""
    return lambda page: page.replace(f'<div class="{name}"', f'{text}<div class="{name}"', 1)


FORGED = '<span class="equation-mark">proved for every N</span>'
DRAWN = {"mathml": "equation", "script": "arithmatex"}
"""The class of a display, where browsers draw it by themselves, and where a script does."""


def see_changes(site: Path, shown: str, display: str) -> None:
    """Whatever is changed on the page of a site is told; `display` is the class of a display."""
    changes: dict[str, Callable[[str], str]] = {
        "formula 1 of ": lambda text: re.sub(
            r"(?s)<span class=\"(math|arithm).*?</span>", "", text
        ),
        "formula 2 of ": lambda text: text.replace("sum", "prod", 1).replace("∑", "∏", 1),
        "mark of an equation 2 of 3 is proved, ": lambda text: text.replace(
            ">proved for every N<", ">proved, needs N = 2<", 1
        ),
        "mark of an equation 1 of 4 ": written(FORGED, display),
        "a mark that stands beside no equation": written(FORGED, display),
        "count of displays 1 of 1 ": lambda text: text.replace("2 proved.<", "9 proved.<"),
        "MathML that no formula has": written("<math><mi>x</mi></math>", display),
    }
    for told, change in changes.items():
        assert change(shown) != shown, told
        (site / "index.html").write_text(change(shown), encoding="utf-8")
        assert any(told in str(fault) for fault in verify(site)), [told, *map(str, verify(site))]
    (site / "index.html").write_text(shown, encoding="utf-8")
    (site / "as-it-is.html").write_text(FORGED, encoding="utf-8")
    assert "this page is in no navigation" in str(verify(site)[0])


@pytest.mark.large
@pytest.mark.parametrize(
    ("theme", "by", "flat"), [("mkdocs", "mathml", False), ("material", "script", True)]
)
def test_mkdocs_publishes_what_was_proved_and_no_other(
    theme: str, by: str, flat: bool, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A site without programs, in a theme as it is: what fails leaves the old site."""
    main(["new", "."])
    settings, page = folder / "mkdocs.yml", folder / "docs" / "index.md"
    text = settings.read_text(encoding="utf-8").replace("name: mkdocs", f"name: {theme}")
    if by == "script":
        text = text.replace("  - proofpages.typeset.mathml", "  # no")
    settings.write_text(text, encoding="utf-8")
    (folder / "docs" / "more.md").write_text("# More\n\n[It](index.md)\n", encoding="utf-8")
    (folder / "docs" / "as-it-is.html").write_text("<p>A page of its own.", encoding="utf-8")
    build = ["mkdocs", "build", *(["--no-directory-urls"] if flat else [])]
    built = run(folder, *build)
    assert built.returncode == 0, built.stderr
    assert "pages: 2, formulas: 4, decided in " in built.stderr
    site = folder / "site"
    shown = (site / "index.html").read_text(encoding="utf-8")
    assert shown.count(f'<div class="{DRAWN[by]}"') == 3
    assert verify(site) == []

    right = page.read_text(encoding="utf-8")
    assert FALSE not in right
    page.write_text(right.replace(TRUE, FALSE), encoding="utf-8")
    for wrong in ("docs/index.md:12: 1 does not hold: at N=", "link 'no.md'"):
        failed = run(folder, *build)
        assert failed.returncode == 1
        assert wrong in failed.stderr
        assert "Traceback" not in failed.stderr
        assert "What stands in site is OLD" in failed.stderr
        assert (site / "index.html").read_text(encoding="utf-8") == shown
        page.write_text(f"{right}\n[No](no.md)\n", encoding="utf-8")
    page.write_text(right, encoding="utf-8")
    assert sorted(path.name for path in folder.iterdir()) == ["docs", "mkdocs.yml", "site"]
    see_changes(site, shown, DRAWN[by])


def test_what_can_be_read_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["notation"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("## What is read")
    assert "\nchain       = expression, relation" in shown
