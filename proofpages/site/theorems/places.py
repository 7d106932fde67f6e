"""The site's own proof: where it stands, what was checked of it, which page shows which theorem."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from proofpages.coq.checked_file import (
    CheckedFile,
    begin_check,
    begin_compile,
    check_file,
    compile_only,
)
from proofpages.coq.coq_errors import CoqNotFound, FormalError
from proofpages.coq.goals import Goal, begin_goals, goals
from proofpages.coq.outline import Statement, outline
from proofpages.page.faults import PageError
from proofpages.page.fences import Fence, prose, read_fences
from proofpages.page.formulas import NUMBER
from proofpages.page.navigation import reading_order
from proofpages.page.once import once
from proofpages.page.page import Page
from proofpages.site.markup import LINK, address

PROOF = Path("snippets/softmax_gradient.v")
HEADLINE = "softmax_cross_entropy_gradient"

FENCE = "theorem"
PARTS = ("status", "headline", "lemmas", "graph", "axioms")
"""What may stand in a fence alone, in the place of the names of theorems."""


@dataclass(frozen=True)
class SiteProof:
    """The proof, as far as this machine can tell.

    Attributes:
        statements: Its theorems and lemmas, in the order of the file.
        report: What Coq checked in this process; None where there is no Coq.
    """

    statements: tuple[Statement, ...]
    report: CheckedFile | None

    @property
    def theorems(self) -> tuple[Statement, ...]:
        """The published statements."""
        return self._of_kind("Theorem")

    @property
    def lemmas(self) -> tuple[Statement, ...]:
        """The steps towards them."""
        return self._of_kind("Lemma")

    def _of_kind(self, kind: str) -> tuple[Statement, ...]:
        return tuple(s for s in self.statements if s.kind == kind)

    def goals_of(self, name: str) -> list[Goal]:
        """What remained after each sentence of a proof; empty where there is no Coq."""
        if self.report is None:
            return []
        return _goals().get(name, [])


@once
def _goals() -> dict[str, list[Goal]]:
    """What remained after each sentence of the file, by the theorem that it belongs to."""
    by_theorem: dict[str, list[Goal]] = {}
    for goal in goals(PROOF):
        by_theorem.setdefault(goal.theorem, []).append(goal)
    return by_theorem


def begin_proof() -> None:
    """Have Coq begin what is asked of it, in the order of need; without Coq, do nothing.

    Raises:
        FormalError: if the file cannot be read.
    """
    with suppress(CoqNotFound):
        for begin in (begin_compile, begin_goals, begin_check):
            begin(PROOF)


class _Coqchk:
    """Whether who publishes the pages waits for coqchk, and whether a page rests on it."""

    awaited_later = owed = False


def await_coqchk_later(later: bool) -> None:
    """Have `proof` answer without coqchk: who says so calls `await_coqchk` before publishing."""
    _Coqchk.awaited_later, _Coqchk.owed = later, False


def await_coqchk() -> None:
    """Wait for what coqchk says of the proof, if a page shows it.

    Raises:
        PageError: what it refuses.
    """
    owed = _Coqchk.owed
    await_coqchk_later(False)
    if owed:
        with _told_as_fault():
            check_file(PROOF, HEADLINE)


@once
def proof() -> SiteProof:
    """Check the site's proof, once in a build.

    Raises:
        PageError: for the line of the file that Coq or this package refuses.
    """
    with _told_as_fault():
        try:
            check = compile_only if _Coqchk.awaited_later else check_file
            report = check(PROOF, HEADLINE)
        except CoqNotFound:
            return SiteProof(outline(PROOF), None)
        _Coqchk.owed = _Coqchk.awaited_later
        return SiteProof(report.statements, report)


@contextmanager
def _told_as_fault() -> Iterator[None]:
    try:
        yield
    except FormalError as refused:
        raise PageError(
            refused.file, refused.line, refused.found, refused.expected, refused.advice
        ) from refused


def theorem_fences(page: Page) -> list[Fence]:
    """The fences of a page that show the proof."""
    return [fence for fence in read_fences(page) if fence.language == FENCE]


def shown_in(fence: Fence, page: Page, proof: SiteProof) -> list[tuple[int, Statement]]:
    """What a fence shows as cards: for each, the line of the file that asks for it.

    Raises:
        PageError: for a name that is none.
    """
    first = page.line(fence.index + 1)
    words = [(first + k, line.strip()) for k, line in enumerate(fence.body) if line.strip()]
    known = {statement.name: statement for statement in proof.statements}
    match words:
        case [(line, "lemmas")]:
            return [(line, lemma) for lemma in proof.lemmas]
        case [(line, "headline")]:
            words = [(line, HEADLINE)]
        case [(_, word)] if word in PARTS:
            return []
    for line, name in words:
        if name not in known:
            raise PageError(
                page.name,
                line,
                f"{PROOF.as_posix()} states no theorem {name}",
                f"the name of a theorem, or one of {', '.join(PARTS)}",
                "correct the name",
            )
    return [(line, known[name]) for line, name in words]


@once
def places(proof: SiteProof) -> dict[str, str]:
    """The page that shows each theorem and each lemma, by its name.

    Raises:
        PageError: for a fence with a name that is none, a theorem on two pages or on none.
    """
    found: dict[str, str] = {}
    for page in map(Page.read, reading_order()):
        for fence in theorem_fences(page):
            for line, statement in shown_in(fence, page, proof):
                name = statement.name
                if name in found:
                    raise PageError(
                        page.name,
                        line,
                        f"the theorem {name} is shown a second time, first on {found[name]}",
                        "each theorem once, so that a link to it has one target",
                        f"remove one, or link to it: #{anchor(name)}",
                    )
                found[name] = page.name
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


@once
def equation_pages() -> dict[str, str]:
    """The page on which each numbered equation is displayed."""
    return {
        number: path.as_posix()
        for path in reading_order()
        for number in NUMBER.findall(prose(Page.read(path)))
    }


@once
def theorems_of_equations(proof: SiteProof) -> dict[str, list[Statement]]:
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


def theorem_link(name: str, page: Page, where: dict[str, str]) -> Markup:
    """A link from a page to a theorem, given the page of each."""
    return LINK.format(address(page.name, where[name], anchor(name)), name)
