"""proofpages.site.adoption: a site checks as much as it has taken on, and says what it has not."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from markdown import Markdown

from proofpages.page.faults import PageError
from proofpages.page.navigation import MARKS

TRUE = r"""
Let $x, t \in \mathbb{R}^N$ and

$$ E := \frac{1}{2} \sum_{n=1}^N (x_n - t_n)^2 . $$

$$ \frac{\partial E}{\partial x_k} = x_k - t_k $$
"""
FALSE = TRUE + "\n$$ \\frac{\\partial E}{\\partial x_k} = x_k + t_k $$\n"
UNREAD = TRUE + "\n$$ E = \\mathbb{E}[x] $$\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site of one's own: a folder without a navigation."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()
    return tmp_path


def page(folder: Path, text: str, **options: object) -> BeautifulSoup:
    """The page as it is displayed, under the options of the extension."""
    (folder / "docs" / "index.md").write_text(text, encoding="utf-8")
    extensions = ["meta", "pymdownx.arithmatex", MARKS[1]]
    configs = {"pymdownx.arithmatex": {"generic": True}, MARKS[1]: options}
    body = text.split("---\n", 2)[-1]
    html = Markdown(extensions=extensions, extension_configs=configs).convert(body)
    return BeautifulSoup(html, "html.parser")


def marks(found: BeautifulSoup) -> list[str]:
    return [mark.get_text() for mark in found.select(".equation-mark")]


def foot(found: BeautifulSoup) -> str:
    (line,) = found.select(".equation-count")
    return line.get_text()


def test_a_page_brings_marks_their_style_and_a_count(folder: Path) -> None:
    found = page(folder, TRUE)
    assert marks(found) == ["definition", "proved for every N"]
    assert foot(found) == "2 displays: 1 definition, 1 proved."
    (style,) = found.select("style")
    assert ".equation-mark" in style.get_text()
    bare = page(folder, TRUE, count=False, style=False)
    assert bare.select("style, .equation-count") == []


@pytest.mark.parametrize("text", [FALSE, UNREAD])
def test_a_fault_ends_the_build(folder: Path, text: str) -> None:
    with pytest.raises(PageError, match=r"^docs/index\.md:8: "):
        page(folder, text)


def test_a_fault_is_told_and_marked(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "mkdocs.proofpages"):
        found = page(folder, FALSE + UNREAD.removeprefix(TRUE), mode="warn")
    assert [record.getMessage().partition(": ")[0] for record in caplog.records] == [
        "docs/index.md:8",
        "docs/index.md:10",
    ]
    assert marks(found)[2:] == ["false", "not read"]
    assert len(found.select(".refused")) == 2
    assert foot(found) == "4 displays: 1 definition, 1 proved, 1 false, 1 not read."


def test_a_page_that_is_left_out_says_so(folder: Path) -> None:
    found = page(folder, "---\nchecked: no\n---\n" + FALSE)
    assert marks(found) == ["not checked"] * 3
    assert foot(found) == "3 displays: 3 not checked."


def test_only_marked_pages_are_checked(folder: Path) -> None:
    assert set(marks(page(folder, FALSE, pages="marked"))) == {"not checked"}
    with pytest.raises(PageError, match=r"docs/index\.md:11: the formula does not hold"):
        page(folder, "---\nchecked: yes\n---\n" + FALSE, pages="marked")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"mode": "loose"}, "the option mode of proofpages is 'loose'\n  Expected: strict or warn"),
        ({"pages": "some"}, "the option pages of proofpages is 'some'\n  Expected: all or marked"),
        ({"ledger": "gone.md"}, "the marks are to link to docs/gone.md, which is not there"),
    ],
)
def test_an_option_that_means_nothing_is_refused(
    folder: Path, options: dict[str, object], message: str
) -> None:
    with pytest.raises(PageError) as caught:
        page(folder, TRUE, **options)
    assert str(caught.value).startswith(f"mkdocs.yml:1: {message}")


def test_a_front_matter_that_says_neither_is_refused(folder: Path) -> None:
    with pytest.raises(PageError, match="checked: maybe"):
        page(folder, "---\nchecked: maybe\n---\n" + TRUE)
