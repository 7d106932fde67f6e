"""MathML → a plain tree of what is seen."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any
from xml.etree.ElementTree import Element, fromstring

Node = tuple[Any, ...]
"""`("add", (sign, node), …)`, `("mul", node, …)`, `("name", "p", ("j",))`, and so on."""


class Unclear(ValueError):
    """A formula that people read in more than one way, or that is no formula."""


class NotIntroduced(Unclear):
    """A name that nothing in front of the formula introduces."""


class Unread(ValueError):
    """What this reading has no words for; it says nothing about the formula."""


RELATIONS = {"=": "=", "<": "<", ">": ">", "≤": "<=", "≥": ">=", "≠": "!=", "⩽": "<=", "⩾": ">="}
OPEN, CLOSE = "([{", ")]}"
FUNCTIONS = {"exp", "log", "ln", "tanh", "sin", "cos", "sinh", "cosh"}
PRIMES = {"′": 1, "″": 2, "‴": 3, "⁗": 4}
MINUS = ("-", "−")
DOTS = ("⋅", "·")
WORDS = {"for", "if", "when", "where", "forall"}
QUAD = 0.9
POINTS = {"pt": 1.0, "em": 10.0, "ex": 4.3, "in": 72.27, "cm": 28.45, "mm": 2.845, "px": 0.75}
"""Units of width in points, in a font of ten points."""


@dataclass(frozen=True)
class Sign:
    """Something drawn in the line: a letter, number, operator or box, with its scripts."""

    kind: str  # n, i, o, text, frac, root, table, space, accent
    text: str = ""
    parts: tuple[tuple[Sign, ...], ...] = ()
    below: tuple[Sign, ...] = ()
    above: tuple[Sign, ...] = ()

    def is_(self, *texts: str) -> bool:
        return self.kind == "o" and self.text in texts


Signs = tuple[Sign, ...]


def _in_em(width: str) -> float:
    """A width such as ``0.5in``, in the font's own unit."""
    unit = width.lstrip("-0123456789.")
    return float(width.removesuffix(unit)) * POINTS[unit] / POINTS["em"]


def signs(element: Element) -> Signs:
    """What is drawn, left to right."""
    text = "".join((element.text or "").split("\n")).replace("\xa0", " ").strip()
    children = list(element)
    match element.tag:
        case "math" | "mrow" | "mstyle" | "mpadded" | "menclose" | "semantics" | "mtd":
            return _line(children)
        case "mi":
            return (Sign("i", _style(element, text) + text),) if text else ()
        case "mn":
            bold = "bold:" if "bold" in element.get("mathvariant", "") else ""
            if text.endswith(".") and not bold:
                return Sign("n", text[:-1]), Sign("o", ".")
            return (Sign("i" if bold else "n", bold + text),)
        case "mtext":
            return (Sign("text", text),) if text else ()
        case "mo":
            if text in PRIMES:
                return (Sign("o", "′"),) * PRIMES[text]
            return () if text in ("", "\u2061", "\u2062", "\u2063") else (Sign("o", text),)
        case "mspace":
            width = _in_em(element.get("width") or "0em")
            if width < 0:
                return (Sign("back", str(width)),)
            return (Sign("space", "quad"),) if width >= QUAD else ()
        case "mfrac":
            if element.get("linethickness"):
                raise Unread("a fraction without a line")
            return (Sign("frac", "", (signs(children[0]), signs(children[1]))),)
        case "msqrt":
            return (Sign("root", "", (tuple(s for c in children for s in signs(c)),)),)
        case "mtable":
            rows = [_cells(row) for row in children]
            return (Sign("table", "", tuple(rows)),)
        case "msub" | "munder":
            return _scripted(signs(children[0]), signs(children[1]), ())
        case "msup":
            return _scripted(signs(children[0]), (), signs(children[1]))
        case "mover":
            return _over(signs(children[0]), signs(children[1]))
        case "msubsup" | "munderover":
            return _scripted(signs(children[0]), signs(children[1]), signs(children[2]))
    raise Unread(element.tag)


