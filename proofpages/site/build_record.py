"""The record of a build: what each page has to show, written beside the pages as `record.json`.

It is made of the sources, by the same code that checks and runs them, and knows nothing of HTML;
`verify` compares it with the finished pages. It holds no times: two builds of the same sources
write the same record.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from proofpages.page.faults import PageError
from proofpages.page.navigation import docs, is_index, reading_order
from proofpages.page.once import source_of
from proofpages.programs import run_page
from proofpages.site.page_check import check_page, read_page, stated
from proofpages.site.wording import MARKED_INLINE, in_words
from proofpages.typeset import drawn, letters_of_site
from proofpages.typeset.mathjax import Typeset

RECORD = "record.json"


def make_record(links: bool, folders: bool) -> dict[str, Any]:
    """What each page of the navigation has to show, by its file.

    Args:
        links: Whether each link has to lead somewhere, as where MkDocs is strict.
        folders: Whether each page has a folder of its own, as a server wants it.

    Raises:
        PageError: for a page that must not pass.
    """
    pages = {path.as_posix(): _page(path, folders) for path in reading_order()}
    return {"links": links, "pages": pages}


def write_record(site: Path, links: bool, folders: bool) -> None:
    """Write the record into a site."""
    text = json.dumps(make_record(links, folders), ensure_ascii=False, indent=1, sort_keys=True)
    (site / RECORD).write_text(text + "\n", encoding="utf-8")


def read_record(site: Path) -> dict[str, Any]:
    """The record in a site, as `make_record` has made it.

    Raises:
        PageError: if there is none.
    """
    try:
        record = json.loads((site / RECORD).read_text(encoding="utf-8"))
        return {"links": record["links"], "pages": record["pages"]}
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


def address_of(page: str, folders: bool) -> str:
    """The file of the site that a page becomes."""
    name = Path(page).relative_to(docs()).with_suffix("")
    if folders or is_index(Path(page)):
        return ((name.parent if is_index(Path(page)) else name) / "index.html").as_posix()
    return f"{name.as_posix()}.html"


def _page(path: Path, folders: bool) -> dict[str, Any]:
    checked = check_page(path)
    checked.stop_at_errors()
    reading = read_page(path)
    marks = {
        found: in_words(entry.verdict)
        for found, entry in zip(stated(reading), checked.entries, strict=True)
        if found.display or entry.verdict.kind in MARKED_INLINE
    }
    own = [found for found in reading.formulas if not found.copied]
    formulas = [
        {
            "display": found.display,
            "name": found.name,
            "mark": marks.get(found),
            "tex": found.tex,
            "mathml": result.mathml if isinstance(result, Typeset) else None,
        }
        for found, result in zip(own, drawn(own, letters_of_site()), strict=True)
    ]
    blocks = [
        {"file": run.file, "output": run.output, "picture": run.picture} for run in run_page(path)
    ]
    return {
        "source": digest(source_of(path)),
        "file": address_of(path.as_posix(), folders),
        "formulas": formulas,
        "blocks": blocks,
    }
