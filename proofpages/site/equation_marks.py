"""Puts a mark beside each formula that says what was shown of it, or stops the build.

`page_check` decides; a display has its mark at the margin, an inline formula has one where it is
assumed or exempt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from proofpages.equations.checking import Kind
from proofpages.page.continued import CONTINUES
from proofpages.page.faults import PageError, all_of, not_utf8
from proofpages.page.navigation import docs, reading_order, settings_fault
from proofpages.page.once import once, source_text
from proofpages.page.options import WithOptions
from proofpages.page.page import Page
from proofpages.page.reading import AtEnd, Reading, page_of, reading_of, see_reach, watch
from proofpages.site.adoption import Adoption
from proofpages.site.markup import address
from proofpages.site.numbering import numbering_faults
from proofpages.site.page_check import Checked, Entry, check_page, check_reading, stated
from proofpages.site.raw_html import Guard
from proofpages.site.wording import MARKED_INLINE, UNCHECKED, in_tex, in_words, shown

# After proofpages.typeset has refused what MathJax cannot read (14), before it draws (11).
PRIORITY = 13
MARKS = re.compile(r'<[^<>]*\bclass="[^"<>]*\b(?:equation|formula)-mark\b')
UNSEEN = re.compile(r'<[^<>]*\bclass="[^"<>]*\barithmatex\b')
LETTER = re.compile(r"[A-Za-z]|\\[A-Za-z]+")
OTHER_MATHML = re.compile(r"(?<!<mjx-assistive-mml>)<math\b")


@once
def read_needs(path: Path) -> dict[str, str]:
    """What each numbered claim needs, as it was committed: a name, a tab, the facts, a line.

    Raises:
        PageError: for a file that is not there, or has another line, or a name twice.
    """
    known: dict[str, str] = {}
    try:
        lines = source_text(path).splitlines()
    except UnicodeDecodeError as error:
        raise not_utf8(path.as_posix(), error) from error
    except FileNotFoundError as error:
        raise _fault_of_needs(path, 1, "there is no such file") from error
    for number, line in enumerate(lines, 1):
        name, tab, facts = line.partition("\t")
        if not line or line.startswith("#"):
            continue
        if not tab or name in known:
            found = f"{name} stands here twice" if tab else f"this is no row of it: {line[:40]}"
            raise _fault_of_needs(path, number, found)
        known[name] = facts.strip()
    return known


def _fault_of_needs(path: Path, line: int, found: str) -> PageError:
    expected = "the name of each claim once, a tab, and what the claim needs"
    advice = "run `python -m proofpages needs`, and look at what changed"
    return PageError(path.as_posix(), line, found, expected, advice)


def needs_of(entry: Entry) -> str:
    """What a claim needs, as the file has it."""
    return in_tex(entry.verdict.needs)


def faults_of_site(
    reading: Reading, checked: Checked, options: Mapping[str, Any]
) -> Iterator[PageError]:
    """What this site does not let pass of a page whose formulas may all be right.

    Args:
        reading: The page.
        checked: What was decided of it.
        options: Those of the extension.
    """
    if options.get("misprints"):
        yield from (*reading.dollars, *reading.misprints)
    if options.get("numbered"):
        yield from numbering_faults(reading)
    if options.get("needs"):
        yield from _changed_needs(checked, str(options["needs"]))


def _changed_needs(checked: Checked, needs: str) -> Iterator[PageError]:
    committed = read_needs(Path(needs))
    for entry in checked.entries:
        if entry.name is None or entry.verdict.kind is not Kind.CLAIM or not entry.verdict.ok:
            continue
        now, before = needs_of(entry), committed.get(entry.name, "no entry")
        if now != before:
            yield PageError(
                entry.page,
                entry.line,
                f"{entry.name} needs {now}",
                f"{before}, as {needs} says",
                "if the change is meant, run `python -m proofpages needs` and commit the file",
            )


class Prover(Treeprocessor):
    """Decides the formulas of a page, and puts a mark beside each display.

    A display that goes on from the one above it gets its left side from there.
    """

    def __init__(self, md: Markdown, options: Mapping[str, Any], adoption: Adoption) -> None:
        super().__init__(md)
        self.options, self.ledger, self.adoption = options, options["ledger"], adoption
        self.marks = 0
        self.displays: list[str] = []

    def run(self, root: Element) -> None:
        page = page_of(self.md)
        if page is None:
            return
        see_reach(self.md)
        self.marks, self.displays = 0, []
        for paragraph in root.iter("p"):
            if (paragraph.text or "").startswith(CONTINUES):  # Small print to a reader.
                paragraph.set("class", "continues")
        reading = reading_of(self.md)
        if not self.adoption.covers(page):
            for found in stated(reading):
                if found.display:
                    self._put(found.element, UNCHECKED, "equation-mark unchecked")
            return
        checked = check_reading(reading)
        self.adoption.see(checked)
        if faults := list(faults_of_site(reading, checked, self.options)):
            raise all_of(faults)
        self._see_copies(reading)
        for found, entry in zip(stated(reading), checked.entries, strict=True):
            refused = "" if entry.verdict.ok else " refused"
            found.lead = entry.lead or None
            if found.display:
                self._mark(found.element, entry, "equation-mark" + refused)
            elif refused or entry.verdict.kind in MARKED_INLINE:
                self._mark(found.element, entry, "formula-mark" + refused)

    def _see_copies(self, reading: Reading) -> None:
        """What a ledger copies is not checked again, so it has to be there and checked."""
        copies = [found for found in reading.formulas if found.copied]
        if not copies:
            return
        entries = [entry for path in reading_order() for entry in check_page(path).entries]
        known = {entry.verdict.formula.tex for entry in entries}
        for found in copies:
            if found.tex.removeprefix(r"\displaystyle ") not in known:
                raise reading.page.error(
                    found.index,
                    f"a formula passes for a copy, and stands on no page: {found.tex}",
                    "a formula that is checked where it stands",
                    "remove the attribute data-copied",
                )

    def _mark(self, element: Element, entry: Entry, kind: str) -> None:
        linked = bool(self.ledger) and entry.page.startswith(f"{docs().as_posix()}/")
        ledger = (docs() / self.ledger).as_posix()
        home = address(entry.page, ledger, entry.anchor) if linked else None
        self._put(element, in_words(entry.verdict), kind, home, shown(entry.verdict))

    def _put(
        self, element: Element, text: str, kind: str, home: str | None = None, look: str = ""
    ) -> None:
        self.marks += 1
        if kind.startswith("equation-mark"):
            self.displays.append(text)
        mark = SubElement(element, "a" if home else "span", {"class": kind})
        mark.text = AtomicString(text)
        if look:  # What a style sheet may show as a tick.
            mark.set("data-shown", look)
            mark.set("title", text)
        if home:
            mark.set("href", home)


class AllOurs(AtEnd):
    """Compares the marks and formulas in a page's HTML with those that were made in this build."""

    def __init__(self, md: Markdown, prover: Prover) -> None:
        super().__init__(md)
        self.prover = prover

    def finish(self, page: Page, text: str) -> str:
        number = len(reading_of(self.md).formulas)
        drawn = [name for name in ("typeset", "mathml") if name in self.md.treeprocessors]
        unseen = _tags(UNSEEN, "arithmatex", text) - (0 if drawn else number)
        by_hand = len(OTHER_MATHML.findall(text)) - (number if drawn == ["mathml"] else 0)
        found = {
            "a formula that was not checked": unseen,
            "a mark that says what was shown of a formula": _tags(MARKS, "-mark", text)
            - self.prover.marks,
            "MathML that was not typeset": by_hand,
        }
        for what, number in found.items():
            if number > 0:
                raise page.error(
                    0,
                    f"a fence or a program on the page has made {what}",
                    "formulas and marks that come of what is written between $ or $$",
                    "have it print text, and write the formula on the page",
                )
        return text + self.prover.adoption.foot(self.prover.displays)


