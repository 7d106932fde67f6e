"""The one module of this package that knows Markdown: proves every formula of a page, or raises.

The formulas are read from the rendered page, in its order, so what is displayed is what is
checked. What an author writes besides them:

- `Continues [the page before](page.md).` takes over the definitions and hypotheses of that page;
- a heading with `$i \\neq j$` puts its section under that condition;
- `<!-- tex: assume -->` before a formula makes it a hypothesis from there on;
- `<!-- tex: later -->` before a formula decides it at the end of the page, with what the page
  defines below it;
- `<!-- tex: skip: reason -->` exempts it.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from proofpages.equations.checking import Formula, Kind, Verdict, check
from proofpages.equations.errors import EquationError, Status
from proofpages.equations.meaning.context import Context, Export, Headings, heading_conditions
from proofpages.page.faults import PageError
from proofpages.page.fences import prose
from proofpages.page.formulas import Found, can_reach
from proofpages.page.navigation import CONFIGURATION, DOCS, reading_order
from proofpages.page.page import Page
from proofpages.page.reading import (
    Comment,
    Heading,
    Reading,
    page_of,
    read_apart,
    reading_of,
    watch,
)
from proofpages.site.wording import in_tex, in_words, message

CONTINUES = re.compile(r"(?m)^Continues (?:.+\n?)+")
LINK = re.compile(r"\]\((?P<target>[^)#\s]+\.md)")

# After proofpages.typeset has refused what MathJax cannot read (14), before it draws (11).
PRIORITY = 13


@dataclass(frozen=True)
class Entry:
    """One formula of a page with its verdict, and what was in force before it.

    `later` says that it was decided at the end of the page.
    """

    page: str
    line: int
    name: str | None
    verdict: Verdict
    context: Context
    later: bool = False

    @property
    def anchor(self) -> str:
        """The name of the formula's row in the ledger."""
        return f"check-{self.name or f'{Path(self.page).stem}-{self.line}'}"


@dataclass
class Checked:
    """A page whose formulas have been decided, and what it hands to the pages that continue it.

    Attributes:
        entries: An entry for each formula that stands outside headings, in reading order.
        errors: What must not pass.
        export: What is known at its end.
    """

    entries: list[Entry] = field(default_factory=list)
    errors: list[PageError] = field(default_factory=list)
    export: Export = field(default_factory=lambda: Context().export())


_checked: dict[str, tuple[Reading, list[Export], Checked]] = {}
"""What was decided in this process, by the page's name."""


def check_page(path: Path, ancestors: tuple[Path, ...] = ()) -> Checked:
    """Decide the formulas of a Markdown file, and of the pages that it continues.

    Raises:
        PageError: for a page that continues itself or a page that is not there.
    """
    page = Page.read(path)
    exports = _imports(page, path, ancestors)
    return _known(page, exports) or _check(read_apart(path), exports)


def check_reading(reading: Reading) -> Checked:
    """The same for a page that is being converted: not again, if it was read apart like this."""
    exports = _imports(reading.page, Path(reading.page.name), ())
    known = _known(reading.page, exports)
    if known and _checked[reading.page.name][0].content == reading.content:
        return known
    return _check(reading, exports)


def _known(page: Page, exports: list[Export]) -> Checked | None:
    reading, before, checked = _checked.get(page.name, (None, [], None))
    unchanged = all(a is b for a, b in zip(before, exports, strict=False))
    return checked if reading and reading.page is page and unchanged else None


def _check(reading: Reading, exports: list[Export]) -> Checked:
    checked = _PageChecker(reading.page, exports).check(reading)
    _checked[reading.page.name] = (reading, exports, checked)
    return checked


def continued(page: Page, path: Path) -> Iterator[tuple[int, str, Path]]:
    """The pages that a page continues: the body's line, the link's target, and its file."""
    for paragraph in CONTINUES.finditer(prose(page)):
        for link in LINK.finditer(paragraph[0]):
            index = page.body.count("\n", 0, paragraph.start() + link.start())
            target = Path(os.path.normpath(path.parent / link["target"]))
            yield index, link["target"], target


