"""The command ``python -m proofpages.coq``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from proofpages.coq.checked_file import Report, assumptions, check
from proofpages.coq.coq_errors import CoqNotFound, FormalError
from proofpages.site.theorems.places import HEADLINE, PROOF


def main(arguments: list[str] | None = None) -> int:
    """Return 0 if the file was accepted, 1 if it was refused, 2 if there is no Coq."""
    parser = argparse.ArgumentParser(prog="python -m proofpages.coq", description="Check a proof.")
    parser.add_argument("file", nargs="?", type=Path, help=f"a Coq file (default: {PROOF})")
    parser.add_argument("--headline", help="a theorem that may use no definition of the file")
    parser.add_argument(
        "--each", action="store_true", help="print the axioms theorem by theorem (half a minute)"
    )
    options = parser.parse_args(arguments)
    path: Path = options.file or PROOF
    headline = options.headline if options.file else options.headline or HEADLINE
    try:
        report = check(path, headline)
        each = assumptions(path) if options.each else {}
    except CoqNotFound as missing:
        print(missing, file=sys.stderr)
        return 2
    except FormalError as refused:
        print(refused, file=sys.stderr)
        return 1
    print(_describe(report, each))
    return 0


def _describe(report: Report, each: dict[str, tuple[str, ...]]) -> str:
    lines = [f"{report.path}: checked by Coq {report.coq_version} in {report.seconds:.1f} s"]
    for theorem in report.theorems:
        lines += [
            f"  line {theorem.line:4}  {theorem.name}",
            f"             {theorem.comment}",
        ]
        if theorem.name in each:
            lines.append(f"             rests on {', '.join(each[theorem.name]) or 'no axiom'}")
    lemmas = len(report.statements) - len(report.theorems)
    lines.append(
        f"{len(report.theorems)} theorems, {lemmas} lemmas. "
        f"The theorems rest on {', '.join(report.axioms) or 'no axiom'}."
    )
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
