"""The verbs that test: each runs more than the one before it, and the last all that is there."""

from __future__ import annotations

import ast
import os
import re
import shlex
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.builds import ROOT

VERBS = ("check", "test", "test-all")


def arguments(verb: str) -> list[str]:
    """What a verb hands to pytest, by the Makefile."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (line,) = re.findall(rf"^{verb}:.*\n\t\$\(BIN\)/python -m pytest (.*)$", makefile, re.MULTILINE)
    return shlex.split(line)


@cache
def collected(verb: str) -> set[str]:
    """The test functions that a verb runs, as `file::name`, where Coq and LaTeXML are."""
    return chosen(*arguments(verb))


def chosen(*options: str) -> set[str]:
    """The same for what pytest is handed."""
    command = [sys.executable, "-m", "pytest", *options, "-n0", "--collect-only", "-q"]
    environment = {name: value for name, value in os.environ.items() if "PYTEST" not in name}
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**environment, "CI": "true"},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(re.findall(r"^(tests/[\w/]+\.py::\w+)", done.stdout, re.MULTILINE))


def written() -> set[str]:
    """The test functions that stand in the files, by their syntax."""
    return {
        f"{path.relative_to(ROOT).as_posix()}::{node.name}"
        for path in (ROOT / "tests").rglob("test_*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


@pytest.mark.large
def test_the_last_verb_runs_every_test_and_each_more_than_the_one_before() -> None:
    assert collected("test-all") == written()
    assert collected("check") < collected("test") < collected("test-all")


@pytest.mark.large
def test_what_a_verb_does_not_read_has_no_test_that_it_runs() -> None:
    """The same choice in other words, at which each file is read."""
    assert collected("check") == chosen("-m", "not (medium or large)")
    assert collected("test") == chosen("-m", "not (large or large)")


@pytest.mark.large
def test_the_first_verb_builds_nothing() -> None:
    files = {name.partition("::")[0] for name in collected("check")}
    assert "tests/proofpages/equations/test_checking.py" in files
    assert not files & {"tests/test_browser.py", "tests/test_faults.py"}
    assert "tests/test_snippets.py::test_wrong_variants_fail" in collected("test") - collected(
        "check"
    )


def test_the_last_verb_chooses_nothing() -> None:
    """Only options that say how: so no test can be left out by a mark that nobody asks for."""
    assert arguments("test-all") == ["-n", "auto", "--dist", "worksteal"]
    for verb in VERBS:
        assert arguments(verb)[:4] == arguments("test-all")


OUTCOMES = """
import pytest

@pytest.fixture
def before():
    raise ValueError

@pytest.fixture
def after():
    yield
    raise ValueError

def test_passes(): pass
def test_fails(): assert False
def test_is_left_out(): pytest.skip()
def test_fails_before(before): pass
def test_fails_after(after): pass
"""


@pytest.mark.large
@pytest.mark.parametrize("more", [(), ("-v",)])
def test_a_worker_tells_each_outcome(more: tuple[str, ...], tmp_path: Path) -> None:
    """Though it keeps to itself what went well before and after a test."""
    hook = "from tests.conftest import pytest_runtest_protocol\n"
    (tmp_path / "conftest.py").write_text(hook, encoding="utf-8")
    (tmp_path / "test_outcomes.py").write_text(OUTCOMES, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-n1", "-p", "no:cacheprovider", *more],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert re.search("1 failed, 2 passed, 1 skipped, 2 errors in", done.stdout), done.stdout
