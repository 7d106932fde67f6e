"""proofpages.site.theorems.graph: the theorems and which of them uses which, without detours."""

from __future__ import annotations

import pytest

from proofpages.coq.checked_file import CheckedFile
from proofpages.coq.outline import Statement
from proofpages.page.page import Page
from proofpages.site.theorems import graph as drawing
from proofpages.site.theorems.graph import NOT_DRAWN, graph, transitive_reduction
from proofpages.site.theorems.places import SiteProof

HERE = Page("docs/proof/index.md", "")


def statement(name: str, *uses: str, kind: str = "Theorem", comment: str = "") -> Statement:
    return Statement(kind, name, 1, 2, f"{kind} {name} : True.", comment, uses)


def proof(*statements: Statement) -> SiteProof:
    return SiteProof(statements, CheckedFile("a.v", "8.16", 1.0, statements, ()))


@pytest.mark.parametrize(
    ("edges", "kept"),
    [
        ({"a": (), "b": ("a",), "c": ("a", "b")}, {"a": (), "b": ("a",), "c": ("b",)}),
        (
            {"a": (), "b": ("a",), "c": ("a",), "d": ("a", "b", "c")},
            {"a": (), "b": ("a",), "c": ("a",), "d": ("b", "c")},
        ),
        ({"a": (), "b": ()}, {"a": (), "b": ()}),
    ],
)
def test_a_longer_way_makes_an_arrow_needless(edges: object, kept: object) -> None:
    assert transitive_reduction(edges) == kept  # type: ignore[arg-type]


def test_what_is_drawn_is_listed_too(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def run_script(script: object, stdin: str) -> str:
        asked.append(stdin)
        return '<?xml?><svg viewBox="0 0 96.5 20" height="20pt" width="1"><title>t</title></svg>'

    monkeypatch.setattr(drawing, "run_script", run_script)
    found = proof(
        statement("first", comment="E1. $a$"),
        statement("step", "first", kind="Lemma"),
        statement("second_with_a_name", "step"),
        statement("alone"),
    )
    where = dict.fromkeys(("first", "second_with_a_name", "alone"), "docs/proof/all.md")
    html = str(graph(found, HERE, where))
    (dot,) = asked
    assert r'first [label="E1\nfirst", URL="#first"]' in dot
    assert r'second_with_a_name [label="second_with_a_\nname", URL=' in dot
    assert "first -> second_with_a_name" in dot
    assert "alone" not in dot
    assert 'aria-label="Graph of 2 theorems' in html
    assert '<svg viewBox="0 0 96.5 20" width="96"' in html
    assert html.count("<li>") == 2
    assert "uses no other theorem" in html
    assert "Not drawn, as nothing ties them" in html
    assert 'href="all.md#thm-alone"' in html


def test_without_coq_nothing_is_drawn() -> None:
    assert graph(SiteProof((statement("a"),), None), HERE, {"a": "docs/a.md"}) == NOT_DRAWN
