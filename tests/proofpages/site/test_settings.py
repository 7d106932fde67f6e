"""proofpages.site.settings: a name that the theme does not know is refused, with what is near."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from proofpages.__main__ import main
from proofpages.page.navigation import faults_of_titles, style_sheets
from proofpages.site.settings import theme_faults

WRONG = {
    "theme:\n  name: material\n  icon:\n    logo: material/librry": (
        5,
        "there is no icon material/librry",
        "material/library is near it",
    ),
    "theme:\n  name: material\n  icon: { admonition: { note: octicons/tagg-16 } }": (
        4,
        "there is no icon octicons/tagg-16",
        "octicons/tag-16 is near it",
    ),
    "theme: { name: material, palette: [{ toggle: { icon: material/brightnes-7 } }] }": (
        2,
        "there is no icon material/brightnes-7",
        "material/brightness-7 is near it",
    ),
    "theme: material\nextra:\n  social:\n    - icon: fontawesome/brands/githb\n      link: /": (
        5,
        "there is no icon fontawesome/brands/githb",
        "fontawesome/brands/github is near it",
    ),
    "theme: { name: material, icon: { edt: material/pencil } }": (
        2,
        "the theme has no icon for edt",
        "edit is near it",
    ),
    "theme:\n  name: material\n  features:\n    - toc.follow\n    - navigation.footr": (
        6,
        "the theme has no feature navigation.footr",
        "navigation.footer is near it",
    ),
    "theme:\n  name: material\n  palette: { primary: blu }": (
        4,
        "the theme has no primary blu",
        "blue is near it",
    ),
    "theme: { name: material, language: xx }": (2, "the theme has no language xx", "correct it"),
    "theme: { name: material, fnt: false }": (
        2,
        "the theme has no setting fnt",
        "font is near it",
    ),
    "theme: { name: mkdocs, highlightj: false }": (
        2,
        "the theme has no setting highlightj",
        "highlightjs is near it",
    ),
    "theme: { name: material, logo: gone.svg }": (
        2,
        "the settings name gone.svg, which is not there",
        "correct it",
    ),
    "extra_css:\n  - gone.css": (3, "the settings name gone.css", "correct it"),
    "extra_javascript: [{ path: gone.mjs, type: module }]": (
        2,
        "the settings name gone.mjs",
        "correct it",
    ),
}
OPTIONS = {
    "proofpages: { misprint: true }": "the extension proofpages has no option 'misprint'",
    "proofpages.typeset: { by_referense: [index.md] }": "the extension proofpages.typeset has no",
    "proofpages.typeset: { by_reference: true }": "the option by_reference of proofpages.typeset i",
    "proofpages.typeset: { by_reference: [idnex.md] }": "by_reference names idnex.md, which is no",
    "proofpages.site.terms: { any: 1 }": "the extension proofpages.site.terms has no option 'any'",
    "proofpages: { mode: wran }": "the option mode of proofpages is 'wran'",
    "proofpages: { needs: gone.tsv }": "what claims need is to stand in gone.tsv, which is not th",
    "proofpages: { ledger: gone.md }": "the marks are to link to docs/gone.md, which is not there",
    "proofpages: { reserved: 'z, y' }": "the option reserved of proofpages has z,",
    "proofpages: { reserved: [z, y] }": "the option reserved of proofpages has ['z',",
    "proofpages.programs: { timeout: ten }": "the option timeout of proofpages.programs is ten",
    "proofpages.programs: { timeout: -1 }": "the option timeout of proofpages.programs is -1",
    "proofpages.typeset: { letters: 'p, y' }": "the option letters of proofpages.typeset is p, y",
    "proofpages.site.term": "the extension proofpages.site.term cannot be loaded: No module named",
    "proofpages.site.example: { pages: [b/] }": "proofpages.site.example names b/, and no page",
    "proofpages.site.example: { sizes: { K: x } }": "proofpages.site.example has K: x, which is no",
    "proofpages.site.example: { sizes: { K: 3 }, values: { y: [0] } }": "proofpages.site.example h",
    "proofpages.site.example: { sizes: { K: 3 }, indices: { i: 4 } }": "proofpages.site.example ha",
}


@pytest.mark.parametrize("option", OPTIONS)
def test_an_option_that_is_none_is_refused(
    option: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("Text.", encoding="utf-8")
    listed = f"  - pymdownx.arithmatex: {{ generic: true }}\n  - {option}\n"
    text = f"site_name: A\nmarkdown_extensions:\n{listed}"
    (tmp_path / "mkdocs.yml").write_text(text, encoding="utf-8")
    assert main(["check"]) == 1
    told = capsys.readouterr().err
    assert told.startswith(f"mkdocs.yml:4: {OPTIONS[option]}"), told
    assert told.count("What to do: ") == 1


def test_what_is_not_installed_is_not_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The checker alone reads the settings of a site that runs programs, too."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, "markdown_exec", None)
    monkeypatch.delitem(sys.modules, "proofpages.programs", raising=False)
    write(tmp_path, "theme: mkdocs")
    with (tmp_path / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write("  proofpages.programs: {}\n")
    assert main(["check"]) == 0


RIGHT = (
    "theme: { name: material, icon: { logo: material/library, tag: { html: own/a } }, font: false, "
    "features: [navigation.instant.prefetch, content.code.annotate, navigation.on], language: de, "
    "palette: { scheme: mine, primary: deep purple, accent: custom }, custom_dir: over }\n"
    "extra: { icon: none, social: [{ icon: material/email, link: / }] }\n"
    "extra_css: [mine.css, 'https://a.org/b.css']"
)


def write(folder: Path, settings: str) -> None:
    (folder / "docs").mkdir(exist_ok=True)
    (folder / "docs" / "index.md").write_text("Text.", encoding="utf-8")
    text = f"plugins: [proofpages]\n{settings}\nmarkdown_extensions:\n"
    found = "  pymdownx.arithmatex: { generic: true }\n"
    (folder / "mkdocs.yml").write_text(text + found, encoding="utf-8")


@pytest.mark.medium
@pytest.mark.parametrize("settings", WRONG)
def test_what_the_theme_does_not_know_is_refused(
    settings: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, settings)
    line, found, advice = WRONG[settings]
    assert main(["check"]) == 1
    told = capsys.readouterr().err
    assert told.startswith(f"mkdocs.yml:{line}: {found}"), told
    assert told.endswith(f"{advice}\n"), told


def test_what_it_knows_passes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the site's own icons and colours, in a theme of MkDocs', and in one that is unknown."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path, RIGHT)
    (tmp_path / "over" / ".icons" / "own").mkdir(parents=True)
    (tmp_path / "over" / ".icons" / "own" / "a.svg").touch()
    sheet = '[data-md-color-scheme="mine"] { color: red }'
    (tmp_path / "docs" / "mine.css").write_text(sheet, encoding="utf-8")
    assert list(theme_faults()) == []
    assert len(list(style_sheets())) == 1
    for theme in ("{ name: readthedocs, titles_only: true }", "mkdocs", "{ name: none, x: 1 }"):
        write(tmp_path, f"theme: {theme}")
        assert list(theme_faults()) == []
    assert main(["check"]) == 0


@pytest.mark.parametrize(
    ("item", "found"),
    [
        ("<b>Home</b>: index.md", "5: a title in the navigation has HTML, <b: <b>Home</b>"),
        ("Law &amp; order: index.md", "5: a title in the navigation has HTML, &amp;: Law"),
        ("p &lt q: index.md", "5: a title in the navigation has HTML, &lt: p &lt q"),
        ("x &#60b: index.md", "5: a title in the navigation has HTML, &#60b: x &#60b"),
        ("A: [{'B <i': index.md}]", "5: a title in the navigation has HTML, <i: B <i"),
        ("Empty: []", "5: the part Empty of the navigation has no page"),
        ("A: [{Empty: []}, index.md]", "5: the part Empty of the navigation has no page"),
        ('A: https://e.org/"><b>', '5: an address in the navigation has the sign ": https'),
        ("https://e.org/<b>", "5: an address in the navigation has the sign <: https"),
        ("p < 1 & q: index.md", ""),
        ("R&D: [{AT&T: 'https://e.org/?a=1&b=2'}]", ""),
        ("index.md", ""),
    ],
)
def test_a_title_in_the_navigation_is_text_of_something(
    item: str, found: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, f"hooks: [a/front_matter.py]\nnav:\n  - index.md\n  - {item}")
    told = [str(fault) for fault in faults_of_titles(text=True)]
    assert len(told) == bool(found)
    assert all(fault.startswith(f"mkdocs.yml:{found}") for fault in told), told
    assert not [fault for fault in faults_of_titles(text=False) if "HTML" in str(fault)]
