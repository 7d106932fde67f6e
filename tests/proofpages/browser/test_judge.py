"""proofpages.browser.judge: what a reader is told is what the build found."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest

from proofpages.__main__ import main
from proofpages.browser.judge import Judge, Text
from proofpages.equations.checking import Formula, Kind, check
from proofpages.equations.tex.printer import show_chain
from proofpages.equations.tex.statements import read
from proofpages.page.navigation import reading_order
from proofpages.page.page import Page
from proofpages.site import wording
from proofpages.site.editable import text_of
from proofpages.site.page_check import check_page
from proofpages.slips.variants import mutants
from tests.proofpages.site.converting import one_build  # noqa: F401

JUDGE = Judge(wording)
SUM = Path("docs/derivation/labels-sum-to-one.md")


@cache
def data(path: Path) -> str:
    """A page as it is embedded for the browser."""
    return json.dumps(text_of(check_page(path), Page.read(path)).as_data())


def place(path: Path, name: str) -> int:
    """The number of an equation among the formulas of its page."""
    return next(n for n, entry in enumerate(check_page(path).entries) if entry.name == name)


@pytest.mark.parametrize(
    "path",
    # The pages of the derivation have each kind of formula; the others take a minute.
    [
        pytest.param(
            path,
            marks=pytest.mark.medium if path.parent.name == "derivation" else pytest.mark.large,
        )
        for path in reading_order()
    ],
    ids=str,
)
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
                assert answer["rest"] == wording.at_counterexample(native.counterexample)


@pytest.mark.medium
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
        (r"\frac{\partial L}{\partial z_j} = p_j (1 - y)", "y", "a vector"),
        (r"\frac{\partial L}{\partial z_j} = p - y", "p", "a vector"),
    ],
)
def test_the_place_that_cannot_be_read_is_marked(tex: str, marked: str, word: str) -> None:
    answer = JUDGE.judge(data(SUM), place(SUM, "E18"), tex)
    assert answer["outcome"] == "unread"
    place_ = answer["place"]
    assert (place_["marked"] or " ") == marked
    assert place_["before"] + place_["marked"] + place_["after"] == tex
    assert word in answer["rest"]


def test_what_is_known_is_named() -> None:
    """Who changes an equation cannot declare a letter; who writes a sheet can."""
    answer = JUDGE.judge(data(SUM), place(SUM, "E18"), "a < p_j")
    assert answer["hint"].count(" Known here: K, L, p, ") == 1
    assert "write it with the letters that are known here" in answer["hint"]
    assert "declare it" not in answer["hint"]
    [answer] = JUDGE.sheet(["a < 1"])
    assert "Known here" not in answer["hint"]


KL = Path("docs/language-models/kl-penalty.md")


@pytest.mark.medium
@pytest.mark.parametrize("name", ["M28", "M29"])
def test_a_slip_fails_at_one_point_in_small_numbers(name: str) -> None:
    """Of probabilities that sum to one, and nothing is said of what the claim does not speak of."""
    page, at = data(KL), place(KL, name)
    for number in range(5):
        tex = JUDGE.slip(page, at, number)["tex"]
        answer = JUDGE.judge(page, at, tex)
        assert re.match(r"at K=2, j=1, q=\([1-3]/[2-4], [1-3]/[2-4]\), ", answer["rest"]), answer
        assert answer["rest"].count("K=") == 1
        assert "y=" not in answer["rest"]
        assert [side for side, _ in answer["numbers"]] == ["Left side", "Right side"]


def test_of_a_chain_the_relation_that_fails_is_named() -> None:
    tex = r"\frac{\partial L}{\partial z_j} = p_j - y_j = p_j + y_j"
    answer = JUDGE.judge(data(SUM), place(SUM, "E18"), tex)
    assert answer["title"] == "Does not hold (relation 2 of 2): "


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


@pytest.mark.parametrize("name", ["A7", "E18"])
def test_a_slip_leaves_what_is_computed_as_it_is(name: str) -> None:
    page, at = data(SUM), place(SUM, name)
    left = show_chain(read(Text.of(json.loads(page)).formulas[at].tex)[0]).partition("=")[0]
    slips = {JUDGE.slip(page, at, number)["tex"] for number in range(0, 30, 3)}
    assert len(slips) > 1
    assert {slip.partition("=")[0] for slip in slips} == {left}


@pytest.mark.medium
def test_a_slip_is_not_given_away_by_its_looks() -> None:
    """The lines among which it is hunted are printed as it is."""
    page, among = data(EXERCISES), [place(EXERCISES, name) for name in ("D34", "D35", "D36")]
    slip = JUDGE.slip(page, among[0], 0, among)
    assert len(slip["lines"]) == 3
    for line, at in zip(slip["lines"], among, strict=True):
        assert not re.search(r"e\^|\\left", line)
        assert JUDGE.judge(page, at, line)["outcome"] == "holds"


def test_a_continuation_goes_on_from_the_display_above() -> None:
    path = Path("docs/derivation/putting-together.md")
    page, at = data(path), place(path, "E16")
    assert JUDGE.judge(page, at, r"= \sum_{i=1}^K y_i p_j - y_j")["outcome"] == "holds"
    assert JUDGE.judge(page, at, r"= p_j - y_j")["outcome"] == "fails"


def test_a_definition_claims_nothing() -> None:
    answer = JUDGE.judge(data(SUM), place(SUM, "E18"), r"g_j := p_j - y_j")
    assert (answer["outcome"], answer["title"]) == ("unread", "A definition: ")


def test_a_page_comes_back_from_its_data() -> None:
    text = text_of(check_page(SUM), Page.read(SUM))
    assert Text.of(json.loads(json.dumps(text.as_data()))).as_data() == text.as_data()


EXERCISES = Path("docs/derive.md")


@cache
def exercises() -> list[tuple[str, list[str]]]:
    """The first claim of each exercise, and what its answer may be written with."""
    found = []
    for section in EXERCISES.read_text(encoding="utf-8").split("\n## ")[1:]:
        goal = re.search(r'\.derive data-goal="([^"]+)"', section)
        claims = re.findall(r"= [^$]+\\tag\{(\w+)\}", section.partition("??? success")[2])
        if goal:
            found.append((claims[0], goal[1].split()))
    return found


def test_there_are_enough_exercises() -> None:
    text = EXERCISES.read_text(encoding="utf-8")
    assert len(exercises()) >= 15
    assert text.count(".find-slip }") >= 3


@pytest.mark.parametrize(("name", "goal"), exercises())
def test_the_solution_of_an_exercise_reaches_its_goal(name: str, goal: list[str]) -> None:
    page, at = data(EXERCISES), place(EXERCISES, name)
    tex = check_page(EXERCISES).entries[at].verdict.formula.tex
    left, *_, last = tex.split("=\n") if "=\n" in tex else re.split(r"(?<![\d{ij}])= ", tex)
    answer = JUDGE.derive(page, at, f"= {last}", goal)
    assert answer["outcome"] == "goal", answer
    answer = JUDGE.derive(page, at, f"{last} + 1", goal)
    assert answer["outcome"] == "fails", answer
    answer = JUDGE.derive(page, at, left.strip().strip("&"), goal)
    assert answer["outcome"] == "true", answer


FORMS = {
    "D1": ["p_i - p_i^2", r"\frac{p_i}{2} (2 - 2 p_i)", r"\frac{1}{4} - (p_i - \frac{1}{2})^2"],
    "D2": ["-p_j p_i", r"0 - p_i \cdot p_j", "p_i (0 - p_j)"],
    "D4": [r"-y_j + p_j \sum_k y_k", r"\sum_i (p_j y_i) - y_j", r"\sum_i y_i (p_j - \delta_{ij})"],
    "D9": [
        r"-p_j + \delta_{ij}",
        r"\mathbf{1}[i = j] - p_j",
        r"\begin{cases} 1 - p_j & i = j \\ -p_j & i \neq j \end{cases}",
    ],
    "D12": ["(s_j - y_j)/T", r"\frac{1}{T} (s_j - y_j)", "s_j/T - y_j/T"],
    "D15": ["-c + g", "-(c - g)", r"g \cdot (1 - c) - c \cdot (1 - g)"],
}


@pytest.mark.parametrize(
    ("name", "form"), [(n, form) for n, forms in FORMS.items() for form in forms]
)
def test_any_correct_form_is_an_answer(name: str, form: str) -> None:
    goal = dict(exercises())[name]
    assert JUDGE.derive(data(EXERCISES), place(EXERCISES, name), form, goal)["outcome"] == "goal"


@pytest.mark.parametrize(
    ("line", "left"),
    [
        (r"\frac{e^{z_i}}{\sum_{k=1}^K e^{z_k}} \cdot (1 - p_i)", ["z", "a sum"]),
        (r"p_i - p_i^2 + 0 \cdot \frac{\partial L}{\partial z_i}", ["z", "L", "a derivative"]),
    ],
)  # fmt: skip
def test_what_is_left_is_named(line: str, left: list[str]) -> None:
    answer = JUDGE.derive(data(EXERCISES), place(EXERCISES, "D1"), line, ["p"])
    assert answer["outcome"] == "true"
    assert answer["rest"] == f"it is still written with {', '.join(left)}."


def test_the_place_is_marked_in_what_the_reader_wrote() -> None:
    answer = JUDGE.derive(data(EXERCISES), place(EXERCISES, "D2"), "p_i + q_j", ["p"])
    assert answer["place"] == {"before": "p_i + ", "marked": "q", "after": "_j"}


def test_the_place_is_not_in_front_of_what_the_reader_wrote() -> None:
    answer = JUDGE.derive(data(EXERCISES), place(EXERCISES, "D6"), "p - y", ["p"])
    assert answer["place"] == {"before": "", "marked": "p", "after": " - y"}
    answer = JUDGE.derive(data(EXERCISES), place(EXERCISES, "D2"), r"p_i + \frac{1}{2", ["p"])
    assert answer["place"] == {"before": r"p_i + \frac{1}{2", "marked": "", "after": ""}


@pytest.mark.parametrize(
    "line", ["p_i (1 - p_i).", r"\frac{\partial p_i}{\partial z_i} = p_i - p_i^2"]
)
def test_a_full_stop_or_the_whole_equation_does_no_harm(line: str) -> None:
    answer = JUDGE.derive(data(EXERCISES), place(EXERCISES, "D1"), line, ["p"])
    assert answer["outcome"] == "goal"


K3 = [
    r"z \in \mathbb{R}^K",
    r"q \in \mathbb{R}^K_{>0}",
    r"p_j := \frac{e^{z_j}}{\sum_{k=1}^K e^{z_k}}",
    "",
    r"R_i := \frac{q_i}{p_i} - \log(\frac{q_i}{p_i}) - 1",
    r"\sum_{i=1}^K p_i \cdot \frac{\partial R_i}{\partial z_j} = p_j - q_j",
    r"assume: \sum_{i=1}^K q_i = 1",
    r"\sum_{i=1}^K p_i \cdot \frac{\partial R_i}{\partial z_j} = p_j - q_j",
    r"p_j = \frac{",
]


def test_a_sheet_is_judged_line_by_line() -> None:
    answers = JUDGE.sheet(K3)
    outcomes = [answer.get("outcome") for answer in answers]
    noted = ["noted"] * 3
    assert outcomes == [*noted, None, "noted", "fails", "noted", "holds", "unread"]
    assert answers[7]["rest"] == "proved, needs Σq\u00a0=\u00a01"


def test_a_sheet_can_be_taken_away_as_a_page(tmp_path: Path) -> None:
    """The page is accepted by the build, and proves what the sheet proved."""
    file = tmp_path / "derivation.md"
    file.write_text(JUDGE.page(K3), encoding="utf-8")
    checked = check_page(file)
    assert checked.errors == []
    claims = [entry for entry in checked.entries if entry.verdict.kind is Kind.CLAIM]
    assert [wording.in_words(entry.verdict) for entry in claims] == [
        "proved, needs Σq\u00a0=\u00a01"
    ]
    left_out = re.findall("<!-- Left out, line (\\d)", file.read_text(encoding="utf-8"))
    assert left_out == ["6", "9"]


def test_the_command_accepts_that_page(tmp_path: Path) -> None:
    """`proofpages check` reads it as any other, and refuses a false claim that is put in."""
    file = tmp_path / "derivation.md"
    file.write_text(JUDGE.page(K3), encoding="utf-8")
    assert main(["check", str(file)]) == 0
    file.write_text(JUDGE.page(K3) + "\n$$\nq_i = 2 q_i\n$$\n", encoding="utf-8")
    assert main(["check", str(file)]) == 1
