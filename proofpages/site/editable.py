"""What the reader's browser needs to try an equation: the formulas of the page, as JSON.

A claim that is displayed gets the number of its formula (`data-formula`), and the page ends in the
list of its formulas and of the pages that it continues. Without the checker's files nothing is
added, so that no page offers what is not there.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from proofpages import browser
from proofpages.browser.judge import LATER, Text
from proofpages.equations.checking import Formula, Kind
from proofpages.equations.tex.statements import introduced
from proofpages.page.continued import continued
from proofpages.page.once import once
from proofpages.page.options import WithOptions
from proofpages.page.page import Page
from proofpages.page.reading import page_of, reading_of, watch
from proofpages.site.page_check import (
    Checked,
    Entry,
    check_page,
    check_reading,
    reserved_at,
    stated,
)

EFFECTS = (Kind.DECLARATION, Kind.DEFINITION, Kind.ASSUMPTION)

PRIORITY = 12.5  # After proofpages.site.equation_marks (13), before formulas are drawn (11).


@once
def _has_checker() -> bool:
    return browser.available()


def text_of(checked: Checked, page: Page) -> Text:
    """The formulas of a page, with what those that it continues declare, define and assume."""
    letters, home = reserved_at(Path(page.name)) or ((), None)
    return Text(
        formulas=tuple(map(_formula, checked.entries)),
        continues=tuple(_effects(target) for _, _, target in continued(page)),
        follows=tuple(n for n, entry in enumerate(checked.entries) if entry.context.chain),
        letters=letters,
        home=_effects(home) if home else None,
    )


def _formula(entry: Entry) -> Formula:
    formula = entry.verdict.formula
    return replace(formula, directive=LATER) if entry.later else formula


@once
def _effects(path: Path) -> Text:
    """What a page that is continued declares, defines and assumes."""
    page, checked = Page.read(path), check_page(path)
    kept = (e for e in checked.entries if e.verdict.kind in EFFECTS or _defines(e))
    above = (_effects(target) for _, _, target in continued(page))
    return Text(tuple(map(_formula, kept)), tuple(above))


def _defines(entry: Entry) -> bool:
    """Whether a claim defines a name besides, in a statement beside it."""
    return entry.verdict.ok and bool(introduced(entry.verdict.formula.tex))


class Editable(Treeprocessor):
    """Adds the page's formulas at its end, and their numbers to its displays."""

    def run(self, root: Element) -> None:
        page = page_of(self.md)
        if page is None or not _has_checker():
            return
        reading = reading_of(self.md)
        checked = check_reading(reading)
        claims = 0
        for number, (found, entry) in enumerate(zip(stated(reading), checked.entries, strict=True)):
            if found.display and entry.verdict.kind is Kind.CLAIM:
                found.element.set("data-formula", str(number))
                # It takes its place at once, and is seen when a script makes something of it.
                button = SubElement(found.element, "button", {"class": "try-open"})
                button.set("type", "button")
                button.text = "try it"
                claims += 1
        if claims:
            # No script, though it would be its element: Material, where it puts another page into
            # the same document, runs every script of it as JavaScript.
            formulas = SubElement(root, "div", {"class": "page-formulas", "hidden": ""})
            data = text_of(checked, page).as_data()
            formulas.set("data-page", json.dumps(data, ensure_ascii=False))


class EditableExtension(WithOptions):
    def extendMarkdown(self, md: Markdown) -> None:
        watch(md)
        md.treeprocessors.register(Editable(md), "editable", PRIORITY)


def makeExtension(**kwargs: Any) -> EditableExtension:
    return EditableExtension(**kwargs)
