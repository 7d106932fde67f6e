"""`python -m proofpages COMMAND`: what is done with the pages besides building a site of them.

Each command ends with status 0, or with 1 and the faults that it found. The modules behind a
command are imported when it is asked for: `setup` runs before anything is installed.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path


def main(arguments: list[str] | None = None) -> int:
    options = vars(_parser().parse_args(arguments))
    command = options.pop("command")
    if command == "setup":
        from proofpages.setup import set_up

        set_up(**options)
        return 0
    try:
        from proofpages.site.commands import run_command

        return run_command(command, **options)
    except Exception:
        from proofpages.environment import see_damage

        damage = see_damage()
        if damage:
            sys.exit(damage)
        raise


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m proofpages", description=__doc__)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)

    def add(name: str, does: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=does, description=f"{does[:1].upper()}{does[1:]}.")

    check = add("check", "decide every formula, and print a line for each with its verdict")
    check.epilog = (
        "What only a build decides: programs, links and anchors, TeX that MathJax does not know, "
        "fences that this package fills, the proof in Coq, and pages outside the navigation."
    )
    explain = add("explain", "print how an equation was read, what it needs, and both normal forms")
    explain.add_argument("what", help="its number, as E12, or where it stands, as docs/x.md:41")
    for parser_with_pages in (check, explain):
        parser_with_pages.add_argument(
            "pages",
            nargs="*",
            type=Path,
            metavar="PAGE",
            help="Markdown, LaTeX (.tex), or a folder; without one, the pages of the navigation",
        )
    check.add_argument(
        "--adopted",
        action="store_true",
        dest="adopted_only",
        help="leave out the pages that the site does, as `checked: no`; so it is without a PAGE",
    )
    check.add_argument("--warn", action="store_true", help="tell the faults, and end with status 0")
    new = add("new", "make a small site with one true page, for a derivation of your own")
    new.add_argument("folder", type=Path, help="where; made if it is not there")
    new.add_argument(
        "--break", action="store_true", dest="wrong", help="with a wrong sign, to see it caught"
    )
    add("notation", "print which formulas can be read, and what they mean")
    add("needs", "write what each numbered claim needs to the file that the build compares with")
    add("slips", "break every claim in every small way, and write what became of it (some minutes)")
    proof = add("proof", "check a proof in Coq, and print its theorems and axioms")
    proof.add_argument("file", nargs="?", type=Path, help="a Coq file; without one, the site's")
    proof.add_argument("--headline", help="a theorem that may use no definition of the file")
    proof.add_argument(
        "--each", action="store_true", help="print the axioms theorem by theorem (half a minute)"
    )
    built = add("verify", "compare a finished site with the record of its build, page by page")
    built.add_argument("site", nargs="?", type=Path, default=Path("site"), help="its folder")
    make = add("build", "build the site with a generator without hooks, verified or not at all")
    make.add_argument("generator", nargs="?", default="zensical", help="its module")
    setup = add("setup", "install what the build, the tests or the checks of style need")
    setup.add_argument("group", nargs="?", default="build", help="build (if none), test or lint")
    return parser


if __name__ == "__main__":
    sys.exit(main())
