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
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE, AtomicString

from proofpages.equations.checking import (Formula, Verdict, check)
from proofpages.equations.meaning.context import (Context, Export, Headings, heading_conditions)
from proofpages.equations.errors import (EquationError)
from proofpages.site.wording import (in_words)
from proofpages.page.formulas import (Found, formulas_in, is_formula, lines_of, without_code)
from proofpages.page.page import (DOCS, Page, PageError, page_of, reading_order, watch)

COMMENT = re.compile(r"<!--\s*tex:\s*(?P<directive>.*?)\s*-->", re.DOTALL)
CONTINUES = re.compile(r"(?m)^Continues (?:.+\n?)+")
LINK = re.compile(r"\]\((?P<target>[^)#\s]+\.md)")
HEADING = re.compile(r"h([1-6])")

# After inline patterns (20) have found the formulas, before proofpages.typeset (11).
PRIORITY = 13

# What the pages' own text is read with. Nothing in it depends on the theme, or runs a block.
EXTENSIONS = [
    "admonition",
    "attr_list",
    "def_list",
    "md_in_html",
    "tables",
    "pymdownx.details",
    "pymdownx.superfences",
]


@dataclass(frozen=True)
class Entry:
    """One formula of a page with its verdict, and what was in force before it."""

    page: str
    line: int
    name: str | None
    verdict: Verdict
    context: Context

    @property
    def anchor(self) -> str:
        """The name of the formula's row in the ledger."""
        return f"check-{self.name or f'{Path(self.page).stem}-{self.line}'}"


@dataclass
class Checked:
    """A page whose formulas have been decided, and what it hands to the pages that continue it."""

    entries: list[Entry] = field(default_factory=list)
    errors: list[PageError] = field(default_factory=list)
    export: Export = field(default_factory=lambda: Context().export())


def check_page(path: Path, ancestors: tuple[Path, ...] = ()) -> Checked:
    """Decide the formulas of a Markdown file, and of the pages that it continues.

    Raises:
        PageError: for a page that continues itself or a page that is not there.
    """
    text = path.read_text(encoding="utf-8-sig")
    page = Page.read(path, text)
    exports = _imports(page, path, ancestors)
    known = _pages.get(path)
    if known and known[0] == text and all(a is b for a, b in zip(known[1], exports, strict=False)):
        return known[2]
    md = Markdown(extensions=[*EXTENSIONS, "pymdownx.arithmatex"], extension_configs=_GENERIC)
    checker = _Checker(md, page, exports)
    md.treeprocessors.register(checker, "equations", PRIORITY)
    md.convert(page.body)
    _pages[path] = (text, exports, checker.checked)
    return checker.checked


# A block is passed over: left as text, its marks would take what follows for code.
_BLOCK = {
    "name": "python",
    "class": "",
    "validator": lambda *_: True,
    "format": lambda *_, **__: "",
}
_GENERIC: dict[str, dict[str, Any]] = {
    "pymdownx.arithmatex": {"generic": True},
    "pymdownx.superfences": {"custom_fences": [_BLOCK]},
}
_pages: dict[Path, tuple[str, list[Export], Checked]] = {}


class _Checker(Treeprocessor):
    """Decides the formulas at the same point of a conversion as `Prover` does."""

    def __init__(self, md: Markdown, page: Page, exports: list[Export]) -> None:
        super().__init__(md)
        self.page, self.exports = page, exports
        self.checked = Checked()  # Markdown 3.11 runs nothing on an empty page.

    def run(self, root: Element) -> None:
        self.checked = check_tree(self.md, root, self.page, self.exports)


def _imports(page: Page, path: Path, ancestors: tuple[Path, ...]) -> list[Export]:
    exports = []
    for paragraph in CONTINUES.finditer(without_code(page.body)):
        for link in LINK.finditer(paragraph[0]):
            target = Path(os.path.normpath(path.parent / link["target"]))
            index = page.body.count("\n", 0, paragraph.start() + link.start())
            if target in (*ancestors, path):
                raise page.error(
                    index,
                    f"the page continues {link['target']}, which continues this page",
                    "pages that continue each other in one direction",
                    "remove one of the two lines",
                )
            if not target.is_file():
                raise page.error(
                    index,
                    f"the page continues {link['target']}, which is not there",
                    "a page of this site",
                    "correct the link",
                )
            exports.append(check_page(target, (*ancestors, path)).export)
    return exports


def check_tree(md: Markdown, root: Element, page: Page, exports: list[Export]) -> Checked:
    """Decide the formulas of a rendered page, in its order."""
    formulas = [found for found in formulas_in(root) if not found.copied]
    lines = dict(zip((id(f.element) for f in formulas), lines_of(page, formulas), strict=True))
    checked = Checked()
    context, headings = Context(), Headings()
    later: list[tuple[Found, Formula]] = []
    directive: str | None = None

    def decide(found: Found, formula: Formula) -> None:
        before = context.copy()
        verdict = check(formula, context)
        line = lines[id(found.element)]
        if not verdict.ok:
            checked.errors.append(page.error(line, *_fault(verdict)))
        checked.entries.append(Entry(page.name, page.line(line), found.name, verdict, before))

    try:
        for export in exports:
            context.load(export)
    except EquationError as error:
        checked.errors.append(page.error(0, str(error), "names that agree", "rename one"))
    for item in _walk(md, root):
        if isinstance(item, str):
            if directive:
                checked.errors.append(_alone(page, directive))
            directive = item
            continue
        if isinstance(item, tuple):
            level, inside = item
            texts = tuple(found.tex for found in inside)
            headings.enter(level, texts)
            try:
                heading_conditions(texts)
            except EquationError as error:
                line = lines[id(inside[0].element)]
                checked.errors.append(page.error(line, str(error), "a condition", "reword it"))
            continue
        wanted, directive = directive, None
        formula = Formula(
            tex=item.tex,
            display=item.display,
            label=item.name,
            line=page.line(lines[id(item.element)]),
            directive=None if wanted == "later" else wanted,
            conditions=headings.formulas,
        )
        if wanted == "later":
            later.append((item, replace(formula, conditions=())))
        else:
            decide(item, formula)
    for found, formula in later:
        decide(found, formula)
    if directive:
        checked.errors.append(_alone(page, directive))
    checked.entries.sort(key=lambda entry: entry.line)
    checked.export = context.export()
    return checked


