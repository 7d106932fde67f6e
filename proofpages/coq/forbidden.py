"""The words that a checked file may not hold, and why."""

from __future__ import annotations

import re

from proofpages.coq.coq_errors import FormalError
from proofpages.coq.sentences import blank_comments

# The assumptions of every published theorem are compared too; the words catch what lies outside
# them: an open proof that no theorem uses yet, a check switched off, a sign that no longer means
# what it says.
_UNFINISHED = "a finished proof", "finish the proof, or delete the statement"
_ASSUMED = (
    "no assumption outside the statements",
    "prove it, or write it as a hypothesis of each theorem that needs it",
)
_UNCHECKED = "Coq's default settings and checks", "remove the sentence"
# What is taken back has been proved from what may be gone since, such as an axiom.
_TAKEN_BACK = "sentences that stay", "delete what it takes back"
# What stands in a module has another name, and no statement shows what the module assumes.
_NESTED = "statements at the top of the file", "take them out of the module"
_RENAMED = "the standard library's own signs", "write the term out"

#: Each forbidden word with what was expected, and what to do.
FORBIDDEN: dict[str, tuple[str, str]] = {
    **dict.fromkeys(("Admitted", "admit", "give_up", "Abort", "Abandon"), _UNFINISHED),
    **dict.fromkeys(
        (
            *("Axiom", "Axioms", "Parameter", "Parameters", "Conjecture", "Conjectures"),
            # Legal inside a Section, where they turn into hypotheses that the statement on
            # the page would not show; so they are refused there too.
            *("Hypothesis", "Hypotheses", "Variable", "Variables", "Context"),
            *("Declare", "Primitive"),
        ),
        _ASSUMED,
    ),
    **dict.fromkeys(
        (
            *("Set", "Unset", "bypass_check", "Load", "LoadPath", "Redirect", "Extraction"),
            *("Drop", "Cd"),
        ),
        _UNCHECKED,
    ),
    **dict.fromkeys(("Reset", "Back", "BackTo", "Undo", "Restart"), _TAKEN_BACK),
    "Module": _NESTED,
    **dict.fromkeys(("Notation", "Infix", "Coercion", "Canonical", "Reserved"), _RENAMED),
}

#: Every keyword that states something to be proved. Two are enough: a third would only blur
#: what is published, and an attribute before one of them would hide it.
STATING = frozenset(
    {"Theorem", "Lemma", "Fact", "Remark", "Corollary", "Proposition", "Property", "Goal"}
)


def refuse_words(path: str, text: str) -> None:
    """Refuse a forbidden word anywhere outside comments and strings.

    A keyword that states something must start its line and its sentence: what stands before it
    would hide it from ``outline``.

    Raises:
        FormalError: for the first that is found.
    """
    code = re.sub(r'"[^"]*"', lambda m: re.sub(r"[^\n]", " ", m[0]), blank_comments(path, text))
    for match in re.finditer(r"[A-Za-z_][\w']*", code):
        word = match[0]
        if word not in FORBIDDEN and word not in STATING:
            continue
        before = code[: match.start()]
        line = before.count("\n") + 1
        if word in FORBIDDEN:
            expected, todo = FORBIDDEN[word]
            raise FormalError(path, line, f"`{word}`", expected, todo)
        if before[-1:] not in {"", "\n"} or before.rstrip()[-1:] not in {"", "."}:
            raise FormalError(
                path,
                line,
                f"`{word}` inside a line or a sentence",
                "a statement at the start of its line, without attributes",
                "move it there",
            )
