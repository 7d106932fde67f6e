"""Formulas as people write TeX, at random, and whether what passes is what is displayed.

    python -m tests.fuzz_formulas [COUNT [SEED]]

A formula E is made by a grammar with TeX's habits: braces, factors side by side, functions with and
without parentheses, spaces, indices above and below, nested sums, and small accidents of the hand.
What the checker reads of it is written out as S, with a parenthesis around every part, and the
checker decides `E = S`, or `E = S` with something in S changed. The same claim is typeset, and
`tests.displayed` evaluates what is seen, which shares nothing with the reader. Two things are
faults: a claim that passes and is not true as displayed, and one that is called false and is true.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from random import Random

from proofpages.equations import Context, Formula, check
from proofpages.equations.errors import EquationError, Status
from proofpages.equations.proof.decide import Cause
from proofpages.equations.tex.printer import show_symbol
from proofpages.equations.tex.statements import has_relation, read_expression
from proofpages.equations.tree import (
    Apply,
    Call,
    Cases,
    Delta,
    Entrywise,
    Fold,
    Gradient,
    Negative,
    Norm,
    Number,
    Over,
    Partial,
    Plus,
    Power,
    Raised,
    Symbol,
    Times,
    Transposed,
    Tree,
    nodes,
)
from proofpages.typeset.mathjax import mathjax
from tests.displayed.reading import NotIntroduced, Reading, Unclear, Unread, read
from tests.displayed.values import Defined, Judgement, NoSense, Setting, judge

COUNT, SEED, BATCH = 20_000, 1, 400

UNEQUAL = "=", r"\neq"

PAGE = (
    r"z, y \in \mathbb{R}^K",
    r"a, b, x, t, \alpha \in \mathbb{R}",
    r"T, s \in \mathbb{R}_{>0}",
    r"W \in \mathbb{R}^{K \times N}",
    r"q \in \mathbb{R}_{>0}^K",
    r"p_j := \frac{\exp(z_j)}{\sum_{k=1}^K \exp(z_k)}",
    r"g(x) := x^2 - 3 x",
)
"""What the page says that the formulas stand on."""

VARIABLES = {
    **dict.fromkeys("zyq", ("K",)),
    **dict.fromkeys("abxtTsα", ()),
    "W": ("K", "N"),
}
INDEXED, SCALARS = ("z", "y", "p", "q"), ("a", "b", "x", "t", "T", "s", r"\alpha")
LOOK_ALIKES = {
    "a": (r"\alpha", "\u0430", r"\mathit{a}", r"\mathrm{a}", r"\text{a}", r"\mathbf{a}"),
    "p": (r"\rho", r"\mathit{p}", r"\mathbf{p}", "\u0440", "P", r"\hat{p}"),
    "x": (r"\chi", r"\times", "\u0445", "X", r"\mathcal{x}"),
    "y": (r"\gamma", "\u0443", "Y", r"\bar{y}"),
    "t": (r"\tau", r"\mathrm{t}", "T"),
    "k": (r"\kappa", "K", "\u212a"),
    "i": ("1", "l", "j", r"\ell", "\u0456"),
    "-": ("\u2212", "--", "+", r"\!-", "-{}", r"\text{-}"),
    r"\sum": ("\u2211", r"\Sigma"),
    r"\cdot": ("\u22c5", ".", r"\times", "*", r"\,", ""),
    "1": ("l", "I", "11"),
}
SPACES = ("", "", " ", r"\,", r"\;", r"\!", "~", r"\ ", r"\thinspace ", "{}", r"\quad ", r"\:")
GLUE = ("", " ", r" \cdot ", r" \cdot ", r"\,", r"\;", "{}", r"\!", r"\cdot\!", " ~")
BRACKETS = (
    ("(", ")"),
    ("(", ")"),
    (r"\left(", r"\right)"),
    (r"\bigl(", r"\bigr)"),
    ("[", "]"),
    (r"\left[", r"\right]"),
    ("{", "}"),
    ("{(", ")}"),
    (r"\{", r"\}"),
    (r"\Big(", r"\Big)"),
    ("{{", "}}"),
)
ACCIDENTS = (
    "{}",
    "^{}",
    "_{}",
    r"\,",
    r"\\[2mm]",
    "'",
    "^2",
    "_j",
    "{",
    "}",
    "-",
    "(",
    ")",
    r"\left.",
    r"\right.",
    "/",
    "!",
    r"\cdot",
    "2",
    "^\\,",
    "_k^2",
    r"\!\!",
    r"\limits",
    r"\phantom{x}",
    r"\mathrm{d}",
    "&",
    r"\\",
    "+",
    "|",
    r"\displaystyle",
    "^{2}",
    "^{-1}",
    "^T",
    r"^\top",
    "e",
    r"\tag{E1}",
    r"\quad",
    ",",
    ".",
    ";",
    r"\bigl",
    "%",
    "~",
    "0",
    ".5",
    r"\big/",
    r"\sqrt",
)


OTHER = (
    r"\|z\|^2",
    r"z^\top y",
    r"\|z - y\|_2^2",
    r"p^\top z",
    r"z^T p",
    r"\|p\|",
    "z y",
    r"\sum_k W_{kn} y_k",
    r"x / T",
    "x/T a",
    "x/a/b",
    "a/{b x}",
    r"|x|",
    "x!",
    r"x \cdot -a",
    "a--b",
    "a-+b",
    "2 3",
    "x2",
    "x 2",
    "2x^2",
    r"\frac12",
    r"x^\frac{1}{2}",
    r"\max(a,b)",
    r"\log p_i y_i",
    r"\log \frac{a}{b}",
    r"\log a/b",
    r"\sum p_k",
    r"{a + b} x",
    "-x^2",
    "2^{-1}",
    "(-x)^2",
    "e^z_j",
    "e^{z_j}^2",
    r"\exp -x",
    r"1 - {p_i + 1}",
    r"{-x}",
    "x^{}2",
    r"a\\[2mm] b",
    r"\hat{a}",
    "x_{}",
    "a_{i}",
    "z_i z_j_k",
    "a,b",
    "a.b",
    "a:b",
    "3.a",
    "3,000",
)
"""What is in no other rule: vectors, and what is read with care or not at all."""


@dataclass
class Writer:
    """Writes expressions at random."""

    random: Random
    bound: list[str] = field(default_factory=list)

    def one(self, *choices: str) -> str:
        return self.random.choice(choices)

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def expression(self, depth: int) -> str:
        text = self.one("", "", "", "-", "- ", "-{}") + self.term(depth)
        while self.chance(0.4):
            text += self.one(" + ", " - ", "-", "+", r" \,-\, ", "-{}") + self.term(depth)
        return text

    def term(self, depth: int) -> str:
        text = self.one("", "", "", "", "2", "3 ", "0.5", r"2\,", r"\frac{1}{2} ", r"2 \cdot ")
        count = self.random.choice((1, 1, 1, 2, 2, 3))
        for n in range(count):
            text += (self.one(*GLUE) if n else "") + self.factor(depth)
        if self.chance(0.05):
            text += self.one("/", " / ") + self.factor(0)
        return text

    def factor(self, depth: int) -> str:
        if depth <= 0:
            return self.leaf()
        makers = (
            *(self.leaf,) * 6,
            self.bracket,
            self.bracket,
            self.bracket,
            self.fraction,
            self.fraction,
            self.function,
            self.function,
            self.function,
            self.exponential,
            self.fold,
            self.fold,
            self.fold,
            self.derivative,
            self.derivative,
            self.power,
            self.application,
            self.delta,
            self.other,
        )
        return self.random.choice(makers)(depth - 1)

    def leaf(self, depth: int = 0) -> str:
        if self.chance(0.35):
            name = self.one(*SCALARS)
            return name + self.one("", "", "", "", "^2", "^{2}", "^3", "'", "^{}", "^{-1}", " ")
        if self.chance(0.05):
            return self.one("2", "10", "0", "1", "K", "{2}", "2^2", "2^{10}", "1.5")
        name = self.one(*INDEXED)
        index = self.one(*"ijk", *"ijk", *self.bound, *self.bound, *self.bound)
        form = self.one(
            "{n}_{i}",
            "{n}_{i}",
            "{n}_{i}",
            "{n}_{{{i}}}",
            "{n}_{{{i}}}",
            "{n}_{i}^2",
            "{n}^2_{i}",
            "{n}_{{{i}}}^{{2}}",
            "{{{n}}}_{i}",
            "{{{n}_{i}}}^2",
            "{n}_{i}^{{-1}}",
            "{n}_{{ {i} }}",
            "{{{n}}}_{{{i}}}",
            "{{{n}^2}}_{i}",
            "{n}_{i}'",
            "{n}_{{{i},}}",
            "{n}_{{{i}{i}}}",
            "{n}_1",
            "{n}_{{12}}",
            "{n}_{i}{{}}^2",
            "{n}_{{}}{i}",
            "{n}_ {i}",
            "{n}_{{{i}-1}}",
            "{n}_{i}_{i}",
            "{n}^{{({i})}}",
            "{n}^{i}",
            "{{}}_{i}{n}",
            r"{n}_\mathrm{{{i}}}",
            r"{n}_{{\text{{{i}}}}}",
            r"\mathbf{{{n}}}_{i}",
            "W_{{{i}n}}",
        )
        return form.format(n=name, i=index)

    def bracket(self, depth: int) -> str:
        left, right = self.random.choice(BRACKETS)
        behind = self.one("", "", "", "", "", "^2", "^{2}", "_i", "^{-1}", "'", "^3", "!")
        return left + self.expression(depth) + right + behind

    def fraction(self, depth: int) -> str:
        top, bottom = self.expression(depth), self.expression(depth)
        form = self.one(
            r"\frac{%s}{%s}",
            r"\frac{%s}{%s}",
            r"\dfrac{%s}{%s}",
            r"\tfrac{%s}{%s}",
            r"\frac {%s} {%s}",
            r"{%s \over %s}",
            r"%s/%s",
            r"(%s)/(%s)",
            r"{%s}/{%s}",
            r"\frac{(%s)}{%s}",
            r"\frac%s%s",
            r"\left. %s \middle/ %s \right.",
        )
        return form % (top, bottom)

    def function(self, depth: int) -> str:
        name = self.one(
            r"\log",
            r"\log",
            r"\exp",
            r"\exp",
            r"\tanh",
            r"\ln",
            r"\mathrm{log}",
            "log",
            r"\operatorname{exp}",
            r"\text{log}",
            r"\sqrt",
            "exp",
        )
        power = self.one("", "", "", "", "", "^2", "^{-1}", "_2", "'")
        inside = self.one(self.expression(depth), self.leaf(), self.leaf(), self.term(depth))
        left, right = self.random.choice((*BRACKETS, (" ", ""), (" ", ""), (" ", ""), ("{}", "")))
        behind = self.one("", "", "", "", "", "^2", "^{2}", "_i", "{}^2")
        return name + power + left + inside + right + behind

    def exponential(self, depth: int) -> str:
        inside = self.expression(depth)
        form = self.one(
            "e^{%s}",
            "e^{%s}",
            "e^{%s}",
            "{e}^{%s}",
            r"\mathrm{e}^{%s}",
            "{e^{%s}}^2",
            "e^%s",
            "e^{(%s)}",
            "e^{-{%s}}",
            "e^{%s}^2",
            "e^{%s} {}^2",
            "e^{%s}_i",
        )
        return form % inside

    def fold(self, depth: int) -> str:
        letter = self.one("k", "k", "i", "m", "j", "l")
        lower = self.one(
            "_{L}",
            "_L",
            "_{L=1}^K",
            "_{L=1}^{K}",
            "_{L = 1} ^ K",
            r"_{L \neq i}",
            r"_{L \ne j}",
            r"\limits_L",
            "^K_{L=1}",
            "_{L}^K",
            "_{L=0}^{K-1}",
            "_{L=1}^{K-1}",
            "_{L, i}",
            r"_{L \neq i, j}",
            "_{L=2}^K",
            r"_{L \neq i, L \neq j}",
            r"\nolimits_{L}",
            "_{1=L}^K",
            "_{L=1}^KK",
            "_ L",
            "",
            "_{L=1,}^K",
            "_{L'}",
            r"_{L<K}",
            "_{L=1}^n",
        ).replace("L", letter)
        self.bound.append(letter)
        body = self.one("", "", " ", "{}", r"\,") + self.one(
            self.term(depth), self.term(depth), self.term(depth), self.expression(depth)
        )
        self.bound.pop()
        sign = self.one(*(r"\sum",) * 9, r"\prod", r"\sum\nolimits", r"\displaystyle\sum")
        before = self.one("", "", "", "", "{", "(", "{-", "-")
        after = {"{": "}", "(": ")", "{-": "}"}.get(before, "")
        return before + sign + lower + body + after

    def derivative(self, depth: int) -> str:
        by = self.one("z_j", "z_i", "z_k", "x", "p_i", "{z_j}", "z_{j}", "z", "T", "a", "y_j", "zz")
        form = self.one(
            r"\frac{\partial %b}{\partial %v}",
            r"\frac{\partial (%b)}{\partial %v}",
            r"\frac{\partial}{\partial %v} %b",
            r"\frac{\partial}{\partial %v} (%b)",
            r"\partial_{%v} %b",
            r"\partial_{%v} (%b)",
            r"\frac{\partial^2 %b}{\partial %v^2}",
            r"\frac{d %b}{d %v}",
            r"\frac{\mathrm{d} %b}{\mathrm{d} %v}",
            r"\partial %b / \partial %v",
            r"\frac{\partial {%b}}{\partial {%v}}",
            r"\frac{\partial}{\partial %v} {%b}",
            r"\frac{\partial^2 %b}{\partial %v \partial z_i}",
            r"\frac{\partial \, %b}{\partial \, %v}",
            r"\frac{\partial %b}{\partial %v %v}",
            r"\frac{\partial \left[%b\right]}{\partial %v}",
            r"\frac{\partial}{\partial %v} \left(%b\right)^2",
            r"{\partial %b \over \partial %v}",
        )
        body = self.one(self.leaf(), self.leaf(), self.term(depth), self.expression(depth))
        return form.replace("%b", body).replace("%v", by)

    def power(self, depth: int) -> str:
        base = self.one(self.leaf(), f"({self.expression(depth)})", f"{{{self.term(depth)}}}")
        return base + self.one(
            "^2",
            "^{2}",
            "^3",
            "^{-1}",
            "^23",
            "^{2}{}",
            "^{{2}}",
            "^ 2",
            r"^{\,2}",
            "^{T}",
            "^x",
            "^{a}",
            "^{2}^{2}",
            "^{1/2}",
            r"^{\frac{1}{2}}",
            "^0",
            "^{-2}",
            "{}^2",
            "^{+2}",
        )

    def application(self, depth: int) -> str:
        inside = self.one(self.leaf(), self.expression(depth), "x", "x + t", "2")
        name = self.one(
            "g", "g", "g", "g'", "g^2", "a", "T", "K", "x", "p_i", "y_j", "g''", "{g}", "L"
        )
        left, right = self.random.choice((*BRACKETS, (" ", ""), (r"\cdot (", ")")))
        return name + left + inside + right + self.one("", "", "", "^2", "_i", "'")

    def delta(self, depth: int) -> str:
        return self.one(
            r"\delta_{ij}",
            r"\delta_{i,j}",
            r"\delta_{jk}",
            r"\delta_{i j}^2",
            r"\mathbf{1}[i = j]",
            r"\mathbb{1}(i \neq j)",
            r"\mathbf{1}_{i = j}",
            r"\delta_{ii}",
            r"{\delta}_{ij}",
            r"\delta_i j",
            r"\mathbf{1}\{i = j\}",
            r"\mathbf 1[i=j]",
            r"\delta_{i}^{j}",
            r"\delta (i - j)",
            r"\begin{cases} a & i = j \\ b & i \neq j \end{cases}",
            r"\begin{cases} a & \text{if } i = j \\ p_i & \text{otherwise} \end{cases}",
        )

    def other(self, depth: int) -> str:
        return self.one(*OTHER)

    def accident(self, tex: str) -> str:
        """A slip of the hand in one place."""
        place = self.random.randrange(len(tex) + 1)
        what = self.random.random()
        if what < 0.45:
            return tex[:place] + self.one(*ACCIDENTS, *SPACES) + tex[place:]
        if what < 0.6:
            return tex[:place] + tex[place + 1 :]
        found = [key for key in LOOK_ALIKES if key in tex]
        if found and what < 0.8:
            old = self.random.choice(found)
            start = self.random.choice([n for n in range(len(tex)) if tex.startswith(old, n)])
            return tex[:start] + self.one(*LOOK_ALIKES[old]) + tex[start + len(old) :]
        pair = self.random.choice(
            (("(", "{"), (")", "}"), ("{", "("), ("}", ")"), ("{", ""), ("(", ""))
        )
        other = {"(": ")", "{": "}", "": ""}
        if pair[0] in "({" and pair[0] in tex:
            tex = tex.replace(pair[0], pair[1], 1)
            closing = other[pair[0]]
            return tex.replace(closing, other[pair[1]], 1)
        return tex.replace(*pair, 1)

    def formula(self) -> str:
        tex = self.expression(self.random.choice((1, 1, 2, 2, 2, 3)))
        while self.chance(0.3):
            tex = self.accident(tex)
        return tex


# -- what was read, with a parenthesis around every part -------------------------------------------


def inner(part: Tree) -> str:
    """A part written out, in a parenthesis."""
    return rf"\left({written_out(part)}\right)"


def written_out(tree: Tree) -> str:
    """The tree as TeX in which nothing rests on a convention."""
    match tree:
        case Number(value=value):
            if value.denominator == 1:
                return str(value)
            return rf"\frac{{{value.numerator}}}{{{value.denominator}}}"
        case Symbol():
            return show_symbol(tree)
        case Plus(terms=terms):
            return " + ".join(map(inner, terms))
        case Negative(body=body):
            return f"-{inner(body)}"
        case Times(factors=factors):
            return r" \cdot ".join(map(inner, factors))
        case Over(top=top, bottom=bottom):
            return rf"\frac{{{written_out(top)}}}{{{written_out(bottom)}}}"
        case Power(base=base, exponent=exponent):
            return f"{inner(base)}^{{{exponent}}}"
        case Raised(base=base, exponent=above):
            return f"{inner(base)}^{{{written_out(above)}}}"
        case Call():
            return _call(tree)
        case Apply(function=function, body=body):
            if function == r"\sqrt":
                return rf"\sqrt{{{written_out(body)}}}"
            return rf"{function}{inner(body)}"
        case Transposed(body=body):
            return rf"{inner(body)}^\top"
        case Norm(body=body):
            return rf"\|{written_out(body)}\|"
        case Entrywise(left=left, right=right):
            return rf"{inner(left)} \odot {inner(right)}"
        case Delta(left=left, right=right, differ=differ):
            delta = rf"\delta_{{{left},{right}}}"
            return rf"1 - {delta}" if differ else delta
        case Fold():
            return _fold(tree)
        case Partial(body=body, by=by):
            text = written_out(body)
            for symbol in reversed(by):
                text = rf"\frac{{\partial}}{{\partial {show_symbol(symbol)}}} \left({text}\right)"
            return text
        case Gradient(body=body, by=by):
            return rf"\nabla_{{{by.name}}} {inner(body)}"
        case Cases():
            return _cases(tree)
    raise TypeError(tree)


def _call(tree: Call) -> str:
    """``g`` is a function on the page; any other name is a factor."""
    if tree.name == "g":
        arguments = ", ".join(map(written_out, tree.arguments))
        call = "g" + "'" * tree.primes + rf"\left({arguments}\right)"
        return call if tree.power == 1 else rf"\left({call}\right)^{{{tree.power}}}"
    head = show_symbol(Symbol(tree.name, tree.indices))
    if tree.raised != 1:
        head = f"({head})^{{{tree.raised}}}"
    whole = r" \cdot ".join((head, *map(inner, tree.arguments)))
    return whole if tree.power == 1 else rf"{whole}^{{{tree.power}}}"


def _fold(tree: Fold) -> str:
    lower = tree.index if tree.size is None else f"{tree.index} = 1"
    if tree.excluded:
        lower = ", ".join(rf"{tree.index} \neq {other}" for other in tree.excluded)
    upper = f"^{{{tree.size}}}" if tree.size is not None and not tree.excluded else ""
    return rf"{tree.kind}_{{{lower}}}{upper} {inner(tree.body)}"


def _cases(tree: Cases) -> str:
    conditions = [
        f"{left} {UNEQUAL[not same]} {right}"
        for left, right, same in zip(tree.lefts, tree.rights, tree.equal, strict=True)
    ]
    conditions += [r"\text{otherwise}"] * (len(tree.bodies) - len(conditions))
    rows = (
        f"{written_out(body)} & {condition}"
        for body, condition in zip(tree.bodies, conditions, strict=True)
    )
    return r"\begin{cases} " + r" \\ ".join(rows) + r" \end{cases}"


def changed(tree: Tree, random: Random) -> Tree:
    """The tree with one part of it changed."""
    count = sum(1 for _ in nodes(tree))
    wanted = random.randrange(count)
    seen = 0

    def visit(node: Tree) -> Tree:
        nonlocal seen
        mine, seen = seen, seen + 1
        node = node.with_parts(tuple(map(visit, node.parts)))
        return _changed(node, random) if mine == wanted else node

    return visit(tree)


def _changed(node: Tree, random: Random) -> Tree:
    match node:
        case Symbol(name=name, indices=(index, *rest)) if random.random() < 0.6:
            other = random.choice([letter for letter in "ijk" if letter != index])
            return Symbol(name, (other, *rest))
        case Plus(terms=terms) if random.random() < 0.5:
            last = terms[-1].body if isinstance(terms[-1], Negative) else Negative(terms[-1])
            return Plus((*terms[:-1], last))
        case Times(factors=factors) if random.random() < 0.5:
            return Plus(factors)
        case Power(base=base, exponent=exponent) if random.random() < 0.5:
            return Power(base, exponent + 1)
        case Fold() if random.random() < 0.5 and node.index != "i":
            return replace(node, size=None, excluded=(*node.excluded, "i"), first="")
    return random.choice(
        (
            Negative(node),
            Power(node, 2),
            Times((Number(Fraction(2)), node)),
            Plus((node, Number(Fraction(1)))),
        )
    )


# -- the two verdicts ------------------------------------------------------------------------------


@dataclass
class Tally:
    """What came of all formulas, and the faults with what was said of each."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def line(self) -> str:
        """The counts as one line."""
        return ", ".join(f"{count} {name}" for name, count in self.counts.most_common())