def _imports(page: Page, path: Path, ancestors: tuple[Path, ...]) -> list[Export]:
    exports = []
    for index, link, target in continued(page, path):
        if target in (*ancestors, path):
            raise page.error(
                index,
                f"the page continues {link}, which continues this page",
                "pages that continue each other in one direction",
                "remove one of the two lines",
            )
        if not target.is_file():
            raise page.error(
                index,
                f"the page continues {link}, which is not there",
                "a page of this site",
                "correct the link",
            )
        exports.append(check_page(target, (*ancestors, path)).export)
    return exports


class _PageChecker:
    """Decides what stands on a page, in its order."""

    def __init__(self, page: Page, exports: list[Export]) -> None:
        self.page = page
        self.context, self.headings = Context(), Headings()
        self.directive: Comment | None = None
        self.entries: dict[Found, Entry] = {}
        self.later: list[tuple[Found, Formula]] = []
        self.errors: list[PageError] = []
        try:
            for export in exports:
                self.context.load(export)
        except EquationError as error:
            self.errors.append(page.error(0, str(error), "names that agree", "rename one"))

    def check(self, reading: Reading) -> Checked:
        """Decide all of it."""
        for item in reading.items:
            match item:
                case Comment():
                    self._comment(item)
                case Heading():
                    self._heading(item)
                case Found(copied=False):
                    self._formula(item)
        for found, formula in self.later:
            self.context.end_chain()
            self._decide(found, formula, later=True)
        self._nothing_follows()
        in_order = [self.entries[f] for f in reading.formulas if f in self.entries]
        return Checked(in_order, self.errors, self.context.export())

    def _comment(self, comment: Comment) -> None:
        if comment.text.startswith("tex:"):
            self._nothing_follows()
            self.directive = comment

    def _heading(self, heading: Heading) -> None:
        texts = tuple(found.tex for found in heading.formulas)
        self.headings.enter(heading.level, texts)
        self.context.end_chain()
        try:
            heading_conditions(texts)
        except EquationError as error:
            first = heading.formulas[0]
            self.errors.append(_error(self.page, first, str(error), "a condition", "reword it"))

    def _formula(self, found: Found) -> None:
        comment, self.directive = self.directive, None
        wanted = comment.text.removeprefix("tex:").strip() if comment else None
        formula = Formula(
            tex=found.tex,
            display=found.display,
            label=found.name,
            line=self.page.line(found.index),
            directive=wanted,
            conditions=self.headings.formulas,
        )
        if wanted == "later":
            if found.display:
                self.context.end_chain()
            self.later.append((found, replace(formula, directive=None, conditions=())))
        else:
            self._decide(found, formula)

    def _decide(self, found: Found, formula: Formula, later: bool = False) -> None:
        before = self.context.copy()
        verdict = check(formula, self.context)
        if not verdict.ok:
            self.errors.append(_error(self.page, found, *_fault(verdict)))
        page, line, name = self.page.name, formula.line, found.name
        self.entries[found] = Entry(page, line, name, verdict, before, later)

    def _nothing_follows(self) -> None:
        """Refuse a directive that no formula follows, or another directive before it."""
        if self.directive:
            self.errors.append(
                self.page.error(
                    self.directive.index,
                    f"no formula stands behind the comment {self.directive.text}",
                    "a formula, as the next one on the page",
                    "move the comment, or remove it",
                )
            )


def _error(page: Page, formula: Found, found: str, expected: str, advice: str) -> PageError:
    origin = f"\n    in {formula.origin}" if formula.origin else ""
    return page.error(formula.index, found + origin, expected, advice)


def _fault(verdict: Verdict) -> tuple[str, str, str]:
    told, tex = message(verdict), verdict.formula.tex
    found = told if tex in told else f"{told}\n    {tex}"
    expected, advice = {
        Status.FALSE: (
            "an equation that holds for every K and all z and y that satisfy what is assumed here",
            "check the numbers above by hand, and correct the equation",
        ),
        Status.UNDECIDED: (
            "an equation that can be decided",
            "write it in smaller steps, or exempt it: <!-- tex: skip: reason -->",
        ),
        Status.UNDECLARED: (
            "symbols that are declared or defined above, or on a page that this one continues",
            "declare it ($z, y \\in \\mathbb{R}^K$), define it (:=), or write "
            "`Continues [page](page.md).`",
        ),
        Status.VACUOUS: ("conditions that some index satisfies", "correct the conditions in force"),
        Status.INTERNAL: ("two ways of deciding that agree", "report it: this is a defect"),
    }.get(
        verdict.status,
        (
            "the notation that CONTRIBUTING.md describes",
            "write it in that notation, or exempt it: <!-- tex: skip: reason -->",
        ),
    )
    return found, expected, advice


