"""proofpages.site.anchors: anchors and links in what a fence has made stand in the page's tree."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import pytest
from markdown import Markdown
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from proofpages.site.anchors import AnchorsExtension


class Looking(Treeprocessor):
    """What a generator sees of a page: it looks behind all of ours."""

    found: list[tuple[str, str]]

    def run(self, root: Element) -> None:
        self.found = [(node.tag, value) for node in root.iter() for value in node.attrib.values()]


class Making(Preprocessor):
    """Keeps the HTML out of the tree, as SuperFences does with what a fence has made."""

    made = ""

    def run(self, lines: list[str]) -> list[str]:
        return [self.md.htmlStash.store(self.made) if line == "MADE" else line for line in lines]


def seen(made: str) -> tuple[str, list[tuple[str, str]]]:
    """A page with this HTML, and the tags and attributes that stand in its tree."""
    md = Markdown(extensions=[AnchorsExtension()])
    making, looking = Making(md), Looking(md)
    making.made = made
    md.preprocessors.register(making, "making", 0)
    md.treeprocessors.register(looking, "looking", 0)
    return md.convert("Text.\n\nMADE\n"), looking.found


@pytest.mark.parametrize(
    ("made", "found"),
    [
        ('<div id="E1">a</div>', [("div", "E1")]),
        ('<p><a href="b.md">b</a></p>', [("a", "b.md")]),
        ('<p><a href="b.md#c">b</a></p>', [("a", "b.md#c")]),
    ],
)
def test_what_has_an_anchor_or_a_link_to_a_page_is_seen(
    made: str, found: list[tuple[str, str]]
) -> None:
    html, there = seen(made)
    assert there == found
    assert made in html


@pytest.mark.parametrize(
    "made", ['<p class="a">b</p>', '<a href="https://example.org/a.md">b</a>', '<p id="a">b<br>c']
)
def test_all_else_stays_out_of_the_tree(made: str) -> None:
    html, there = seen(made)
    assert there == []
    assert made in html


def test_a_drawing_links_as_it_did() -> None:
    """Material sets the property `href`, which is read-only in SVG."""
    html, _ = seen(
        '<div id="a"><svg><a href="#b"><use href="#c"/></a></svg><a href="#d">e</a></div>'
    )
    assert '<svg><a xlink:href="#b"><use xlink:href="#c"' in html
    assert '<a href="#d">' in html
