"""Each page is read once: what stands on it, in its order, for every extension that asks.

Python-Markdown hands an extension the text of a page, not its name. `watch(md)` finds the name
before anything else touches the text (`page_of`), and reads the tree once all formulas are in it
(`reading_of`). `read_apart` reads a page that is not being converted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, HTML_PLACEHOLDER_RE, STX

from proofpages.page.chains import split_chains
from proofpages.page.faults import PageError
from proofpages.page.fences import prose
from proofpages.page.formulas import Found, can_reach, is_formula
from proofpages.page.includes import included, see_includes
from proofpages.page.left_over import (
    LeftOver,
    address_in,
    block_of_code,
    code_in,
    left_in,
    nothing_in,
    table_in,
)
from proofpages.page.markup_in_text import faults_of_markup
from proofpages.page.names_in_use import (
    entity_in,
    unknown_attributes,
    unknown_kind,
    unknown_languages,
)
from proofpages.page.navigation import (
    docs,
    markdown_extensions,
    pages_below,
    settings_fault,
)
from proofpages.page.page import Page, given_as
from proofpages.page.size import see_size
from proofpages.page.source_lines import faults_of_lines

COMMENT = re.compile(r"<!--(?P<text>.*?)-->", re.DOTALL)
ESCAPED = re.compile(rf"{STX}(\d+){ETX}")
"""How Python-Markdown keeps what stood behind a backslash."""
BLOCK = re.compile(r"\s*<([a-z][a-z0-9]*)", re.IGNORECASE)
HEADING = re.compile(r"h([1-6])")
GAP = re.compile(r"[\s>]+")
"""What may stand between two words of a display in the lines of a page."""
IDS = re.compile(r"""(?<=[\s"'])id=["']?([^\s"'>]+)""")
CODE = {"code", "pre"}
CELLS = {"td", "th"}
CLOSING = re.compile(r"[\s>]*(?:\$\$?|\\[\])])")
"""What ends a formula."""

PRIORITY = 15.5
"""After inline patterns (20) and proofpages.site.anchors (16) have put all formulas in the tree."""


@dataclass(frozen=True)
class Comment:
    """An HTML comment, and the body's line (from 0) on which it begins."""

    text: str
    index: int


@dataclass(frozen=True)
class Heading:
    """A heading, its level (1 for `#`), the formulas in it, and all of its text."""

    level: int
    formulas: tuple[Found, ...]
    text: str


Item = Comment | Heading | Found


@dataclass(frozen=True)
class Words:
    """A piece of text as it is seen, and the body's line (from 0) on which it begins.

    Attributes:
        lines: The body's line of each of its own, where lines of a snippet are among them.
    """

    text: str
    index: int
    lines: tuple[int, ...] = ()

    def line(self, number: int) -> int:
        """The body's line on which its own line of this number (from 0) stands."""
        if not self.lines:
            return self.index + number
        return self.lines[min(number, len(self.lines) - 1)]


@dataclass(frozen=True)
class Code(Words):
    """A piece of code in a text."""


@dataclass
class Passage:
    """What is read in one go: a paragraph, a heading, a row of a table.

    Attributes:
        tag: The element that it is in, `th` and `td` for a row of a table, whose cells `|` parts.
        pieces: Its texts and formulas, in order.
    """

    tag: str
    pieces: list[Words | Found] = field(default_factory=list)


@dataclass
class Reading:
    """A page as it is displayed.

    Attributes:
        page: The page.
        items: Its comments, headings and formulas (those in headings aside), in reading order.
        left_over: Displays that Markdown has taken for text.
        dollars: Other dollar signs that no formula took.
        misprints: Links, tables and other signs that it has taken for text.
        passages: Its texts, with the formulas in them.
    """

    page: Page
    items: list[Item] = field(default_factory=list)
    left_over: list[PageError] = field(default_factory=list)
    dollars: list[PageError] = field(default_factory=list)
    misprints: list[PageError] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)

    @property
    def formulas(self) -> list[Found]:
        """All formulas, in reading order."""
        found: list[Found] = []
        for item in self.items:
            if isinstance(item, Heading):
                found += item.formulas
            elif isinstance(item, Found):
                found.append(item)
        return found

    @property
    def content(self) -> list[object]:
        """What is displayed, as values that can be compared; without what is copied."""

        def shown(item: Item) -> object:
            match item:
                case Comment():
                    return item.text
                case Heading():
                    return (item.level, item.text, *map(shown, item.formulas))
                case Found():
                    return (item.source, item.display)

        return [shown(x) for x in self.items if not (isinstance(x, Found) and x.copied)]


