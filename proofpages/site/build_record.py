"""The record of a build: what each page has to show, written beside the pages as `record.json`.

It is made of the sources, by the same code that checks and runs them, and knows nothing of HTML;
`verify` compares it with the finished pages. It holds no times: two builds of the same sources
write the same record.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from proofpages.page.faults import PageError
from proofpages.page.formulas import Found
from proofpages.page.navigation import (
    MARKS,
    address_of,
    docs,
    hooks,
    markdown_extensions,
    options_of,
    reading_order,
)
from proofpages.page.once import source_of
from proofpages.page.page import Page
from proofpages.page.reading import Reading, read_apart
from proofpages.site.adoption import Mode, adopted
from proofpages.site.page_check import check_page, read_page, stated
from proofpages.site.raw_html import Guard
from proofpages.site.wording import MARKED_INLINE, UNCHECKED, counted, in_words
from proofpages.typeset import drawn, letters_of_site
from proofpages.typeset.mathjax import Typeset
from proofpages.typeset.mathml import drawn_by_browsers

if TYPE_CHECKING:
    from proofpages.programs import Run

RECORD = "record.json"
PROGRAMS, TYPESET, MATHML = "proofpages.programs", "proofpages.typeset", "proofpages.typeset.mathml"


def make_record(links: bool, folders: bool, templates: Collection[str]) -> dict[str, Any]:
    """What each page of the navigation has to show, by its file.

    Args:
        links: Whether each link has to lead somewhere, as where MkDocs is strict.
        folders: Whether each page has a folder of its own, as a server wants it.
        templates: The files that the theme adds to the pages.

    Raises:
        PageError: for a page that must not pass.
    """
    pages = {path.as_posix(): _page(path, folders) for path in reading_order()}
    return {
        "links": links,
        "policy": "content_policy.py" in hooks(),
        "templates": sorted(templates),
        "pages": pages,
    }


def write_record(site: Path, links: bool, folders: bool, templates: Collection[str]) -> None:
    """Write the record into a site."""
    record = make_record(links, folders, templates)
    text = json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True)
    (site / RECORD).write_text(text + "\n", encoding="utf-8")


def read_record(site: Path) -> dict[str, Any]:
    """The record in a site, as `make_record` has made it.

    Raises:
        PageError: if there is none.
    """
    try:
        record = json.loads((site / RECORD).read_text(encoding="utf-8"))
        return {name: record[name] for name in ("links", "policy", "templates", "pages")}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise PageError(
            (site / RECORD).as_posix(),
            1,
            f"there is no record of a build ({error})",
            "a site that was built with proofpages",
            "build it",
        ) from error


def digest(source: bytes) -> str:
    """What tells one text of a file from another."""
    return hashlib.sha256(source).hexdigest()


def programs_of(path: Path) -> list[Run]:
    """The blocks of a page that ran; the checker is installed without what runs them."""
    if PROGRAMS not in markdown_extensions():
        return []
    from proofpages.programs import run_page

    return run_page(path)


def _page(path: Path, folders: bool) -> dict[str, Any]:
    covered = adopted().covers(Page.read(path))
    reading = read_page(path) if covered else read_apart(path, Guard)
    marks = dict(_marks(path, reading) if covered else _unchecked(reading))
    own = [found for found in reading.formulas if not found.copied]
    formulas = [
        {
            "display": found.display,
            "name": found.name,
            "mark": marks.get(found),
            "tex": found.tex,
            "shown": shown,
            "drawing": drawing,
        }
        for found, (shown, drawing) in zip(own, _shown(path, own), strict=True)
    ]
    displays = [str(formula["mark"]) for formula in formulas if formula["display"]]
    blocks = [
        {"file": run.file, "output": run.output, "picture": run.picture}
        for run in programs_of(path)
    ]
    return {
        "source": digest(source_of(path)),
        "file": address_of(path.as_posix(), folders),
        "formulas": formulas,
        "count": counted(displays) if displays and options_of(*MARKS).get("count", True) else None,
        "blocks": blocks,
    }


def _marks(path: Path, reading: Reading) -> Iterator[tuple[Found, str]]:
    checked = check_page(path)
    if adopted().mode is Mode.STRICT:
        checked.stop_at_errors()
    for found, entry in zip(stated(reading), checked.entries, strict=True):
        verdict = entry.verdict
        if found.display or not verdict.ok or verdict.kind in MARKED_INLINE:
            yield found, in_words(verdict)


def _unchecked(reading: Reading) -> Iterator[tuple[Found, str]]:
    for found in stated(reading):
        if found.display:
            yield found, UNCHECKED


def _shown(path: Path, formulas: list[Found]) -> list[tuple[str, str | None]]:
    """What stands in a page's HTML for each formula: MathML, or its TeX where a script draws it.

    And a digest of its drawing; None where it has none, or one that refers to others on its page.
    """
    used = markdown_extensions()
    if TYPESET in used:
        results = drawn(formulas, letters_of_site())
        refers = path.relative_to(docs()).as_posix() in options_of(TYPESET).get("by_reference", ())
        return [
            (r.mathml, None if refers else digest(r.svg.encode()))
            if isinstance(r, Typeset)
            else ("", None)
            for r in results
        ]
    if MATHML in used:
        return [(drawn_by_browsers(found.shown, found.display), None) for found in formulas]
    return [(rf"\[{f.source}\]" if f.display else rf"\({f.source}\)", None) for f in formulas]
