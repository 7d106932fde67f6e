"""A program beside this one that is asked a line of JSON and answers with one, again and again."""

from __future__ import annotations

import atexit
import contextlib
import json
import subprocess
import threading
from collections.abc import Callable
from typing import Any

from proofpages.niceness import step_back


class NoAnswer(Exception):
    """What the program did in the place of an answer, as the rest of a sentence about it.

    Attributes:
        status: The status that it ended with.
        late: Whether it was ended because it had not answered in time.
    """

    def __init__(self, what: str, status: int, *, late: bool = False) -> None:
        super().__init__(what)
        self.status, self.late = status, late


class JsonProcess:
    """The process of such a program, from the first question to the end of this process.

    Args:
        command: Gives the program and its arguments, when it is started.
        steps_back: By how many steps of niceness it lets others go first.
        settings: What `subprocess.Popen` is told besides.
    """

    def __init__(
        self, command: Callable[[], list[str]], steps_back: int = 0, **settings: Any
    ) -> None:
        self._command, self._steps_back, self._settings = command, steps_back, settings
        self._process: subprocess.Popen[str] | None = None
        self._lock = threading.RLock()

    def ask(self, question: object, seconds: float) -> Any:
        """The answer to a question; a program that has ended is started anew.

        Raises:
            NoAnswer: if it ends, answers with what is no JSON, or has not answered in time.
        """
        with self._lock:
            process = self._started()
            assert process.stdin is not None
            assert process.stdout is not None
            late = threading.Event()
            timer = threading.Timer(seconds, self._end, (process, late))
            timer.start()
            try:
                process.stdin.write(json.dumps(question) + "\n")
                process.stdin.flush()
                line = process.stdout.readline()
            except OSError:
                line = ""
            finally:
                timer.cancel()
            if not line:
                self.close()
                why = (
                    f"was ended after {seconds:g} s without an answer" if late.is_set() else "ended"
                )
                raise NoAnswer(why, process.returncode, late=late.is_set())
            try:
                return json.loads(line)
            except ValueError as error:
                self.close()
                what = f"answered {line[:60]!r}, which is no answer"
                raise NoAnswer(what, process.returncode) from error

    def close(self) -> None:
        """End the process; the next question starts another."""
        with self._lock:
            process, self._process = self._process, None
            if process and process.stdin and process.stdout:
                with contextlib.suppress(OSError):  # What was not sent to it is not missed.
                    process.stdin.close()
                process.stdout.close()
                try:
                    process.wait(timeout=10)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()

    def _started(self) -> subprocess.Popen[str]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = subprocess.Popen(
                self._command(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                encoding="utf-8",
                **self._settings,
            )
            step_back(self._process.pid, self._steps_back)
            atexit.register(self.close)
        return self._process

    @staticmethod
    def _end(process: subprocess.Popen[str], late: threading.Event) -> None:
        late.set()
        process.kill()
