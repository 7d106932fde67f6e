"""proofpages.site.links: a link that leads nowhere is told with the line that it stands on."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from markdown import Markdown

from proofpages.page.page import Page
from proofpages.site.links import ADVICE, Lines, link_to, places_of

WARNING = "Doc file 'a.md' contains a link 'b.md#c', but the target is not found."


def said(text: str, *, md: Markdown | None = None) -> str:
    """What becomes of MkDocs' warning about a page with this text, in the working folder."""
    Path("a.md").write_text(text, encoding="utf-8")
    record = logging.LogRecord("mkdocs", logging.WARNING, "", 0, WARNING, (), None)
    assert Lines(Path(), md or Markdown()).filter(record)
    return record.getMessage()


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_the_line_is_put_in_front_and_what_to_do_behind() -> None:
    text = "---\ntitle: A\n---\n\nText.\n\nSee [this](b.md#c).\n"
    assert said(text) == f"a.md:7: {WARNING}{ADVICE}"


@pytest.mark.parametrize("text", ["See [this][1].\n\n[1]: b.md#c\n", "[a](x.md)\n\n[b](<b.md#c>)"])
def test_a_reference_is_found_where_it_says_the_address(text: str) -> None:
    assert said(text).startswith("a.md:3: ")


@pytest.mark.parametrize("text", ["[a](b.md#c-d)", "[a](b.md#cd)", "[a](ab.md#c)", "b.md#c"])
def test_another_link_is_not_taken_for_it(text: str) -> None:
    assert said(text) == WARNING


def test_other_messages_stay_as_they_are() -> None:
    record = logging.LogRecord("mkdocs", logging.INFO, "", 0, "Cleaning %s", ("site",), None)
    assert Lines(Path(), Markdown()).filter(record)
    assert record.getMessage() == "Cleaning site"


def test_a_link_in_a_snippet_has_both_places() -> None:
    Path("part.md").write_text("Text.\n\n[a](b.md#c)\n", encoding="utf-8")
    options = {"pymdownx.snippets": {"base_path": ["."]}}
    md = Markdown(extensions=["pymdownx.snippets"], extension_configs=options)
    assert said('Text.\n\n--8<-- "part.md"\n', md=md).startswith("a.md:3: in part.md:3: ")
    places = places_of(link_to("b.md#c"), Page.read(Path("a.md")), md)
    assert list(places) == ["a.md:3: in part.md:3"]
