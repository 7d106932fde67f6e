"""Reads the finished HTML of a site, and compares it with the record of its build, page by page.

It imports no generator, and trusts none: what a page has to show, `record.json` says. A formula
that is missing or another, a mark that is missing, other or forged, a program whose output is not
there, an `id` that stands twice, a link that leads nowhere, a page too many or too few, a source
that was changed since: each is a fault.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any
from urllib.parse import unquote, urlsplit

from proofpages.page.faults import PageError
from proofpages.page.markup_in_text import VOID
from proofpages.page.navigation import docs
from proofpages.site.build_record import digest, read_record
from proofpages.site.content_policy import is_policy, unnamed_scripts
from proofpages.site.in_processes import for_each

ASIDE = {"in-numbers", "ledger-table", "theorem", "playground", "proof-graph-and-list"}
"""What holds formulas that are made of others, or of the proof, and not written on the page."""
LINK = re.compile(r'<a href="([^"]*)"')
WORDS = re.compile(
    r'(?:<(span|code|samp|b|i|em|strong|td|th|li|p)(?: class="[a-z0-9]{1,2}")?>[^<&]*</\1>[^<&]*)+'
)
"""Elements that hold words alone, as those of a program that is coloured: most of a page."""
ENTRIES = re.compile(
    r'(?:<li class="md-nav__item">\s*<a href="[^"<>&:]*" class="md-nav__link">\s*'
    r'<span class="md-ellipsis">[^<&]*</span>\s*</a>\s*</li>\s*)+'
)
"""Entries of the theme's navigation, which each page has of all pages, with links in the site."""
TAG = re.compile(r"<[^>]*>")
"""A tag in those."""
NAMED = r"[ \t\n\r\f]++([^ \t\n\r\f\"'<>/=\0]++)"
VALUE = (
    r"[ \t\n\r\f]*+=[ \t\n\r\f]*+(?:\"([^\"]*+)\"|'([^']*+)'|([^ \t\n\r\f\"'<>=`][^ \t\n\r\f>]*+))"
)
ATTRIBUTE = re.compile(f"{NAMED}(?:{VALUE})?")
TAG_NAME = r"([a-zA-Z][^ \t\n\r\f\"'<>/=\0]*+)"
START = re.compile(rf"<{TAG_NAME}((?:{NAMED}(?:{VALUE})?)*+)[ \t\n\r\f]*+(?P<slash>/?)>")
END = re.compile(rf"</{TAG_NAME}[ \t\n\r\f]*+>")
COMMENT = re.compile(r"<!--(?!-?>)(?:[^-]++|-(?!-!?>))*+-->")
"""What all browsers, and html.parser of each Python, read alike."""
DRAWN = re.compile(
    rf"(?:[^<]++|{COMMENT.pattern}|<!\[CDATA\[(?:[^\]]++|\](?!\]>))*+\]\]>"
    r"""|</?(?!(?i:svg)[\s/>])[a-zA-Z][^<>"']*+(?:(?:"[^"]*+"|'[^']*+')[^<>"']*+)*+>)*+"""
)
"""What stands in a drawing up to where one begins or ends."""
NOT_DRAWN = re.compile(
    r"</?(math|foreignobject|script|iframe|b|big|blockquote|body|br|center|code|dd|div|dl|dt|em"
    r"|embed|font|h[1-6]|head|hr|i|img|li|listing|menu|meta|nobr|ol|p|pre|ruby|s|small|span|strong"
    r"|strike|sub|sup|table|tt|u|ul|var)\b",
    re.IGNORECASE,
)
"""What ends a drawing for a browser, or holds what is none."""
RAW = {"script", "style", "title", "textarea", "iframe", "noembed", "noframes", "xmp"}
"""Elements in which tags are text."""
UNSEEN = {
    *("audio", "canvas", "datalist", "dialog", "noscript", "object", "progress", "select"),
    *("template", "video"),
}
"""Elements of which a browser does not show what they hold."""
CONTROL = re.compile(r"[\0- ]")
"""What a browser passes over in the scheme of an address."""


