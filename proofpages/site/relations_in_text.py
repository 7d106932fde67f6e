"""Finds prose that relates two formulas, or a formula and a value, in their place.

What stands between two formulas of a sentence has to be harmless to pass, not merely unknown:

- connectives: *a* and *b*, from *a* to *b*, *a* times *b*;
- a verb that is known to relate no values, as in *a* depends on *b* (`FREE`);
- what is about something else: there is a noun with an article of its own between them, as in
  *a* falls by the size of the step, and *b* rises, or more than a few words that are not known.

All else joins them: a form of "to be", a verb that is not known, a dash, a colon, the border of a
cell. A noun right before a formula, as in "the value *b*", belongs to it. Numbers and words for
numbers count as formulas, and so does what looks like one in a text, as p − y. A condition in
words and a question state nothing. A relation sign may not stand beside a formula at all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from proofpages.equations.checking import Kind
from proofpages.page.formulas import Found
from proofpages.page.reading import Code, Passage, Words
from proofpages.site.english import (
    ADJECTIVES,
    ADVERBS,
    AFTER_A_VALUE,
    AGENTS,
    AUXILIARIES,
    BE,
    CONDITIONAL,
    CONJUNCTIONS,
    DETERMINERS,
    EQUAL,
    FRACTIONS,
    FREE,
    GLUE,
    KNOWN,
    LIKE,
    MEASURES,
    NAMED,
    OPERATIONS,
    PLAINLY,
    PREPOSITIONS,
    PRONOUNS,
    RECIPROCAL,
    SUBORDINATING,
    VALUES,
)

SIGNS = "~=<>≤≥≠≈≡∼∝≃≅≜≔＝＜＞≦≧≲≳⩽⩾≐≑≒≓≪≫≺≻⩵⩶≝≟"
ARROWS = "→⇒⇔⟶⟹⟺⟼↦⇐⟸"
HARMLESS = re.escape("\"'`“”‘’„«»‚‹›…-/[]{}&§%#@_\\^$€£°†‡•·′″\u200b\u00ad\ufeff\u2060\u2061")
"""What stands beside words and means nothing; any other sign may be one of a relation."""
NUMBER = r"[-−+±]?(?:\d[\d.,]*\d|\d|[¼-¾⅐-⅞])(?:e[-−]?\d+)?%?(?![\w])"
LETTER = r"[Σ∑∂∇]?[b-zB-HJ-ZΑ-Ωα-ω][′'₀-₉ᵢⱼₖ⁰-⁹²³]*(?![\w'’])"
OPERAND = rf"(?:{NUMBER}|{LETTER}(?:[Σ∑]{LETTER})?)"
TOKEN = re.compile(
    r"(?![a-z][a-z])(?:"  # Most are words, and none of these begins so.
    r"(?P<name>\b[A-Z]+\d+\b)"
    rf"|(?P<value>{OPERAND}(?:\s?[−+·×∕/]\s?{OPERAND})*)(?=$|[^\w])"
    rf"|(?P<struck>~~)|(?P<sign>:=|[{SIGNS}])|(?P<arrow>[{ARROWS}]))"
    r"|(?P<word>[^\W\d_]+(?:['’-][^\W\d_]+)*)"
    r"|(?P<mark>[.!?;:,()|–—]|--+)"
    r"|(?P<operator>[−+·×∕*⋅∘⊙]|(?<=\s)[-/](?=\s))"
    rf"|(?P<strange>[^\w\s{HARMLESS}])"
)
UNSEEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
"""Signs without a width."""
ATTRIBUTES = re.compile(r"\{:[^{}\n]*\}|\{\s[^{}\n]*\}\s*\Z")
"""Those of a heading or an element, which are no text; `raw_html` looks at them."""
COMPUTED = {"log", "exp", "ln", "sin", "cos", "tanh", "sqrt", "sum", "softmax", "sigmoid"}
"""Names of functions, as a text has them."""
PHRASES = {
    r"none\s+other\s+than\b": "equals",
    r"(?:also\s+)?known\s+as\b|i\.e\.|aka\b": "namely",
    r"that\s+is\s+to\s+say\b|in\s+other\s+words\b|or\s+rather\b": "namely",
    r"nothing\s+but\b": "exactly",
    r"to\s+be\b": "is",
    r"e\.g\.": "eg",
    r"cf\.": "cf",
    r"approx\.": "approximately",
    r"in\s+place\s+of\b": "for",
    r"as\s+\w+\s+as\b": "equals",
    r"so\s+(?:is|are|do|does)\b": "while",
}
"""Turns of phrase, which begin with a word, and what they say in one word."""
ALL_PHRASES = [
    (re.compile(rf"\b(?:{phrase})", re.IGNORECASE), word) for phrase, word in PHRASES.items()
]
ANY_PHRASE = re.compile(rf"\b(?:{'|'.join(PHRASES)})", re.IGNORECASE)
"""Finds one; most pieces of a text have none."""
FEW = 2
"""So many words that are not known may join two formulas; with more they say something else."""
ASIDE = 6
"""So many words between two commas may be an aside."""


@dataclass(slots=True)
class Part:
    """A word, sign or mark of a text, or a formula in it; `kind` is the group of `TOKEN`."""

    kind: str
    text: str
    found: Found | None = None
    index: int = 0


@dataclass(frozen=True)
class Related:
    """A relation that a text states.

    Attributes:
        told: What it says.
        sides: What it relates.
        formula: A formula in it, if there is one.
        index: The body's line (from 0) on which it ends.
    """

    told: str
    sides: tuple[str, str]
    formula: Found | None
    index: int


def related(
    passages: list[Passage], kind: Callable[[Found], Kind], role: Callable[[Found], str]
) -> Iterator[Related]:
    """The relations that the texts of a page state of formulas.

    Args:
        passages: The texts.
        kind: What a formula was found to be.
        role: `index` for an index letter, `size` for the size of a vector, else empty.
    """
    judge = _Judge(kind, role)
    before: list[Part] = []
    read = [(passage, list(_parts(passage))) for passage in passages]
    for passage, parts in read:
        yield from judge.signs(parts)
        formula = any(part.found is not None for part in parts)
        if passage.tag != "th" and formula:
            yield from judge.pairs(parts, 0)
        if passage.tag in ("td", "th"):
            before = []
            continue
        if parts and _begins_anew(parts[0]):
            before = []
        joined = before + parts
        if before and formula:
            yield from judge.pairs(joined, len(before))
        before = _tail(joined)
    yield from judge.headed(read)


def states(text: str) -> bool:
    """Whether a text that no formula stands in states a relation with a sign, as p = q + 1."""
    parts = list(_parts(Passage("", [Words(text, 0)])))
    return any(
        part.kind == "sign"
        and _is_calculated(parts, place)
        and not _sets_a_value(parts[max(place - 1, 0) : place + 2])
        for place, part in enumerate(parts)
    )


def _told(parts: Iterable[Part]) -> str:
    """Tokens as a text."""
    return re.sub(r" (?=[,.;:!?)])|(?<=\() ", "", " ".join(part.text for part in parts))


def _begins_anew(part: Part) -> bool:
    """Whether a sentence with a subject of its own begins with a word."""
    word = part.text.lower()
    return part.kind == "word" and part.text[0].isupper() and word not in ("it", "this", "that")


def _tail(parts: list[Part]) -> list[Part]:
    """The last formula of a passage with what few words follow it."""
    last = max((n for n, part in enumerate(parts) if part.found is not None), default=None)
    if last is None or len(parts) - last > ASIDE:
        return []
    end = parts[last:]
    return end if not any(part.text in ".!?" for part in end[1:]) else []


def _parts(passage: Passage) -> Iterator[Part]:
    """The parts of a passage, in order; code counts as text if it is a sign, else as a noun."""
    for piece in passage.pieces:
        if isinstance(piece, Found):
            yield Part("formula", piece.tex, piece, piece.index)
            continue
        text = UNSEEN.sub("", piece.text)
        if isinstance(piece, Code) and not _is_said(text):
            text = "the code"
        for phrase, word in ALL_PHRASES if ANY_PHRASE.search(text) else ():
            text = phrase.sub(word, text)
        for match in TOKEN.finditer(ATTRIBUTES.sub("", text)):
            assert match.lastgroup
            if match.lastgroup == "struck":
                continue
            line = piece.line(text.count("\n", 0, match.start()))
            shown = "–" if match[0].startswith("--") else match[0]
            yield Part(match.lastgroup, shown, None, line)


def _is_said(code: str) -> bool:
    """Whether a piece of code is a sign of a relation, or words that belong to the sentence."""
    words = code.lower().split()
    return all(word in KNOWN for word in words) or bool(re.fullmatch(rf"[\s{SIGNS}]+", code))


class _Judge:
    """Judges what stands between the formulas of a text."""

    def __init__(self, kind: Callable[[Found], Kind], role: Callable[[Found], str]) -> None:
        self.kind, self.role = kind, role

    def signs(self, parts: list[Part]) -> Iterator[Related]:
        """Signs beside formulas, and those that relate more than a letter and a value."""
        for place, part in enumerate(parts):
            if part.kind != "sign":
                continue
            near = parts[max(place - 1, 0) : place + 2]
            formulas = [side.found for side in near if side.found is not None]
            if any(self.kind(found) is Kind.EXEMPT for found in formulas):
                continue
            if formulas or (_is_calculated(parts, place) and not _sets_a_value(near)):
                sides = parts[place - 1].text if place else "", near[-1].text
                yield Related(_told(near), sides, formulas[-1] if formulas else None, part.index)

    def pairs(self, parts: list[Part], start: int) -> Iterator[Related]:
        """What is said of two that stand one behind the other, the second from `start` on."""
        places = [n for n, t in enumerate(parts) if t.found is not None or _is_value(parts, n)]
        for first, second in pairwise(places):
            one, two = parts[first], parts[second]
            if second < start or first >= start > 0 or (one.found is None and two.found is None):
                continue
            if two.found.display if two.found else start:
                continue  # A display states something itself: the slope of *a* is: *b* = *c*.
            between = parts[first + 1 : second]
            if one.found is None and any(part.text == "|" for part in between):
                continue  # The number of a row.
            if one.found is not None and self.role(one.found) == "size" and _counts(between):
                continue
            if self._may_be_related(one, two) and not _is_asked(parts, second):
                joins = _joins(parts, first, second, self._statements(one, two))
                joins = joins or _both_make(parts, first, second)
                if joins or _said_of_both(parts, first, second):
                    told, sides = _told((one, *between, two)), (one.text, two.text)
                    yield Related(told, sides, two.found or one.found, two.index)

    def _statements(self, one: Part, two: Part) -> int:
        return sum(
            t.found is not None and self.kind(t.found) is not Kind.MENTION for t in (one, two)
        )

    def _may_be_related(self, one: Part, two: Part) -> bool:
        kinds = [self.kind(t.found) for t in (one, two) if t.found is not None]
        if Kind.EXEMPT in kinds or (one.found is not None and kinds[0] is Kind.CONDITION):
            return False
        roles = {self.role(t.found) if t.found is not None else "value" for t in (one, two)}
        # A letter that counts, and the size of a vector, are not equal to what else is computed.
        return len(roles) == 1 or ("index" not in roles and roles != {"size", ""})

    def headed(self, passages: list[tuple[Passage, list[Part]]]) -> Iterator[Related]:
        """Formulas that stand alone in a cell or a description, below one that heads them."""
        heads: list[list[Part]] = []
        for (before, above), (passage, parts) in pairwise(((Passage(""), []), *passages)):
            cells = _cells(parts)
            if passage.tag == "th":
                heads = cells
            elif passage.tag == "td":
                pairs = list(zip(heads, cells, strict=False))
                yield from self._alone(pairs)
            elif passage.tag == "dd" and before.tag == "dt":
                heads = []
                yield from self._alone([(above, cells[0])])
            elif passage.tag != "td":
                heads = []

    def _alone(self, pairs: list[tuple[list[Part], list[Part]]]) -> Iterator[Related]:
        for head, cell in pairs:
            both = [part.found for part in (*head, *cell) if part.found is not None]
            if not (len(head) == len(cell) == 1 and len(both) == 2):
                continue
            one, two = both
            plain = {self.kind(one), self.kind(two)} == {Kind.MENTION}
            if plain and not {self.role(one), self.role(two)} & {"index", "size"}:
                yield Related(f"{one.tex} | {two.tex}", (one.tex, two.tex), two, two.index)


def _cells(parts: list[Part]) -> list[list[Part]]:
    cells: list[list[Part]] = [[]]
    for part in parts:
        if part.text == "|":
            cells.append([])
        else:
            cells[-1].append(part)
    return cells


def _is_calculated(parts: list[Part], place: int) -> bool:
    """Whether a sign in a text has beside it what looks like a formula."""
    sides = parts[place - 1 : place] if place else [], parts[place + 1 : place + 2]
    near = parts[max(place - ASIDE, 0) : place + ASIDE + 1]
    if all(side and _is_operand(side[0]) for side in sides):
        return True
    # As in: gradient = probability − label, and L = −log p.
    return all(sides) and any(
        part.kind == "operator" or (part.kind == "value" and re.search(r"\S[−+·×∕/ ]", part.text))
        for part in near
    )


def _is_operand(part: Part) -> bool:
    return (
        part.kind == "value"
        or part.text in ("(", ")", "[", "]")
        or (part.kind == "word" and (len(part.text) < 3 or part.text.lower() in COMPUTED))
    )


def _sets_a_value(near: list[Part]) -> bool:
    """Whether a sign in a text says of a letter which value it has, or of an index which other."""
    left, _, right = near
    if re.fullmatch(r"[ijkln]", left.text) and re.fullmatch(r"[ijkln\d]", right.text):
        return True
    letter = left.kind == "value" and re.fullmatch(LETTER, left.text) is not None
    number = right.kind == "value" and re.match(r"[-−+±\d]", right.text) is not None
    return (
        letter and (number or right.text in ("(", "[")) and not re.search("[−+·×]", right.text[1:])
    )


def _is_value(parts: list[Part], place: int) -> bool:
    """Whether a part of a text is a value, and counts nothing."""
    part = parts[place]
    word = part.text.lower()
    after = parts[place + 1] if place + 1 < len(parts) else None
    before = parts[place - 1].text.lower() if place and parts[place - 1].kind == "word" else ""
    counts = after is not None and not (
        after.kind in ("mark", "sign", "arrow", "formula") or after.text.lower() in AFTER_A_VALUE
    )
    if before in ("a", "an", "the") and word not in FRACTIONS:
        return False
    if part.kind == "value":
        return not counts or (len(part.text) > 1 and not part.text[-1].isdigit())
    if word in ("positive", "negative", "vanishes", "vanish"):
        return not counts
    if word == "one":
        return before in BE | {"to", "equals", "exactly"} and not counts
    return not counts and (word in VALUES or (word in FRACTIONS and before in ("one", "a", "two")))


def _counts(between: list[Part]) -> bool:
    """Whether what follows a size is what it counts."""
    word = between[0].text.lower() if between and between[0].kind == "word" else ""
    return bool(word) and word not in KNOWN and not _is_adverb(word)


def _is_asked(parts: list[Part], place: int) -> bool:
    """Whether the sentence that a part stands in is a question."""
    for part in parts[place + 1 :]:
        if part.text in (".", "!", "?", ";"):
            return part.text == "?"
    return False


def _joins(parts: list[Part], first: int, second: int, statements: int) -> bool:
    """Whether the words between two parts say nothing but how they are related."""
    between = parts[first + 1 : second]
    before = _sentence_before(parts, first)
    said = {t.text.lower() for t in between}
    if said & GLUE and said <= {";", ",", "or", "and", *GLUE}:
        return not statements
    ends = [
        n
        for n, t in enumerate(between)
        if t.text in (".", "!", "?", ";") or (t.text == ":" and 0 < n < len(between) - 1)
    ]
    if ends:
        rest = [t for t in between[ends[-1] + 1 :] if not _is_adverb(t.text.lower())]
        if ends[0] or not rest or rest[0].text.lower() not in ("it", "this", "that", "which"):
            return False
        between = between[ends[-1] + 1 :]
    elif CONDITIONAL & {*before[-3:]} or _about_something_else(parts[first], before, between):
        return False
    if parts[second].text.lower() in ("vanishes", "vanish", "vanished"):
        between = [*between, Part("word", "is")]
    forms = [between, _without_asides(between), _without_phrase(between)]
    bracket = [t.text for t in between] == ["("] and (
        second + 1 < len(parts) and parts[second + 1].text == ")"
    )
    return bracket or any(_relates(form, statements) for form in forms)


def _sentence_before(parts: list[Part], place: int) -> list[str]:
    words: list[str] = []
    for part in reversed(parts[:place]):
        if part.text in (".", "!", "?", ";", ":") or part.found is not None:
            break
        words.insert(0, part.text.lower())
    return words


def _about_something_else(first: Part, before: list[str], between: list[Part]) -> bool:
    """Whether a formula is only where something is looked at: for *a* it is *b*."""
    words = [t.text.lower() for t in between]
    if first.found is None and (PREPOSITIONS & {*before[-1:]} or {"it", "that"} & {*words}):
        return True
    behind = [word for word in before[-2:] if word not in ("about", "around")]
    if not behind or behind[-1] not in PREPOSITIONS - {"of"}:
        return False
    plain = words[:1] and between[0].kind == "word" and not _is_adverb(words[0])
    other = bool(plain) and words[0] not in KNOWN - LIKE
    return other or bool({"it", "they", "there"} & {*words})


def _without_asides(between: list[Part]) -> list[Part]:
    """What is left without what stands between two commas or parentheses."""
    commas = [n for n, t in enumerate(between) if t.text in (",", "(", ")", "–", "—")]
    if len(commas) < 2 or commas[-1] - commas[0] > ASIDE + 1:
        return between
    if between[commas[0] + 1].text.lower() in SUBORDINATING:
        return between
    return between[: commas[0]] + between[commas[-1] + 1 :]


def _without_phrase(between: list[Part]) -> list[Part]:
    """What is left without "of the loss" right behind the first formula."""
    words = [t.text.lower() for t in between]
    if len(words) > 3 and words[0] in PREPOSITIONS and words[1] in DETERMINERS:
        return between[3:]
    return between


def _relates(between: list[Part], statements: int) -> bool:
    if any(t.kind == "name" for t in between) or _is_noun_by_comma(between):
        return False
    words = [t.text.lower().replace("’", "'") for t in between]
    valued = bool(words) and words[-1] in NAMED | MEASURES
    words = _without_name(words)
    marks = {t.text for t in between if t.kind in ("mark", "arrow")}
    words = [word for word in words if word not in marks | {","} and word not in SIGNS]
    glued = marks & set(f":|–—{ARROWS}") or (set(words) & GLUE) or words[:2] == ["that", "is"]
    content = [word for word in words if not _is_adverb(word) and word not in GLUE - {"as"}]
    if any(t.kind in ("sign", "strange") for t in between) and len(content) <= FEW:
        return True
    if set(content) & SUBORDINATING:
        return False
    if all(word in CONJUNCTIONS | PREPOSITIONS | OPERATIONS | DETERMINERS for word in content):
        alone = not [word for word in content if word not in CONJUNCTIONS | {"as"}]
        return bool(glued) and alone and not statements
    if content[-1] in CONJUNCTIONS or words[-1] == "then" or _is_told_to(content):
        return False
    return _is_relation(content, valued, len(between) == 1, statements)


def _is_told_to(content: list[str]) -> bool:
    """Whether the last word tells the reader what to do with what follows: and subtract *b*."""
    last = content[-1]
    return content[-2:-1] == ["and"] and last not in KNOWN and not last.endswith(("s", "ed"))


def _is_noun_by_comma(between: list[Part]) -> bool:
    """Whether a word that is not known stands before a comma, where no verb stands."""
    return any(
        two.text == ","
        and one.kind == "word"
        and one.text.lower() not in KNOWN | ADVERBS | MEASURES
        and not _is_adverb(one.text.lower())
        for one, two in pairwise(between[:2])
    )


def _is_relation(content: list[str], valued: bool, alone: bool, statements: int) -> bool:
    strange = [word for word in content if word not in KNOWN | MEASURES]
    told = [word for n, word in enumerate(content) if _tells(content, n)]
    if any(_is_noun(content, n) for n, word in enumerate(content) if word in strange):
        return False
    free = bool(strange) and strange[0] in FREE and not valued and "value" not in content
    if len(strange) > FEW or (
        free and not {*content} & EQUAL and not {*content[content.index(strange[0]) :]} & BE
    ):
        return False
    if set(content) & AGENTS and not set(content) & EQUAL:
        return False
    if statements == 2 or (statements and not told):
        return not strange and set(content) <= BE | PREPOSITIONS | DETERMINERS | PLAINLY
    if len(content) == len(strange) == 1 and alone:
        return not strange[0].endswith("ing")  # In whatever language.
    # A formula is one thing: its verb ends in s, or has a form of "to be" or the like before it.
    return bool(told) or any(word.endswith("s") and not word.endswith("ss") for word in strange)


def _tells(content: list[str], place: int) -> bool:
    """Whether a word relates what stands before it to what follows."""
    word = content[place]
    behind = content[place + 1 : place + 2]
    if word in ADJECTIVES:
        return behind != [] and behind[0] in ("to", "than", "as", "of", "with", "by")
    return word in AUXILIARIES | EQUAL


def _is_noun(content: list[str], place: int) -> bool:
    """Whether a word is a noun: behind an article or a preposition, or with one word between."""
    before = content[max(place - 2, 0) : place]
    if content[place] == "one":
        return before[-1:] == ["the"]
    measure, of = (*content[place + 1 : place + 3], "", "")[:2]
    if before[-1:] and before[-1] in DETERMINERS and measure in MEASURES and of in ("of", "for"):
        return False  # As in: is a lower bound of.
    return bool(before) and (
        before[-1] in DETERMINERS | PREPOSITIONS
        or (before[0] in DETERMINERS and before[-1] not in PREPOSITIONS | AUXILIARIES | EQUAL)
    )


def _is_adverb(word: str) -> bool:
    return word in ADVERBS or (word.endswith("ly") and len(word) > 4)


def _without_name(words: list[str]) -> list[str]:
    """Words without the noun that names what follows, as in: has the value."""
    if words and words[-1] in NAMED:
        words = words[:-1]
    for count in (1, 2, 3):
        name = words[-count:]
        if len(name) < count or name[0] not in DETERMINERS:
            continue
        if set(name[1:]) & (KNOWN - NAMED) or (count == 3 and name[2] not in NAMED | MEASURES):
            return words
        return words[:-count] if count > 1 or name[0] not in PRONOUNS else words
    return words


def _both_make(parts: list[Part], first: int, second: int) -> bool:
    """Whether a formula and the one before it together make the next: *a* and *b* sum to *c*."""
    words = [t.text.lower() for t in parts[first + 1 : second] if not _is_adverb(t.text.lower())]
    joined = first > 1 and parts[first - 1].text in ("and", "plus", "minus", "times")
    makes = words in (["sum", "to"], ["add", "up", "to"], ["total"], ["make"], ["make", "up"])
    return joined and parts[first - 2].found is not None and makes


def _said_of_both(parts: list[Part], first: int, second: int) -> bool:
    """Whether two formulas with "and" between them are said to be equal, or to agree."""
    between = {t.text.lower() for t in parts[first + 1 : second]}
    before = _sentence_before(parts, first)
    if not between or not between <= {"and", "or", ",", "with", "both"}:
        return False
    if any(word in CONDITIONAL for word in before[-4:]):
        return False
    if before[-1:] in (["are"], ["is"]) and set(before) & RECIPROCAL:
        return True
    if {"equality", "identity"} & {*before[-3:]}:
        return True
    after: list[str] = []
    for part in parts[second + 1 :]:
        if part.kind in ("mark", "formula"):
            break
        after.append(part.text.lower())
    rest = [word for word in after if not _is_adverb(word) and word not in ("both", "all", "the")]
    while rest and rest[0] in AUXILIARIES:
        rest = rest[1:]
    return bool(rest) and rest[0] in RECIPROCAL and len(rest) <= 4
