"""proofpages.site.slips_record: what became of each slip, as a table, and why some are true."""

from __future__ import annotations

from pathlib import Path

import pytest

from proofpages.equations.checking import Kind
from proofpages.site import slips_record
from proofpages.site.page_check import Entry
from proofpages.site.slips_record import count_fates, make_slips, reason, record_of, recorded_fates
from proofpages.slips.fates import Fate
from tests.proofpages.equations.claims import assumed, page, put


def entry(tex: str, *facts: str, name: str | None = "E1", **rest: object) -> Entry:
    context = assumed(page(), *facts)
    before = context.copy()
    verdict = put(context, tex, **rest)
    assert verdict.ok
    return Entry("docs/a.md", 7, name, verdict, before)


def test_only_claims_have_slips() -> None:
    claim, definition = entry("a = a"), entry("s := a + b")
    assert definition.verdict.kind is Kind.DEFINITION
    made = make_slips([definition, claim])
    assert {found.name for found, _ in made} == {"E1"}


def test_the_table_adds_up() -> None:
    made = make_slips([entry("a^2 = a a"), entry(r"\sum_k p_k = 1", name="E2")])
    *kinds, all_ = count_fates(made)
    assert all_[0] == "all"
    for place, fate in enumerate((Fate.REFUTED, Fate.REFUSED, Fate.TRUE), 1):
        assert sum(row[place] for row in kinds) == all_[place]  # type: ignore[misc]
        assert all_[place] == sum(slip.fate is fate for _, slip in made) > 0


def reasons(found: Entry) -> dict[str, str]:
    return {
        slip.mutant.kind: reason(entry, slip)
        for entry, slip in make_slips([found])
        if slip.fate is Fate.TRUE
    }


def test_a_true_slip_says_why() -> None:
    plain = reasons(entry("a^2 = a a"))
    assert plain == {"sign": "both sides have the same normal form, see explain"}
    moved = reasons(entry("p_i p_j = p_j p_i", r"\sum_k y_k = 1"))
    assert moved["exchange"] == "the same statement with the two letters exchanged"
    same = reasons(entry("p_i p_j = p_i^2", conditions=("i = j",)))
    assert set(same.values()) == {"the same statement, because i = j in this section"}


def test_the_record_is_read_back_as_it_was_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_slips([entry("a^2 = a a", name=None)])
    file = tmp_path / "slips.tsv"
    file.write_text(record_of(made), encoding="utf-8")
    monkeypatch.setattr(slips_record, "SLIPS", file)
    assert recorded_fates() == [list(map(str, row)) for row in count_fates(made)]
    (true,) = file.read_text(encoding="utf-8").partition("why\n")[2].splitlines()
    assert true.split("\t")[:3] == ["docs/a.md:7", "sign", r"(-a)^{2} = a \cdot a"]
