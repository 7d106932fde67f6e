"""Reading a name with what stands above and below it, an index, and an exponent."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from proofpages.equations.functions import FUNCTIONS
from proofpages.equations.tex.alphabet import ACCENTS, GREEK
from proofpages.equations.tex.cursor import Cursor
from proofpages.equations.tex.tokens import Token
from proofpages.equations.tree import Negative, Number, Power, Raised, Symbol, Transposed, Tree

MAX_EXPONENT = 12
MAX_EXPONENT_OF_NUMBER = 400
"""Beyond what double precision holds."""
SINGLE = (r"\mathbf", r"\mathit", r"\mathcal")
INDEX_HINT = (
    "an index is a letter or a number, as in _{ij} or _{1,2}, or a label, as in _{y_i}; give one "
    "that is computed, or a row, a letter of its own, as in p_m"
)


def integer_exponent(cursor: Cursor, most: int = MAX_EXPONENT) -> int:
    """Read ``^2`` or ``^{-1}``, up to `most`."""
    start = cursor.expect("^", "before an exponent").at
    hint = "an exponent here is an integer, as in v^2 or v^{-1}"
    braced = cursor.skip("{")
    negative = braced and cursor.skip("-")
    token = cursor.next
    if token.kind != "number" or not token.text.isdigit() or (not braced and len(token.text) > 1):
        cursor.refuse(hint)
    cursor.take()
    if braced and not cursor.skip("}"):
        cursor.refuse(hint)
    value = int(token.text)
    if value > most:
        cursor.refuse(f"exponents up to {most} are read", at=start)
    return -value if negative else value


def positive_exponent(cursor: Cursor, function: str) -> int:
    """Read the 2 of ``\\tanh^2(x)``."""
    place = cursor.next.at
    value = integer_exponent(cursor)
    if value < 1:
        cursor.refuse(f"write {function}(…) and put parentheses around a power of it", at=place)
    return value


def exponent(cursor: Cursor, base: Tree, expression: Callable[[Cursor], Tree]) -> Tree:
    """Read what stands above `base`: an integer, ``\\top``, or an expression."""
    if _is_integer(cursor):
        most = MAX_EXPONENT_OF_NUMBER if isinstance(base, Number) else MAX_EXPONENT
        return Power(base, integer_exponent(cursor, most), base.at)
    cursor.expect("^", "before an exponent")
    sign = _transposing(cursor)
    if sign:
        return Transposed(base, base.at, sign)
    if not cursor.skip("{"):
        token = cursor.next
        if token.kind == "number" and len(token.text) == 1:
            return Raised(base, Number(Fraction(cursor.take().text), token.at), base.at)
        if not name_comes(cursor) or token.text == "e":
            cursor.refuse("put the exponent in braces, as in v^{2} or v^{-1}")
        return Raised(base, Symbol(bare_name(cursor).text, (), token.at), base.at)
    sign = _transposing(cursor)
    if sign:
        cursor.expect("}", "to close the exponent")
        return Transposed(base, base.at, sign)
    raised = expression(cursor)
    cursor.expect("}", "to close the exponent")
    # Braces around braces are not drawn.
    number = raised.body if isinstance(raised, Negative) else raised
    if (
        isinstance(number, Number)
        and number.value.denominator == 1
        and number.value <= MAX_EXPONENT
    ):
        value = int(number.value)
        return Power(base, -value if raised is not number else value, base.at)
    return Raised(base, raised, base.at)


def _transposing(cursor: Cursor) -> str:
    r"""Step over ``\top``, or ``\mathrm{T}`` and ``\text{T}``, which only transpose; else empty."""
    texts = [token.text for token in cursor.tokens[cursor.place : cursor.place + 4]]
    if cursor.skip(r"\top"):
        return r"\top"
    for spelt in ([r"\mathrm", "{", "T", "}"], [r"\mathrm", "T"]):
        if texts[: len(spelt)] == spelt:
            cursor.place += len(spelt)
            return r"\mathrm{T}"
    if (cursor.next.kind, texts[0]) != ("text", "T"):
        return ""
    cursor.take()
    return r"\text{T}"


def _is_integer(cursor: Cursor) -> bool:
    place = cursor.place + 1
    texts = [token.text for token in cursor.tokens[place : place + 4]]
    if texts and texts[0] == "{":
        digits = texts[1:] if texts[1:2] != ["-"] else texts[2:]
        return len(digits) > 1 and digits[0].isdigit() and digits[1] == "}"
    return bool(texts) and texts[0].isdigit() and len(texts[0]) == 1


def function_name(token: Token) -> str | None:
    """The command of a function, or the name that ``\\text{softmax}`` spells; None for others."""
    if token.kind == "command":
        return token.text if token.text in FUNCTIONS else None
    if token.kind != "text" or not token.text.isalpha():
        return None
    command = {"ln": r"\log"}.get(token.text, "\\" + token.text)
    if command in FUNCTIONS and not FUNCTIONS[command].braced:
        return command
    return None if token.text.lower() in KEYWORDS else rf"\mathrm{{{token.text}}}"


_WORDS = """
    T all also and any are as at be because but by else every except for from given hence if in is
    it its let not of on only or otherwise since so such that the then therefore this thus to using
    we when where which with
