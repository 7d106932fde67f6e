"""proofpages.niceness: what is computed beside the pages lets them go first."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from proofpages.json_process import JsonProcess
from proofpages.niceness import step_back

ECHO = """
import json, os
while line := input():
    print(json.dumps(os.getpriority(os.PRIO_PROCESS, 0)), flush=True)
"""
pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no niceness")


def test_a_process_lets_others_go_first() -> None:
    own = os.getpriority(os.PRIO_PROCESS, 0)
    asked = [JsonProcess(lambda: [sys.executable, "-c", ECHO], steps_back=n) for n in (0, 3)]
    try:
        assert [one.ask("", 60) - own for one in asked] == [0, min(3, 19 - own)]
    finally:
        for one in asked:
            one.close()


def test_a_process_that_has_ended_is_left_alone() -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        ended.wait()
    step_back(ended.pid, 3)  # It raises nothing.