def _style(letter: Element, text: str) -> str:
    """What is said in front of a letter that is not drawn as letters are: ``bold:``."""
    variant = letter.get("mathvariant", "")
    if "bold" in variant:
        return "bold:"
    if variant == "normal":
        return "upright:" if len(text) == 1 and text.isalpha() else ""
    return "" if variant in ("italic", "") else f"{variant}:"


def _over(base: Signs, over: Signs) -> Signs:
    """An upper limit, or an accent."""
    if base and base[-1].text in ("∑", "∏"):
        return _scripted(base, (), over)
    if len(base) == 1 and base[0].kind == "i" and len(over) == 1:
        accent = {"¯": "bar", "―": "bar", "^": "hat", "~": "tilde"}.get(over[0].text)
        if accent:
            return (Sign("i", f"{accent}:{base[0].text}", (), base[0].below),)
    raise Unread(f"an accent {over}")


def _line(children: Iterable[Element]) -> Signs:
    """Signs one after another; a script without a base stands at what is drawn in front of it."""
    found: Signs = ()
    for child in children:
        for sign in signs(child):
            if sign.kind == "nothing" and any(s.kind not in ("back", "space") for s in found):
                place = max(n for n, s in enumerate(found) if s.kind not in ("back", "space"))
                scripted = _scripted(found[: place + 1], sign.below, sign.above)
                found = (*scripted, *found[place + 1 :])
            else:
                found = (*found, sign)
    return found


def _cells(row: Element) -> Signs:
    found: list[Sign] = []
    # The first cell of a numbered row is its number.
    for number, cell in enumerate(list(row)[row.tag == "mlabeledtr" :]):
        if number:
            found.append(Sign("space", "cell"))
        found += signs(cell)
    return tuple(found)


def _scripted(base: Signs, below: Signs, above: Signs) -> Signs:
    """Scripts stand at the sign that is drawn in front of them, whatever TeX grouped."""
    if not base:
        return (Sign("nothing", "", (), below, above),) if below or above else ()
    last = base[-1]
    if (below and last.below) or (above and last.above and last.above != (Sign("o", "′"),)):
        raise Unclear("two scripts in one place")
    if last.kind in ("frac", "root", "table") and (below or above):
        raise Unclear("a script at a fraction or root")
    changed = Sign(last.kind, last.text, last.parts, last.below + below, last.above + above)
    return (*base[:-1], changed)


# -- statements ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reading:
    """The relations that a formula states, with the conditions that stand behind them.

    A chain is its sides and signs in turn. One that begins with a sign has no first side.
    """

    chains: tuple[tuple[Node | None, ...], ...]
    conditions: tuple[tuple[str, str, bool], ...] = ()


@dataclass(frozen=True)
class Known:
    """What names are: how many indices, and which of them take arguments."""

    arities: dict[str, int] = field(default_factory=dict)
    functions: frozenset[str] = frozenset()
    sizes: frozenset[str] = frozenset({"K"})
    defined: frozenset[str] = frozenset()
    """Names that are defined without an argument."""
    unread: frozenset[str] = frozenset()
    """Names that are defined in a way that is not read here."""


def read(mathml: str, known: Known) -> Reading:
    """Read a formula.

    Raises:
        Unclear: it has several readings.
        Unread: it holds what is not read here.
    """
    if not mathml:
        raise Unread("what MathJax cannot draw")
    line = signs(fromstring(mathml))
    if not line:
        raise Unread("nothing is drawn")
    rows = [line]
    if len(line) == 1 and line[0].kind == "table":
        rows = [
            tuple(sign for sign in row if sign.text != "cell" or sign.kind != "space")
            for row in line[0].parts
        ]
    chains: list[list[Any]] = []
    conditions: list[tuple[str, str, bool]] = []
    for row in rows:
        for number, part in enumerate(_split(row, _parts)):
            part = _without_end(part)
            if not part:
                continue
            given = _condition(part) if number else None
            if given is not None:
                conditions += given
                continue
            sides = _sides(part, known)
            if sides[0] is None and chains and len(rows) > 1:
                chains[-1] += sides[1:]
            else:
                chains.append(sides)
    return Reading(tuple(map(tuple, chains)), tuple(conditions))


