"""proofpages.site.new_site: the site that it makes is true, and its wrong sign is caught."""

from __future__ import annotations

from pathlib import Path

import pytest
from markdown import Markdown

from proofpages.__main__ import main
from proofpages.page.navigation import MARKS, markdown_extensions
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


@pytest.mark.medium
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


def test_what_can_be_read_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["notation"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("## What is read")
    assert "\nchain       = expression, relation" in shown
