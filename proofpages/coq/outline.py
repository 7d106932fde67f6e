"""The theorems and lemmas of a Coq file, as they are written; nothing here runs Coq."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from proofpages.coq.coq_errors import FormalError
from proofpages.coq.forbidden import STATING
from proofpages.coq.sentences import Sentence, read_file, sentences

_STATEMENT = re.compile(r"(\w+)\s+([\w']+)")
_ENDS = frozenset({"Qed.", "Defined."})
_NUMBER = re.compile(r"\b[A-Z]\d+\b")


@dataclass(frozen=True)
class Statement:
    """A theorem or a lemma. What it uses is known once it is checked."""

    kind: str  # "Theorem" (published) or "Lemma" (a step)
    name: str
    line: int
    last_line: int  # of its proof
    text: str  # the sentence "Theorem name : …."
    comment: str  # the line above it; may be empty for a lemma
    uses: tuple[str, ...] = ()  # theorems and lemmas of the file that its proof names
    definitions: tuple[str, ...] = ()  # definitions of the file that its statement names
    library: tuple[str, ...] = ()  # what its statement names from the standard library

    @property
    def equations(self) -> tuple[str, ...]:
        """The numbered equations that it states: what its comment names before its formula."""
        return tuple(_NUMBER.findall(self.comment.partition("$")[0]))


@dataclass(frozen=True)
class StatementBlock:
    """A statement with the sentences from its own to the end of its proof."""

    statement: Statement
    sentences: tuple[Sentence, ...]

    @property
    def first(self) -> Sentence:
        """What states it."""
        return self.sentences[0]

    @property
    def last(self) -> Sentence:
        """``Qed.`` or ``Defined.``."""
        return self.sentences[-1]


def outline(path: Path | str) -> tuple[Statement, ...]:
    """The theorems and lemmas that a file states, in its order, whether or not they are proved.

    Raises:
        FormalError: for a file that cannot be read, or a statement that breaks the rules.
    """
    path = Path(path)
    text = read_file(path)
    blocks = read_blocks(str(path), text, sentences(text, str(path)))
    return tuple(block.statement for block in blocks)


def read_blocks(path: str, text: str, parts: Iterable[Sentence]) -> Iterator[StatementBlock]:
    """The theorems and lemmas of a file, given its sentences, each with those of its proof."""
    lines = text.split("\n")
    waiting: tuple[str, str] | None = None
    passed: list[Sentence] = []
    for part in parts:
        passed.append(part)
        match = _STATEMENT.match(part.text)
        if match and match[1] in STATING:
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
            waiting, passed = (match[1], match[2]), [part]
        elif waiting and part.text in _ENDS:
            (kind, name), first = waiting, passed[0]
            waiting = None
            above = lines[first.line - 2].strip() if first.line > 1 else ""
            one_line = re.fullmatch(r"\(\*+ (.*) \*\)", above)
            if kind == "Theorem" and not one_line:
                raise FormalError(
                    path,
                    first.line,
                    f"the theorem `{name}` without a comment on the line above",
                    "one line `(* ... *)` that says what it states",
                    "write it",
                )
            comment = one_line[1] if one_line else ""
            statement = Statement(kind, name, first.line, part.line, first.text, comment)
            yield StatementBlock(statement, tuple(passed))
    if waiting:
        raise FormalError(
            path,
            passed[0].line,
            f"a proof of `{waiting[1]}` without an end",
            "`Qed.` in a sentence of its own",
            "finish the proof",
        )
