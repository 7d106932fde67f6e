"""Letters that mkdocs.yml reserves: on every page what they are at home, or the mark says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from proofpages.site.page_check import check_page
from proofpages.site.wording import in_words

SETTINGS = """\
markdown_extensions:
  - pymdownx.arithmatex:
      generic: true
  - proofpages.site.equation_marks:
      reserved: z p
      home: home.md
"""
HEAD = "---\ntitle: a\n---\n\n"
PAGES = {
    "notation.md": r"For $z \in \mathbb{R}^K$",
    "home.md": "Continues [notation](notation.md).\n\n"
    r"$$p_j := \frac{e^{z_j}}{\sum_{k=1}^K e^{z_k}}$$" + "\n\n$$\\sum_j p_j = 1$$",
    "same.md": "Continues [home](home.md).\n\n$$p_j = p_j \\sum_k p_k$$",
    "other.md": "For $p \\in \\mathbb{R}^K$:\n\n$$p_j + p_j = 2 p_j$$",
}


@pytest.fixture
def small_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
    Path("docs").mkdir()
    for name, body in PAGES.items():
        Path("docs", name).write_text(f"{HEAD}{body}\n", encoding="utf-8")


@pytest.mark.usefixtures("small_site")
@pytest.mark.parametrize(
    ("name", "mark"),
    [
        ("home.md", "proved for every K"),
        ("same.md", "proved for every K"),
        ("other.md", "proved for every K, p is free here"),
    ],
)
def test_a_page_that_means_another_p_says_so(name: str, mark: str) -> None:
    checked = check_page(Path("docs", name))
    assert checked.errors == []
    assert in_words(checked.entries[-1].verdict) == mark


def write(name: str, body: str) -> None:
    Path("docs", name).write_text(f"{HEAD}{body}\n", encoding="utf-8")


@pytest.mark.usefixtures("small_site")
def test_a_page_is_decided_again_where_its_letters_mean_something_else_at_home() -> None:
    other = Path("docs/other.md")
    assert check_page(other).entries[-1].verdict.otherwise
    write("home.md", "For $p \\in \\mathbb{R}^K$ and $z \\in \\mathbb{R}^K$.")
    assert check_page(other).entries[-1].verdict.otherwise == ()


@pytest.mark.usefixtures("small_site")
def test_a_page_is_decided_again_where_what_it_continues_hands_on_something_else() -> None:
    same = Path("docs/same.md")
    before = check_page(same)
    write("home.md", PAGES["home.md"] + "\n\nA sentence, and $1 + 1 = 2$.")
    assert check_page(same) is before
    write("home.md", PAGES["home.md"].replace("e^{z_j}", "2 e^{z_j}"))
    after = check_page(same)
    assert after is not before
    assert after.errors
    write("home.md", PAGES["home.md"] + "\n\n$$1 = 2$$")
    assert "does not hold" in str(check_page(same).errors[0])
    write("home.md", PAGES["home.md"])
    assert check_page(same).errors == []
