"""A fault in a file: the form in which every room of the package tells one."""

from __future__ import annotations


class LocatedError(Exception):
    """What ends a check or a build, told as `file:line: found`, what was expected, and what to do.

    Args:
        file: The file, as a path from the working folder.
        line: Its line, from 1.
        found: What stands there, as one clause.
        expected: What was expected, as a noun phrase.
        advice: What to do.
    """

    def __init__(self, file: str, line: int, found: str, expected: str, advice: str) -> None:
        self.file, self.line = file, line
        self.found, self.expected, self.advice = found, expected, advice
        super().__init__(f"{file}:{line}: {found}\n  Expected: {expected}\n  What to do: {advice}")
