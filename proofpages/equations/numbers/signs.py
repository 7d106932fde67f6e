"""Signs that hold for every K, wherever a value is defined: sufficient conditions, no guesses."""

from __future__ import annotations

from flint import fmpz_mpoly

from proofpages.equations.numbers.atom_table import AtomTable
from proofpages.equations.numbers.evaluate import NotExact
from proofpages.equations.numbers.indeterminates import Atom, canonical
from proofpages.equations.numbers.rational_functions import Ratio


def sign(table: AtomTable, value: Ratio, strict: bool = True) -> int:
    """1 or −1 if the value provably has this sign for every K, else 0.

    Without `strict`, 0 is allowed as a value of a function that has a sign otherwise.
    """
    # Where the value is defined, the denominator is not 0.
    bottom = _polynomial_sign(table, value.bottom, strict=False)
    return bottom and bottom * _polynomial_sign(table, value.top, strict)


def _polynomial_sign(table: AtomTable, polynomial: fmpz_mpoly, strict: bool) -> int:
    """By its terms, or by its factors: what is squared has a sign, whatever it is."""
    found = _sign_by_terms(table, polynomial, strict)
    if found or len(polynomial) < 2:
        return found
    try:
        constant, factors = table.ring.factors(polynomial, "a sign of a large expression")
    except NotExact:
        return 0
    result = 1 if constant > 0 else -1
    for factor, count in factors:
        of_factor = _sign_by_terms(table, factor, strict)
        if count % 2:
            result *= of_factor
        elif strict and not of_factor:
            return 0
    return result


def _sign_by_terms(table: AtomTable, polynomial: fmpz_mpoly, strict: bool) -> int:
    found: set[int] = set()
    sure = not strict
    terms = table.terms(polynomial)
    for monomial, c in terms:
        grade = min((_atom_grade(table, atom, e) for atom, e in monomial), default=2)
        sure = sure or grade == 2
        found.add((1 if c > 0 else -1) if grade else 0)
    if len(found) == 1 and sure and 0 not in found:
        return found.pop()
    if not table.signs:
        return 0
    turned, key = canonical(tuple(terms))
    return turned * table.signs.get(key, 0)


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


def note_positive(table: AtomTable, constant: int, factors: list[tuple[fmpz_mpoly, int]]) -> None:
    """Note that a product of irreducible factors is positive, because its logarithm is taken.

    That says something of a factor if the signs of all others are known.
    """
    rest = 1 if constant > 0 else -1
    unknown: list[fmpz_mpoly] = []
    for factor, count in factors:
        if count % 2:
            found = _sign_by_terms(table, factor, strict=False)
            if not found:
                unknown.append(factor)
                continue
            rest *= found
            _note(table, factor, found)  # It is not 0 either.
    if len(unknown) == 1:
        _note(table, unknown[0], rest)


def _note(table: AtomTable, polynomial: fmpz_mpoly, sign: int) -> None:
    turned, key = canonical(tuple(table.terms(polynomial)))
    table.signs[key] = turned * sign
