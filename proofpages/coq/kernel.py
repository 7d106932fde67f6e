"""What Coq's compiler, its kernel and its stand-alone checker say of a file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from proofpages.coq.coq_errors import FormalError, StepRejected
from proofpages.coq.tools import run

_ERROR = re.compile(r'File "[^"]*", line (\d+), characters [^\n]*\nError:\s*(.*)', re.DOTALL)
_REFERENCE = re.compile(r"R(\d+):(\d+) (\S+) (\S+) (\S+) (\w+)")


def compile_file(path: str, stem: str, folder: str) -> str:
    """Compile ``stem``.v in a folder; the kernel checks every proof in it.

    Returns:
        What Coq said.

    Raises:
        StepRejected: the first that is, with its line.
    """
    done = run(path, "coqc", "-q", "-R", ".", "", f"{stem}.v", cwd=folder)
    if done.returncode == 0:
        return done.stdout
    match = _ERROR.search(done.stdout)
    line = int(match[1]) if match else 1
    message = " ".join((match[2] if match else done.stdout).split())
    raise StepRejected(
        path,
        line,
        f"a step that Coq rejects ({message[:300]})",
        "a proof that its kernel accepts",
        "correct the statement or the proof",
    )


def recheck(path: str, stem: str, folder: str) -> None:
    """Check the compiled file once more, with Coq's stand-alone checker.

    Raises:
        FormalError: if it is not accepted, if a check was off when it was compiled, or if it adds
            an axiom, even one that no theorem rests on.
    """
    done = run(path, "coqchk", "-silent", "-o", "-R", ".", "", "-norec", stem, cwd=folder)
    relaxed = [
        line.strip()
        for line in done.stdout.splitlines()
        if line.startswith("* ") and ("relying on" in line or "assumed" in line)
        if "<none>" not in line
    ]
    if done.returncode or relaxed:
        found = relaxed[0] if relaxed else " ".join(done.stdout.split())[:300]
        raise FormalError(
            path,
            1,
            f"coqchk does not accept the compiled file ({found})",
            "a file that passes it with every check on",
            "find the sentence that switches a check off",
        )
    own = re.search(rf"^ +({re.escape(stem)}\.\S+)$", done.stdout, re.MULTILINE)
    if own:
        raise FormalError(
            path,
            1,
            f"the file adds the axiom `{own[1]}`",
            "no axiom of its own",
            "prove what it stands for",
        )


def ask_assumptions(
    path: str, stem: str, folder: str, groups: list[list[str]]
) -> list[tuple[str, ...]]:
    """What the theorems of each group rest on together, as the kernel says.

    An answer takes Coq 8.16 half a second however many theorems the group has: it walks
    through the real numbers each time.
    """
    asked = [f"Require {stem}."]
    for number, group in enumerate(groups):
        asked.append(f"Definition group_{number} := {_together(stem, group)}.")
    asked += [f"Print Assumptions group_{number}." for number in range(len(groups))]
    Path(folder, "assumptions.v").write_text("\n".join(asked) + "\n", encoding="utf-8")
    done = run(path, "coqc", "-q", "-R", ".", "", "assumptions.v", cwd=folder)
    return read_assumptions(path, done.stdout, len(groups))


def question_of_assumptions(name: str, stem: str, theorems: list[str]) -> str:
    """What asks the same at the end of the file itself, with a name that is new in it.

    A ``Let`` is gone where its section ends, so that nothing is added to what is compiled.
    """
    together = _together(stem, theorems)
    return (
        f"Section {name}. Let {name}_all := {together}. Print Assumptions {name}_all. End {name}."
    )


def _together(stem: str, theorems: list[str]) -> str:
    """A term that rests on what the theorems rest on together, written without a notation."""
    return "".join(f"let _ := @{stem}.{name} in " for name in theorems) + "Prop"


def read_assumptions(path: str, said: str, asked: int) -> list[tuple[str, ...]]:
    """The names in each answer of ``Print Assumptions``, in their order.

    Raises:
        FormalError: if there are not as many answers as questions.
    """
    answers = re.split(r"^(?=Axioms:|Closed under the global context)", said, flags=re.M)[1:]
    if len(answers) != asked:
        raise FormalError(
            path,
            1,
            f"{len(answers)} lists of assumptions",
            f"{asked}, one answer of `Print Assumptions` for each question",
            f"read what Coq said: {' '.join(said.split())[-200:]}",
        )
    # What an answer lists starts a line; its type follows, indented.
    return [
        tuple(sorted(line.split()[0] for line in answer.splitlines()[1:] if line[:1].strip()))
        for answer in answers
    ]


@dataclass(frozen=True)
class Reference:
    """A name that ``coqc`` met, from the ``.glob`` file that it writes."""

    offset: int  # in bytes
    library: str
    name: str
    kind: str


def references(glob: str) -> Iterator[Reference]:
    """The names that are used in a file, in its order."""
    for line in glob.splitlines():
        match = _REFERENCE.fullmatch(line)
        if match:
            offset, _, library, module, name, kind = match.groups()
            full = name if module == "<>" else f"{module}.{name}"
            yield Reference(int(offset), library, full, kind)


def refuse_libraries(path: str, text: str, stem: str, met: list[Reference]) -> None:
    """Refuse what is neither in the file nor in the standard library."""
    for reference in met:
        root = reference.library.partition(".")[0]
        if root not in {"Coq", "Corelib", "Stdlib", stem, "<>"}:
            raise FormalError(
                path,
                text.encode()[: reference.offset].count(b"\n") + 1,
                f"`{reference.library}`",
                "Coq's standard library only",
                "use what the standard library has",
            )
