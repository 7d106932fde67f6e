"""One theorem as a card: its name, its mathematics, its statement, and its proof step by step."""

from __future__ import annotations

import re

from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name

from proofpages.coq.outline import Statement
from proofpages.page.faults import PageError
from proofpages.page.page import Page
from proofpages.site.markup import LINK, address, joined
from proofpages.site.theorems.places import PROOF, SiteProof, anchor, equation_pages, theorem_link
from proofpages.site.theorems.steps import ProofStep, steps
from proofpages.typeset.mathjax import BadTeX, Wanted, mathjax

CARD = Markup(
    '<div class="theorem" id="{anchor}" style="--lines:{lines}"><p class="theorem-head">'
    '<a class="theorem-name" href="#{anchor}"><code>{name}</code></a>'
    '<span class="theorem-mark">{mark}</span></p>{words}'
    '<div class="language-coq highlight"><pre><code>{code}</code></pre></div>{proof}</div>'
)
WORDS = Markup('<p class="theorem-words">{}</p>')
FORMULA = Markup(
    '<div class="theorem-row"><div class="theorem-formula" tabindex="0" role="group" '
    'aria-label="In mathematics">{}</div>{}</div>'
)
DRAWN = Markup(
    '<span class="comment-formula" style="{}">{}<mjx-assistive-mml>{}</mjx-assistive-mml></span>'
)
NUMBERS = Markup('<span class="theorem-number">({})</span>')
USES = Markup('<p class="theorem-uses">Uses {}.</p>')
# The goals would drown everything else that search finds.
PROOF_STEPS = Markup(
    '<details class="proof" data-search-exclude=""><summary>Proof, {}</summary>'
    '<ol class="steps">{}</ol></details>'
)
STEP = Markup("<li><code>{}</code><samp>{}</samp></li>")
ASIDE = Markup("<i>{}</i>")
GOAL = Markup("<b>⊢</b> {}")

TELEPHONE = 40
"""How many letters of a statement stand in a line there: what a card's height is reckoned by."""

COQ = get_lexer_by_name("coq")
COLOURED = HtmlFormatter(nowrap=True)

_NUMBERS = re.compile(r"[A-Z]\d+(?:, [A-Z]\d+)*[.,]?\s*")


def card(statement: Statement, found: SiteProof, page: Page, where: dict[str, str]) -> Markup:
    """The HTML of one theorem or lemma.

    Args:
        statement: What is shown.
        found: The proof that it is from.
        page: The page that shows it.
        where: The page of each theorem that it may link to.
    """
    code = highlight(statement.text, COQ, COLOURED)
    mark, proof = "not checked: no Coq in this build", Markup()
    if found.report is not None:
        mark = f"checked by Coq {found.report.coq_version}"
        used = [theorem_link(u, page, where) if u in where else u for u in statement.uses]
        proof = USES.format(joined(used, ", ")) if used else proof
        proof += _proof(steps(found.goals_of(statement.name)))
    return CARD.format(
        anchor=anchor(statement.name),
        lines=sum(1 + len(line) // TELEPHONE for line in statement.text.splitlines()),
        name=joined(statement.name.split("_"), "_<wbr/>"),
        mark=mark,
        words=_words(statement, page),
        code=Markup(code.strip()),
        proof=proof,
    )


def _words(statement: Statement, page: Page) -> Markup:
    """The comment above a statement: its words, its formula, and the number of the equation."""
    words, mathematics = _parts(statement)
    words = words[:1].upper() + words[1:].strip()
    shown = WORDS.format(words) if words else Markup()
    if mathematics:
        shown += FORMULA.format(_drawn(statement, mathematics), _numbers(statement, page))
    return shown


def _parts(statement: Statement) -> tuple[str, str]:
    """The words of the comment above a statement, and from its first formula on what follows."""
    comment = statement.comment
    if statement.equations:
        comment = _NUMBERS.sub("", comment, count=1)
    words, dollar, formula = comment.partition("$")
    return words, dollar + formula


def formulas_of(statement: Statement) -> list[Wanted]:
    """The formulas that its card draws, for who begins with them."""
    return _formulas(_parts(statement)[1].split("$"))


def _formulas(pieces: list[str]) -> list[Wanted]:
    """Those in a text, cut at its dollar signs."""
    return [Wanted(rf"\displaystyle {tex}", display=False) for tex in pieces[1::2]]


def _drawn(statement: Statement, text: str) -> Markup:
    """Words with formulas between dollar signs as HTML.

    The formulas are the Coq file's own, and no claims of the page: they are not decided, and are
    drawn without passing for what has been.

    Raises:
        PageError: for a formula that MathJax cannot read, with its line in the Coq file.
    """
    pieces = text.split("$")
    shown = list(pieces)
    for number, drawn in enumerate(mathjax.typeset(_formulas(pieces))):
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


def _numbers(statement: Statement, page: Page) -> Markup:
    """Links to the equations that a theorem states."""
    pages = equation_pages()
    links = [
        LINK.format(address(page.name, pages[number], number), number)
        for number in statement.equations
        if number in pages
    ]
    return NUMBERS.format(joined(links, ", ")) if links else Markup()


def _proof(found: list[ProofStep]) -> Markup:
    """The proof, folded: each sentence, what it changed in the context, and the goal after it."""
    rows = joined(STEP.format(step.code, _state(step)) for step in found)
    return PROOF_STEPS.format(f"{len(found)} step" + "s" * (len(found) != 1), rows)


def _state(step: ProofStep) -> Markup:
    """What a step has left to do."""
    if step.code.endswith(("Qed.", "Defined.")):
        return Markup("Accepted.")
    if not step.goal:
        return ASIDE.format(_count(step.left))
    lines: list[str] = list(step.new)
    if step.dropped:
        lines.append(ASIDE.format(f"without {', '.join(step.dropped)}"))
    lines.append(GOAL.format(step.goal.replace("\n", "\n  ")))
    if step.left:
        lines.append(ASIDE.format(f"and {step.left} more"))
    return joined(lines, "\n")


def _count(left: int) -> str:
    if left == 0:
        return "Nothing is left."
    return f"This part is done; {left} goal{'s are' if left > 1 else ' is'} left."
