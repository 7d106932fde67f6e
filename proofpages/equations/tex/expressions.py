"""TeX of an expression → tree; what cannot be read with certainty is refused.

Two conventions are worth knowing. The scope of a sum reaches to the end of the product that
follows it: ``\\sum_i a_i b_i + c`` is the sum of a_i b_i, plus c. A name in front of a parenthesis
is a factor, and refused where it could be meant as a function, as in ``L(z)``.
"""

from __future__ import annotations

from fractions import Fraction

from proofpages.equations.functions import FUNCTIONS
from proofpages.equations.tex.alphabet import ACCENTS, GREEK
from proofpages.equations.tex.cursor import Cursor
from proofpages.equations.tex.names_and_indices import (
    bare_name,
    integer_exponent,
    refuse_application,
    subscript,
    symbol,
)
from proofpages.equations.tex.sum_limits import sum_limits
from proofpages.equations.tex.tokens import Token
from proofpages.equations.tree import (
    Apply,
    Delta,
    Fold,
    Gradient,
    Negative,
    Number,
    Over,
    Partial,
    Plus,
    Power,
    Symbol,
    Times,
    Tree,
)

MAX_ORDER = 4

FOLDS = {r"\sum"}
FACTOR_COMMANDS = GREEK | ACCENTS | FUNCTIONS.keys() | FOLDS | {r"\frac", r"\nabla", r"\left"}


def expression(cursor: Cursor) -> Tree:
    """Read terms joined by + and −."""
    cursor.enter()
    start = cursor.next.at
    terms: list[Tree] = []
    if cursor.sees("+"):
        cursor.refuse("a leading + is not read; leave it out")
    while True:
        sign = cursor.next
        if cursor.skip("-"):
            terms.append(Negative(_product(cursor), sign.at))
        else:
            cursor.skip("+")
            terms.append(_product(cursor))
        if not cursor.sees("+", "-"):
            break
    cursor.leave()
    return terms[0] if len(terms) == 1 else Plus(tuple(terms), start)


def _starts_factor(token: Token) -> bool:
    if token.kind in ("letter", "number"):
        return True
    if token.kind == "command":
        return token.text in FACTOR_COMMANDS
    return token.kind == "mark" and token.text in ("(", "[", "{")


def _product(cursor: Cursor) -> Tree:
    start = cursor.next.at
    factors: list[Tree] = []
    while True:
        if cursor.sees("-", "+"):
            cursor.refuse("a sign inside a product or sum needs parentheses, as in a \\cdot (-b)")
        if cursor.sees(*FOLDS):
            factors.append(_sum(cursor))
            break
        factors.append(_factor(cursor))
        if cursor.sees("/"):
            factors = [_slash(cursor, factors)]
            break
        if cursor.sees("*", r"\times", r"\odot", r"\circ", r"\ast", r"\div"):
            cursor.refuse(r"write a product with \cdot or side by side, a quotient with \frac")
        if cursor.skip(r"\cdot"):
            continue
        if not _starts_factor(cursor.next):
            break
        if cursor.next.kind == "number":
            cursor.refuse(r"a number stands first in a product, or after \cdot")
    return factors[0] if len(factors) == 1 else Times(tuple(factors), start)


def _slash(cursor: Cursor, factors: list[Tree]) -> Tree:
    place = cursor.take().at
    hint = r"a slash joins exactly two factors, as in z_i/T; write \frac{…}{…}"
    if len(factors) != 1 or not _starts_factor(cursor.next) or cursor.sees(*FOLDS):
        cursor.refuse(hint, at=place)
    bottom = _factor(cursor)
    if cursor.sees("/", r"\cdot") or _starts_factor(cursor.next):
        cursor.refuse(hint, "what the slash divides is not certain", place)
    return Over(factors[0], bottom, factors[0].at)


def _factor(cursor: Cursor) -> Tree:
    cursor.enter()
    tree = _factor_body(cursor)
    cursor.leave()
    return tree