def stated(reading: Reading) -> list[Found]:
    """The formulas of a page for which `Checked` has entries."""
    return [item for item in reading.items if isinstance(item, Found) and not item.copied]


def read_needs(path: Path) -> dict[str, str]:
    """What each numbered claim needs, as it was committed: a name, a tab, the facts, a line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t", 1) for line in lines if line and not line.startswith("#"))


def needs_of(entry: Entry) -> str:
    """What a claim needs, as the file has it."""
    return in_tex(entry.verdict.needs)


class Prover(Treeprocessor):
    """Decides the formulas of a page, and puts a mark beside each display."""

    def __init__(self, md: Markdown, needs: str, ledger: str) -> None:
        super().__init__(md)
        self.needs, self.ledger = needs, ledger

    def run(self, root: Element) -> None:
        if page_of(self.md) is None:
            return
        if not can_reach(self.md):
            raise PageError(
                CONFIGURATION.as_posix(),
                1,
                "equations are to be checked, and no formula on a page would be found",
                "pymdownx.arithmatex with `generic: true` among markdown_extensions, and its other "
                "options as they are by themselves",
                "add it",
            )
        reading = reading_of(self.md)
        checked = check_reading(reading)
        if checked.errors:
            raise checked.errors[0]
        if self.needs:
            self._compare(checked)
        self._see_copies(reading)
        for found, entry in zip(stated(reading), checked.entries, strict=True):
            if found.display:
                self._mark(found.element, entry)

    def _compare(self, checked: Checked) -> None:
        committed = read_needs(Path(self.needs))
        for entry in checked.entries:
            if entry.name is None or entry.verdict.kind is not Kind.CLAIM:
                continue
            now, before = needs_of(entry), committed.get(entry.name, "no entry")
            if now != before:
                raise PageError(
                    entry.page,
                    entry.line,
                    f"{entry.name} needs {now}",
                    f"{before}, as {self.needs} says",
                    "if the change is meant, run `python -m proofpages needs` and commit the file",
                )

    def _see_copies(self, reading: Reading) -> None:
        """What a ledger copies is not checked again, so it has to be there and checked."""
        copies = [found for found in reading.formulas if found.copied]
        if not copies:
            return
        entries = [entry for path in reading_order() for entry in check_page(path).entries]
        known = {entry.verdict.formula.tex for entry in entries}
        for found in copies:
            if found.tex.removeprefix(r"\displaystyle ") not in known:
                raise _error(
                    reading.page,
                    found,
                    f"a formula passes for a copy, and stands on no page: {found.tex}",
                    "a formula that is checked where it stands",
                    "remove the attribute data-copied",
                )

    def _mark(self, element: Element, entry: Entry) -> None:
        linked = bool(self.ledger) and entry.page.startswith(f"{DOCS}/")
        mark = SubElement(element, "a" if linked else "span", {"class": "equation-mark"})
        mark.text = AtomicString(in_words(entry.verdict))
        if linked:
            here = posixpath.dirname(posixpath.relpath(entry.page, DOCS.as_posix()))
            target = posixpath.relpath(self.ledger, here or ".")
            mark.set("href", f"{target}#{entry.anchor}")


class EquationsExtension(Extension):
    """Configuration: `needs`, the committed file; `ledger`, the page with a row a formula."""

    def __init__(self, **kwargs: Any) -> None:
        self.config = {
            "needs": ["", "File with what each claim needs; empty: not compared"],
            "ledger": ["", "Page under docs/ that the marks link to; empty: no links"],
        }
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:
        watch(md)
        prover = Prover(md, self.getConfig("needs"), self.getConfig("ledger"))
        md.treeprocessors.register(prover, "equations", PRIORITY)


def makeExtension(**kwargs: Any) -> EquationsExtension:
    return EquationsExtension(**kwargs)
