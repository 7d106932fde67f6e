"""TeX text as a list of tokens, each with its place.

Spacing and presentation (``\\,``, ``\\displaystyle``, ``\\tag{…}``) are dropped, except where TeX
would take them for an argument, which is refused; ``\\quad`` is kept, because a condition follows
it. A character that no formula of this notation holds is refused here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from proofpages.equations.errors import ReadError
from proofpages.equations.tex.alphabet import ACCENTS

MAX_CHARACTERS = 4000
MAX_DIGITS = 18
MAX_SQUEEZED = 1
TAKES_ARGUMENT = {"_", "^", r"\frac", r"\sqrt"} | ACCENTS
"""What takes the next token as an argument, be it a space."""

SPACING = {
    r"\,",
    r"\;",
    r"\:",
    r"\!",
    r"\>",
    r"\ ",
    r"\displaystyle",
    r"\textstyle",
    r"\limits",
    r"\nolimits",
    r"\notag",
    r"\nonumber",
    r"\thinspace",
    r"\medspace",
    r"\thickspace",
    "~",
}
LIMITS = {r"\limits", r"\nolimits"}
"""Those behind which indices of a sum stand."""
BIG = {rf"\{size}{side}" for size in ("big", "Big", "bigg", "Bigg") for side in ("l", "r", "")}
ALIASES = {
    r"\ne": r"\neq",
    r"\le": r"\leq",
    r"\ge": r"\geq",
    r"\lt": "<",
    r"\gt": ">",
    r"\coloneqq": ":=",
    r"\ln": r"\log",
    r"\qquad": r"\quad",
    r"\lbrace": r"\{",
    r"\rbrace": r"\}",
    r"\dfrac": r"\frac",
    r"\tfrac": r"\frac",
    r"\ldots": r"\dots",
    r"\cdots": r"\dots",
    r"\operatorname": r"\mathrm",
    r"\mathsf": r"\mathrm",
    r"\intercal": r"\top",
    r"\lVert": r"\|",
    r"\rVert": r"\|",
    r"\Vert": r"\|",
    r"\mathbbm": r"\mathbb",
    r"\boldsymbol": r"\mathbf",
    r"\bm": r"\mathbf",
    r"\leqslant": r"\leq",
    r"\geqslant": r"\geq",
}

SIGNS = {
    "−": "-",
    "–": "-",
    "·": r"\cdot",
    "⋅": r"\cdot",
    "×": r"\cdot",
    "∑": r"\sum",
    "Σ": r"\sum",
    "∂": r"\partial",
    "∇": r"\nabla",
    "≤": r"\leq",
    "≥": r"\geq",
    "≠": r"\neq",
    "√": r"\sqrt{…}",
    "∈": r"\in",
    "…": r"\dots",
    "²": "^2",
    "³": "^3",
    "δ": r"\delta",
    "ε": r"\varepsilon",
    "σ": r"\sigma",
}
"""What to write in place of signs that look like TeX's, and are copied from a page."""

