"""proofpages.site.front_matter: what is missing there, or unknown, is named."""

from __future__ import annotations

import pytest

from proofpages.page.page import Page
from proofpages.site.front_matter import front_matter_faults

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
