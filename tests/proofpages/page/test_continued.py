"""proofpages.page.continued: what a page continues, and a line that was meant to say so."""

from __future__ import annotations

from pathlib import Path

import pytest

from proofpages.page.continued import continued, is_there, misspelt, way_to
from proofpages.page.page import Page


def test_links_of_its_paragraph_are_what_a_page_continues() -> None:
    text = "Continues [a](a.md) and\n[b](../b.md#E1).\n\nContinued by [c](c.md).\n"
    found = [(index, link, path.as_posix()) for index, link, path in continued(page(text))]
    assert found == [(0, "a.md", "docs/x/a.md"), (1, "../b.md", "docs/b.md")]
    assert (
        continued(page("<!-- Continues [a](a.md). -->\n\n```\nContinues [a](a.md).\n```\n")) == ()
    )


def page(text: str) -> Page:
    return Page("docs/x/page.md", text)


@pytest.mark.parametrize("start", ["Continue ", "*Continues* ", "Continued from "])
def test_a_line_that_was_meant_so_is_told(start: str) -> None:
    line = f"{start}[a](a.md)."
    (fault,) = misspelt(page(f"# A\n\n{line}\n"))
    assert fault.line == 3
    assert fault.found.startswith("a line that does not say what the page continues: ")
    assert not list(misspelt(page(f"# A\n\n## B\n\n{line}\n")))


def test_what_is_meant_otherwise_passes() -> None:
    for line in (
        "Continues [a](a.md).",
        "Continue to read.",
        "It continues [a](a.md).",
        "Continues.",
    ):
        assert not list(misspelt(page(line)))


def test_the_way_to_a_page_ends_where_a_page_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.md").write_text("Continues [b](b.md).\n", encoding="utf-8")
    Path("b.md").write_text("Continues [a](a.md) and [c](c.md).\n", encoding="utf-8")
    assert way_to(Path("a.md")) == {Path("a.md"), Path("b.md")}
    assert not is_there(Path("x" * 5000))