@dataclass
class Element:
    """An element that is looked at: its attributes, what it stands in, and the text in it.

    `texts` are those of the page, of which it has those from `start` to `end`; `drawing` is what is
    drawn right in it.
    """

    tag: str
    attributes: dict[str, str]
    parent: Element | None
    texts: list[str]
    start: int
    end: int | None = None
    drawing: str = ""

    @property
    def classes(self) -> set[str]:
        return set(self.attributes.get("class", "").split())

    @property
    def is_display(self) -> bool:
        """Whether a formula in it is displayed."""
        return self.tag == "div" or self.within("equation")

    @property
    def words(self) -> str:
        return "".join(self.texts[self.start : self.end]).strip()

    @property
    def inside(self) -> Iterator[Element]:
        """What it stands in, from the inside out."""
        above = self.parent
        while above is not None:
            yield above
            above = above.parent

    def within(self, *names: str) -> bool:
        """Whether it stands in an element with one of these classes."""
        return any(other.classes & set(names) for other in self.inside)


def verify(site: Path) -> list[PageError]:
    """What is wrong with a built site; nothing, if it shows what the record of its build says.

    Raises:
        PageError: if there is no record in it.
    """
    record = read_record(site)
    return list(_faults(site, record))


def _faults(site: Path, record: dict[str, Any]) -> Iterator[PageError]:
    pages, links = record["pages"], record["links"]
    files = {file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()}
    built = {file for file in files if file.endswith(".html")} - {*record["templates"]}
    expected = {page["file"] for page in pages.values()}
    for file in sorted(built - expected):
        if _is_copied(site, file):
            continue
        yield PageError(
            file,
            1,
            "this page is in no navigation",
            "the pages of the record alone",
            "name it in `nav`, or leave it out by `exclude_docs`, and build again",
        )
    built_of = {page["file"]: page for page in pages.values() if page["file"] in built}
    asked = [(site, page, record["policy"]) for page in built_of.values()]
    looked = dict(zip(built_of, for_each(_look_at, asked), strict=True))
    ids = {file: found.ids for file, found in looked.items()}
    for source, page in pages.items():
        if page is not built_of.get(page["file"], page):
            yield _fault(page["file"], f"{source} has the place of another page", "one of its own")
        if not Path(source).is_file() or digest(Path(source).read_bytes()) != page["source"]:
            yield _fault(source, "it was changed after the build", "the text that was built")
        if page["file"] not in looked:
            yield _fault(page["file"], f"{source} was not built", "a page for each source")
            continue
        found = looked[page["file"]]
        for what, wanted in found.differences:
            yield _fault(page["file"], f"{what} ({source})", wanted)
        for link in sorted(found.links) if links else ():
            if wrong := _leads_nowhere(files, page["file"], link, ids):
                yield _fault(page["file"], f"the link {link} {wrong}", "a page or a place in it")


@dataclass(frozen=True)
class _Looked:
    """What was seen of a page: how it differs from its record, and what links need."""

    differences: list[tuple[str, str]]
    ids: set[str]
    links: set[str]


def _look_at(asked: tuple[Path, dict[str, Any], bool]) -> _Looked:
    """Read a page of a site, and compare it with its record."""
    site, page, policy = asked
    found = parse(site / page["file"])
    scripts = _scripts(found) if policy else ()
    return _Looked([*_differences(found, page), *scripts], set(found.ids), found.links)


def _is_copied(site: Path, file: str) -> bool:
    """Whether a file stands so among the sources, and shows nothing of what a build puts there."""
    own = docs() / file
    if not own.is_file() or own.read_bytes() != (site / file).read_bytes():
        return False
    found = parse(site / file)
    return not (found.formulas or found.of("equation-mark") or found.of("formula-mark"))


def _fault(file: str, found: str, expected: str) -> PageError:
    return PageError(file, 1, found, expected, "build the site again, from sources that pass")


