"""Mangled pages: each is refused with page and line, or is a page; and nothing grows too fast."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

import pytest
from markdown import Markdown

from proofpages.page.faults import PageError
from tests.builds import PAGE

if sys.platform == "win32":
    pytest.skip("memory is asked of Unix", allow_module_level=True)

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


def lines_run(mangle: Mangler, count: int) -> int:
    """How many lines of Python run to convert a page of so many formulas, Node aside.

    Lines, not seconds: they are the same on a busy machine. What C does in one call counts as
    nothing here; `make bench` prints the seconds.
    """
    body = mangle.page_of_formulas(count).body
    converter, run = Markdown(**mangle.options), 0

    def line(frame: FrameType, event: str, argument: object) -> Callable[..., object]:
        nonlocal run
        run += 1
        return line

    before = sys.gettrace()
    sys.settrace(line)
    try:
        converter.convert(body)
    finally:
        sys.settrace(before)
    return run


def test_a_page_costs_what_is_on_it() -> None:
    with mangler() as mangle:
        lines_run(mangle, 10)
        few, many = lines_run(mangle, 500), lines_run(mangle, 2000)
    assert 2000 * 50 < many < 4.5 * few, (few, many)
