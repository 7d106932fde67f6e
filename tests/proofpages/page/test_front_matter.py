"""proofpages.page.front_matter: what is missing there, or unknown, is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from proofpages.page.faults import PageError
from proofpages.page.front_matter import front_matter_faults
from proofpages.page.page import Page

RIGHT = {"title": "A", "description": "One."}


def test_what_is_right_passes() -> None:
    assert list(front_matter_faults(Page("a.md", "", meta=RIGHT))) == []
    full = RIGHT | {"executed": "none, a test", "hide": ["toc"], "search": {"boost": 2}}
    assert list(front_matter_faults(Page("a.md", "", meta=full))) == []


@pytest.mark.parametrize(
    ("meta", "found"),
    [
        ({"description": "One."}, "there is no title"),
        ({"title": "A"}, "there is no description"),
        (RIGHT | {"title": [1, 2]}, "the title is [1, 2]"),
        (RIGHT | {"description": " "}, "the description is ' '"),
        (RIGHT | {"hide": 5}, "hides 5"),
        (RIGHT | {"template": "gone.html"}, "the front matter has template"),
        (RIGHT | {"icon": "gone"}, "the front matter has icon"),
        (RIGHT | {"search": 5}, "asks of the search 5"),
    ],
)
def test_what_is_wrong_is_named(meta: dict[str, object], found: str) -> None:
    (fault,) = front_matter_faults(Page("a.md", "", meta=meta))
    assert found in str(fault)


@pytest.mark.parametrize("value", ["date: 2026-13-45", f"a: {'9' * 5000}", "a: [", "a: b: c"])
def test_what_yaml_cannot_take_is_named(value: str, tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text(f"---\n{value}\n---\ntext\n", encoding="utf-8")
    with pytest.raises(PageError, match=r"a\.md:\d+: the front matter is no YAML"):
        Page.read(file)