def _parts(sign: Sign) -> bool:
    """Whether a sign parts two statements in one line."""
    return sign == Sign("space", "quad") or (sign.kind in ("text", "i") and sign.text == "and")


def conditions_of(mathml: str) -> list[tuple[str, str, bool]]:
    """The relations of indices in the formula of a heading."""
    found = _condition(signs(fromstring(mathml)))
    if found is None:
        raise Unread("a heading")
    return found


def _split(line: Signs, at: Any) -> list[Signs]:
    parts: list[list[Sign]] = [[]]
    for sign in line:
        if at(sign):
            parts.append([])
        else:
            parts[-1].append(sign)
    return [tuple(part) for part in parts]


def _without_end(part: Signs) -> Signs:
    while part and part[-1].is_(".", ",", ";"):
        part = part[:-1]
    return part


def _condition(part: Signs) -> list[tuple[str, str, bool]] | None:
    """`(i ≠ j)`, with a word in front or inside; None if it is anything else."""
    part = tuple(sign for sign in part if sign.kind != "space")
    for _ in range(2):
        if part and part[0].kind == "text":
            if part[0].text.rstrip(":").strip().lower().replace(" ", "") not in WORDS:
                return None
            part = part[1:]
        if part and part[0].is_("(") and part[-1].is_(")"):
            part = part[1:-1]
    found: list[tuple[str, str, bool]] = []
    for piece in _split(part, lambda sign: sign.is_(",")):
        text = [(sign.kind, sign.text) for sign in piece]
        if text and text[0][1] in ("…", "⋯"):
            continue
        if len(text) == 1 and text[0][1] in ("K", "N", "D", "M") and found == []:
            continue
        if len(text) < 3 or len(text) % 2 == 0:
            return None
        if text[1:3] == [("o", "="), ("n", "1")] and len(part) > 3:
            continue  # k = 1, …, K
        for left, sign, right in zip(text[::2], text[1::2], text[2::2], strict=False):
            if sign[1] not in ("=", "≠") or left[0] not in "in" or right[0] not in "in":
                return None
            found.append((left[1], right[1], sign[1] == "="))
    return found


def _sides(part: Signs, known: Known) -> list[Any]:
    found: list[Any] = []
    side: list[Sign] = []
    depth = 0
    for sign in _assignments(part):
        depth += sign.is_(*OPEN) - sign.is_(*CLOSE)
        if depth == 0 and sign.is_(":="):
            found += [Line(tuple(side), known).whole() if side else None, "="]
            side = []
        elif depth == 0 and sign.kind == "o" and sign.text in RELATIONS:
            found += [Line(tuple(side), known).whole() if side else None, RELATIONS[sign.text]]
            side = []
        else:
            side.append(sign)
    found.append(Line(tuple(side), known).whole())
    return found


def _assignments(part: Signs) -> Signs:
    """The line with `:=` as one sign."""
    found: list[Sign] = []
    for sign in part:
        if sign.is_("=") and found and found[-1].is_(":", "∶"):
            found[-1] = Sign("o", ":=")
        elif sign.is_("≔"):
            found.append(Sign("o", ":="))
        else:
            found.append(sign)
    return tuple(found)


@dataclass(frozen=True)
class Definition:
    """A name that a formula defines, with its indices and parameters, and the body."""

    name: str
    indices: tuple[str, ...]
    parameters: tuple[str, ...] | None
    body: Signs


