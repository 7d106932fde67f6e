"""The process that blocks run in; it is started as a file, and imports nothing of this package.

It reads a request a line from standard input, and answers each with a line, both JSON. Where a
process can be forked, it has imported what most blocks import, and forks for each block. Elsewhere
it runs the one block that it was started for, and ends.

What holds for a block, whatever it does: its asserts run; it has its own memory, standard streams
and working folder; it is ended when it has computed or waited too long, and with it what it has
started, if that stays in its session; where the system limits that (Linux does), it has only so
much memory, can write only so much to a file, and has no network. That it starts no program, opens
no socket and writes no file elsewhere is asked of Python alone (`sys.addaudithook`): it stops who
does so by accident, and not who means it.
"""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import errno
import gc
import json
import linecache
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
import traceback
import types
import warnings
from typing import Any

with contextlib.suppress(ImportError):  # Windows has none; it is loaded once, and not in each fork.
    import resource

WARM = {
    "fractions": ("fractions",),
    "numpy": ("numpy", "numpy.random"),
    "matplotlib": ("matplotlib.figure", "matplotlib.backends.backend_svg"),
    "sklearn": ("sklearn.linear_model", "sklearn.datasets"),
    "autograd": ("autograd.numpy",),
}
"""What is imported before a fork, once a block has the word: it takes longer than most blocks.

Matplotlib then writes its list of fonts, which a block could not: it is outside its folder."""
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
PR_SET_PDEATHSIG = 1
REFUSED = {
    "a program": ("subprocess.Popen", "os.system", "os.exec", "os.fork", "os.forkpty", "os.spawn")
    + ("os.posix_spawn", "os.startfile", "pty.spawn", "os.kill", "os.killpg"),
    "the network": ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto")
    + ("socket.gethostbyname", "socket.sendmsg"),
}
"""What a block has no use of, and the events by which Python tells that it is asked for."""

Request = dict[str, Any]
Answer = dict[str, Any]


def answer_requests() -> None:
    """Answer requests until there are no more."""
    own = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")  # Before a block gets its own.
    requests = os.fdopen(os.dup(0), encoding="utf-8")
    forks = hasattr(os, "fork")
    if forks:  # This process keeps what it has; to look through it would copy it in every fork.
        gc.disable()
    while line := requests.readline():
        request: Request = json.loads(line)
        if forks:
            _warm(request["source"])
        folder = os.path.realpath(tempfile.mkdtemp(prefix="block-"))
        streams = [os.path.join(folder, name) for name in ("out", "err", "end")]
        work = os.path.join(folder, "work")
        os.mkdir(work)
        status: int | str = 0
        try:
            if forks:
                status = _forked(request, streams, work)
            else:  # Who has started this process watches the time.
                _run(request, streams, work)
            answer = _answer(streams, status)
        finally:
            os.chdir(tempfile.gettempdir())
            shutil.rmtree(folder, ignore_errors=True)
        own.write(json.dumps(answer) + "\n")
        own.flush()


def _warm(source: str) -> None:
    """Import what a block will, as far as that takes long, and have no fork clear it away."""
    named = [module for word, modules in WARM.items() if word in source for module in modules]
    missing = [module for module in named if module not in sys.modules]
    for module in missing:
        with contextlib.suppress(ImportError):
            __import__(module)
    if missing:
        gc.freeze()


def _forked(request: Request, streams: list[str], work: str) -> int | str:
    """Run a block in a fork, and say how that ended: its status, or "late"."""
    child = os.fork()
    if child == 0:
        own = 70
        try:
            gc.enable()
            _limit(request)
            _run(request, streams, work)
            own = 0
        finally:
            os._exit(own)
    late = False
    end = time.monotonic() + request["patience"]
    pause = 0.0005
    while True:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            break
        if time.monotonic() > end:
            late = True
            os.kill(child, signal.SIGKILL)
        time.sleep(pause)
        pause = min(2 * pause, 0.02)
    with contextlib.suppress(OSError):
        os.killpg(child, signal.SIGKILL)  # What it has left behind.
    return "late" if late else os.waitstatus_to_exitcode(status)


