"""Checks a Coq file, and reports what it proves and from what."""

from __future__ import annotations

import tempfile
import time
from bisect import bisect_right
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from proofpages.coq.begun import KEPT, await_answer, begin
from proofpages.coq.coq_errors import CoqNotFound, FormalError
from proofpages.coq.kernel import (
    Reference,
    ask_assumptions,
    recheck,
    refuse_libraries,
)
from proofpages.coq.outline import Statement, StatementBlock
from proofpages.coq.run_through import run_through
from proofpages.coq.sentences import read_file
from proofpages.coq.tools import coq_available, coq_version

#: The axioms under Coq's real numbers; ``classic`` comes in with the logarithm.
ALLOWED_AXIOMS = frozenset(
    {
        "ClassicalDedekindReals.sig_not_dec",
        "ClassicalDedekindReals.sig_forall_dec",
        "FunctionalExtensionality.functional_extensionality_dep",
        "Classical_Prop.classic",
    }
)


@dataclass(frozen=True)
class CheckedFile:
    """What was checked in one file."""

    path: str
    coq_version: str
    seconds: float  # for coqc, and for coqchk if that was asked
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
        return self._reached(name, frozenset())

    def uses_of_theorems(self) -> dict[str, tuple[str, ...]]:
        """The theorems that each theorem uses, directly or by way of lemmas; in file order."""
        published = frozenset(theorem.name for theorem in self.theorems)
        reached = {name: self._reached(name, published) for name in (t.name for t in self.theorems)}
        return {
            name: tuple(other for other in reached if other in reached[name]) for name in reached
        }

    def _reached(self, name: str, ends: frozenset[str]) -> frozenset[str]:
        """What is reached along the uses, beginning with ``name``, and going on from no end."""
        found: set[str] = set()
        waiting = list(self[name].uses)
        while waiting:
            used = waiting.pop()
            if used not in found:
                found.add(used)
                waiting += () if used in ends else self[used].uses
        return frozenset(found)


def check_file(path: Path | str, headline: str | None = None) -> CheckedFile:
    """Check a Coq file and report what it proves.

    ``headline`` names the theorem whose statement must stand by itself, in the standard
    library's own words: it may use no definition of the file.

    Nothing is written beside the file. Within a process the same text is checked once.

    Raises:
        CoqNotFound: without Coq.
        FormalError: for whatever is refused.
    """
    return _reported(_check, path, headline)


def compile_only(path: Path | str, headline: str | None = None) -> CheckedFile:
    """The same without coqchk, of which `check_file` has to be asked before anything is published.

    Raises:
        CoqNotFound: without Coq.
        FormalError: for whatever is refused.
    """
    return _reported(_compile, path, headline)


def _reported(
    question: Callable[..., CheckedFile], path: Path | str, headline: str | None
) -> CheckedFile:
    report = await_answer(_begun(question, Path(path)))
    if headline is not None:
        _refuse_headline(report, headline)
    return report


def assumptions(path: Path | str) -> dict[str, tuple[str, ...]]:
    """The axioms that each theorem rests on, one by one.

    ``check_file`` already refuses a file in which any of them rests on more than is allowed; this
    tells them apart, and takes half a second for each.
    """
    path = Path(path)
    names = [theorem.name for theorem in check_file(path).theorems]
    through = run_through(str(path), path.stem, read_file(path), coq_version())
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, f"{path.stem}.vo").write_bytes(through.compiled)
        answers = ask_assumptions(str(path), path.stem, folder, [[name] for name in names])
    return dict(zip(names, answers, strict=True))


def begin_compile(path: Path | str) -> None:
    """Begin what `compile_only` will be asked for, and do not wait.

    Raises:
        CoqNotFound: without Coq.
        FormalError: if the file cannot be read.
    """
    _begun(_compile, Path(path))


def begin_check(path: Path | str) -> None:
    """The same for `check_file`."""
    _begun(_check, Path(path))


def _begun(question: Callable[..., CheckedFile], path: Path) -> Future[CheckedFile]:
    text = read_file(path)
    if not coq_available():
        raise CoqNotFound(str(path))
    return begin(question, str(path), path.stem, text, coq_version())


