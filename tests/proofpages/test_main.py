"""The commands of `python -m proofpages`: what each prints and writes, and how it ends."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from mkdocs.utils.yaml import yaml_load

from proofpages.__main__ import main
from proofpages.page.navigation import _settings, markdown_extensions
from proofpages.records import NEEDS
from tests.builds import ROOT

PAGE = "docs/page.md"
TEXT = """---
title: A page
---
Let $a, b \\in \\mathbb{R}$.

$$
a + b = b + a \\tag{X1}
$$
"""
WRONG = TEXT.replace("= b + a", "= b - a")
CONFIGURATION = """nav:
  - A page: page.md
  - Elsewhere: https://example.org/
markdown_extensions:
  - pymdownx.arithmatex:
      generic: true
"""
TINY = "(* $0 = 0$ *)\nTheorem same : 0 = 0.\nProof.\n  reflexivity.\nQed.\n"


@pytest.fixture
def small_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site of one page, as the working folder."""
    (tmp_path / "docs").mkdir()
    (tmp_path / PAGE).write_text(TEXT, encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text(CONFIGURATION, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that the records are written to, in the place of the package's own."""
    for name in ("NEEDS", "SLIPS"):
        monkeypatch.setattr(f"proofpages.site.commands.{name}", tmp_path / f"{name.lower()}.tsv")
    return tmp_path


# The pages


def test_check_prints_a_line_for_each_formula(
    small_site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check"]) == 0
    declaration, claim, page, last = capsys.readouterr().out.splitlines()
    assert declaration.startswith(f"{PAGE}:4: a, b ")
    assert claim.startswith(f"{PAGE}:7: X1: proved for every value (")
    assert page == f"{PAGE}: 1 display: 1 proved."
    assert last == "pages: 1, formulas: 2, faults: 0"


def test_check_tells_faults_and_goes_on(
    small_site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (small_site / PAGE).write_text(WRONG, encoding="utf-8")
    assert main(["check", "--warn"]) == 0
    printed = capsys.readouterr()
    assert f"{PAGE}: 1 display: 1 false.\n{PAGE}:7: X1 does not hold" in printed.out
    assert printed.out.endswith("pages: 1, formulas: 1, faults: 1\n")
    assert printed.err == ""


def test_check_reads_the_pages_of_a_folder(
    small_site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (small_site / "docs" / "index.md").write_text("No formula.", encoding="utf-8")
    (small_site / "docs" / "sub").mkdir()
    assert main(["check", str(small_site / "docs")]) == 0
    told = capsys.readouterr().out.splitlines()
    assert [line for line in told if ": " in line and "display" in line] == [
        "docs/index.md: no display.",
        f"{PAGE}: 1 display: 1 proved.",
    ]
    assert main(["check", "docs/gone.md"]) == 1
    assert capsys.readouterr().err.startswith("docs/gone.md:1: there is no such file")
    assert main(["check", "docs/sub"]) == 1
    assert capsys.readouterr().err.startswith("docs/sub:1: there is no page in it")
    assert main(["explain", f"{small_site / PAGE}:7"]) == 0


def test_check_tells_of_all_pages_though_one_cannot_be_read(
    small_site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (small_site / "docs" / "other.md").write_text("```python exec=1\n```\n", encoding="utf-8")
    (small_site / PAGE).write_text(WRONG, encoding="utf-8")
    assert main(["check", "docs/other.md", PAGE]) == 1
    printed = capsys.readouterr()
    assert "docs/other.md:1: the fence header cannot be read" in printed.err
    assert f"{PAGE}:7: X1 does not hold" in printed.err
    assert main(["check", "--warn", "docs/other.md", PAGE]) == 0
    assert capsys.readouterr().out.endswith("pages: 2, formulas: 1, faults: 2\n")


def test_check_leaves_out_the_pages_that_the_site_does(
    small_site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = small_site / "docs" / "other.md"
    other.write_text(WRONG.replace("title: A page", "checked: no"), encoding="utf-8")
    without = CONFIGURATION[CONFIGURATION.index("markdown_extensions:") :]
    (small_site / "mkdocs.yml").write_text(without, encoding="utf-8")
    assert main(["check"]) == 0
    assert "other.md" not in capsys.readouterr().out
    assert main(["check", "docs/other.md"]) == 1  # What is named is checked.
    assert main(["check", "--adopted", "docs/other.md"]) == 0  # As where a hook names it.


def test_check_reads_the_settings_as_mkdocs_does(
    small_site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (small_site / "docs").rename(small_site / "text")
    settings = (
        "docs_dir: text\nmarkdown_extensions:\n"
        "  pymdownx.arithmatex: {generic: true}\n  proofpages: {pages: marked}\n"
    )
    (small_site / "mkdocs.yml").write_text(settings, encoding="utf-8")
    assert main(["check"]) == 0
    assert capsys.readouterr().out == "pages: 0, formulas: 0, faults: 0\n"
    page = small_site / "text" / "page.md"
    page.write_text(TEXT.replace("title: A page", "checked: yes"), encoding="utf-8")
    assert main(["check"]) == 0
    assert "text/page.md:7: X1: proved" in capsys.readouterr().out
    (small_site / "mkdocs.yml").write_text("markdown_extensions:\n", encoding="utf-8")
    assert main(["check", "text/page.md"]) == 1  # Nothing there finds a formula.
    assert "pymdownx.arithmatex" in capsys.readouterr().err


FUNCTIONS = """markdown_extensions:
  - toc: { slugify: !!python/object/apply:pymdownx.slugs.slugify { kwds: { case: lower } } }
  - pymdownx.emoji:
      emoji_index: !!python/name:material.extensions.emoji.twemoji
      emoji_generator: !!python/name:material.extensions.emoji.to_svg
  - pymdownx.arithmatex: { generic: true }
"""


def test_check_reads_a_page_as_mkdocs_does(
    small_site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the extensions that it has of itself, and where functions stand among the options."""
    (small_site / "mkdocs.yml").write_text(FUNCTIONS, encoding="utf-8")
    fence = '```python\nprice = "$5 and $6"\n```\n\n| a |\n| --- |\n| $a + b = b + a$ |\n'
    (small_site / PAGE).write_text(f"{TEXT}\n:smile:\n\n{fence}", encoding="utf-8")
    assert main(["check"]) == 0
    assert capsys.readouterr().out.endswith("pages: 1, formulas: 3, faults: 0\n")


@pytest.mark.parametrize("name", ["mkdocs.yaml", "properdocs.yml"])
def test_check_finds_the_settings_and_the_pages_where_they_are(
    name: str, small_site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A README is the index of its folder, where there is none."""
    extensions = CONFIGURATION[CONFIGURATION.index("markdown_extensions:") :]
    (small_site / "mkdocs.yml").rename(small_site / name)
    (small_site / name).write_text(f"docs_dir: text/pages\n{extensions}", encoding="utf-8")
    (small_site / "text").mkdir()
    (small_site / "docs").rename(small_site / "text/pages")
    (small_site / "text/pages/page.md").rename(small_site / "text/pages/README.md")
    (small_site / "text/pages/a.md").write_text("Text.\n", encoding="utf-8")
    assert main(["check"]) == 0
    first, *_, last = capsys.readouterr().out.splitlines()
    assert first.startswith("text/pages/README.md:4: ")
    assert last == "pages: 2, formulas: 2, faults: 0"
    (small_site / name).write_text("nav: [", encoding="utf-8")
    assert main(["check"]) == 1
    assert capsys.readouterr().err.startswith(f"{name}:1: it is no YAML")


def test_check_follows_what_the_settings_inherit(
    small_site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As MkDocs does: mappings are merged, and lists take the place of those inherited."""
    (small_site / "sub").mkdir()
    (small_site / "mkdocs.yml").rename(small_site / "sub" / "base.yml")
    (small_site / "sub" / "middle.yml").write_text("INHERIT: base.yml\nextra: {a: 1}\n")
    heir = small_site / "mkdocs.yml"
    heir.write_text("INHERIT: sub/middle.yml\nextra: {b: 2}\n", encoding="utf-8")
    assert main(["check"]) == 0
    assert f"{PAGE}:7: X1: proved" in capsys.readouterr().out
    with heir.open("rb") as file:
        assert _settings() == yaml_load(file)
    assert _settings()["extra"] == {"a": 1, "b": 2}
    heir.write_text("INHERIT: sub/middle.yml\nnav: [other.md]\n", encoding="utf-8")
    (small_site / "docs" / "other.md").write_text("No formula.\n", encoding="utf-8")
    assert main(["check"]) == 0
    assert capsys.readouterr().out.endswith("pages: 1, formulas: 0, faults: 0\n")
    heir.write_text("INHERIT: sub/middle.yml\n", encoding="utf-8")
    (small_site / PAGE).rename(small_site / "docs" / "gone")
    assert main(["check"]) == 1
    assert capsys.readouterr().err.startswith("sub/base.yml:2: the navigation names")
    for text, told in {
        "a: 1\nINHERIT: gone.yml\n": "mkdocs.yml:2: the settings inherit gone.yml, which is not",
        "INHERIT: mkdocs.yml\n": "mkdocs.yml:1: the settings inherit mkdocs.yml, which inherits",
    }.items():
        heir.write_text(text, encoding="utf-8")
        assert main(["check"]) == 1
        assert capsys.readouterr().err.startswith(told)


def test_check_reads_a_page_without_a_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    hidden = TEXT.replace("= b + a", r"= b + \mathit{a}")
    for text, status in ((TEXT, 0), (WRONG, 1), (hidden, 1)):
        Path("notes.md").write_text(text, encoding="utf-8")
        assert main(["check", "notes.md"]) == status
    assert "drawn otherwise than read" in capsys.readouterr().err


def test_check_refuses_a_display_that_markdown_does_not_see(
    small_site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (small_site / PAGE).write_text(f"{WRONG.rstrip().removesuffix('$$')}", encoding="utf-8")
    assert main(["check"]) == 1
    told = f"{PAGE}:6: a dollar sign that belongs to no formula: $$\n"
    assert capsys.readouterr().err.startswith(told)


def test_check_ends_with_each_fault(small_site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (small_site / PAGE).write_text(f"{WRONG}\n{WRONG[WRONG.index('$$') :]}", encoding="utf-8")
    assert main(["check", PAGE]) == 1
    printed = capsys.readouterr()
    assert printed.err.count("X1 does not hold: ") == 2
    assert printed.err.startswith(f"{PAGE}:7: X1")
    assert f"\n{PAGE}:11: X1" in printed.err
    assert "X1" not in printed.out


@pytest.mark.parametrize("what", ["X1", f"{PAGE}:7"])
def test_explain_shows_how_an_equation_was_read(
    what: str, small_site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", what]) == 0
    shown = capsys.readouterr().out
    assert "  read as: a + b = b + a\n  needs: nothing\n  decided: proved for every value" in shown
    assert "    left:  a + b\n    right: a + b\n" in shown


def test_explain_finds_a_page_that_is_not_in_the_navigation_yet(
    small_site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (small_site / "docs/new.md").write_text(TEXT.replace("X1", "X2"), encoding="utf-8")
    assert main(["explain", "X2"]) == 1
    refused = capsys.readouterr().err
    assert refused.startswith("mkdocs.yml:1: no formula on the pages of its navigation is 'X2'")
    assert "if its page is not in the navigation yet, name the page too" in refused
    assert main(["explain", "X2", "docs/new.md"]) == 0
    assert main(["explain", "docs/new.md:7"]) == 0
    assert capsys.readouterr().out.count("docs/new.md:7: X2: proved") == 2


def test_explain_says_why_an_equation_is_refused(
    small_site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (small_site / PAGE).write_text(WRONG, encoding="utf-8")
    assert main(["explain", "X1"]) == 1
    printed = capsys.readouterr()
    assert f"{PAGE}:7: X1: X1 does not hold: " in printed.out
    assert "  read as: a + b = b - a\n" in printed.out
    assert printed.err.startswith(f"{PAGE}:7: X1 does not hold: ")


@pytest.mark.parametrize("command", ["needs", "slips"])
def test_nothing_is_recorded_of_pages_with_a_fault(
    command: str, small_site: Path, records: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (small_site / PAGE).write_text(WRONG, encoding="utf-8")
    assert main([command]) == 1
    assert capsys.readouterr().err.startswith(f"{PAGE}:7: X1 does not hold")
    assert not (records / f"{command}.tsv").exists()


def test_slips_writes_what_became_of_them(
    small_site: Path, records: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["slips"]) == 0
    table = (records / "slips.tsv").read_text(encoding="utf-8")
    assert "\nsign\t" in table
    assert capsys.readouterr().out.startswith("slips.tsv: ")


@pytest.mark.medium
def test_needs_are_those_that_are_committed(records: Path) -> None:
    """Of the site's own pages; the build compares with the same file."""
    assert main(["needs"]) == 0
    committed = NEEDS.read_text(encoding="utf-8")
    assert (records / "needs.tsv").read_text(encoding="utf-8") == committed
    option = markdown_extensions()["proofpages.site.equation_marks"]["needs"]
    assert NEEDS.samefile(ROOT / option)


# What cannot be read


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("mkdocs.yml", None, "mkdocs.yml:1: there is no such file here"),
        ("mkdocs.yml", "", "mkdocs.yml:1: it holds no settings"),
        ("mkdocs.yml", "site_name: a\nnav: [\n", "mkdocs.yml:3: it is no YAML: "),
        ("mkdocs.yml", "markdown_extensions: tables\n", "mkdocs.yml:1: markdown_extensions is"),
        (
            "mkdocs.yml",
            "nav: [page.md]\nnav: []\n",
            "mkdocs.yml:2: it is no YAML: nav stands in it",
        ),
        ("mkdocs.yml", "nav:\n  - page\n", "mkdocs.yml:2: the navigation names page, which is no "),
        (PAGE, "---\ntitle: A\ntitle: B\n---\n", f"{PAGE}:3: the front matter is no YAML: title"),
        (
            "mkdocs.yml",
            "nav: [page.md]\nmarkdown_extensions:\n  - tables\n  - attr_lists\n",
            "mkdocs.yml:4: the extension attr_lists cannot be loaded: No module named 'attr_lists'",
        ),
        (
            "mkdocs.yml",
            "nav: [page.md]\nmarkdown_extensions:\n  - toc: {permalinks: true}\n",
            "mkdocs.yml:3: the extension toc cannot be loaded: it has no option 'permalinks'",
        ),
        (PAGE, None, f"mkdocs.yml:2: the navigation names {PAGE}, which is not there"),
        (PAGE, "---\ntitle: a: b\n---\n", f"{PAGE}:2: the front matter is no YAML: "),
        (PAGE, "Continues [a](b.md).\n", f"{PAGE}:1: the page continues b.md, which is not there"),
        (PAGE, "```python exec=1\n```\n", f"{PAGE}:1: the fence header cannot be read"),
    ],
)
@pytest.mark.parametrize("command", [["check"], ["explain", "X1"], ["needs"], ["slips"]])
def test_what_cannot_be_read_is_told_in_one_message(
    command: list[str],
    file: str,
    text: str | None,
    told: str,
    small_site: Path,
    records: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (small_site / file).unlink()
    if text is not None:
        (small_site / file).write_text(text, encoding="utf-8")
    assert main(command) == 1
    assert capsys.readouterr().err.startswith(told)


def test_a_site_without_a_page_is_told(
    small_site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (small_site / PAGE).unlink()
    (small_site / "mkdocs.yml").write_text("site_name: a\n", encoding="utf-8")
    assert main(["check"]) == 1
    assert capsys.readouterr().err.startswith("mkdocs.yml:1: there is no navigation, and no page")


@pytest.mark.parametrize("file", [PAGE, "mkdocs.yml"])
def test_bytes_that_are_no_text_are_told(
    file: str, small_site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (small_site / file).write_bytes(b"tea: 1\ncaf\xe9: 1\n")
    assert main(["check"]) == 1
    assert capsys.readouterr().err.startswith(f"{file}:2: it is no text in UTF-8")


@pytest.mark.large
def test_who_reads_the_first_line_only_is_not_told_of_it(small_site: Path) -> None:
    # More than a pipe holds, so that the command still writes when no one reads.
    (small_site / PAGE).write_text(TEXT + "\n$$\na = a\n$$\n" * 1500, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, "-m", "proofpages", "check"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline().startswith(PAGE)
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(timeout=60) == 1


# The command line


@pytest.mark.parametrize(
    "arguments",
    [[], ["--needs"], ["needs", "slips"], ["check", "--explain", "X1"], ["explain"], ["prove"]],
)
def test_what_is_no_command_is_refused(
    arguments: list[str], small_site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith("usage: python -m proofpages")


def test_each_command_says_what_it_does(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    shown = capsys.readouterr().out
    for command in ("check", "explain", "needs", "slips", "proof", "setup"):
        assert f"\n    {command} " in shown


def test_the_setup_needs_nothing_that_it_installs(tmp_path: Path) -> None:
    """Its command is read by a Python without any package."""
    shutil.copytree(ROOT / "proofpages", tmp_path / "proofpages")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", _BARE, "setup", "none"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == "no group 'none': choose from build, test, lint\n"


_BARE = """
import runpy, sys
sys.path.insert(0, ".")
runpy.run_module("proofpages", run_name="__main__")
"""


# The proof


@pytest.mark.coq
def test_proof_prints_the_theorems_and_the_axioms(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "axiom.v"
    tiny = TINY.replace("0 = 0.", "forall P : Prop, P \\/ ~ P.")
    tiny = tiny.replace("reflexivity", "exact classic")
    path.write_text(f"From Coq Require Import Classical_Prop.\n{tiny}", encoding="utf-8")
    assert main(["proof", str(path), "--headline", "same"]) == 0
    printed = capsys.readouterr().out
    assert "line    3  same" in printed
    assert "rest on Classical_Prop.classic." in printed


@pytest.mark.coq
def test_proof_prints_the_axioms_of_each(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "tiny.v"
    path.write_text(TINY, encoding="utf-8")
    assert main(["proof", "--each", str(path)]) == 0
    assert "rests on no axiom" in capsys.readouterr().out


@pytest.mark.coq
def test_a_proof_that_is_refused_ends_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "tiny.v"
    path.write_text(TINY.replace("Qed.", "Admitted."), encoding="utf-8")
    assert main(["proof", str(path)]) == 1
    assert f"{path}:5: `Admitted`\n  Expected: a finished proof\n" in capsys.readouterr().err


def test_without_coq_nothing_was_checked_and_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COQBIN", str(tmp_path))
    assert main(["proof"]) == 1
    printed = capsys.readouterr()
    assert "the proof was not checked" in printed.err
    assert printed.out == ""
