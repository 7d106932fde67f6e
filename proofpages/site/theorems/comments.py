"""The comment above a statement of the Coq file, with its formulas drawn.

The formulas are the file's own, and no claims of the page: proofpages.equations does not decide
them, and here they are drawn without passing for what it has checked.
"""

from __future__ import annotations

from markupsafe import Markup

from proofpages.coq.outline import Statement
from proofpages.page.faults import PageError
from proofpages.site.markup import joined
from proofpages.site.theorems.places import PROOF
from proofpages.typeset.mathjax import BadTeX, mathjax

DRAWN = Markup(
    '<span class="comment-formula" style="{}">{}<mjx-assistive-mml>{}</mjx-assistive-mml></span>'
)


def draw(statement: Statement, text: str) -> Markup:
    """Words with formulas between dollar signs as HTML.

    Raises:
        PageError: for a formula that MathJax cannot read, with its line in the Coq file.
    """
    pieces = text.split("$")
    formulas = [(rf"\displaystyle {tex}", False) for tex in pieces[1::2]]
    shown = list(pieces)
    for number, drawn in enumerate(mathjax.typeset(formulas)):
        if isinstance(drawn, BadTeX):
            raise PageError(
                PROOF.as_posix(),
                statement.line - 1,
                f"MathJax cannot read this formula: {drawn}\n    {pieces[2 * number + 1]}",
                "TeX as MathJax's packages base, ams and boldsymbol know it",
                "correct the TeX",
            )
        shown[2 * number + 1] = DRAWN.format(drawn.size, Markup(drawn.svg), Markup(drawn.mathml))
    return joined(shown)
