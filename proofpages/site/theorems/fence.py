"""Shows the proof on a page: the fence ```` ```theorem ````.

It holds the names of theorems, one to a line, each of which becomes a card: the name, the
mathematics of its comment, a link to the equation, the statement, and the proof with the goal after
each sentence. Or it holds one of

- `status`: what was checked in this build; before any other fence of the page;
- `headline`: the card of the theorem that is in the standard library's own words;
- `lemmas`: the cards of all lemmas;
- `graph`: which theorem uses which;
- `axioms`: what the theorems rest on.

Coq checks the file in the build, or the page says that it did not.
"""

from __future__ import annotations

import html
from typing import Any

from markdown import Markdown
from pymdownx.superfences import SuperFencesException

from proofpages.page.fences import read_fences
from proofpages.page.page import Page
from proofpages.page.reading import page_of
from proofpages.site.theorems.cards import card
from proofpages.site.theorems.graph import graph
from proofpages.site.theorems.places import (
    FENCE,
    HEADLINE,
    PARTS,
    PROOF,
    Proof,
    places,
    proof,
    unknown,
)


def formatter(
    source: str, language: str, css_class: str, options: dict[str, Any], md: Markdown, **kwargs: Any
) -> str:
    """Return what the fence names.

    Raises:
        PageError: for a name that is none, for a page without its status, and for a proof that
            Coq refuses.
    """
    page = page_of(md) or Page("<text>", "")
    index = next((f.index for f in read_fences(page) if "\n".join(f.body) == source), 0)
    try:
        return _show(source, page, index)
    except SuperFencesException:
        raise
    except Exception as error:  # SuperFences would drop it, and show the fence as text.
        raise page.error(
            index, f"the proof cannot be shown: {error!r}", "a proof", "report it"
        ) from error


def _show(source: str, page: Page, index: int) -> str:
    names = source.split()
    found = proof()
    where = places(found)
    if names == ["status"]:
        return status(found)
    fences = [fence for fence in read_fences(page) if fence.language == FENCE]
    if not fences or fences[0].body != ["status"]:
        raise page.error(
            index,
            "the page does not begin with what was checked",
            f"a ```{FENCE} fence with `status` in it before all others",
            "add it below the title",
        )
    if names == ["graph"]:
        return graph(found, page, where)
    if names == ["axioms"]:
        return axioms(found)
    if names == ["headline"]:
        names = [HEADLINE]
    elif names == ["lemmas"]:
        names = [statement.name for statement in found.statements if statement.kind == "Lemma"]
    known = {statement.name: statement for statement in found.statements}
    for k, name in enumerate(names):
        if name not in known:
            raise unknown(page.name, page.line(index + 1 + k), name)
    if not names:
        raise page.error(
            index, "an empty fence", f"names of theorems, or one of {', '.join(PARTS)}", "fill it"
        )
    cards = "\n".join(card(known[name], found, page, where) for name in names)
    return f'<div class="theorems">{cards}</div>'


def status(found: Proof) -> str:
    """What was checked in this build, in words."""
    lemmas = len(found.statements) - len(found.theorems)
    counted = f"{len(found.theorems)} theorems and {lemmas} lemmas of <code>{PROOF}</code>"
    if found.report is None:
        return (
            '<p class="proof-status proof-unchecked"><strong>Not checked.</strong> There was no '
            "Coq on the machine that built this page. You see the text of the file, with "
            f"{counted}; whether Coq accepts them, and what would remain to be proved after each "
            "step, was not asked.</p>"
        )
    report = found.report
    return (
        f'<p class="proof-status"><strong>Checked in this build:</strong> Coq '
        f"{html.escape(report.coq_version)} accepted the {counted} in "
        f"{report.compile_seconds:.1f} s, and its stand-alone checker accepted them again.</p>"
    )


def axioms(found: Proof) -> str:
    """What the theorems rest on, as the kernel says."""
    if found.report is None:
        return '<p class="proof-unchecked">Not asked: there was no Coq in this build.</p>'
    names = "\n".join(f"<li><code>{html.escape(name)}</code></li>" for name in found.report.axioms)
    return (
        f"<p>In this build, the kernel named {len(found.report.axioms)} axioms for the "
        f'{len(found.theorems)} theorems together:</p><ul class="axioms">{names}</ul>'
    )
