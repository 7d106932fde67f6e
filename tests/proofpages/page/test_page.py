"""proofpages.page: which page, which line."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from proofpages.page.faults import PageError
from proofpages.page.navigation import reading_order
from proofpages.page.page import Page
from proofpages.page.reading import page_of, watch
from tests.conftest import pages

FRONT = "---\ntitle: A\nexecuted: none, a test\n---\n"


def convert(text: str) -> Page | None:
    md = Markdown()
    watch(md)
    md.convert(text)
    return page_of(md)


@pytest.mark.parametrize("blank", ["", "\n", "\n\n"])
@pytest.mark.parametrize("front", ["", FRONT])
def test_a_page_is_found_by_its_text(
    front: str, blank: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/other.md").write_text("other\n")
    (tmp_path / "docs/a.md").write_text(front + blank + "first\n\nthird\n")
    page = convert("first\n\nthird\n")
    assert page is not None
    assert page.name == "docs/a.md"
    assert page.line(2) == (front + blank).count("\n") + 3
    assert page.meta == ({"title": "A", "executed": "none, a test"} if front else {})


@pytest.mark.parametrize(
    ("text", "given", "line"),
    [
        ("Note: a text\n\nfirst\n", "first\n", 3),
        ("---\ntitle: A\n...\nfirst\n", "first\n", 4),
        ("---\n- A\n---\nfirst\n", "---\n- A\n---\nfirst\n", 1),
        (FRONT + "{{ a }}\n", "what a plugin made of it\n", 5),
    ],
)
def test_a_page_of_mkdocs_is_known_whatever_is_taken_out_of_it(
    text: str, given: str, line: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.md").write_text(text)
    md = Markdown()
    relpath = Treeprocessor(md)
    relpath.file = SimpleNamespace(abs_src_path=str(tmp_path / "a.md"))  # type: ignore[attr-defined]
    relpath.run = lambda root: None  # type: ignore[method-assign]
    md.treeprocessors.register(relpath, "relpath", 0)
    watch(md)
    md.convert(given)
    page = page_of(md)
    assert page is not None
    assert (page.name, page.body.strip(), page.line(0)) == ("a.md", given.strip(), line)
    md.convert(given)
    assert page_of(md) is page


def test_an_unknown_text_is_named_so() -> None:
    page = convert("a text that no page has")
    assert page is not None
    assert page.name == "<text>"


def test_bad_front_matter_names_its_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/a.md").write_text("---\ntitle: A\nexecuted: none: because\n---\ntext\n")
    with pytest.raises(PageError, match=r"^docs/a\.md:3: the front matter is no YAML"):
        convert("text\n")


@pytest.mark.parametrize(
    "value", ["date: 2026-13-45", f"a: {'9' * 5000}", "a: [", "a: b: c", "? [a]\n: b"]
)
def test_what_yaml_cannot_take_is_named(value: str, tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text(f"---\n{value}\n---\ntext\n", encoding="utf-8")
    with pytest.raises(PageError, match=r"a\.md:\d+: the front matter is no YAML"):
        Page.read(file)


def test_an_error_says_what_to_do() -> None:
    error = Page("docs/a.md", "", offset=3).error(4, "found", "expected", "advice")
    assert str(error) == "docs/a.md:8: found\n  Expected: expected\n  What to do: advice"


def test_the_reading_order_is_the_navigation() -> None:
    order = [path.as_posix() for path in reading_order()]
    assert order == [f"docs/{name}" for name in pages()]
    assert all(Path(name).is_file() for name in order)