PATTERN = re.compile(
    r"""(?P<space>\s+)
      | (?P<drop>\\(?:tag\*?|label)\s*\{[^{}]*\})
      | (?P<environment>\\(?:begin|end)\s*\{[^{}]*\})
      | (?P<row>\\\\\s*\[\s*-?[0-9.]+\s*(?:pt|mm|cm|in|em|ex|mu)\s*\])
      | (?P<gap>\\hspace\*?\s*\{\s*(?:[0-9]*\.)?[0-9]+\s*(?:pt|mm|cm|in|em|ex)\s*\})
      | (?P<text>\\text(?:rm|it)?\s*\{[^{}]*\})
      | (?P<command>\\(?:[A-Za-z]+|\S|\ ))
      | (?P<number>[0-9]+\.[0-9]+|[0-9]+)
      | (?P<assign>:=)
      | (?P<letter>[A-Za-z])
      | (?P<mark>[-+=<>/^_&(){}\[\].,;~*|!':%$\#@"?`])""",
    re.VERBOSE,
)
DELIMITER = re.compile(r"[()\[\]|/]|\\(?:[{}|]|[lr]?Vert|[lr]brace)")


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of TeX: its kind (number, letter, command, text, mark, end), text and offset."""

    kind: str
    text: str
    at: int


def tokenize(tex: str) -> list[Token]:
    """Split `tex` into tokens, with one of kind ``end`` behind the last.

    Raises:
        ReadError: a character that is not TeX of this notation, or a formula beyond the limits.
    """
    if len(tex) > MAX_CHARACTERS:
        raise ReadError(
            f"the formula has {len(tex)} characters", f"at most {MAX_CHARACTERS} are read", tex, 0
        )
    tokens: list[Token] = []
    place = squeezed = 0
    spaced = False
    while place < len(tex):
        match = PATTERN.match(tex, place)
        if match is None:
            instead = SIGNS.get(tex[place], "it as a TeX command")
            raise ReadError(
                f"the character {tex[place]!r} is not read", f"write {instead}", tex, place
            )
        kind, text = str(match.lastgroup), match.group()
        _refuse_alone(kind, text, tex, place)
        if kind == "drop" or text in SPACING:
            _refuse_argument(tokens, tex, place)
        if text in ("^", "_") and spaced:
            raise ReadError(
                f"a space stands in front of {text}, which TeX does not put at what is before it",
                "leave the space out",
                tex,
                place,
            )
        spaced = text in SPACING - LIMITS or (spaced and kind == "space")
        if text == r"\!":
            squeezed += 1
            if squeezed > MAX_SQUEEZED:
                raise ReadError("\\! twice draws sign over sign", "write it once", tex, place)
        elif kind != "space" and text not in SPACING and text not in ("{", "}"):
            squeezed = 0
        token = _token(kind, text, place)
        if token is not None:
            tokens.append(token)
        place = match.end()
    tokens.append(Token("end", "", len(tex)))
    return tokens


def _refuse_alone(kind: str, text: str, tex: str, place: int) -> None:
    """Refuse what is refused whatever stands in front of it."""
    if kind == "number" and len(text) > MAX_DIGITS:
        raise ReadError("a number this long is not read", "shorten it", tex, place)
    if text not in BIG and text != r"\\":
        return
    behind = tex[place + len(text) :].lstrip()
    if text in BIG and not DELIMITER.match(behind):
        raise ReadError(f"{text} enlarges no parenthesis here", "leave it out", tex, place)
    if text == r"\\" and behind.startswith("["):
        raise ReadError(
            r"TeX takes the bracket behind \\ for a length", "write {} in between", tex, place
        )


def _refuse_argument(tokens: list[Token], tex: str, place: int) -> None:
    if tokens and (tokens[-1].text in TAKES_ARGUMENT or _is_numerator(tokens)):
        raise ReadError(
            f"TeX takes what stands here for the argument of {tokens[-1].text}",
            "put the argument in braces, without a space in front",
            tex,
            place,
        )


def _is_numerator(tokens: list[Token]) -> bool:
    """Whether the last token closes the first argument of ``\\frac``: it takes a second."""
    depth = 0
    for place in range(len(tokens) - 1, -1, -1):
        depth += {"}": 1, "{": -1}.get(tokens[place].text, 0)
        if depth <= 0:
            return place > 0 and tokens[place].text == "{" and tokens[place - 1].text == r"\frac"
    return False


def _token(kind: str, text: str, at: int) -> Token | None:
    if kind in ("space", "drop") or text in SPACING or text in BIG:
        return None
    if kind == "row":
        return Token("command", r"\\", at)
    if kind == "gap":
        return Token("command", r"\quad", at)
    if kind == "environment":
        return Token("environment", re.sub(r"\s", "", text), at)
    if kind == "text":
        return Token("text", text[text.index("{") + 1 : -1].strip(), at)
    if kind == "assign":
        return Token("mark", ":=", at)
    if kind == "command" and text in ALIASES:
        text = ALIASES[text]
        kind = "command" if text.startswith("\\") else "mark"
    return Token(kind, text, at)
