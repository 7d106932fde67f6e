"""Published equations and their slips are judged as they are displayed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache

import pytest

from proofpages.equations import Context, Formula, check
from proofpages.equations.checking import Kind
from proofpages.slips.fates import Fate, slips_of
from tests.displayed_claims import Judge, Stated, claims_with_sides
from tests.real_derivations import CHOSEN, HELD, Page

pytestmark = pytest.mark.large


def stated(name: str, page: Page) -> Iterator[Stated]:
    """The formulas of a page, each with its verdict and the context in front of it."""
    context, conditions = Context(), ()
    for kind, tex in page:
        if kind == "case":
            conditions = (tex,)
            continue
        directive = "assume" if kind == "assume" else None
        formula = Formula(tex, kind == "display", directive=directive, conditions=conditions)
        before = context.copy()
        verdict = check(formula, context, readable=False)
        if not verdict.ok and verdict.kind is not Kind.CLAIM:
            return
        yield Stated(name, verdict, before)


@cache
def pages() -> list[list[Stated]]:
    """Every published relation, as it stands and rewritten."""
    files = (CHOSEN, HELD)
    rows = [row for file in files for row in json.loads(file.read_text(encoding="utf-8"))]
    forms = [(form, row) for row in rows for form in ("stands", "rewritten") if row[form]]
    return [list(stated(f"{n} {form}", row[form])) for n, (form, row) in enumerate(forms)]


def test_published_equations_are_true_as_displayed(
    record_property: Callable[[str, object], None],
) -> None:
    judge, proved = Judge(), 0
    for page in pages():
        for one, above in claims_with_sides(page, judge):
            if one.verdict.ok:
                proved += 1
                judge.verdict(one.verdict, one.context, above)
    record_property("published equations, as they are displayed", judge.line())
    record_property("those that are not judged", dict(judge.unread))
    assert judge.faults == []
    assert judge.judged > 0.7 * proved


@pytest.mark.timeout(900)  # Thousands of formulas, each evaluated with 80 digits.
def test_their_slips_are_judged_alike(record_property: Callable[[str, object], None]) -> None:
    """Every fourth slip, so that each kind of slip and each equation has its share."""
    judge, decided = Judge(), 0
    for page in pages():
        for one, above in claims_with_sides(page, judge):
            if not one.verdict.ok:
                continue
            for slip in list(slips_of(one.verdict.formula, one.context))[::4]:
                if slip.fate in (Fate.TRUE, Fate.REFUTED):
                    decided += 1
                    judge.verdict(slip.verdict, one.context, above)
    record_property("slips of published equations, as they are displayed", judge.line())
    record_property("those that are not judged", dict(judge.unread))
    assert judge.faults == []
    assert judge.judged > 0.6 * decided
    assert judge.judged > 2000