def _walk(md: Markdown, element: Element) -> Iterator[str | tuple[int, list[Found]] | Found]:
    """Directives, headings (level and formulas) and other formulas, in reading order."""
    if is_formula(element):
        found = Found(element)
        if not found.copied:
            yield found
        return
    heading = HEADING.fullmatch(element.tag) if isinstance(element.tag, str) else None
    if heading:
        yield int(heading[1]), formulas_in(element)
        return
    yield from _directives(md, element.text)
    for child in element:
        yield from _walk(md, child)
        yield from _directives(md, child.tail)


def _directives(md: Markdown, text: str | None) -> Iterator[str]:
    """The directives in comments; Python-Markdown keeps those aside, behind placeholders."""
    for match in HTML_PLACEHOLDER_RE.finditer(text or ""):
        raw = md.htmlStash.rawHtmlBlocks[int(match[1])]
        if isinstance(raw, str):
            yield from (comment["directive"] for comment in COMMENT.finditer(raw))


def _alone(page: Page, directive: str) -> PageError:
    """The error for a directive that no formula follows, or another directive before it."""
    lines, first = without_code(page.body).split("\n"), directive.split("\n")[0]
    index = max((k for k, line in enumerate(lines) if "tex:" in line and first in line), default=0)
    return page.error(
        index,
        f"no formula stands behind the comment tex: {directive}",
        "a formula, as the next one on the page",
        "move the comment, or remove it",
    )


def _fault(verdict: Verdict) -> tuple[str, str, str]:
    message, tex = verdict.message, verdict.formula.tex
    found = message if tex in message else f"{message}\n    {tex}"
    expected, advice = {
        "false": (
            "an equation that holds for every K and all z and y that satisfy what is assumed here",
            "check the numbers above by hand, and correct the equation",
        ),
        "undecided": (
            "an equation that can be decided",
            "write it in smaller steps, or exempt it: <!-- tex: skip: reason -->",
        ),
        "undeclared": (
            "symbols that are declared or defined above, or on a page that this one continues",
            "declare it ($z, y \\in \\mathbb{R}^K$), define it (:=), or write "
            "`Continues [page](page.md).`",
        ),
        "vacuous": ("conditions that some index satisfies", "correct the conditions in force"),
        "internal": ("two ways of deciding that agree", "report it: this is a defect"),
    }.get(
        verdict.status,
        (
            "the notation that CONTRIBUTING.md describes",
            "write it in that notation, or exempt it: <!-- tex: skip: reason -->",
        ),
    )
    return found, expected, advice


@cache
def read_needs(path: Path) -> dict[str, str]:
    """What each numbered claim needs, as it was committed: a name, a tab, the facts, a line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t", 1) for line in lines if line and not line.startswith("#"))


def needs_of(entry: Entry) -> str:
    """What a claim needs, as the file has it."""
    return "; ".join(entry.verdict.needs) or "nothing"


class Prover(Treeprocessor):
    """Decides the formulas of a page, and puts a mark beside each display."""

    def __init__(self, md: Markdown, needs: str, ledger: str) -> None:
        super().__init__(md)
        self.needs, self.ledger = needs, ledger

    def run(self, root: Element) -> None:
        page = page_of(self.md)
        if page is None:
            return
        path = Path(page.name)
        checked = check_tree(self.md, root, page, _imports(page, path, ()))
        if checked.errors:
            raise checked.errors[0]
        if self.needs:
            self._compare(checked)
        self._see_copies(page, root)
        by_line = {(entry.line, entry.name): entry for entry in checked.entries}
        formulas = [found for found in formulas_in(root) if not found.copied]
        for found, line in zip(formulas, lines_of(page, formulas), strict=True):
            entry = by_line.get((page.line(line), found.name))
            if found.display and entry:
                self._mark(found.element, entry)

    def _compare(self, checked: Checked) -> None:
        committed = read_needs(Path(self.needs))
        for entry in checked.entries:
            if entry.name is None or entry.verdict.kind != "claim":
                continue
            now, before = needs_of(entry), committed.get(entry.name, "no entry")
            if now != before:
                raise PageError(
                    entry.page,
                    entry.line,
                    f"{entry.name} needs {now}",
                    f"{before}, as {self.needs} says",
                    "if the change is meant, run `python -m proofpages.equations --needs` and "
                    "commit the file",
                )

    def _see_copies(self, page: Page, root: Element) -> None:
        """What a ledger copies is not checked again, so it has to be there and checked."""
        formulas = formulas_in(root)
        if not any(found.copied for found in formulas):
            return
        entries = [entry for path in reading_order() for entry in check_page(path).entries]
        known = {entry.verdict.formula.tex for entry in entries}
        for found, line in zip(formulas, lines_of(page, formulas), strict=True):
            if found.copied and found.tex.removeprefix(r"\displaystyle ") not in known:
                raise page.error(
                    line,
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
