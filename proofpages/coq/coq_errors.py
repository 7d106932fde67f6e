"""What can be wrong with a proof."""

from __future__ import annotations


class FormalError(Exception):
    """A proof that was refused: file and line, what was found, what was expected, what to do."""

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
