"""LaTeX sources as pages: their formulas in order, with lines, and what was passed over.

Read are displays (`\\[ … \\]`, `$$ … $$`, `equation`, `align`, `gather`, `multline`, `eqnarray`,
`flalign`, with or without a star), inline formulas, the `\\label` or `\\tag` of a display as its
name, the titles of sections as headings, and macros without arguments. A comment such as
`% tex: skip: reason` says of the next formula what `<!-- tex: skip: reason -->` says on a page.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from xml.etree.ElementTree import Element

from proofpages.page.formulas import Found
from proofpages.page.page import Page
from proofpages.page.reading import Comment, Heading, Item, Passage, Reading, Words

COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%(.*)")
DIRECTIVE = re.compile(r"\s*(tex:.*)")
UNREAD = re.compile(
    r"\\begin\{(verbatim|lstlisting|minted|tikzpicture|algorithmic|comment)\*?\}.*?\\end\{\1\*?\}",
    re.DOTALL,
)
DISPLAYS = "equation|align|gather|multline|eqnarray|flalign|displaymath"
FORMULA = re.compile(
    rf"\\begin\{{(?P<env>(?:{DISPLAYS})\*?)\}}(?P<in_env>.*?)\\end\{{(?P=env)\}}"
    r"|(?<!\\)\\\[(?P<bracket>.*?)\\\]|\$\$(?P<dollars>.*?)\$\$"
    r"|(?<!\\)\\\((?P<paren>.*?)\\\)|(?<!\\)\$(?P<dollar>(?:[^$\\]|\\.)+?)\$",
    re.DOTALL,
)
ROWS = {"align": "aligned", "eqnarray": "aligned", "flalign": "aligned", "gather": "gathered"}
"""What stands for an environment of several displays."""
SECTION = re.compile(r"\\(?P<level>(?:sub){0,2}section|paragraph)\*?\s*(?:\[[^\]]*\])?\{")
LEVELS = {"section": 1, "subsection": 2, "subsubsection": 3, "paragraph": 4}
MACRO = re.compile(
    r"\\(?:(?:re)?newcommand|providecommand)\*?\s*\{?\\(?P<new>[A-Za-z]+)\}?"
    r"(?P<arguments>\s*\[\d\](?:\[[^\]]*\])?)?\s*(?=\{)"
    r"|\\def\s*\\(?P<def>[A-Za-z]+)(?P<pattern>[^{]*)(?=\{)"
    r"|\\DeclareMathOperator\*?\s*\{?\\(?P<operator>[A-Za-z]+)\}?\s*(?=\{)"
)
PARAGRAPH = re.compile(r"\n[ \t]*\n|\\par\b|\\(?:begin|end|item|(?:sub)*section|paragraph)\b\*?")
COMMAND = re.compile(
    r"\\(?:label|ref|eqref|cite\w*|href|url)\*?(?:\[[^\]]*\])?\{[^{}]*\}|\\[A-Za-z]+\*?|\\.|~"
)
NAME = re.compile(r"\\(?:label|tag\*?)\{(?P<name>[^{}]*)\}")
DROPPED = re.compile(r"\\(?:label\{[^{}]*\}|tag\*?\{[^{}]*\}|nonumber\b|notag\b|displaystyle\b)")
DEPTH = 20
"""How often macros may stand in macros."""


@dataclass
class Source:
    """A LaTeX source, read.

    Attributes:
        reading: What stands in it, as of a page.
        skipped: What was passed over: the line (from 1), and why.
    """

    reading: Reading
    skipped: list[tuple[int, str]]


def read_latex(path: Path) -> Source:
    """Read a LaTeX file.

    Raises:
        PageError: it is no text in UTF-8.
    """
    page = Page.read(path)
    comments, text = _without_comments(page.body)
    skipped: list[tuple[int, str]] = []

    def skip(at: int, why: str) -> None:
        skipped.append((page.line(text.count("\n", 0, at)), why))

    # What is taken out leaves blanks, so that all else stays where it is.
    for match in UNREAD.finditer(text):
        skip(match.start(), f"the environment {match[1]}")
    text = UNREAD.sub(lambda match: _blank(match[0]), text)
    macros: dict[str, str] = {"bm": r"\boldsymbol"}
    for match in MACRO.finditer(text):
        end = _end_of_group(text, match.end())
        body = text[match.end() + 1 : end]
        name = match["new"] or match["def"] or match["operator"]
        if match["arguments"] or (match["pattern"] or "").strip():
            skip(match.start(), f"\\{name}, a macro with arguments")
        else:
            macros[name] = rf"\mathrm{{{body}}}" if match["operator"] else body
        text = text[: match.start()] + _blank(text[match.start() : end + 1]) + text[end + 1 :]
    formulas = list(_formulas(text, macros))
    reading = Reading(page, _items(text, comments, formulas))
    reading.passages = list(_passages(text, formulas))
    return Source(reading, skipped)


def _without_comments(body: str) -> tuple[list[tuple[int, Comment]], str]:
    """The directives among the comments, by the place of their lines, and the text without any."""
    comments, text = [], ""
    for index, line in enumerate(body.split("\n")):
        match = COMMENT.search(line)
        if match:
            if directive := DIRECTIVE.fullmatch(match[2]):
                comments.append((len(text), Comment(directive[1].strip(), index)))
            line = line[: match.end(1)]
        text += f"{line}\n"
    return comments, text


def _formulas(text: str, macros: dict[str, str]) -> Iterator[tuple[int, int, Found]]:
    """Each formula, with where it begins and ends."""
    for match in FORMULA.finditer(text):
        display = match["paren"] is None and match["dollar"] is None
        inner = next(group for group in match.group(2, 3, 4, 5, 6) if group is not None)
        name = NAME.search(inner)
        tex = _expanded(DROPPED.sub("", inner), macros).strip()
        if rows := ROWS.get((match["env"] or "").rstrip("*")):
            tex = rf"\begin{{{rows}}} {tex} \end{{{rows}}}"
        element = Element("div" if display else "span", {"class": "arithmatex"})
        element.text = html.escape(rf"\[{tex}\]", quote=False) if display else rf"\({tex}\)"
        formula = Found(element)
        formula.name = name["name"] if name else None
        formula.index, formula.origin = text.count("\n", 0, match.start()), None
        yield match.start(), match.end(), formula


def _items(
    text: str, comments: list[tuple[int, Comment]], formulas: list[tuple[int, int, Found]]
) -> list[Item]:
    """All that stands in a text, in its order."""
    pieces: list[tuple[int, Item]] = [*comments]
    for start, end, level in _headings(text):
        inside = tuple(found for at, _, found in formulas if start < at < end)
        pieces.append((start, Heading(level, inside, text[start:end])))
        formulas = [piece for piece in formulas if piece[2] not in inside]
    pieces += [(at, found) for at, _, found in formulas]
    return [item for _, item in sorted(pieces, key=itemgetter(0))]


def _passages(text: str, formulas: list[tuple[int, int, Found]]) -> Iterator[Passage]:
    """The paragraphs of a text; a blank line parts them, and a display stands alone."""
    passage, place = Passage("p"), 0
    for start, end, found in (*formulas, (len(text), len(text), None)):
        first, *others = PARAGRAPH.split(text[place:start])
        if found is None or others or found.display:
            passage.pieces.append(Words(_without_commands(first), text.count("\n", 0, place)))
            yield passage
            passage = Passage("p")
            first = others[-1] if others else ""
        at = start - len(first)
        passage.pieces.append(Words(_without_commands(first), text.count("\n", 0, at)))
        if found is not None:
            passage.pieces.append(found)
            if found.display:
                yield passage
                passage = Passage("p")
        place = end


def _without_commands(text: str) -> str:
    """A text without what makes it bold, or names a section, in its lines."""
    return re.sub(r"[{}]", " ", COMMAND.sub(" ", text))


def _headings(text: str) -> Iterator[tuple[int, int, int]]:
    """Where each title of a section begins and ends, and its level."""
    for match in SECTION.finditer(text):
        yield match.end(), _end_of_group(text, match.end() - 1), LEVELS[match["level"]]


def _expanded(tex: str, macros: dict[str, str]) -> str:
    """A formula with the bodies of macros in their place."""
    names = "|".join(sorted(map(re.escape, macros), key=len, reverse=True))
    pattern = re.compile(rf"\\({names})(?![A-Za-z])")
    for _ in range(DEPTH):
        after = pattern.sub(lambda macro: macros[macro[1]], tex)
        if after == tex:
            break
        tex = after
    return tex


def _end_of_group(text: str, start: int) -> int:
    """Where the group that begins at a brace ends; the end of the text if it does not."""
    depth = 0
    for match in re.compile(r"(?<!\\)[{}]").finditer(text, start):
        depth += 1 if match[0] == "{" else -1
        if depth == 0:
            return match.start()
    return len(text)


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)
