"""Each thread that a page on language models cites as a question has one place that answers it."""

from __future__ import annotations

import re
from pathlib import Path

PAGES = sorted((Path(__file__).parent.parent / "docs" / "language-models").glob("*.md"))
HEADING = "## Questions that end here\n"
THREAD = re.compile(r"\]\(https?://")
PLACE = re.compile(r"\]\((?:[\w./-]+\.md)?#[\w-]+\)")
"""A link to an equation or to a section, on this page or another."""


def questions(page: str) -> list[str]:
    """The items of a page's list of questions, each on one line."""
    _, found, rest = page.partition(HEADING)
    listed = rest.split("\n## ")[0] if found else ""
    items = re.split(r"(?m)^- ", listed)[1:]
    return [" ".join(item.split("\n\n")[0].split()) for item in items]


def unanswered(page: str) -> list[str]:
    """The questions that cite a thread and lead to no place that answers it."""
    return [item for item in questions(page) if THREAD.search(item) and not PLACE.search(item)]


def test_each_cited_thread_has_a_place_that_answers_it() -> None:
    texts = {page.name: page.read_text(encoding="utf-8") for page in PAGES}
    assert len(texts) == 7
    assert {name: unanswered(text) for name, text in texts.items() if unanswered(text)} == {}
    assert all(any(THREAD.search(item) for item in questions(text)) for text in texts.values())


def test_a_thread_without_an_answer_is_seen() -> None:
    page = (
        f"Text, with [a link](https://a.b).\n\n{HEADING}\n- *One?* [a](https://a.b/1): [M1](#M1).\n"
        "- *Two?* [a\n  #2](https://a.b/2): it is\n  so.\n- *Three?* No thread.\n"
        "- *Four?* [a](https://a.b/4): [there](other.md#there).\n\n## Next\n\n- [a](https://a.b/5)\n"
    )
    assert len(questions(page)) == 4
    assert unanswered(page) == ["*Two?* [a #2](https://a.b/2): it is so."]
