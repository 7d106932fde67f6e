"""Runs commands in forks of one warm process, which costs a fraction of as many cold starts.

`run(folder, ["mkdocs", "build"])` is `python -m mkdocs build` in that folder: the same code runs as
`__main__`, in a process of its own, which ends as Python ends. What it is spared is the start: the
process that it is forked from has imported what such builds import (the packages, and proofpages/
of this repository), has in memory what MathJax made of each formula in the forks before it, and a
Node process that they all ask for more, one after the other. It holds nothing else of a build: no
page, no verdict on an equation, no output of a block.

A fork is made of a process with one thread. pytest's own has more, so the forks come from one that
it starts: `python -m tests.forks`, once for each of pytest's workers.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import json
import os
import pickle
import runpy
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

from proofpages.typeset.mathjax import mathjax

ROOT = Path(__file__).parent.parent
TIMEOUT = 100
"""Seconds that a command may take."""
PRINTED = ("stdout", "stderr")
# Not on macOS, whose own libraries may crash in a fork (Python's multiprocessing starts anew there
# for the same reason); Windows has no fork.
CAN_FORK = sys.platform == "linux"


def run(
    folder: Path, command: Sequence[str], environment: Mapping[str, str], *, forked: bool = True
) -> subprocess.CompletedProcess[str]:
    """Run `python -m command` in a folder, in a fork or from a cold start.

    Raises:
        subprocess.TimeoutExpired: if it did not end in time.
    """
    if forked and CAN_FORK:
        return _warm().run(folder, command, environment)
    return subprocess.run(
        [sys.executable, "-m", *command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
        check=False,
    )


# In pytest's worker


class Warm:
    """The process that is forked, seen from the one that asks for forks."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.forks"],
            cwd=ROOT,
            # OpenBLAS starts its threads when NumPy is imported. Material for MkDocs prints its
            # warning then, too, and would not print it again in a fork.
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "NO_MKDOCS_2_WARNING": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        atexit.register(self.close)

    def run(
        self,
        folder: Path,
        command: Sequence[str],
        environment: Mapping[str, str],
        *,
        imports: bool = False,
    ) -> subprocess.CompletedProcess[str]:
        with tempfile.TemporaryDirectory() as scratch:
            request = {
                "folder": str(folder),
                "command": command,
                "environment": dict(environment),
                "scratch": scratch,
                "imports": imports,
            }
            status = self._ask(request)
            printed = [Path(scratch, name).read_text(encoding="utf-8") for name in PRINTED]
        if status == -signal.SIGALRM:
            raise subprocess.TimeoutExpired(list(command), TIMEOUT, *printed)
        return subprocess.CompletedProcess(list(command), status, *printed)

    def _ask(self, request: dict) -> int:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        for answer in self._process.stdout:
            status, _, scratch = answer.rstrip("\n").partition(" ")
            if scratch == request["scratch"]:  # And not that of a test which did not wait for it.
                return int(status)
        raise RuntimeError("the process that is forked has ended: see what it printed above")

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(timeout=10)


@cache
def _warm() -> Warm:
    """The process of this worker, after it has learned from one build with each generator."""
    from tests.builds import COMMANDS, copy_site, environment  # It imports this module.

    warm = Warm()
    with tempfile.TemporaryDirectory() as name:
        copy = copy_site(Path(name))
        for command in COMMANDS.values():
            done = warm.run(copy.folder, command, environment(), imports=True)
            assert done.returncode == 0, done.stdout + done.stderr
    return warm


# In the process that is forked


def serve() -> None:
    """Fork for each line of standard input, and write the status that the fork ended with."""
    # A fork has the same pipes to Node; what it closes when it ends is its own end of them.
    mathjax.start()
    for line in sys.stdin:
        request = json.loads(line)
        gc.freeze()  # So that a fork's collector does not write to, and so copy, what it inherits.
        pid = os.fork()
        if pid == 0:
            become(request)
            return  # A fork ends here, or by what the command raised: Python does the rest.
        _, status = os.waitpid(pid, 0)
        learned = Path(request["scratch"], "learned")
        if learned.exists():
            learn(learned)
        else:  # Something ended it from outside, and may have left it an answer from Node.
            mathjax.close()
            mathjax.start()
        print(os.waitstatus_to_exitcode(status), request["scratch"], flush=True)


def become(request: dict) -> None:
    """Make this process what `python -m` starts, and run the command in it."""
    signal.alarm(TIMEOUT)  # It ends the process.
    files = [os.devnull, *(Path(request["scratch"], name) for name in PRINTED)]
    for number, file in enumerate(files):
        opened = os.open(file, os.O_RDWR | os.O_CREAT)
        os.dup2(opened, number)
        os.close(opened)
    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["environment"])
    sys.path[0] = request["folder"]
    atexit.register(tell, Path(request["scratch"], "learned"), request["imports"])
    name, *arguments = request["command"]
    sys.argv = [name, *arguments]
    runpy.run_module(name, run_name="__main__", alter_sys=True)


def tell(file: Path, imports: bool) -> None:
    """Write what the process that this one was forked from is to know: drawings, and imports."""
    file.write_bytes(pickle.dumps((mathjax._done, list(sys.modules) if imports else [])))


def learn(file: Path) -> None:
    """Remember how MathJax drew what it drew in a fork, and import what that has imported."""
    drawn, imported = pickle.loads(file.read_bytes())
    mathjax._done.update(drawn)
    for name in imported:
        with suppress(ImportError):  # Some are no modules of their own, as `os.path`.
            importlib.import_module(name)
    if (tasks := Path("/proc/self/task")).exists():
        assert len(list(tasks.iterdir())) == 1, "a fork copies one thread, and this has more"


if __name__ == "__main__":
    serve()
