"""proofpages.page.size: what is too large or too deep is named with its line."""

from __future__ import annotations

import pytest

from proofpages.page.faults import PageError
from proofpages.page.page import Page
from proofpages.page.size import see_size


@pytest.mark.parametrize(
    ("text", "line", "found"),
    [
        ("a\n" * 400_000, 1, "the page has 800,000 letters"),
        ("a\n" + "x" * 30_000, 2, "a line of 30,000 letters"),
        ("a\n\n" + "[" * 2000, 3, "more than 300 times [ in a paragraph"),
        ("![\n" * 400, 301, "more than 300 times [ in a paragraph"),
        ("a\n" + "- " * 1000 + "b", 2, "more than 40 lists or quotations"),
        ("> " * 100 + "b", 1, "more than 40 lists or quotations"),
        ("".join(f"{'    ' * n}- a\n" for n in range(60)), 42, "more than 40 lists"),
        ("<div>\n" * 100, 41, "more than 40 elements of HTML"),
    ],
)
def test_what_is_too_much_is_named(text: str, line: int, found: str) -> None:
    with pytest.raises(PageError) as caught:
        see_size(Page("a.md", text))
    assert caught.value.line == line
    assert found in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "```\n" + "[" * 2000 + "\n```",
        "> - a\n>     - b\n\n" * 500,
        "[a](b)\n\n" * 1000,
        "<div>\n</div>\n" * 500,
    ],
)
def test_what_is_much_and_in_order_passes(text: str) -> None:
    see_size(Page("a.md", text))
