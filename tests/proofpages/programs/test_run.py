"""proofpages.programs.run: a block prints what its file would, and ends."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time

import pytest

from proofpages.programs.run import BlockFailed, run_block


def test_a_block_prints_what_the_file_would_print() -> None:
    source = "import sys\nprint(1, 2, sep=', ', end='!')\nsys.stdout.write('3\\n')"
    assert run_block(source, "<block>", 5) == "1, 2!3\n"


def test_a_block_is_the_main_module_and_keeps_nothing() -> None:
    assert run_block("x = 1\nif __name__ == '__main__': print('main')", "<block>", 5) == "main\n"
    with pytest.raises(BlockFailed, match="name 'x' is not defined"):
        run_block("print(x)", "<block>", 5)


def test_numpy_settings_stay_in_their_block() -> None:
    run_block("import numpy as np\nnp.set_printoptions(precision=2)", "<block>", 5)
    assert "0.12345" in run_block("import numpy as np\nprint(np.array([0.12345]))", "<block>", 5)


def test_the_way_to_an_error_is_kept() -> None:
    with pytest.raises(BlockFailed) as caught:
        run_block("def f():\n    1 / 0\n\nf()", "<block>", 5)
    assert caught.value.trace == [4, 2]


def test_a_block_that_never_ends_is_left_and_stopped() -> None:
    before = threading.active_count()
    with pytest.raises(BlockFailed, match=r"did not end within 0\.2 s"):
        run_block("while True: pass", "<block>", 0.2)
    for _ in range(100):
        if threading.active_count() == before:
            break
        time.sleep(0.05)
    assert threading.active_count() == before


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


def test_a_block_that_waits_is_not_taken_for_one_that_computes() -> None:
    assert run_block("import time\ntime.sleep(0.6)\nprint(1)", "<block>", 0.3) == "1\n"
    with pytest.raises(BlockFailed, match=r"did not end within 0\.1 s"):
        run_block("import time\ntime.sleep(3600)", "<block>", 0.1)
