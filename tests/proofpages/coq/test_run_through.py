"""proofpages.coq.run_through: the questions that are put into a file, and Coq's answers to them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from proofpages.coq import run_through as module
from proofpages.coq.coq_errors import FormalError, StepRejected
from proofpages.coq.kernel import Reference
from proofpages.coq.run_through import RunThrough

TEXT = """Definition one := 1. (* α *)
Lemma step : one = 1.
Proof. unfold one. (* Not. this. *) reflexivity. Qed.
(* One. *)
Theorem next : one = 1. Proof. exact step. Qed.
(* The end. *)
"""
LAST = (
    r"Section (?P=mark)\. Let (?P=mark)_all := let _ := @a\.next in Prop\."
    r" Print Assumptions (?P=mark)_all\. End (?P=mark)\."
)
LOCATED = re.compile(
    rf" Locate (?P<mark>q\w+?)_(?P<n>\d+)\. (?:Show\.|{LAST}) Locate (?P=mark)_ends\."
)


class Compiler:
    """Coq's compiler, which answers each question with what `said` makes of its number."""

    text = ""

    def said(self, mark: str, number: int) -> str:
        nothing = f"No object of basename {mark}_"
        goals = f"It is done.\n\n1 goal \n  \n  {number} = 1"
        answer = goals if number < 9 else "Axioms:\nb : nat\na : nat"
        return f"{nothing}{number}\n{answer}\n{nothing}ends\n"

    def compile_file(self, path: str, stem: str, folder: str) -> str:
        file = Path(folder, f"{stem}.v")
        self.text = file.read_text(encoding="utf-8")
        Path(folder, f"{stem}.vo").write_bytes(b"compiled")
        glob = ""
        for name in re.findall(r"exact (\w+)|@a\.(\w+)", self.text):
            word = "".join(name)
            at = len(self.text[: self.text.rindex(word)].encode())
            glob += f"R{at}:{at + len(word) - 1} a <> {word} thm\n"
        Path(folder, f"{stem}.glob").write_text(glob, encoding="utf-8")
        return "".join(self.said(mark, int(n)) for mark, n in LOCATED.findall(self.text))


@pytest.fixture
def compiler(monkeypatch: pytest.MonkeyPatch) -> Compiler:
    stand_in = Compiler()
    monkeypatch.setattr(module, "compile_file", stand_in.compile_file)
    return stand_in


def through(text: str = TEXT) -> RunThrough:
    return module.run_through.__wrapped__("a.v", "a", text, "8.16.1")


def test_what_is_compiled_is_the_file_with_questions_in_its_lines(compiler: Compiler) -> None:
    through()
    assert LOCATED.sub("", compiler.text) == TEXT
    asked = [line.count("Show.") for line in compiler.text.splitlines()]
    assert asked == [0, 1, 2, 0, 2, 0]


def test_each_sentence_has_its_answer_and_each_name_its_place(compiler: Compiler) -> None:
    found = through()
    assert [(step.theorem, step.remaining) for step in found.steps] == [
        ("", ""),
        ("step", "1 goal\n\n  1 = 1"),
        ("step", ""),
        ("step", "1 goal\n\n  3 = 1"),
        ("step", "1 goal\n\n  4 = 1"),
        ("step", ""),
        ("next", "1 goal\n\n  6 = 1"),
        ("next", ""),
        ("next", "1 goal\n\n  8 = 1"),
        ("next", ""),
    ]
    place = TEXT.encode().rindex(b"step")
    assert found.met == (Reference(place, "a", "step", "thm"),)
    assert found.compiled == b"compiled"
    assert found.axioms == ("a", "b")


def test_marks_are_drawn_anew_for_each_run(compiler: Compiler) -> None:
    marks = set()
    for _ in range(2):
        through()
        marks |= {mark for mark, _ in LOCATED.findall(compiler.text)}
    assert len(marks) == 2


def test_a_missing_answer_is_refused_at_its_sentence(
    compiler: Compiler, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = compiler.said
    monkeypatch.setattr(compiler, "said", lambda mark, n: said(mark, n) if n != 6 else "")
    with pytest.raises(FormalError) as caught:
        through()
    assert (caught.value.line, caught.value.found) == (5, "5 answers of Coq for 6 questions")


@pytest.mark.parametrize("whole", [True, False])
def test_a_step_is_rejected_by_what_coq_says_of_the_file_itself(
    whole: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def compile_file(path: str, stem: str, folder: str) -> str:
        text = Path(folder, f"{stem}.v").read_text(encoding="utf-8")
        if whole and text == TEXT:
            return ""
        raise StepRejected(path, 3, "the file" if text == TEXT else "a question", "", "")

    monkeypatch.setattr(module, "compile_file", compile_file)
    with pytest.raises(FormalError) as caught:
        through()
    found = "a proof that does not end where it seems to (a question)" if whole else "the file"
    assert (caught.value.line, caught.value.found) == (3, found)


def test_a_word_that_is_forbidden_is_refused_before_coq_runs(compiler: Compiler) -> None:
    with pytest.raises(FormalError, match="`admit`"):
        through(TEXT.replace("exact step", "admit"))
    assert compiler.text == ""
