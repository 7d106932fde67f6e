"""Sees what becomes of each small wrong variant of a claim: stopped, or proved to be true."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from proofpages.equations.checking import Formula, Verdict, check
from proofpages.equations.errors import Status
from proofpages.equations.meaning.context import Context
from proofpages.slips.variants import Mutant, mutants

NAMES = ("y_i", "p_i", "z_i")
LETTERS = ("i", "j")


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


@dataclass(frozen=True)
class Slip:
    """A mutant of a claim, and the verdict on it."""

    mutant: Mutant
    verdict: Verdict

    @property
    def fate(self) -> Fate:
        """What became of it."""
        return FATES.get(self.verdict.status, Fate.REFUSED)


def slips_of(claim: Formula, context: Context) -> list[Slip]:
    """Every mutant of a claim, with its verdict where the claim stands."""
    found = []
    for mutant in mutants(claim.tex, NAMES, LETTERS, context.names.functions):
        changed = replace(claim, tex=mutant.tex)
        found.append(Slip(mutant, check(changed, context.copy(), readable=False)))
    return found
