"""What is proved of the equations on the site, and how far other routes agree with it."""

from __future__ import annotations

import math
import re
import shutil
import warnings
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

from proofpages.equations import Context, check
from proofpages.equations.checking import Kind
from proofpages.equations.numbers.evaluate import Budget, Evaluator
from proofpages.equations.numbers.exact import ExactAlgebra
from proofpages.equations.numbers.point import Point
from proofpages.equations.proof import decide
from proofpages.equations.proof.decide import Extent
from proofpages.equations.tex.printer import show
from proofpages.equations.tree import Partial, Symbol
from proofpages.page.navigation import reading_order
from proofpages.records import SLIPS
from proofpages.site import page_check
from proofpages.site.page_check import Entry, check_page
from proofpages.site.slips_record import make_slips, record_of
from proofpages.slips.fates import Fate, Slip
from tests.builds import ROOT
from tests.checked_site import checked_site
from tests.displayed_claims import Judge, Stated, claims_with_sides
from tests.proofpages.equations.oracle import NORMALISED, Defined, Setting, Unread, holds

DEFINED = {"E1", "E2", "I2", "I3"}
ASSUMED = {"I8"}
DERIVATION = {f"E{n}" for n in range(1, 19)} | {f"I{n}" for n in range(1, 10)}
LAST_PAGE = Path("docs/derivation/labels-sum-to-one.md")


def entries_of(paths: Iterable[Path]) -> list[Entry]:
    """The formulas of these pages, none of which has an error."""
    found = []
    for path in paths:
        checked = check_page(path)
        assert checked.errors == []
        found += checked.entries
    return found


@cache
def entries() -> list[Entry]:
    """Every formula of the site, in reading order."""
    return [entry for checked in checked_site().values() for entry in checked.entries]


@cache
def derived() -> list[Entry]:
    """Those of the derivation alone, which take a fraction of the time."""
    return entries_of(path for path in reading_order() if path.parent.name == "derivation")


def claims() -> list[Entry]:
    return [entry for entry in entries() if entry.verdict.kind is Kind.CLAIM]


# What is proved, and of what it is in need


def test_the_derivation_is_proved_for_every_number_of_classes() -> None:
    named = {entry.name: entry for entry in derived() if entry.name}
    assert named.keys() >= DERIVATION
    for name in DERIVATION:
        verdict = named[name].verdict
        if name in DEFINED | ASSUMED:
            assert verdict.kind == ("definition" if name in DEFINED else "assumption"), name
        else:
            assert verdict.kind is Kind.CLAIM, f"{name} is exempt, or claims nothing"
            assert set(verdict.extents) == {Extent(("K",), ())}, name
            assert all(found.exact and len(found.held) >= 4 for found in verdict.evidence), name


@pytest.mark.medium
def test_no_number_is_given_twice() -> None:
    assert max(Counter(entry.name for entry in entries() if entry.name).values()) == 1


@pytest.mark.large
def test_only_the_last_step_needs_labels_that_sum_to_one() -> None:
    """Which ones do is found by leaving the hypothesis out, and by adding it everywhere else."""
    (hypothesis,) = check_page(LAST_PAGE).export.hypotheses
    assert hypothesis.tex == NORMALISED
    needy = {e.name for e in claims() if hypothesis in e.verdict.needs}
    assert needy & DERIVATION == {"E18", "I9"}
    for entry in claims():
        formula, context = entry.verdict.formula, entry.context.copy()
        without = tuple(h for h in context.hypotheses if h.tex != NORMALISED)
        if hypothesis in entry.verdict.needs:
            assert len(without) < len(context.hypotheses)
            context.hypotheses = without
            verdict = check(formula, context)
            assert verdict.status == "false", entry.name
            assert verdict.counterexample is not None
            (labels,) = (at.value for at in verdict.counterexample.where if at.name == "y")
            assert isinstance(labels, tuple)
            assert sum(labels) != 1
        elif context.names.variables.get("y") == hypothesis_variable():
            context.hypotheses = (*without, hypothesis)
            assert check(formula, context).needs == entry.verdict.needs, entry.name


def hypothesis_variable() -> object:
    return check_page(LAST_PAGE).export.names.variables["y"]


# Slips


