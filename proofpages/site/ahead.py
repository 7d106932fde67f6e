"""A hook of MkDocs, which begins what takes long: Coq, programs and MathJax run beside the pages.

Nothing rests on it. What was begun is asked for where a page shows it, and a fault is told there.
The pages that show what was found of all others are converted behind them, when it is known.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

from proofpages.coq.coq_errors import FormalError
from proofpages.coq.outline import outline
from proofpages.page.chains import likely_formulas
from proofpages.page.faults import PageError, ToolError
from proofpages.page.fences import prose, read_fences
from proofpages.page.navigation import markdown_extensions, reading_order
from proofpages.page.page import Page
from proofpages.programs import run_page
from proofpages.site.build_record import TYPESET
from proofpages.site.theorems.cards import formulas_of
from proofpages.site.theorems.places import FENCE, PROOF, begin_proof
from proofpages.typeset import letters_of_site
from proofpages.typeset.mathjax import Wanted, mathjax

GATHERING = (FENCE, "ledger")
"""The fences that show what was found of other pages, or of the proof."""
AT_ONCE = 8
"""So many formulas are drawn before who waits for another has a turn."""


class _Begun:
    """What was begun: whether the programs are to stop, and the order that the files had."""

    stopped = threading.Event()
    order: list[File] = []


def on_pre_build(**_: Any) -> None:
    """Begin."""
    with suppress(FormalError, PageError):
        pages = reading_order()
        _Begun.stopped = threading.Event()
        for begin in (_run_programs, _draw_formulas):
            threading.Thread(target=begin, args=(pages, _Begun.stopped)).start()
        if any(map(_gathers, pages)):
            begin_proof()


def _run_programs(pages: list[Path], stopped: threading.Event) -> None:
    """Run the programs of all pages, to the first that fails: its page will say so."""
    with suppress(PageError, ToolError, OSError):
        for path in pages:
            if stopped.is_set():
                return
            run_page(path)


def _draw_formulas(pages: list[Path], stopped: threading.Event) -> None:
    """Have MathJax draw what is likely to be a formula; a page asks for its own, and finds them."""
    if TYPESET not in markdown_extensions():
        return
    with suppress(PageError, ToolError, OSError):
        for wanted in _wanted(pages):
            if stopped.is_set():
                return
            for start in range(0, len(wanted), AT_ONCE):
                mathjax.begin(wanted[start : start + AT_ONCE])


def _wanted(pages: list[Path]) -> Iterator[list[Wanted]]:
    """What is likely to be a formula, page by page, and those of the theorems that one shows."""
    letters = letters_of_site().replace(" ", "")
    for path in pages:
        found = likely_formulas(prose(Page.read(path)))
        yield [Wanted(tex, display, "", letters) for tex, display in found]
    if any(map(_gathers, pages)):
        with suppress(FormalError):  # A page will say so.
            yield [formula for statement in outline(PROOF) for formula in formulas_of(statement)]


def _gathers(path: Path) -> set[str]:
    """What a page shows that was found of others, or of the proof."""
    with suppress(PageError, OSError):
        fences = read_fences(Page.read(path)) if path.suffix == ".md" else []
        return {fence.language for fence in fences if fence.language in GATHERING}
    return set()


def on_nav(nav: Any, files: Files, **_: Any) -> None:
    """Have the pages converted as they are read, and those that gather last.

    A page rests on those before it, which it continues and whose numbers it goes on from: what is
    converted first is read for both at once. Coq takes longest, so what shows the proof is last.
    """
    _Begun.order = list(files)
    known = {file.abs_src_path: file for file in files}
    with suppress(PageError):
        in_order = [known.get(os.path.abspath(path)) for path in reading_order()]
        _put_last([file for file in in_order if file], files)
    kinds = {file: _gathers(Path(file.abs_src_path)) for file in files if file.abs_src_path}
    gathering = [file for file, kind in kinds.items() if kind]
    _put_last(sorted(gathering, key=lambda file: FENCE in kinds[file]), files)


def on_env(env: Any, files: Files, **_: Any) -> None:
    """Have all written in their order, which is that of the index for the search."""
    _put_last(_Begun.order, files)


def _put_last(these: list[File], files: Files) -> None:
    for file in these:
        files.remove(file)
        files.append(file)


def on_post_build(**_: Any) -> None:
    """Begin no other program."""
    _Begun.stopped.set()


def on_build_error(**_: Any) -> None:
    """The same."""
    _Begun.stopped.set()
