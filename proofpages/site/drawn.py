"""What a reader sees in a typeset formula: its presentation MathML, as nested tuples.

Two formulas that look the same to a reader give the same tuples. These differences are harmless,
and none other:

- spacing, `\\left` and `\\right`, the size of a fraction, a stretched hat, a box around it, and a
  comma or full stop behind it;
- the kind of a bracket (round, square, curly), and brackets around what is one factor or one side;
- a product written with a dot or side by side, and a fraction written with a slash between two
  factors;
- `e^x` and `exp(x)`, `ln` and `log`, the argument of a function with or without brackets;
- `∂/∂z X` and `∂X/∂z`; `∂z²`, `∂z z` and `∂z ∂z`;
- commas between indices, and a sum over `i, j` for two sums;
- rows of an aligned block, of which one that begins with a relation goes on with the row above;
- words before a condition (for, if, when, where), brackets around it, and `k = 1, …, K` in it, and
  whether it stands behind the equation or, with a colon, in front.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import Any
from xml.etree.ElementTree import Element, fromstring

Shape = tuple[Any, ...]
"""A kind, such as `"+"` or `"frac"`, and what it is made of."""

RELATIONS = frozenset("=<>≤≥≠∈≈≡∼∝→⇒⇔⊂⊆≪≫≃≅≐↦∉") | {":="}
SAME = {"⩽": "≤", "⩾": "≥", "≔": ":=", "⋯": "…", "ln": "log", "-": "−", "ˆ": "^", "˜": "~"}
OPEN, CLOSE = "([{", ")]}"
BIG = frozenset("∑∏∫")
NORM = (("o", "∥"), ("o", "‖"))
CONDITION_WORDS = frozenset(("for", "if", "when", "where", "for all"))
INDEX, ANY_NAME = re.compile(r"[i-n]|\d+"), re.compile(r"[A-Za-z]|\d+")
NARROW = 0.9
"""Spaces below this width, in em, part nothing."""
EMS = {
    **{"em": 1, "rem": 1, "ex": 0.43, "in": 7.227, "cm": 2.845, "mm": 0.2845},
    **{"pt": 0.1, "pc": 1.2, "px": 0.0753},
}
"""How many em there are in the units in which a space is read."""
OVERLAP = -0.17
"""A space narrower than `\\!` draws one sign over another."""


class Overlap(ValueError):
    """Signs are drawn over one another."""


@lru_cache(maxsize=4096)  # Most formulas within a sentence stand on a page many times.
def shape_of(mathml: str) -> Shape:
    """What is seen in a formula, given its MathML.

    Raises:
        Overlap: if a negative space draws one sign over another.
    """
    segments: list[tuple[bool, list[Shape]]] = [(True, [])]
    items = _items(fromstring(mathml))
    if len(items) == 1 and items[0][0] == "table":
        rows = [[("row",), *row] for row in items[0][1:]]
        items = [item for row in rows for item in row if item != ("o", "&")]
    for item in items:
        if item in (("row",), ("quad",), ("i", "and", "")):
            if segments[-1][1]:
                segments.append((item == ("row",), []))
            elif item == ("row",):
                segments[-1] = (True, [])
        else:
            segments[-1][1].append(item)
    statements: list[list[Any]] = []
    conditions: list[set[Shape]] = []
    for new_row, items in segments:
        while items and items[-1][0] == "o" and items[-1][1] in ".,;":
            items.pop()
        if not items:
            continue
        condition = None if new_row else _condition(items)
        if condition is not None:
            conditions[-1] |= condition
            continue
        given, items = _condition_in_front(items)
        sides = _sides(items)
        if statements and new_row and sides[0] == () and not conditions[-1]:
            statements[-1] += sides[1:]
        else:
            statements.append(sides)
            conditions.append(given)
    return tuple(
        ("states", tuple(sides), frozenset(given))
        for sides, given in zip(statements, conditions, strict=True)
    )


# Elements → a flat list of items, each with its kind


def _items(element: Element) -> list[Shape]:
    """What an element holds, without spaces."""
    return _without_spaces([item for child in element for item in _item(child)])


def _one(element: Element) -> list[Shape]:
    """What an element is, without spaces."""
    return _without_spaces(_item(element))


def _without_spaces(items: list[Shape]) -> list[Shape]:
    overlap = 0.0
    for item in items:
        overlap = overlap + item[1] if item[0] == "space" else 0.0
        if overlap < OVERLAP:
            raise Overlap("a negative space draws one sign over another")
    return [item for item in items if item[0] != "space"]


def _item(element: Element) -> list[Shape]:
    text = " ".join((element.text or "").split())
    text = SAME.get(text, text)
    match element.tag:
        case "mrow" | "mstyle" | "mpadded" | "menclose" | "math" | "semantics":
            return [item for child in element for item in _item(child)]
        case "mtable":
            return [("table", *map(_items, element))]
        case "mtd":
            return [("o", "&"), *(item for child in element for item in _item(child))]
        case "mi" if not text:
            return []
        case "mi":
            variant = element.get("mathvariant", "").replace("bold-italic", "bold")
            upright = len(text) > 1 or text in "∇⊤"  # The two have no other look.
            plain = variant in ("italic", "normal" if upright else "italic")
            return [("i", text, "" if plain else variant)]
        case "mtext":
            return [("i", text, "")] if text else []
        case "mn" if text.endswith("."):
            # TeX takes the full stop behind a number for a part of it.
            return [("n", text[:-1]), ("o", ".")]
        case "mn":
            number = str(Fraction(text)) if re.fullmatch(r"\d+(\.\d+)?", text) else text
            # A bold 1 is a vector.
            return [("n", number, *filter(None, [element.get("mathvariant")]))]
        case "mo" if text in ("\u2062", "\u2063", "\u2064", ""):
            return []
        case "mo":
            return [("o", text)]
        case "mspace":
            width = _ems(element.get("width") or "0em")
            return [("quad",)] if width >= NARROW else [("space", width)]
        case "msub" | "munder":
            base, below = map(_one, element)
            return _at_last("sub", base, below)
        case "msup" | "mover":
            base, above = map(_one, element)
            accent = (
                element.tag == "mover" and base[:1] != [("o", "∑")] and base[:1] != [("o", "∏")]
            )
            return [("accent", base, above)] if accent else _at_last("sup", base, above)
        case "msubsup" | "munderover":
            base, below, above = map(_one, element)
            return _at_last("sup", _at_last("sub", base, below), above)
        case "msqrt":
            return [("msqrt", _items(element))]
        case _:
            return [(element.tag, *map(_one, element))]


def _ems(width: str) -> float:
    """A width in em; TeX has ten points in one."""
    unit = width.lstrip("-.0123456789")
    return float(width.removesuffix(unit)) * EMS[unit]


def _at_last(kind: str, base: list[Shape], script: list[Shape]) -> list[Shape]:
    """An index or an exponent stands at the last sign, whatever group TeX has put it behind."""
    return [*base[:-1], (kind, base[-1:], script)]


# Items → what is meant by their order


def _condition(items: list[Shape]) -> set[Shape] | None:
    """The pairs that a condition relates; None if the items are none."""
    names = INDEX
    first = items[0]
    worded = first[0] == "i" and first[1].rstrip(":").lower() in CONDITION_WORDS
    items = items[1:] if worded else items
    if worded or _is_group(items):
        names = ANY_NAME
    if _is_group(items):
        items = items[1:-1]
        first = items[0] if items else ("", "")
        inner = first[0] == "i" and str(first[1]).lower() in CONDITION_WORDS
        items = items[1:] if inner else items
    if not items or any(item[0] not in "ino" for item in items):
        return None
    text = " ".join(str(item[1]) for item in items)
    text = re.sub(r"(\w+) (?:= 1 , … , \w|∈ \{ 1 , … , \w \})(?= ,|$)", "", text)
    pairs: set[Shape] = set()
    for part in filter(None, (part.strip() for part in text.split(","))):
        words = part.split(" ")
        related, signs = words[::2], words[1::2]
        if not all(names.fullmatch(name) for name in related):
            return None
        if not signs or len(related) != len(signs) + 1 or not set(signs) <= {"=", "≠"}:
            return None
        pairs |= {
            (sign, *sorted(pair)) for pair, sign in zip(pairwise(related), signs, strict=True)
        }
    return pairs


def _condition_in_front(items: list[Shape]) -> tuple[set[Shape], list[Shape]]:
    """What ``if i = j:`` in front of an equation relates, and the rest."""
    if ("o", ":") in items:
        end = items.index(("o", ":"))
        first = items[0]
        if first[0] == "i" and str(first[1]).lower() in CONDITION_WORDS:
            return _condition(items[:end]) or set(), items[end + 1 :]
    return set(), items


def _sides(items: list[Shape]) -> list[Shape]:
    """Sides and relations in turn, each side a tuple of what commas part."""
    found: list[Any] = []
    side: list[list[Shape]] = [[]]
    depth = 0
    for item in [*items, None]:
        mark = item[1] if item and item[0] == "o" else None
        depth += (mark in (*OPEN,)) - _closes(item)
        if item is None or (depth == 0 and mark in RELATIONS):
            found.append(tuple(_expression(part) for part in side) if side != [[]] else ())
            side = [[]]
            if item is not None:
                found.append(mark)
        elif depth == 0 and mark == ",":
            side.append([])
        else:
            side[-1].append(item)
    return found


def _closes(item: Shape | None) -> bool:
    """Whether an item is a closing bracket, with an exponent or an index at it or without."""
    while item and item[0] in ("sup", "sub") and len(item[1]) == 1:
        item = item[1][0]
    return item is not None and item[0] == "o" and item[1] in (*CLOSE,)


def _is_group(items: list[Shape]) -> bool:
    """Whether one pair of brackets holds all of the items."""
    if len(items) < 2 or items[0][0] != "o" or items[0][1] not in OPEN:
        return False
    return items[-1][0] == "o" and _end_of_group(items, 0) == len(items) - 1


def _end_of_group(items: list[Shape], start: int) -> int:
    depth = 0
    for place in range(start, len(items)):
        depth += items[place][0] == "o" and items[place][1] in (*OPEN,)
        depth -= _closes(items[place])
        if depth == 0:
            return place
    return len(items) - 1


def _end_of_norm(items: list[Shape], start: int) -> int:
    """Where the norm that begins here ends; 0 if none begins."""
    if items[start] not in NORM:
        return 0
    ends = range(start + 1, len(items))
    return next((n for n in ends if _core(items[n]) == items[start]), 0)


def _expression(items: list[Shape]) -> Shape:
    terms: list[tuple[bool, list[Shape]]] = [(False, [])]
    place = 0
    while place < len(items):
        item = items[place]
        if (item[0] == "o" and item[1] in OPEN) or _end_of_norm(items, place):
            end = _end_of_norm(items, place) or _end_of_group(items, place)
            terms[-1][1].extend(items[place : end + 1])
            place = end + 1
            continue
        if item[0] == "o" and item[1] in ("+", "−"):
            terms.append((item[1] == "−", []))
        else:
            terms[-1][1].append(item)
        place += 1
    if len(terms) > 1 and not terms[0][1]:
        del terms[0]
    parts = [("−", _product(part)) if minus else _product(part) for minus, part in terms]
    return parts[0] if len(parts) == 1 else ("+", *parts)


def _product(items: list[Shape]) -> Shape:
    factors: list[Shape] = []
    rest = list(items)
    while rest:
        if rest[0][0] == "o" and rest[0][1] in ("⋅", "\u2061"):
            rest.pop(0)
        elif rest[0] == ("o", "/") and factors:
            rest.pop(0)
            factors[-1] = ("frac", factors[-1], _factor(rest))
        else:
            factors.append(_factor(rest))
    return factors[0] if len(factors) == 1 else ("·", *factors)


def _factor(rest: list[Shape]) -> Shape:
    """Take one factor from the front."""
    if not rest:
        return ("nothing",)
    item = rest[0]
    if item[0] == "o" and item[1] in OPEN:
        end = _end_of_group(rest, 0)
        last = rest[end]
        inside = _expression(rest[1:end])
        del rest[: end + 1]
        return _raised(last, inside)
    end = _end_of_norm(rest, 0)
    if end:
        last, inside = rest[end], ("norm", _expression(rest[1:end]))
        del rest[: end + 1]
        return _raised(last, inside)
    rest.pop(0)
    core = _core(item)
    if core[0] == "o" and core[1] in BIG:
        return _folded(item, rest)
    if core[0] == "i" and (core[1] == "∇" or (core[1] == "∂" and item is not core)):
        return (core[1], _raised(item, ()), _operand(rest))
    if core[0] == "i" and len(core[1]) > 1 and rest and _is_applied(rest):
        return ("apply", _raised(item, core), _operand(rest))
    if item[0] == "frac" or item[0] == "mfrac":
        return _fraction(item, rest)
    return _raised(item, core)


def _core(item: Shape) -> Shape:
    """What carries the indices and exponents of an item."""
    while item[0] in ("sup", "sub") and len(item[1]) == 1:
        item = item[1][0]
    return item


def _is_applied(rest: list[Shape]) -> bool:
    return rest[0] == ("o", "\u2061") or _opens(rest)


def _opens(items: list[Shape]) -> bool:
    return bool(items) and items[0][0] == "o" and items[0][1] in OPEN


def _operand(rest: list[Shape]) -> Shape:
    while rest and rest[0] == ("o", "\u2061"):
        rest.pop(0)
    named = bool(rest) and _core(rest[0])[0] in ("i", "accent")
    first = _factor(rest)
    if named and _opens(rest):
        # A name and its argument: log f(x).
        return ("·", first, _factor(rest))
    return first


def _raised(item: Shape, core: Shape) -> Shape:
    """An item's indices and exponents, at what carries them."""
    if item[0] == "sup" and item[1] == [("i", "e", "")]:
        return ("apply", ("i", "exp", ""), _expression(item[2]))
    if item[0] in ("sup", "sub"):
        base = _raised(item[1][0], core) if len(item[1]) == 1 else _expression(item[1])
        if item[0] == "sup":
            return ("^", base, _expression(item[2]))
        return ("_", base, _flat(item[2]))
    if item[0] == "accent":
        return ("accent", _expression(item[1]), _flat(item[2]))
    if core is item and item[0] not in "ino":
        return (item[0], *map(_expression, item[1:]))
    return core