def _factor_body(cursor: Cursor) -> Tree:
    token = cursor.next
    if token.kind == "number":
        cursor.take()
        return _powered(cursor, Number(Fraction(token.text), token.at))
    if token.kind == "letter" and token.text == "e":
        return _natural_base(cursor)
    if token.kind == "letter" or (token.kind == "command" and token.text in GREEK | ACCENTS):
        return _symbol_factor(cursor)
    group = cursor.open_group()
    if group:
        body = expression(cursor)
        cursor.close_group(group)
        return _powered(cursor, body)
    if cursor.skip("{"):
        body = expression(cursor)
        cursor.expect("}", "to close the group")
        if cursor.sees("^", "_"):
            cursor.refuse("put parentheses around what is raised to a power")
        return body
    if cursor.sees(r"\frac"):
        return _fraction(cursor)
    if cursor.sees(*FUNCTIONS):
        return _function(cursor)
    if cursor.sees(r"\nabla"):
        return _gradient(cursor)
    if cursor.sees(r"\partial"):
        cursor.refuse(r"write a derivative as \frac{\partial X}{\partial z_j}")
    if cursor.sees(r"\prod", r"\max", r"\min", r"\int", r"\sin", r"\cos", "|"):
        cursor.refuse(
            r"read are +, -, products, \frac, integer powers, \sum and the functions "
            + ", ".join(FUNCTIONS)
        )
    return cursor.refuse("expected a number, a symbol, a fraction, a function or a parenthesis")


def _natural_base(cursor: Cursor) -> Tree:
    start = cursor.take().at
    if not cursor.skip("^"):
        cursor.refuse("the letter e is the base of e^{…}; write e^{…}, or another letter")
    if cursor.skip("{"):
        body = expression(cursor)
        cursor.expect("}", "to close the exponent")
    elif cursor.next.kind == "number" and len(cursor.next.text) == 1:
        body = Number(Fraction(cursor.next.text), cursor.take().at)
    elif cursor.next.kind == "letter" and cursor.next.text != "e":
        token = cursor.take()
        body = Symbol(token.text, (), token.at)
    else:
        cursor.refuse("write the exponent of e in braces, as in e^{z_j}")
    if cursor.sees("_", "^"):
        cursor.refuse("put braces around the exponent of e, parentheses around a power of it")
    return Apply(r"\exp", body, start)


def _powered(cursor: Cursor, base: Tree) -> Tree:
    if cursor.sees("_"):
        cursor.refuse("only a symbol carries an index")
    if not cursor.sees("^"):
        return base
    exponent = integer_exponent(cursor)
    if cursor.sees("^", "_"):
        cursor.refuse("one exponent only; put parentheses around a power of a power")
    return Power(base, exponent, base.at)


def _symbol_factor(cursor: Cursor) -> Tree:
    start = cursor.place
    tree = symbol(cursor)
    if tree.name == r"\delta" and len(tree.indices) == 2:
        return _powered(cursor, Delta(*tree.indices, tree.at))
    if cursor.sees("'", "!"):
        cursor.refuse(r"write a derivative as \frac{\partial X}{\partial z_j}")
    if cursor.sees("^"):
        exponent = integer_exponent(cursor)
        if cursor.sees("_"):
            if tree.indices:
                cursor.refuse("one index only")
            tree = Symbol(tree.name, subscript(cursor), tree.at)
        if cursor.sees("^"):
            cursor.refuse("one exponent only")
        return Power(tree, exponent, tree.at)
    refuse_application(cursor, tree, start)
    return tree


def _fraction(cursor: Cursor) -> Tree:
    start = cursor.take().at
    cursor.expect("{", r"after \frac; write \frac{1}{2}, not \frac12")
    if cursor.sees(r"\partial"):
        return _partial(cursor, start)
    top = expression(cursor)
    cursor.expect("}", r"to close the numerator")
    cursor.expect("{", r"before the denominator")
    bottom = expression(cursor)
    cursor.expect("}", r"to close the denominator")
    if cursor.sees("^", "_"):
        cursor.refuse("put parentheses around a fraction that is raised to a power")
    return Over(top, bottom, start)


