"""proofpages.site.example: an equation with the numbers of the running example in it."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest

from proofpages.equations.checking import Kind
from proofpages.equations.proof.in_numbers import Example
from proofpages.site.example import entry_in_numbers
from proofpages.site.page_check import Entry, check_page
from tests.conftest import ROOT, pages, read

EXAMPLE = Example({"K": 3}, {"z": [1, 2, 3]}, {"y": [0, 0, 1]}, {"i": 2, "j": 3})
DERIVATION = sorted(Path("docs/derivation").glob("*.md"))


def entry(name: str) -> Entry:
    return next(e for path in DERIVATION for e in check_page(path).entries if e.name == name)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("E2", r"\frac{1}{2} = \frac{3}{1 + 2 + 3}"),
        ("I3", "6 = 1 + 2 + 3"),
        ("E8", r"\underbrace{\frac{1}{4}}_{\frac{\partial p_{3}}{\partial z_{3}}} = "
               r"\frac{1}{2} \cdot \left(1 - \frac{1}{2}\right) = \frac{1}{4}"),
        ("E12", r"\underbrace{-\frac{1}{6}}_{\frac{\partial p_{2}}{\partial z_{3}}} = "
                r"-\frac{1}{3} \cdot \frac{1}{2} = -\frac{1}{6}"),
        ("E18", r"\underbrace{-\frac{1}{2}}_{\frac{\partial L}{\partial z_{3}}} = "
                r"\frac{1}{2} - 1 = -\frac{1}{2}"),
    ],
)  # fmt: skip
def test_what_is_shown(name: str, text: str) -> None:
    assert entry_in_numbers(entry(name), EXAMPLE) == text


def test_the_conditions_of_a_heading_choose_the_classes() -> None:
    """i is the second class, but where it is j, the third."""
    assert "p_{3}" in (entry_in_numbers(entry("E5"), EXAMPLE) or "")
    assert "p_{2}" in (entry_in_numbers(entry("E9"), EXAMPLE) or "")


def test_a_negative_derivative_in_a_product_stands_in_parentheses() -> None:
    text = entry_in_numbers(entry("E3"), EXAMPLE) or ""
    assert r"\cdot \underbrace{\left(-\frac{1}{6}\right)}_" in text
    assert not re.search(r"\\cdot (-|\\underbrace\{-)", text)


def test_other_labels_show_other_numbers() -> None:
    other = Example({"K": 2}, {"z": [1, 3]}, {"y": [1, 0]}, {"j": 1})
    text = entry_in_numbers(entry("E18"), other) or ""
    assert text.endswith(r"\frac{1}{4} - 1 = -\frac{3}{4}")
    assert Fraction(1, 4) - 1 == Fraction(-3, 4)


def test_what_the_example_leaves_open_is_not_shown() -> None:
    assert entry_in_numbers(entry("E18"), Example({"K": 3}, {"z": [1, 2, 3]}, {}, {})) is None
    assert entry_in_numbers(entry("E18"), Example({}, {"z": [1]}, {"y": [1]}, {})) is None
    assert entry_in_numbers(entry("I8"), EXAMPLE) is None  # An assumption.


@pytest.mark.medium
def test_every_equation_of_the_derivation_folds_out(site: Path) -> None:
    """Each claim and each definition, and no other page has such folds."""
    for name, url in pages().items():
        folds = read(site / url / "index.html").select("details.in-numbers")
        path = ROOT / "docs" / name
        if path.parent.name != "derivation":
            assert folds == []
            continue
        told = [
            e
            for e in check_page(path.relative_to(ROOT)).entries
            if e.verdict.formula.display and e.verdict.kind in (Kind.CLAIM, Kind.DEFINITION)
        ]
        assert len(folds) == len(told)
        for fold in folds:
            assert fold.select_one("mjx-container svg path")
            assert fold.select_one("math")
