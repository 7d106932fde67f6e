"""proofpages.coq.run_through: the questions that are put into a file, and Coq's answers to them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from proofpages.coq import run_through as module
from proofpages.coq.coq_errors import FormalError
from proofpages.coq.kernel import Reference
from proofpages.coq.run_through import RunThrough

TEXT = """Definition one := 1. (* α *)
Lemma step : one = 1.
Proof. unfold one. (* Not. this. *) reflexivity. Qed.
Lemma next : one = 1. Proof. exact step. Qed.
"""
LOCATED = re.compile(r" Locate (q\w+?)_(\d+)\. Show\. Locate \1_ends\.")


class Compiler:
    """Coq's compiler, which answers each question with what `said` makes of its number."""

    text = ""

    def said(self, mark: str, number: int) -> str:
        nothing = f"No object of basename {mark}_"
        return f"{nothing}{number}\nIt is done.\n\n1 goal \n  \n  {number} = 1\n{nothing}ends\n"

    def compile_file(self, path: str, stem: str, folder: str) -> str:
        file = Path(folder, f"{stem}.v")
        self.text = file.read_text(encoding="utf-8")
        Path(folder, f"{stem}.vo").write_bytes(b"compiled")
        at = len(self.text[: self.text.rindex("step")].encode())
        Path(folder, f"{stem}.glob").write_text(f"R{at}:{at + 3} a <> step thm\n")
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
    assert asked == [0, 1, 2, 2]


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
    assert (caught.value.line, caught.value.found) == (4, "4 answers of Coq for 5 sentences")


def test_a_word_that_is_forbidden_is_refused_before_coq_runs(compiler: Compiler) -> None:
    with pytest.raises(FormalError, match="`admit`"):
        through(TEXT.replace("exact step", "admit"))
    assert compiler.text == ""