def _partial(cursor: Cursor, start: int) -> Tree:
    cursor.take()
    order = integer_exponent(cursor) if cursor.sees("^") else 1
    if not 1 <= order <= MAX_ORDER:
        cursor.refuse(f"derivatives of order 1 to {MAX_ORDER} are read", at=start)
    body = None if cursor.sees("}") else _differentiated(cursor)
    cursor.expect("}", r"after the symbol that is differentiated; put an expression in parentheses")
    cursor.expect("{", "before the symbols to differentiate by")
    by: list[Symbol] = []
    while not cursor.skip("}"):
        cursor.expect(r"\partial", r"as in \partial z_j")
        variable = symbol(cursor)
        repeat = integer_exponent(cursor) if order > 1 and cursor.sees("^") else 1
        if repeat < 1 or len(by) + repeat > order:
            cursor.refuse("numerator and denominator have different orders", at=variable.at)
        by.extend([variable] * repeat)
    if len(by) != order:
        cursor.refuse("numerator and denominator have different orders", at=start)
    if cursor.sees("^", "_"):
        cursor.refuse("put parentheses around a derivative that is raised to a power")
    if body is None:
        body = _operand(cursor, r"\frac{\partial}{\partial z_j}")
    return Partial(body, tuple(by), start)


def _differentiated(cursor: Cursor) -> Tree:
    """What stands behind ``\\partial`` in a numerator: a symbol, or anything in parentheses."""
    group = cursor.open_group()
    if not group:
        return symbol(cursor)
    body = expression(cursor)
    cursor.close_group(group)
    return body


def _operand(cursor: Cursor, operator: str) -> Tree:
    body = _sum(cursor) if cursor.sees(*FOLDS) else _factor(cursor)
    if cursor.sees("/", r"\cdot") or _starts_factor(cursor.next):
        cursor.refuse(f"put parentheses around the whole product, or around {operator} X")
    return body


def _gradient(cursor: Cursor) -> Tree:
    start = cursor.take().at
    hint = r"write \nabla_z L: the symbol below without an index"
    if not cursor.skip("_"):
        cursor.refuse(hint)
    braced = cursor.skip("{")
    token = bare_name(cursor)
    if token.kind != "letter" and token.text not in GREEK:
        cursor.refuse(hint, at=token.at)
    by = Symbol(token.text, (), token.at)
    if braced:
        cursor.expect("}", f"; {hint}")
    if not _starts_factor(cursor.next) or cursor.sees(r"\nabla"):
        cursor.refuse(hint)
    return Gradient(_operand(cursor, r"\nabla_z"), by, start)


def _function(cursor: Cursor) -> Tree:
    token = cursor.take()
    if FUNCTIONS[token.text].braced:
        cursor.expect("{", f"after {token.text}")
        body = expression(cursor)
        cursor.expect("}", f"to close {token.text}")
        if cursor.sees("^", "_"):
            cursor.refuse(f"put parentheses around {token.text}{{…}} to raise it to a power")
        return Apply(token.text, body, token.at)
    if cursor.sees("^", "_"):
        cursor.refuse(f"write {token.text}(…) and put parentheses around a power of it")
    group = cursor.open_group()
    if group:
        body = expression(cursor)
        cursor.close_group(group)
        if cursor.sees("^", "_"):
            cursor.refuse(f"put parentheses around {token.text}(…) to raise it to a power")
    else:
        braced = cursor.skip("{")
        body = expression(cursor) if braced else _factor(cursor)
        if braced:
            cursor.expect("}", "to close the group")
        if cursor.sees("/", r"\cdot", "^", "_") or _starts_factor(cursor.next):
            cursor.refuse(f"put parentheses around the argument of {token.text}", at=token.at)
    return Apply(token.text, body, token.at)


def _sum(cursor: Cursor) -> Tree:
    cursor.enter()
    kind = cursor.take()
    start = kind.at
    limits = sum_limits(cursor, start)
    body = _product(cursor)
    for index in reversed(limits.indices):
        body = Fold(
            kind.text, index, limits.size, tuple(limits.excluded.get(index, ())), body, start
        )
    cursor.leave()
    return body
