"""proofpages.site.front_matter: what is missing there, or unknown, is named."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from proofpages.page.faults import PageError
from proofpages.page.page import Page
from proofpages.site.front_matter import front_matter_faults, on_page_markdown, refuse_front_matter

RIGHT = {"title": "A", "description": "One."}


def test_what_is_right_passes() -> None:
    assert list(front_matter_faults(Page("a.md", "# A\n", meta=RIGHT))) == []
    full = RIGHT | {"executed": "none, a test", "hide": ["toc"], "search": {"boost": 2}}
    assert list(front_matter_faults(Page("a.md", "# A\n", meta=full))) == []


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
        (RIGHT | {"title": "The `loss`"}, "the title has a sign of Markdown"),
        (RIGHT | {"description": "Why $p - y$"}, "the description has a sign of Markdown"),
    ],
)
def test_what_is_wrong_is_named(meta: dict[str, object], found: str) -> None:
    (fault,) = front_matter_faults(Page("a.md", "# A\n", meta=meta))
    assert found in str(fault)


@pytest.mark.parametrize(
    ("body", "line", "found"),
    [
        ("Text.\n", 1, "the page has no title"),
        ("## A\n", 1, "no title above ## A"),
        ("# A\n\n```\n# b\n```\n\n# B\n", 7, "a second title: # B"),
        (
            "# A\n\n![a](https://a.org/a.png)\n",
            3,
            "a picture from another host, which the site's policy keeps out: https://a.org/a.png",
        ),
        ('# A\n\n<img src="//a.org/a.png" alt="a">\n', 3, "a picture from another host"),
        ("# A\n\n### B\n", 3, "a heading that leaves out a level: ### B"),
    ],
)
def test_what_the_body_of_a_page_may_not_hold_is_named(body: str, line: int, found: str) -> None:
    (fault,) = front_matter_faults(Page("a.md", body, meta=RIGHT))
    assert str(fault).startswith(f"a.md:{line}: {found}")


def test_what_two_pages_are_called_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()
    for name, title in (("a", "A"), ("b", "B")):
        text = f"---\ntitle: {title}\ndescription: One.\n---\n# {title}\n"
        (tmp_path / "docs" / f"{name}.md").write_text(text, encoding="utf-8")
    with pytest.raises(PageError) as caught:
        refuse_front_matter(Path("docs"))
    assert str(caught.value).startswith("docs/b.md:1: the description is that of docs/a.md")


def test_what_the_theme_writes_as_it_is_is_text() -> None:
    page = SimpleNamespace(meta={"title": "p < y", "description": 'a "b"', "other": "<i>"})
    on_page_markdown("", page)
    assert page.meta == {"title": "p &lt; y", "description": "a &#34;b&#34;", "other": "<i>"}
