"""proofpages.page.fences: a page's fences, with their options, bodies and faults."""

from __future__ import annotations

from pathlib import Path

import pytest

from proofpages.__main__ import main
from proofpages.page.faults import PageError
from proofpages.page.fences import formulas_elsewhere, read_fences
from proofpages.page.page import Page


def fences(text: str) -> list[tuple[str, dict[str, str], list[str]]]:
    return [(f.language, f.options, f.body) for f in read_fences(Page("page.md", text))]


def test_fences_are_read_with_their_options_and_bodies() -> None:
    assert fences(
        'a\n```python exec="1" result="text" title=\'x y\'\n1\n\n2\n```\n~~~\nb\n~~~'
    ) == [
        ("python", {"exec": "1", "result": "text", "title": "x y"}, ["1", "", "2"]),
        ("", {}, ["b"]),
    ]


def test_a_fence_inside_a_longer_fence_is_its_text() -> None:
    assert fences('````\n```python exec="1"\n1\n```\n````') == [
        ("", {}, ['```python exec="1"', "1", "```"])
    ]


@pytest.mark.parametrize("indent", ["    ", "> ", ">  > "])
def test_an_indented_fence_loses_its_indentation(indent: str) -> None:
    text = "\n".join(indent + line for line in ("```python", "if x:", "    y", "```"))
    assert fences(text) == [("python", {}, ["if x:", "    y"])]


def test_a_fence_error_names_the_line_of_the_file() -> None:
    page = Page("docs/a.md", "text\n\n```python exec=1\n```\n", offset=4)
    with pytest.raises(PageError, match=r"^docs/a\.md:7: .*exec=1") as caught:
        read_fences(page)
    assert (caught.value.file, caught.value.line) == ("docs/a.md", 7)


def test_formulas_that_only_others_read_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (
        "A {math}`x = 1` here.\n\n```{math}\nx = 2\n```\n\n> ```math\n> x = 3\n> ```\n\n"
        ":::{math}\nx = 4\n:::\n\nThe `{math}` of it.\n\n```markdown\n{math}`x`\n```\n\n"
        "```mathematica\n```\n"
    )
    assert formulas_elsewhere(Page("page.md", text, offset=2)) == [
        (3, "{math}`x = 1`"),
        (5, "```{math}"),
        (9, "> ```math"),
        (13, ":::{math}"),
    ]
    (tmp_path / "page.md").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["check", "page.md"]) == 0
    shown = capsys.readouterr().out
    assert "page.md:3: passed over: ```{math}, a formula of other Markdown\n" in shown
