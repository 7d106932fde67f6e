"""`python -m proofpages.equations PAGE.md …` prints one line for each formula, with its verdict.

`--explain E12` prints how an equation was read, what it needs, and the normal forms of both sides.
`--needs` writes what each numbered claim needs to the file that the build compares with.
`--mutants` breaks every claim in every small way, and writes what became of it.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from proofpages.equations.checking import Kind
from proofpages.page.faults import PageError
from proofpages.page.navigation import reading_order
from proofpages.site.equation_marks import Entry, check_page, needs_of
from proofpages.site.wording import decided, in_words
from proofpages.slips.record import RECORD, record, slips

NEEDS = Path("proofpages/records/needs.tsv")
HEAD = (
    "# What each numbered claim needs: its name, a tab, the facts without which it is not proved.\n"
)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m proofpages.equations", description=__doc__)
    parser.add_argument("pages", nargs="*", type=Path, help="Markdown files; all pages if none")
    parser.add_argument("--explain", metavar="NAME", help="the number of an equation")
    parser.add_argument("--needs", action="store_true", help=f"write {NEEDS}")
    parser.add_argument("--mutants", action="store_true", help=f"write {RECORD}")
    options = parser.parse_args(arguments)
    try:
        checked = [check_page(path) for path in options.pages or reading_order()]
    except (PageError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    entries = [entry for page in checked for entry in page.entries]
    errors = [error for page in checked for error in page.errors]
    if options.explain:
        return _explain([entry for entry in entries if entry.name == options.explain])
    if options.mutants and not errors:
        RECORD.write_text(record(slips(entries)), encoding="utf-8")
        return 0
    if options.needs and not errors:
        named = [e for e in entries if e.name and e.verdict.kind is Kind.CLAIM]
        rows = "".join(f"{entry.name}\t{needs_of(entry)}\n" for entry in named)
        NEEDS.write_text(HEAD + rows, encoding="utf-8")
        return 0
    for entry in entries:
        if entry.verdict.ok and entry.verdict.kind is not Kind.MENTION:
            print(_line(entry))
    for error in errors:
        print(error, file=sys.stderr)
    return 1 if errors else 0


def _line(entry: Entry) -> str:
    verdict = entry.verdict
    name = entry.name or verdict.formula.tex.replace("\n", " ")[:30]
    milliseconds = f"{1000 * verdict.seconds:.1f} ms"
    return f"{entry.page}:{entry.line}: {name}: {in_words(verdict)} ({milliseconds})"


def _explain(entries: list[Entry]) -> int:
    for entry in entries:
        verdict = entry.verdict
        print(_line(entry))
        for step in verdict.steps:
            print(f"  read as: {step.left} {step.sign} {step.right}")
        print(f"  needs: {needs_of(entry)}")
        print(f"  decided: {decided(verdict)}")
        for case, left, right in verdict.explain():
            print(f"  {case or 'the one case'}:\n    left:  {left}\n    right: {right}")
    if not entries:
        print("no equation has this number", file=sys.stderr)
    return 0 if entries else 1


if __name__ == "__main__":
    sys.exit(main())
