"""Refuses what would put mathematics, or a mark that looks like one of ours, past the checker.

An author's HTML is from a list of harmless elements, shows what it holds, has no class that this
package marks with, and holds no formula, since none is looked for there. The same holds of
attributes that are given to what Markdown makes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from proofpages.page.faults import all_of
from proofpages.page.fences import prose
from proofpages.page.page import Page
from proofpages.page.reading import page_of
from proofpages.site.relations_in_text import states

ELEMENTS = {
    *("a", "abbr", "b", "br", "cite", "code", "em", "i", "ins", "kbd", "mark", "small"),
    *("span", "strong", "sub", "sup", "u", "var", "wbr"),
    *("blockquote", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "hr", "li", "ol"),
    *("p", "pre", "summary", "ul"),
    *("caption", "col", "colgroup", "table", "tbody", "td", "tfoot", "th", "thead", "tr"),
    *("img", "picture", "source", "video"),
}
RESERVED = re.compile(r"(?:arithmatex|equation|formula|ledger|math|mjx|ran|theorem|proof)(?:-.*)?")
HIDING = re.compile(r"md-(?!button).*|headerlink|footnote-backref|tabbed-.*|giscus")
"""Classes of Material's, of which some hide what has them."""
SEEN = ("alt", "aria-label", "label", "title")
"""Attributes whose text a reader is told."""
CODE = ("code", "pre")
STRUCK = ("del", "s", "strike")
ALIGNED = re.compile(r"text-align: \w+;?")  # As in a table of Markdown.
WORDS = 20
"""By how many of its words a text is found: an element within a thousand others repeats theirs."""
PAGE = re.compile(r"^[^:]*\.md(?:#|$)")
MATHEMATICS = re.compile(r"\$|\\[(\[]|\\begin\b")
DISPLAYED = re.compile(r"\$\$|\\\[|\\begin\b")


def faults_of(markup: str) -> Iterator[str]:
    """What is wrong with a piece of HTML that an author has written."""
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    yield from reader.faults
    if states(" ".join(reader.texts)):
        yield f"a relation in HTML, where none is read: {' '.join(reader.texts).strip()[:60]}"


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.texts: list[str] = []
        self.in_code = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ELEMENTS:
            self.faults.append(f"the element <{tag}>")
        self.in_code += tag in CODE
        if any(name == "href" and PAGE.search(value or "") for name, value in attrs):
            self.faults.append("a link to a page, which is not followed in HTML")
        self.faults += attribute_faults({name: value or "" for name, value in attrs})

    def handle_endtag(self, tag: str) -> None:
        self.in_code -= tag in CODE

    def handle_data(self, data: str) -> None:
        if not self.in_code:
            self.texts.append(data)
        if MATHEMATICS.search(data):
            self.faults.append(f"a formula in HTML, where none is looked for: {data.strip()[:60]}")


def attribute_faults(attributes: dict[str, str]) -> list[str]:
    found = [
        f"the attribute {name}, which can hide what it stands at"
        for name, value in attributes.items()
        if name in ("hidden", "aria-hidden") or (name == "style" and not ALIGNED.fullmatch(value))
    ]
    found += [
        f"the attribute {name}, which runs a script" for name in attributes if name[:2] == "on"
    ]
    found += [
        f"the class {name}, which this build marks its own with"
        for name in attributes.get("class", "").split()
        if RESERVED.fullmatch(name)
    ]
    found += [
        f"the class {name}, which can hide what it stands at"
        for name in attributes.get("class", "").split()
        if HIDING.fullmatch(name)
    ]
    found += [
        f"a formula in the attribute {name}, where none is looked for"
        for name, value in attributes.items()
        if MATHEMATICS.search(value) or (name in SEEN and states(value))
    ]
    return found


