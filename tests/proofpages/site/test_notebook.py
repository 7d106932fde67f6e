"""proofpages.site.notebook: each page as a notebook that runs."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from proofpages.page.navigation import reading_order
from proofpages.page.page import Page
from tests.conftest import ROOT, read

pytestmark = pytest.mark.medium

WITH_CODE = [path for path in reading_order() if "executed" not in Page.read(path).meta]


def file_of(site: Path, page: Path) -> Path:
    """The built page."""
    name = page.relative_to("docs").with_suffix("").as_posix().removesuffix("index").strip("/")
    return site / name / "index.html"


def notebook(site: Path, page: Path) -> nbformat.NotebookNode:
    """The notebook in a built page, as the reader saves it."""
    (link,) = read(file_of(site, page)).select(".notebook a")
    assert link["download"] == f"{page.stem}.ipynb"
    content = base64.b64decode(str(link["href"]).partition("base64,")[2])
    made: nbformat.NotebookNode = nbformat.reads(content.decode(), as_version=4)
    nbformat.validate(made)
    return made


def code(made: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [cell for cell in made.cells if cell.cell_type == "code"]


@pytest.mark.large
@pytest.mark.parametrize(
    "pages",
    [
        pytest.param(WITH_CODE[::5], id="every-fifth"),
        pytest.param(WITH_CODE, id="all", marks=pytest.mark.large),
    ],
)
def test_each_notebook_runs_and_prints_what_its_page_shows(
    pages: list[Path], site: Path, tmp_path: Path
) -> None:
    notebooks = {page: notebook(site, page) for page in pages}
    # One kernel for all, a process of its own in an empty folder. A notebook begins with no name
    # but IPython's own: those of the one before are taken away. What else that has set, as a format
    # of printing, stays; so the last page comes first, and none can lean on an earlier one.
    cells = []
    for made in reversed(notebooks.values()):
        cells += [*code(made), nbformat.v4.new_code_cell("%reset -f")]
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    first, *others = (made.metadata for made in notebooks.values())
    assert all(other == first for other in others)
    everything = nbformat.v4.new_notebook(cells=cells, metadata=first)
    place = {"metadata": {"path": str(tmp_path)}}
    NotebookClient(everything, timeout=60, resources=place).execute()
    assert list(tmp_path.iterdir()) == []
    for page, made in notebooks.items():
        printed = [
            "".join(output["text"] for output in cell.outputs if output.get("name") == "stdout")
            for cell in code(made)
        ]
        cards = read(file_of(site, page)).select(".ran:not(.ran-picture)")
        results = [card.select(".highlight")[0].get_text().strip() for card in cards]
        assert [text.strip() for text in printed if text] == results, page


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
