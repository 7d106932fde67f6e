"""Check a Coq file with Coq's kernel, and say what was proved, from what, and how.

``check`` promises: the file compiles; each published theorem (the keyword ``Theorem``;
steps towards one are ``Lemma``) rests on nothing but the axioms of the classical reals
in Coq's standard library; nothing in the file adds an axiom, leaves a proof open, switches
a check off or gives a sign of the library a new meaning; and each theorem carries a
one-line comment that says what it states. ``goals`` records what remains to be proved
after each sentence.

What it does not show: that a statement says what its comment says. A person reads that.
Coq itself (its kernel and its standard library) is trusted.

Run ``python -m extensions.formal`` to check ``snippets/softmax_gradient.v``.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

DEFAULT_FILE = Path("snippets/softmax_gradient.v")
DEFAULT_HEADLINE = "softmax_cross_entropy_gradient"

#: The axioms under Coq's real numbers; ``classic`` comes in with the logarithm.
ALLOWED_AXIOMS = frozenset(
    {
        "ClassicalDedekindReals.sig_not_dec",
        "ClassicalDedekindReals.sig_forall_dec",
        "FunctionalExtensionality.functional_extensionality_dep",
        "Classical_Prop.classic",
    }
)

#: Words that no sentence of the file may hold, and why. The assumptions of every published
#: theorem are compared too; the words catch what lies outside them: an open proof that no
#: theorem uses yet, a check switched off, a sign that no longer means what it says.
_UNFINISHED = "a finished proof", "finish the proof, or delete the statement"
_ASSUMED = (
    "no assumption outside the statements",
    "prove it, or write it as a hypothesis of each theorem that needs it",
)
_UNCHECKED = "Coq's default settings and checks", "remove the sentence"
_RENAMED = "the standard library's own signs", "write the term out"
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
        ("Set", "Unset", "bypass_check", "Load", "LoadPath", "Redirect", "Extraction", "Drop"),
        _UNCHECKED,
    ),
    **dict.fromkeys(("Notation", "Infix", "Coercion", "Canonical", "Reserved"), _RENAMED),
}

#: A sentence is checked in a fraction of a second; the limits only stop a runaway.
_TIMEOUT = 120


class FormalError(Exception):
    """A proof that was refused: page and line, what was found, what was expected, what to do."""

    def __init__(self, path: str, line: int, found: str, expected: str, todo: str) -> None:
        self.path = path
        self.line = line
        self.found = found
        self.expected = expected
        self.todo = todo
        super().__init__(f"{path}:{line}: found {found}; expected {expected}; {todo}.")


class CoqNotFound(FormalError):
    """There is no Coq on this machine, so nothing was checked."""

    def __init__(self, path: str) -> None:
        super().__init__(
            path,
            1,
            "no program `coqc` on this machine, so the proof was not checked",
            "Coq 8.16 or newer on the PATH or in COQBIN",
            "install it (on Debian: apt-get install --no-install-recommends coq)",
        )


@dataclass(frozen=True)
class Sentence:
    """One sentence of a Coq file: its text without the space around it, and where it stands."""

    text: str
    line: int  # from 1
    start: int  # offset in bytes
    end: int


@dataclass(frozen=True)
class Statement:
    """A theorem or a lemma that was proved."""

    kind: str  # "Theorem" (published) or "Lemma" (a step)
    name: str
    line: int
    last_line: int  # of its proof
    text: str  # the sentence "Theorem name : …."
    comment: str  # the line above it; may be empty for a lemma
    equations: tuple[str, ...]  # the numbers that its comment names: E8, I9
    uses: tuple[str, ...]  # theorems and lemmas of the file that its proof names
    definitions: tuple[str, ...]  # definitions of the file that its statement names
    library: tuple[str, ...]  # what its statement names from the standard library


@dataclass(frozen=True)
class Report:
    """What was checked in one file."""

    path: str
    coq_version: str
    seconds: float  # for coqc, coqchk and the assumptions together
    compile_seconds: float  # for coqc alone
    statements: tuple[Statement, ...]  # in the order of the file
    axioms: tuple[str, ...]  # all that the published theorems rest on, as the kernel says

    @property
    def theorems(self) -> tuple[Statement, ...]:
        """The published statements."""
        return tuple(s for s in self.statements if s.kind == "Theorem")

    def __getitem__(self, name: str) -> Statement:
        for statement in self.statements:
            if statement.name == name:
                return statement
        raise KeyError(name)

    def ancestors(self, name: str) -> frozenset[str]:
        """Everything of the file that the proof of ``name`` rests on, at any distance."""
        found: set[str] = set()
        waiting = list(self[name].uses)
        while waiting:
            used = waiting.pop()
            if used not in found:
                found.add(used)
                waiting.extend(self[used].uses)
        return frozenset(found)


@dataclass(frozen=True)
class Goal:
    """What remains to be proved after one sentence."""

    sentence: str
    line: int
    goals: str  # empty outside a proof; "No more goals." at the end of one
    theorem: str  # the statement that the sentence belongs to; empty outside


# Finding Coq ------------------------------------------------------------------------------


def _program(name: str) -> str | None:
    """Where a program of Coq is; ``COQBIN`` is Coq's own variable for that."""
    return shutil.which(name, path=os.environ.get("COQBIN") or None)


