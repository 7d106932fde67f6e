"""proofpages.coq.checked_file: what Coq's programs say of a file, put together into a report."""

from __future__ import annotations

from pathlib import Path

import pytest

from proofpages.coq import checked_file
from proofpages.coq.checked_file import (
    ALLOWED_AXIOMS,
    CheckedFile,
    assumptions,
    begin_check,
    check_file,
)
from proofpages.coq.coq_errors import CoqNotFound, FormalError
from proofpages.coq.kernel import Reference
from proofpages.coq.outline import Statement, read_blocks
from proofpages.coq.run_through import RunThrough
from proofpages.coq.sentences import sentences

TEXT = """Definition zero := 0.
Lemma step : zero = 0.
Proof. reflexivity. Qed.
(* E1. $0 = 0$ *)
Theorem first : 0 = 0.
Proof. exact step. Qed.
(* E2. $1 = 1$ *)
Theorem second : zero = zero.
Proof. rewrite first. reflexivity. Qed.
(* E3. $2 = 2$ *)
Theorem third : 2 = 2.
Proof. exact extra. Qed.
"""
CLASSIC, FOREIGN = "Classical_Prop.classic", "ClassicalEpsilon.epsilon"
MET = (
    ("Lemma step : zero", "zero", "file"),
    ("exact step", "step", "file"),
    ("Theorem first : 0 =", "=", "Coq.Init.Logic"),
    ("Theorem second : zero", "zero", "file"),
    ("rewrite first", "first", "file"),
)
"""What coqc meets in the text: a name at the end of a passage, and the library that it is from."""


class Coq:
    """Coq's programs, as they answer about the text above; `axioms` of each theorem."""

    def __init__(self) -> None:
        self.axioms = {"first": (), "second": (CLASSIC,), "third": ()}
        self.asked: list[list[str]] = []
        self.compiled = 0

    def run_through(self, path: str, stem: str, text: str, version: str) -> RunThrough:
        self.compiled += 1
        met = []
        for passage, name, library in [one for one in MET if one[0] in text]:
            at = text.index(passage) + len(passage) - len(name)
            met.append(Reference(at, library, name.replace("=", "eq"), "def"))
        blocks = tuple(read_blocks(path, text, sentences(text, path)))
        names = [b.statement.name for b in blocks if b.statement.kind == "Theorem"]
        axioms = {axiom for name in names for axiom in self.axioms[name]}
        return RunThrough(0.1, b"", blocks, tuple(met), tuple(axioms), ())

    def ask_assumptions(
        self, path: str, stem: str, folder: str, groups: list[list[str]]
    ) -> list[tuple[str, ...]]:
        self.asked += groups
        return [tuple({axiom for name in group for axiom in self.axioms[name]}) for group in groups]


@pytest.fixture
def coq(monkeypatch: pytest.MonkeyPatch) -> Coq:
    """Instead of Coq, what answers at once."""
    stand_in = Coq()
    monkeypatch.setattr(checked_file, "run_through", stand_in.run_through)
    monkeypatch.setattr(checked_file, "ask_assumptions", stand_in.ask_assumptions)
    monkeypatch.setattr(checked_file, "recheck", lambda *_: None)
    monkeypatch.setattr(checked_file, "coq_available", lambda: True)
    monkeypatch.setattr(checked_file, "coq_version", lambda: "8.16.1")
    monkeypatch.setattr("proofpages.coq.begun._begun", {})
    return stand_in


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "file.v"
    path.write_text(TEXT, encoding="utf-8")
    return path


def refused(path: Path, headline: str | None = None) -> FormalError:
    with pytest.raises(FormalError) as caught:
        check_file(path, headline)
    return caught.value


def test_a_report_says_what_each_statement_and_its_proof_name(coq: Coq, file: Path) -> None:
    report = check_file(file)
    names = [statement.name for statement in report.theorems]
    assert names == ["first", "second", "third"]
    assert [statement.name for statement in report.statements] == ["step", *names]
    assert report["step"].definitions == report["second"].definitions == ("zero",)
    assert report["first"].library == ("Coq.Init.Logic.eq",)
    assert (report["first"].uses, report["second"].uses) == (("step",), ("first",))
    assert (report.coq_version, report.axioms) == ("8.16.1", (CLASSIC,))
    with pytest.raises(KeyError):
        report["none"]


def test_the_same_text_is_checked_once(coq: Coq, file: Path) -> None:
    begin_check(file)
    assert check_file(file) is check_file(file)
    assert coq.compiled == 1
    file.write_text(TEXT + "\n", encoding="utf-8")
    check_file(file)
    assert coq.compiled == 2


@pytest.mark.parametrize("name", ["first", "second", "third"])
def test_an_axiom_that_is_not_allowed_is_refused_at_its_theorem(
    name: str, coq: Coq, file: Path
) -> None:
    coq.axioms[name] = (CLASSIC, FOREIGN)
    error = refused(file)
    assert error.found == f"`{name}` assumes `{FOREIGN}`"
    assert TEXT.split("\n")[error.line - 1].startswith(f"Theorem {name}")
    assert coq.asked[0] == ["first", "second", "third"]
    assert len(coq.asked) <= 3


def test_the_axioms_of_each_theorem_are_told_apart(coq: Coq, file: Path) -> None:
    assert assumptions(file) == {"first": (), "second": (CLASSIC,), "third": ()}
    assert CLASSIC in ALLOWED_AXIOMS


def test_what_the_second_check_refuses_is_refused(
    coq: Coq, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def recheck(path: str, stem: str, folder: str) -> None:
        raise FormalError(path, 1, "a check that was off", "all", "turn it on")

    monkeypatch.setattr(checked_file, "recheck", recheck)
    assert refused(file).found == "a check that was off"


@pytest.mark.parametrize(
    ("headline", "line", "found"),
    [("second", 8, "`zero` in the statement of `second`"), ("other", 1, "no theorem `other`")],
)
def test_a_headline_stands_by_itself(
    headline: str, line: int, found: str, coq: Coq, file: Path
) -> None:
    error = refused(file, headline)
    assert (error.line, error.found) == (line, found)
    assert check_file(file, "first")["first"].definitions == ()


def test_a_file_without_a_theorem_is_refused(coq: Coq, file: Path) -> None:
    file.write_text(TEXT.replace("Theorem", "Lemma"), encoding="utf-8")
    error = refused(file)
    assert (error.line, error.found) == (1, "no theorem")


def test_without_coq_nothing_is_checked(
    coq: Coq, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checked_file, "coq_available", lambda: False)
    with pytest.raises(CoqNotFound):
        begin_check(file)


def test_what_a_proof_rests_on_at_any_distance() -> None:
    def statement(kind: str, name: str, *uses: str) -> Statement:
        return Statement(kind, name, 1, 2, "", "", uses)

    report = CheckedFile(
        *("a.v", "8.16.1", 1.0),
        statements=(
            statement("Theorem", "a"),
            statement("Lemma", "b", "a"),
            statement("Theorem", "c", "b"),
            statement("Theorem", "d", "c", "b"),
        ),
        axioms=(),
    )
    assert report.ancestors("d") == {"a", "b", "c"}
    assert report.ancestors("a") == frozenset()
    # A theorem behind another is reached by that one.
    assert report.uses_of_theorems() == {"a": (), "c": ("a",), "d": ("a", "c")}
