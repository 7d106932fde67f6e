"""TeX of an expression → tree; what cannot be read with certainty is refused.

Three conventions are worth knowing. The scope of a sum reaches to the end of the product that
follows it: ``\\sum_i a_i b_i + c`` is the sum of a_i b_i, plus c. A name in front of a parenthesis
is a `Call`, of which the names known decide whether it is a function or a product. Braces that are
no argument are drawn as nothing, so they may hold one factor only.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import NoReturn

from proofpages.equations.functions import FUNCTIONS
from proofpages.equations.tex.alphabet import ACCENTS, FOLDS, GREEK, RELATIONS
from proofpages.equations.tex.cursor import OPENING, Cursor
from proofpages.equations.tex.index_relations import index_relation
from proofpages.equations.tex.names_and_indices import (
    bare_name,
    exponent,
    function_name,
    integer_exponent,
    name_comes,
    positive_exponent,
    subscript,
    symbol,
)
from proofpages.equations.tex.sum_limits import sum_limits
from proofpages.equations.tex.tokens import Token
from proofpages.equations.tree import (
    Apply,
    Call,
    Cases,
    Component,
    Delta,
    Entrywise,
    Fold,
    Gradient,
    Negative,
    Norm,
    Number,
    Ones,
    Over,
    Partial,
    Plus,
    Power,
    Symbol,
    Times,
    Transposed,
    Tree,
    stands_in,
)

MAX_ORDER = 4

BARS = (r"\mid", "|", r"\|", r"\vert")
NORM_ENDS = r"closing \|"
OPENS_GROUP = (*OPENING, r"\left")
INDICATORS = (r"\mathbf", r"\mathbb")
UNREAD = {
    r"\max": "the largest value is not read; state what follows from it",
    r"\min": "the smallest value is not read; state what follows from it",
    r"\arg": "where a value is largest is not read",
    r"\int": "integrals are not read",
    r"\lim": "limits are not read",
    r"\mathbb": r"expectations and probabilities are not read; write the sum, as \sum_k p_k x_k",
    r"\langle": r"an inner product is written x^\top y, or \sum_k x_k y_k",
    r"\pm": "write two equations",
    r"\underbrace": "a note below a formula is not read; say it in the text",
    r"\overbrace": "a note above a formula is not read; say it in the text",
    r"\color": "colours are not read; leave them out",
    r"\textcolor": "colours are not read; leave them out",
    r"\lfloor": "rounding is not read",
    r"\lceil": "rounding is not read",
    r"\binom": r"binomial coefficients are not read",
    "|": r"absolute values are not read; the norm of a vector is \|x\|",
    r"\begin": r"rows are read inside aligned, and in cases",
}
WORDS = ("log", "exp", "tanh", "sqrt", "softmax", "sigmoid", "diag", "max", "min", "argmax")
FACTOR_COMMANDS = (
    GREEK
    | ACCENTS
    | FUNCTIONS.keys()
    | UNREAD.keys()
    | {*FOLDS, r"\{", r"\frac", r"\nabla", r"\left", r"\partial", r"\|", r"\boxed"}
)
FACTORS = (
    r"write here a number, a symbol, \frac, \sum, a parenthesis or one of the functions "
    + ", ".join(sorted(FUNCTIONS))
)


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
    if token.kind in ("letter", "number", "text"):
        return token.kind != "text" or function_name(token) is not None
    if token.kind == "command":
        return token.text in FACTOR_COMMANDS
    return token.kind == "environment" or (token.kind == "mark" and token.text in ("(", "[", "{"))


def _skip_empty(cursor: Cursor) -> None:
    """Step over ``{}``, which draws nothing where a factor could stand."""
    while cursor.sees("{") and cursor.after.text == "}":
        cursor.take()
        cursor.take()


def _product(cursor: Cursor) -> Tree:
    start = cursor.next.at
    factors = _factors(cursor)
    return factors[0] if len(factors) == 1 else Times(tuple(factors), start)


def _factors(cursor: Cursor) -> list[Tree]:
    factors: list[Tree] = []
    dotted = False
    while True:
        _skip_empty(cursor)
        sign = cursor.next
        if cursor.sees("+") or (cursor.sees("-") and not dotted):
            cursor.refuse("a sign inside a product or sum needs parentheses, as in a \\cdot (-b)")
        if cursor.skip("-"):
            if cursor.sees("-", "+", *FOLDS):
                cursor.refuse("put parentheses around what is behind the sign")
            factors.append(Negative(_factor(cursor, alone=True), sign.at, bare=True))
        elif cursor.sees(*FOLDS):
            fold = _fold(cursor)
            factors += fold.factors if isinstance(fold, Times) else (fold,)
            break
        else:
            factors.append(_factor(cursor))
            if not dotted and sign.text in (r"\frac", "{") and _mixed(factors[-2:]):
                cursor.refuse(
                    r"a number beside a fraction of numbers looks like two and a half: write \cdot "
                    "between them",
                    at=sign.at,
                )
        _skip_empty(cursor)
        if cursor.sees("/"):
            factors = [_slash(cursor, factors)]
            break
        if cursor.skip(r"\odot"):
            factors = [_entrywise(cursor, factors)]
            break
        if cursor.sees("*", r"\times", r"\circ", r"\ast", r"\div"):
            cursor.refuse(r"write a product with \cdot or side by side, a quotient with \frac")
        dotted = cursor.skip(r"\cdot")
        if dotted:
            continue
        if not _starts_factor(cursor.next):
            break
        if _behind_braces(cursor).kind == "number":
            cursor.refuse(r"a number stands first in a product, or after \cdot")
    return factors


def _mixed(factors: list[Tree]) -> bool:
    """Whether two factors side by side look like one number: 2 1/2."""
    return len(factors) == 2 and (
        isinstance(factors[0], Number)
        and isinstance(factors[1], Over)
        and all(isinstance(part, Number) for part in (factors[1].top, factors[1].bottom))
    )


def _slash(cursor: Cursor, factors: list[Tree]) -> Tree:
    place = cursor.take().at
    hint = r"a slash joins exactly two factors, as in z_i/T; write \frac{…}{…}"
    first = factors[0]
    if isinstance(first, Symbol) and first.name == cursor.next.text == "d" and len(factors) == 2:
        cursor.refuse(r"write a derivative as \frac{\partial L}{\partial z_j}", at=first.at)
    if len(factors) != 1 or not _starts_factor(cursor.next) or cursor.sees(*FOLDS):
        cursor.refuse(hint, at=place)
    bottom = _factor(cursor, alone=True)
    if cursor.sees("/", r"\cdot") or _starts_factor(cursor.next):
        cursor.refuse(hint, "what the slash divides is not certain", place)
    return Over(factors[0], bottom, factors[0].at)


def _entrywise(cursor: Cursor, factors: list[Tree]) -> Tree:
    hint = r"\odot joins exactly two factors; put parentheses around a longer one"
    if len(factors) != 1 or not _starts_factor(cursor.next) or cursor.sees(*FOLDS):
        cursor.refuse(hint)
    right = _factor(cursor, alone=True)
    if cursor.sees("/", r"\cdot", r"\odot") or _starts_factor(cursor.next):
        cursor.refuse(hint)
    return Entrywise(factors[0], right, factors[0].at)


def _factor(cursor: Cursor, *, alone: bool = False) -> Tree:
    """Read one factor; `alone` where a name and a parenthesis behind it cannot be two factors."""
    cursor.enter()
    tree = _factor_body(cursor, alone)
    cursor.leave()
    return tree


def _factor_body(cursor: Cursor, alone: bool) -> Tree:
    token = cursor.next
    _refuse_word(cursor)
    if token.kind == "number":
        cursor.take()
        return _powered(cursor, Number(Fraction(token.text), token.at))
    if token.kind == "letter" and token.text == "e" and cursor.after.text != "_":
        return _natural_base(cursor)
    if function_name(token) in FUNCTIONS or _spelt_function(cursor) is not None:
        return _function(cursor)
    one = _bold_one(cursor)
    if one is not None:
        return one
    if name_comes(cursor):
        return _symbol_factor(cursor, alone)
    group = cursor.open_group(curly=True)
    if group:
        return _grouped(cursor, group, token.at)
    if cursor.skip("{"):
        return _braced(cursor)
    if cursor.sees(r"\frac"):
        return _fraction(cursor)
    if cursor.sees(r"\nabla"):
        return _gradient(cursor)
    if cursor.sees(r"\partial"):
        return _partial_below(cursor)
    if cursor.sees(r"\|"):
        return _norm(cursor)
    if cursor.skip(r"\boxed"):
        return _boxed(cursor)
    if token.kind == "environment":
        return _cases(cursor)
    return _refuse_factor(cursor)


def _grouped(cursor: Cursor, group: tuple[str, bool], start: int) -> Tree:
    """What stands in a parenthesis that has been opened at `start`."""
    body = expression(cursor)
    cursor.close_group(group)
    if group[0] == r"\}" and isinstance(body, Symbol | Number):
        cursor.refuse(
            r"write a parenthesis; sets and fractional parts are not read, and \{ groups what "
            "is added or multiplied",
            at=start,
        )
    if cursor.sees("_"):
        body = Component(body, subscript(cursor), start)
    return _powered(cursor, body)


def _boxed(cursor: Cursor) -> Tree:
    cursor.expect("{", r"after \boxed")
    body = expression(cursor)
    cursor.expect("}", r"to close \boxed")
    return _powered(cursor, body)


def _refuse_factor(cursor: Cursor) -> NoReturn:
    """Say why the next token is no factor."""
    token = cursor.next
    if token.text in UNREAD:
        cursor.refuse(UNREAD[token.text])
    before = cursor.tokens[cursor.place - 1].text if cursor.place else ""
    if before in RELATIONS and token.text in RELATIONS:
        cursor.refuse(f"two relations side by side: leave out one of {before} and {token.text}")
    if before in (*RELATIONS, "+", "-", r"\cdot", "/") and token.kind == "end":
        cursor.refuse(f"write what stands behind the {before}, or leave it out")
    cursor.refuse(FACTORS)


def _behind_braces(cursor: Cursor) -> Token:
    """The next token that is drawn: opening braces and ``{}`` are not."""
    place = cursor.place
    while cursor.tokens[place].text == "{":
        place += 2 if cursor.tokens[place + 1].text == "}" else 1
    return cursor.tokens[place]


def _refuse_hidden_argument(cursor: Cursor) -> None:
    """Refuse a parenthesis behind a name and braces, which is drawn as f(x)."""
    if _behind_braces(cursor).text in OPENS_GROUP:
        cursor.refuse("braces are not drawn; leave out those of a name before a parenthesis")


def _refuse_word(cursor: Cursor) -> None:
    """Refuse letters that spell a function: ``log p`` is drawn as a product of l, o, g and p."""
    if cursor.next.kind != "letter":
        return
    text = cursor.tex[cursor.next.at :]
    for word in WORDS:
        if text.startswith(word) and not text[len(word) :][:1].isalpha():
            cursor.refuse(
                rf"letters side by side are a product; write \{word}"
                if rf"\{word}" in FUNCTIONS
                else rf"letters side by side are a product; write \mathrm{{{word}}}",
                f"found the letters {word}",
            )


def _braced(cursor: Cursor) -> Tree:
    """Braces are drawn as nothing: what is in them is read as if they were not there."""
    hint = "braces are not drawn; write parentheses around a sum or product"
    if cursor.sees("-", "+"):
        cursor.refuse(hint)
    body = _factor(cursor, alone=True)
    if not cursor.sees("}"):
        cursor.refuse(hint)
    cursor.take()
    single = isinstance(body, Number) or (
        isinstance(body, Symbol) and not body.upper and "^" not in body.name
    )
    behind = _powered if single else _unpowered
    tree = behind(cursor, body)
    if not isinstance(body, Number):
        _refuse_hidden_argument(cursor)
    return tree


def _unpowered(cursor: Cursor, tree: Tree) -> Tree:
    if cursor.sees("^", "_"):
        cursor.refuse("put parentheses around what is raised to a power")
    return tree


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
        name, sign, index = (
            "".join(token.text for token in cursor.tokens[place : place + 1])
            for place in (cursor.place - 1, cursor.place, cursor.place + 1)
        )
        if sign == "_" and isinstance(body, Symbol) and index.isalnum():
            cursor.refuse(f"put the whole exponent in braces: write e^{{{name}_{index}}}")
        cursor.refuse("put braces around the exponent of e, parentheses around a power of it")
    return Apply(r"\exp", body, start)


def _powered(cursor: Cursor, base: Tree) -> Tree:
    if cursor.sees("_"):
        cursor.refuse("only a symbol carries an index")
    if not cursor.sees("^"):
        return base
    raised = exponent(cursor, base, expression)
    if cursor.sees("^", "_"):
        cursor.refuse("one exponent only; put parentheses around a power of a power")
    return raised


def _symbol_factor(cursor: Cursor, alone: bool) -> Tree:
    tree = symbol(cursor)
    if tree.name == r"\delta" and len(tree.indices) == 2:
        return _powered(cursor, Delta(*tree.indices, tree.at))
    if cursor.sees("!"):
        cursor.refuse("a factorial is not read")
    name = tree.name.rstrip("'")
    if name != tree.name and _group_comes(cursor):
        # The derivative of a function, not a name with a prime.
        primes = len(tree.name) - len(name)
        return _call(cursor, replace(tree, name=name), 1, primes, alone)
    power: Tree = tree
    if cursor.sees("^"):
        power = exponent(cursor, tree, expression)
        if cursor.sees("_"):
            if tree.indices or not isinstance(power, Power):
                cursor.refuse("one index only")
            tree = Symbol(tree.name, subscript(cursor), tree.at)
            power = Power(tree, power.exponent, tree.at)
        if cursor.sees("^"):
            cursor.refuse("one exponent only")
    if not _group_comes(cursor):
        _refuse_hidden_argument(cursor)
        return power
    if isinstance(power, Power):
        return _call(cursor, tree, power.exponent, 0, alone)
    return _call(cursor, tree, 1, 0, alone) if power is tree else power


def _group_comes(cursor: Cursor) -> bool:
    token = cursor.after if cursor.sees(r"\left") else cursor.next
    return token.text in OPENS_GROUP and token.kind in ("mark", "command")


def _call(cursor: Cursor, head: Symbol, raised: int, primes: int, alone: bool) -> Tree:
    """Read the parenthesis behind a name."""
    phrase = _phrase(cursor, head) if raised == 1 and not primes else None
    if phrase is not None:
        return _powered(cursor, phrase)
    group = cursor.open_group()
    assert group is not None
    arguments = [expression(cursor)]
    while cursor.skip(",") or cursor.skip(";"):
        arguments.append(expression(cursor))
    cursor.close_group(group)
    below = subscript(cursor)
    power = 1
    if cursor.sees("^"):
        # Any other exponent belongs to the parenthesis, if that is a factor.
        call = Call(
            head.name, head.indices, tuple(arguments), below, raised, 1, primes, True, head.at
        )
        tree = exponent(cursor, call, expression)
        if not isinstance(tree, Power):
            return replace(tree, bare=True) if isinstance(tree, Transposed) else tree
        power = tree.exponent
        if not below:
            below = subscript(cursor)
    if cursor.sees("^", "_"):
        cursor.refuse("one exponent only, and one index")
    return Call(
        head.name, head.indices, tuple(arguments), below, raised, power, primes, alone, head.at
    )


def _phrase(cursor: Cursor, head: Symbol) -> Symbol | None:
    r"""Read ``P(w_o \mid w_c)`` as one name with the indices o and c; None where no bar stands.

    What stands in such a parenthesis is not read: the text defines the whole as a quantity.
    """
    start = cursor.place + cursor.sees(r"\left")
    end, depth = start, 0
    while end < len(cursor.tokens) - 1:
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(cursor.tokens[end].text, 0)
        if depth == 0:
            break
        end += 1
    sized = start > cursor.place
    inside = cursor.tokens[start + 1 : end - 1 if sized else end]
    bars = [token.text for token in inside if token.text in BARS]
    # Two double bars are a norm.
    if depth or not bars or (set(bars) == {r"\|"} and len(bars) % 2 == 0):
        return None
    letters = list(head.indices)
    text, place = "", 0
    while place < len(inside):
        found = _slot(inside, place)
        if found is not None:
            letter, place = found
            if letter not in letters:
                letters.append(letter)
            text += f"_{{#{letters.index(letter) + 1}}}"
        else:
            token = inside[place]
            if token.text == r"\right":
                cursor.refuse("one parenthesis is read behind a name with a bar", at=token.at)
            text += rf" \text{{{token.text}}}" if token.kind == "text" else f" {token.text}"
            place += 1
    own = "".join(f"_{{#{n + 1}}}" for n in range(len(head.indices)))
    cursor.place = end + 1
    return Symbol(f"{head.name}{own}({text.strip()})", tuple(letters), head.at)


def _slot(tokens: list[Token], place: int) -> tuple[str, int] | None:
    """The letter below a sign at this place, and the place behind; None for anything else."""
    texts = [token.text for token in tokens[place : place + 4]]
    if texts[:1] == ["_"] and len(texts) > 1 and _is_slot(texts[1]):
        return texts[1], place + 2
    if texts[:2] == ["_", "{"] and texts[3:] == ["}"] and _is_slot(texts[2]):
        return texts[2], place + 4
    return None


def _is_slot(text: str) -> bool:
    return len(text) == 1 and text.islower()


def _fraction(cursor: Cursor) -> Tree:
    start = cursor.take().at
    cursor.expect("{", r"after \frac; write \frac{1}{2}, not \frac12")
    sign = _differential(cursor)
    if sign:
        return _partial(cursor, start, sign)
    top = expression(cursor)
    cursor.expect("}", r"to close the numerator")
    cursor.expect("{", r"before the denominator")
    bottom = expression(cursor)
    cursor.expect("}", r"to close the denominator")
    _unpowered(cursor, Number(Fraction(0)))
    return Over(top, bottom, start)


def _differential(cursor: Cursor) -> str:
    """What begins a numerator that is differentiated: ∂, or d over d; empty if nothing does."""
    if cursor.sees(r"\partial"):
        return r"\partial"
    first, end = _straight_d(cursor, cursor.place)
    if first not in ("d", r"\Delta"):
        return ""
    depth = 1
    while depth and end < len(cursor.tokens) - 1:
        depth += {"{": 1, "}": -1}.get(cursor.tokens[end].text, 0)
        end += 1
    if end >= len(cursor.tokens) or cursor.tokens[end].text != "{":
        return ""
    second, behind = _straight_d(cursor, end + 1)
    if second != first or cursor.tokens[behind].text in ("}", "+", "-", r"\cdot", "^"):
        return ""
    if first == r"\Delta":
        cursor.refuse(
            r"a quotient of differences is not read; write \frac{\partial f}{\partial x}, or the "
            "difference itself"
        )
    return "d"


def _straight_d(cursor: Cursor, place: int) -> tuple[str, int]:
    r"""The d or \Delta at a place, ``\mathrm{d}`` as well, and the place behind it."""
    texts = [token.text for token in cursor.tokens[place : place + 4]]
    if texts == [r"\mathrm", "{", "d", "}"]:
        return "d", place + 4
    if texts[:2] == [r"\mathrm", "d"]:
        return "d", place + 2
    return (texts[0] if texts else ""), place + 1


def _take_differential(cursor: Cursor, sign: str) -> bool:
    found, behind = _straight_d(cursor, cursor.place)
    if found == sign:
        cursor.place = behind
    return found == sign


def _partial(cursor: Cursor, start: int, sign: str) -> Tree:
    r"""Read what stands behind the ∂ of ``\frac{\partial …``, or behind a d."""
    _take_differential(cursor, sign)
    order = integer_exponent(cursor) if cursor.sees("^") else 1
    if not 1 <= order <= MAX_ORDER:
        cursor.refuse(f"derivatives of order 1 to {MAX_ORDER} are read", at=start)
    body = None if cursor.sees("}") else _product(cursor)
    if cursor.sees("+", "-"):
        cursor.refuse(r"put parentheses around a sum that is differentiated")
    cursor.expect("}", r"behind what is differentiated")
    cursor.expect("{", "before the symbols to differentiate by")
    by: list[Symbol] = []
    while not cursor.skip("}"):
        if not _take_differential(cursor, sign) and not (by and len(by) < order):
            cursor.refuse(rf"expected {sign}, as in {sign} z_j")
        braced = cursor.skip("{")
        variable = symbol(cursor)
        if braced:
            cursor.expect("}", "to close the group")
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
    elif _behind_braces(cursor).text in OPENS_GROUP:
        cursor.refuse(
            r"it could be the derivative at a point, or a product: write \cdot for a product",
            "a derivative in front of a parenthesis",
        )
    return Partial(body, tuple(by), start)


def _partial_below(cursor: Cursor) -> Tree:
    r"""Read ``\partial_{z_j} L``."""
    start = cursor.take().at
    if not cursor.skip("_"):
        cursor.refuse(r"write a derivative as \frac{\partial X}{\partial z_j} or \partial_{z_j} X")
    braced = cursor.skip("{")
    by = symbol(cursor) if braced else Symbol(bare_name(cursor).text, (), start)
    if braced:
        cursor.expect("}", "to close the index")
    return Partial(_operand(cursor, r"\partial_{z_j}"), (by,), start, below=True)


def _operand(cursor: Cursor, operator: str, then: str = "") -> Tree:
    """Read what an operator stands before; `then` is what may begin the next factor."""
    if cursor.sees(*FOLDS):
        return _fold(cursor)
    body = _factor(cursor, alone=True)
    if then and cursor.sees(then):
        return body
    if cursor.sees("/", r"\cdot", r"\odot") or _starts_factor(cursor.next):
        cursor.refuse(f"put parentheses around the whole product, or around {operator} X")
    return body


def _gradient(cursor: Cursor) -> Tree:
    r"""Read ``\nabla_z L``, ``\nabla_z^2 L`` or ``\nabla f(x)``."""
    start = cursor.take().at
    hint = r"write \nabla_z L, with the vector below, or \nabla f(x) for a function of it"
    by: Symbol | None = None
    order = 0
    while cursor.sees("_", "^"):
        if cursor.sees("^") and not order:
            order = integer_exponent(cursor)
            if order not in (1, 2):
                cursor.refuse(r"\nabla and \nabla^2 are read")
        elif cursor.sees("_") and by is None:
            cursor.take()
            by = _gradient_by(cursor, hint)
        else:
            cursor.refuse(hint)
    if not _starts_factor(cursor.next):
        cursor.refuse(hint)
    if cursor.sees(r"\nabla"):
        cursor.refuse(
            "the derivative of a vector by a vector is a matrix, of which conventions differ; "
            r"write its entry, as \frac{\partial^2 L}{\partial z_i \partial z_j}, or \nabla_z^2 L"
        )
    body = _operand(cursor, r"\nabla_z", then=r"\nabla")
    at_operand: Transposed | None = None
    if isinstance(body, Transposed) and cursor.tokens[cursor.place - 1].text not in (")", "]"):
        # What is transposed is the gradient: ∇f(x)ᵀ.
        at_operand = body
        body = body.body
    tree: Tree | None = None
    if by is not None:
        tree = Gradient(body, by, start, order or 1)
    else:
        match body:
            case Call(arguments=(Symbol(indices=()) as argument,)):
                tree = Gradient(body, argument, start, order or 1, bare=True)
    if tree is None:
        cursor.refuse(hint, at=start)
    return Transposed(tree, start, at_operand.sign, bare=True) if at_operand else tree


def _gradient_by(cursor: Cursor, hint: str) -> Symbol:
    """Read the vector below ∇; one of a list, as ``w_j``, in braces."""
    braced = cursor.skip("{")
    token = cursor.next
    if not name_comes(cursor):
        cursor.refuse(hint, at=token.at)
    if not braced:
        return Symbol(bare_name(cursor).text, (), token.at)
    by = symbol(cursor)
    cursor.expect("}", f"; {hint}")
    return by


def _norm(cursor: Cursor) -> Tree:
    start = cursor.take().at
    # What opens and what closes look the same: the next one at this depth closes.
    depth = 0
    for place in range(cursor.place, len(cursor.tokens)):
        token = cursor.tokens[place]
        depth += {"{": 1, "}": -1}.get(token.text, 0)
        if token.text == r"\|" and not depth:
            cursor.tokens[place] = Token("mark", NORM_ENDS, token.at)
            break
    body = expression(cursor)
    cursor.expect(NORM_ENDS, "behind the norm")
    below = ""
    if cursor.skip("_"):
        braced = cursor.skip("{")
        below = cursor.take().text
        if below not in ("2", "F") or (braced and not cursor.skip("}")):
            cursor.refuse(r"the norm is Euclidean: \|x\|, \|x\|_2 or \|W\|_F")
    return _powered(cursor, Norm(body, start, below))


def _bold_one(cursor: Cursor) -> Tree | None:
    r"""Read an indicator, ``\mathbf{1}[i = j]`` or ``\mathbf{1}_{i = j}``, or a vector of ones."""
    place = cursor.place
    token = cursor.next
    if not cursor.sees(*INDICATORS):
        return None
    cursor.take()
    braced = cursor.skip("{")
    one = cursor.take().text
    if one not in (("1",) if token.text == r"\mathbf" else ("1", "I")):
        cursor.place = place
        return None
    if braced and not cursor.skip("}"):
        cursor.refuse("expected } behind the 1")
    hint = rf"an indicator is written {token.text}{{1}}[i = j]"
    form = "[%]"
    ones = _ones(cursor, token.at) if token.text == r"\mathbf" else None
    if ones is not None:
        return ones
    if cursor.skip("_"):
        closing = ("}", False) if cursor.skip("{") else None
        form = "_{%}"
    elif cursor.sees(r"\{") or (cursor.sees(r"\left") and cursor.after.text == r"\{"):
        sized = cursor.skip(r"\left")
        cursor.take()
        closing = (r"\}", sized)
    else:
        closing = cursor.open_group()
    if closing is None:
        cursor.refuse(hint)
    relation = index_relation(cursor)
    cursor.close_group(closing)
    written = rf"{token.text}{{{one}}}{form}"
    delta = Delta(relation.left, relation.right, token.at, written, not relation.equal)
    return _powered(cursor, delta)


def _ones(cursor: Cursor, at: int) -> Tree | None:
    r"""The vector ``\mathbf{1}`` or ``\mathbf{1}_N``; None if a relation of indices comes."""
    texts = [token.text for token in cursor.tokens[cursor.place : cursor.place + 4]]
    if texts[0] == "_":
        braced = texts[1] == "{"
        name = texts[1 + braced]
        if not (len(name) == 1 and name.isalpha()) or (braced and texts[3] != "}"):
            return None
        cursor.place += 4 if braced else 2
        return _powered(cursor, Ones(name, at))
    if _group_comes(cursor) or cursor.sees(r"\{", r"\left"):
        return None
    return _powered(cursor, Ones("", at))


def _cases(cursor: Cursor) -> Tree:
    r"""Read ``\begin{cases} a & i = j \\ b & i \neq j \end{cases}``."""
    start = cursor.take()
    if start.text != r"\begin{cases}":
        cursor.refuse("one environment is read inside an expression: cases", at=start.at)
    bodies: list[Tree] = []
    lefts: list[str] = []
    rights: list[str] = []
    equal: list[bool] = []
    words: list[str] = []
    while not (cursor.next.kind == "environment" and cursor.next.text == r"\end{cases}"):
        if len(bodies) > len(lefts):
            cursor.refuse("nothing follows the case that is left")
        bodies.append(expression(cursor))
        cursor.skip(",")
        cursor.expect("&", "between a case and its condition")
        words.append("")
        if cursor.next.kind == "text":
            words[-1] = cursor.next.text
            word = cursor.take().text.strip().rstrip(":").lower()
            if word in ("otherwise", "else"):
                if not lefts:
                    cursor.refuse("the first case has a condition, as i = j")
                cursor.skip(",")
                cursor.skip(".")
                cursor.skip(r"\\")
                continue
            if word not in ("if", "for", "when", "where"):
                cursor.refuse("a condition is i = j, or if, for, when, where i = j")
        relation = index_relation(cursor)
        lefts.append(relation.left)
        rights.append(relation.right)
        equal.append(relation.equal)
        cursor.skip(",")
        cursor.skip(".")
        cursor.skip(";")
        if not cursor.skip(r"\\") and cursor.next.kind != "environment":
            cursor.refuse(r"expected \\ or \end{cases} behind a case")
    cursor.take()
    if len(bodies) < 2:
        cursor.refuse("cases are two or more", at=start.at)
    return _unpowered(
        cursor,
        Cases(tuple(bodies), tuple(lefts), tuple(rights), tuple(equal), start.at, tuple(words)),
    )


def _spelt_function(cursor: Cursor) -> str | None:
    r"""The function of the table that ``\mathrm{log}`` or ``\operatorname{tanh}`` spells out."""
    if not cursor.sees(r"\mathrm"):
        return None
    place = cursor.place
    name = bare_name(cursor).text
    behind, cursor.place = cursor.place, place
    found = "\\" + name[len(r"\mathrm{") : -1]
    found = {r"\ln": r"\log"}.get(found, found)
    if found not in FUNCTIONS or FUNCTIONS[found].braced:
        return None
    cursor.tokens[place:behind] = [Token("command", found, cursor.tokens[place].at)]
    return found


def _function(cursor: Cursor) -> Tree:
    token = cursor.take()
    function = str(function_name(token) or token.text)
    if FUNCTIONS[function].braced:
        cursor.expect("{", f"after {function}")
        body = expression(cursor)
        cursor.expect("}", f"to close {function}")
        if cursor.sees("^", "_"):
            cursor.refuse(f"put parentheses around {function}{{…}} to raise it to a power")
        return Apply(function, body, token.at)
    power = positive_exponent(cursor, function) if cursor.sees("^") else 1
    if cursor.sees("_"):
        cursor.refuse(f"{function} has no index")
    braces = 0
    while cursor.sees("{") and _behind_braces(cursor).text in OPENS_GROUP:
        # Braces are not drawn: what stands behind them stands behind the parenthesis.
        cursor.take()
        braces += 1
    group = cursor.open_group()
    if group:
        body = expression(cursor)
        cursor.close_group(group)
        for _ in range(braces):
            cursor.expect("}", "to close the group; braces are not drawn, leave them out")
        tree: Tree = Apply(function, body, token.at)
        if cursor.sees("^") and power == 1:
            raised = _powered(cursor, tree)
            if isinstance(raised, Transposed):
                return replace(raised, bare=True)
            return replace(raised, place="x") if isinstance(raised, Power) else raised
        if cursor.sees("^", "_"):
            cursor.refuse("one exponent only")
    else:
        if cursor.sees(*FOLDS):
            body = _fold(cursor)
        else:
            body = _factor(cursor, alone=True)
            if cursor.sees("/", r"\cdot", "^", "_") or _starts_factor(cursor.next):
                cursor.refuse(f"put parentheses around the argument of {function}", at=token.at)
        tree = Apply(function, body, token.at)
    return tree if power == 1 else Power(tree, power, token.at, "f")


def _fold(cursor: Cursor) -> Tree:
    cursor.enter()
    kind = cursor.take()
    limits = sum_limits(cursor, kind.at, kind.text)
    if cursor.next.kind == "end" or cursor.next.text in RELATIONS:
        cursor.refuse(rf"write behind it what it goes over, as in {kind.text}_k p_k")
    sign = cursor.next
    negative = cursor.skip("-")
    start = cursor.next.at
    factors = _factors(cursor)
    last, behind = factors[-1], None
    if len(factors) > 1 and isinstance(last, Fold) and last.index and last.index in limits.indices:
        # A sum over the same letter begins where this one ends.
        behind = factors.pop()
    within = any(stands_in(name, factors[-1]) for name in limits.indices)
    if kind.text != r"\sum" and len(factors) > 1 and not within:
        # With a sum it makes no difference.
        cursor.refuse(
            "put parentheses around what is multiplied, or the last factor in front",
            "whether the product takes in the last factor, without its index, is not certain",
            kind.at,
        )
    body = factors[0] if len(factors) == 1 else Times(tuple(factors), start)
    if negative:
        body = Negative(body, sign.at, bare=True)
    for name in reversed(limits.indices):
        excluded = tuple(limits.excluded.get(name, ()))
        body = Fold(kind.text, name, limits.size, excluded, body, kind.at, limits.first)
    cursor.leave()
    if behind is None:
        return body
    assert isinstance(body, Fold)  # A sum has at least one letter.
    return Times((replace(body, ended=True), behind), kind.at)