def context() -> Context:
    """The context that the formulas stand in."""
    made = Context()
    for tex in PAGE:
        verdict = check(Formula(tex, ":=" in tex), made)
        assert verdict.ok, (tex, verdict.error)
    return made


def setting() -> Setting:
    """The same, for what evaluates the displayed formulas."""
    start = Setting(VARIABLES, frozenset("Tsq"), {}, frozenset({"K", "N"}))
    softmax, square = mathjax.mathml(
        [(r"\frac{\exp(z_j)}{\sum_{k=1}^K \exp(z_k)}", True), ("x^2 - 3 x", True)]
    )
    definitions = {
        "p": Defined(("j",), ("K",), read(softmax, start.known()).chains[0][0] or ()),
        "g": Defined((), (), read(square, start.known()).chains[0][0] or (), (("x", 0),)),
    }
    return replace(start, definitions=definitions)


def claims(random: Random, tally: Tally) -> Iterator[str]:
    """Claims without end, each about a formula that can be read."""
    while True:
        tex = Writer(random).formula()
        tally.counts["made"] += 1
        try:
            if has_relation(tex):
                raise EquationError("a relation")
            tree = read_expression(tex)
        except EquationError:
            tally.counts["not read"] += 1
            continue
        # What has been read has to be written in full before it can be compared.
        try:
            right = written_out(tree if random.random() < 0.5 else changed(tree, random))
        except TypeError:
            tally.counts["of a notation that is not written out"] += 1
            continue
        yield f"{tex} = {right}"


