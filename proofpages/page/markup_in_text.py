"""What is wrong with the HTML in the lines of a page: elements, attributes and signs that are none.

A browser mends what it does not know, otherwise than it is meant, and says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html.parser import HTMLParser

from proofpages.page.left_over import LeftOver
from proofpages.page.names_in_use import (
    ATTRIBUTES,
    OF_THEME,
    classes,
    entity_in,
    is_attribute,
    unknown_class,
)
from proofpages.page.names_near import suggestion

VOID = {
    *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"),
    *("track", "wbr"),
}
"""Elements without an end."""
PAIRED = "each element closed, in the block in which it was opened"
"""What is expected of HTML."""


def faults_of_markup(pieces: Sequence[str]) -> Iterator[LeftOver]:
    """What is wrong with the pieces of HTML in a block, in their order.

    What extensions have put there is their own, and is not looked at.
    """
    reader = _Reader()
    for piece in pieces:
        reader.feed(piece)
        yield from entity_in(piece)
    reader.close()
    for tag, text in reversed(reader.open):
        yield _unpaired(text, f"<{tag}> is never closed")
    yield from reader.faults


def _unpaired(text: str, found: str) -> LeftOver:
    return LeftOver(text, f"the HTML is not whole: {found}", PAIRED, "correct it")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.open: list[tuple[str, str]] = []
        self.faults: list[LeftOver] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        text = self.get_starttag_text() or f"<{tag}"
        if tag not in VOID:
            self.open.append((tag, text))
        for name, value in attrs:
            if not is_attribute(name):
                self.faults.append(
                    LeftOver(
                        name,
                        f"an attribute that is not known: {name}",
                        "an attribute of HTML" + suggestion(name, ATTRIBUTES),
                        "correct it",
                    )
                )
            elif name == "class":
                new = set((value or "").split()) - {*OF_THEME, *classes()}
                self.faults += [unknown_class(word, word) for word in sorted(new)]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1][0] == tag:
            self.open.pop()
        elif any(other == tag for other, _ in self.open):
            wrong, text = self.open[-1]
            self.faults.append(_unpaired(text, f"</{tag}> stands before </{wrong}>"))
            while self.open.pop()[0] != tag:
                pass
        elif tag not in VOID:
            self.faults.append(_unpaired(f"</{tag}", f"</{tag}> closes nothing"))