@pytest.mark.large
@pytest.mark.timeout(900)  # Some thousands of slips.
def test_each_slip_is_stopped_or_true(record_property: Callable[[str, object], None]) -> None:
    """What became of each is as committed, and two other routes agree on every third one."""
    found = [(entry, settled(entry, slip)) for entry, slip in make_slips(entries())]
    fates = Counter(slip.fate for _, slip in found)
    record_property("slips", {fate.value: count for fate, count in fates.items()})
    assert set(fates) <= {Fate.REFUTED, Fate.REFUSED, Fate.TRUE, Fate.UNDECIDED}  # None crashed.
    # What is not decided stops a build too. This one has a logarithm that few points define.
    undecided = {slip.mutant.tex for _, slip in found if slip.fate is Fate.UNDECIDED}
    assert all(r"\sum_{k \neq c} \log(z_{k} - z_{c})" in tex for tex in undecided), undecided
    assert fates[Fate.REFUTED] > 1000
    asked = found[::3]  # Which has each kind of slip, and of each equation its share.
    read = [(slip, disagrees(e, slip)) for e, slip in asked if slip.fate is not Fate.REFUSED]
    seen = [said for _, said in read]
    record_property("slips that the oracle read", f"{len(seen) - seen.count(None)} of {len(seen)}")
    assert [slip.mutant.tex for slip, said in read if said] == []
    assert len(seen) - seen.count(None) >= 300
    assert len(seen) > 2 * seen.count(None)
    judge = judge_as_displayed(asked)
    record_property("slips, as they are displayed", judge.line())
    record_property("slips that are not judged", dict(judge.unread))
    assert judge.faults == []
    assert judge.judged > 3000
    assert judge.judged > 0.9 * sum(slip.fate in (Fate.REFUTED, Fate.TRUE) for _, slip in asked)
    expected = SLIPS.read_text(encoding="utf-8")
    assert record_of(found) == expected, "run `python -m proofpages slips`, and read it"


def settled(entry: Entry, slip: Slip) -> Slip:
    """A slip that was not decided, asked once more: Python may have looked for circles meanwhile.

    That takes seconds among the trees of all slips, and is counted as time of the decision.
    """
    if slip.fate is not Fate.UNDECIDED:
        return slip
    changed = replace(entry.verdict.formula, tex=slip.mutant.tex)
    return Slip(slip.mutant, check(changed, entry.context.copy(), readable=False))


def judge_as_displayed(made: list[tuple[Entry, Slip]]) -> Judge:
    """What is seen of each slip that is decided, against what was decided."""
    judge = Judge()
    stated = [Stated(entry.page, entry.verdict, entry.context) for entry in entries()]
    above = {id(one.verdict): side for one, side in claims_with_sides(stated, judge)}
    for entry, slip in made:
        if slip.fate in (Fate.TRUE, Fate.REFUTED):
            judge.verdict(slip.verdict, entry.context, above[id(entry.verdict)])
    return judge


@pytest.mark.large
def test_each_claim_is_true_as_displayed(record_property: Callable[[str, object], None]) -> None:
    """By a program that reads the drawing, and shares nothing with the checker."""
    judge = Judge()
    stated = [Stated(entry.page, entry.verdict, entry.context) for entry in entries()]
    for one, above in claims_with_sides(stated, judge):
        judge.verdict(one.verdict, one.context, above)
    record_property("claims, as they are displayed", judge.line())
    record_property("claims that are not judged", dict(judge.unread))
    assert judge.faults == []
    assert judge.judged > 0.9 * len(claims())


@pytest.mark.large
def test_a_false_claim_would_be_seen_as_displayed() -> None:
    """A verdict that does not belong to what is displayed is a fault."""
    (e12,) = (entry for entry in claims() if entry.name == "E12")
    judge = Judge()
    stated = [Stated(entry.page, entry.verdict, entry.context) for entry in entries()]
    claims_with_sides(stated, judge)
    wrong = replace(e12.verdict.formula, tex=e12.verdict.formula.tex.replace("-p_i", "p_i"))
    assert wrong != e12.verdict.formula
    judge.verdict(e12.verdict, e12.context, None)
    assert judge.faults == []
    judge.verdict(replace(e12.verdict, formula=wrong), e12.context, None)
    assert len(judge.faults) == 1
    assert judge.faults[0].startswith("accepted, and false")


def disagrees(entry: Entry, slip: Slip) -> bool | None:
    """Whether the oracle says otherwise; None if it cannot read it, or might miss where it fails.

    An equation that is false fails almost everywhere, another relation perhaps only somewhere.
    """
    steps = slip.verdict.steps
    if slip.fate is Fate.REFUTED and any(step.sign != "=" for step in steps):
        return None
    seen = oracle(entry, slip.mutant.tex, tuple(map(str, steps[0].problem.conditions)))
    return None if seen is None else seen != (slip.fate is Fate.TRUE)