def watch(md: Markdown, page: Page | None = None) -> None:
    """Have `md` note the page that it converts, and read it; the page is found if not given."""
    if "page" not in md.preprocessors:
        finder = _Finder(md, page)
        md.preprocessors.register(finder, "page", 1000)
        md.treeprocessors.register(_Reader(md, finder), "page-read", PRIORITY)
        md.treeprocessors.register(_TreeDone(md, finder), "page-tree-done", -1000)


def page_of(md: Markdown) -> Page | None:
    """The page that `md` converts; None where `md` renders a piece of one, as a block's output."""
    return _finder(md).page


def reading_of(md: Markdown) -> Reading:
    """What stands on the page that `md` converts, for what comes after its formulas are found."""
    return _finder(md).reading


def see_reach(md: Markdown) -> None:
    """Refuse a converter by which no formula on a page would be found.

    Raises:
        PageError: Arithmatex is not there, or marks formulas otherwise than they are looked for.
    """
    if not can_reach(md):
        raise settings_fault(
            "equations are to be checked, and no formula on a page would be found",
            "pymdownx.arithmatex with `generic: true` among markdown_extensions, and its other "
            "options as they are by themselves",
            "add it",
        )


def read_apart(path: Path, *guards: Callable[[Markdown], object]) -> Reading:
    """Read a page beside the conversion of another, with the extensions that mkdocs.yml names.

    Nothing on it is run: a fence leaves nothing, and the extensions of this package are left out.
    The guards look on.

    Raises:
        PageError: for a page that is no text, or that includes what is not there.
    """
    page = Page.read(path)
    options = markdown_extensions()
    md = converter(
        [name for name in options if name.partition(".")[0] != _PACKAGE],
        options | {_FENCES: _emptied(options.get(_FENCES, {}))},
    )
    see_reach(md)
    watch(md, page)
    for guard in guards:
        guard(md)
    md.convert(page.body)
    return reading_of(md)


def converter(names: list[str], options: dict[str, dict[str, Any]]) -> Markdown:
    """What converts a page with these extensions.

    Raises:
        PageError: for one that is not there, or does not take its options.
    """
    try:
        return Markdown(extensions=names, extension_configs=options)
    except PageError:
        raise
    except Exception as error:  # Each extension has its own.
        if len(names) > 1:
            for name in names:
                converter([name], options)
        told = f"it has no option {error}" if isinstance(error, KeyError) else str(error)
        found = f"the extension {names[-1]} cannot be loaded: {told}"
        expected = "an extension that is installed, with options that it knows"
        at = str(error.args[0]) if isinstance(error, KeyError) else names[-1]
        raise settings_fault(found, expected, "correct it", at) from error


class AtEnd(Postprocessor):
    """A postprocessor of whole pages; toc (Markdown 3.11) runs plain ones on each heading too."""

    def run(self, text: str) -> str:
        finder = _finder(self.md)
        return self.finish(finder.page, text) if finder.page and finder.tree_done else text

    def finish(self, page: Page, text: str) -> str:
        """Return the page's HTML, given its HTML so far."""
        raise NotImplementedError


_PACKAGE = __name__.partition(".")[0]
_FENCES = "pymdownx.superfences"


def _emptied(options: dict[str, Any]) -> dict[str, Any]:
    """The options of SuperFences, with fences that are taken for such and leave nothing."""
    taken = {"class": "", "validator": lambda *_: True, "format": lambda *_, **__: ""}
    fences = [fence | taken for fence in options.get("custom_fences", ())]
    return options | {"custom_fences": fences}


