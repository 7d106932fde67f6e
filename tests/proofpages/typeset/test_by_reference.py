"""proofpages.typeset.by_reference: the pages that draw each glyph once, which have to be there."""

from __future__ import annotations

from pathlib import Path

import pytest
from markdown import Markdown

from proofpages.page.faults import PageError
from proofpages.typeset.by_reference import ByReference


def test_pages_that_are_there_are_taken_and_no_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text("Text.", encoding="utf-8")
    settings = "site_name: A\n\nby_reference: [idnex.md]\n"
    (tmp_path / "mkdocs.yml").write_text(settings, encoding="utf-8")
    assert ByReference(Markdown(), ["index.md"]).pages == {"docs/index.md"}
    with pytest.raises(PageError, match=r"^mkdocs.yml:3: .*idnex.md, which is no page") as caught:
        ByReference(Markdown(), ["idnex.md"])
    assert "index.md is near it" in str(caught.value)