@pytest.mark.large
def test_the_oracle_agrees_on_each_claim(record_property: Callable[[str, object], None]) -> None:
    read = {
        f"{entry.page}:{entry.line}: {step.left} {step.sign} {step.right}": oracle(
            entry,
            f"{step.left} {step.sign} {step.right}",
            tuple(map(str, step.problem.conditions)),
        )
        for entry in claims()
        for step in entry.verdict.steps
    }
    unread = [tex for tex, seen in read.items() if seen is None]
    record_property("claims that the oracle read", f"{len(read) - len(unread)} of {len(read)}")
    record_property("claims that it cannot read", unread)
    assert [tex for tex, seen in read.items() if seen is False] == []
    assert len(unread) < len(read) / 40
    whole = ("docs/derivation/", "docs/practice/hidden-layer.md", "docs/language-models/")
    assert not [tex for tex in unread if tex.startswith(whole)]


def oracle(entry: Entry, tex: str, conditions: tuple[str, ...]) -> bool | None:
    """Whether it holds by the oracle; None if that cannot read it."""
    left = entry.verdict.steps[0].left
    with warnings.catch_warnings():
        # A slip takes logarithms of negative numbers; autograd warns and gives nan, which differs.
        warnings.simplefilter("ignore")
        try:
            return holds(tex, left, conditions, setting_of(entry.context))
        except Unread:
            return None


def setting_of(context: Context) -> Setting:
    """What the names on a page are, for the oracle."""
    names = context.names
    positive = {name for name, variable in names.variables.items() if variable.positive}
    return Setting(
        {name: variable.sizes for name, variable in names.variables.items()},
        frozenset(positive | {h.positive for h in context.hypotheses if h.positive}),
        {
            name: Defined(definition.parameters, definition.sizes, show(definition.body))
            for name, definition in names.definitions.items()
        },
        tuple(h.tex for h in context.hypotheses if not h.positive),
    )


def test_the_oracle_sees_a_claim_that_is_wrong() -> None:
    (e8,) = (entry for entry in derived() if entry.name == "E8")
    step = e8.verdict.steps[0]
    conditions = tuple(map(str, step.problem.conditions))
    assert oracle(e8, f"{step.left} = {step.right}", conditions) is True
    assert oracle(e8, f"{step.left} = {step.right.replace('1 - ', '1 + ')}", conditions) is False
    assert oracle(e8, f"{step.left} = {step.right} + q", conditions) is None


@pytest.mark.medium
@pytest.mark.parametrize(
    ("name", "said", "slip"),
    [
        ("N4", "h_{m}", r"h_{m} \cdot h_{m}"),
        ("N5", "p_{j} - y_{j}", "p_{j}"),  # Tells rows of weights from columns, and y's sum.
        ("N6", "1 - h_{m}^{2}", "1 + h_{m}^{2}"),
        ("M13", "t_{j}^{2}", "t_{j}"),
        ("M38", "- q_{j}", "+ q_{j}"),  # Rests on it that q sums to one.
        ("C19", "P_{n,j} - Y_{n,j}", r"P_{n,j} \cdot \sum_{i = 1}^{K} Y_{n,i} + Y_{n,j}"),
        ("R10", r"J^\top", r"2 \cdot J^\top"),
        ("M59", r"2 \cdot N", "2 + N"),  # The same where N is 2.
    ],
)
def test_the_oracle_sees_a_slip_in_what_it_reads(name: str, said: str, slip: str) -> None:
    """In networks and batches, with other variables that sum to one, tanh and a transpose."""
    (entry,) = (entry for entry in claims() if entry.name == name)
    step = entry.verdict.steps[0]
    tex, conditions = f"{step.left} = {step.right}", tuple(map(str, step.problem.conditions))
    assert said in tex
    assert oracle(entry, tex, conditions) is True
    assert oracle(entry, tex.replace(said, slip), conditions) is False


# The callout


def callout() -> str:
    """The code in the callout of the home page."""
    text = (ROOT / "docs/index.md").read_text(encoding="utf-8")
    block = re.search(r"^!!! gradient .*\n(?:(?:    .*)?\n)+", text, re.MULTILINE)
    assert block is not None
    code = re.findall(r"^    ```python\n(.*?)^    ```$", block[0], re.MULTILINE | re.DOTALL)
    assert len(code) == 1
    return code[0].strip()