"""
KEYWORDS = frozenset(_WORDS.split())
"""Words that are no name of a quantity."""


def name_comes(cursor: Cursor) -> bool:
    """Whether a name comes next."""
    token = cursor.next
    if token.kind == "text":
        return (function_name(token) or "").startswith(r"\mathrm")
    return token.kind == "letter" or (token.kind == "command" and token.text in GREEK | ACCENTS)


def bare_name(cursor: Cursor) -> Token:
    """Read a letter or an accented one, such as ``\\hat{y}``, as one token."""
    token = cursor.take()
    if token.kind == "text":
        return Token("letter", str(function_name(token)), token.at)
    if token.text not in ACCENTS or token.kind != "command":
        return token
    inner = ""
    count = 0
    braced = cursor.skip("{")
    while cursor.next.kind == "letter" or (
        cursor.next.kind == "command" and cursor.next.text in GREEK | ACCENTS
    ):
        # An accent may stand over another: \hat{\mathbf{y}}.
        inner += bare_name(cursor).text
        count += 1
        if not braced:
            break
    if inner and braced and cursor.sees("_", "^"):
        cursor.refuse(f"put what is above and below behind the letter, as in {token.text}{{y}}_k")
    if not inner or (braced and not cursor.skip("}")):
        cursor.refuse(f"expected letters in braces after {token.text}")
    if count > 1 and token.text in SINGLE:
        cursor.refuse(f"{token.text} holds one letter; write names of several with \\mathrm")
    if token.text == r"\mathit":
        # Drawn as the letter itself.
        return Token("letter", inner, token.at)
    if token.text == r"\mathrm" and inner == "d":
        cursor.refuse(r"an upright d is read in \frac{\mathrm{d} f}{\mathrm{d} x} only")
    return Token("letter", f"{token.text}{{{inner}}}", token.at)


def symbol(cursor: Cursor) -> Symbol:
    """Read a name and the indices below and above it, without an exponent."""
    if not name_comes(cursor):
        cursor.refuse("expected a symbol")
    token = bare_name(cursor)
    if token.text == "e" and not cursor.sees("_"):
        cursor.refuse("the letter e is the base of e^{…}; use another letter", at=token.at)
    name = token.text
    upper: tuple[str, ...] = ()
    lower: tuple[str, ...] = ()
    while True:
        while cursor.skip("'"):
            name += "'"
        above = _above(cursor)
        if above is not None and above[0]:
            if upper:
                cursor.refuse("one upper index only")
            upper = above[0]
        elif above is not None:
            name += above[1]
        elif cursor.sees("_") and not lower:
            part = _part_of_name(cursor)
            if part:
                name += part
                if cursor.sees("_"):
                    cursor.refuse("one index only")
            else:
                lower = subscript(cursor)
        else:
            return Symbol(name, upper + lower, token.at, len(upper))


def _above(cursor: Cursor) -> tuple[tuple[str, ...], str] | None:
    """Read ``^{(i)}``, an index, or ``^{(1)}`` and ``^*``, parts of the name; None for others."""
    if not cursor.sees("^"):
        return None
    texts = [token.text for token in cursor.tokens[cursor.place + 1 : cursor.place + 4]]
    if texts[:1] == ["*"] or texts == ["{", "*", "}"]:
        cursor.place += 2 if texts[0] == "*" else 4
        return (), "^{*}"
    if texts[:2] != ["{", "("] or cursor.tokens[cursor.place + 3].kind not in ("letter", "number"):
        return None
    start = cursor.place
    cursor.place += 3
    found = index(cursor)
    if not (cursor.skip(")") and cursor.skip("}")):
        # An exponent that begins with a parenthesis.
        cursor.place = start
        return None
    return ((), rf"^{{({found})}}") if found.isdigit() else ((found,), "")


def _part_of_name(cursor: Cursor) -> str:
    r"""Read ``_C`` or ``_{\text{CE}}``, which belong to the name; empty for indices."""
    place = cursor.place + 1
    braced = cursor.tokens[place].text == "{"
    token = cursor.tokens[place + braced]
    name = ""
    greek = token.kind == "command" and token.text in GREEK
    if greek or (token.kind == "letter" and token.text.isupper()):
        name, place = token.text, place + braced + 1
    elif token.kind == "text" and token.text.isalpha():
        name, place = rf"\mathrm{{{token.text}}}", place + braced + 1
    elif token.text == r"\mathrm":
        start, cursor.place = cursor.place, place + braced
        name, place, cursor.place = bare_name(cursor).text, cursor.place, start
    if not name or (braced and cursor.tokens[place].text != "}"):
        return ""
    cursor.place = place + braced
    return f"_{{{name}}}"


def index(cursor: Cursor, hint: str = INDEX_HINT) -> str:
    """Read an index: a number or a letter, which may have primes or a star."""
    token = cursor.next
    if token.kind == "number" and token.text.isdigit():
        return cursor.take().text
    if token.kind != "letter":
        cursor.refuse(hint)
    name = cursor.take().text
    while cursor.skip("'"):
        name += "'"
    if cursor.sees("^"):
        texts = [token.text for token in cursor.tokens[cursor.place + 1 : cursor.place + 4]]
        if texts[:1] == ["*"] or texts == ["{", "*", "}"]:
            cursor.place += 2 if texts[0] == "*" else 4
            return name + "^{*}"
        if texts[:1] == [r"\prime"] or texts == ["{", r"\prime", "}"]:
            cursor.place += 2 if texts[0] == r"\prime" else 4
            return name + "'"
    if cursor.sees("_") and len(name) == 1:
        name += f"_{_letter_below(cursor)}"
    if cursor.sees("_", "^"):
        cursor.refuse(INDEX_HINT)
    return name


def _letter_below(cursor: Cursor) -> str:
    """Read the i of ``y_i``, an index that is the label of an example i."""
    cursor.take()
    braced = cursor.skip("{")
    token = cursor.take()
    if token.kind != "letter" or not token.text.islower() or (braced and not cursor.skip("}")):
        cursor.refuse(INDEX_HINT, at=token.at)
    return token.text


def subscript(cursor: Cursor) -> tuple[str, ...]:
    """Read the indices below a symbol, if there are any."""
    if not cursor.skip("_"):
        return ()
    if not cursor.skip("{"):
        token = cursor.next
        if token.kind != "letter" and (token.kind != "number" or len(token.text) > 1):
            cursor.refuse("an index is a letter or a digit; write more of them in braces")
        cursor.take()
        return (token.text,)
    indices: list[str] = []
    while not cursor.skip("}"):
        if indices:
            cursor.skip(",")
        indices.append(index(cursor))
    if not indices:
        cursor.refuse("the index is empty")
    return tuple(indices)
