"""proofpages.site.anchors: what a fence has made stands in the tree, for the generator to see."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, tostring

from markdown import Markdown

from proofpages.site.anchors import SEEN, Anchors

MADE = '<div id="x"><link href="../a.css"><p id="y">one</p><script src="../b.js"></script>two</div>'


def test_ids_are_in_the_tree_and_what_is_loaded_is_not() -> None:
    md = Markdown()
    root = Element("div")
    SubElement(root, "p").text = md.htmlStash.store(MADE.replace('.css">', '.css" />'))
    Anchors(md, SEEN).run(root)
    assert [element.get("id") for element in root.iter()] == [None, "x", "y"]
    html = md.postprocessors["raw_html"].run(tostring(root, "unicode", "html"))
    assert html == f"<div>{MADE}</div>"