class _Finder(Preprocessor):
    """Finds the page, ahead of every other preprocessor."""

    def __init__(self, md: Markdown, given: Page | None) -> None:
        super().__init__(md)
        self.given = given
        self.page: Page | None = None
        self.reading = Reading(given or _PIECE)  # Markdown 3.11 runs nothing on an empty page.
        self.tree_done = False

    def run(self, lines: list[str]) -> list[str]:
        # markdown-exec renders what a block printed with a converter of its own, and
        # leaves the page's converter in this attribute.
        nested = hasattr(self.md, "_original_md")
        self.page = None if nested else self.given or _locate(self.md, "\n".join(lines))
        self.reading = Reading(self.page or _PIECE)
        self.tree_done = False
        if self.page:
            see_size(self.page)
            see_includes(self.md, self.page)
        return lines


class _Reader(Treeprocessor):
    def __init__(self, md: Markdown, finder: _Finder) -> None:
        super().__init__(md)
        self.finder = finder

    def run(self, root: Element) -> None:
        reading = self.finder.reading
        split_chains(root)
        places = _Places(self.md, reading)
        places.give_attributes(root)
        reading.items = list(_items(self.md, root, places))
        reading.misprints += unknown_languages(self.md, reading.page)
        reading.misprints += faults_of_lines(self.md, reading.page)


class _TreeDone(Treeprocessor):
    def __init__(self, md: Markdown, finder: _Finder) -> None:
        super().__init__(md)
        self.finder = finder

    def run(self, root: Element) -> None:
        self.finder.tree_done = True


_PIECE = Page("<a block's output>", "")


def _finder(md: Markdown) -> _Finder:
    finder = md.preprocessors["page"]
    assert isinstance(finder, _Finder)
    return finder


def _locate(md: Markdown, body: str) -> Page:
    """Find the file whose text is `body`; `<text>` where there is none."""
    # MkDocs 1.6 names the file in the processor that resolves its links.
    if "relpath" in md.treeprocessors:
        file = md.treeprocessors["relpath"].file  # type: ignore[attr-defined]
        return given_as(Page.read(Path(file.abs_src_path)), body)
    for page in map(Page.read, pages_below(docs())):
        if page.body.strip("\n") == body.strip("\n"):
            return page
    return Page("<text>", body)


def _items(md: Markdown, element: Element, places: _Places) -> Iterator[Item]:
    if is_formula(element):
        yield places.put(Found(element))
        return
    heading = HEADING.fullmatch(element.tag) if isinstance(element.tag, str) else None
    if heading:
        places.look_at(element)
        inside = tuple(i for i in _inside(md, element, places) if isinstance(i, Found))
        yield Heading(int(heading[1]), inside, _seen(md, "".join(element.itertext())))
        return
    places.look_at(element)
    yield from _inside(md, element, places)


def _inside(md: Markdown, element: Element, places: _Places) -> Iterator[Item]:
    code = element.tag in CODE
    yield from _text(md, element.text, places, code)
    places.see(element, places.after(element).text)
    for child in element:
        block = md.is_block_level(child.tag)
        if child.tag in CELLS:
            places.pass_to_cell(child)
        elif block:
            places.begin(child.tag)
        yield from _items(md, child, places)
        if block and child.tag not in CELLS:
            places.begin(element.tag)
        yield from _text(md, child.tail, places, code)
        places.see(element, places.after(child).tail)


def _seen(md: Markdown, text: str) -> str:
    """A text as it is seen: with what entities and backslashes stand for, and without HTML."""
    if STX not in text:
        return text

    def put(match: re.Match[str]) -> str:
        raw = md.htmlStash.rawHtmlBlocks[int(match[1])]
        block = BLOCK.match(raw) if isinstance(raw, str) else None
        if not isinstance(raw, str) or (block and md.is_block_level(block[1])):
            return ""  # No part of the text, as what a fence has made.
        return _text_of(raw)

    return ESCAPED.sub(lambda match: chr(int(match[1])), HTML_PLACEHOLDER_RE.sub(put, text))


def _text_of(raw: str) -> str:
    """The text of a piece of HTML, without what is in code."""
    reader = _TextReader(convert_charrefs=True)
    reader.feed(raw)
    reader.close()
    return "".join(reader.texts)


