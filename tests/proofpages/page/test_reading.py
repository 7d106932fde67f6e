"""proofpages.page.reading: what stands on a page that is read beside the conversion of another."""

from __future__ import annotations

from pathlib import Path

import pytest
from markdown import Markdown

from proofpages.page.faults import PageError
from proofpages.page.page import Page
from proofpages.page.reading import Words, read_apart, watch

FRONT = "---\ntitle: A\n---\n\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site with one snippet, `part.md`, in which a section is marked."""
    monkeypatch.chdir(tmp_path)
    Path("mkdocs.yml").write_text(
        "markdown_extensions:\n  - pymdownx.arithmatex:\n      generic: true\n"
        "  - pymdownx.superfences\n"
        "  - pymdownx.snippets:\n      base_path: [snippets]\n      check_paths: true\n",
        encoding="utf-8",
    )
    for name in ("docs", "snippets"):
        Path(name).mkdir()
    Path("snippets/part.md").write_text(
        "Text.\n\n--8<-- [start:claim]\n$$\nx = 3 x\n$$\n--8<-- [end:claim]\n", encoding="utf-8"
    )
    return tmp_path


def write(body: str) -> Path:
    path = Path("docs/a.md")
    path.write_text(FRONT + body, encoding="utf-8")
    return path


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("target", ["gone.md", "part.md:gone"])
@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ("", "", 5),
        ("A page on gone.md and part.md:gone.\n\n", "", 7),  # Its name in the text is no snippet.
        ('--8<-- "part.md"\n\n', "", 7),
        ("```text\n", "```\n", 6),
        ("--8<--\n; gone.md\n\n--8<--\n", "", 9),
    ],
)
def test_a_snippet_that_is_not_there_is_named_with_page_and_line(
    target: str, before: str, after: str, line: int
) -> None:
    path = write(f'{before}--8<-- "{target}"\n{after}')
    with pytest.raises(PageError) as caught:
        read_apart(path)
    told = str(caught.value)
    assert told.startswith(f"docs/a.md:{line}: the page includes {target}, which is not there")
    assert "What to do: " in told


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("body", "left"),
    [
        ("Text\n\\[\na = b\n", 1),
        ("Text\n\\[ a = b \\]\n", 1),
        ("Text\n\\[ a[1] = b\n", 1),
        ("\\[1] A book.\n\n- \\[x] done\n", 0),
    ],
)
def test_a_bracket_that_opens_a_display_is_no_bracket_of_a_text(body: str, left: int) -> None:
    assert len(read_apart(write(body)).left_over) == left


@pytest.mark.usefixtures("folder")
def test_so_is_one_in_a_list_of_files() -> None:
    path = write("--8<--\npart.md\ngone.md\n--8<--\n")
    with pytest.raises(PageError, match=r"^docs/a\.md:7: the page includes gone\.md, which"):
        read_apart(path)
    assert [f.source for f in read_apart(write("--8<--\npart.md\n--8<--\n")).formulas]


@pytest.mark.usefixtures("folder")
def test_a_page_that_is_converted_is_refused_too() -> None:
    path = write('Text.\n\n--8<-- "gone.md"\n')
    md = Markdown(extensions=["pymdownx.snippets"])
    watch(md, Page.read(path))
    with pytest.raises(PageError, match=r"^docs/a\.md:7: the page includes gone\.md, which"):
        md.convert(Page.read(path).body)


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("target", ["part.md", "part.md:claim"])
def test_a_formula_in_a_snippet_has_both_places(target: str) -> None:
    path = write(f'$y$\n\n--8<-- "{target}"\n\n$y = 2$\n')
    found = [(f.source, f.index, f.origin) for f in read_apart(path).formulas]
    assert found == [
        ("y", 0, None),
        ("x = 3 x", 2, "snippets/part.md:5"),
        ("y = 2", 4, None),
    ]


@pytest.mark.usefixtures("folder")
def test_lines_of_a_snippet_stand_where_the_page_names_it() -> None:
    """A text may begin above it, hold it, and go on below."""
    Path("snippets/lines.md").write_text("one\ntwo\nthree", encoding="utf-8")
    (passage,) = read_apart(write('Above\n--8<-- "lines.md"\nbelow\nand $y$ on\n')).passages
    words, _, last = passage.pieces
    assert isinstance(words, Words)
    assert words.text.split("\n") == ["Above", "one", "two", "three", "below", "and "]
    assert [words.line(number) for number in range(6)] == [0, 1, 1, 1, 2, 3]
    assert isinstance(last, Words)
    assert last.line(0) == 3
