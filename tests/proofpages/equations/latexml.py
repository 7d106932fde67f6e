"""A second reading of a formula: LaTeXML's, brought to the same plain tuples as ours.

LaTeXML (Perl, by NIST) has a grammar of mathematics of its own and shares nothing with our reader.
A formula becomes a list of statements: a tuple of sides and signs for a chain of relations, and the
same for a condition behind `\\qquad`. A side is made of

    ("name", "p", ("j",))  ("number", 1/2)  ("plus", …)  ("minus", x)  ("times", …)  ("over", a, b)
    ("power", x, 2)  ("exp", x)  ("log", x)  ("sum", "i", "K", ("j",), x)
    ("partial", x, w1, …)  ("nabla", x, w)
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from proofpages.equations import tree as ours
from proofpages.equations.tex.index_relations import Condition
from proofpages.equations.tex.statements import Chain, Declaration, Statement
from proofpages.slips.variants import products

NAMESPACE = "{http://dlmf.nist.gov/LaTeXML}"
ID = "{http://www.w3.org/XML/1998/namespace}id"
HEAD = "\\documentclass{article}\n\\usepackage{amsmath,amssymb}\n\\begin{document}\n"
SIGNS = {
    "equals": "=",
    "assign": ":=",
    "not-equals": r"\neq",
    "less-than-or-equals": r"\leq",
    "greater-than-or-equals": r"\geq",
    "less-than": "<",
    "greater-than": ">",
}
PARTS = re.compile(r"\\(?:begin|end)\{(?:aligned|align\*?|split)\}|\\\\|\\q?quad(?![A-Za-z])|&")
CONDITION = re.compile(r"\s*\\text\{\s*(?:for|if|when|where|for all):?\s*\}\s*")


class Unread(ValueError):
    """What is not compared: LaTeXML gave no structure that ours has a counterpart for."""


def nested(kind: str, parts: list[tuple]) -> tuple:
    """A sum of sums is one sum, a product of products one product."""
    flat: list[tuple] = []
    for part in parts:
        flat += part[1:] if part[0] == kind else [part]
    return (kind, *flat) if len(flat) > 1 else flat[0]


# Ours


def plain(statements: list[Statement]) -> list[tuple]:
    """What our reader made of a formula, as tuples; declarations are left out."""
    found: list[tuple] = []
    for statement in statements:
        if isinstance(statement, Declaration):
            continue
        if isinstance(statement, Chain):
            sides = [tuples(side) for side in statement.sides]
            found.append((tuple(sides), statement.signs))
        found += map(condition, statement.conditions)
    return found


def condition(relation: Condition) -> tuple:
    sides = (("name", relation.left, ()), ("name", relation.right, ()))
    return (sides, ("=" if relation.equal else r"\neq",))


def tuples(tree: ours.Tree) -> tuple:
    """An expression of ours as tuples; a name in front of a parenthesis is a factor."""
    return _tuples(products(tree, ()))


def _tuples(tree: ours.Tree) -> tuple:
    parts = [_tuples(part) for part in tree.parts]
    match tree:
        case ours.Number(value=value):
            return ("number", value)
        case ours.Symbol(name=name, indices=indices):
            return ("name", bare(name), indices)
        case ours.Delta(left=left, right=right):
            return ("name", "delta", (left, right))
        case ours.Plus():
            return nested("plus", parts)
        case ours.Times():
            return nested("times", parts)
        case ours.Negative():
            return ("minus", *parts)
        case ours.Over():
            return ("over", *parts)
        case ours.Power(exponent=exponent):
            return ("power", *parts, exponent)
        case ours.Apply(function=function):
            return (function.removeprefix("\\"), *parts)
        case ours.Fold(index=index, size=size, excluded=excluded):
            return ("sum", index, size, excluded, *parts)
        case ours.Partial(by=by):
            return ("partial", *parts, *map(_tuples, by))
        case ours.Gradient(by=by):
            return ("nabla", *parts, _tuples(by))
    raise Unread(str(tree))


def bare(name: str) -> str:
    r"""A name without what only says how it is typeset: \epsilon, \hat{y}, \mathrm{LSE}."""
    fonts = r"\\(?:mathrm|text|operatorname|mathbf|mathcal)\{(\\?\w+)\}"
    return re.sub(fonts, r"\1", name).replace("\\", "")


# LaTeXML's


def parts_of(tex: str) -> Iterator[tuple[str, bool]]:
    """The statements in a formula, and whether each stands on a row of its own."""
    start, row = 0, True
    for mark in [*PARTS.finditer(tex), None]:
        text = tex[start : mark.start() if mark else len(tex)]
        if mark and mark[0] == "&":
            tex = f"{tex[: mark.start()]} {tex[mark.end() :]}"
            continue
        if text.strip(" .,;\n"):
            yield CONDITION.sub("", text).strip(" .,;\n"), row
            row = False
        row = row or mark is None or not mark[0].startswith(("\\q",))
        start = mark.end() if mark else 0


def read(formulas: list[str], folder: Path) -> list[list[tuple] | None]:
    """What LaTeXML makes of each formula, in one run; None where it has no counterpart of ours.

    Raises:
        FileNotFoundError: LaTeXML is not there.
    """
    parts = [list(parts_of(tex)) for tex in formulas]
    lines = "".join(f"\\[{part}\\]\n\n" for several in parts for part, _ in several)
    source, made = folder / "formulas.tex", folder / "formulas.xml"
    source.write_text(HEAD + lines + "\\end{document}\n", encoding="utf-8")
    try:
        subprocess.run(
            ["latexml", "--quiet", "--nocomments", f"--destination={made.name}", source.name],
            cwd=folder,
            check=True,
            capture_output=True,
            timeout=280,
        )
    except FileNotFoundError as error:
        message = "install LaTeXML (Debian: apt-get install latexml), and test again"
        raise FileNotFoundError(message) from error
    maths = list(ElementTree.parse(made).iter(f"{NAMESPACE}Math"))
    assert len(maths) == sum(map(len, parts)), "LaTeXML has not found each formula"
    queue = iter(maths)
    return [_formula([(next(queue), row) for _, row in several]) for several in parts]


def _formula(parts: list[tuple[Element, bool]]) -> list[tuple] | None:
    found: list[tuple] = []
    try:
        for math, row in parts:
            if len(math.find(f"{NAMESPACE}XMath") or ()) > 1:
                raise Unread("several things side by side")
            sides, signs = _statement(math)
            if sides[0] == ("absent",):
                sides = sides[1:]
                if row and found:
                    sides, signs = (*found[-1][0], *sides), (*found[-1][1], *signs)
                    found.pop()
            found.append((sides, signs))
    except Unread:
        return None
    return found


def _statement(math: Element) -> tuple[tuple, tuple]:
    """The sides and signs of one formula; one side and no sign where there is no relation."""
    reading = Reading(math)
    (top,) = math.find(f"{NAMESPACE}XMath") or [None]
    if top is None:
        raise Unread("nothing")
    top = reading.meant(top)
    while top.tag == f"{NAMESPACE}XMWrap" and len(top) == 3:  # A condition in parentheses.
        top = reading.meant(top[1])
    if top.tag == f"{NAMESPACE}XMApp":
        operator = reading.meant(top[0])
        if operator.get("meaning") == "multirelation":
            sides, signs = list(top)[1::2], list(top)[2::2]
        elif operator.get("role") == "RELOP":
            sides, signs = list(top)[1:], [operator]
        else:
            sides, signs = [top], []
    else:
        sides, signs = [top], []
    return tuple(map(reading.tuples, sides)), tuple(map(reading.sign, signs))


class Reading:
    """One formula of LaTeXML's."""

    def __init__(self, math: Element) -> None:
        self.known = {element.get(ID): element for element in math.iter() if element.get(ID)}

    def meant(self, element: Element) -> Element:
        """What a reference or a pair of content and presentation stands for."""
        while element.tag in (f"{NAMESPACE}XMRef", f"{NAMESPACE}XMDual"):
            if element.tag == f"{NAMESPACE}XMRef":
                element = self.known[element.get("idref")]
            else:
                element = element[0]
        return element

    def sign(self, element: Element) -> str:
        meaning = self.meant(element).get("meaning", "")
        if meaning not in SIGNS:
            raise Unread(meaning)
        return SIGNS[meaning]

    def tuples(self, element: Element) -> tuple:
        """An expression as tuples."""
        element = self.meant(element)
        if element.tag == f"{NAMESPACE}XMTok":
            return self._token(element)
        if element.tag != f"{NAMESPACE}XMApp":
            raise Unread(element.tag)
        operator, *arguments = map(self.meant, element)
        meaning, role = operator.get("meaning", ""), operator.get("role", "")
        if role == "SUBSCRIPTOP":
            base = self.tuples(arguments[0])
            if base[0] != "name" or base[2]:
                raise Unread("an index of an expression")
            return ("name", base[1], self._indices(arguments[1]))
        if role == "SUPERSCRIPTOP":
            return self._power(*arguments)
        if role == "OVERACCENT":
            return ("name", f"{operator.get('name')}{{{self.tuples(arguments[0])[1]}}}", ())
        if meaning in ("exponential", "logarithm", "natural-logarithm"):
            return ("exp" if meaning == "exponential" else "log", self.tuples(arguments[0]))
        if meaning in ("plus", "minus"):
            first, *rest = map(self.tuples, arguments)
            if meaning == "minus":
                rest = [("minus", part) for part in rest]
                first = first if rest else ("minus", first)
            return nested("plus", [first, *rest]) if rest else first
        if role == "MULOP" and meaning != "divide":
            return self._product([self.tuples(part) for part in arguments])
        if meaning == "divide":
            return self._quotient(*arguments)
        if (limits := self._limits(operator)) is not None:
            return ("sum", *limits, self.tuples(arguments[0]))
        if operator.tag == f"{NAMESPACE}XMApp" and self.meant(operator[1]).get("name") == "nabla":
            return ("nabla", self.tuples(arguments[0]), self.tuples(operator[2]))
        return ("call", *map(self.tuples, (operator, *arguments)))

    def _token(self, token: Element) -> tuple:
        if token.get("meaning") == "absent":
            return ("absent",)
        if token.get("role") == "NUMBER":
            return ("number", Fraction(token.text or ""))
        if token.get("role") in ("UNKNOWN", "ID"):
            return ("name", token.get("name") or token.text, ())
        raise Unread(token.get("meaning") or token.get("role") or "")

    def _indices(self, element: Element) -> tuple[str, ...]:
        """Letters side by side or between commas, and numerals."""
        element = self.meant(element)
        if element.tag == f"{NAMESPACE}XMApp" and (
            self.meant(element[0]).get("meaning") in ("times", "list")
        ):
            return tuple(index for part in element[1:] for index in self._indices(part))
        kind, value, *_ = self.tuples(element)
        if kind not in ("name", "number"):
            raise Unread(kind)
        return (str(value),)

    def _power(self, base: Element, exponent: Element) -> tuple:
        below, above = self.tuples(base), self.tuples(exponent)
        if below == ("name", "e", ()):
            return ("exp", above)
        sign = 1
        if above[0] == "minus":
            sign, above = -1, above[1]
        if above[0] != "number" or above[1].denominator != 1:
            raise Unread("a power")
        return ("power", below, sign * int(above[1]))

    def _product(self, factors: list[tuple]) -> tuple:
        """A product, in which `∂/∂z` with nothing above is applied to the factor behind it."""
        found: list[tuple] = []
        # What ends in an operator is a product of its own there.
        flat: list[tuple] = []
        for one in factors:
            flat += one[1:] if one[0] == "times" and one[-1][0] == "operator" else [one]
        for factor in reversed(flat):
            if factor[0] == "operator" and found:
                found[0] = ("partial", found[0], *factor[1:])
            else:
                found.insert(0, factor)
        return nested("times", found)

    def _quotient(self, top: Element, bottom: Element) -> tuple:
        above, below = self._differential(top), self._differential(bottom)
        if below is None:
            return ("over", self.tuples(top), self.tuples(bottom))
        order, body = above or (0, None)
        by = list(self._variables(bottom))
        if order != len(by):
            raise Unread("a derivative")
        return ("operator", *by) if body is None else ("partial", self.tuples(body), *by)

    def _differential(self, element: Element) -> tuple[int, Element | None] | None:
        """The order of `∂^n X` and X, which may be missing; None if it is something else."""
        if element.get("role") == "DIFFOP":
            return (1, None)
        if element.tag != f"{NAMESPACE}XMApp":
            return None
        operator, *rest = map(self.meant, element)
        if operator.get("role") == "DIFFOP":
            return (1, rest[0])
        inner = operator if operator.tag == f"{NAMESPACE}XMApp" else element
        if (
            self.meant(inner[0]).get("role") == "SUPERSCRIPTOP"
            and self.meant(inner[1]).get("role") == "DIFFOP"
        ):
            order = self.tuples(inner[2])
            return (int(order[1]), rest[0] if inner is operator else None)
        return None

    def _variables(self, element: Element) -> Iterator[tuple]:
        """What a denominator differentiates by: LaTeXML nests `∂ z_i ∂ z_j`."""
        element = self.meant(element)
        differential = self._differential(element)
        if differential is not None and differential[1] is not None:
            yield from self._variables(self.meant(differential[1]))
            return
        if element.tag == f"{NAMESPACE}XMApp" and self.meant(element[0]).get("role") == "MULOP":
            for part in element[1:]:
                yield from self._variables(part)
            return
        variable = self.tuples(element)
        yield from [variable[1]] * variable[2] if variable[0] == "power" else [variable]

    def _limits(self, operator: Element) -> tuple[str, str | None, tuple[str, ...]] | None:
        """Index, upper limit and what is left out, of a sum; None if it is none."""
        size = None
        if operator.tag == f"{NAMESPACE}XMApp" and (
            self.meant(operator[0]).get("role") == "SUPERSCRIPTOP"
        ):
            size, operator = operator[2], self.meant(operator[1])
        if operator.tag != f"{NAMESPACE}XMApp" or len(operator) != 3:
            return None
        if self.meant(operator[1]).get("meaning") != "sum":
            return None
        upper = None if size is None else self.tuples(size)[1]
        lower = self.meant(operator[2])
        if lower.tag == f"{NAMESPACE}XMTok":
            return (self._indices(lower)[0], upper, ())
        relation, index, other = map(self.meant, lower)
        if relation.get("meaning") == "not-equals":
            return (self._indices(index)[0], upper, self._indices(other))
        if relation.get("meaning") == "equals" and self._indices(other) == ("1",):
            return (self._indices(index)[0], upper, ())
        raise Unread("the limits of a sum")