def fuzz(count: int, seed: int) -> Tally:
    """Judge `count` claims that the checker accepts or refutes."""
    random, tally = Random(seed), Tally()
    known, where = context(), setting()
    source = claims(random, tally)
    judged = 0
    while judged < count and not len(tally.faults) > 50:
        batch = []
        while len(batch) < BATCH and judged + len(batch) < count:
            claim = next(source)
            verdict = check(Formula(claim), known.copy(), readable=False)
            if verdict.status not in (Status.PROVED, Status.FALSE):
                tally.counts[f"{verdict.status.value} as a claim"] += 1
                if verdict.status is Status.INTERNAL:
                    tally.faults.append(f"{claim}: {verdict.error}")
                continue
            batch.append((claim, verdict))
        judged += len(batch)
        drawings = mathjax.mathml([(claim, True) for claim, _ in batch])
        for (claim, verdict), drawing in zip(batch, drawings, strict=True):
            accepted = verdict.status is Status.PROVED
            tally.counts["accepted" if accepted else "refuted"] += 1
            failure = verdict.worst.failure if verdict.worst else None
            # What is defined nowhere, for some indices, is stopped, and not refuted.
            refuted = failure is not None and failure.cause is Cause.REFUTED
            fault = disagreement(drawing, where, accepted, refuted, tally)
            if fault:
                tally.faults.append(f"{fault}\n    {claim}")
    return tally