class _TextReader(HTMLParser):
    def reset(self) -> None:
        super().reset()
        self.texts: list[str] = []
        self.within: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in CODE | {"svg"}:
            self.within.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.within[-1:] == [tag]:
            self.within.pop()

    def handle_data(self, data: str) -> None:
        if not self.within:
            self.texts.append(data)


def _text(md: Markdown, text: str | None, places: _Places, code: bool) -> Iterator[Comment]:
    """Pass over a text, with the comments in it; Python-Markdown keeps those aside."""
    text = text or ""
    places.pass_over(_seen(md, text), code)
    for match in HTML_PLACEHOLDER_RE.finditer(text) if STX in text else ():
        raw = md.htmlStash.rawHtmlBlocks[int(match[1])]
        if isinstance(raw, str):
            for comment in COMMENT.finditer(raw):
                yield Comment(comment["text"].strip(), places.find(comment[0])[0])


class _Places:
    """Where on a page each thing stands.

    Python-Markdown keeps no lines, so the text of each thing is looked for in the text of the page
    with its snippets put in, from the end of the one before it; code is passed over.
    """

    def __init__(self, md: Markdown, reading: Reading) -> None:
        self.md, self.reading, page = md, reading, reading.page
        self.names: dict[str, int] = {}
        self.numbers: set[str] = set()
        self._after: dict[Element, Element] = {}
        lines: list[str] = []
        self.origins: list[tuple[int, str | None]] = []
        for index, line in enumerate(prose(page).split("\n")):
            other = included(md, page, index, line)
            if other is None:
                lines.append(line)
                self.origins.append((index, None))
            else:
                lines += other.lines
                self.origins += [(index, f"{other.file.as_posix()}:{n}") for n in other.numbers]
        self.text = "\n".join(lines)
        self.position = 0
        self.begin("p")

    def begin(self, tag: str) -> None:
        """Begin a passage, in an element of this name."""
        self.passage = Passage(tag)

    def pass_to_cell(self, cell: Element) -> None:
        """Begin the next cell of a row."""
        if self.passage.tag not in CELLS:
            self.begin(cell.tag)
        else:
            self._add(Words("|", self._line()))

    def _add(self, piece: Words | Found) -> None:
        if not self.passage.pieces:
            self.reading.passages.append(self.passage)
        self.passage.pieces.append(piece)

    def _line(self) -> int:
        return self.origins[self.text.count("\n", 0, self.position)][0]

    def give_attributes(self, root: Element) -> None:
        """Have attribute lists taken, which happens later, in a copy: what they leave is text."""
        copy = deepcopy(root)
        if "attr_list" in self.md.treeprocessors:
            self.md.treeprocessors["attr_list"].run(copy)
        self._after = dict(zip(root.iter(), copy.iter(), strict=True))

    def after(self, element: Element) -> Element:
        """An element as it is once attribute lists have been taken."""
        return self._after.get(element, element)

    def look_at(self, element: Element) -> None:
        """Note what is wrong with an element itself, and with what Markdown has taken for it."""
        after = self.after(element)
        match element.tag:
            case "p":
                self.note(table_in(element))
                self.note(block_of_code(element))
            case "a":
                self.note(address_in(element))
            case "code":
                self.note(code_in(element))
        self.note(nothing_in(element))
        self.note(unknown_kind(element))
        self.note(unknown_attributes(element, after))
        if (name := after.get("id")) and name != element.get("id"):
            self._given(name)
        if self.md.is_block_level(element.tag):
            if pieces := list(self._html_in(element)):
                self.note(faults_of_markup(pieces))
            for piece in pieces:
                for name in IDS.findall(piece):
                    self._given(name)

    def _given(self, name: str) -> None:
        """Note the name that an element is given, if another has it."""
        # In braces, as a link on it may stand before it.
        written = re.compile(rf"(?:\{{[^}}\n]*#|\bid=[\"']?){re.escape(name)}(?![\w-])")
        match = written.search(self.text, self.names.get(name, 0))
        if name in self.names:
            index, _ = self.origins[self.text.count("\n", 0, match.start() if match else 0)]
            found = f"two elements of the page have the name {name}"
            fault = self.reading.page.error(index, found, "each name once", "rename one of them")
            self.reading.misprints.append(fault)
        self.names[name] = match.end() if match else 0

    def _numbered(self, found: Found, name: str) -> None:
        """Note the number of a display, which becomes its name, if another element has it."""
        if name in self.names and name not in self.numbers:
            told = f"an element above has the name {name}, as this equation has"
            fault = self.reading.page.error(found.index, told, "each name once", "rename one")
            self.reading.misprints.append(fault)
        self.numbers.add(name)
        self.names.setdefault(name, 0)

    def _html_in(self, element: Element) -> Iterator[str]:
        """The pieces of HTML that are written in a block, without those of the blocks in it."""
        texts = [element.text or ""]
        for child in element:
            if not self.md.is_block_level(child.tag):
                texts.append("".join(child.itertext()))
            texts.append(child.tail or "")
        for match in HTML_PLACEHOLDER_RE.finditer("".join(texts)):
            raw = self.md.htmlStash.rawHtmlBlocks[int(match[1])]
            if not isinstance(raw, str) or COMMENT.fullmatch(raw):
                continue
            # What an extension has made, as colours of code, stands on no page.
            if raw.lstrip().partition("\n")[0] in self.text:
                yield raw

    def find(self, source: str, pattern: re.Pattern[str] | None = None) -> tuple[int, str | None]:
        """The body's line of a passage, and file and line of the snippet that it comes from."""
        place = self._place_of(source, pattern, self.position)
        place = place or self._place_of(source, pattern, 0) or (self.position, self.position)
        self.position = place[1]
        return self.origins[self.text.count("\n", 0, place[0])]

    def _place_of(
        self, source: str, pattern: re.Pattern[str] | None, start: int
    ) -> tuple[int, int] | None:
        """Where a passage, or what looks like this, begins and ends, from a place on."""
        if pattern:
            match = pattern.search(self.text, start)
            return match.span() if match else None
        # The next line of a display may be indented or quoted, as in a list or an admonition.
        # So `>` between words is passed over: searched for, it would be found in too many ways.
        words = [stripped for word in source.split() if (stripped := word.strip(">"))]
        first = words[0] if words else ""
        at = self.text.find(first, start)
        while at >= 0:
            end = at + len(first)
            for word in words[1:]:
                gap = GAP.match(self.text, end)
                if not gap or not self.text.startswith(word, gap.end()):
                    break
                end = gap.end() + len(word)
            else:
                return at, end
            at = self.text.find(first, at + 1)
        return None

    def pass_over(self, text: str, code: bool) -> None:
        """Note a text, where it is found from here on."""
        if not text.strip() and not self.passage.pieces:
            return
        line = next((line for line in text.split("\n") if line.strip()), "")
        at = self.text.find(line.strip(), self.position)
        above = text[: text.find(line)].count("\n") if at >= 0 else 0
        first = max(0, self.text.count("\n", 0, at if at >= 0 else self.position) - above)
        behind = self.origins[first : first + text.count("\n") + 1]
        lines = tuple(index for index, _ in behind)
        self._add((Code if code else Words)(text, lines[0], lines))

    def put(self, found: Found) -> Found:
        """Note in a formula where it stands, and behind what."""
        found.index, found.origin = self.find(found.written)
        if closing := CLOSING.match(self.text, self.position):
            self.position = closing.end()
        if found.display and found.name and not found.copied:
            self._numbered(found, found.name)
        self._add(found)
        return found

    def see(self, element: Element, text: str | None) -> None:
        """Note what was left in a text of an element."""
        if text and element.tag not in CODE:
            self.note(left_in(text, in_link=element.tag == "a"))
            self.note(entity_in(text))

    def note(self, left: Iterator[LeftOver]) -> None:
        """Note what was left, with its place."""
        for one in left:
            before = self.position
            index, origin = self.find(one.clue, one.pattern)
            self.position = max(before, self.position)
            found = one.found + (f"\n    in {origin}" if origin else "")
            fault = self.reading.page.error(index, found, one.expected, one.advice)
            getattr(self.reading, one.kind).append(fault)