def definitions(mathml: str) -> list[Definition]:
    """What a formula defines, not read further yet: its names may be of use to each other."""
    line = signs(fromstring(mathml))
    rows = [line]
    if len(line) == 1 and line[0].kind == "table":
        rows = [tuple(s for s in row if s.text != "cell") for row in line[0].parts]
    found = []
    for row in rows:
        for part in _split(_assignments(row), lambda sign: sign == Sign("space", "quad")):
            pieces = _split(
                _without_end(part),
                lambda sign: sign.kind == "o" and (sign.text in RELATIONS or sign.is_(":=")),
            )
            if not any(sign.is_(":=") for sign in part):
                continue
            marks = [s.text for s in part if s.is_(":=") or (s.kind == "o" and s.text in RELATIONS)]
            place = marks.index(":=")
            left, right = pieces[place], pieces[place + 1]
            if not left:
                raise Unread("what is defined")
            name, indices, above = Line(left, Known()).name(left[0])
            if above:
                raise Unread("what is defined")
            parameters: tuple[str, ...] | None = None
            if len(left) > 1:
                reader = Line(left[1:], Known())
                inner, last = reader.group()
                if reader.next is not None:
                    raise Unread("what is defined")
                parameters = tuple(
                    piece[0].text for piece in _split_outside(inner) if len(piece) == 1
                )
                indices += _names(last.below)
            found.append(Definition(name, indices, parameters, right))
    return found


# -- expressions -----------------------------------------------------------------------------------


