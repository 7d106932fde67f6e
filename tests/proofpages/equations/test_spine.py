"""E1–E18 and I1–I9: read, proved, with the hypotheses that each needs."""

from __future__ import annotations

import pytest

from proofpages.equations import Context, check
from proofpages.site.wording import counterexample, exact_at, extent, message

from .claims import needs
from .spine import SPINE, TWO

ONE_LINE = pytest.mark.parametrize(
    "number", range(len(SPINE)), ids=lambda n: f"{n}-{SPINE[n].formula.label}"
)


@pytest.fixture(scope="module")
def verdicts():
    context = Context()
    return [check(line.formula, context) for line in SPINE]


@ONE_LINE
def test_verdict_and_needs(verdicts, number):
    line, verdict = SPINE[number], verdicts[number]
    assert message(verdict) == ""
    assert (verdict.kind, needs(verdict)) == (line.kind, line.needs)
    if line.kind == "claim":
        first = 2 if line.needs == TWO else 1
        assert (extent(verdict), exact_at(verdict)) == ("proved for every K", [f"K = {first}…5"])


def test_only_case_two_and_the_last_two_lines_need_anything(verdicts):
    needy = {v.formula.label: needs(v) for v in verdicts if v.needs}
    assert [label for label, need in needy.items() if need == TWO] == ["I6", "E10", "E11", "E12"]
    assert [label for label, need in needy.items() if need != TWO] == ["E18", "I9"]


def test_each_line_without_what_it_needs_fails():
    for number, line in enumerate(SPINE):
        if not line.needs:
            continue
        context = Context()
        for before in SPINE[:number]:
            if before.kind != "assumption":
                check(before.formula, context)
        bare = line.formula.__class__(line.formula.tex, line.formula.display, line.formula.label)
        verdict = check(bare, context)
        assert verdict.status == "false", verdict
        assert counterexample(verdict.counterexample) in message(verdict)
