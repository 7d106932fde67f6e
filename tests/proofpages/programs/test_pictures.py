"""proofpages.programs.pictures: what is a drawing, and what is refused."""

from __future__ import annotations

import pytest

from proofpages.programs.pictures import not_drawn

FIGURE = '<figure class="picture"><svg viewBox="0 0 9 9">{}</svg></figure>'


@pytest.mark.parametrize(
    "drawing",
    [
        "",
        '<path d="M 0 0 L 9 9" style="fill: none; stroke: currentColor"/>',
        '<defs><clipPath id="a"><rect x="0" y="0"/></clipPath></defs><g clip-path="url(#a)"/>',
        '<use xlink:href="#a" x="1"/><text>a &lt; b</text>',
    ],
)
def test_a_drawing_is_taken(drawing: str) -> None:
    assert not_drawn(FIGURE.format(drawing) + "\n") is None


@pytest.mark.parametrize(
    ("printed", "wrong"),
    [
        ("", "no figure"),
        ("3.14", "'3.14' outside the figure"),
        ("<svg></svg>", "<svg> outside"),
        ('<figure class="picture">', "a <figure> that is not closed"),
        ('<figure class="picture"></figure></div>', "</div> where nothing"),
        (FIGURE.format("") + "<script>alert(1)</script>", "<script> outside"),
        (FIGURE.format("<script>alert(1)</script>"), "<script>"),
        (FIGURE.format('<g onload="alert(1)"/>'), 'onload="alert(1)"'),
        (FIGURE.format('<use href="https://example.org/a.svg#b"/>'), "href="),
        (FIGURE.format('<use href="javascript:alert(1)"/>'), "href="),
        (FIGURE.format('<image href="#a"/>'), "<image>"),
        (FIGURE.format("<style>*{}</style>"), "<style>"),
        (FIGURE.format('<g style="fill: url(https://example.org)"/>'), "style="),
        (FIGURE.format('<g style="background: u\\72l(a)"/>'), "style="),
        (FIGURE.format('<g class="equation-mark"/>'), "class="),
        (FIGURE.format("<foreignObject/>"), "<foreignobject>"),
        (FIGURE.format("<math/>"), "<math>"),
        (FIGURE.format("<!-- tex: skip -->"), "a comment"),
    ],
)
def test_what_is_none_is_named(printed: str, wrong: str) -> None:
    assert wrong in (not_drawn(printed) or "")
