"""The comment above a statement of the Coq file, with its formulas drawn.

The formulas are the file's own, and no claims of the page: extensions.equations does not decide
them, and here they are drawn without passing for what it has checked.
"""

from __future__ import annotations

import html
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from extensions.pages import PageError
from extensions.typeset.mathjax import BadTeX, mathjax

from .site import PROOF
from .statements import Statement


class Glyphs(Treeprocessor):
    """Adds the glyphs of the comments to those of the page."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.glyphs: dict[str, str] = {}

    def run(self, root: Element) -> None:
        self.md.treeprocessors["typeset"].glyphs.update(self.glyphs)  # type: ignore[attr-defined]


def draw(md: Markdown, statement: Statement, text: str) -> str:
    """Words with formulas between dollar signs as HTML.

    Raises:
        PageError: for a formula that MathJax cannot read, with its line in the Coq file.
    """
    if "formal-glyphs" not in md.treeprocessors:
        # Behind extensions.typeset (11), which begins with the glyphs of the page's own formulas.
        md.treeprocessors.register(Glyphs(md), "formal-glyphs", 10.5)
    glyphs: dict[str, str] = md.treeprocessors["formal-glyphs"].glyphs  # type: ignore[attr-defined]
    pieces = text.split("$")
    formulas = [(rf"\displaystyle {tex}", False) for tex in pieces[1::2]]
    shown = [html.escape(piece, quote=False) for piece in pieces]
    for number, drawn in enumerate(mathjax.typeset(formulas)):
        if isinstance(drawn, BadTeX):
            raise PageError(
                PROOF.as_posix(),
                statement.line - 1,
                f"MathJax cannot read this formula: {drawn}\n    {pieces[2 * number + 1]}",
                "TeX as MathJax's packages base and ams know it",
                "correct the TeX",
            )
        glyphs.update(drawn.glyphs)
        # The tree of the page knows no prefix of a namespace, and SVG 2 needs none.
        svg = drawn.svg.replace("xlink:href=", "href=")
        shown[2 * number + 1] = (
            f'<span class="comment-formula">{svg}'
            f"<mjx-assistive-mml>{drawn.mathml}</mjx-assistive-mml></span>"
        )
    return "".join(shown)
