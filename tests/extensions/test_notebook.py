"""extensions.notebook: each page as a notebook that runs."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbclient import NotebookClient

from extensions.pages import Page, reading_order
from tests.conftest import ROOT

WITH_CODE = [
    path
    for path in reading_order()
    if "executed" not in Page.read(path, path.read_text(encoding="utf-8")).meta
]


def notebook(site: Path, page: Path) -> nbformat.NotebookNode:
    """The notebook in a built page, as the reader saves it."""
    name = page.relative_to("docs").with_suffix("").as_posix().removesuffix("index").strip("/")
    soup = BeautifulSoup((site / name / "index.html").read_text(encoding="utf-8"), "html.parser")
    (link,) = soup.select(".notebook a")
    assert link["download"] == f"{page.stem}.ipynb"
    content = base64.b64decode(str(link["href"]).partition("base64,")[2])
    return nbformat.reads(content.decode(), as_version=4)


@pytest.mark.parametrize("page", WITH_CODE, ids=lambda page: page.stem)
def test_the_notebook_runs_and_prints_what_the_page_shows(
    page: Path, site: Path, tmp_path: Path
) -> None:
    made = notebook(site, page)
    # The kernel is a process of its own, in an empty folder, as on a reader's machine.
    NotebookClient(made, timeout=60, resources={"metadata": {"path": str(tmp_path)}}).execute()
    printed = [
        output["text"]
        for cell in made.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if output.output_type == "stream" and output.name == "stdout"
    ]
    name = page.relative_to("docs").with_suffix("").as_posix().removesuffix("index").strip("/")
    shown = BeautifulSoup((site / name / "index.html").read_text(encoding="utf-8"), "html.parser")
    cards = shown.select(".ran:not(.ran-picture)")
    results = [card.select(".highlight")[-1].get_text().strip() for card in cards]
    assert [text.strip() for text in printed] == results


@pytest.mark.parametrize("page", WITH_CODE, ids=lambda page: page.stem)
def test_the_notebook_has_every_formula_and_no_leftover(page: Path, site: Path) -> None:
    text = "\n".join(c.source for c in notebook(site, page).cells if c.cell_type == "markdown")
    source = (ROOT / page).read_text(encoding="utf-8")
    for tag in re.findall(r"\\tag\{\w+\}", source):
        assert tag in text
    assert "<!--" not in text
    assert "!!!" not in text
    assert ".md" not in text
    assert "--8<--" not in text