def slope_of_displayed_loss(t: list[Fraction], y: list[Fraction]) -> list[Fraction]:
    """∂L/∂z_j for each j, exactly, of L and p as displayed in E1 and E2; e^z is t."""
    context = next(entry.context for entry in derived() if entry.name == "E18")
    places = {context.names.definitions[name].place for name in ("L", "p")}
    assert places == {"E1", "E2"}
    point = Point({"K": len(t)}, frozenset("z"), frozenset(), frozenset(), "large", Random(0))
    algebra = ExactAlgebra(point)
    for k in range(len(t)):
        point.values["z", (k,)], point.values["y", (k,)] = map(algebra.number, (t[k], y[k]))
    tree = Partial(Symbol("L"), (Symbol("z", ("j",)),))
    found = []
    for j in range(len(t)):
        value = Evaluator(algebra, context.names, {"j": j}, Budget()).value(tree)
        found.append(Fraction(int(value.p), int(value.q)))
    return found


def run(line: str, t: list[Fraction], y: list[Fraction]) -> list[Fraction]:
    """`dZ` after the line has run on exact fractions."""
    values = {
        "y_true": np.array(y, dtype=object),
        "y_pred": np.array([value / sum(t) for value in t], dtype=object),
    }
    exec(line, {}, values)
    return list(values["dZ"])


LABELS = {
    "one-hot": [Fraction(0), Fraction(1), Fraction(0)],
    "soft": [Fraction(2, 7), Fraction(1, 7), Fraction(4, 7)],
    "seven classes": [Fraction(k, 28) for k in range(1, 8)],
}


@pytest.mark.parametrize("labels", LABELS)
def test_the_callout_is_the_gradient_of_the_displayed_loss(labels: str) -> None:
    y = LABELS[labels]
    t = [Fraction(3 * k + 2, k + 5) for k in range(len(y))]  # e^z, so that p is rational too.
    exact = slope_of_displayed_loss(t, y)
    assert callout() == "dZ = y_pred - y_true"
    assert run(callout(), t, y) == exact
    assert run("dZ = y_true - y_pred", t, y) != exact
    assert run("dZ = y_pred * (1 - y_true)", t, y) != exact

    def loss(z: anp.ndarray) -> float:
        return anp.log(anp.sum(anp.exp(z))) * sum(map(float, y)) - anp.dot(
            np.array(y, dtype=float), z
        )

    z = np.array([math.log(value) for value in t])
    assert np.allclose(grad(loss)(z), np.array(exact, dtype=float), rtol=0, atol=1e-14)


def test_the_callout_is_no_gradient_where_labels_do_not_sum_to_one() -> None:
    y = [Fraction(1), Fraction(1), Fraction(0)]
    t = [Fraction(1), Fraction(2), Fraction(3)]
    assert run(callout(), t, y) != slope_of_displayed_loss(t, y)


# Cost


@pytest.mark.large
def test_what_has_not_changed_is_not_proved_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "docs/derivation", tmp_path / "docs/derivation")
    shutil.copytree(ROOT / "snippets", tmp_path / "snippets")
    shutil.copy(ROOT / "docs/notation.md", tmp_path / "docs")
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules", target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(decide, "_cache", {})
    monkeypatch.setattr(page_check, "_decided", {})
    proved: list[str] = []
    prove = decide.prove

    def counted(problem, *rest, **more):  # type: ignore[no-untyped-def]
        proved.append(show(problem.right))
        return prove(problem, *rest, **more)

    monkeypatch.setattr(decide, "prove", counted)
    order = sorted(Path("docs").rglob("*.md"))

    def build() -> list[str]:
        proved.clear()
        assert [error for path in order for error in check_page(path).errors] == []
        return list(proved)

    first = build()
    assert len(set(first)) > 15
    assert build() == []

    page = Path("docs/derivation/same-logit.md")
    text = page.read_text(encoding="utf-8")
    page.write_text(text + "\nA new end.\n", encoding="utf-8")  # Decided anew, from memory.
    assert build() == []
    assert text.count(r"p_i \cdot (1 - p_i)") == 1
    page.write_text(text.replace(r"p_i \cdot (1 - p_i)", "p_i - p_i^2"), encoding="utf-8")
    assert set(build()) == {"p_{i} - p_{i}^{2}"}
