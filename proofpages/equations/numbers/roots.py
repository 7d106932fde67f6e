"""Roots of positive quantities: ``r = e^{log(v)/n}`` is an atom of its own, with ``r^n = v``."""

from __future__ import annotations

from flint import fmpz_mpoly

from proofpages.equations.numbers.atom_table import AtomTable
from proofpages.equations.numbers.indeterminates import Atom
from proofpages.equations.numbers.rational_functions import Ratio
from proofpages.equations.numbers.signs import sign


def reduced(table: AtomTable, value: Ratio) -> Ratio:
    """The value with r^n = v for every root r of a positive v: ``√x·√x`` becomes ``x``."""
    for place in tuple(table.roots):
        atom = table[place]
        radicand = _radicand(table, atom)
        if radicand is None:
            continue
        root = atom[3]
        while any(
            exponents[place] >= root
            for part in (value.top, value.bottom)
            for exponents in part.monoms()
        ):
            parts = (value.top, value.bottom)
            top, bottom = (_without_root(table, part, place, root, radicand) for part in parts)
            value = top / bottom
    return value


def _radicand(table: AtomTable, atom: Atom) -> Ratio | None:
    """The v of ``e^{log|v|/n}``, or −v, whichever is positive; None if that is not known."""
    ((inner, _),) = atom[1]
    inside = table.rebuild(inner[1])
    known = sign(table, inside)
    if not known:
        return None
    return inside if known > 0 else -inside


def _without_root(
    table: AtomTable, polynomial: fmpz_mpoly, place: int, root: int, radicand: Ratio
) -> Ratio:
    ring = table.ring
    result = ring.zero
    for exponents, c in polynomial.terms():
        whole, rest = divmod(exponents[place], root)
        left = (*exponents[:place], rest, *exponents[place + 1 :])
        term = Ratio(ring, ring.polynomial({left: c}), ring.unit)
        result = result + term * radicand**whole
    return result
