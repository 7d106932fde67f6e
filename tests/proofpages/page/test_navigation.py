"""proofpages.page.navigation: what mkdocs.yml says of all pages, with what it inherits."""

from __future__ import annotations

from pathlib import Path

import pytest

from proofpages.page import navigation
from proofpages.page.faults import PageError
from proofpages.page.navigation import (
    MKDOCS,
    WITHOUT_A_SITE,
    configuration,
    docs,
    hooks,
    is_index,
    is_strict,
    markdown_extensions,
    named_twice,
    of_one_address,
    options_of,
    pages_below,
    reading_order,
    settings_files,
    site_folder,
    style_sheets,
)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(settings: str, *pages: str, file: str = "mkdocs.yml") -> None:
    Path(file).parent.mkdir(parents=True, exist_ok=True)
    Path(file).write_text(settings, encoding="utf-8")
    for page in pages:
        path = Path("docs", page)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def order() -> list[str]:
    return [path.as_posix() for path in reading_order()]


def refused() -> PageError:
    with pytest.raises(PageError) as caught:
        reading_order()
    return caught.value


def test_pages_are_read_in_the_order_of_the_navigation() -> None:
    nav = "nav:\n- b.md\n- Part: [a.md, {Deeper: c/d.md}]\n- Code: https://example.org/\n"
    write(nav, "a.md", "b.md", "c/d.md", "other.md")
    assert order() == ["docs/b.md", "docs/a.md", "docs/c/d.md"]


def test_without_a_navigation_an_index_comes_first() -> None:
    write(
        "site_name: A\n", "a.md", "index.md", "b/z.md", "b/README.md", "c/README.md", "c/index.md"
    )
    assert order() == [
        *("docs/index.md", "docs/a.md", "docs/b/README.md", "docs/b/z.md"),
        *("docs/c/index.md", "docs/c/README.md"),
    ]
    assert is_index(Path("docs/b/README.md"))
    assert not is_index(Path("docs/c/README.md"))


def test_pages_of_other_kinds() -> None:
    write("site_name: A\n", "a.md", "b.tex", "c.txt")
    assert [path.name for path in pages_below(docs(), ".md", ".tex")] == ["a.md", "b.tex"]


@pytest.mark.parametrize(
    ("settings", "line", "found"),
    [
        ("site_name: A\nnav:\n- gone.md\n", 3, "the navigation names docs/gone.md"),
        ("site_name: A\nnav:\n- gone\n", 3, "the navigation names gone, which is no page"),
        (
            "site_name: A\nnav: [a.markdown]\n",
            2,
            "the navigation names a.markdown, and a page here",
        ),
        ("site_name: A\nsite_name: B\n", 2, "it is no YAML: site_name stands in it twice"),
        ("site_name: A\n", 1, "there is no navigation, and no page in docs/"),
        ("- a\n", 1, "it holds no settings"),
        ("", 1, "it holds no settings"),
        ("site_name: A\nnav: [\n", 3, "it is no YAML"),
        (
            "site_name: A\nINHERIT: base.yml\n",
            2,
            "the settings inherit base.yml, which is not there",
        ),
        ("INHERIT: mkdocs.yml\n", 1, "the settings inherit mkdocs.yml, which inherits them"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(settings: str, line: int, found: str) -> None:
    write(settings)
    error = refused()
    assert (error.file, error.line) == ("mkdocs.yml", line)
    assert error.found.startswith(found)


def test_without_settings_there_is_no_site() -> None:
    assert refused().found == "there is no such file here"
    assert markdown_extensions() == WITHOUT_A_SITE
    assert (docs(), site_folder(), hooks(), list(style_sheets())) == (
        *(Path("docs"), Path("site"), []),
        [],
    )


def test_a_page_that_is_named_twice_is_told_where_it_stands_again() -> None:
    write("nav:\n- a.md\n- b.md\n- a.md\n", "a.md", "b.md")
    (error,) = named_twice()
    assert (error.line, error.found) == (4, "the navigation names a.md twice")


@pytest.mark.parametrize(
    ("files", "page", "other"),
    [
        (["a.md", "a/index.md"], "docs/a/index.md", "docs/a.md"),
        (["a.md", "A/index.md"], "docs/A/index.md", "docs/a.md"),
        (["a.md", "a/index.html"], "docs/a.md", "docs/a/index.html"),
    ],
)
def test_a_page_is_told_in_whose_place_it_would_stand(
    files: list[str], page: str, other: str
) -> None:
    write("site_name: s\n", *files)
    (error,) = of_one_address()
    assert (error.file, error.found) == (page, f"on the site it takes the place of {other}")


def test_a_copy_of_a_page_that_an_editor_keeps_is_no_page() -> None:
    write("site_name: s\n", "a.md", ".ipynb_checkpoints/a.md", "b/.a.md")
    assert order() == ["docs/a.md"]


def test_pages_beside_each_other_have_places_of_their_own() -> None:
    write("use_directory_urls: false\n", "a.md", "a/index.md", "index.md", "b.md", "b/README.md")
    assert not list(of_one_address())


def test_settings_are_inherited_as_mkdocs_merges_them() -> None:
    base = "strict: true\ndocs_dir: pages\nextra: {a: 1, b: {c: 2}}\nmarkdown_extensions: [toc]\n"
    write(base, file="shared/base.yml")
    write("INHERIT: shared/base.yml\nextra: {b: {d: 3}}\nmarkdown_extensions: [tables]\n")
    assert is_strict()
    assert docs() == Path("pages")
    assert markdown_extensions().keys() == {*MKDOCS, "tables"}
    assert navigation._settings()["extra"] == {"a": 1, "b": {"c": 2, "d": 3}}
    assert settings_files() == [Path("mkdocs.yml"), Path("shared/base.yml")]


@pytest.mark.parametrize(
    "listed",
    [
        "[toc, {tables: {}}, {a.b: {c: 1}}]",
        "{toc: {}, tables: null, a.b: {c: 1}}",
        "[toc, tables, {a.b: {c: 1}}]",
    ],
)
def test_extensions_are_a_list_or_a_mapping(listed: str) -> None:
    write(f"markdown_extensions: {listed}\n")
    assert markdown_extensions() == {**{key: {} for key in MKDOCS}, "a.b": {"c": 1}}
    assert options_of("ab", "a.b") == {"c": 1}
    assert options_of("ab") == {}


def test_one_word_is_no_list_of_extensions() -> None:
    write("markdown_extensions: toc\n")
    with pytest.raises(PageError, match="markdown_extensions is 'toc'"):
        markdown_extensions()


def test_hooks_and_style_sheets() -> None:
    write("hooks: [theme/a.py]\nextra_css: [b.css, gone.css]\n", "b.css")
    assert hooks() == ["a.py"]
    assert [path for path, _ in style_sheets()] == [Path("docs/b.css")]


def test_tags_of_other_programs_are_passed_over() -> None:
    write("site_name: !ENV NAME\nstrict: !!python/name:a.b\nnav: [a.md]\n", "a.md")
    assert order() == ["docs/a.md"]


@pytest.mark.parametrize("name", ["mkdocs.yaml", "properdocs.yml"])
def test_the_settings_may_have_another_name(name: str) -> None:
    write("nav: [a.md]\n", "a.md", file=name)
    assert configuration() == Path(name)
    assert order() == ["docs/a.md"]
