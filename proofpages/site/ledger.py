"""The ledger: what was checked in this build, as tables on the page that has the fence for it.

A fence ```` ```ledger ```` with the word `equations` or `blocks` in it becomes the table of every
formula or of every executed block of the site. Both are decided and run by the same code as on
the pages; what a page has already done in this build is not done again.
"""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from markupsafe import Markup

from proofpages.equations.checking import Kind
from proofpages.page.fences import Fence
from proofpages.page.formatters import FenceFormatter
from proofpages.page.navigation import reading_order
from proofpages.page.once import once
from proofpages.page.page import Page
from proofpages.programs import Run, run_page
from proofpages.site.markup import CODE, LINK, address, joined
from proofpages.site.page_check import Entry, check_page
from proofpages.site.slips_record import recorded_fates
from proofpages.site.theorems.places import places, proof, theorem_link, theorems_of_equations
from proofpages.site.wording import exact_at, extent, in_words, notes, plain

CELL = Markup("<td>{}</td>")
HEAD = Markup('<th scope="row">{}</th>')
ROW = Markup("<tr{}>{}</tr>")
TABLE = Markup(
    '<div class="ledger ledger-{}" tabindex="0" role="group" aria-label="{}">'
    # Material lays out a table without a class twice, the second time by its script.
    '<table class="ledger-table"><thead><tr>{}</tr></thead>{}</table></div>'
)
BODY = Markup("<tbody>{}</tbody>")
FOLDED = Markup(
    '<details class="equations-of-page"><summary><b>{}</b> <span>{}</span></summary>'
    "{}<p>Derived on the page {}.</p></details>"
)


@once
def entries() -> list[Entry]:
    """Every formula of the site that states something, in reading order.

    Raises:
        PageError: for the first one that is not proved.
    """
    found = []
    for path in reading_order():
        checked = check_page(path)
        checked.stop_at_errors()
        found += [entry for entry in checked.entries if entry.verdict.kind is not Kind.MENTION]
    return found


@once
def runs() -> list[Run]:
    """Every executed block of the site, in reading order."""
    return [run for path in reading_order() for run in run_page(path)]


def summary(page: Page) -> Markup:
    """How many of each kind, in one sentence."""
    all_ = entries()
    kinds = [entry.verdict.kind for entry in all_]
    claims = [entry for entry in all_ if entry.verdict.kind is Kind.CLAIM]
    extents = Counter(extent(entry.verdict) for entry in claims)
    shown = ", ".join(f"{count} {words}" for words, count in extents.most_common())
    others = ", ".join(
        f"{kinds.count(kind)} {words}"
        for kind, words in (
            (Kind.DEFINITION, "definitions"),
            (Kind.ASSUMPTION, "assumptions"),
            (Kind.DECLARATION, "declarations of variables"),
            (Kind.EXEMPT, "formulas that are exempt"),
        )
    )
    return Markup(
        "<p><strong>In this build:</strong> {} claims, of which {}; {}; {} programs ran.</p>"
    ).format(len(claims), shown, others, len(runs()))


def equations(page: Page) -> Markup:
    """A row for each formula that states something."""
    rows = []
    anchors: set[str] = set()  # Formulas in one line share theirs.
    by_kernel = _by_kernel(page)
    for entry in entries():
        verdict = entry.verdict
        name = entry.name or f"line {entry.line}"
        left_out = [note for evidence in verdict.evidence for note in notes(evidence)]
        also = "; ".join(dict.fromkeys((*exact_at(verdict), *left_out))) or verdict.reason
        id_ = "" if entry.anchor in anchors else Markup(' id="{}"').format(entry.anchor)
        anchors.add(entry.anchor)
        cells = (
            _title(entry.page),
            _kind(entry),
            ", ".join(map(plain, verdict.needs)) or ("nothing" if verdict.steps else ""),
            also,
            by_kernel.get(name, ""),
        )
        rows.append(
            _row(LINK.format(address(page.name, entry.page, entry.name), name), *cells, id_=id_)
        )
    heads = ("Formula", "Page", "Verdict", "Needs", "Also exact at", "Checked by Coq")
    return _table("equations", heads, rows)


def _by_kernel(page: Page) -> dict[str, str]:
    """For each equation that a theorem states, links to its theorems; words without Coq."""
    found = proof()
    where = places(found)
    if found.report is None:
        return dict.fromkeys(theorems_of_equations(found), "not checked on this machine")
    return {
        number: joined((theorem_link(theorem.name, page, where) for theorem in theorems), ", ")
        for number, theorems in theorems_of_equations(found).items()
    }


def _kind(entry: Entry) -> str:
    return extent(entry.verdict) if entry.verdict.kind is Kind.CLAIM else in_words(entry.verdict)


def ran_table(page: Page) -> Markup:
    """A row for each executed block."""
    rows = [
        _row(
            CODE.format(run.file or "on the page"),
            LINK.format(address(page.name, run.page), _title(run.page)),
            "ran to its end",
        )
        for run in runs()
    ]
    return _table("blocks", ("Program", "Page", "Status"), rows)


def index_table(page: Page) -> Markup:
    """A row for each numbered equation, with the equation itself, folded by page.

    What is folded costs a browser no style and no layout, and hundreds of formulas cost seconds.
    """
    numbered = [entry for entry in entries() if entry.name]
    groups = groupby(numbered, key=attrgetter("page"))
    folded = joined(_index_of_page(page, name, list(own)) for name, own in groups)
    return Markup('<div class="equation-index">{}</div>').format(folded)


def _index_of_page(page: Page, name: str, own: list[Entry]) -> Markup:
    """The equations of one page, folded below its name and their numbers."""
    copy = Markup('<span class="arithmatex" data-copied="">\\(\\displaystyle {}\\)</span>')
    rows = [
        _row(
            LINK.format(address(page.name, entry.page, entry.name), entry.name),
            in_words(entry.verdict),
            copy.format(entry.verdict.formula.tex),
        )
        for entry in own
    ]
    heads = ("Number", "What was shown", "Equation")
    table = _table("index", heads, rows, f"Equations: {_title(name)}")
    numbers = " ".join(str(entry.name) for entry in own)
    link = LINK.format(address(page.name, name), _title(name))
    return FOLDED.format(_title(name), numbers, table, link)


def slips_table(page: Page) -> Markup:
    """What became of the slips that the tests made; recorded, and compared by a test."""
    heads = ("Kind of slip", "Refuted", "Refused", "True, and proved")
    return _table("mutants", heads, [_row(*row) for row in recorded_fates()])


def _row(head: str, *cells: str, id_: str = "") -> Markup:
    return ROW.format(id_, HEAD.format(head) + joined(map(CELL.format, cells)))


def _table(name: str, heads: tuple[str, ...], rows: list[Markup], label: str = "") -> Markup:
    columns = joined(map(Markup('<th scope="col">{}</th>').format, heads))
    return TABLE.format(name, label or "Ledger", columns, BODY.format(joined(rows)))


def _title(name: str) -> str:
    return str(Page.read(Path(name)).meta["title"])


TABLES = {
    "equations": equations,
    "blocks": ran_table,
    "summary": summary,
    "mutants": slips_table,
    "index": index_table,
}


def show_ledger(fence: Fence, page: Page) -> Markup:
    """The table that the fence names.

    Raises:
        PageError: if it names no table.
    """
    name = "\n".join(fence.body).strip()
    if name not in TABLES:
        expected = f"one of {', '.join(TABLES)}"
        raise page.error(fence.index, f"a ledger of {name!r}", expected, "correct it")
    return TABLES[name](page)


format_ledger = FenceFormatter(show_ledger)