class Line:
    """Reads one expression from the signs of a line."""

    def __init__(self, line: Signs, known: Known) -> None:
        self.line, self.known, self.at = line, known, 0
        width = 0.0
        for sign in line:
            width = width + float(sign.text) if sign.kind == "back" else 0.0
            if width < -0.2:
                raise Unclear("signs are drawn over one another")
        self.line = tuple(sign for sign in line if sign.kind != "back")

    def whole(self) -> Node:
        if not self.line:
            raise Unclear("an empty place")
        tree = self.expression()
        if self.at < len(self.line):
            raise Unclear(f"{self.line[self.at]} is left over")
        return tree

    def sub(self, line: Signs) -> Node:
        return Line(line, self.known).whole()

    @property
    def next(self) -> Sign | None:
        return self.line[self.at] if self.at < len(self.line) else None

    def sees(self, *texts: str) -> bool:
        return self.next is not None and self.next.is_(*texts)

    def take(self) -> Sign:
        sign = self.next
        if sign is None:
            raise Unclear("something is missing at the end")
        self.at += 1
        return sign

    def expression(self) -> Node:
        terms: list[tuple[int, Node]] = []
        sign = 1
        if self.sees("+"):
            raise Unclear("a plus in front")
        if self.sees(*MINUS):
            self.take()
            sign = -1
        while True:
            terms.append((sign, self.term()))
            if not self.sees("+", *MINUS):
                break
            sign = 1 if self.take().text == "+" else -1
        if len(terms) == 1:
            return terms[0][1] if terms[0][0] == 1 else ("add", terms[0])
        return ("add", *terms)

    def term(self, inside: frozenset[str] = frozenset()) -> Node:
        """A product; `inside` are the letters of the sums whose body this is."""
        factors: list[Node] = []
        dotted = False
        while True:
            if not factors and inside and self.sees(*MINUS):
                # Behind a sum: the sign belongs to the product that is summed.
                self.take()
                return ("add", (-1, self.term(inside)))
            if dotted and self.sees(*MINUS):
                self.take()
                factors.append(("add", (-1, self.factor())))
                dotted = False
                continue
            if self.sees("+", *MINUS) and (not factors or dotted):
                raise Unclear("a sign where a factor is expected")
            sign = self.next
            if sign is None or sign.is_("+", *MINUS) or sign.is_(*CLOSE) or self._ends(sign):
                break
            if sign.is_(*DOTS):
                if not factors or dotted:
                    raise Unclear("a dot without a factor")
                self.take()
                dotted = True
                continue
            if sign.is_("/", "⊙"):
                return self._joined(factors, dotted)
            if factors and not dotted and sign.kind == "n":
                raise Unclear("a number behind a factor")
            if sign.text in ("∑", "∏"):
                if inside & set(_letters(sign)):
                    self.at -= dotted  # Another sum over the same letter.
                    dotted = False
                    break
                factors.append(self.fold(inside))
                dotted = False
                continue
            factors.append(self.factor())
            dotted = False
        if not factors or dotted:
            raise Unclear("a factor is missing")
        return factors[0] if len(factors) == 1 else ("mul", *factors)

    def _joined(self, left: list[Node], dotted: bool) -> Node:
        """The factors so far, and what a slash or ⊙ joins to them: nothing may stand behind."""
        slash = self.take().is_("/")
        if not left or dotted or (len(left) > 1 and not slash):
            raise Unclear("what a slash divides" if slash else "what ⊙ joins")
        right = self.factor()
        if self.goes_on():
            raise Unclear("what a slash divides by" if slash else "what ⊙ joins")
        # Of several factors it makes no difference which are divided.
        return ("div" if slash else "had", ("mul", *left) if len(left) > 1 else left[0], right)

    def _ends(self, sign: Sign) -> bool:
        return sign.is_(",", ";", "∣", "|") or sign.is_("end")

    def goes_on(self) -> bool:
        """Whether something stands behind that is no new term, and no end."""
        return self.next is not None and not (
            self.sees("+", *MINUS, *CLOSE) or self._ends(self.next)
        )

    def fold(self, inside: frozenset[str]) -> Node:
        sign = self.take()
        letters = _letters(sign)
        if not letters:
            raise Unread("a sum without a letter")
        size: Any = None
        if sign.above:
            above = sign.above
            if len(above) == 3 and above[1].is_(*MINUS) and above[2] == Sign("n", "1"):
                above = above[:1]
            elif Sign("n", "0") in sign.below:
                raise Unclear("a sum from 0 to a size")
            if len(above) != 1 or above[0].kind != "i" or above[0].text not in self.known.sizes:
                raise Unread("an upper limit")
            size = above[0].text
        elif any(s.is_("=") for s in sign.below):
            raise Unclear("a sum that starts and does not end")
        excluded = _excluded(sign)
        body = self.term(inside | set(letters))
        for letter in reversed(letters):
            body = (
                "sum" if sign.text == "∑" else "prod",
                letter,
                size,
                tuple(excluded.get(letter, ())),
                body,
            )
        return body

    def factor(self, alone: bool = False) -> Node:
        sign = self.next
        if sign is None:
            raise Unclear("a factor is missing at the end")
        if sign.text in ("∑", "∏"):
            return self.fold(frozenset())
        if sign.is_("(", "[", "{"):
            if (
                sign.is_("{")
                and self.at + 1 < len(self.line)
                and (self.line[self.at + 1].kind == "table")
            ):
                return self.cases()
            inner, last = self.group()
            whole = self.sub(inner)
            if last.below:
                whole = ("entry", whole, _names(last.below))
            return self.raised(whole, last.above)
        if sign.is_("‖", "∥"):
            return self.norm()
        self.take()
        if sign.kind == "n":
            if sign.below:
                raise Unclear("an index at a number")
            return self.raised(("num", Fraction(sign.text)), sign.above)
        if sign.kind == "frac":
            return self.fraction(sign)
        if sign.kind == "root":
            return ("fun", "sqrt", self.sub(sign.parts[0]))
        if sign.kind == "text":
            if sign.text.isalpha() and len(sign.text) > 1:
                return self.named(sign, alone)
            raise Unclear(f"the words {sign.text!r} in an expression")
        if sign.kind == "i":
            return self.named(sign, alone)
        raise Unclear(f"{sign.text!r} in an expression")

    def group(self) -> tuple[Signs, Sign]:
        """What stands between brackets, and the closing one with its scripts."""
        opening = self.take()
        depth, start = 1, self.at
        while depth:
            sign = self.take()
            depth += sign.is_(*OPEN) - sign.is_(*CLOSE)
        last = self.line[self.at - 1]
        if OPEN.index(opening.text) != CLOSE.index(last.text):
            raise Unclear("brackets that do not match")
        if opening.above or opening.below:
            raise Unclear("scripts at an opening bracket")
        return self.line[start : self.at - 1], last

    def norm(self) -> Node:
        self.take()
        start = self.at
        while not self.sees("‖", "∥"):
            self.take()
        inner = self.line[start : self.at]
        last = self.take()
        if last.below and last.below not in ((Sign("n", "2"),), (Sign("i", "F"),)):
            raise Unclear("which norm")
        return self.raised(("norm", self.sub(inner)), last.above)

    def cases(self) -> Node:
        self.take()
        table = self.take()
        rows = []
        for row in table.parts:
            parts = _split(row, lambda sign: sign == Sign("space", "cell"))
            if len(parts) != 2:
                raise Unclear("cases without conditions")
            value = self.sub(_without_end(parts[0]))
            condition = _without_end(parts[1])
            if [s.text for s in condition] in (["otherwise"], ["else"], ["otherwise."]):
                rows.append((value, None))
            else:
                found = _condition(condition)
                if found is None or len(found) != 1:
                    raise Unread("the condition of a case")
                rows.append((value, found[0]))
        return ("cases", *rows)

    def raised(self, base: Node, above: Signs) -> Node:
        above = tuple(sign for sign in above if sign.kind != "back")
        if not above:
            return base
        texts = [sign.text for sign in above]
        if texts in (["⊤"], ["upright:⊤"]):
            return ("T", base)
        if texts == ["T"] and "T" not in self.known.arities:
            return ("T", base)
        if any(sign.is_("′", "*", "∗") for sign in above):
            raise Unclear("a decoration at an expression")
        return ("pow", base, self.sub(above))

    def named(self, sign: Sign, alone: bool) -> Node:
        text = sign.text.removeprefix("upright:") if sign.text[-1:] in ("∇", "∂") else sign.text
        if text == "∇":
            (name,) = _names(sign.below) or ("",)
            if not name or sign.above:
                raise Unread("∇ without a name")
            return ("nabla", ("name", name, ()), self.operand())
        if text == "∂":
            if not sign.below or sign.above:
                raise Unclear("a ∂ by itself")
            return ("d", self.operand(), (self.variable(sign.below),))
        if text in FUNCTIONS and text not in self.known.functions:
            return self.function(sign)
        if text == "bold:1" or text == "double-struck:1":
            return self.indicator(sign)
        if text == "e" and sign.above and "e" not in self.known.arities:
            return ("fun", "exp", self.sub(sign.above))
        if text == "diag" and "diag" not in self.known.arities and self.sees("("):
            inner, last = self.group()
            if last.above or last.below:
                raise Unclear("scripts behind diag(…)")
            return ("diag", self.sub(inner))
        name, indices, above = self.name(sign)
        if name in self.known.unread:
            raise Unread(f"how {name} is defined")
        whole: Node = ("name", name, indices)
        if name in self.known.functions:
            return self.application(name, indices, above)
        primes = sum(s.text.count("′") for s in above)
        above = tuple(s for s in above if not s.is_("′"))
        if primes:
            name += "′" * primes
            whole = ("name", name, indices)
        delta = name in ("δ", "I") and len(indices) == 2
        if not (delta or name in self.known.arities or name in self.known.sizes):
            raise NotIntroduced(f"{name} is not introduced")
        if name in self.known.defined and self.sees("("):
            before = self.at
            inner, last = self.group()
            if all(len(p) == 1 and p[0] == Sign("i", p[0].text) for p in _split_outside(inner)):
                # It only says what the name rests on.
                return self.raised(("name", name, indices + _names(last.below)), above + last.above)
            self.at = before
        if alone and self.sees("("):
            raise Unclear(f"whether {name} takes what stands in the parenthesis")
        return self.raised(whole, above)

    def name(self, sign: Sign) -> tuple[str, tuple[str, ...], Signs]:
        """A name with its indices, and what stands above that is no part of them."""
        name, above = sign.text, tuple(s for s in sign.above if s.kind not in ("back", "space"))
        upper: tuple[str, ...] = ()
        if len(above) == 3 and above[0].is_("(") and above[2].is_(")"):
            if above[1].kind == "n":
                name += f"^({above[1].text})"
            else:
                upper = (above[1].text,)
            above = ()
        elif [s.text for s in above] in (["∗"], ["*"]):
            name, above = name + "^*", ()
        below = sign.below
        if len(below) == 1 and (
            below[0].kind == "text"
            or below[0].text.startswith("upright:")
            or (len(below[0].text) > 1 and below[0].kind == "i" and below[0].text.isalpha())
            or (below[0].text.isupper() and len(below[0].text) == 1)
        ):
            return f"{name}_{below[0].text.removeprefix('upright:')}", upper, above
        return name, upper + _names(below), above

    def application(self, name: str, indices: tuple[str, ...], above: Signs) -> Node:
        primes = sum(s.text.count("′") for s in above)
        above = tuple(s for s in above if not s.is_("′"))
        if not self.sees("(", "["):
            if primes:
                raise Unclear(f"{name}′ without its argument")
            if self.next is not None and self.next.kind in ("i", "n", "frac", "root", "text"):
                raise Unclear(f"whether {name} takes what follows")
            return self.raised(("call", name, indices, None, 0), above)
        inner, last = self.group()
        arguments = [self.sub(part) for part in _split_outside(inner)]
        call = ("call", name, indices + _names(last.below), tuple(arguments), primes)
        if above:
            raise Unclear("an exponent between a function and its argument")
        return self.raised(call, last.above)

    def function(self, sign: Sign) -> Node:
        if sign.below:
            raise Unclear("an index at a function")
        if sign.above and [s.kind for s in sign.above] != ["n"]:
            raise Unclear("an exponent at a function")
        name = "log" if sign.text == "ln" else sign.text
        behind: Signs = ()
        if self.sees("(", "["):
            inner, last = self.group()
            if last.below or (last.above and sign.above):
                raise Unclear("scripts behind a function")
            argument, behind = self.sub(inner), last.above
        else:
            argument = self.operand()
        return self.raised(("fun", name, argument), sign.above or behind)

    def operand(self) -> Node:
        """What an operator without brackets acts on: one factor, and nothing behind it."""
        if self.next is not None and self.next.text in ("∑", "∏"):
            return self.fold(frozenset())
        tree = self.factor(alone=True)
        if self.goes_on():
            raise Unclear("where what an operator acts on ends")
        return tree

    def indicator(self, sign: Sign) -> Node:
        if sign.below:
            found = _condition(sign.below)
            last = Sign("o", "", (), (), sign.above)
        else:
            if not self.sees(*OPEN):
                raise Unread("the vector of ones")
            inner, last = self.group()
            found = _condition(inner)
        if found is None or len(found) != 1:
            raise Unread("an indicator")
        return self.raised(("indicator", *found[0]), last.above)

    def variable(self, line: Signs) -> Node:
        if len(line) != 1 or line[0].kind != "i":
            raise Unread("what is differentiated by")
        name, indices, above = self.name(line[0])
        if above:
            raise Unclear("a power that is differentiated by")
        return ("name", name, indices)

    def fraction(self, sign: Sign) -> Node:
        top, bottom = sign.parts
        if not top or not bottom:
            raise Unclear("an empty place in a fraction")
        first = top[0].text.removeprefix("upright:")
        if first in ("∂", "d", "Δ") and bottom[0].text.removeprefix("upright:") == first:
            if first == "Δ":
                raise Unclear("a quotient of differences")
            return self.derivative(top, bottom)
        return ("div", self.sub(top), self.sub(bottom))

    def derivative(self, top: Signs, bottom: Signs) -> Node:
        operator = top[0].text
        order = 1
        if top[0].above:
            if [s.kind for s in top[0].above] != ["n"]:
                raise Unread("the order of a derivative")
            order = int(top[0].above[0].text)
        by: list[Node] = []
        place = 0
        while place < len(bottom):
            if bottom[place].text == operator:
                place += 1
            elif not by:
                raise Unclear("what is differentiated by")
            if place >= len(bottom):
                raise Unclear("what is differentiated by")
            variable = bottom[place]
            times = 1
            if variable.above and [s.kind for s in variable.above] == ["n"]:
                times = int(variable.above[0].text)
                variable = Sign(variable.kind, variable.text, variable.parts, variable.below)
            by += [self.variable((variable,))] * times
            place += 1
        if len(by) != order:
            raise Unclear("the order of a derivative")
        if top[1:]:
            inner = Line(top[1:], self.known)
            body = inner.term()
            if inner.next is not None:
                raise Unclear("what is differentiated")
            if self.sees("(", "["):
                raise Unclear("a derivative in front of a bracket")
        else:
            body = self.operand()
        return ("d", body, tuple(by))


