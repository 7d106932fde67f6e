"""The site's own proof: where it stands, what was checked of it, which page shows which theorem."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from proofpages.coq.checked_file import Report, check
from proofpages.coq.coq_errors import CoqNotFound, FormalError
from proofpages.coq.goals import Goal, goals
from proofpages.coq.outline import Statement, outline
from proofpages.page.faults import PageError
from proofpages.page.fences import prose, read_fences
from proofpages.page.navigation import reading_order
from proofpages.page.page import Page

PROOF = Path("snippets/softmax_gradient.v")
HEADLINE = "softmax_cross_entropy_gradient"

FENCE = "theorem"
#: What a fence may hold besides the names of theorems.
PARTS = ("status", "headline", "lemmas", "graph", "axioms")
_TAG = re.compile(r"\\tag\{(\w+)\}")


@dataclass(frozen=True)
class Proof:
    """The proof, as far as this machine can tell.

    Attributes:
        statements: Its theorems and lemmas, in the order of the file.
        report: What Coq checked in this process; None where there is no Coq.
    """

    statements: tuple[Statement, ...]
    report: Report | None

    @property
    def theorems(self) -> tuple[Statement, ...]:
        """The published statements."""
        return tuple(s for s in self.statements if s.kind == "Theorem")

    def goals_of(self, name: str) -> list[Goal]:
        """What remained after each sentence of a proof; empty where there is no Coq."""
        if self.report is None:
            return []
        return [goal for goal in goals(PROOF) if goal.theorem == name]


def proof() -> Proof:
    """Check the site's proof, once in a build.

    Raises:
        PageError: for the line of the file that Coq or this package refuses.
    """
    try:
        try:
            report = check(PROOF, HEADLINE)
        except CoqNotFound:
            return Proof(outline(PROOF), None)
        return Proof(report.statements, report)
    except FormalError as refused:
        raise PageError(
            refused.path, refused.line, refused.found, refused.expected, refused.todo
        ) from refused


def places(proof: Proof) -> dict[str, str]:
    """The page that shows each theorem and each lemma, by its name.

    Raises:
        PageError: for a fence with a name that is none, a theorem on two pages or on none.
    """
    known = {statement.name for statement in proof.statements}
    found: dict[str, str] = {}
    for path in reading_order():
        for line, name in _named(Page.read(path)):
            names = [name]
            if name == "lemmas":
                names = [s.name for s in proof.statements if s.kind == "Lemma"]
            elif name == "headline":
                names = [HEADLINE]
            elif name in PARTS:
                continue
            for shown in names:
                if shown not in known:
                    raise unknown(path.as_posix(), line, shown)
                if shown in found:
                    raise PageError(
                        path.as_posix(),
                        line,
                        f"the theorem {shown} is shown a second time, first on {found[shown]}",
                        "each theorem once, so that a link to it has one target",
                        f"remove one, or link to it: #{anchor(shown)}",
                    )
                found[shown] = path.as_posix()
    for theorem in proof.theorems:
        if theorem.name not in found:
            raise PageError(
                PROOF.as_posix(),
                theorem.line,
                f"the theorem {theorem.name} is on no page",
                "each published theorem on one page",
                f"write its name in a ```{FENCE} fence, or make it a Lemma",
            )
    return found


def unknown(page: str, line: int, name: str) -> PageError:
    """The error for a name that is no theorem."""
    return PageError(
        page,
        line,
        f"{PROOF.as_posix()} states no theorem {name}",
        f"the name of a theorem, or one of {', '.join(PARTS)}",
        "correct the name",
    )


@lru_cache(maxsize=64)
def _named(page: Page) -> tuple[tuple[int, str], ...]:
    """What the theorem fences of a page hold: the line of each name, and the name."""
    return tuple(
        (page.line(fence.index + 1 + k), line.strip())
        for fence in read_fences(page)
        if fence.language == FENCE
        for k, line in enumerate(fence.body)
        if line.strip()
    )


def equation_pages() -> dict[str, str]:
    """The page on which each numbered equation is displayed."""
    return {
        number: path.as_posix()
        for path in reading_order()
        for number in _TAG.findall(prose(Page.read(path)))
    }


def stated(proof: Proof) -> dict[str, list[Statement]]:
    """The theorems that state each numbered equation, as their comments say.

    Raises:
        PageError: for a number that no equation of the site has.
    """
    displayed = equation_pages()
    found: dict[str, list[Statement]] = {}
    for theorem in proof.theorems:
        for number in theorem.equations:
            if number not in displayed:
                raise PageError(
                    PROOF.as_posix(),
                    theorem.line - 1,
                    f"the comment of {theorem.name} names {number}",
                    "the number of an equation that is displayed on a page",
                    "correct the number",
                )
            found.setdefault(number, []).append(theorem)
    return found


def anchor(name: str) -> str:
    """The anchor of a theorem on its page."""
    return f"thm-{name}"


def link(page: Page, target: str, anchor: str) -> str:
    """A link from one page's Markdown to another's; the generator makes an address of it."""
    if target == page.name:
        return f"#{anchor}"
    return f"{posixpath.relpath(target, posixpath.dirname(page.name))}#{anchor}"
