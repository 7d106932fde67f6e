"""What can be wrong with a proof."""

from __future__ import annotations

from proofpages.located import LocatedError


class FormalError(LocatedError):
    """A proof that was refused."""


class StepRejected(FormalError):
    """A sentence that Coq does not accept."""


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