def _flat(items: list[Shape]) -> Shape:
    """Indices: what stands there, in order, without commas."""
    return tuple(_raised(item, _core(item)) for item in items if item != ("o", ","))


def _folded(item: Shape, rest: list[Shape]) -> Shape:
    """A sum over what stands below it, with the product that follows."""
    below: list[Shape] = []
    above: list[Shape] = []
    sign = item
    while sign[0] in ("sup", "sub"):
        if sign[0] == "sup":
            above = sign[2]
        else:
            below = sign[2]
        sign = sign[1][0]
    body = _product(rest)
    rest.clear()
    parts: dict[Shape, list[Shape]] = {}
    part: list[Shape] = []
    for one in [*below, ("o", ",")]:
        if one == ("o", ","):
            if part:
                parts.setdefault(part[0], []).append(tuple(part[1:]))
            part = []
        else:
            part.append(_raised(one, _core(one)))
    for index, given in reversed(parts.items()):
        conditions = frozenset(filter(None, given))
        body = (sign[1], index, conditions, _expression(above) if above else (), body)
    return body


def _fraction(item: Shape, rest: list[Shape]) -> Shape:
    top, bottom = item[1], item[2]
    if not top or _core(top[0]) not in (("i", "∂", ""), ("i", "d", ""), ("i", "d", "normal")):
        return ("frac", _expression(top), _expression(bottom))
    sign = _core(top[0])
    by: list[Shape] = []
    place = 0
    while place < len(bottom) and (by or bottom[0] == sign):
        place += bottom[place] == sign
        if place == len(bottom):
            break
        variable = bottom[place]
        times = 1
        if variable[0] == "sup" and len(variable[2]) == 1 and variable[2][0][0] == "n":
            times = int(variable[2][0][1])
            variable = variable[1][0]
        by += [_raised(variable, _core(variable))] * times
        place += 1
    if not by or place != len(bottom) or top[1:2] == [("o", "⋅")]:
        return ("frac", _expression(top), _expression(bottom))
    order = _flat(top[0][2]) if top[0][0] == "sup" else (("n", "1"),)
    body = _product(top[1:]) if top[1:] else _operand(rest)
    return ("∂", order, tuple(by), body)
