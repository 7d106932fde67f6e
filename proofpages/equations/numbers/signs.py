"""Signs that hold for every K: sufficient conditions, never guesses."""

from __future__ import annotations

from flint import fmpz_mpoly

from proofpages.equations.numbers.atom_table import AtomTable
from proofpages.equations.numbers.indeterminates import Atom
from proofpages.equations.numbers.rational_functions import Ratio


def sign(table: AtomTable, value: Ratio, strict: bool = True) -> int:
    """1 or −1 if the value provably has this sign for every K, else 0.

    Without `strict`, 0 is allowed as a value of a function that has a sign otherwise.
    """
    bottom = _polynomial_sign(table, value.bottom, True)
    return bottom * _polynomial_sign(table, value.top, strict)


def _polynomial_sign(table: AtomTable, polynomial: fmpz_mpoly, strict: bool) -> int:
    found: set[int] = set()
    sure = not strict
    for monomial, c in table.terms(polynomial):
        grade = 2
        for atom, e in monomial:
            grade = min(grade, _atom_grade(table, atom, e))
        if grade == 0:
            return 0
        sure = sure or grade == 2
        found.add(1 if c > 0 else -1)
    return found.pop() if len(found) == 1 and sure else 0


def _atom_grade(table: AtomTable, atom: Atom, exponent: int) -> int:
    """2 for positive, 1 for positive or zero, 0 for unknown."""
    kind = atom[0]
    if kind == "exp" or (kind == "leaf" and atom[1] in table.positive):
        return 2
    if kind == "rest" or exponent % 2 == 0:
        return 1
    if kind == "sum" and all(_atom_grade(table, a, e) for a, e in atom[2]):
        below = (term for polynomial in atom[3] for term in polynomial)
        if all(c > 0 and all(_atom_grade(table, a, e) == 2 for a, e in m) for m, c in below):
            return 1
    return 0
