"""The record of what became of each slip in each claim of the site.

It is a file that a test compares with a fresh run, and that the ledger quotes: a table of what
became of each kind of slip, then each slip that is a true statement, with the reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from proofpages.equations.checking import Kind
from proofpages.equations.meaning.context import heading_conditions
from proofpages.equations.tex.index_relations import Condition
from proofpages.records import SLIPS
from proofpages.site.equation_marks import needs_of
from proofpages.site.page_check import Entry
from proofpages.site.wording import in_tex
from proofpages.slips.fates import Fate, Slip, slips_of

Made = list[tuple[Entry, Slip]]
"""Slips, each with the claim that it was made in."""


def make_slips(entries: Iterable[Entry]) -> Made:
    """Every small wrong variant of every claim."""
    return [
        (entry, slip)
        for entry in entries
        if entry.verdict.kind is Kind.CLAIM
        for slip in slips_of(entry.verdict.formula, entry.context)
    ]


def reason(entry: Entry, slip: Slip) -> str:
    """Why a true one is true: what it needs, beside what the original needs."""
    now, before = in_tex(slip.verdict.needs), needs_of(entry)
    headings = entry.verdict.formula.conditions
    if now != before:
        return f"true where {now}; the original needs {before}, which the build compares"
    if headings and all(isinstance(c, Condition) and c.equal for c in heading_conditions(headings)):
        return f"the same statement, because {', '.join(headings)} in this section"
    if slip.mutant.kind == "exchange":
        return "the same statement with the two letters exchanged"
    return "both sides have the same normal form, see explain"


def count_fates(made: Made) -> list[tuple[str | int, ...]]:
    """For each kind of slip: how many are refuted, refused, and true; then all together."""
    count = Counter((slip.mutant.kind, slip.fate) for _, slip in made)
    kinds = sorted({kind for kind, _ in count})
    fates = Fate.REFUTED, Fate.REFUSED, Fate.TRUE
    rows: list[tuple[str | int, ...]]
    rows = [(kind, *(count[kind, fate] for fate in fates)) for kind in kinds]
    return [*rows, ("all", *(sum(count[kind, fate] for kind in kinds) for fate in fates))]


def record_of(made: Made) -> str:
    """The text of the file: the table, then the slips that are true."""
    true = [
        (
            entry.name or f"{entry.page}:{entry.line}",
            slip.mutant.kind,
            " ".join(slip.mutant.tex.split()),
            reason(entry, slip),
        )
        for entry, slip in made
        if slip.fate is Fate.TRUE
    ]
    rows: list[tuple[str | int, ...]] = [
        ("# kind", "refuted", "refused", "true"),
        *count_fates(made),
        ("# equation", "kind", "the slip, which is true", "why"),
        *true,
    ]
    return "".join("\t".join(map(str, row)) + "\n" for row in rows)


def recorded_fates() -> list[list[str]]:
    """The rows of the table in the file."""
    text = SLIPS.read_text(encoding="utf-8").partition("# equation")[0]
    return [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
