"""proofpages.coq.forbidden: each word that may not stand in a file is found where it stands."""

from __future__ import annotations

import pytest

from proofpages.coq.coq_errors import FormalError
from proofpages.coq.forbidden import FORBIDDEN, STATING, refuse_words

TINY = "(* $0 = 0$ *)\nTheorem same : 0 = 0.\nProof.\n  reflexivity.\nQed.\n"


def refused(text: str) -> FormalError:
    with pytest.raises(FormalError) as caught:
        refuse_words("a.v", text)
    return caught.value


@pytest.mark.parametrize("word", sorted(FORBIDDEN))
def test_a_forbidden_word_is_refused_with_its_line(word: str) -> None:
    error = refused(f"{TINY}  (* {word} in a comment is no fault *) {word} something.\n{TINY}")
    assert (error.line, error.found) == (6, f"`{word}`")
    assert (error.expected, error.advice) == FORBIDDEN[word]


@pytest.mark.parametrize("before", ["#[local] ", "Program\n", "  "])
@pytest.mark.parametrize("word", sorted(STATING))
def test_a_statement_stands_at_the_start_of_its_line(word: str, before: str) -> None:
    error = refused(TINY.replace("Theorem", before + word))
    assert error.found == f"`{word}` inside a line or a sentence"
    assert error.line == 2 + before.count("\n")


@pytest.mark.parametrize(
    "text",
    [
        TINY,
        TINY * 2,
        '(* Admitted (* nested: "*)" Axiom *) *)\n' + TINY,
        TINY.replace("Proof.", 'Proof. idtac "admit".'),
        "(* A Theorem. *)\n" + TINY.replace("same", "Set_of_admitted"),
    ],
)
def test_a_word_in_a_comment_a_string_or_a_name_is_no_fault(text: str) -> None:
    refuse_words("a.v", text)
