"""What ``proofpages.coq`` holds, and that the proof would not pass if it stated otherwise.

A mutant is a copy of the proof with one small change to a statement or a definition. Coq
rejects a mutant by rejecting a step of the unchanged proof; that the changed statement is
false does not follow, but the proof does not show it.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from proofpages import coq
from proofpages.coq import kernel
from proofpages.coq.run_through import run_through
from proofpages.coq.tools import find_program, run
from proofpages.site.theorems.places import HEADLINE, PROOF

TEXT = PROOF.read_text(encoding="utf-8")
#: Short files that need no real numbers are checked in a third of a second.
TINY = "(* $0 = 0$ *)\nTheorem same : 0 = 0.\nProof.\n  reflexivity.\nQed.\n"


pytestmark = [pytest.mark.coq, pytest.mark.medium]


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the compiled proof, for everything that builds on it."""
    folder = tmp_path_factory.mktemp("compiled")
    (folder / PROOF.name).write_text(TEXT, encoding="utf-8")
    kernel.compile_file(str(PROOF), PROOF.stem, str(folder))
    return folder


def refused(folder: Path, text: str, name: str = "copy.v", **options: str) -> coq.FormalError:
    """The error that a copy of a proof is refused with."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(coq.FormalError) as caught:
        coq.check_file(path, **options)
    assert str(caught.value).startswith(f"{path}:{caught.value.line}: {caught.value.found}")
    return caught.value


# The proof --------------------------------------------------------------------------------


def test_the_proof_is_accepted(report: coq.CheckedFile) -> None:
    assert report.coq_version == coq.coq_version()
    assert len(report.theorems) == len(re.findall(r"^Theorem ", TEXT, re.MULTILINE)) > 50
    assert report.seconds > 0


def test_the_theorems_rest_on_the_axioms_of_the_reals_only(report: coq.CheckedFile) -> None:
    assert set(report.axioms) == coq.ALLOWED_AXIOMS


def test_questions_add_nothing_to_what_is_compiled(compiled: Path) -> None:
    # What coqchk accepts is what Coq makes of the file itself.
    through = run_through(str(PROOF), PROOF.stem, TEXT, coq.coq_version())
    assert through.compiled == (compiled / f"{PROOF.stem}.vo").read_bytes()
    assert set(through.axioms) == coq.ALLOWED_AXIOMS


def test_the_axioms_are_told_apart(compiled: Path) -> None:
    # `classic` comes in with the logarithm; the Jacobian of softmax needs none.
    groups = [[HEADLINE], ["softmax_jacobian"], ["one_hot_sums_to_one"]]
    asked = kernel.ask_assumptions(str(PROOF), PROOF.stem, str(compiled), groups)
    headline, jacobian, one_hot = map(set, asked)
    assert headline == coq.ALLOWED_AXIOMS
    assert jacobian == coq.ALLOWED_AXIOMS - {"Classical_Prop.classic"}
    assert one_hot < jacobian


def test_the_headline_is_in_the_librarys_own_words(report: coq.CheckedFile) -> None:
    headline = report[HEADLINE]
    assert headline.definitions == ()
    words = {name.rpartition(".")[2] for name in headline.library}
    assert words == {"nat", "R", "eqb", "sum_f_R0", "exp", "ln", "derivable_pt_lim"}
    assert report.theorems[-1] == headline


def test_every_line_of_the_derivation_has_its_theorem(report: coq.CheckedFile) -> None:
    # E1, E2 and E4 are definitions (E4 repeats E2), as are I2 and I3; A1 is E18, and A2 the
    # lemma `sumK_split`.
    proved = {number for theorem in report.theorems for number in theorem.equations}
    expected = {f"E{n}" for n in (3, *range(5, 19))} | {f"I{n}" for n in (1, *range(4, 10))}
    expected |= {f"A{n}" for n in range(3, 9)}
    assert {number for number in proved if number[0] in "EIA"} == expected
    assert "(** E1. " in TEXT
    assert "(** E2. " in TEXT


def test_every_theorem_says_what_it_states(report: coq.CheckedFile) -> None:
    for theorem in report.theorems:
        assert re.fullmatch(r".*\$[^$]+\$.*", theorem.comment), theorem.name
    assert max(map(len, TEXT.splitlines())) <= 90


def test_nothing_is_written_beside_the_source(tmp_path: Path) -> None:
    path = tmp_path / "alone.v"
    path.write_text(TINY, encoding="utf-8")
    assert coq.check_file(path).axioms == ()
    coq.goals(path)
    assert [p.name for p in tmp_path.iterdir()] == ["alone.v"]


# What uses what ---------------------------------------------------------------------------


def test_the_headline_goes_along_a_path(report: coq.CheckedFile) -> None:
    rests_on = report.ancestors(HEADLINE)
    assert {
        "gradient_is_p_minus_y",
        "gradient_for_any_labels",
        "loss_along_a_path",
        "log_softmax_along_a_path",
        "softmax_along_a_path",
    } <= rests_on
    assert not {"softmax_jacobian", "softmax_derivative_same_logit"} & rests_on


def test_the_other_proof_goes_by_cases(report: coq.CheckedFile) -> None:
    rests_on = report.ancestors("gradient_for_any_labels_by_cases")
    assert {
        "chain_rule_through_probabilities",
        "softmax_derivative_same_logit",
        "softmax_derivative_other_logit",
        "gradient_by_cases",
        "gradient_sum_completed",
    } <= rests_on
    # What docs/proof/index.md says that the two proofs share, and no derivative of a softmax,
    # of its denominator or of a loss.
    shared = rests_on & report.ancestors("gradient_for_any_labels")
    assert shared == {
        *("sumK_ext", "sumK_scal", "sumK_const", "sumK_le", "sumK_nonneg", "sumK_pos"),
        *("sumK_split", "sumK_delta", "sum_except_ext", "sum_except_scal"),
        *("delta_same", "delta_other", "derivative_value", "derivative_sumK"),
        *("partition_sum_positive", "softmax_positive", "partition_sum_ext", "softmax_ext"),
        "upd_same",
    }


def test_a_proof_uses_only_what_stands_above_it(report: coq.CheckedFile) -> None:
    seen: set[str] = set()
    for statement in report.statements:
        assert set(statement.uses) <= seen, statement.name
        seen.add(statement.name)
    used = {name for statement in report.statements for name in statement.uses}
    idle = {s.name for s in report.statements if s.kind == "Lemma"} - used
    assert idle == set(), "a lemma that nothing uses"


def test_the_graph_is_the_one_of_the_kernel(report: coq.CheckedFile, compiled: Path) -> None:
    # The graph is read from the names that coqc met; the kernel's own terms must agree.
    names = {statement.name for statement in report.statements}
    asked = [f"Require Import {PROOF.stem}.", *(f"Print {name}." for name in names)]
    (compiled / "terms.v").write_text("\n".join(asked), encoding="utf-8")
    done = run("terms.v", "coqc", "-q", "-R", ".", "", "terms.v", cwd=str(compiled))
    pieces = re.split(r"^(\w+) =", done.stdout, flags=re.MULTILINE)[1:]
    terms = dict(zip(pieces[0::2], pieces[1::2], strict=True))
    assert terms.keys() == names
    for name, term in terms.items():
        inside = set(re.findall(r"[\w']+", term)) & names - {name}
        assert inside == set(report[name].uses), name


# The goals --------------------------------------------------------------------------------


def test_the_goals_are_recorded_for_every_proof(
    report: coq.CheckedFile, recorded: list[coq.Goal]
) -> None:
    for statement in report.statements:
        steps = [step for step in recorded if step.theorem == statement.name]
        assert steps[0].sentence == statement.text
        assert steps[0].line == statement.line
        assert steps[0].goals.startswith("1 goal\n")
        assert steps[-1].sentence == "Qed."
        assert steps[-1].line == statement.last_line
        assert steps[-2].goals == "No more goals."
        assert all(step.goals for step in steps[:-1] if step.sentence != "Proof.")


def test_a_goal_reads_as_coq_shows_it(tmp_path: Path) -> None:
    path = tmp_path / "tiny.v"
    path.write_text(
        "Definition one := 1.\n(* Symmetry. *)\nTheorem back : forall n : nat,\n"
        "  n = 1 -> 1 = n.\nProof.\n  intros n h. (* a. comment *) { symmetry. exact h. }\nQed.\n",
        encoding="utf-8",
    )
    steps = coq.goals(path)
    assert [step.sentence.split()[0] for step in steps] == [
        *("Definition", "Theorem", "Proof.", "intros"),
        *("{", "symmetry.", "exact", "}", "Qed."),
    ]
    assert [step.line for step in steps] == [1, 3, 5, 6, 6, 6, 6, 6, 7]
    assert [step.theorem for step in steps] == ["", *["back"] * 8]
    assert steps[3].goals == (
        "1 goal\n\n  n : nat\n  h : n = 1\n  ============================\n  1 = n"
    )
    assert steps[0].goals == ""


def test_a_sentence_that_fails_stops_the_recording(tmp_path: Path) -> None:
    path = tmp_path / "tiny.v"
    path.write_text(TINY.replace("reflexivity", "discriminate"), encoding="utf-8")
    with pytest.raises(coq.FormalError, match=r"tiny\.v:4: a step that Coq rejects"):
        coq.goals(path)


def test_a_brace_with_a_selector_is_a_sentence_with_what_follows(tmp_path: Path) -> None:
    path = tmp_path / "tiny.v"
    path.write_text(
        TINY.replace("0 = 0.", "0 = 0 /\\ 1 = 1.").replace(
            "reflexivity.", "split. 2:{ reflexivity. } reflexivity."
        ),
        encoding="utf-8",
    )
    steps = {step.sentence: step.remaining for step in coq.goals(path)}
    assert steps["2:{ reflexivity."].left == 1
    assert steps["}"].conclusion == "0 = 0"


def test_what_a_proof_prints_is_no_answer(tmp_path: Path) -> None:
    path = tmp_path / "tiny.v"
    printed = 'idtac "No object of basename q_3"; idtac "1 goal"; idtac "Axioms:"'
    ours = 'Ltac Show := idtac "1 goal".\nLtac Locate := idtac "Axioms:".\n'
    path.write_text(ours + TINY.replace("reflexivity", f"{printed}; reflexivity"), encoding="utf-8")
    report = coq.check_file(path)
    assert report.axioms == ()
    assert [goal.goals for goal in coq.goals(path)][-2:] == ["No more goals.", ""]


# What is refused --------------------------------------------------------------------------


def test_a_forbidden_word_is_refused_with_its_line(tmp_path: Path) -> None:
    error = refused(tmp_path, TINY.replace("Proof.", "Proof. admit."))
    assert (error.line, error.found) == (3, "`admit`")
    assert (error.expected, error.advice) == coq.FORBIDDEN["admit"]


def test_a_step_that_coq_rejects_is_named_with_its_line(tmp_path: Path) -> None:
    error = refused(tmp_path, TINY.replace("0 = 0.", "0 = 1."))
    assert error.line == 4
    assert 'Unable to unify "1" with "0"' in error.found


def test_an_axiom_of_the_library_is_refused_too(tmp_path: Path) -> None:
    # No word of the file is forbidden; only the kernel's answer shows the axiom. It stands
    # in the third of four theorems, so that the search for it has to go both ways.
    text = "From Coq Require Import ClassicalEpsilon.\n" + "".join(
        TINY.replace("same", f"same_{n}") for n in range(4)
    )
    text = text.replace(
        "Theorem same_2 : 0 = 0.\nProof.\n  reflexivity.",
        "Theorem same_2 : forall P : nat -> Prop, (exists n, P n) -> {n | P n}.\n"
        "Proof.\n  apply constructive_indefinite_description.",
    )
    error = refused(tmp_path, text)
    assert text.split("\n")[error.line - 1].startswith("Theorem same_2")
    assert "constructive_indefinite_description" in error.found
    assert "same_2" in error.found


def test_an_axiom_that_is_imported_under_a_short_name_is_known(tmp_path: Path) -> None:
    path = tmp_path / "short.v"
    text = TINY.replace("0 = 0.", "forall P : Prop, P \\/ ~ P.").replace(
        "reflexivity", "apply classic"
    )
    path.write_text(f"From Coq Require Import Classical.\n{text}", encoding="utf-8")
    assert run_through(str(path), "short", path.read_text("utf-8"), "").axioms == ("classic",)
    assert coq.check_file(path).axioms == ("Classical_Prop.classic",)


def test_a_section_that_stays_open_is_named(tmp_path: Path) -> None:
    error = refused(tmp_path, f"Section a.\n{TINY}")
    assert "The section a needs to be closed." in error.found


def test_a_proof_that_ends_elsewhere_is_refused(tmp_path: Path) -> None:
    hidden = "Lemma a : 0 = 0.\nProof eq_refl.\nDefinition b : nat.\nProof.\n  exact 0.\nDefined.\n"
    (tmp_path / "plain.v").write_text(hidden, encoding="utf-8")
    kernel.compile_file("plain.v", "plain", str(tmp_path))
    error = refused(tmp_path, TINY + hidden)
    assert error.line == 7
    assert error.found.startswith("a proof that does not end where it seems to")


def test_a_check_switched_off_is_refused_by_coqchk(tmp_path: Path) -> None:
    # The word `Unset` is refused before; this holds if a way around it is found.
    (tmp_path / "loose.v").write_text(
        "Unset Guard Checking.\nFixpoint f (n : nat) : False := f n.\n", encoding="utf-8"
    )
    kernel.compile_file("loose.v", "loose", str(tmp_path))
    with pytest.raises(coq.FormalError, match="does not accept the compiled file"):
        kernel.recheck("loose.v", "loose", str(tmp_path))


def test_an_axiom_that_no_theorem_rests_on_is_refused(tmp_path: Path) -> None:
    # No word is forbidden here, and each theorem is sound; the file has an axiom all the same.
    text = f"From Coq Require Import Program.\n{TINY}" + (
        "Program Definition two : {n : nat | n = 2} := 1.\nAdmit Obligations.\n"
    )
    error = refused(tmp_path, text)
    assert error.found == "the file adds the axiom `copy.two_obligation_1`"


def test_a_theorem_is_not_taken_back_with_the_axiom_that_it_rests_on(tmp_path: Path) -> None:
    # Coq accepts the file, and what is left of it has no axiom; but the first `same` stood in it.
    false = TINY.replace("0 = 0.", "1 = 2.").replace("reflexivity", "exact (proj2_sig two)")
    text = "From Coq Require Import Program.\nProgram Definition two : {n : nat | n = 2} := 1.\n"
    text += f"Admit Obligations.\n{false}Reset two.\n{TINY}"
    (tmp_path / "back.v").write_text(text, encoding="utf-8")
    kernel.compile_file("back.v", "back", str(tmp_path))
    error = refused(tmp_path, text)
    assert (error.line, error.found) == (9, "`Reset`")


def test_a_mark_of_byte_order_is_no_part_of_the_text(tmp_path: Path) -> None:
    path = tmp_path / "tiny.v"
    path.write_text(TINY, encoding="utf-8-sig")
    assert [theorem.name for theorem in coq.check_file(path).theorems] == ["same"]


@pytest.mark.parametrize(
    ("change", "line", "found"),
    [
        (("(* $0 = 0$ *)\n", "\n"), 2, "without a comment"),
        (("Theorem", "Lemma"), 1, "no theorem"),
        (("Qed.", "Qed"), 5, "a sentence without an end"),
    ],
)
def test_what_cannot_be_read_is_refused(
    change: tuple[str, str], line: int, found: str, tmp_path: Path
) -> None:
    error = refused(tmp_path, TINY.replace(*change))
    assert found in error.found
    assert error.line == line


def test_a_headline_in_words_of_the_file_is_refused(tmp_path: Path) -> None:
    text = "Definition zero := 0.\n" + TINY.replace("0 = 0.", "zero = 0.")
    error = refused(tmp_path, text, headline="same")
    assert (error.line, error.found) == (3, "`zero` in the statement of `same`")
    error = refused(tmp_path, text, headline="other")
    assert error.found == "no theorem `other`"


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(coq.FormalError, match="cannot be read"):
        coq.check_file(tmp_path / "none.v")


# Without Coq ------------------------------------------------------------------------------


def test_without_coq_nothing_is_reported(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COQBIN", str(tmp_path))
    assert not coq.coq_available()
    for function in (coq.check_file, coq.goals, coq.assumptions):
        with pytest.raises(coq.CoqNotFound):
            function(PROOF)
    with pytest.raises(coq.CoqNotFound):
        coq.coq_version()


# Mutants of statements --------------------------------------------------------------------


@dataclass(frozen=True)
class Mutant:
    """A theorem with a changed statement; its proof stays."""

    theorem: str
    change: str
    text: str


PARTS = coq.sentences(TEXT)
STATEMENTS = {
    match[1]: part.text for part in PARTS if (match := re.match(r"Theorem (\w+)", part.text))
}


def proof_of(theorem: str) -> list[str]:
    """The sentences from behind a statement to its ``Qed.``."""
    texts = [part.text for part in PARTS]
    start = texts.index(STATEMENTS[theorem]) + 1
    return texts[start : texts.index("Qed.", start) + 1]


#: The changes that an error of the derivation would amount to.
NAMED = [
    ("p plus y", HEADLINE, "n - y j)", "n + y j)"),
    ("p plus y", "gradient_is_p_minus_y", "z j - y j", "z j + y j"),
    ("labels sum to anything", HEADLINE, "sum_f_R0 y n = 1", "True"),
    ("labels sum to anything", "gradient_is_p_minus_y", "sumK K y = 1", "True"),
    ("labels sum to anything", "weight_gradient", "sumK K y = 1", "True"),
    ("sign of the other logit", "softmax_derivative_other_logit", "(- softmax", "(softmax"),
    ("1 + p", "softmax_derivative_same_logit", "(1 - softmax", "(1 + softmax"),
    ("a class too many", HEADLINE, "(j <= n)", "(j <= S n)"),
    ("a class too many", "gradient_is_p_minus_y", "(j < K)", "(j <= K)"),
    ("a class too many", "gradient_for_any_labels", "(j < K)", "(j <= K)"),
    ("no logarithm", HEADLINE, "* ln (exp", "* (exp"),
    ("no minus before the sum", HEADLINE, "- sum_f_R0 (fun i", "sum_f_R0 (fun i"),
    ("the hot class is no class", "one_hot_sums_to_one", "(c < K)%nat", "True"),
    ("the hot class is no class", "gradient_for_one_hot", "(c < K)%nat", "True"),
    ("y minus p", "gradient_is_p_minus_y", "softmax K z j - y j", "y j - softmax K z j"),
    ("not 1 but 2", "gradient_is_p_minus_y_iff_labels_sum_to_one", "y = 1", "y = 2"),
    ("the other index", "softmax_derivative_other_logit", "* softmax K z j", "* softmax K z i"),
    ("the same logit after all", "softmax_derivative_other_logit", "i <> j", "True"),
]


def named_mutants() -> list[Mutant]:
    mutants = []
    for name, theorem, old, new in NAMED:
        statement = STATEMENTS[theorem]
        assert statement.count(old) == 1, (theorem, old)
        mutants.append(Mutant(theorem, name, statement.replace(old, new)))
    return mutants


def _hypotheses(statement: str, start: int) -> Iterator[tuple[int, int]]:
    """Where each hypothesis stands: between the binders and the last top-level arrow."""
    depth, begin = 0, None
    for i in range(start, len(statement)):
        depth += (statement[i] in "([") - (statement[i] in ")]")
        if depth == 0 and statement[i] == "," and begin is None:
            begin = i + 1
        if depth == 0 and begin and statement[i : i + 2] == "->" and statement[i - 1] != "<":
            yield begin, i
            begin = i + 2


#: A token and what takes its place, wherever it stands in a statement.
REPLACED = (
    (r"\^ 2\b", "^ 3"),
    (r"(?<!\^ )(?<!\w)1\b(?!%)", "2"),
    (r"\bexp\b", "ln"),
    (r"\bln\b", "exp"),
    (r"< K\)", "<= K)"),
    (r"\bsumK K\b", "sumK (S K)"),
    (r"\bpartition_sum K\b", "partition_sum (S K)"),
    (r"<->", "<-> ~"),
)
OPERATOR = re.compile(r"(?<=\s)[-+*/](?=\s)|(?<=\()[-/](?=\s)")
INDEX = re.compile(r"(?:(?<=softmax K z )|(?<=\by )|(?<=\bz ))[ijklc]\b")


def _changes(text: str, start: int) -> Iterator[tuple[int, int, str]]:
    """The changes to one statement behind ``start``: from where, to where, and to what."""
    for match in OPERATOR.finditer(text, start):
        before = text[: match.start()].rstrip()
        # Behind a bracket, a comma, an arrow or an operator, a sign has one operand.
        one_operand = before.endswith(("(", ",", ">", "=", "*", "/", " in"))
        swapped = {"+": "-", "-": "+", "*": "+", "/": "*"}[match[0]]
        yield *match.span(), "" if one_operand else swapped
    for pattern, new in REPLACED:
        for match in re.compile(pattern).finditer(text, start):
            yield *match.span(), new
    binders = " ".join(re.findall(r"([\w' ]+) : nat\b", text))
    indices = [name for name in "ijklc" if re.search(rf"\b{name}\b", binders)]
    for match in INDEX.finditer(text, start):
        for other in indices:
            if match[0] in indices and other != match[0]:
                yield *match.span(), other
    for low, high in _hypotheses(text, start):
        yield low, high, " True "


def mechanical_mutants() -> list[Mutant]:
    """One token changed, in every place of every statement."""
    mutants = []
    for theorem, text in STATEMENTS.items():
        for low, high, new in _changes(text, text.index(":") + 1):
            old = text[low:high].strip()
            near = " ".join(text[max(0, low - 15) : high + 15].split())
            change = f"`{old}` to `{new.strip()}` in `{near}`"
            mutants.append(Mutant(theorem, change, text[:low] + new + text[high:]))
    return mutants


#: Mutants that Coq accepts: each is a true statement, for the reason given.
SURVIVORS: dict[tuple[str, str], str] = {
    (
        "gradient_with_temperature",
        "`T <> 0` to `True` in `(j < K)%nat -> T <> 0 -> sumK K y = 1`",
    ): (
        "Coq's division is total: x / 0 is x times some number / 0, so the formula holds for T = 0 "
        "too, where it says nothing about temperature; the file says so above the theorem"
    ),
}


class Session:
    """One coqtop that is asked sentence by sentence, so that a proof ends at its first error."""

    def __init__(self, folder: Path) -> None:
        program = find_program("coqtop")
        assert program
        self.process = subprocess.Popen(
            [program, "-q", "-emacs", "-R", ".", ""],
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self._answer()

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate()

    def accepts(self, sentence: str) -> bool:
        """Whether Coq accepts a sentence."""
        assert self.process.stdin
        # One sentence to a line: after an error coqtop drops the rest of the line.
        self.process.stdin.write(sentence.replace("\n", " ").encode() + b"\n")
        self.process.stdin.flush()
        return re.search(r"^(Error|Anomaly)", self._answer(), re.MULTILINE) is None

    def state(self) -> int:
        """The number of the state that coqtop is in, to go back to."""
        return int(self.prompt.split(" < ")[1].split(" ")[0])

    def _answer(self) -> str:
        assert self.process.stdout
        said = b""
        while not said.endswith(b"</prompt>"):
            piece = self.process.stdout.read1(65536)  # type: ignore[attr-defined]
            assert piece, said.decode()[-300:]
            said += piece
        text, _, self.prompt = said.decode().rpartition("<prompt>")
        return text


def verdicts(folder: Path, mutants: list[Mutant]) -> list[str]:
    """For each mutant: "accepted", "rejected", or "no statement" if it is not even typed."""
    found = []
    with Session(folder) as session:
        for sentence in (
            *("From Coq Require Import Reals Lra Lia Arith.", "Open Scope R_scope."),
            *(f"Require Import {PROOF.stem}.", "Set Default Timeout 10."),
        ):
            assert session.accepts(sentence), sentence
        for number, mutant in enumerate(mutants):
            name = f"Theorem mutant_{number}"
            if not session.accepts(mutant.text.replace(f"Theorem {mutant.theorem}", name, 1)):
                found.append("no statement")
                continue
            proved = all(map(session.accepts, proof_of(mutant.theorem)))
            found.append("accepted" if proved else "rejected")
            if not proved:
                assert session.accepts("Abort All.")
    return found


def test_an_error_in_a_statement_is_rejected(compiled: Path) -> None:
    """Every mutant is, but for those that are true; and the statements themselves are not."""
    groups = {
        # Without this the mutants could be rejected for a fault of the test.
        "unchanged": [Mutant(name, "none", text) for name, text in STATEMENTS.items()],
        "named": named_mutants(),
        "mechanical": mechanical_mutants(),
    }
    everything = [mutant for group in groups.values() for mutant in group]
    halves = [everything[0::2], everything[1::2]]
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda half: verdicts(compiled, half), halves))
    verdict = {
        mutant: said
        for half, answers in zip(halves, results, strict=True)
        for mutant, said in zip(half, answers, strict=True)
    }
    assert [m.theorem for m in groups["unchanged"] if verdict[m] != "accepted"] == []
    assert [m for m in groups["named"] if verdict[m] != "rejected"] == []
    mechanical = groups["mechanical"]
    assert len(mechanical) > 300
    assert {m.theorem for m in mechanical} == set(STATEMENTS)
    assert [m for m in mechanical if verdict[m] == "no statement"] == []
    accepted = {(m.theorem, m.change) for m in mechanical if verdict[m] == "accepted"}
    assert accepted == set(SURVIVORS)


# Mutants of definitions -------------------------------------------------------------------

DEFINITIONS = [
    ("no logarithm in the loss", "y i * ln (softmax K z i)).", "y i * softmax K z i)."),
    ("no minus before the loss", "- sumK K (fun i => y i * ln", "sumK K (fun i => y i * ln"),
    ("labels added, not multiplied", "y i * ln (softmax K z i)).", "y i + ln (softmax K z i))."),
    ("softmax without its denominator", ":=\n  exp (z i) / partition_sum K z.", ":=\n  exp (z i)."),
    (
        "softmax upside down",
        ":=\n  exp (z i) / partition_sum K z.",
        ":=\n  partition_sum K z / exp (z i).",
    ),
    (
        "softmax of -z",
        ":=\n  exp (z i) / partition_sum K z.",
        ":=\n  exp (- z i) / partition_sum K z.",
    ),
    ("the empty sum is 1", "| O => 0\n", "| O => 1\n"),
    ("delta inverted", "if Nat.eqb i j then 1 else 0.", "if Nat.eqb i j then 0 else 1."),
    ("the excepted term counted", "then 0 else f i).", "then f i else f i)."),
    (
        "every entry moved but one",
        "if Nat.eqb i j then t else z i.",
        "if Nat.eqb i j then z i else t.",
    ),
    (
        "derivative at another point",
        "(fun t => F (upd z j t)) (z j) l.",
        "(fun t => F (upd z j t)) 0 l.",
    ),
    ("a gradient with any small error", "<= eps * h.", "<= eps."),
    ("weights not multiplied", "x d * W d j) + b j.", "x d + W d j) + b j."),
    (
        "both derivatives by one logit",
        "(forall x, partial F x j (G x))",
        "(forall x, partial F x i (G x))",
    ),
]


def first_refused(session: Session, text: str) -> int | None:
    """The line of the first sentence that Coq refuses; the session is then as it was before."""
    before = session.state()
    refused = None
    for part in coq.sentences(text):
        if not session.accepts(part.text):
            refused = part.line
            break
    assert session.accepts(f"BackTo {before}.")
    return refused


def test_a_wrong_definition_is_rejected(tmp_path: Path) -> None:
    imports, _, rest = TEXT.partition("Open Scope R_scope.\n")
    opening = [part.text for part in coq.sentences(imports)] + ["Open Scope R_scope."]
    above = "\n" * TEXT[: -len(rest)].count("\n")  # So that lines are those of the file.

    def lines(definitions: list[tuple[str, str, str]]) -> list[int | None]:
        with Session(tmp_path) as session:
            assert all(map(session.accepts, opening))
            return [first_refused(session, above + rest.replace(*d[1:])) for d in definitions]

    for definition in DEFINITIONS:
        assert rest.count(definition[1]) == 1, definition
    halves = [[("none", "(", "("), *DEFINITIONS[0::2]], DEFINITIONS[1::2]]
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(lines, halves)
    assert first[0] is None, "the file itself is refused"
    found = zip(halves[0][1:] + halves[1], first[1:] + second, strict=True)
    for (name, old, _), line in found:
        # It is a later proof that fails, not the definition itself.
        defined = TEXT.count("\n", 0, TEXT.index(old)) + 1
        assert line is not None, f"{name}: accepted"
        assert line > defined + 1, name