def _tags(pattern: re.Pattern[str], inside: str, html: str) -> int:
    """How many tags of a page a pattern finds, each of which has a certain text in it.

    The text is looked for first: the pattern alone would go through all outlines of the drawings.
    """
    places = (found.start() for found in re.finditer(re.escape(inside), html))
    starts = {html.rfind("<", 0, at) for at in places}
    return sum(start >= 0 and pattern.match(html, start) is not None for start in starts)


class EquationsExtension(WithOptions):
    """Configuration: `needs`, the committed file; `ledger`, the page with a row a formula.

    `mode`, `pages`, `count` and `style` say how far a site goes: see `adoption`.

    `numbered` has each display have a number, in reading order; `misprints` refuses links, tables
    and signs of Markdown that were taken for text.

    `reserved` are letters, such as ``z y p L``, that mean on every page what they mean on the page
    `home`; where a claim rests on one that was declared or defined otherwise, its mark says so.
    """

    def __init__(self, **kwargs: Any) -> None:
        self.config = {
            "needs": ["", "File with what each claim needs; empty: not compared"],
            "ledger": ["", "Page under docs/ that the marks link to; empty: no links"],
            "reserved": ["", "Letters that mean one thing on all pages, with blanks between them"],
            "home": ["", "Page under docs/ that says what the reserved letters mean"],
            "numbered": [False, "Whether each display has a number, once, in reading order"],
            "misprints": [False, "Whether what Markdown took for text ends a build"],
            "classes": ["", "Classes that no style sheet has, and a script looks for"],
            "mode": ["strict", "What a fault does: strict ends the build, warn is told"],
            "pages": ["all", "Which pages: all but `checked: no`, or those marked `checked: yes`"],
            "count": [True, "Whether a page ends with the number of its displays that are proved"],
            "style": [True, "Whether a page brings the style of its marks"],
        }
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:
        watch(md)
        Guard(md)
        self._see_options()
        adoption = Adoption.of(*map(self.getConfig, ("mode", "pages", "count", "style")))
        prover = Prover(md, self.getConfigs(), adoption)
        md.treeprocessors.register(prover, "equations", PRIORITY)
        # After raw_html (30) has put back what fences have made.
        md.postprocessors.register(AllOurs(md, prover), "equations-all-ours", -120)

    def _see_options(self) -> None:
        needs, ledger = Path(str(self.getConfig("needs"))), docs() / str(self.getConfig("ledger"))
        if self.getConfig("ledger") and not ledger.is_file():
            raise settings_fault(
                f"the marks are to link to {ledger.as_posix()}, which is not there",
                "a page with a fence ```` ```ledger ````",
                "write the page, or leave the option out",
                "ledger:",
            )
        if self.getConfig("needs") and not needs.is_file():
            raise settings_fault(
                f"what claims need is to stand in {needs.as_posix()}, which is not there",
                "a file that `python -m proofpages needs` has written",
                "correct the name, or bring the file back",
                "needs:",
            )
        letters = str(self.getConfig("reserved")).split()
        if wrong := [word for word in letters if not LETTER.fullmatch(word)]:
            raise settings_fault(
                f"the option reserved of proofpages has {wrong[0]}",
                "letters with blanks between them, as `reserved: z y p L`",
                "correct it",
                "reserved:",
            )


def makeExtension(**kwargs: Any) -> EquationsExtension:
    return EquationsExtension(**kwargs)
