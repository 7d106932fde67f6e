"""Tells a page's script which term of an equation became which of the next one.

The links are computed from the trees that were proved (`same_terms`), and each term has the box
that MathJax drew it in. Nobody marks anything by hand, and without a script nothing is added.

Each display that has such terms gets the attribute `data-terms`: a JSON list with, for each, its
number on the page, its box in percent of the drawing (left, top, width, height), and the numbers of
the terms that it came from, that it became, and that it cancels with.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from proofpages.equations.meaning.question import Problem
from proofpages.equations.proof.same_terms import same_terms, terms_of
from proofpages.equations.tree import Tree
from proofpages.page.formulas import Found
from proofpages.page.options import WithOptions
from proofpages.page.reading import page_of, reading_of, watch
from proofpages.site.page_check import Entry, check_reading, stated
from proofpages.typeset import Typesetter, drawn
from proofpages.typeset.mathjax import Box, Typeset

PRIORITY = 10.7  # After the formulas of the page have been drawn (11).


@dataclass
class DrawnSide:
    """A side of a displayed claim: where it is drawn, and what was proved of it."""

    found: Found
    number: int
    tree: Tree
    problem: Problem


@dataclass
class Term:
    """A term with its box, and the terms of other sides that belong to it."""

    found: Found
    number: int
    box: Box
    came_from: list[int] = field(default_factory=list)
    became: list[int] = field(default_factory=list)
    cancels: list[int] = field(default_factory=list)


def sides(entries: list[tuple[Found, Entry]]) -> Iterator[tuple[DrawnSide, DrawnSide]]:
    """Pairs of sides of which the second goes on from the first, in reading order."""
    last: DrawnSide | None = None
    for found, entry in entries:
        if not found.display:
            continue
        steps = entry.verdict.steps
        before = last if entry.lead else None
        for number, step in enumerate(steps, 1):
            here = DrawnSide(found, number, step.problem.right, step.problem)
            if number == 1 and before is None:
                before = DrawnSide(found, 0, step.problem.left, step.problem)
            if before is not None:
                yield before, here
            before = here
        last = before if steps else None


class Terms(Treeprocessor):
    """Writes the terms of each display, and what became of them, beside it."""

    def run(self, root: Element) -> None:
        if page_of(self.md) is None or "typeset" not in self.md.treeprocessors:
            return
        typesetter = self.md.treeprocessors["typeset"]
        assert isinstance(typesetter, Typesetter)
        reading = reading_of(self.md)
        entries = list(zip(stated(reading), check_reading(reading).entries, strict=True))
        results = dict(
            zip(reading.formulas, drawn(reading.formulas, typesetter.letters), strict=True)
        )
        terms: dict[tuple[Found, int, int], Term] = {}

        def term(side: DrawnSide, place: int, boxes: list[Box]) -> Term:
            key = side.found, side.number, place
            return terms.setdefault(key, Term(side.found, len(terms), boxes[place]))

        for before, after in sides(entries):
            old, new = (_boxes(side, results[side.found]) for side in (before, after))
            if not (old and new):
                continue
            for link in same_terms(replace(after.problem, left=before.tree)):
                olds = [term(before, place, old) for place in link.before]
                news = [term(after, place, new) for place in link.after]
                for gone in olds:
                    gone.became += [come.number for come in news]
                    if not news:
                        gone.cancels += [other.number for other in olds if other is not gone]
                for come in news:
                    come.came_from += [gone.number for gone in olds]
        for found in dict.fromkeys(found for found, _ in entries):
            own = [_as_data(t, results[found]) for t in terms.values() if t.found is found]
            if own:
                found.element.set("data-terms", json.dumps(own, separators=(",", ":")))


def _boxes(side: DrawnSide, result: object) -> list[Box]:
    """The box of each term of a side; empty where the drawing has not as many terms as the tree."""
    assert isinstance(result, Typeset)
    if side.number >= len(result.sides):
        return []
    boxes = list(result.sides[side.number].terms)
    return boxes if len(boxes) == len(terms_of(side.tree)) else []


def _as_data(term: Term, result: object) -> list[Any]:
    assert isinstance(result, Typeset)
    box = term.box
    place = (
        100 * box.left / result.width,
        100 * (box.top - result.top) / result.height,
        100 * box.width / result.width,
        100 * box.height / result.height,
    )
    ways = term.came_from, term.became, term.cancels
    return [term.number, *(round(share, 1) for share in place), *ways]


class TermsExtension(WithOptions):
    def extendMarkdown(self, md: Markdown) -> None:
        watch(md)
        md.treeprocessors.register(Terms(md), "terms", PRIORITY)


def makeExtension(**kwargs: Any) -> TermsExtension:
    return TermsExtension(**kwargs)