def available() -> bool:
    """Whether a proof can be checked on this machine."""
    return all(_program(name) for name in ("coqc", "coqchk", "coqtop"))


@lru_cache(maxsize=4)
def _version_of(coqc: str) -> str:
    answer = subprocess.run(
        [coqc, "--print-version"], capture_output=True, text=True, check=True, timeout=_TIMEOUT
    )
    return answer.stdout.split()[0]


def coq_version() -> str:
    """The version of Coq on this machine, as "8.16.1"."""
    coqc = _program("coqc")
    if coqc is None:
        raise CoqNotFound("coqc")
    return _version_of(coqc)


def _run(
    path: str, program: str, *arguments: str, cwd: str, stdin: str | None = None
) -> subprocess.CompletedProcess[str]:
    where = _program(program)
    if where is None:
        raise CoqNotFound(path)
    # A user's own start-up file or library must not change what a sentence means.
    environment = {k: v for k, v in os.environ.items() if k not in {"COQPATH", "COQRC"}}
    try:
        return subprocess.run(
            [where, *arguments],
            cwd=cwd,
            input=stdin,
            stdin=subprocess.DEVNULL if stdin is None else None,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            timeout=_TIMEOUT,
        )
    except subprocess.TimeoutExpired as late:
        raise FormalError(
            path,
            1,
            f"that {program} was still running after {_TIMEOUT} s",
            "a file that is checked in a few seconds",
            "look for a tactic that searches too long",
        ) from late


# Reading a file ---------------------------------------------------------------------------

_BULLET = re.compile(r"[-+*]+|[{}]")


def _blank_comments(path: str, text: str) -> str:
    """The text with each comment replaced by spaces, so that offsets and lines stay."""
    pieces: list[str] = []
    depth = 0
    in_string = False
    opened = 0
    i = 0
    while i < len(text):
        pair = text[i : i + 2]
        if in_string:
            in_string = text[i] != '"'
            width = 1
            keep = depth == 0
        elif pair == "(*":
            opened = opened if depth else i
            depth, width, keep = depth + 1, 2, False
        elif pair == "*)" and depth:
            depth, width, keep = depth - 1, 2, False
        else:
            in_string = text[i] == '"'
            opened = i if in_string and not depth else opened
            width, keep = 1, depth == 0
        chunk = text[i : i + width]
        pieces.append(chunk if keep else re.sub(r"[^\n]", " ", chunk))
        i += width
    if depth or in_string:
        line = text.count("\n", 0, opened) + 1
        what = "a comment" if depth else "a string"
        raise FormalError(path, line, f"{what} without an end", "its closing mark", "close it")
    return "".join(pieces)


def sentences(text: str, path: str = "<text>") -> tuple[Sentence, ...]:
    """Split a Coq file into its sentences; bullets and braces are sentences of their own."""
    code = _blank_comments(path, text)
    found: list[Sentence] = []
    i = 0
    while True:
        while i < len(code) and code[i].isspace():
            i += 1
        if i == len(code):
            return tuple(found)
        bullet = _BULLET.match(code, i)
        end = bullet.end() if bullet else _end_of_sentence(path, text, code, i)
        line = text.count("\n", 0, i) + 1
        start_byte = len(text[:i].encode())
        found.append(
            Sentence(text[i:end], line, start_byte, start_byte + len(text[i:end].encode()))
        )
        i = end


