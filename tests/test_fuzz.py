"""Mangled pages: each is refused with page and line, or is a page; and nothing grows too fast."""

from __future__ import annotations

import sys
import time

import pytest
from markdown import Markdown

from proofpages.page.faults import PageError
from proofpages.page.page import Page
from tests.builds import PAGE

if sys.platform == "win32":
    pytest.skip("memory is asked of Unix", allow_module_level=True)

from pathlib import Path

from tests.fuzz import Mangler, _judged, mangler, memory, page_of_seed

pytestmark = pytest.mark.large
FIRST = 50_000
"""Other pages than those of `make fuzz` may be; the same each time."""


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("part", range(4))
def test_mangled_pages_are_refused_with_their_line(part: int) -> None:
    seeds = range(FIRST + 250 * part, FIRST + 250 * (part + 1))
    with mangler() as mangle:
        wrong = {n: f for n in seeds if (f := mangle.outcome(n)) not in {"page", "refused"}}
    assert not wrong
    assert memory() < 1024


def test_what_is_wrong_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception that tells no page, and a line that is not there."""
    with mangler() as mangle:

        def broken(self: Markdown, text: str) -> str:
            raise RecursionError("too deep")

        monkeypatch.setattr(Markdown, "convert", broken)
        assert mangle.outcome(1).startswith("RecursionError in test_fuzz.py")
    error = PageError(PAGE, 900, "found", "expected", "do")
    assert _judged(error, page_of_seed(1)) == "a line that is not there: 900"
    assert "fault of the tool" in _judged(PageError(PAGE, 1, "a", "b", "report it"), b"")


def seconds(mangle: Mangler, count: int) -> float:
    """What a page of so many formulas takes to compute, Node aside."""
    head = (
        "---\ntitle: A\nexecuted: none, a test\n---\n\nContinues [Loss](loss-and-softmax.md).\n\n"
    )
    lines = (f"The number $p_{{{i}}} + {i}$ is a mention." for i in range(count))
    mangle.file.write_text(head + "\n\n".join(lines), encoding="utf-8")
    page = Page.read(Path(PAGE))
    started = time.process_time()
    Markdown(**mangle.options).convert(page.body)
    return time.process_time() - started


def test_a_page_costs_what_is_on_it() -> None:
    with mangler() as mangle:
        seconds(mangle, 10)
        few, many = seconds(mangle, 500), seconds(mangle, 2000)
    assert many < 6 * few, (few, many)  # Four times as many, and room for a busy machine.
