"""proofpages.site.ahead: what takes long is begun first, and changes no order and no fault."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from mkdocs.structure.files import File, Files

from proofpages.page.faults import PageError
from proofpages.site import ahead
from proofpages.site.page_check import read_page
from proofpages.typeset.mathjax import Wanted


def test_pages_that_gather_are_converted_last_and_written_in_their_place(tmp_path: Path) -> None:
    proof = "```theorem\nlemmas\n```\n"
    ledger = "```ledger\nsummary\n```\n"
    texts = {"0.md": proof, "a.md": ledger, "b.md": "One.\n", "c.md": "```python\n1\n```\n"}
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "d.svg").write_text("<svg/>", encoding="utf-8")
    names = [*texts, "d.svg"]
    files = Files([File(name, str(tmp_path), "site", use_directory_urls=True) for name in names])
    ahead.on_nav(None, files)
    assert list(files.src_uris) == ["b.md", "c.md", "d.svg", "a.md", "0.md"]
    ahead.on_env(None, files)
    assert list(files.src_uris) == names


def test_pages_are_converted_as_they_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = ["a.md", "b.md", "c.md"]
    for name in names:
        (tmp_path / name).write_text(f"{name}\n", encoding="utf-8")
    monkeypatch.setattr(ahead, "reading_order", lambda: [tmp_path / "c.md", tmp_path / "a.md"])
    files = Files([File(name, str(tmp_path), "site", use_directory_urls=True) for name in names])
    ahead.on_nav(None, files)
    assert list(files.src_uris) == ["b.md", "c.md", "a.md"]
    ahead.on_env(None, files)
    assert list(files.src_uris) == names


def test_programs_stop_at_a_fault_and_when_the_build_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[Path] = []
    stopped = threading.Event()

    def run(path: Path) -> None:
        ran.append(path)
        if path.name == "wrong.md":
            raise PageError("wrong.md", 1, "a fault", "none", "mend it")
        if path.name == "last.md":
            stopped.set()

    monkeypatch.setattr(ahead, "run_page", run)
    pages = [Path("one.md"), Path("wrong.md"), Path("two.md")]
    ahead._run_programs(pages, stopped)
    assert ran == pages[:2]
    ran.clear()
    pages = [Path("last.md"), Path("two.md")]
    ahead._run_programs(pages, stopped)
    assert ran == pages[:1]


def test_formulas_are_drawn_before_their_pages_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[Wanted]] = []
    stopped = threading.Event()

    def typeset(formulas: list[Wanted]) -> None:
        asked.append(formulas)
        stopped.set()

    monkeypatch.setattr(ahead.mathjax, "begin", typeset)
    page = Path("docs/derivation/same-logit.md")
    ahead._draw_formulas([page, page], stopped)
    formulas = [formula for piece in asked for formula in piece]
    assert max(map(len, asked)) <= ahead.AT_ONCE < len(formulas)
    found = {(found.tex, found.display) for found in read_page(page).formulas}
    assert found == {(formula.tex, formula.display) for formula in formulas}
    assert {formula.letters for formula in formulas} == {"py"}


def test_the_formulas_of_theorems_are_drawn_behind_those_of_the_pages() -> None:
    page = Path("docs/derivation/same-logit.md")
    assert len(list(ahead._wanted([page]))) == 1
    *pages, theorems = ahead._wanted([page, Path("docs/proof/derivation.md")])
    assert len(pages) == 2
    assert len(theorems) > 50
    assert Wanted(r"\displaystyle p_i > 0", display=False) in theorems