def _split_outside(line: Signs) -> list[Signs]:
    parts: list[list[Sign]] = [[]]
    depth = 0
    for sign in line:
        depth += sign.is_(*OPEN) - sign.is_(*CLOSE)
        if depth == 0 and sign.is_(",", ";"):
            parts.append([])
        else:
            parts[-1].append(sign)
    return [tuple(part) for part in parts]


def _names(below: Signs) -> tuple[str, ...]:
    """Indices: letters and numerals, with or without commas."""
    found: list[str] = []
    for sign in below:
        if sign.is_(","):
            continue
        if sign.kind not in ("i", "n") or sign.below:
            raise Unread("an index that is an expression")
        marks = "".join(s.text for s in sign.above)
        if marks.strip("′∗*"):
            raise Unclear("a power at an index")
        found.append(sign.text + marks)
    return tuple(found)


def _letters(sign: Sign) -> list[str]:
    """The letters that a sum binds."""
    found: dict[str, None] = {}
    for piece in _split(sign.below, lambda sign: sign.is_(",")):
        if not piece or piece[0].kind != "i":
            raise Unread("what stands below a sum")
        found[piece[0].text + "".join(s.text for s in piece[0].above)] = None
    return list(found)


def _excluded(sign: Sign) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    pieces = _split(sign.below, lambda sign: sign.is_(","))
    for place, piece in enumerate(pieces):
        letter = piece[0].text
        rest = [(s.kind, s.text) for s in piece[1:]]
        if not rest:
            if place and found and letter not in found:
                raise Unclear("whether a letter below a sum is summed over")
        elif len(rest) == 2 and rest[0] == ("o", "≠") and rest[1][0] in ("i", "n"):
            found.setdefault(letter, []).append(rest[1][1])
        elif len(rest) == 2 and rest[0] == ("o", "=") and rest[1] in (("n", "1"), ("n", "0")):
            pass
        elif len(rest) == 2 and rest[0] == ("o", "∈"):
            raise Unread("a sum over a set")
        else:
            raise Unread("what stands below a sum")
    return found


def key(mathml: str) -> str:
    """How a name is called here, given its MathML."""
    line = signs(fromstring(mathml))
    if len(line) != 1:
        raise Unread("a name of several signs")
    name, _, above = Line(line, Known()).name(line[0])
    return name + "".join(s.text for s in above)


def subtrees(tree: Any) -> Iterable[Node]:
    """Every node of a tree."""
    if isinstance(tree, tuple):
        if tree and isinstance(tree[0], str):
            yield tree
        for part in tree:
            yield from subtrees(part)


NUMERAL = re.compile(r"\d+")