class Guard:
    """Looks at a page's HTML wherever an author's own comes into its conversion."""

    def __init__(self, md: Markdown) -> None:
        self.md = md
        self.kept = 0
        self.known: dict[Element, dict[str, str]] = {}
        # Around what takes HTML out of a text: blocks of it (20), and what stands in a line (20).
        md.preprocessors.register(_Lines(md, self.mark), "raw-html-blocks", 20.5)
        md.preprocessors.register(_Lines(md, self.look), "raw-html-blocks-seen", 19.5)
        md.treeprocessors.register(_Tree(md, lambda root: self.mark()), "raw-html-lines", 20.5)
        md.treeprocessors.register(_Tree(md, self.look_at_tree), "raw-html-lines-seen", 19.5)
        # Before PyMdown's highlighting (30) has taken indented code out.
        md.treeprocessors.register(_Tree(md, self.look_at_code), "raw-html-code", 30.5)
        # Around attr_list (8).
        md.treeprocessors.register(_Tree(md, self.mark_attributes), "raw-html-attributes", 8.5)
        md.treeprocessors.register(_Tree(md, self.look_at_new), "raw-html-attributes-seen", 7.5)

    def mark(self) -> None:
        """Note what HTML has been taken out so far."""
        self.kept = len(self.md.htmlStash.rawHtmlBlocks)

    def look(self) -> None:
        """Look at what was taken out since."""
        pieces = [p for p in self.md.htmlStash.rawHtmlBlocks[self.kept :] if isinstance(p, str)]
        self.refuse([(piece, fault) for piece in pieces for fault in faults_of(piece)])

    def look_at_tree(self, root: Element) -> None:
        """Look at HTML in lines, and at the attributes of HTML with Markdown in it."""
        self.look()
        self.refuse(
            [
                ("".join(element.itertext()), fault)
                for element in root.iter()
                if "arithmatex" not in element.get("class", "")
                for fault in attribute_faults(dict(element.items()))
            ]
        )
        self.refuse(
            [
                ("".join(element.itertext()), "a formula that is struck out, and would be in force")
                for element in root.iter()
                if element.tag in STRUCK
                and any("arithmatex" in part.get("class", "") for part in element.iter())
            ]
        )

    def look_at_code(self, root: Element) -> None:
        """Refuse a display that is indented so far that it is code."""
        texts = ["".join(code.itertext()) for pre in root.iter("pre") for code in pre]
        self.refuse(
            [
                (text[found.start() :], "a display that is indented so far that it is code")
                for text in texts
                if (found := DISPLAYED.search(text))
            ]
        )

    def mark_attributes(self, root: Element) -> None:
        """Note the attributes of all elements."""
        self.known = {element: dict(element.items()) for element in root.iter()}

    def look_at_new(self, root: Element) -> None:
        """Look at the attributes that elements have been given since."""
        self.refuse(
            [
                ("".join(element.itertext()), fault)
                for element in root.iter()
                for fault in attribute_faults(_new(self.known.get(element, {}), element))
            ]
        )

    def refuse(self, found: list[tuple[str, str]]) -> None:
        """Raise what is wrong, each with a text by which its line is found."""
        page = page_of(self.md)
        if page and found:
            raise all_of(
                [
                    page.error(
                        _line_of(page, text),
                        f"the page holds {fault}",
                        "HTML that shows what it holds, with no formula and no mark of this build",
                        "write it in Markdown, with formulas between $ or $$, where they are found",
                    )
                    for text, fault in dict.fromkeys(found)
                ]
            )


class _Lines(Preprocessor):
    def __init__(self, md: Markdown, call: Callable[[], None]) -> None:
        super().__init__(md)
        self.call = call

    def run(self, lines: list[str]) -> list[str]:
        self.call()
        return lines


class _Tree(Treeprocessor):
    def __init__(self, md: Markdown, call: Callable[[Element], None]) -> None:
        super().__init__(md)
        self.call = call

    def run(self, root: Element) -> None:
        self.call(root)


def _new(before: dict[str, str], element: Element) -> dict[str, str]:
    """The attributes that an element was given, and the classes among them."""
    found = {name: value for name, value in element.items() if before.get(name) != value}
    if "class" in found:
        known = before.get("class", "").split()
        found["class"] = " ".join(c for c in found["class"].split() if c not in known)
    return found


def _line_of(page: Page, text: str) -> int:
    """The body's line (from 0) on which a text begins, as far as it can be found."""
    body = prose(page)
    words = text.split()[:WORDS]
    for count in (WORDS, 3, 1):
        pattern = r"\s+".join(map(re.escape, words[:count]))
        if words and (match := re.search(pattern, body)):
            return body.count("\n", 0, match.start())
    return 0
