"""What the indeterminates of the proof for every K stand for.

An atom is a nested tuple: a component of a variable, an exponential or a logarithm of something
made of atoms, a power sum over the anonymous values of an index, or the number of those values.
Labels are integers; inside a power sum the summed label is a negative integer, so that atoms which
differ in the name of a summed label only are equal.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import permutations
from math import prod
from typing import Any, TypeVar

T = TypeVar("T")
Atom = tuple[Any, ...]
Monomial = tuple[tuple[Atom, int], ...]
Polynomial = tuple[tuple[Monomial, int], ...]
Bound = tuple[str, int]
"""A size, and the label that runs over its anonymous values."""


def leaf(name: str, labels: tuple[int, ...]) -> Atom:
    """A component of a declared variable."""
    return ("leaf", name, labels)


def is_root(atom: Atom) -> bool:
    """Whether an atom is ``e^{log(v)/n}``, which is a root where v or −v is positive."""
    if atom[0] != "exp" or atom[2] is not None or len(atom[1]) != 1:
        return False
    ((inner, exponent),) = atom[1]
    return bool(inner[0] == "log" and exponent == 1)


@lru_cache(maxsize=4096)
def labels_of(key: Any) -> frozenset[int]:
    """Every label in an atom, monomial or polynomial."""
    if not isinstance(key, tuple) or not key:
        return frozenset()
    if key[0] == "leaf":
        return frozenset(key[2])
    return frozenset().union(*(labels_of(part) for part in key))


def relabel(key: Any, change: Callable[[int], int]) -> Any:
    """Rename labels everywhere in an atom, monomial or polynomial, one to one."""
    if not isinstance(key, tuple) or not key:
        return key
    if key[0] == "leaf":
        return ("leaf", key[1], tuple([change(label) for label in key[2]]))
    parts = tuple([relabel(part, change) for part in key])
    if key[0] == "log":
        return ("log", canonical(parts[1])[1])
    if key[0] == "exp":
        below = None if parts[2] is None else ordered(parts[2])
        return ("exp", in_order(parts[1]), below, parts[3])
    if key[0] == "sum":
        # The sign of a factor below is kept as it is: it says nothing of the sum.
        bottoms = in_order([ordered(bottom) for bottom in parts[3]])
        return ("sum", parts[1], in_order(parts[2]), bottoms)
    return parts


@lru_cache(maxsize=4096)
def canonical_sum(
    bounds: tuple[Bound, ...], monomial: Monomial, bottoms: tuple[Polynomial, ...]
) -> tuple[int, Atom]:
    """A sign, and the sum of ``monomial / Π bottoms`` over the anonymous values of the bounds.

    Of all ways of naming labels of the same size one is taken, so equal sums are equal atoms.
    """
    inner = min((x for x in labels_of((monomial, tuple(bottoms))) if x < 0), default=0)
    sizes = sorted(size for size, _ in bounds)
    named = tuple((size, inner - 1 - n) for n, size in enumerate(sizes))
    ways = []
    for order in permutations(bounds):
        if [size for size, _ in order] == sizes:
            change = {label: name for (_, label), (_, name) in zip(order, named, strict=True)}
            ways.append(_renamed(monomial, bottoms, change))
    sign, terms, below = min(ways, key=lambda way: repr(way[1:])) if len(ways) > 1 else ways[0]
    return sign, ("sum", named, terms, below)


def _renamed(
    monomial: Monomial, bottoms: Sequence[Polynomial], names: dict[int, int]
) -> tuple[int, Monomial, tuple[Polynomial, ...]]:
    def change(label: int) -> int:
        return names.get(label, label)

    terms = in_order([(relabel(atom, change), e) for atom, e in monomial])
    signed = [canonical(relabel(polynomial, change)) for polynomial in bottoms]
    below = in_order([polynomial for _, polynomial in signed])
    return prod(sign for sign, _ in signed), terms, below


def ordered(polynomial: Polynomial) -> Polynomial:
    """Terms in a fixed order."""
    return in_order([(in_order(monomial), c) for monomial, c in polynomial])


def in_order(items: Sequence[T]) -> tuple[T, ...]:
    """The items in an order that does not depend on how they came about."""
    return tuple(sorted(items, key=repr) if len(items) > 1 else items)


def canonical(polynomial: Polynomial) -> tuple[int, Polynomial]:
    """A sign, and terms in a fixed order of which the first has a positive coefficient."""
    terms = ordered(polynomial)
    if terms and terms[0][1] < 0:
        return -1, tuple((m, -c) for m, c in terms)
    return 1, terms


def show_atom(atom: Atom, letters: Callable[[int], str]) -> str:
    """An atom as text, for explanations."""
    kind = atom[0]
    if kind == "leaf":
        below = ",".join(letters(label) for label in atom[2])
        return f"{atom[1]}_{{{below}}}" if below else str(atom[1])
    if kind == "exp":
        top = _show_monomial(atom[1], letters)
        below = "" if atom[2] is None else f"/({show_polynomial(atom[2], letters)})"
        root = "" if atom[3] == 1 else f"/{atom[3]}"
        return f"e^{{{top}{below}{root}}}"
    if kind == "log":
        return f"log({show_polynomial(atom[1], letters)})"
    if kind == "rest":
        return f"#rest({atom[1]})"
    signs = "".join(f"Σ'_{letters(label)}" for _, label in atom[1])
    below = "".join(f"/({show_polynomial(factor, letters)})" for factor in atom[3])
    return f"{signs}[{_show_monomial(atom[2], letters)}{below}]"


def _show_monomial(monomial: Monomial, letters: Callable[[int], str]) -> str:
    return "·".join(show_atom(a, letters) + (f"^{e}" if e != 1 else "") for a, e in monomial) or "1"


def show_polynomial(polynomial: Polynomial, letters: Callable[[int], str]) -> str:
    """A polynomial as text."""
    parts = []
    for monomial, c in polynomial:
        text = _show_monomial(monomial, letters)
        if monomial:
            text = text if c == 1 else f"-{text}" if c == -1 else f"{c}·{text}"
        else:
            text = str(c)
        parts.append(text)
    return " + ".join(parts).replace("+ -", "- ") or "0"