def _answer(streams: list[str], status: int | str) -> Answer:
    out, err, end = (_bytes(name) for name in streams)
    answer: Answer = {"status": status, "out": out.decode("utf-8", "surrogateescape")}
    answer["err"] = err.decode("utf-8", "replace")
    with contextlib.suppress(ValueError):
        answer["end"] = json.loads(end)
    return answer


def _bytes(name: str) -> bytes:
    try:
        with open(name, "rb") as file:
            return file.read()
    except OSError:
        return b""


def _limit(request: Request) -> None:
    """Have the system limit this process."""
    os.setsid()
    cpu = max(1, round(request["cpu"] + 0.5))
    for what, limit in (
        (resource.RLIMIT_CPU, cpu),
        (resource.RLIMIT_AS, request["memory"]),
        (resource.RLIMIT_FSIZE, 16 * request["output"]),
        (resource.RLIMIT_CORE, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # A lower limit holds already.
            hard = limit + 1 if what == resource.RLIMIT_CPU else limit
            resource.setrlimit(what, (limit, hard))
    with contextlib.suppress(AttributeError, OSError):  # Linux only.
        libc = ctypes.CDLL(None)
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        libc.unshare(CLONE_NEWUSER | CLONE_NEWNET)


def _run(request: Request, streams: list[str], work: str) -> None:
    """Run a block as a script, with streams of its own, and note how it ended."""
    out, err, end = streams
    for number, name in ((1, out), (2, err)):
        stream = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(stream, number)
        os.close(stream)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    note = os.open(end, os.O_WRONLY | os.O_CREAT)
    text: Any = {"encoding": "utf-8", "closefd": False}
    sys.stdin = os.fdopen(0, **text)
    sys.stdout = os.fdopen(1, "w", newline="\n", **text)
    sys.stderr = os.fdopen(2, "w", newline="\n", **text)
    os.chdir(work)
    os.environ.update(HOME=work, TMPDIR=work, TEMP=work, TMP=work)
    tempfile.tempdir = work
    sys.argv = [request["name"]]
    sys.addaudithook(_guard(work))
    found = _execute(request["source"], request["name"])
    os.write(note, json.dumps(found).encode())


def _execute(source: str, name: str) -> Answer:
    """What went wrong in a block, and on the way through which of its lines; empty if nothing."""
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    main_ = types.ModuleType("__main__")
    sys.modules["__main__"] = main_
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            # Asserts stay, whatever PYTHONOPTIMIZE says.
            exec(compile(source, name, "exec", optimize=0), main_.__dict__)
            # What a script does at its end.
            threading._shutdown()  # type: ignore[attr-defined]
            atexit._run_exitfuncs()
            sys.stdout.flush()
            sys.stderr.flush()
    except BaseException as error:  # SystemExit too: a block that leaves has not run to its end.
        return {"reason": _describe(error), "trace": _trace(error, name)}
    return {}


def _guard(work: str) -> Any:
    """A hook that refuses what a block has no use of."""
    refused = {event: what for what, events in REFUSED.items() for event in events}
    writing = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event in refused:
            raise PermissionError(f"it asked for {refused[event]}, which a block does not get")
        if event == "open" and isinstance(arguments[0], str) and arguments[2] & writing:
            path = os.path.realpath(arguments[0])
            if not path.startswith((work + os.sep, os.devnull)):
                raise PermissionError(f"it would write {arguments[0]}, outside its own folder")

    return hook


def _describe(error: BaseException) -> str:
    if isinstance(error, SystemExit):
        return f"it called sys.exit({'' if error.code is None else repr(error.code)})"
    if isinstance(error, MemoryError):
        return "it asked for more memory than a block gets"
    if isinstance(error, OSError) and error.errno == errno.EFBIG:
        return "it wrote more than a block may"
    text = "".join(traceback.format_exception_only(error)).strip().splitlines()[-1]
    return f"it gave a warning, {text}" if isinstance(error, Warning) else f"it raised {text}"


def _trace(error: BaseException, name: str) -> list[int]:
    if isinstance(error, SyntaxError) and error.filename == name:
        return [error.lineno or 1]
    frames = traceback.extract_tb(error.__traceback__)
    return [frame.lineno for frame in frames if frame.filename == name and frame.lineno]


if __name__ == "__main__":
    answer_requests()
    os._exit(0)  # All is answered; taking down what is imported takes as long as many blocks.
