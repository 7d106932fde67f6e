"""proofpages.page.includes: the lines of other files on a page, with where they stand there."""

from __future__ import annotations

from pathlib import Path

import pytest
from markdown import Markdown

from proofpages.page.faults import PageError
from proofpages.page.includes import included, see_includes
from proofpages.page.page import Page

PART = """one
--8<-- [start:middle]
two
three
--8<-- [end:middle]
two"""


@pytest.fixture
def md(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Markdown:
    monkeypatch.chdir(tmp_path)
    Path("parts").mkdir()
    Path("parts/part.md").write_text(PART, encoding="utf-8")
    options = {"pymdownx.snippets": {"base_path": ["parts"]}}
    return Markdown(extensions=["pymdownx.snippets"], extension_configs=options)


def lines(md: Markdown, line: str) -> tuple[list[str], list[int]] | None:
    found = included(md, Page("a.md", ""), 0, line)
    if found:
        assert found.file == Path("parts/part.md")
    return (found.lines, found.numbers) if found else None


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ('--8<-- "part.md"', (["one", "two", "three", "two"], [1, 3, 4, 6])),
        ('  --8<-- "part.md:middle"', (["  two", "  three"], [3, 4])),
        ('--8<-- "part.md:3:4"', (["two", "three"], [3, 4])),
        ("--8<-- part.md", None),  # Without quotes it is text.
        ("Text.", None),
        ("--8<--", None),
    ],
)
def test_what_a_line_includes(md: Markdown, line: str, found: object) -> None:
    assert lines(md, line) == found


def test_lines_that_are_not_all_in_the_file_point_at_its_start(md: Markdown) -> None:
    Path("parts/whole.md").write_text('zero\n--8<-- "part.md:middle"', encoding="utf-8")
    found = included(md, Page("a.md", ""), 0, '--8<-- "whole.md"')
    assert found is not None
    assert (found.lines, found.numbers) == (["zero", "two", "three"], [1, 1, 1])


@pytest.mark.parametrize(
    ("files", "again"),
    [
        ({"a.md": "Text.\n\n{}a.md{}\n\nMore."}, "a.md"),
        ({"a.md": "A.\n{}b.md{}", "b.md": "B.\n{}a.md{}"}, "a.md"),
        ({"a.md": "A.\n{}b.md{}", "b.md": "{}c.md{}", "c.md": "{}b.md:2{}"}, "b.md"),
        ({"a.md": "A.\n--8<--\nb.md\n--8<--", "b.md": "{}b.md{}"}, "b.md"),
    ],
    ids=["of itself", "of two", "behind another", "in a list"],
)
def test_a_file_that_includes_itself_is_refused(
    md: Markdown, files: dict[str, str], again: str
) -> None:
    for name, text in files.items():
        Path("parts", name).write_text(text.format('--8<-- "', '"'), encoding="utf-8")
    for line in ('--8<-- "a.md"', "--8<--\na.md\n--8<--", '```\n--8<-- "a.md"\n```'):
        with pytest.raises(PageError) as caught:
            see_includes(md, Page("page.md", f"Text.\n{line}\n"))
        assert f"with it parts/{again}, which includes itself" in str(caught.value)
        assert caught.value.line in (2, 3)


def test_a_page_within_a_page_is_refused_and_shown_as_code(md: Markdown) -> None:
    Path("parts/page.md").write_text("---\ntitle: A\n---\n# A\n", encoding="utf-8")
    see_includes(md, Page("page.md", '```\n--8<-- "page.md"\n```\n--8<-- "page.md:4:4"\n'))
    with pytest.raises(PageError, match=r"page.md:2: .* the front matter of parts/page.md"):
        see_includes(md, Page("page.md", 'Text.\n--8<-- "page.md"\n'))


def test_a_file_may_be_included_twice(md: Markdown) -> None:
    Path("parts/twice.md").write_text('--8<-- "part.md"\n--8<-- "part.md"', encoding="utf-8")
    see_includes(md, Page("page.md", '--8<-- "twice.md"\n--8<-- "part.md"\n'))


def test_without_the_extension_nothing_is_included() -> None:
    assert lines(Markdown(), '--8<-- "part.md"') is None


@pytest.mark.parametrize("target", ["gone.md", "part.md:gone"])
@pytest.mark.parametrize("form", ['--8<-- "{}"', "--8<--\npart.md\n; off.md\n{}\n--8<--"])
def test_what_is_not_there_is_refused_with_its_line(md: Markdown, target: str, form: str) -> None:
    text = f"Text.\n\n{form.format(target)}\n"
    with pytest.raises(PageError) as caught:
        see_includes(md, Page("a.md", text, offset=2))
    line = text[: text.index(target)].count("\n") + 3
    assert (caught.value.file, caught.value.line) == ("a.md", line)
    assert caught.value.found.startswith(f"the page includes {target}, which is not there")


def test_what_is_there_passes(md: Markdown) -> None:
    listed = "--8<--\npart.md\n--8<--\ngone.md\n"
    see_includes(md, Page("a.md", f'Text.\n\n--8<-- "part.md"\n\n{listed}'))