def _check(path: str, stem: str, text: str, version: str) -> CheckedFile:
    """The report, by the text of the file and the version of Coq alone."""
    report, compiled = _compiled(path, stem, text, version)
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, f"{stem}.vo").write_bytes(compiled)
        recheck(path, stem, folder)
    return replace(report, seconds=report.seconds + time.perf_counter() - started)


def _compile(path: str, stem: str, text: str, version: str) -> CheckedFile:
    return _compiled(path, stem, text, version)[0]


@lru_cache(maxsize=KEPT)
def _compiled(path: str, stem: str, text: str, version: str) -> tuple[CheckedFile, bytes]:
    """The report without coqchk, and the compiled file."""
    through = run_through(path, stem, text, version)
    started = time.perf_counter()
    found = through.blocks
    theorems = [block.statement for block in found if block.statement.kind == "Theorem"]
    if not theorems:
        raise FormalError(path, 1, "no theorem", "at least one `Theorem`", "state one")
    met = list(through.met)
    refuse_libraries(path, text, stem, met)
    axioms = through.axioms
    if not ALLOWED_AXIOMS.issuperset(axioms):
        # A name may be told shorter where the file imports what it is from: ask outside.
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, f"{stem}.vo").write_bytes(through.compiled)
            axioms = _assumptions(path, stem, folder, theorems)
    names = {block.statement.name for block in found}
    statements = tuple(
        _with_references(block, stem, names, of_block)
        for block, of_block in zip(found, _by_block(found, met), strict=True)
    )
    seconds = through.seconds + time.perf_counter() - started
    return CheckedFile(path, version, seconds, statements, axioms), through.compiled


def _by_block(found: tuple[StatementBlock, ...], met: list[Reference]) -> list[list[Reference]]:
    """What was met from the start of each statement to that of the next."""
    starts = [block.first.start for block in found]
    parts: list[list[Reference]] = [[] for _ in found]
    for reference in met:
        if reference.offset >= starts[0]:
            parts[bisect_right(starts, reference.offset) - 1].append(reference)
    return parts


def _with_references(
    block: StatementBlock, stem: str, names: set[str], met: list[Reference]
) -> Statement:
    """The statement with what it and its proof name."""
    stated = [r for r in met if block.first.start <= r.offset < block.first.end]
    used = [r for r in met if block.first.end <= r.offset < block.last.end]
    ours = [r for r in stated if r.library == stem and r.kind not in {"var", "binder"}]
    theirs = [r for r in stated if r.library != stem and r.kind not in {"lib", "not"}]
    return replace(
        block.statement,
        uses=_unique(r.name for r in used if r.library == stem and r.name in names),
        definitions=_unique(r.name for r in ours),
        library=_unique(f"{r.library}.{r.name}" for r in theirs),
    )


def _unique(names: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _assumptions(path: str, stem: str, folder: str, theorems: list[Statement]) -> tuple[str, ...]:
    """What the published theorems rest on together; refused if it is not allowed."""
    (axioms,) = ask_assumptions(path, stem, folder, [[theorem.name for theorem in theorems]])
    foreign = [name for name in axioms if name not in ALLOWED_AXIOMS]
    if not foreign:
        return axioms
    # Halve the theorems until the first that brings it in is found.
    suspects = theorems
    while len(suspects) > 1:
        half = suspects[: len(suspects) // 2]
        (axioms,) = ask_assumptions(path, stem, folder, [[theorem.name for theorem in half]])
        inside = [name for name in axioms if name not in ALLOWED_AXIOMS]
        suspects = half if inside else suspects[len(half) :]
        foreign = inside or foreign
    raise FormalError(
        path,
        suspects[0].line,
        f"`{suspects[0].name}` assumes `{foreign[0]}`",
        "no axiom beyond the four of the classical reals",
        "prove what it stands for, or leave the theorem out",
    )


def _refuse_headline(report: CheckedFile, headline: str) -> None:
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
