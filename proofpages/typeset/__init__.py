"""Every formula is typeset while the page is built, or the build stops.

Arithmatex (PyMdown Extensions, generic mode) finds the formulas; this extension replaces
each by MathJax's SVG, with MathML beside it for screen readers: the browser gets finished
mathematics, in a box whose size it knows before it draws. A display that ends in `\\tag{E12}`
becomes an equation with the anchor `E12` and its number at the right margin. What goes on from the
display above it has that one's left side, and its relation stands below that one's.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString
from markupsafe import Markup

from proofpages.page.faults import all_of
from proofpages.page.formulas import Found, wrong_number
from proofpages.page.navigation import options_of, settings_fault
from proofpages.page.options import WithOptions
from proofpages.page.reading import reading_of, watch
from proofpages.typeset.by_reference import ByReference
from proofpages.typeset.mathjax import BadTeX, Typeset, Wanted, mathjax

TWO_LETTERS = re.compile(r"[A-Za-z] [A-Za-z]")
CLOSE = re.compile(r"[,.;:!?)’”'\"]+")
DISPLAYED = "\\displaystyle "
"""What a copy of a display begins with, where it stands in a line."""
WITHIN_A_LINE = '<math display="block">', '<math displaystyle="true">'
"""How MathML says that a formula is displayed, and that it stands in a line and looks as if."""
BOX = Markup(
    '<mjx-container class="math-{kind}" style="{size}"{source}>{svg}'
    "<mjx-assistive-mml>{mathml}</mjx-assistive-mml></mjx-container>"
)


class _WithLetters(Treeprocessor):
    def __init__(self, md: Markdown, letters: str) -> None:
        super().__init__(md)
        self.letters = letters


class Reader(_WithLetters):
    """Refuses what was taken for text, what MathJax cannot read, and a number that is none."""

    def run(self, root: Element) -> None:
        reading = reading_of(self.md)
        if left := [*reading.left_over, *reading.dollars]:
            raise all_of(left)
        names: set[str] = set()
        faults = []
        for formula, result in zip(
            reading.formulas, drawn(reading.formulas, self.letters), strict=True
        ):
            fault = _fault(formula, result, names)
            if fault:
                faults.append(reading.page.error(formula.index, *fault))
        if faults:
            raise all_of(faults)


class Typesetter(_WithLetters):
    """Replaces each formula by its drawing."""

    def run(self, root: Element) -> None:
        formulas = reading_of(self.md).formulas
        results = drawn(formulas, self.letters)
        chains: list[list[tuple[Element, Typeset]]] = []
        for formula, result in zip(formulas, results, strict=True):
            assert isinstance(result, Typeset)
            self._put(formula, result)
            if formula.display:
                if formula.lead is None:
                    chains.append([])
                chains[-1].append((formula.element, result))
        for chain in chains:
            _align(chain)
        for block in root.iter("div"):  # What stands between the rows of a chain begins with them.
            if block.get("class") == "chain":
                block.set("style", block[-1].get("style", ""))

    def _put(self, formula: Found, result: Typeset) -> None:
        text = self.md.htmlStash.store(drawing(result, formula.display, formula.shown))
        element = formula.element
        if not formula.display:
            element.set("class", "math")
            element.attrib.pop("data-copied", None)
            # What follows closely stays on the formula's line: a comma never starts the next one.
            close = CLOSE.match(element.tail or "")
            if close:
                element.tail = (element.tail or "")[close.end() :]
                if len(element):  # A mark of another extension.
                    element[-1].tail = close[0]
                else:
                    text += close[0]
            element.text = AtomicString(text)
            return
        element.set("class", "equation")
        element.text = None
        marks = list(element)  # What another extension has put beside the formula.
        for mark in marks:
            element.remove(mark)
        box = SubElement(element, "div", {"class": "equation-formula"})
        box.set("role", "group")
        box.set("aria-label", f"Equation {formula.name}" if formula.name else "Equation")
        box.text = AtomicString(text)
        side = SubElement(element, "div", {"class": "equation-side"})
        if formula.name:
            element.set("id", formula.name)
            link = {"class": "equation-number", "href": f"#{formula.name}"}
            number = SubElement(side, "a", link)
            number.text = AtomicString(f"({formula.name})")
        side.extend(marks)
        # In its place at once, so that nothing moves when a script makes something of it.
        SubElement(side, "button", {"class": "copy-tex", "type": "button"})


def drawing(result: Typeset, display: bool, tex: str = "") -> str:
    """A drawn formula as HTML; its TeX is what a reader copies."""
    kind = "block" if display else "inline"
    svg, mathml = Markup(result.svg), Markup(result.mathml)
    source = Markup(' data-tex="{}"').format(" ".join(tex.split())) if tex else ""
    return str(BOX.format(kind=kind, size=result.size, source=source, svg=svg, mathml=mathml))


def _align(chain: list[tuple[Element, Typeset]]) -> None:
    """Put the first relations of the displays of a chain below one another, wherever they stand.

    A style sheet centres each in a box that is `--wide`, and moves it in there by `--lead`, both in
    em of the formula.
    """
    if len(chain) == 1 or not all(len(result.sides) > 1 for _, result in chain):
        return
    before = max(result.sides[1].relation for _, result in chain)
    behind = max(result.width - result.sides[1].relation for _, result in chain)
    for element, result in chain:
        lead = (before - result.sides[1].relation) / 1000
        wide = (before + behind) / 1000
        element.set("class", f"{element.get('class')} aligned")
        element.set("style", f"--lead:{lead:.3f};--wide:{wide:.3f}")


def drawn(formulas: list[Found], letters: str) -> list[Typeset | BadTeX]:
    """What MathJax makes of the formulas of a page; Node is asked once for all."""
    if not formulas:
        return []
    pair = letters.replace(" ", "")
    results = mathjax.typeset(
        Wanted(f.tex.removeprefix(DISPLAYED), True, "", pair)
        if _is_copy(f)
        else Wanted(f.tex, f.display, f.lead or "", pair)
        for f in formulas
    )
    return [
        replace(result, mathml=result.mathml.replace(*WITHIN_A_LINE, 1))
        if _is_copy(found) and isinstance(result, Typeset)
        else result
        for found, result in zip(formulas, results, strict=True)
    ]


def _is_copy(found: Found) -> bool:
    """Whether it is a display of another page, in a line here: it is drawn as it is there."""
    return found.copied and found.tex.startswith(DISPLAYED)


def letters_of_site() -> str:
    """The letters that have colours of their own, as mkdocs.yml says."""
    return str(options_of(__name__).get("letters", ""))


def _fault(
    formula: Found, result: Typeset | BadTeX, names: set[str]
) -> tuple[str, str, str] | None:
    """What is wrong with a formula: what was found, what was expected, what to do."""
    if wrong := wrong_number(formula):
        return wrong
    if isinstance(result, BadTeX):
        return (
            f"MathJax cannot read this formula: {result}\n    {formula.source}",
            "TeX as MathJax's packages base, ams and boldsymbol know it",
            "correct the TeX",
        )
    if formula.name is not None:
        if formula.name in names:
            return (
                f"two equations of the page have the number {formula.name}",
                "each number once",
                "give this one the next free number",
            )
        names.add(formula.name)
    return None


class TypesetExtension(WithOptions):
    """Configuration: `letters`, two letters with colours of their own, as has their difference.

    `by_reference` are pages with so many formulas that each glyph is drawn once and referred to.
    """

    def __init__(self, **kwargs: Any) -> None:
        self.config = {
            "letters": ["", "Two letters, such as `p y`; empty: all in one colour"],
            "by_reference": [[], "Pages under docs/ on which each glyph is drawn once"],
        }
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:
        watch(md)
        letters = str(self.getConfig("letters"))
        if letters and not TWO_LETTERS.fullmatch(letters):
            expected = "two letters with a blank between them, as `letters: p y`"
            found = f"the option letters of proofpages.typeset is {letters}"
            raise settings_fault(found, expected, "correct it", "letters:")
        # After inline patterns (20) have found the formulas, before toc (5) reads the headings.
        # proofpages.site.equation_marks (13) stands between: it reads what MathJax could.
        md.treeprocessors.register(Reader(md, letters), "typeset-read", 14)
        md.treeprocessors.register(Typesetter(md, letters), "typeset", 11)
        by_reference = ByReference(md, self.getConfig("by_reference"))
        md.postprocessors.register(by_reference, "typeset-by-reference", -130)


def makeExtension(**kwargs: Any) -> TypesetExtension:
    return TypesetExtension(**kwargs)
