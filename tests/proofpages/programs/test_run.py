"""proofpages.programs.run: a block prints what its file would, and ends."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from proofpages.programs.run import BlockFailed, run_block
from proofpages.programs.worker import WARM


def run(source: str, timeout: float = 20) -> str:
    return run_block(source, "<block>", timeout)


def refusal(source: str, timeout: float = 20) -> str:
    with pytest.raises(BlockFailed) as caught:
        run(source, timeout)
    return caught.value.reason


def test_a_block_prints_what_the_file_would_print() -> None:
    source = "import sys\nprint(1, 2, sep=', ', end='!')\nsys.stdout.write('3\\n')"
    assert run(source) == "1, 2!3\n"
    assert run("import os\nprint(1, flush=True)\nos.write(1, b'2\\n')") == "1\n2\n"


def test_a_block_is_the_main_module() -> None:
    assert run("if __name__ == '__main__': print('main')") == "main\n"
    assert run("import sys\nprint(sys.modules['__main__'].__name__)") == "__main__\n"


def test_what_a_script_does_at_its_end_is_done() -> None:
    assert run("import atexit\natexit.register(print, 'end')") == "end\n"
    wait = "import threading as t\nt.Timer(0.1, print, ['late']).start()"
    assert run(wait) == "late\n"


@pytest.mark.parametrize(
    ("first", "second", "printed"),
    [
        ("x = 1", "print('x' in globals())", "False\n"),
        ("import math; math.e = 3", "import math; print(math.e > 2.8)", "False\n"),
        (
            "import numpy as np; np.allclose = lambda *a: True; np.set_printoptions(precision=2)",
            "import numpy as np; print(np.allclose(1, 2), np.array([0.12345]))",
            "False [0.12345]\n",
        ),
        ("import os; os.environ['A'] = '1'", "import os; print('A' in os.environ)", "False\n"),
        ("open('a', 'w').close()", "import os; print(os.listdir())", "[]\n"),
        (
            "import proofpages.equations.checking as c; c.check = None",
            "import proofpages.equations.checking as c; print(c.check is None)",
            "False\n",
        ),
    ],
)
def test_a_block_leaves_nothing_to_the_next(first: str, second: str, printed: str) -> None:
    run(first)
    assert run(second) == printed


def test_a_blocks_garbage_is_cleared_away_as_in_a_script() -> None:
    assert run("import gc; print(gc.isenabled())") == "True\n"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="each block imports for itself")
@pytest.mark.parametrize("word", list(filter(find_spec, WARM)))  # Matplotlib may be missing.
def test_what_takes_long_to_import_is_there_before_a_block_begins(word: str) -> None:
    source = f"import sys; print([m in sys.modules for m in {WARM[word]}], '{word}')"
    assert run(source) == f"{[True] * len(WARM[word])} {word}\n"
    assert run("import gc; print(gc.get_freeze_count() > 1000)") == "True\n"


def test_matplotlib_keeps_its_list_of_fonts_where_a_build_does() -> None:
    folder = Path(run("import os; print(os.environ['MPLCONFIGDIR'])").strip())
    assert folder.is_relative_to(sys.prefix)
    assert folder.parts[-2:] == ("proofpages", "matplotlib")


def test_the_way_to_an_error_is_kept() -> None:
    with pytest.raises(BlockFailed) as caught:
        run("def f():\n    1 / 0\n\nf()")
    assert caught.value.trace == [4, 2]


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        ("import sys; sys.exit(0)", "it called sys.exit(0)"),
        ("import os; os._exit(0)", "its process ended with status 0, before the block had"),
        ("import signal; signal.raise_signal(15)", "its process ended by signal 15"),
        ("import ctypes; ctypes.string_at(0)", "its process ended by signal 11"),
        ("import warnings; warnings.warn('x')", "it gave a warning, UserWarning: x"),
        ("import sys; print('x', file=sys.stderr)", "it wrote to standard error: x"),
        (
            "import threading\nthreading.Thread(target=lambda: 1 / 0).start()",
            "it wrote to standard error: ZeroDivisionError",
        ),
        (
            "class A:\n    def __del__(self): 1 / 0\nA()",
            "it wrote to standard error: ZeroDivisionError",
        ),
        ("import atexit; atexit.register(lambda: 1 / 0)", "ZeroDivisionError"),
        ("input()", "EOFError"),
        ("import os; os.write(1, b'\\xff')", "it printed what is no text in UTF-8"),
        ("print('a' * 2_000_000)", "it printed 2,000,001 characters"),
        ("while True: print('a' * 100_000)", "it wrote more than a block may"),
        ("import subprocess; subprocess.run(['true'])", "it asked for a program"),
        ("import os; os.system('true')", "it asked for a program"),
        ("import os; os.fork()", "it asked for a program"),
        ("import os; os.kill(os.getppid(), 9)", "it asked for a program"),
        (
            "import socket; socket.create_connection(('127.0.0.1', 9))",
            "it asked for the network",
        ),
        ("open('/tmp/a-block-wrote-this', 'w')", "outside its own folder"),
    ],
)
def test_what_does_not_pass(block: str, reason: str) -> None:
    assert reason in refusal(block)
    assert run("print(1)") == "1\n"  # And the next one runs.


@pytest.mark.medium
@pytest.mark.parametrize(
    "block",
    [
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
        # These two hold the interpreter's lock.
        pytest.param("9**9**9", marks=pytest.mark.large),
        "import re; re.match('(a+)+$', 'a' * 40 + 'b')",
    ],
)
def test_a_block_that_computes_too_long_is_ended(block: str) -> None:
    assert refusal(block, 1) == "it did not end within 1 s"


@pytest.mark.medium
def test_a_block_that_waits_is_not_taken_for_one_that_computes() -> None:
    assert run("import time\ntime.sleep(0.6)\nprint(1)", 0.3) == "1\n"
    assert refusal("import time\ntime.sleep(3600)", 0.1) == "it did not end within 0.1 s"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits it")
def test_memory_and_network_are_the_systems_to_give() -> None:
    with pytest.raises(BlockFailed, match="more memory than a block gets"):
        run_block("x = bytearray(2**30)", "<block>", 20, memory=2**29)
    # By another way than Python's own: the audit of `sys` does not see it.
    program = (
        "import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\ns = libc.socket(2, 1, 0)\n"
        "to = bytes([2, 0, 0, 9, 127, 0, 0, 1]) + bytes(8)\n"
        "print(libc.connect(s, to, 16), ctypes.get_errno())"
    )
    assert run(program) == "-1 101\n"  # No way to it, where the network is there: refused (111).


@pytest.mark.medium
def test_asserts_stay_where_python_is_told_to_drop_them() -> None:
    for block in ("assert 1 == 2", "if __debug__:\n    raise AssertionError", "assert not [0]"):
        program = (
            "from proofpages.programs.run import BlockFailed, run_block\n"
            f"try:\n    run_block({block!r}, '<block>', 5)\n"
            "except BlockFailed as failure:\n    print(failure)\n"
        )
        environment = {**os.environ, "PYTHONOPTIMIZE": "1"}
        command = [sys.executable, "-c", program]
        printed = subprocess.run(
            command, env=environment, capture_output=True, text=True, check=True
        ).stdout
        assert printed.strip() == "it raised AssertionError"


@pytest.mark.medium
def test_who_builds_changes_nothing_that_a_block_sees() -> None:
    program = (
        "from proofpages.programs.run import run_block\n"
        'block = \'import os, time; print({"a", "b", "c"}, time.tzname, sorted(os.environ))\'\n'
        "print(run_block(block, '<block>', 5).replace(os.sep, '/'))\n"
    ).replace("from", "import os\nfrom", 1)
    printed = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, **changed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for changed in ({"PYTHONHASHSEED": "1"}, {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo"})
    }
    assert len(printed) == 1
