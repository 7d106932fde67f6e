"""proofpages.site.numbering: each display has a number, each number once, and in order."""

from __future__ import annotations

from pathlib import Path

import pytest

from proofpages.site.numbering import numbering_faults
from proofpages.site.page_check import read_page

SETTINGS = """
nav: [index.md, first.md, second.md]
markdown_extensions:
  - pymdownx.arithmatex: {generic: true}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("docs").mkdir()
    Path("mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
    for name in ("index", "first", "second", "apart"):
        write(name)
    return tmp_path / "docs"


def write(name: str, *tags: str) -> None:
    """A page with a display for each tag; one without where it is empty."""
    numbers = (rf" \tag{{{tag}}}" if tag else "" for tag in tags)
    text = "\n".join(f"$$\n1 = 1{number}\n$$\n" for number in numbers)
    Path("docs", f"{name}.md").write_text(text, encoding="utf-8")


def faults(name: str) -> list[tuple[int, str]]:
    return [(f.line, f.found) for f in numbering_faults(read_page(Path("docs", f"{name}.md")))]


@pytest.mark.usefixtures("folder")
def test_numbers_in_order_pass() -> None:
    write("first", "E1", "E2", "I1")
    write("second", "E3", "I2", "E7", "8")
    assert faults("first") == faults("second") == []


@pytest.mark.usefixtures("folder")
def test_a_display_without_a_number_is_told() -> None:
    write("first", "E1", "", "E2")
    assert faults("first") == [(6, "a display has no number: 1 = 1")]


@pytest.mark.usefixtures("folder")
def test_a_number_that_stands_before_is_told_on_the_page_behind() -> None:
    write("first", "E1", "E2")
    write("second", "E2", "E1", "I1")
    assert faults("first") == []
    assert faults("second") == [
        (2, "the number E2 stands behind E2"),
        (6, "the number E1 stands behind E2"),
    ]


@pytest.mark.usefixtures("folder")
def test_a_page_outside_the_navigation_has_its_own_order() -> None:
    write("first", "E5")
    write("apart", "E1", "E2", "E2")
    assert faults("apart") == [(10, "the number E2 stands behind E2")]


@pytest.mark.usefixtures("folder")
def test_what_the_text_calls_by_a_number_is_there() -> None:
    write("first", "E1", "E12")
    text = (
        "By E1, `E3`, $E_4$, B5, A100 and [E6](first.md#E6) it is so.\n\n[E1](first.md#E12), E2.\n"
    )
    Path("docs", "apart.md").write_text(text, encoding="utf-8")
    assert faults("apart") == [
        (3, "the link on E1 leads to E12"),
        (3, "the text names E2, and no equation has this number"),
    ]


@pytest.mark.usefixtures("folder")
def test_a_tag_that_is_no_number_is_told() -> None:
    write("first", "*", "E1} \\tag{E2")
    assert faults("first") == [
        (2, "a formula has the tag *"),
        (6, "a formula has a tag that is not the last in it, and alone"),
    ]
