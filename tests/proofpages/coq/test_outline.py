"""proofpages.coq.outline: what a file states, with the comment above and the lines of its proof."""

from __future__ import annotations

from pathlib import Path

import pytest

from proofpages.coq.coq_errors import FormalError
from proofpages.coq.outline import StatementBlock, outline, read_blocks
from proofpages.coq.sentences import sentences

TEXT = """(** E4 and E5. $p > 0$ *)
Theorem positive : 0 < 1.
Proof.
  auto.
Qed.

Lemma step : 1 = 1.
Proof. reflexivity. Defined.
"""


def test_each_statement_is_found_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "a.v"
    path.write_text(TEXT, encoding="utf-8")
    theorem, lemma = outline(path)
    assert (theorem.kind, theorem.name, theorem.text) == (
        *("Theorem", "positive"),
        "Theorem positive : 0 < 1.",
    )
    assert (theorem.line, theorem.last_line) == (2, 5)
    assert theorem.comment == "E4 and E5. $p > 0$"
    assert (lemma.kind, lemma.name, lemma.line, lemma.last_line) == ("Lemma", "step", 7, 8)
    assert lemma.comment == ""


def blocks(text: str) -> list[StatementBlock]:
    return list(read_blocks("a.v", text, sentences(text)))


def test_the_equations_are_those_before_the_formula() -> None:
    first, _ = blocks(TEXT.replace("$p > 0$", "$p > 0$, unlike E9"))
    assert first.statement.equations == ("E4", "E5")


def test_a_block_reaches_from_the_statement_to_the_end_of_its_proof() -> None:
    first, second = blocks(TEXT)
    assert [part.text for part in first.sentences[1:]] == ["Proof.", "auto.", "Qed."]
    assert (first.first.line, first.last.line) == (2, 5)
    assert (second.first.text, second.last.text) == ("Lemma step : 1 = 1.", "Defined.")


@pytest.mark.parametrize(
    ("change", "line", "found"),
    [
        (("(** E4 and E5. $p > 0$ *)\n", "\n"), 2, "the theorem `positive` without a comment"),
        (("Theorem", "Corollary"), 2, "`Corollary`"),
        (("Qed.", "Save."), 2, "a proof of `positive` without an end"),
        (("Defined.", ""), 7, "a proof of `step` without an end"),
    ],
)
def test_what_breaks_the_rules_is_refused(change: tuple[str, str], line: int, found: str) -> None:
    assert change[0] in TEXT
    with pytest.raises(FormalError) as caught:
        blocks(TEXT.replace(*change))
    assert caught.value.found.startswith(found)
    assert caught.value.line == line
