"""proofpages.coq.kernel: what Coq's programs answer is taken apart, and refused with its line."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from proofpages.coq import kernel
from proofpages.coq.coq_errors import FormalError
from proofpages.coq.kernel import Reference

GLOB = """DIGEST 0
Fcopy
R0:3 Coq.Reals.Rdefinitions <> <> lib
def 12:14 <> one
R20:22 copy <> one def
R40:42 Coq.Init.Nat Nat add def
"""


def answers(monkeypatch: pytest.MonkeyPatch, said: str, code: int = 0) -> None:
    """Let each program of Coq end in this way."""
    monkeypatch.setattr(kernel, "run", lambda *_, **__: CompletedProcess([], code, said, ""))


def refused(function: Callable[..., object], *arguments: object) -> FormalError:
    with pytest.raises(FormalError) as caught:
        function(*arguments)
    return caught.value


def test_what_coqc_met_is_read() -> None:
    assert list(kernel.references(GLOB)) == [
        Reference(0, "Coq.Reals.Rdefinitions", "<>", "lib"),
        Reference(20, "copy", "one", "def"),
        Reference(40, "Coq.Init.Nat", "Nat.add", "def"),
    ]


def test_a_library_that_is_not_coqs_is_refused_with_its_line() -> None:
    met = list(kernel.references(GLOB))
    kernel.refuse_libraries("copy.v", "text", "copy", met)
    other = Reference(6, "mathcomp.ssreflect.seq", "<>", "lib")
    error = refused(kernel.refuse_libraries, "copy.v", "é\nab\nc", "copy", [*met, other])
    assert (error.line, error.found) == (3, "`mathcomp.ssreflect.seq`")


def test_the_first_step_that_is_rejected_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, 'File "./a.v", line 4, characters 2-9:\nError:\nNo\n  such  goal.\n', 1)
    error = refused(kernel.compile_file, "a.v", "a", "")
    assert (error.line, error.found) == (4, "a step that Coq rejects (No such goal.)")
    answers(monkeypatch, "Killed", 137)
    assert "Killed" in refused(kernel.compile_file, "a.v", "a", "").found
    answers(monkeypatch, "")
    kernel.compile_file("a.v", "a", "")


@pytest.mark.parametrize(
    ("said", "code", "found"),
    [
        ("* Theory: Set is predicative\n* Axioms: <none>\n", 0, None),
        ("* Constants relying on type-in-type: a.f\n", 0, "* Constants relying on type-in-type"),
        ("* Inductives whose positivity is assumed: a.t\n", 0, "* Inductives whose positivity"),
        ("* Constants relying on type-in-type: <none>\n", 0, None),
        ("Fatal error", 1, "Fatal error"),
        ("* Axioms:\n    a.two_obligation_1\n", 0, "the file adds the axiom `a.two_obligation_1`"),
        ("* Axioms:\n    Coq.Logic.Classical_Prop.classic\n", 0, None),
    ],
)
def test_what_coqchk_does_not_accept_is_refused(
    said: str, code: int, found: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(monkeypatch, said, code)
    if found is None:
        kernel.recheck("a.v", "a", "")
    else:
        error = refused(kernel.recheck, "a.v", "a", "")
        assert found in error.found
        assert error.line == 1


def test_each_question_for_axioms_has_its_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = "Axioms:\nb : forall P,\n  P\na.c : nat\nClosed under the global context\n"
    answers(monkeypatch, said)
    ask = partial(kernel.ask_assumptions, "a.v", "a", str(tmp_path))
    assert ask([["one", "two"], ["three"]]) == [("a.c", "b"), ()]
    asked = (tmp_path / "assumptions.v").read_text(encoding="utf-8")
    assert "Definition group_0 := let _ := @a.one in let _ := @a.two in Prop." in asked
    assert refused(ask, [["one"]]).found == "2 lists of assumptions"
