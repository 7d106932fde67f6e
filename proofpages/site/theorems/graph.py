"""The graph of which theorem uses which, drawn by Graphviz from what Coq found in the proofs."""

from __future__ import annotations

import html
import json
import subprocess
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring, tostring

from proofpages.coq.checked_file import Report
from proofpages.page.page import Page
from proofpages.site.theorems.places import Proof, anchor, link
from proofpages.typeset.node import node

SCRIPT = Path(__file__).with_name("graph.mjs")
_WIDTH = 18  # Letters in a line of a label.


def graph(found: Proof, page: Page, where: dict[str, str]) -> str:
    """The graph of the published theorems, each a link, and the same as a list."""
    if found.report is None:
        return (
            '<p class="proof-unchecked">Not drawn: Coq says what a proof uses, and there was no '
            "Coq in this build.</p>"
        )
    edges = reduced(uses(found.report))
    links = {name: link(page, where[name], anchor(name)) for name in edges}
    used = {use for uses_ in edges.values() for use in uses_}
    alone = [name for name in edges if not edges[name] and name not in used]
    together = {name: uses_ for name, uses_ in edges.items() if name not in alone}
    drawing = _drawing(_dot(found.report, together), tuple(links.items()))

    def listed(names: Iterable[str]) -> str:
        return ", ".join(f'<a href="{links[name]}">{name}</a>' for name in names)

    rows = "".join(
        f"<li>{listed([name])}{' uses ' if uses_ else ' uses no other theorem'}{listed(uses_)}</li>"
        for name, uses_ in together.items()
    )
    rest = f"<p>Not drawn, as nothing ties them to another theorem: {listed(alone)}.</p>"
    return (
        '<div class="proof-graph-and-list">'
        '<div class="proof-graph" tabindex="0" role="group" '
        f'aria-label="Graph of {len(together)} theorems; the same as a list below">'
        f"{drawing}</div>"
        '<details class="proof" data-search-exclude=""><summary>The graph as a list</summary>'
        f"<ul>{rows}</ul>{rest if alone else ''}</details></div>"
    )


def uses(report: Report) -> dict[str, tuple[str, ...]]:
    """The theorems that each theorem uses, directly or by way of lemmas."""
    published = {theorem.name for theorem in report.theorems}
    found: dict[str, tuple[str, ...]] = {}
    for theorem in report.theorems:
        waiting, seen = list(theorem.uses), set()
        while waiting:
            name = waiting.pop()
            if name not in seen:
                seen.add(name)
                waiting += () if name in published else report[name].uses
        found[theorem.name] = tuple(name for name in found if name in seen)
    return found


def reduced(edges: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
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


def _dot(report: Report, edges: dict[str, tuple[str, ...]]) -> str:
    lines = [
        "digraph {",
        # Helvetica is a font whose widths Graphviz knows without having it.
        'graph [rankdir=LR, nodesep=0.12, ranksep=0.45, bgcolor="transparent"]',
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
def _drawing(dot: str, links: tuple[tuple[str, str], ...]) -> str:
    """SVG for the inside of a page: in the colour of its text, and as large as its letters."""
    done = subprocess.run(
        [node(), str(SCRIPT)],
        input=dot,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(
            f"Graphviz drew no graph: {done.stderr.strip()[-300:]}. "
            "`python -m proofpages.setup` installs what it needs."
        )
    root = fromstring(done.stdout[done.stdout.index("<svg") :])
    targets = dict(links)
    _clean(root, targets)
    root.set("width", f"{float(root.get('viewBox', '').split()[2]):.0f}")
    root.attrib.pop("height")
    return tostring(root, encoding="unicode")


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
        element.set("href", html.unescape(targets[href.removeprefix("#")]))
    element.text = (element.text or "").strip()
    element.tail = ""
    for child in list(element):
        if child.tag.endswith(("}title", "}desc")):
            element.remove(child)
        else:
            _clean(child, targets)
