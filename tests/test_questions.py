"""Each thread that a page on language models cites as a question has an equation for its answer."""

from __future__ import annotations

import re
from pathlib import Path

PAGES = sorted((Path(__file__).parent.parent / "docs" / "language-models").glob("*.md"))
HEADING = "## Questions that end here\n"
THREAD = re.compile(r"\]\(https?://")
EQUATION = re.compile(r"\]\((?:[\w./-]+\.md)?#[A-Z]\d+\)")
"""A link to an equation, on this page or another."""
SENTENCE = re.compile(r"(?<=[.?)])\*? (?=[A-Z\[*])")


def questions(page: str) -> list[str]:
    """The items of a page's list of questions, each on one line."""
    _, found, rest = page.partition(HEADING)
    listed = rest.split("\n## ")[0] if found else ""
    items = re.split(r"(?m)^- ", listed)[1:]
    return [" ".join(item.split("\n\n")[0].split()) for item in items]


def unanswered(page: str) -> list[str]:
    """The threads that are cited without an equation in the sentence, or else in the one behind."""
    found: list[str] = []
    for item in questions(page):
        sentences = SENTENCE.split(item)
        for sentence, behind in zip(sentences, [*sentences[1:], ""], strict=True):
            answer = behind if not THREAD.search(behind) else ""
            if THREAD.search(sentence) and not EQUATION.search(sentence + answer):
                found.append(sentence)
    return found


def test_each_cited_thread_has_an_equation_that_answers_it() -> None:
    texts = {page.name: page.read_text(encoding="utf-8") for page in PAGES}
    assert len(texts) == 7
    assert {name: unanswered(text) for name, text in texts.items() if unanswered(text)} == {}
    assert all(any(THREAD.search(item) for item in questions(text)) for text in texts.values())


def test_a_thread_without_an_answer_is_seen() -> None:
    page = (
        f"Text, with [a link](https://a.b).\n\n{HEADING}\n- *One?* [a](https://a.b/1): [M1](#M1).\n"
        "- *Two?* [a\n  #2](https://a.b/2): it is\n  so.\n- *Three?* No thread.\n"
        "- *Four?* [a](https://a.b/4): [there](other.md#there).\n"
        "- *Five?* [a](https://a.b/5) is wrong. See [M2](other.md#M2). [b](https://a.b/6), so.\n"
        "\n## Next\n\n- [a](https://a.b/7)\n"
    )
    assert len(questions(page)) == 5
    assert unanswered(page) == [
        "[a #2](https://a.b/2): it is so.",
        "[a](https://a.b/4): [there](other.md#there).",
        "[b](https://a.b/6), so.",
    ]