def _end_of_sentence(path: str, text: str, code: str, start: int) -> int:
    """The offset behind the full stop: a stop that white space or the end follows."""
    in_string = False
    for i in range(start, len(code)):
        if code[i] == '"':
            in_string = not in_string
        elif code[i] == "." and not in_string and (i + 1 == len(code) or code[i + 1].isspace()):
            return i + 1
    line = text.count("\n", 0, start) + 1
    raise FormalError(path, line, "a sentence without an end", "a full stop", "close it")


def _refuse_words(path: str, text: str) -> None:
    """Refuse a forbidden word anywhere outside comments and strings.

    A keyword that states something must start its line, so that ``_blocks`` sees it.
    """
    code = re.sub(r'"[^"]*"', lambda m: re.sub(r"[^\n]", " ", m[0]), _blank_comments(path, text))
    for number, line in enumerate(code.split("\n"), start=1):
        for word in re.findall(r"[A-Za-z_][\w']*", line):
            if word in FORBIDDEN:
                expected, todo = FORBIDDEN[word]
                raise FormalError(path, number, f"`{word}`", expected, todo)
            if word in _PROOF_WORDS and not line.startswith(word):
                raise FormalError(
                    path,
                    number,
                    f"`{word}` inside a line",
                    "a statement at the start of its line, without attributes",
                    "move it there",
                )


_STATEMENT = re.compile(r"(\w+)\s+([\w']+)")
#: Every keyword that states something to be proved. Two are enough: a third would only blur
#: what is published, and an attribute before one of them would hide it.
_PROOF_WORDS = frozenset(
    {"Theorem", "Lemma", "Fact", "Remark", "Corollary", "Proposition", "Property", "Goal"}
)
_PROOF_ENDS = frozenset({"Qed.", "Defined."})
_NUMBER = re.compile(r"\b[EI]\d+\b")


@dataclass(frozen=True)
class _Block:
    """A statement with its proof, as sentences."""

    kind: str
    name: str
    statement: Sentence
    end: Sentence
    comment: str


def _blocks(path: str, text: str, parts: tuple[Sentence, ...]) -> Iterator[_Block]:
    """The theorems and lemmas of a file, each with its proof."""
    lines = text.split("\n")
    waiting: tuple[str, str, Sentence] | None = None
    for part in parts:
        match = _STATEMENT.match(part.text)
        if match and match[1] in _PROOF_WORDS:
            if match[1] not in {"Theorem", "Lemma"}:
                raise FormalError(
                    path,
                    part.line,
                    f"`{match[1]}`",
                    "`Theorem` for a result that is published, `Lemma` for a step",
                    "choose one of the two",
                )
            if waiting:
                break
            waiting = match[1], match[2], part
        elif waiting and part.text in _PROOF_ENDS:
            kind, name, statement = waiting
            waiting = None
            above = lines[statement.line - 2].strip() if statement.line > 1 else ""
            one_line = re.fullmatch(r"\(\*+ (.*) \*\)", above)
            if kind == "Theorem" and not one_line:
                raise FormalError(
                    path,
                    statement.line,
                    f"the theorem `{name}` without a comment on the line above",
                    "one line `(* ... *)` that says what it states",
                    "write it",
                )
            yield _Block(kind, name, statement, part, one_line[1] if one_line else "")
    if waiting:
        raise FormalError(
            path,
            waiting[2].line,
            f"a proof of `{waiting[1]}` without an end",
            "`Qed.` in a sentence of its own",
            "finish the proof",
        )


# Checking ---------------------------------------------------------------------------------

_ERROR = re.compile(r'File "[^"]*", line (\d+), characters [^\n]*\nError:\s*(.*)', re.DOTALL)
_REFERENCE = re.compile(r"R(\d+):(\d+) (\S+) (\S+) (\S+) (\w+)")


@dataclass(frozen=True)
class _Reference:
    """A name that ``coqc`` met, from the ``.glob`` file that it writes."""

    offset: int  # in bytes
    library: str
    name: str
    kind: str


