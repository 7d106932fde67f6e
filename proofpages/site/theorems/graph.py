"""The graph of which theorem uses which, drawn by Graphviz from what Coq found in the proofs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring, tostring

from markupsafe import Markup

from proofpages.coq.checked_file import CheckedFile
from proofpages.page.page import Page
from proofpages.site.markup import address, joined
from proofpages.site.theorems.places import SiteProof, anchor, theorem_link
from proofpages.typeset.node import run_script

SCRIPT = Path(__file__).with_name("graph.mjs")
NOT_DRAWN = Markup(
    '<p class="proof-unchecked">Not drawn: Coq says what a proof uses, and there was no Coq in '
    "this build.</p>"
)
GRAPH = Markup(
    '<div class="proof-graph-and-list"><div class="proof-graph" tabindex="0" role="group" '
    'aria-label="Graph of {} theorems; the same as a list below">{}</div>'
    '<details class="proof" data-search-exclude=""><summary>The graph as a list</summary>'
    "<ul>{}</ul>{}</details></div>"
)
ROW = Markup("<li>{} uses {}</li>")
ALONE = Markup("<p>Not drawn, as nothing ties them to another theorem: {}.</p>")
_WIDTH = 14  # Letters in a line of a label.


def graph(found: SiteProof, page: Page, where: dict[str, str]) -> Markup:
    """The graph of the published theorems, each a link, and the same as a list."""
    if found.report is None:
        return NOT_DRAWN
    edges = transitive_reduction(found.report.uses_of_theorems())
    used = {use for uses in edges.values() for use in uses}
    alone = [name for name in edges if not edges[name] and name not in used]
    together = {name: uses for name, uses in edges.items() if name not in alone}
    targets = {name: address(page.name, where[name], anchor(name)) for name in together}

    def links(names: Iterable[str]) -> Markup:
        return joined((theorem_link(name, page, where) for name in names), ", ")

    return GRAPH.format(
        len(together),
        _drawing(_dot(found.report, together), tuple(targets.items())),
        joined(
            ROW.format(links([name]), links(uses) if uses else "no other theorem")
            for name, uses in together.items()
        ),
        ALONE.format(links(alone)) if alone else "",
    )


def transitive_reduction(edges: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The graph without the edges that a longer way makes needless.

    A theorem must come behind those that it uses.
    """
    below: dict[str, set[str]] = {}
    kept = {}
    for name, used in edges.items():
        farther = set().union(*(below[use] for use in used))
        below[name] = farther | set(used)
        kept[name] = tuple(use for use in used if use not in farther)
    return kept


def _dot(report: CheckedFile, edges: dict[str, tuple[str, ...]]) -> str:
    lines = [
        "digraph {",
        # Helvetica is a font whose widths Graphviz knows without having it.
        'graph [rankdir=LR, nodesep=0.12, ranksep=0.28, bgcolor="transparent"]',
        "node [shape=box, style=rounded, fontname=Helvetica, fontsize=11, height=0.3]",
        'node [margin="0.12,0.06"]',
        "edge [arrowsize=0.5]",
    ]
    for name, used in edges.items():
        label = [", ".join(report[name].equations), *_lines(name)]
        text = json.dumps("\n".join(line for line in label if line))
        lines.append(f"{name} [label={text}, URL={json.dumps('#' + name)}]")
        lines += [f"{use} -> {name}" for use in used]
    return "\n".join([*lines, "}"])


def _lines(name: str) -> list[str]:
    """A name in lines, each of which ends with an underscore but the last."""
    lines = [""]
    for word in name.replace("_", "_ ").split():
        if lines[-1] and len(lines[-1] + word) > _WIDTH:
            lines.append("")
        lines[-1] += word
    return lines


@lru_cache(maxsize=8)
def _drawing(dot: str, targets: tuple[tuple[str, str], ...]) -> Markup:
    """SVG for the inside of a page: in the colour of its text, and as large as its letters."""
    drawn = run_script(SCRIPT, stdin=dot)
    root = fromstring(drawn[drawn.index("<svg") :])
    _clean(root, dict(targets))
    root.set("width", f"{float(root.get('viewBox', '').split()[2]):.0f}")
    root.attrib.pop("height")
    return Markup(tostring(root, encoding="unicode"))


def _clean(element: Element, targets: dict[str, str]) -> None:
    """Leave what is drawn, and who is linked; the page's style sheet says how it looks."""
    element.tag = element.tag.rpartition("}")[2]
    kept = {"d", "points", "x", "y", "transform", "viewBox", "width", "height", "class"}
    href = next((value for key, value in element.attrib.items() if key.endswith("href")), "")
    for key in list(element.attrib):
        if key not in kept or (
            key == "class" and element.tag == "g" and element.get(key) == "edge"
        ):
            del element.attrib[key]
    if href:
        element.set("href", targets[href.removeprefix("#")])
    element.text = (element.text or "").strip()
    element.tail = ""
    for child in list(element):
        if child.tag.endswith(("}title", "}desc")):
            element.remove(child)
        else:
            _clean(child, targets)