def _differences(found: Parsed, page: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What is on a page, and what should be."""
    formulas = page["formulas"]
    wanted = [
        (f["display"], f["shown"] if _is_drawn(f) else _squeezed(f["shown"] + (f["mark"] or "")))
        for f in formulas
    ]
    own = [(box, mathml) for box, mathml in found.formulas if not _aside(box)]
    shown = [
        (box.is_display, _squeezed(box.words) if mathml is None else mathml) for box, mathml in own
    ]
    yield from _compare("formula", shown, wanted)
    for (box, _), formula in zip(own, formulas, strict=False):
        if formula["drawing"] not in (None, digest(box.drawing.encode())):
            yield f"the formula {formula['tex'][:60]} is drawn otherwise", "as it was in the build"
    yield from _not_as_it_seems(found)

    displays = [f for f in formulas if f["display"]]
    marks = [e.words for e in found.of("equation-mark")]
    yield from _compare("mark of an equation", marks, [f["mark"] for f in displays])
    told = [page["count"]] if page["count"] else []
    yield from _compare("count of displays", [e.words for e in found.of("equation-count")], told)
    inline = [f["mark"] for f in formulas if not f["display"] and f["mark"]]
    yield from _compare("mark of a formula", [e.words for e in found.of("formula-mark")], inline)
    names = [e.attributes.get("id") for e in found.of("equation")]
    numbers = [f["name"] for f in displays if _is_drawn(f)]
    yield from _compare("equation's number", names, numbers)
    for mark in found.of("equation-mark"):
        if not mark.within("equation", "arithmatex"):
            yield "a mark that stands beside no equation", "marks beside equations"

    blocks = page["blocks"]
    cards = [e for e in found.elements if "data-block" in e.attributes]
    numbers = [card.attributes["data-block"] for card in cards]
    yield from _compare("program", numbers, [str(n) for n in range(len(blocks))])
    for card, block in zip(cards, blocks, strict=False):
        if not block["picture"] and _squeezed(block["output"]) not in _squeezed(card.words):
            yield f"{block['file']} printed {block['output'][:40]!r}, which is not shown", "it"
        if block["picture"] and not card.attributes.get("class", "").endswith("ran-picture"):
            yield f"the picture of {block['file']} is not shown", "it"
    ran = found.of("ran-mark")
    if len(ran) != len(blocks) or not all(mark.within("ran") for mark in ran):
        yield f"{len(ran)} marks of programs that ran", f"{len(blocks)}, one in each card"

    for name, count in Counter(found.ids).items():
        if count > 1 and name in found.own_ids:  # MaterialX 10.2 has __toc twice, both its own.
            yield f"{count} elements have the id {name}", "each id once"


def _not_as_it_seems(found: Parsed) -> Iterator[tuple[str, str]]:
    """What passes for a formula and is none, and what may be seen otherwise than it is read."""
    for forged in found.forged:
        yield forged, "MathML and drawings as they were made in the build"
    for piece in found.misread:
        yield f"HTML that browsers may read in their own way: {piece}", "what all read alike"
    for box, _ in found.formulas:
        if hiding := next(
            (e.tag for e in box.inside if e.tag in UNSEEN or "hidden" in e.attributes), None
        ):
            yield (
                f"a formula in <{hiding}>, of which a browser shows nothing",
                "formulas to be seen",
            )


def _scripts(found: Parsed) -> Iterator[tuple[str, str]]:
    """What would run on a page, or stand in its place, besides what its policy lets."""
    begins = found.elements[:3]
    rules = begins[-1].attributes.get("content", "") if begins else ""
    if [element.tag for element in begins] != ["html", "head", "meta"] or not is_policy(rules):
        yield "the page does not begin with its policy", "the policy that the build puts there"
    for element in found.elements:
        if "srcdoc" in element.attributes or (
            element.attributes.get("http-equiv", "").strip().lower() == "refresh"
        ):
            yield f"<{element.tag}> that shows another page", "none"
    scripts = [
        "".join(element.texts[element.start : element.end])
        for element in found.elements
        if element.tag == "script"
        and "src" not in element.attributes
        and "json" not in element.attributes.get("type", "")
    ]
    for script in unnamed_scripts(rules, scripts):
        yield f"a script that the page's policy does not name: {script.strip()[:60]}", "no other"
    for handler in found.handlers:
        yield f"an attribute that runs a script: {handler}", "none"


def _is_drawn(formula: dict[str, Any]) -> bool:
    """Whether a formula stands on its page as MathML, and not as TeX for a script."""
    return str(formula["shown"]).startswith("<math")


def _aside(box: Element) -> bool:
    return box.within(*ASIDE)


def _compare(what: str, shown: list[Any], wanted: list[Any]) -> Iterator[tuple[str, str]]:
    if shown == wanted:
        return
    pairs = list(zip(shown, wanted, strict=False))
    at = next((n for n, (a, b) in enumerate(pairs) if a != b), len(pairs))
    here, there = (str(x[at])[-120:] if at < len(x) else "nothing" for x in (shown, wanted))
    yield f"{what} {at + 1} of {len(shown)} is {here}", f"{len(wanted)}, and there {there}"


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _leads_nowhere(files: set[str], file: str, link: str, ids: dict[str, set[str]]) -> str | None:
    parts = urlsplit(link)
    if parts.scheme or parts.netloc or link.startswith("/"):
        return None
    name = file
    if parts.path:
        name = normpath(join(dirname(file), unquote(parts.path)))
        name = name if name in files else normpath(join(name, "index.html"))
    if name not in files:
        return "leads to no file"
    anchor = unquote(parts.fragment)
    if anchor and name in ids and anchor not in ids[name]:
        return "leads to no place of its page"
    return None


class Parsed(HTMLParser):
    """What is looked at on a page.

    Attributes:
        elements: All elements of the page outside drawings, in order.
        formulas: The box of each formula in the article (on a page without one, anywhere), with
            its MathML as it is written; None if it has TeX that a script draws.
        forged: MathML that stands where the build puts none or without its drawing, and what is in
            a drawing and is none.
        misread: What a browser may read otherwise than it is read here.
        ids, links: The values of `id`, and of `href` and `src`.
        own_ids: Those ids that stand there.
        handlers: Attributes that run a script.
    """

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.formulas: list[tuple[Element, str | None]] = []
        self.forged: list[str] = []
        self.misread: list[str] = []
        self.ids: list[str] = []
        self.own_ids: set[str] = set()
        self.links: set[str] = set()
        self.handlers: list[str] = []
        self._open: list[Element] = []
        self._texts: list[str] = []
        self._by_class: dict[str, list[Element]] = {}
        self._whole = "<article" not in text
        self.text = text
        self._at = self._end = self._taken = 0
        self._math_at: int | None = None
        self.feed(text)
        self._taken = len(text) - len(self.rawdata)
        self.close()
        if self.cdata_elem:
            self.misread.append(f"<{self.cdata_elem}> is never closed")

    def of(self, name: str) -> list[Element]:
        """The elements with a class, in order."""
        return self._by_class.get(name, [])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # Of two attributes with one name, the first counts.
        attributes = {name: value or "" for name, value in reversed(attrs)}
        above = self._open[-1] if self._open else None
        element = Element(tag, attributes, above, self._texts, len(self._texts))
        self.elements.append(element)
        for name, value in attributes.items():
            if name.startswith("on") or (
                ":" in value and CONTROL.sub("", value).lower().startswith("javascript:")
            ):
                self.handlers.append(f"{name}={value}")
            if name == "class":
                for word in set(value.split()):
                    self._by_class.setdefault(word, []).append(element)
                    if word == "arithmatex" and self._in_article():
                        self.formulas.append((element, None))
            elif name == "id":
                self.ids.append(value)
                if self._in_article():
                    self.own_ids.add(value)
            elif name in ("href", "src") and tag != "base":
                self.links.add(value)
        if tag == "math":
            self._math_at = self._at
            self.set_cdata_mode(tag)  # What is in it is read as one text, to its end.
        if tag in VOID:
            element.end = element.start
        else:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if self._math_at is not None:
            if tag == "math":
                self._take_math(self.text[self._math_at : self._end])
                self._math_at = None
                self._close()
            return
        if any(element.tag == tag for element in reversed(self._open)):
            while self._close().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self._texts.append(data)

    def _close(self) -> Element:
        element = self._open.pop()
        element.end = len(self._texts)
        return element

    def _in_article(self) -> bool:
        return self._whole or any(element.tag == "article" for element in self._open)

    def parse_starttag(self, i: int) -> int:
        """Read a tag, with what follows it as far as that holds nothing which is looked at.

        html.parser asks this where a tag begins, and nowhere else.
        """
        if plain := WORDS.match(self.rawdata, i) or ENTRIES.match(self.rawdata, i):
            self._texts.append(TAG.sub("", plain[0]))
            self.links.update(LINK.findall(plain[0]))
            return plain.end()
        written = START.match(self.rawdata, i)
        if written is None:
            return self._misread(i)
        tag = written[1].lower()
        if tag == "svg":
            return self._pass_drawing(i, written)
        self._at = self._taken + i
        attributes: list[tuple[str, str | None]] = [
            (name.lower(), unescape(a or b or c)) for name, a, b, c in ATTRIBUTE.findall(written[2])
        ]
        self.handle_starttag(tag, attributes)  # A slash at its end means nothing.
        if tag in RAW:
            self.set_cdata_mode(tag)
        elif tag in ("plaintext", "frameset"):
            self._misread(i)
        return written.end()

    def parse_endtag(self, i: int) -> int:
        """The same for the tag at the end of an element."""
        written = END.match(self.rawdata, i)
        if written is None:
            return self._misread(i)
        self.clear_cdata_mode()
        self._end = self._taken + written.end()
        self.handle_endtag(written[1].lower())
        return written.end()

    def parse_comment(self, i: int, report: bool = True) -> int:
        """Pass over a comment."""
        written = COMMENT.match(self.rawdata, i)
        return written.end() if written else self._misread(i)

    def parse_html_declaration(self, i: int) -> int:
        """Pass over a declaration."""
        end = self.rawdata.find(">", i) + 1
        return end if self.rawdata[i : i + 9].lower() == "<!doctype" and end else self._misread(i)

    def set_cdata_mode(self, elem: str, **how: Any) -> None:
        """Read what follows as text, up to the end of an element."""
        super().set_cdata_mode(elem, **how)
        self.interesting = re.compile(rf"</{elem}(?=[ \t\n\r\f/>])", re.IGNORECASE)

    def _misread(self, i: int) -> int:
        """Note what a browser may read otherwise, and go on behind its first sign."""
        self.misread.append(self.rawdata[i : i + 40])
        self.handle_data(self.rawdata[i])
        return i + 1

    def _pass_drawing(self, start: int, tag: re.Match[str]) -> int:
        """Pass over a drawing, of which this is the first tag."""
        depth = 0 if tag["slash"] else 1
        i = tag.end()
        while depth:
            if inside := DRAWN.match(self.rawdata, i):
                i = inside.end()
            if begins := START.match(self.rawdata, i):
                depth += 0 if begins["slash"] else 1
                i = begins.end()
            elif ends := END.match(self.rawdata, i):
                depth -= 1
                i = ends.end()
            else:
                return self._misread(start)
        if self._open:
            self._open[-1].drawing += self.rawdata[start:i]
        self.forged += [
            f"<{name}> in a drawing" for name in NOT_DRAWN.findall(self.rawdata, start, i)
        ]
        return i

    def updatepos(self, i: int, j: int) -> int:
        """Count no lines."""
        return j

    def _take_math(self, mathml: str) -> None:
        above = self._open[:-1]
        box = above[-1] if above else None
        names = {"equation", "math"}
        if box is not None and box.tag == "mjx-assistive-mml":
            box, names = box.parent, {"math-block", "math-inline", "comment-formula"}
            if box is not None and not box.drawing:
                self.forged.append(f"a formula without its drawing: {mathml[:80]}")
        if box is None or not names & box.classes:
            self.forged.append(f"MathML that no formula has: {mathml[:80]}")
        elif self._in_article():
            self.formulas.append((box, mathml))


def parse(file: Path) -> Parsed:
    """A finished page, taken apart."""
    return Parsed(file.read_text(encoding="utf-8"))
