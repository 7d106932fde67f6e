"""Breaks every claim of the site on purpose, and sees each slip stopped or proved to be true.

The record is a file that a test compares with a fresh run, and that the ledger quotes: a table of
what became of each kind of slip, then each slip that is a true statement, with the reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from proofpages.equations.checking import Kind, Verdict, check
from proofpages.equations.errors import Status
from proofpages.equations.meaning.context import heading_conditions
from proofpages.site.equation_marks import Entry, needs_of
from proofpages.site.wording import in_tex
from proofpages.slips.variants import Mutant, mutants

RECORD = Path("proofpages/records/slips.tsv")


class Fate(StrEnum):
    """What became of a slip; refused if it cannot be read, or says nothing."""

    REFUTED = "refuted"
    REFUSED = "refused"
    TRUE = "true"
    UNDECIDED = "undecided"
    CRASHED = "crashed"


FATES = {
    Status.FALSE: Fate.REFUTED,
    Status.UNDECIDED: Fate.UNDECIDED,
    Status.PROVED: Fate.TRUE,
    Status.INTERNAL: Fate.CRASHED,
}
NAMES = ("y_i", "p_i", "z_i")
LETTERS = ("i", "j")


@dataclass(frozen=True)
class Slip:
    """A mutant of a claim, and the verdict on it."""

    entry: Entry
    mutant: Mutant
    verdict: Verdict

    @property
    def fate(self) -> Fate:
        """What became of it."""
        return FATES.get(self.verdict.status, Fate.REFUSED)

    @property
    def reason(self) -> str:
        """Why a true one is true: what it needs, beside what the original needs."""
        now, before = in_tex(self.verdict.needs), needs_of(self.entry)
        headings = self.entry.verdict.formula.conditions
        if now != before:
            return f"true where {now}; the original needs {before}, which the build compares"
        if headings and all(condition.equal for condition in heading_conditions(headings)):
            return f"the same statement, because {', '.join(headings)} in this section"
        if self.mutant.kind == "exchange":
            return "the same statement with the two letters exchanged"
        return "both sides have the same normal form, see --explain"


def slips(entries: Iterable[Entry]) -> list[Slip]:
    """Every mutant of every claim, with its verdict."""
    found = []
    for entry in entries:
        if entry.verdict.kind is not Kind.CLAIM:
            continue
        formula = entry.verdict.formula
        for mutant in mutants(formula.tex, NAMES, LETTERS):
            changed = replace(formula, tex=mutant.tex)
            verdict = check(changed, entry.context.copy(), readable=False)
            found.append(Slip(entry, mutant, verdict))
    return found


def table(found: list[Slip]) -> list[tuple[str, int, int, int]]:
    """For each kind of slip: how many are refuted, refused, and true; then all together."""
    count = Counter((slip.mutant.kind, slip.fate) for slip in found)
    kinds = sorted({kind for kind, _ in count})
    rows = [
        (k, *(count[k, fate] for fate in (Fate.REFUTED, Fate.REFUSED, Fate.TRUE))) for k in kinds
    ]
    total = [sum(column) for column in zip(*(row[1:] for row in rows), strict=True)]
    return [*rows, ("all", *total)]


def record(found: list[Slip]) -> str:
    """The text of the file: the table, then the slips that are true."""
    lines = ["# kind\trefuted\trefused\ttrue"]
    lines += ["\t".join(map(str, row)) for row in table(found)]
    lines.append("# equation\tkind\tthe slip, which is true\twhy")
    lines += [
        "\t".join(
            (
                slip.entry.name or f"{slip.entry.page}:{slip.entry.line}",
                slip.mutant.kind,
                " ".join(slip.mutant.tex.split()),
                slip.reason,
            )
        )
        for slip in found
        if slip.fate is Fate.TRUE
    ]
    return "\n".join(lines) + "\n"


def recorded() -> list[list[str]]:
    """The rows of the table in the file."""
    text = RECORD.read_text(encoding="utf-8").partition("# equation")[0]
    return [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
