"""proofpages.page.chains: one display with several numbers is as many equations."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from proofpages.page.chains import likely_formulas
from proofpages.page.faults import PageError
from proofpages.page.reading import read_apart
from tests.checked_site import checked_site
from tests.proofpages.site.converting import KNOWN, convert, marked

CHAIN = r"""
$$
\begin{align}
(a + b)^2 &= a^2 + 2ab + b^2 && \text{multiplied out} \tag{A91} \\
  &= \begin{cases} (b + a)^2 & \text{if } a = b \\ (a + b)^2 & \text{otherwise} \end{cases}
     \tag{A92} \\
  &= a (a + b) + b (a + b) && \text{a factor} \tag{A93}
\end{align}
$$
"""
SHORT = CHAIN.replace(CHAIN[CHAIN.index(r"  &= \begin") : CHAIN.index("  &= a (a")], "")


@pytest.mark.parametrize("end", [r"\\", r"\\[2pt]"])
def test_each_row_is_an_equation_with_its_left_side(end: str) -> None:
    chain = SHORT.replace(r"\tag{A91} \\", rf"\tag{{A91}} {end}")
    soup = BeautifulSoup(convert(KNOWN + chain), "html.parser")
    (chain,) = soup.select(".chain")
    assert [row.get("id") for row in chain.select(":scope > .equation")] == ["A91", "A93"]
    assert [why.get_text() for why in chain.select(".chain-why")] == ["multiplied out", "a factor"]
    assert marked(str(chain)) == [
        ("(a+b)2=a2+2ab+b2", "proved for every value"),
        ("(a+b)2=a(a+b)+b(a+b)", "proved for every value"),
    ]
    first, second = (str(row.select_one("svg")) for row in chain.select(".equation"))
    assert "math-lead" not in first
    assert "math-lead" in second


def test_rows_of_an_environment_within_stay_together(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(KNOWN + CHAIN, encoding="utf-8")
    names = [found.name for found in read_apart(page).formulas if found.display]
    assert names == ["A91", "A92", "A93"]


def test_a_fault_is_told_with_the_line_of_its_row() -> None:
    wrong = (KNOWN + SHORT).replace("b (a + b)", "b (a - b)")
    line = wrong[: wrong.index("  &= a (a")].count("\n") + 1
    with pytest.raises(PageError) as refused:
        convert(wrong)
    assert f"<text>:{line}: A93 does not hold: at a=1, b=1: left 4, right 2" in str(refused.value)
    assert "    (a + b)^{2} = a (a + b) + b (a - b)\n" in str(refused.value)


def test_what_is_drawn_as_equal_is() -> None:
    """Behind an inequality the left side is the larger one, and behind a condition the last one."""
    text = (
        "Let $x \\in \\mathbb{R}^K$, $a \\in \\mathbb{R}$.\n\n"
        "$$\na \\leq a + 1 \\tag{A1}\n$$\n\n$$\n= 1 + a \\tag{A2}\n$$\n\n"
        "$$\n= a + 2 - 1 \\tag{A3}\n$$\n\nAnd\n\n"
        "$$\nx_i = x_j \\qquad (i = j) \\tag{A4}\n$$\n\n$$\n= 2 x_j - x_j \\tag{A5}\n$$\n"
    )
    assert [shown for shown, _ in marked(convert(text))] == [
        "a≤a+1",
        "a+1=1+a",
        "a+1=a+2−1",
        "xi=xj(i=j)",
        "xj=2xj−xj",
    ]


def test_the_relations_of_a_chain_stand_below_one_another() -> None:
    soup = BeautifulSoup(
        convert(KNOWN + "$$\nc = b - c - (b - 2c) \\tag{A1}\n$$\n" + SHORT), "html.parser"
    )
    alone, *rows = soup.select(".equation")
    assert "aligned" not in alone["class"]
    found = [re.findall(r"--\w+:([\d.]+)", str(row["style"])) for row in rows]
    assert [lead for lead, _ in found] == ["0.000", "0.000"]  # The same left side.
    assert found[0][1] == found[1][1]


@pytest.mark.medium
def test_the_chains_of_the_site_lead_back_to_their_own_left_sides() -> None:
    follows = []
    for checked in checked_site().values():
        entries = checked.entries
        for before, entry in pairwise(e for e in entries if e.verdict.formula.display):
            if entry.lead:
                follows.append((before, entry))
    assert {"E14", "E15", "E16", "E17"} <= {entry.name for _, entry in follows}
    for before, entry in follows:
        assert entry.verdict.steps[0].left == before.verdict.steps[0].left, entry.name


def test_what_is_likely_to_be_a_formula_is_what_is_found_on_a_page(tmp_path: Path) -> None:
    text = f"It costs \\$5, and $a, b \\in \\mathbb{{R}}$ are real.\n{CHAIN}"
    text += "\n$$\na = a \\tag{A94}\n$$\n"
    page = tmp_path / "page.md"
    page.write_text(text, encoding="utf-8")
    found = [(formula.tex, formula.display) for formula in read_apart(page).formulas]
    assert list(likely_formulas(text)) == found
    assert len(found) == 5
