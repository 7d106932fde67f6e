"""proofpages.browser.judge: what a reader is told is what the build found."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from proofpages.browser.judge import Judge, Text
from proofpages.equations.checking import Formula, Kind, check
from proofpages.page.navigation import reading_order
from proofpages.site import wording
from proofpages.site.editable import text_of
from proofpages.site.page_check import check_page
from proofpages.slips.variants import mutants

JUDGE = Judge(wording)
SUM = Path("docs/derivation/labels-sum-to-one.md")


def data(path: Path) -> str:
    """A page as it is embedded for the browser."""
    return json.dumps(text_of(check_page(path), path).as_data())


def place(path: Path, name: str) -> int:
    """The number of an equation among the formulas of its page."""
    return next(n for n, entry in enumerate(check_page(path).entries) if entry.name == name)


@pytest.mark.parametrize("path", reading_order(), ids=str)
def test_claims_and_their_slips_are_judged_as_in_the_build(path: Path) -> None:
    """Every claim, and two slips of each: with the context that the page's data gives."""
    page = data(path)
    for at, entry in enumerate(check_page(path).entries):
        if entry.verdict.kind is not Kind.CLAIM:
            continue
        formula = entry.verdict.formula
        answer = JUDGE.judge(page, at, formula.tex)
        assert (answer["outcome"], answer["rest"]) == ("holds", wording.in_words(entry.verdict))
        for variant in mutants(formula.tex)[1:60:30]:
            native = check(
                Formula(variant.tex, conditions=formula.conditions), entry.context.copy()
            )
            answer = JUDGE.judge(page, at, variant.tex)
            assert answer["status"] == native.status, (entry.name, variant)
            if native.counterexample:
                assert native.counterexample.where in answer["rest"]


def test_a_fact_can_be_switched_off() -> None:
    page, at = data(SUM), place(SUM, "E18")
    tex = check_page(SUM).entries[at].verdict.formula.tex
    answer = JUDGE.judge(page, at, tex)
    assert (answer["outcome"], answer["facts"]) == ("holds", ["Σy\u00a0=\u00a01"])
    answer = JUDGE.judge(page, at, tex, off=[0])
    assert answer["outcome"] == "fails"
    assert answer["facts"] == ["Σy\u00a0=\u00a01"]  # It can be switched on again.
    assert [side for side, _ in answer["numbers"]] == ["Left side", "Right side"]


def test_a_condition_of_a_heading_can_be_switched_off() -> None:
    path = Path("docs/derivation/other-logit.md")
    page, at = data(path), place(path, "E12")
    tex = check_page(path).entries[at].verdict.formula.tex
    answer = JUDGE.judge(page, at, tex)
    assert answer["outcome"] == "holds"
    number = answer["facts"].index("i\u00a0≠\u00a0j")
    assert JUDGE.judge(page, at, tex, off=[number])["outcome"] == "fails"


@pytest.mark.parametrize(
    ("tex", "marked", "word"),
    [
        (r"\frac{\partial L}{\partial z_j} = p_j - q_j", "q", "not declared"),
        (r"\frac{\partial L}{\partial z_j} = p_j -", " ", "end"),
        (r"\frac{\partial L}{\partial z_j} = p_j $ y_j", "$", ""),
    ],
)
def test_the_place_that_cannot_be_read_is_marked(tex: str, marked: str, word: str) -> None:
    answer = JUDGE.judge(data(SUM), place(SUM, "E18"), tex)
    assert answer["outcome"] == "unread"
    place_ = answer["place"]
    assert (place_["marked"] or " ") == marked
    assert place_["before"] + place_["marked"] + place_["after"] == tex
    assert word in answer["rest"]


def test_slips_are_all_refuted_and_differ() -> None:
    page, at = data(SUM), place(SUM, "E18")
    number, seen = 0, []
    for _ in range(5):
        question = {"slip": {"page": json.loads(page), "at": at, "number": number}}
        slip = json.loads(JUDGE.answer(json.dumps(question)))
        assert JUDGE.judge(page, at, slip["tex"])["outcome"] == "fails"
        seen.append(slip["tex"])
        number = slip["number"] + 1
    assert len(set(seen)) == 5


def test_a_continuation_goes_on_from_the_display_above() -> None:
    path = Path("docs/derivation/putting-together.md")
    page, at = data(path), place(path, "E16")
    assert JUDGE.judge(page, at, r"= \sum_{i=1}^K y_i p_j - y_j")["outcome"] == "holds"
    assert JUDGE.judge(page, at, r"= p_j - y_j")["outcome"] == "fails"


def test_a_definition_claims_nothing() -> None:
    answer = JUDGE.judge(data(SUM), place(SUM, "E18"), r"g_j := p_j - y_j")
    assert (answer["outcome"], answer["title"]) == ("unread", "A definition: ")


def test_a_page_comes_back_from_its_data() -> None:
    text = text_of(check_page(SUM), SUM)
    assert Text.of(json.loads(json.dumps(text.as_data()))).as_data() == text.as_data()
