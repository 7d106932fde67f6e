"""Puts the numbers of one example into the equations of a page: a line that folds out below each.

The numbers are computed while the page is built, exactly, from the trees that were proved; nothing
of it needs a script.
"""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from proofpages.equations.checking import Kind, check
from proofpages.equations.meaning.context import heading_conditions
from proofpages.equations.meaning.question import Problem
from proofpages.equations.proof.in_numbers import Example, chain_in_numbers
from proofpages.equations.tex.index_relations import Condition
from proofpages.equations.tex.statements import introduced
from proofpages.equations.tree import Symbol
from proofpages.page.faults import PageError
from proofpages.page.navigation import docs, pages_below, settings_fault
from proofpages.page.options import WithOptions
from proofpages.page.reading import page_of, reading_of, watch
from proofpages.site.page_check import Entry, check_reading, stated
from proofpages.site.wording import NO_BREAK
from proofpages.typeset import drawing
from proofpages.typeset.mathjax import Typeset, mathjax

PRIORITY = 10.5  # After the formulas of the page have been drawn (11).


def entry_in_numbers(entry: Entry, example: Example) -> str | None:
    """A claim or a definition at the example, as TeX; None if the example says nothing of it."""
    problems = _problems(entry)
    if not problems:
        return None
    return chain_in_numbers(problems, example)


def _problems(entry: Entry) -> list[Problem]:
    """The equations of a claim; of a definition, that the name is what it is defined to be."""
    if entry.verdict.kind is Kind.CLAIM:
        return [step.problem for step in entry.verdict.steps]
    if entry.verdict.kind is not Kind.DEFINITION:
        return []
    context, formula = entry.context.copy(), entry.verdict.formula
    check(formula, context)
    definition = next(map(context.names.definitions.get, introduced(formula.tex)), None)
    if definition is None:
        return []  # A function: its argument has no value.
    indices = dict(zip(definition.parameters, definition.sizes, strict=True))
    conditions = (c for c in heading_conditions(formula.conditions) if isinstance(c, Condition))
    return [
        Problem(
            left=Symbol(definition.name, definition.parameters),
            right=definition.body,
            sign="=",
            indices=indices | dict(definition.outer),
            conditions=tuple(conditions),
            hypotheses=(),
            names=context.names,
        )
    ]


class InNumbers(Treeprocessor):
    """Adds what folds out below the displays of the pages that are named."""

    def __init__(self, md: Markdown, pages: list[str], example: Example) -> None:
        super().__init__(md)
        self.pages, self.example = pages, example

    def run(self, root: Element) -> None:
        page = page_of(self.md)
        if page is None or not any(name in page.name for name in self.pages):
            return
        reading = reading_of(self.md)
        entries = check_reading(reading).entries
        shown = []
        for found, entry in zip(stated(reading), entries, strict=True):
            text = entry_in_numbers(entry, self.example) if found.display else None
            if text:
                shown.append((found.element, entry, text))
        parents = {child: parent for parent in root.iter() for child in parent}
        drawn = mathjax.typeset([(text, True) for _, _, text in shown])
        for (element, entry, text), result in zip(shown, drawn, strict=True):
            assert isinstance(result, Typeset), text
            place = list(parents[element]).index(element)
            parents[element].insert(place + 1, self._fold(entry, result, text))

    def _fold(self, entry: Entry, result: Typeset, text: str) -> Element:
        fold = Element("details", {"class": "in-numbers"})
        summary = SubElement(fold, "summary")
        problem = _problems(entry)[0]
        where = ", ".join(
            f"{name} = {n + 1}".replace(" ", NO_BREAK)
            for name, n in self.example.labels(problem).items()
            if name.isalpha() and name in problem.indices
        )
        summary.text = AtomicString(f"In numbers, {where}" if where else "In numbers")
        box = SubElement(fold, "div", {"class": "equation-formula"})
        box.set("role", "group")
        box.set("aria-label", "In numbers")
        box.text = AtomicString(self.md.htmlStash.store(drawing(result, display=True, tex=text)))
        return fold


class ExampleExtension(WithOptions):
    """Configuration: the pages by parts of their names, and the example (see `Example`)."""

    def __init__(self, **kwargs: Any) -> None:
        self.config = {
            "pages": [[], "Parts of the names of pages"],
            "sizes": [{}, "The value of each size"],
            "exponentials": [{}, "For each vector in exponents, e to the power of its entries"],
            "values": [{}, "The entries of each other vector"],
            "indices": [{}, "The entry, from 1, that a free index stands for"],
        }
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:
        watch(md)
        self._see_options()
        fields = ("sizes", "exponentials", "values", "indices")
        example = Example(**{field: self.getConfig(field) for field in fields})
        processor = InNumbers(md, self.getConfig("pages"), example)
        md.treeprocessors.register(processor, "in-numbers", PRIORITY)

    def _see_options(self) -> None:
        """Refuse an example that fits no page, or not together."""
        pages = [page.as_posix() for page in pages_below(docs())]
        for part in self.getConfig("pages"):
            if not any(part in page for page in pages):
                raise _fault(f"names {part}, and no page has that in its name", str(part))
        sizes, indices = self.getConfig("sizes"), self.getConfig("indices")
        for name, number in (sizes | indices).items():
            if not isinstance(number, int) or number < 1:
                raise _fault(f"has {name}: {number}, which is no number from 1", str(name))
        for name, number in indices.items():
            if number > max(sizes.values(), default=0):
                raise _fault(f"has {name}: {number}, which is beyond its sizes", str(name))
        for name, entries in (self.getConfig("exponentials") | self.getConfig("values")).items():
            if len(entries) not in sizes.values():
                raise _fault(f"has {len(entries)} entries of {name}, which is no size", str(name))


def _fault(found: str, name: str) -> PageError:
    expected = "parts of the names of pages, sizes, and vectors and indices that fit them"
    at = name if "/" in name else f"{name}:"
    return settings_fault(f"proofpages.site.example {found}", expected, "correct it", at)


def makeExtension(**kwargs: Any) -> ExampleExtension:
    return ExampleExtension(**kwargs)
