"""What a program that draws may print: a figure with a drawing in SVG, from a list of what is
allowed. What is not on the list, as a script, a link or a picture from elsewhere, is refused."""

from __future__ import annotations

import re
from html.parser import HTMLParser

TAGS = {
    *("figure", "figcaption", "p", "em", "strong", "i", "b", "code", "sub", "sup"),
    *("svg", "g", "defs", "clippath", "title", "desc", "text", "tspan", "path", "use"),
    *("rect", "circle", "ellipse", "line", "polyline", "polygon"),
}
ATTRIBUTES = {
    *("id", "style", "role", "aria-label", "aria-hidden", "version", "xmlns", "xmlns:xlink"),
    *("viewbox", "preserveaspectratio", "width", "height", "x", "y", "dx", "dy", "x1", "y1"),
    *("x2", "y2", "cx", "cy", "r", "rx", "ry", "d", "points", "transform", "clip-path"),
    *("fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap"),
    *("stroke-linejoin", "stroke-opacity", "opacity", "text-anchor", "dominant-baseline"),
    *("font-size", "font-family", "font-style", "font-weight", "href", "xlink:href", "class"),
}
ELSEWHERE = re.compile(r"url\s*\(\s*['\"]?(?!#)|[\\@]|expression|script:", re.IGNORECASE)
"""What in an attribute would fetch or run something."""


def not_drawn(output: str) -> str | None:
    """The first thing in what a program printed that is no drawing; None if all of it is one."""
    reader = _Reader()
    reader.feed(output)
    reader.close()
    if reader.wrong is None and (reader.open or not reader.figure):
        return f"a <{reader.open[-1]}> that is not closed" if reader.open else "no figure"
    return reader.wrong


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.wrong: str | None = None
        self.open: list[str] = []
        self.figure = False

    def _refuse(self, what: str) -> None:
        self.wrong = self.wrong or what

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_startendtag(tag, attrs)
        self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self.open and (tag, dict(attrs).get("class")) != ("figure", "picture"):
            self._refuse(f'<{tag}> outside a <figure class="picture">')
        self.figure = True
        if tag not in TAGS:
            self._refuse(f"<{tag}>")
        for name, value in attrs:
            leads = name in {"href", "xlink:href"} and not (value or "").startswith("#")
            known = name in ATTRIBUTES and (name != "class" or tag == "figure")
            if not known or leads or ELSEWHERE.search(value or ""):
                self._refuse(f'{name}="{value}"')

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self._refuse(f"</{tag}> where nothing of that name is open")

    def handle_data(self, data: str) -> None:
        if data.strip() and not self.open:
            self._refuse(f"{data.strip()[:40]!r} outside the figure")

    def handle_comment(self, data: str) -> None:
        self._refuse("a comment")

    def handle_decl(self, decl: str) -> None:
        self._refuse(f"<!{decl}>")

    def handle_pi(self, data: str) -> None:
        self._refuse(f"<?{data}>")

    def unknown_decl(self, data: str) -> None:
        self._refuse(f"<![{data}")
