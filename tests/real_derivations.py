"""Equations that other people published, and what the checker says of them.

`real_derivations.json` holds relations from public sources, verbatim, each with what the page
around it says: declarations, definitions of the quantities that it mentions, assumptions, and the
case of its heading. A rewriting says the same in the notation that is read. `true` is whether the
relation holds as it is meant; of one that does not, nothing is to be proved.

`held_derivations.json` holds others in the same form, from other sources, by which the notation was
not chosen; those whose source is a book, a paper or a page by its name are quoted from memory.

    python -m tests.real_derivations [FEATURE]

prints the table, or one line for each relation with that feature which is not proved.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from proofpages.equations import Context, Formula, check
from proofpages.equations.checking import Kind, Status

CHOSEN = Path(__file__).with_suffix(".json")
HELD = Path(__file__).with_name("held_derivations.json")

Page = list[tuple[str, str]]
"""Formulas with their kinds: let (inline), display, assume, or case (in a heading)."""


@dataclass(frozen=True)
class Result:
    """What was found out about one relation."""

    source: str
    tex: str
    true: bool
    features: tuple[str, ...]
    stands: str
    rewritten: str

    @property
    def either(self) -> bool:
        """Whether it is proved as it stands or after rewriting."""
        return "proved" in (self.stands, self.rewritten)


def verdict(page: Page) -> str:
    """proved, if all claims of a page are; else the first status that is not."""
    context, conditions, claims = Context(), (), 0
    for kind, tex in page:
        if kind == "case":
            conditions = (tex,)
            continue
        directive = "assume" if kind == "assume" else None
        formula = Formula(tex, kind == "display", directive=directive, conditions=conditions)
        found = check(formula, context, readable=False)
        if not found.ok:
            return found.status.value
        claims += found.kind is Kind.CLAIM and found.status is Status.PROVED
    return "proved" if claims else "nothing claimed"


def measure(file: Path = CHOSEN) -> list[Result]:
    """Check every relation of a file, as it stands and rewritten."""
    found = []
    for row in json.loads(file.read_text(encoding="utf-8")):
        rewritten = verdict(row["rewritten"]) if row["rewritten"] else "no rewriting"
        found.append(
            Result(
                row["source"],
                row["stands"][-1][1],
                row["true"],
                tuple(row["features"]),
                verdict(row["stands"]),
                rewritten,
            )
        )
    return found


def table(results: list[Result]) -> str:
    """How many are proved, by feature; a relation counts under each feature that it has."""
    row = "{:44}{:>8}{:>12}{:>12}{:>10}"
    lines = [row.format("", "true", "as it is", "rewritten", "share")]
    counts = Counter(feature for result in results for feature in result.features)
    for name in (*(feature for feature, _ in counts.most_common()), "all"):
        chosen = [r for r in results if r.true and (name == "all" or name in r.features)]
        if chosen:
            plain = sum(r.stands == "proved" for r in chosen)
            either = sum(r.either for r in chosen)
            share = f"{100 * either / len(chosen):.0f} %"
            lines.append(row.format(name, len(chosen), plain, either, share))
    wrong = [r for r in results if not r.true]
    accepted = sum(r.either for r in wrong)
    lines.append(f"not true as they stand: {len(wrong)}, of which proved: {accepted}")
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    for file in (CHOSEN, HELD):
        results = measure(file)
        print(file.stem)
        if not arguments:
            print(table(results))
        for result in results:
            if arguments and arguments[0] in result.features and result.stands != "proved":
                print(f"{result.stands} | {result.rewritten} | {' '.join(result.tex.split())}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
