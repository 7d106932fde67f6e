"""What was shown of a formula, in words for a student."""

from __future__ import annotations

import re

from proofpages.equations.checking import Verdict

GLUE = "\N{NO-BREAK SPACE}"
_SIGNS = {r"\neq": "≠", r"\leq": "≤", r"\geq": "≥", r"\cdot": "·", r"\in": "∈", r"\,": " "}
_SUM = re.compile(r"\\sum_\{?[a-z](?:=1)?\}?(?:\^\{?[A-Z]\}?)? ?([a-z])_\{?[a-z]\}?")


def plain(tex: str) -> str:
    """A short condition as plain text: `\\sum_{i=1}^K y_i = 1` as Σy = 1, `i \\neq j` as i ≠ j."""
    text = _SUM.sub(r"Σ\1", tex)
    for command, sign in _SIGNS.items():
        text = text.replace(command, sign)
    text = re.sub(r"[{}]", "", re.sub(r"\\([A-Za-z]+)", r"\1", text)).strip()
    return text.replace(" ", GLUE)


def extent(verdict: Verdict) -> str:
    """For what a claim was proved: every K, every K and N, one K, or every value."""
    shown = [how.removeprefix("proved ") for how in verdict.how if how.startswith("proved")]
    # Of the steps of a chain, the one that was proved for least: `for K = 2` before `for every K`.
    return f"proved {min(shown, key=lambda words: 'every' in words).replace(', ', ' and ')}"


def in_words(verdict: Verdict) -> str:
    """The mark beside a formula."""
    if verdict.kind == "claim":
        needs = " and ".join(plain(fact) for fact in verdict.needs)
        return f"proved, needs {needs}" if needs else extent(verdict)
    return {"skipped": "not proved"}.get(verdict.kind, verdict.kind)
