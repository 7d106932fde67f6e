"""proofpages.site.search: programs and displays are no words that a reader looks for."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from material.plugins.search.plugin import Parser

from proofpages.site import search

RAN = '<div class="ran"><pre>p = 1</pre><details><summary>s</summary><pre>q</pre></details>'
RAN += '<p class="ran-mark">ran</p></div>'
DISPLAY = '<math xmlns="a" display="block"><mi>p</mi></math>'
INLINE = "<p>So <math><mi>y</mi></math> is.</p>"


@pytest.mark.parametrize("html", [RAN, DISPLAY])
def test_what_is_no_prose_is_marked(html: str) -> None:
    marked = search.on_page_content(f"<p>a</p>{html}{INLINE}")
    assert search.OURS in marked
    assert marked.endswith(INLINE)
    assert marked.replace(search.OURS, "") == f"<p>a</p>{html}{INLINE}"


def test_material_reads_the_page_without_it_and_the_reader_sees_it_whole() -> None:
    html = f"<p>a</p>{RAN}{DISPLAY}{INLINE}"
    file = SimpleNamespace(src_uri="a.md")
    page = SimpleNamespace(content=search.on_page_content(html), url="a/", file=file)
    file.page = page
    files = SimpleNamespace(documentation_pages=lambda inclusion: [file])
    search.on_env(None, files)  # type: ignore[arg-type]
    assert "<pre" not in page.content
    assert 'display="block"' not in page.content
    assert "<p>a</p>" in page.content
    assert INLINE in page.content
    search.on_page_context({}, page)
    assert page.content == html


def test_an_equation_is_an_entry_of_its_own_on_a_page_that_is_searched() -> None:
    display = '<div class="equation aligned" data-formula="1" id="{}"><div class="equation-side">'
    for url, names in (("a/", ["E1", "A2"]), ("left-out/", ["B1"])):
        html = "".join(map(display.format, names)) + '<p id="E9">no equation</p>'
        page = SimpleNamespace(content=html, url=url, file=SimpleNamespace(src_uri=url))
        page.file.page = page
        files = SimpleNamespace(documentation_pages=lambda inclusion, file=page.file: [file])
        search.on_env(None, files)  # type: ignore[arg-type]
    entries = [{"location": "a/", "title": "A"}, {"location": "a/#b", "title": "B"}]
    found = search.with_equations(entries)
    assert found[:2] == entries
    assert [(entry["location"], entry["title"]) for entry in found[2:]] == [
        ("a/#E1", "E1"),
        ("a/#A2", "A2"),
    ]


def test_material_makes_the_same_index_of_less() -> None:
    formula = (
        "<mjx-assistive-mml><math><mi>y</mi><mo>&lt;</mo><mn>1</mn></math></mjx-assistive-mml>"
    )
    html = search.on_page_content(
        f'<h1 id="a">Of {formula}</h1><p>So <b>{formula}</b>, {formula}.</p>{RAN}'
        f'<h2 id="b">B</h2><ul><li>{formula}</li></ul><div>{DISPLAY}</div>'
        '<pre><code><span class="n">p</span> <span class="o">=</span>\n\n<i>q</i></code></pre>'
    )
    less = search.to_be_read(html)
    assert "<mi>" not in less
    assert "<span" not in less
    found = []
    for text in (html, less):
        parser = Parser()
        parser.feed(text)
        parser.close()
        found.append([("".join(s.title), "".join(s.text).split(" ")) for s in parser.data])
    assert found[0] == found[1]
    assert found[0][0] == ("Of y&lt;1", ["<p>So", "y&lt;1,", "y&lt;1.</p><p>ran</p>"])
