"""proofpages.typeset.mathjax: a Node that dies, hangs or talks nonsense is named, and replaced."""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from proofpages.site.drawn import shape_of
from proofpages.typeset.mathjax import MathJax, MathJaxFailed, Typeset, Wanted

pytestmark = pytest.mark.medium

module = sys.modules[MathJax.__module__]  # The package has an object of that name.

DEAD = "process.exit(3)"
DIES_WHEN_ASKED = "process.stdin.once('data', () => process.kill(process.pid, 'SIGKILL'))"
HANGS = "setInterval(() => {}, 1000)"
UNTIL_CLOSED = "process.stdin.on('end', () => process.exit()).resume()"
NONSENSE = f"console.log('Segmentation fault'); {UNTIL_CLOSED}"
TOO_LITTLE = f"console.log('[]'); {UNTIL_CLOSED}"


@contextlib.contextmanager
def asking(script: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """For a while, Node is given this script in place of ours."""
    file = folder / "typeset.mjs"
    file.write_text(script, encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(module, "SCRIPT", file)
        patch.setattr(module, "LIMIT", 1 if script == HANGS else 60)
        yield


def test_who_waits_for_a_formula_goes_before_what_is_begun_ahead(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked, order, free = MathJax(), list[str](), threading.Event()

    def answer(formulas: list[Wanted], *, draw: bool) -> list[dict[str, str]]:
        order.extend(formula.tex for formula in formulas)
        assert free.wait(60)
        return [{"error": "none"} for _ in formulas]

    monkeypatch.setattr(asked, "_ask", answer)
    begun = [Thread(target=asked.begin, args=([Wanted(tex, False)],)) for tex in ("a", "b")]
    waiting = Thread(target=asked.typeset, args=([("c", False)],))
    for number, thread in enumerate((*begun, waiting)):
        thread.start()
        while not (order and (number < 2 or asked._waiting)):
            assert thread.is_alive()
    free.set()
    for thread in (*begun, waiting):
        thread.join(60)
    assert order == ["a", "c", "b"]


def test_who_is_interrupted_while_waiting_holds_up_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: object) -> bool:
        raise KeyboardInterrupt

    asked = MathJax()
    with monkeypatch.context() as patch:
        patch.setattr(asked._free, "wait_for", interrupt)
        with pytest.raises(KeyboardInterrupt):
            asked.typeset([("x", False)])
    monkeypatch.setattr(asked, "_ask", lambda formulas, *, draw: [{"error": "none"}])
    begun = Thread(target=asked.begin, args=([Wanted("x", False)],), daemon=True)
    begun.start()
    begun.join(60)
    assert not begun.is_alive()


@pytest.mark.parametrize(
    ("script", "said"),
    [
        (DEAD, "Node, which runs MathJax, ended"),
        (DIES_WHEN_ASKED, "Node, which runs MathJax, ended"),
        (HANGS, "was ended after 1 s without an answer"),
        (NONSENSE, "answered 'Segmentation fault"),
        (TOO_LITTLE, "MathJax answered 0 of 1 formulas"),
    ],
)
def test_a_node_that_fails_is_named(
    script: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = MathJax()
    with asking(script, tmp_path, monkeypatch):
        with pytest.raises(MathJaxFailed, match=said) as caught:
            asked.typeset([("x", False)])
        assert len(str(caught.value).splitlines()) == 1
    asked.close()
    assert asked.typeset([("x", False)])  # The next time, all is well.
    asked.close()


def test_what_was_drawn_is_not_read_a_second_time(monkeypatch: pytest.MonkeyPatch) -> None:
    formulas = [(r"p_j \leq \frac{1}{2}", True), ("z", False)]
    asked, alone = MathJax(), MathJax()
    drawn = [result.mathml for result in asked.typeset(formulas) if isinstance(result, Typeset)]
    assert [shape_of(text) for text in drawn] == [shape_of(t) for t in alone.mathml(formulas)]
    monkeypatch.setattr(asked, "_ask", None)
    assert asked.mathml(formulas) == drawn
    asked.close()
    alone.close()


def test_a_node_that_hangs_is_waited_for_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = MathJax()
    with asking(HANGS, tmp_path, monkeypatch):
        with pytest.raises(MathJaxFailed) as begun:
            asked.begin([Wanted("x", False)])
        started = asked._process._process
        with pytest.raises(MathJaxFailed) as told:
            asked.typeset([("y", False)])
        assert told.value is begun.value
        assert asked._process._process is started is None
    assert len(asked.typeset([("y", False)])) == 1
    asked.close()
