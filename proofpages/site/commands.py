"""The commands of `python -m proofpages` that read the pages or the proof."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from proofpages.coq.checked_file import CheckedFile, assumptions, check_file
from proofpages.equations.checking import Kind
from proofpages.located import LocatedError
from proofpages.page.faults import PageError, all_of
from proofpages.page.fences import formulas_elsewhere
from proofpages.page.latex import read_latex
from proofpages.page.navigation import (
    MARKS,
    configuration,
    docs,
    hooks,
    options_of,
    pages_below,
    reading_order,
)
from proofpages.page.once import begin_build, end_build
from proofpages.page.page import Page
from proofpages.records import NEEDS, SLIPS
from proofpages.site.adoption import adopted
from proofpages.site.equation_marks import faults_of_site, needs_of
from proofpages.site.front_matter import front_matter_faults
from proofpages.site.new_site import make_site
from proofpages.site.page_check import (
    Checked,
    Entry,
    check_page,
    check_reading,
    read_page,
)
from proofpages.site.settings import settings_faults
from proofpages.site.slips_record import make_slips, record_of
from proofpages.site.theorems.places import HEADLINE, PROOF
from proofpages.site.wording import counted, decided, in_words, message

GRAMMAR = Path(__file__).with_name("grammar.md")
"""What can be read, and what it means; a page of the site shows it."""
NEEDS_HEAD = (
    "# What each numbered claim needs: its name, a tab, the facts without which it is not proved.\n"
)


def run_command(name: str, **options: Any) -> int:
    """Run a command, and print what it says, line by line.

    Returns:
        The status to end with: 1 if there was a fault; each stands on the error output.
    """
    if name == "check":  # It changes no file, so each is read once.
        begin_build()
    try:
        for line in COMMANDS[name](**options):
            print(line, flush=True)
    except BrokenPipeError:  # Who reads has read enough; Python would say more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except (LocatedError, OSError, UnicodeError) as fault:
        print(fault, file=sys.stderr)
        return 1
    finally:
        end_build()
    return 0


def _check(pages: list[Path], warn: bool, adopted_only: bool) -> Iterator[str]:
    errors = [] if pages else list(settings_faults())
    if errors:
        raise all_of(errors)
    paths, shown = _files(pages) if pages else reading_order(), 0
    if adopted_only or not pages:
        paths = _adopted(paths)
    for path in paths:
        try:
            checked, skipped = _checked(path)
            besides = list(_besides(path, checked)) if docs() in path.parents else []
        except PageError as fault:  # The page cannot be read; the others are told of all the same.
            errors.append(fault)
            continue
        marks = []
        for entry in checked.entries:
            if entry.verdict.formula.display:
                marks.append(in_words(entry.verdict))
            if entry.verdict.ok and entry.verdict.kind is not Kind.MENTION:
                shown += 1
                yield _line(entry)
        for line, what in skipped:
            yield f"{path.as_posix()}:{line}: passed over: {what}"
        errors += [*checked.errors, *besides]
        yield f"{path.as_posix()}: {counted(marks)}"
    if errors and not warn:
        raise all_of(errors)
    yield from map(str, errors)
    yield f"pages: {len(paths)}, formulas: {shown}, faults: {len(errors)}"


def _besides(path: Path, checked: Checked) -> Iterator[PageError]:
    """What the site asks of its pages besides that their formulas be right."""
    if "front_matter.py" in hooks():
        yield from front_matter_faults(Page.read(path))
    yield from faults_of_site(read_page(path), checked, options_of(*MARKS))


def _adopted(paths: list[Path]) -> list[Path]:
    """Those of some pages that the site has checked."""
    adoption = adopted()
    return [path for path in paths if adoption.covers(Page.read(path))]


def _explain(what: str, pages: list[Path]) -> Iterator[str]:
    place = re.fullmatch(r"(.+):(\d+)", what)
    at = (Path(os.path.relpath(place[1])).as_posix(), int(place[2])) if place else None
    if place and not pages:
        pages = [Path(place[1])]
    checked = [_checked(path)[0] for path in _files(pages) or reading_order()]
    found = [
        entry
        for page in checked
        for entry in page.entries
        if what == entry.name or (entry.page, entry.line) == at
    ]
    if not found:
        raise PageError(
            (pages[0] if pages else configuration()).as_posix(),
            1,
            f"no formula {'here' if pages else 'on the pages of its navigation'} is {what!r}",
            "the number of an equation, or page:line of a formula, as messages have it",
            "correct it; if its page is not in the navigation yet, name the page too",
        )
    for entry in found:
        verdict = entry.verdict
        yield _line(entry)
        for step in verdict.steps:
            yield f"  read as: {step.left} {step.sign} {step.right}"
        yield f"  needs: {needs_of(entry)}"
        yield f"  decided: {decided(verdict)}"
        for case, left, right in verdict.explain():
            yield f"  {case or 'the one case'}:\n    left:  {left}\n    right: {right}"
    places = {(entry.page, entry.line) for entry in found}
    if wrong := [e for page in checked for e in page.errors if (e.file, e.line) in places]:
        raise all_of(wrong)


def _needs() -> Iterator[str]:
    claims = [
        entry for entry in _sound_entries() if entry.verdict.kind is Kind.CLAIM and entry.name
    ]
    rows = "".join(f"{entry.name}\t{needs_of(entry)}\n" for entry in claims)
    NEEDS.write_text(NEEDS_HEAD + rows, encoding="utf-8")
    yield f"{os.path.relpath(NEEDS)}: {len(claims)} claims"


def _slips() -> Iterator[str]:
    found = make_slips(_sound_entries())
    SLIPS.write_text(record_of(found), encoding="utf-8")
    yield f"{os.path.relpath(SLIPS)}: {len(found)} slips"


def _proof(file: Path | None, headline: str | None, each: bool) -> Iterator[str]:
    path = file or PROOF
    report = check_file(path, headline or (None if file else HEADLINE))
    yield from _described(report, assumptions(path) if each else {})


def _notation() -> Iterator[str]:
    yield GRAMMAR.read_text(encoding="utf-8").rstrip()


def _verify(site: Path) -> Iterator[str]:
    # What runs programs is imported here: the checker is installed without it.
    from proofpages.site.build_record import read_record
    from proofpages.site.verify import verify

    if faults := verify(site):
        raise all_of(faults)
    pages = read_record(site)["pages"].values()
    formulas, blocks = (sum(len(page[what]) for page in pages) for what in ("formulas", "blocks"))
    yield f"pages: {len(pages)}, formulas: {formulas}, programs: {blocks}, faults: 0"


def _build(generator: str) -> Iterator[str]:
    from proofpages.site.without_hooks import build_without_hooks

    yield from build_without_hooks(generator)


COMMANDS: dict[str, Callable[..., Iterator[str]]] = {
    "check": _check,
    "explain": _explain,
    "needs": _needs,
    "slips": _slips,
    "proof": _proof,
    "new": make_site,
    "notation": _notation,
    "verify": _verify,
    "build": _build,
}


def _sound_entries() -> list[Entry]:
    """The formulas of all pages.

    Raises:
        PageError: if any of them must not pass: nothing may be recorded of such pages.
    """
    checked = [check_page(path) for path in reading_order()]
    if errors := [error for page in checked for error in page.errors]:
        raise all_of(errors)
    return [entry for page in checked for entry in page.entries]


def _checked(path: Path) -> tuple[Checked, list[tuple[int, str]]]:
    """What was decided of a file, and what of it was passed over, by its lines."""
    if path.suffix != ".tex":
        checked, elsewhere = check_page(path), formulas_elsewhere(Page.read(path))
        return checked, [(line, f"{what}, a formula of other Markdown") for line, what in elsewhere]
    source = read_latex(path)
    return check_reading(source.reading), source.skipped


def _files(named: list[Path]) -> list[Path]:
    """The files that were named, and those in the folders that were, from the working folder.

    Raises:
        PageError: if one is not there, or a folder holds none.
    """
    found: list[Path] = []
    for path in named:
        files = pages_below(path, ".md", ".tex") if path.is_dir() else [path][: path.is_file()]
        if not files:
            wrong = "there is no page in it" if path.is_dir() else "there is no such file"
            raise PageError(path.as_posix(), 1, wrong, "a page, or a folder of pages", "correct it")
        found += (Path(os.path.relpath(file)) for file in files)
    return found


def _line(entry: Entry) -> str:
    verdict = entry.verdict
    name = entry.name or verdict.formula.tex.replace("\n", " ")[:30]
    shown = in_words(verdict) if verdict.ok else message(verdict)
    return f"{entry.page}:{entry.line}: {name}: {shown} ({1000 * verdict.seconds:.1f} ms)"


def _described(report: CheckedFile, each: dict[str, tuple[str, ...]]) -> Iterator[str]:
    yield f"{report.path}: checked by Coq {report.coq_version} in {report.seconds:.1f} s"
    for theorem in report.theorems:
        yield f"  line {theorem.line:4}  {theorem.name}"
        yield f"             {theorem.comment}"
        if theorem.name in each:
            yield f"             rests on {', '.join(each[theorem.name]) or 'no axiom'}"
    lemmas = len(report.statements) - len(report.theorems)
    yield (
        f"{len(report.theorems)} theorems, {lemmas} lemmas. "
        f"The theorems rest on {', '.join(report.axioms) or 'no axiom'}."
    )
