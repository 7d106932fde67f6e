"""Using an equation as a hypothesis of the proof for every K."""

from __future__ import annotations

from fractions import Fraction

from proofpages.equations.numbers.evaluate import NotExact
from proofpages.equations.numbers.every_k import EveryK
from proofpages.equations.numbers.indeterminates import Atom
from proofpages.equations.numbers.rational_functions import Ratio


def impose(algebra: EveryK, residual: Ratio) -> bool:
    """Use ``residual = 0``: express one atom by the others from now on.

    Returns:
        False if the hypothesis contradicts the earlier ones.

    Raises:
        NotExact: no atom stands in it linearly, with a constant coefficient.
    """
    if residual.is_zero:
        return True
    if residual.constant() is not None:
        return False
    found: tuple[int, int] | None = None
    for n, atom in enumerate(algebra.atoms):
        containing = [e for e in residual.top.monoms() if e[n]]
        if len(containing) != 1 or sum(containing[0]) != 1:
            continue
        rank = 0 if atom[0] == "sum" else 1 if atom[0] == "leaf" and not atom[2] else 2
        rank = 3 if atom[0] not in ("sum", "leaf") else rank
        found = min(found, (rank, n)) if found else (rank, n)
    if found is None or found[0] == 3:
        raise NotExact("a hypothesis that is linear in no single quantity")
    place = found[1]
    alone = tuple(int(n == place) for n in range(algebra.width))
    coefficient = residual.top.to_dict()[alone]
    rest = residual.top - algebra.ring.polynomial({alone: coefficient})
    rule = Ratio(algebra.ring, -rest, algebra.ring.unit) / algebra.ring.number(
        Fraction(int(coefficient))
    )
    target = algebra.atoms[place]
    algebra.rules = {
        key: _replaced(algebra, value, target, rule) for key, value in algebra.rules.items()
    }
    algebra.rules[target] = rule
    return True


def _replaced(algebra: EveryK, value: Ratio, target: Atom, rule: Ratio) -> Ratio:
    def change(atom: Atom) -> Ratio:
        return rule if atom == target else algebra.atom(atom)

    top = algebra.rebuild(tuple(algebra.terms(value.top)), change)
    return top / algebra.rebuild(tuple(algebra.terms(value.bottom)), change)
