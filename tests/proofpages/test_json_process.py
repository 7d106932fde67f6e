"""proofpages.json_process: one program answers all questions, and what it does instead is told."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from proofpages.json_process import JsonProcess, NoAnswer

PROGRAM = """
import json, os, sys, time
for line in sys.stdin:
    match json.loads(line):
        case "leave": sys.exit(3)
        case "wait": time.sleep(60)
        case "talk": print("oops", flush=True)
        case other: print(json.dumps([os.getpid(), other]), flush=True)
"""


@pytest.fixture
def process() -> Iterator[JsonProcess]:
    asked = JsonProcess(lambda: [sys.executable, "-c", PROGRAM])
    yield asked
    asked.close()


def test_one_process_answers_until_it_is_closed(process: JsonProcess) -> None:
    first, second = (process.ask(question, 20) for question in ("p − y", {"a": 1}))
    assert [first[1], second[1]] == ["p − y", {"a": 1}]
    assert first[0] == second[0]
    process.close()
    assert process.ask("a", 20)[0] != first[0]


@pytest.mark.parametrize(
    ("question", "told", "late", "status"),
    [
        ("leave", "ended", False, 3),
        ("wait", "was ended after 0.5 s without an answer", True, None),
        ("talk", "answered 'oops\\n', which is no answer", False, 0),
    ],
)
def test_no_answer_is_told_and_the_next_question_is_answered(
    question: str, told: str, late: bool, status: int | None, process: JsonProcess
) -> None:
    with pytest.raises(NoAnswer) as caught:
        process.ask(question, 0.5 if late else 20)
    assert str(caught.value) == told
    assert caught.value.late is late
    assert status is None or caught.value.status == status
    assert process.ask(1, 20)[1] == 1