def _references(glob: str) -> Iterator[_Reference]:
    for line in glob.splitlines():
        match = _REFERENCE.fullmatch(line)
        if match:
            offset, _, library, module, name, kind = match.groups()
            full = name if module == "<>" else f"{module}.{name}"
            yield _Reference(int(offset), library, full, kind)


def _compile(path: str, stem: str, folder: str) -> None:
    done = _run(path, "coqc", "-q", "-R", ".", "", f"{stem}.v", cwd=folder)
    if done.returncode == 0:
        return
    match = _ERROR.search(done.stdout)
    line = int(match[1]) if match else 1
    message = " ".join((match[2] if match else done.stdout).split())
    raise FormalError(
        path,
        line,
        f"a step that Coq rejects ({message[:300]})",
        "a proof that its kernel accepts",
        "correct the statement or the proof",
    )


def _recheck(path: str, stem: str, folder: str) -> None:
    """Check the compiled file once more, with Coq's stand-alone checker."""
    done = _run(path, "coqchk", "-silent", "-o", "-R", ".", "", "-norec", stem, cwd=folder)
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
            f"that coqchk does not accept the compiled file ({found})",
            "a file that passes it with every check on",
            "find the sentence that switches a check off",
        )


def _ask_assumptions(
    path: str, stem: str, folder: str, groups: list[list[str]]
) -> list[tuple[str, ...]]:
    """What the theorems of each group rest on together, as the kernel says.

    An answer takes Coq 8.16 half a second however many theorems the group has: it walks
    through the real numbers each time.
    """
    asked = [f"Require {stem}."]
    for number, group in enumerate(groups):
        # A tuple of proofs rests on what they rest on together.
        members = ", ".join(f"@{stem}.{name}" for name in group)
        asked.append(f"Definition group_{number} := ({members}).")
    asked += [f"Print Assumptions group_{number}." for number in range(len(groups))]
    Path(folder, "assumptions.v").write_text("\n".join(asked) + "\n", encoding="utf-8")
    done = _run(path, "coqc", "-q", "-R", ".", "", "assumptions.v", cwd=folder)
    answers = re.split(r"^(?=Axioms:|Closed under the global context)", done.stdout, flags=re.M)[1:]
    if done.returncode or len(answers) != len(groups):
        raise FormalError(
            path,
            1,
            f"{len(answers)} lists of assumptions",
            f"{len(groups)}, one answer of `Print Assumptions` for each question",
            f"read what Coq said: {' '.join(done.stdout.split())[-200:]}",
        )
    # What an answer lists starts a line; its type follows, indented.
    return [
        tuple(sorted(line.split()[0] for line in answer.splitlines()[1:] if line[:1].strip()))
        for answer in answers
    ]


