"""What the page about frameworks shows was returned by them, and is what NumPy computes.

The record is committed, and read here without any of them. `make test-frameworks` installs
them, and runs what is marked `frameworks`: a fresh run has to agree with the record.
"""

from __future__ import annotations

import copy
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.frameworks import PACKAGES, RECORD, ROOT, TABLE, disagreements, faults, table

PAGE = ROOT / "docs" / "practice" / "frameworks.md"
PINNED = ROOT / "requirements" / "frameworks.txt"
PYTHON = Path(os.environ.get("FRAMEWORKS_PYTHON", ROOT / ".venv-frameworks" / "bin" / "python"))
"""The Python that has the frameworks; on Windows it stands elsewhere."""


@pytest.fixture
def record() -> dict[str, Any]:
    return json.loads(RECORD.read_text(encoding="utf-8"))


def test_each_answer_is_what_numpy_computes(record: dict[str, Any]) -> None:
    assert faults(record) == []
    asked = {case["framework"] for case in record["cases"]}
    assert asked == {"PyTorch", "JAX", "scikit-learn", "Keras"}


def case_of(record: dict[str, Any], name: str, framework: str = "PyTorch") -> dict[str, Any]:
    (found,) = (
        case
        for case in record["cases"]
        if case["name"].startswith(name) and case["framework"] == framework
    )
    return found


def put(name: str, key: str, value: Any, framework: str = "PyTorch") -> Callable[[Any], None]:
    """A change of a record: the first number of a case, or its difference."""

    def change(record: dict[str, Any]) -> None:
        case = case_of(record, name, framework)
        if key == "difference":
            case[key] = value
        else:
            case[key][0] = None if value is None else case[key][0] + value

    return change


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (put("mean", "got", None), "mean, PyTorch: [None,"),
        (put("mean", "got", 1e-11), "mean, PyTorch: ["),
        (put("mean", "expected", 1e-11), "mean, PyTorch: the record expects another number"),
        (put("mean", "difference", 1.0), "mean, PyTorch: the difference is not 1.0"),
        (put("logits 40", "got", -4.25e-18), "logits 40 and 0, entry of the first class, PyTorch"),
        (put("sum", "got", 1e-7, "scikit-learn"), "sum, scikit-learn: ["),
    ],
)
def test_a_wrong_answer_is_found(
    record: dict[str, Any], change: Callable[[Any], None], found: str
) -> None:
    change(record)
    assert any(fault.startswith(found) for fault in faults(record)), faults(record)


def test_the_table_is_made_from_the_record(record: dict[str, Any]) -> None:
    hint = "run `python -m tests.frameworks --record`"
    assert TABLE.read_text(encoding="utf-8") == table(record), hint
    assert f'--8<-- "{TABLE.name}"' in PAGE.read_text(encoding="utf-8").splitlines()
    case_of(record, "sum")["got"][1] = 2.0
    assert TABLE.read_text(encoding="utf-8") != table(record), "a table that shows no numbers"


def test_the_record_was_made_with_the_pinned_versions(record: dict[str, Any]) -> None:
    pins = dict(re.findall(r"(?m)^([\w-]+)==([^\s;]+)", PINNED.read_text(encoding="utf-8")))
    recorded = {name: version.split("+")[0] for name, version in record["versions"].items()}
    assert recorded == {name: pins[name] for name in PACKAGES}


def test_a_fresh_run_that_differs_is_seen(record: dict[str, Any]) -> None:
    fresh = copy.deepcopy(record)
    fresh["versions"]["torch"] = fresh["versions"]["torch"].split("+")[0]
    assert disagreements(record, fresh) == []
    fresh["versions"]["jax"] = "0.0.1"
    put("mean", "got", 1e-11)(fresh)
    fresh["cases"].remove(case_of(fresh, "sum", "scikit-learn"))
    version, missing, number = disagreements(record, fresh)
    assert version == f"jax {record['versions']['jax']} was recorded, 0.0.1 is here"
    assert missing == "sum, scikit-learn: asked in one of the two only"
    assert number.startswith("mean, PyTorch: [")


def test_a_run_without_keras_is_compared_in_the_rest(record: dict[str, Any]) -> None:
    fresh = copy.deepcopy(record)
    del fresh["versions"]["keras"], fresh["versions"]["tensorflow-cpu"]
    fresh["cases"] = [case for case in fresh["cases"] if case["framework"] != "Keras"]
    assert disagreements(record, fresh) == []
    put("mean", "got", 1e-11)(fresh)
    assert len(disagreements(record, fresh)) == 1


@pytest.mark.frameworks
@pytest.mark.large
@pytest.mark.timeout(600)
def test_a_fresh_run_agrees_with_the_record(record: dict[str, Any]) -> None:
    assert PYTHON.is_file(), f"{PYTHON} is not there: run `make test-frameworks`"
    command = [str(PYTHON), "-m", "tests.frameworks"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    fresh = json.loads(result.stdout)
    older = tuple(map(int, fresh["python"].split(".")[:2])) < (3, 14)
    assert ("keras" in fresh["versions"]) == (older and sys.platform != "darwin")
    assert disagreements(record, fresh) == [], (
        "record it again with `.venv-frameworks/bin/python -m tests.frameworks --record`, "
        "and see whether the page still says what is so"
    )
