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

from markupsafe import Markup

from proofpages.page.fences import Fence
from proofpages.page.formatters import FenceFormatter
from proofpages.page.page import Page
from proofpages.site.markup import CODE, joined
from proofpages.site.theorems.cards import card
from proofpages.site.theorems.graph import graph
from proofpages.site.theorems.places import (
    FENCE,
    PARTS,
    PROOF,
    SiteProof,
    places,
    proof,
    shown_in,
    theorem_fences,
)

NOT_CHECKED = Markup(
    '<p class="proof-status proof-unchecked"><strong>Not checked.</strong> There was no Coq on the '
    "machine that built this page. You see the text of the file, with {}; whether Coq accepts "
    "them, and what would remain to be proved after each step, was not asked.</p>"
)
CHECKED = Markup(
    '<p class="proof-status"><strong>Checked in this build:</strong> Coq {} accepted the {}, '
    "and its stand-alone checker accepted them again.</p>"
)
NO_AXIOMS = Markup('<p class="proof-unchecked">Not asked: there was no Coq in this build.</p>')
AXIOMS = Markup(
    "<p>In this build, the kernel named {} axioms for the {} theorems together:</p>"
    '<ul class="axioms">{}</ul>'
)


def show_theorems(fence: Fence, page: Page) -> Markup:
    """What the fence names.

    Raises:
        PageError: for a name that is none, for a page without its status, and for a proof that
            Coq refuses.
    """
    found = proof()
    where = places(found)
    if fence.body == ["status"]:
        return status(found)
    fences = theorem_fences(page)
    if not fences or fences[0].body != ["status"]:
        raise page.error(
            fence.index,
            "the page does not begin with what was checked",
            f"a ```{FENCE} fence with `status` in it before all others",
            "add it below the title",
        )
    if fence.body == ["graph"]:
        return graph(found, page, where)
    if fence.body == ["axioms"]:
        return axioms(found)
    shown = shown_in(fence, page, found)
    if not shown:
        expected = f"names of theorems, or one of {', '.join(PARTS)}"
        raise page.error(fence.index, "an empty fence", expected, "fill it")
    cards = joined((card(statement, found, page, where) for _, statement in shown), "\n")
    return Markup('<div class="theorems">{}</div>').format(cards)


format_theorems = FenceFormatter(show_theorems)


def status(found: SiteProof) -> Markup:
    """What was checked in this build, in words."""
    counted = Markup("{} theorems and {} lemmas of {}").format(
        len(found.theorems), len(found.lemmas), CODE.format(PROOF.as_posix())
    )
    if found.report is None:
        return NOT_CHECKED.format(counted)
    return CHECKED.format(found.report.coq_version, counted)


def axioms(found: SiteProof) -> Markup:
    """What the theorems rest on, as the kernel says."""
    if found.report is None:
        return NO_AXIOMS
    names = [Markup("<li>{}</li>").format(CODE.format(name)) for name in found.report.axioms]
    return AXIOMS.format(len(names), len(found.theorems), joined(names, "\n"))