def disagreement(drawing: str, where: Setting, accepted: bool, refuted: bool, tally: Tally) -> str:
    """What is wrong with a verdict, by what is displayed; empty if nothing is."""
    said: Judgement
    if not drawing:
        tally.counts["not drawn by MathJax"] += 1
        return ""
    try:
        seen = read(drawing, where.known())
        said = judge(seen, where, Random(7))
        single = _with_single_values(seen, where)
    except NotIntroduced as error:
        letter = str(error).split()[0].removeprefix("bold:")
        if letter != str(error).split()[0] and where.sizes_of(letter):
            # A vector as a whole may be bold where its entries are not.
            tally.counts["beyond the evaluation (a bold vector)"] += 1
            return ""
        tally.counts["not clear as displayed"] += 1
        return f"accepted, and not clear as displayed: {error}" if accepted else ""
    except (Unclear, NoSense) as error:
        tally.counts["not clear as displayed"] += 1
        return f"accepted, and not clear as displayed: {error}" if accepted else ""
    except Unread as error:
        tally.counts[f"beyond the evaluation ({error})"] += 1
        return ""
    if accepted and said.holds is not True:
        return f"accepted, and {'undefined' if said.holds is None else 'false'}: {said.at}"
    if accepted and single is False:
        return "accepted, and false where K = 1"
    if refuted and said.holds and single is not False:
        return "called false, and true as displayed"
    return ""


def _with_single_values(seen: Reading, where: Setting) -> bool | None:
    """Whether it holds where an index has one value, at which a side need not be defined."""
    try:
        return judge(seen, where, Random(7), counts=(1,)).holds
    except (NoSense, IndexError):
        return None  # An index 2 is written.


def main(arguments: list[str]) -> int:
    count, seed = [*map(int, arguments), *(COUNT, SEED)[len(arguments) :]]
    tally = fuzz(count, seed)
    for fault in tally.faults:
        print(fault)
    print(f"seed {seed}: {tally.line()}; {len(tally.faults)} faults")
    return bool(tally.faults)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
