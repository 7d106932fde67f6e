"""The ledger: what was checked in this build, as tables on the page that has the fence for it.

A fence ```` ```ledger ```` with the word `equations` or `blocks` in it becomes the table of every
formula or of every executed block of the site. Both are decided and run by the same code as on
the pages; what a page has already done in this build is not done again.
"""

from __future__ import annotations

import html
import posixpath
from collections import Counter
from pathlib import Path
from typing import Any

from markdown import Markdown
from pymdownx.superfences import SuperFencesException

from proofpages.site.equation_marks import (Entry, check_page)
from proofpages.slips.record import (recorded)
from proofpages.site.wording import (extent, in_words, plain)
from proofpages.programs import (Run, run_page)
from proofpages.site.theorems.places import (anchor, places, proof, stated)
from proofpages.page.formulas import (TAG)
from proofpages.page.page import (Page, PageError, page_of, reading_order)


def formatter(
    source: str, language: str, css_class: str, options: dict[str, Any], md: Markdown, **kwargs: Any
) -> str:
    """Return the table that the fence names.

    Raises:
        PageError: if it names no table.
    """
    page = page_of(md)
    tables = {
        "equations": equations,
        "blocks": blocks,
        "summary": summary,
        "mutants": mutants,
        "index": index,
    }
    if page is None or source.strip() not in tables:
        page = page or Page("<text>", "")
        raise page.error(0, f"a ledger of {source!r}", f"one of {', '.join(tables)}", "correct it")
    try:
        return tables[source.strip()](page)
    except SuperFencesException:
        raise
    except Exception as error:  # SuperFences would drop it, and show the fence as text.
        raise PageError(
            page.name, 1, f"the ledger failed: {error!r}", "a table", "report it"
        ) from error


def entries() -> list[Entry]:
    """Every formula of the site that states something, in reading order.

    Raises:
        PageError: for the first one that is not proved.
    """
    found = []
    for path in reading_order():
        checked = check_page(path)
        if checked.errors:
            raise checked.errors[0]
        found += [entry for entry in checked.entries if entry.verdict.kind != "mention"]
    return found


def runs() -> list[Run]:
    """Every executed block of the site, in reading order."""
    return [run for path in reading_order() for run in run_page(path)]


def summary(page: Page) -> str:
    """How many of each kind, in one sentence."""
    all_ = entries()
    kinds = [entry.verdict.kind for entry in all_]
    claims = [entry for entry in all_ if entry.verdict.kind == "claim"]
    extents = Counter(extent(entry.verdict) for entry in claims)
    shown = ", ".join(f"{count} {words}" for words, count in extents.most_common())
    ran = runs()
    others = ", ".join(
        f"{kinds.count(kind)} {words}"
        for kind, words in (
            ("definition", "definitions"),
            ("assumption", "assumptions"),
            ("declaration", "declarations of variables"),
            ("skipped", "formulas that are exempt"),
        )
    )
    return (
        f"<p><strong>In this build:</strong> {len(claims)} claims, of which {shown}; {others}; "
        f"{len(ran)} programs ran.</p>"
    )


def equations(page: Page) -> str:
    """A row for each formula that states something."""
    rows = []
    anchors: set[str] = set()  # Formulas in one line share theirs.
    by_kernel = _by_kernel(page)
    for entry in entries():
        verdict = entry.verdict
        name = entry.name or f"line {entry.line}"
        link = _link(page, entry.page, entry.name)
        needs = ", ".join(map(plain, verdict.needs)) or ("nothing" if verdict.steps else "")
        exact = [how.removeprefix("exact at ") for how in verdict.how if how.startswith("exact")]
        also = "; ".join((*exact, *verdict.notes)) or verdict.reason
        id_ = "" if entry.anchor in anchors else f' id="{entry.anchor}"'
        anchors.add(entry.anchor)
        rows.append(
            f'<tr{id_}><th scope="row"><a href="{link}">{html.escape(name)}</a></th>'
            f"<td>{_title(entry.page)}</td><td>{html.escape(_kind(entry))}</td>"
            f"<td>{html.escape(needs)}</td><td>{html.escape(also)}</td>"
            f"<td>{by_kernel.get(name, '')}</td><td>{1000 * verdict.seconds:.1f}</td></tr>"
        )
    heads = ("Formula", "Page", "Verdict", "Needs", "Also exact at", "Checked by Coq", "ms")
    return _table("ledger-equations", heads, rows)


def _by_kernel(page: Page) -> dict[str, str]:
    """For each equation that a theorem states, links to its theorems; words without Coq."""
    found = proof()
    where = places(found)
    if found.report is None:
        return dict.fromkeys(stated(found), "not checked on this machine")
    return {
        number: ", ".join(
            f'<a href="{_link(page, where[theorem.name], anchor(theorem.name))}">{theorem.name}</a>'
            for theorem in theorems
        )
        for number, theorems in stated(found).items()
    }


def _kind(entry: Entry) -> str:
    return extent(entry.verdict) if entry.verdict.kind == "claim" else in_words(entry.verdict)


def blocks(page: Page) -> str:
    """A row for each executed block."""
    rows = [
        f'<tr><th scope="row"><code>{html.escape(run.file or "on the page")}</code></th>'
        f'<td><a href="{_link(page, run.page, None)}">{_title(run.page)}</a></td>'
        f"<td>ran to its end</td><td>{1000 * run.seconds:.1f}</td></tr>"
        for run in runs()
    ]
    return _table("ledger-blocks", ("Program", "Page", "Status", "ms"), rows)


def index(page: Page) -> str:
    """A row for each numbered equation, with the equation itself."""
    rows = []
    for entry in entries():
        if entry.name:
            tex = TAG.sub("", entry.verdict.formula.tex)
            rows.append(
                f'<tr><th scope="row"><a href="{_link(page, entry.page, entry.name)}">'
                f"{entry.name}</a></th><td>{html.escape(in_words(entry.verdict))}</td>"
                f'<td><span class="arithmatex" data-copied="">'
                f"\\(\\displaystyle {html.escape(tex, quote=False)}\\)</span></td></tr>"
            )
    return _table("ledger-index", ("Number", "What was shown", "Equation"), rows)


def mutants(page: Page) -> str:
    """What became of the slips that the tests made; recorded, and compared by a test."""
    rows = [
        f'<tr><th scope="row">{kind}</th>' + "".join(f"<td>{n}</td>" for n in counts) + "</tr>"
        for kind, *counts in recorded()
    ]
    heads = ("Kind of slip", "Refuted", "Refused", "True, and proved")
    return _table("ledger-mutants", heads, rows)


def _table(css_class: str, heads: tuple[str, ...], rows: list[str]) -> str:
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    return (
        f'<div class="ledger {css_class}" tabindex="0" role="group" aria-label="Ledger">'
        # Material 9.8.1 lays out a table without a class twice, the second time by its script.
        '<table class="ledger-table">'
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def _title(name: str) -> str:
    return html.escape(str(Page.read(Path(name), Path(name).read_text("utf-8")).meta["title"]))


def _link(page: Page, target: str, anchor: str | None) -> str:
    """A link from one page's Markdown to another's; the generator makes an address of it."""
    path = posixpath.relpath(target, posixpath.dirname(page.name))
    return path + (f"#{anchor}" if anchor else "")
