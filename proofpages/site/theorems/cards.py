"""One theorem as a card: its name, its mathematics, its statement, and its proof step by step."""

from __future__ import annotations

import html
import re

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name

from proofpages.coq.outline import Statement
from proofpages.page.page import Page
from proofpages.site.theorems.comments import draw
from proofpages.site.theorems.places import Proof, anchor, equation_pages, link
from proofpages.site.theorems.steps import Step, steps

_NUMBERS = re.compile(r"[A-Z]\d+(?:, [A-Z]\d+)*[.,]?\s*")


def card(statement: Statement, found: Proof, page: Page, where: dict[str, str]) -> str:
    """The HTML of one theorem or lemma.

    Args:
        statement: What is shown.
        found: The proof that it is from.
        page: The page that shows it.
        where: The page of each theorem that it may link to.
    """
    name = html.escape(statement.name)
    mark = (
        "not checked: no Coq in this build"
        if found.report is None
        else f"checked by Coq {html.escape(found.report.coq_version)}"
    )
    parts = [
        f'<div class="theorem" id="{anchor(name)}"><p class="theorem-head">'
        f'<a class="theorem-name" href="#{anchor(name)}">'
        f"<code>{name.replace('_', '_<wbr/>')}</code></a>"
        f'<span class="theorem-mark">{mark}</span></p>',
        _words(statement, page),
        '<div class="language-coq highlight"><pre><code>'
        + highlight(statement.text, get_lexer_by_name("coq"), HtmlFormatter(nowrap=True)).strip()
        + "</code></pre></div>",
    ]
    if found.report is not None:
        used = [
            f'<a href="{link(page, where[use], anchor(use))}">{html.escape(use)}</a>'
            if use in where
            else html.escape(use)
            for use in statement.uses
        ]
        if used:
            parts.append(f'<p class="theorem-uses">Uses {", ".join(used)}.</p>')
        parts.append(_proof(steps(found.goals_of(statement.name)), name))
    return "".join(parts) + "</div>"


def _words(statement: Statement, page: Page) -> str:
    """The comment above a statement: its words, its formula, and the number of the equation."""
    comment = statement.comment
    if statement.equations:
        comment = _NUMBERS.sub("", comment, count=1)
    words, dollar, formula = comment.partition("$")
    words = words[:1].upper() + words[1:].strip()
    shown = f'<p class="theorem-words">{html.escape(words)}</p>' if words else ""
    if dollar:
        shown += (
            '<div class="theorem-row"><div class="theorem-formula" tabindex="0" role="group" '
            f'aria-label="In mathematics">{draw(statement, dollar + formula)}</div>'
            f"{_numbers(statement, page)}</div>"
        )
    return shown


def _numbers(statement: Statement, page: Page) -> str:
    """Links to the equations that a theorem states."""
    pages = equation_pages()
    links = [
        f'<a href="{link(page, pages[number], number)}">{number}</a>'
        for number in statement.equations
        if number in pages
    ]
    return f'<span class="theorem-number">({", ".join(links)})</span>' if links else ""


def _proof(found: list[Step], name: str) -> str:
    """The proof, folded: each sentence, what it changed in the context, and the goal after it."""
    rows = "".join(
        f"<li><code>{html.escape(step.code, quote=False)}</code>{_state(step)}</li>"
        for step in found
    )
    count = f"{len(found)} step" + "s" * (len(found) != 1)
    # The goals would drown everything else that search finds.
    return (
        f'<details class="proof" data-search-exclude=""><summary>Proof, {count}</summary>'
        f'<ol class="steps">{rows}</ol></details>'
    )


def _state(step: Step) -> str:
    """What a step has left to do."""
    if step.code.endswith(("Qed.", "Defined.")):
        return "<samp>Accepted.</samp>"
    if not step.goal:
        return f"<samp><i>{_count(step.left)}</i></samp>"
    lines = [html.escape(hypothesis, quote=False) for hypothesis in step.new]
    if step.dropped:
        lines.append(f"<i>without {html.escape(', '.join(step.dropped))}</i>")
    goal = html.escape(step.goal, quote=False).replace("\n", "\n  ")
    lines.append(f"<b>⊢</b> {goal}")
    if step.left:
        lines.append(f"<i>and {step.left} more</i>")
    return "<samp>" + "\n".join(lines) + "</samp>"


def _count(left: int) -> str:
    if left == 0:
        return "Nothing is left."
    return f"This part is done; {left} goal{'s are' if left > 1 else ' is'} left."
