"""proofpages.site.search: programs and displays are no words that a reader looks for."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

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
    page = SimpleNamespace(content=search.on_page_content(html), file=file)
    file.page = page
    files = SimpleNamespace(documentation_pages=lambda inclusion: [file])
    search.on_env(None, files)  # type: ignore[arg-type]
    assert "<pre" not in page.content
    assert 'display="block"' not in page.content
    assert "<p>a</p>" in page.content
    assert INLINE in page.content
    search.on_page_context({}, page)
    assert page.content == html
