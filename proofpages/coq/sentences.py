"""Splits a Coq file into its sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from proofpages.coq.coq_errors import FormalError

_BULLET = re.compile(r"[-+*]+|[{}]")


@dataclass(frozen=True)
class Sentence:
    """One sentence of a Coq file: its text without the space around it, and where it stands."""

    text: str
    line: int  # from 1
    indent: int  # of that line, in columns
    start: int  # offset in bytes
    end: int


def read_file(path: Path) -> str:
    """The text of a Coq file.

    Raises:
        FormalError: if it cannot be read.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise FormalError(
            str(path), 1, f"a file that cannot be read ({error})", "a Coq file", "name another"
        ) from error


def sentences(text: str, path: str = "<text>") -> tuple[Sentence, ...]:
    """Split a Coq file into its sentences; bullets and braces are sentences of their own.

    Raises:
        FormalError: for a comment, a string or a sentence without an end.
    """
    code = blank_comments(path, text)
    lines = text.split("\n")
    found: list[Sentence] = []
    i = seen = start = 0
    line = 1
    while True:
        while i < len(code) and code[i].isspace():
            i += 1
        if i == len(code):
            return tuple(found)
        bullet = _BULLET.match(code, i)
        end = bullet.end() if bullet else _end_of_sentence(path, text, code, i)
        line += text.count("\n", seen, i)
        indent = len(lines[line - 1]) - len(lines[line - 1].lstrip())
        start += len(text[seen:i].encode())
        seen = i
        found.append(Sentence(text[i:end], line, indent, start, start + len(text[i:end].encode())))
        i = end


def blank_comments(path: str, text: str) -> str:
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
