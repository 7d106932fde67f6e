"""Finds Coq's programs and runs them."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import lru_cache

from proofpages.coq.coq_errors import CoqNotFound, FormalError
from proofpages.niceness import step_back

#: A sentence is checked in a fraction of a second; the limit only stops a runaway.
_TIMEOUT = 120
_STEPS_BACK = 10
"""What Coq says is wanted last in a build."""

#: How OCaml keeps Coq's memory: 64 MB for what is new, where Coq takes 256 MB that the system has
#: to clear, and fewer looks at what is old, as most of what Coq loads stays.
_MEMORY = "s=8M,o=1000"


def find_program(name: str) -> str | None:
    """Where a program of Coq is; ``COQBIN`` is Coq's own variable for that."""
    return shutil.which(name, path=os.environ.get("COQBIN") or None)


def coq_available() -> bool:
    """Whether a proof can be checked on this machine."""
    return all(find_program(name) for name in ("coqc", "coqchk"))


@lru_cache(maxsize=4)
def _version_of(coqc: str) -> str:
    try:
        answer = subprocess.run(
            [coqc, "--print-version"], capture_output=True, text=True, check=True, timeout=_TIMEOUT
        )
        return answer.stdout.split()[0]
    except (OSError, subprocess.SubprocessError, IndexError) as error:
        raise FormalError(
            coqc,
            1,
            f"it does not say its version ({error})",
            "a Coq that starts",
            "install it anew, or take it off the PATH to build without it",
        ) from error


def coq_version() -> str:
    """The version of Coq on this machine, as "8.16.1".

    Raises:
        CoqNotFound: if there is none.
    """
    coqc = find_program("coqc")
    if coqc is None:
        raise CoqNotFound("coqc")
    return _version_of(coqc)


def run(path: str, program: str, *arguments: str, cwd: str) -> subprocess.CompletedProcess[str]:
    """Run a program of Coq on the file that is called ``path`` in messages.

    Its standard output and its standard error come together, as ``stdout``.

    Raises:
        CoqNotFound: without that program.
        FormalError: if it does not end in time.
    """
    where = find_program(program)
    if where is None:
        raise CoqNotFound(path)
    # A user's own start-up file or library must not change what a sentence means.
    environment = {k: v for k, v in os.environ.items() if k not in {"COQPATH", "COQRC"}}
    environment.setdefault("OCAMLRUNPARAM", _MEMORY)
    try:
        done = _ended([where, *arguments], cwd, environment)
    except OSError as error:
        raise FormalError(
            path, 1, f"{program} does not start ({error})", "a Coq that starts", "install it"
        ) from error
    except subprocess.TimeoutExpired as late:
        raise FormalError(
            path,
            1,
            f"{program} was still running after {_TIMEOUT} s",
            "a file that is checked in a few seconds",
            "look for a tactic that searches too long",
        ) from late
    if done.returncode < 0:
        raise FormalError(
            path,
            1,
            f"{program} was ended by signal {-done.returncode}",
            "a Coq that runs to its end",
            "see whether the machine has memory enough, and build again",
        )
    return done


def _ended(
    command: list[str], cwd: str, environment: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    """What a command said, once it has ended; it is killed if that takes too long."""
    with subprocess.Popen(
        command,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    ) as process:
        step_back(process.pid, _STEPS_BACK)
        try:
            said, _ = process.communicate(timeout=_TIMEOUT)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
    return subprocess.CompletedProcess(command, process.returncode, said)
