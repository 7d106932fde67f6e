"""What is shown is what was read: a formula that is drawn otherwise than it was read is refused.

What was read of a formula is written as TeX again, and the MathML of both must be the same but for
the differences that `drawn` lists. That of the formula is MathJax's where that draws the page, else
math-core's. What was read is drawn by math-core first, which takes a hundredth of the time, and
where that looks otherwise, by what draws the page. Nothing of the reader has a part in the
comparison.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from proofpages.equations.errors import EquationError
from proofpages.equations.tex.printer import show, show_chain
from proofpages.equations.tex.statements import Chain, has_relation, read, read_expression
from proofpages.equations.tex.tokens import tokenize
from proofpages.page.formulas import Found
from proofpages.page.navigation import markdown_extensions
from proofpages.site.drawn import Overlap, Shape, shape_of
from proofpages.typeset.mathjax import mathjax
from proofpages.typeset.mathml import mathml

TYPESET = "proofpages.typeset"


def as_read(tex: str) -> str:
    """What the reader makes of a formula, as TeX.

    Raises:
        EquationError: it cannot be read.
    """
    if not has_relation(tex):
        return show(read_expression(tex))
    statements = read(tex)
    ends = [statement.at for statement in statements[1:]] + [len(tex)]
    rows = [
        show_chain(statement) if isinstance(statement, Chain) else _written(tex, statement.at, end)
        for statement, end in zip(statements, ends, strict=True)
    ]
    if len(rows) == 1:
        return rows[0]
    return r"\begin{aligned} " + r" \\ ".join(rows) + r" \end{aligned}"


def _written(tex: str, start: int, end: int) -> str:
    """A declaration or a relation of indices, token by token: what else stood there was dropped."""
    tokens = [token for token in tokenize(tex) if start <= token.at < end]
    return " ".join(
        rf"\text{{{token.text}}}" if token.kind == "text" else token.text
        for token in tokens
        if token.kind != "environment" and token.text not in (r"\\", r"\quad", "&")
    )


def differences(formulas: Iterable[Found]) -> dict[Found, str]:
    """What is wrong with each formula that is drawn otherwise than it was read."""
    read_as: dict[Found, str] = {}
    for found in formulas:
        try:
            read_as[found] = as_read(found.shown)
        except EquationError:
            continue  # It is refused for that.
    drawn = _mathml([(found.shown, found.display) for found in read_as])
    shown = dict(zip(read_as, drawn, strict=True))
    meant = {found: (_drawn(tex), found.display) for found, tex in read_as.items()}
    wrong = dict.fromkeys(read_as, "")
    for draw in (mathml, _mathml):
        drawn = draw([meant[found] for found in wrong])
        wrong = {
            found: fault
            for found, other in zip(wrong, drawn, strict=True)
            if (fault := difference(shown[found], other))
        }
    return {
        found: f"{fault}; it is read as\n    {read_as[found]}\n  and stands here as\n"
        f"    {found.shown}"
        for found, fault in wrong.items()
    }


def _mathml(formulas: list[tuple[str, bool]]) -> list[str]:
    """The MathML of formulas, by what draws them on the site."""
    return mathjax.mathml(formulas) if TYPESET in markdown_extensions() else mathml(formulas)


def _drawn(tex: str) -> str:
    """The same with what makes a Greek letter bold: the reader has one name for both commands."""
    return re.sub(r"\\mathbf\{(\\[A-Za-z]+)\}", r"\\boldsymbol{\1}", tex)


def difference(shown: str, meant: str) -> str:
    """How two formulas, as MathML, look different; empty if they look the same."""
    if not (shown and meant):
        return "the formula, or what was read of it, cannot be drawn"
    try:
        same = shape_of(shown) == shape_of(meant)
    except Overlap as error:
        return str(error)
    return "" if same else "the formula is drawn otherwise than read"


def look_alikes(names: Iterable[str]) -> dict[str, str]:
    """Each name, as TeX, that is drawn like one before it, with that one."""
    known: dict[Shape, str] = {}
    found = {}
    listed = list(names)
    for name, drawn in zip(
        listed, _mathml([(_drawn(name), False) for name in listed]), strict=True
    ):
        first = known.setdefault(shape_of(drawn), name) if drawn else name
        if first != name:
            found[name] = first
    return found