def _assumptions(path: str, stem: str, folder: str, theorems: list[_Block]) -> tuple[str, ...]:
    """What the published theorems rest on together; refused if it is not allowed."""
    (axioms,) = _ask_assumptions(path, stem, folder, [[block.name for block in theorems]])
    foreign = [name for name in axioms if name not in ALLOWED_AXIOMS]
    if not foreign:
        return axioms
    # Halve the theorems until the first that brings it in is found.
    suspects = theorems
    while len(suspects) > 1:
        half = suspects[: len(suspects) // 2]
        (axioms,) = _ask_assumptions(path, stem, folder, [[block.name for block in half]])
        inside = [name for name in axioms if name not in ALLOWED_AXIOMS]
        suspects = half if inside else suspects[len(half) :]
        foreign = inside or foreign
    raise FormalError(
        path,
        suspects[0].statement.line,
        f"that `{suspects[0].name}` assumes `{foreign[0]}`",
        "no axiom beyond the four of the classical reals",
        "prove what it stands for, or leave the theorem out",
    )


def _unique(names: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


@lru_cache(maxsize=8)
def _check(path: str, stem: str, text: str, version: str) -> Report:
    """The report, by the text of the file and the version of Coq alone."""
    started = time.perf_counter()
    _refuse_words(path, text)
    blocks = list(_blocks(path, text, sentences(text, path)))
    theorems = [block for block in blocks if block.kind == "Theorem"]
    if not theorems:
        raise FormalError(path, 1, "no theorem", "at least one `Theorem`", "state one")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, f"{stem}.v").write_text(text, encoding="utf-8")
        compiling = time.perf_counter()
        _compile(path, stem, folder)
        compile_seconds = time.perf_counter() - compiling
        references = list(_references(Path(folder, f"{stem}.glob").read_text(encoding="utf-8")))
        _refuse_libraries(path, text, stem, references)
        _recheck(path, stem, folder)
        axioms = _assumptions(path, stem, folder, theorems)
    names = {block.name for block in blocks}
    statements = []
    for block in blocks:
        stated, used = (
            [r for r in references if low <= r.offset < high]
            for low, high in (
                (block.statement.start, block.statement.end),
                (block.statement.end, block.end.end),
            )
        )
        ours = [r for r in stated if r.library == stem and r.kind not in {"var", "binder"}]
        theirs = [r for r in stated if r.library != stem and r.kind != "lib"]
        statements.append(
            Statement(
                kind=block.kind,
                name=block.name,
                line=block.statement.line,
                last_line=block.end.line,
                text=block.statement.text,
                comment=block.comment,
                equations=tuple(_NUMBER.findall(block.comment)),
                uses=_unique(r.name for r in used if r.library == stem and r.name in names),
                definitions=_unique(r.name for r in ours),
                library=_unique(f"{r.library}.{r.name}" for r in theirs if r.kind != "not"),
            )
        )
    seconds = time.perf_counter() - started
    return Report(path, version, seconds, compile_seconds, tuple(statements), axioms)


def _refuse_libraries(path: str, text: str, stem: str, references: list[_Reference]) -> None:
    """Refuse what is neither in the file nor in the standard library."""
    for reference in references:
        root = reference.library.partition(".")[0]
        if root not in {"Coq", "Corelib", "Stdlib", stem, "<>"}:
            raise FormalError(
                path,
                text.encode()[: reference.offset].count(b"\n") + 1,
                f"`{reference.library}`",
                "Coq's standard library only",
                "use what the standard library has",
            )


def check(path: Path | str, headline: str | None = None) -> Report:
    """Check a Coq file and report what it proves.

    ``headline`` names the theorem whose statement must stand by itself, in the standard
    library's own words: it may use no definition of the file.

    Raises ``CoqNotFound`` without Coq, and ``FormalError`` for whatever is refused. Nothing is
    written beside the file. Within a process the same text is checked once.
    """
    path = Path(path)
    text = _read(path)
    if not available():
        raise CoqNotFound(str(path))
    report = _check(str(path), path.stem, text, coq_version())
    if headline is not None:
        _refuse_headline(report, headline)
    return report


def assumptions(path: Path | str, *names: str) -> dict[str, tuple[str, ...]]:
    """The axioms that each of these theorems rests on, one by one; by default of every theorem.

    ``check`` already refuses a file in which any of them rests on more than is allowed; this
    tells them apart, and takes half a second for each.
    """
    path = Path(path)
    report = check(path)
    wanted = names or tuple(theorem.name for theorem in report.theorems)
    return dict(_each(str(path), path.stem, _read(path), report.coq_version, wanted))


@lru_cache(maxsize=8)
def _each(
    path: str, stem: str, text: str, version: str, names: tuple[str, ...]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, f"{stem}.v").write_text(text, encoding="utf-8")
        _compile(path, stem, folder)
        answers = _ask_assumptions(path, stem, folder, [[name] for name in names])
    return tuple(zip(names, answers, strict=True))


def _refuse_headline(report: Report, headline: str) -> None:
    by_name = {theorem.name: theorem for theorem in report.theorems}
    if headline not in by_name:
        raise FormalError(
            report.path, 1, f"no theorem `{headline}`", "the theorem that is shown", "state it"
        )
    theorem = by_name[headline]
    if theorem.definitions:
        raise FormalError(
            report.path,
            theorem.line,
            f"`{theorem.definitions[0]}` in the statement of `{headline}`",
            "the standard library's own words only",
            "write the definition out",
        )


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FormalError(
            str(path), 1, f"a file that cannot be read ({error})", "a Coq file", "name another"
        ) from error


# Recording the goals ----------------------------------------------------------------------

_PROMPT = re.compile(r"<prompt>\S+ < \d+ \|(.*?)\| \d+ < </prompt>")
_MESSAGE = re.compile(r"<(infomsg|warning)>.*?</\1>\n?", re.DOTALL)


@lru_cache(maxsize=8)
def _record(path: str, text: str, version: str) -> tuple[Goal, ...]:
    parts = sentences(text, path)
    with tempfile.TemporaryDirectory() as folder:
        done = _run(path, "coqtop", "-q", "-emacs", cwd=folder, stdin=text)
    # The answer to a sentence stands between the prompt before it and the prompt after it.
    pieces = _PROMPT.split(done.stdout)[1:]
    proofs, answers = pieces[0::2], pieces[1::2]
    for number, part in enumerate(parts):
        answer = answers[number] if number < len(answers) else "Error: no answer"
        if re.search(r"^(Error:|Anomaly)", answer, re.MULTILINE):
            message = " ".join(re.sub(r"^.*?Error:", "", answer, flags=re.DOTALL).split())
            raise FormalError(
                path,
                part.line,
                f"a step that Coq rejects ({message[:300]})",
                "a file that runs through",
                "correct the statement or the proof",
            )
    if len(proofs) != len(parts) + 1:
        raise FormalError(
            path,
            parts[-1].line,
            f"{len(proofs) - 1} answers from coqtop for {len(parts)} sentences",
            "one for each",
            "write one tactic to a sentence, and `{` and `}` without a selector",
        )
    recorded = []
    for number, part in enumerate(parts):
        before, after = proofs[number].split("|")[0], proofs[number + 1].split("|")[0]
        shown = _MESSAGE.sub("", answers[number]) if after else ""
        shown = re.sub(r" \(ID \d+\)", "", shown)
        shown = "\n".join(line.rstrip() for line in shown.splitlines()).strip("\n")
        recorded.append(Goal(part.text, part.line, shown, after or before))
    return tuple(recorded)


def goals(path: Path | str) -> list[Goal]:
    """What remains to be proved after each sentence of a Coq file, in its order.

    Raises ``CoqNotFound`` without Coq, and ``FormalError`` for a sentence that Coq rejects.
    Within a process the same text is run once.
    """
    path = Path(path)
    text = _read(path)
    if not available():
        raise CoqNotFound(str(path))
    return list(_record(str(path), text, coq_version()))


# The command ------------------------------------------------------------------------------


def _describe(report: Report, each: dict[str, tuple[str, ...]]) -> str:
    lines = [f"{report.path}: checked by Coq {report.coq_version} in {report.seconds:.1f} s"]
    for theorem in report.theorems:
        lines += [
            f"  line {theorem.line:4}  {theorem.name}",
            f"             {theorem.comment}",
        ]
        if theorem.name in each:
            lines.append(f"             rests on {', '.join(each[theorem.name]) or 'no axiom'}")
    lemmas = len(report.statements) - len(report.theorems)
    lines.append(
        f"{len(report.theorems)} theorems, {lemmas} lemmas. "
        f"The theorems rest on {', '.join(report.axioms) or 'no axiom'}."
    )
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Return 0 if the file was accepted, 1 if it was refused, 2 if there is no Coq."""
    parser = argparse.ArgumentParser(
        prog="python -m extensions.formal", description="Check a proof."
    )
    parser.add_argument("file", nargs="?", type=Path, help=f"a Coq file (default: {DEFAULT_FILE})")
    parser.add_argument("--headline", help="a theorem that may use no definition of the file")
    parser.add_argument(
        "--if-available", action="store_true", help="without Coq, say so and return 0"
    )
    parser.add_argument(
        "--each", action="store_true", help="print the axioms theorem by theorem (half a minute)"
    )
    options = parser.parse_args(arguments)
    path: Path = options.file or DEFAULT_FILE
    headline = options.headline if options.file else options.headline or DEFAULT_HEADLINE
    try:
        report = check(path, headline)
        each = assumptions(path) if options.each else {}
    except CoqNotFound as missing:
        if options.if_available:
            print(f"{path}: NOT CHECKED: there is no Coq on this machine.")
            return 0
        print(missing, file=sys.stderr)
        return 2
    except FormalError as refused:
        print(refused, file=sys.stderr)
        return 1
    print(_describe(report, each))
    return 0


if __name__ == "__main__":
    sys.exit(main())
