"""proofpages.page.options: an extension refuses an option that it does not know."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from markdown import Markdown

from proofpages.page.faults import PageError

OPTIONS: dict[str, tuple[dict[str, Any], str]] = {
    "misspelt": ({"by_referense": ["index.md"]}, "by_reference is near it"),
    "of another kind": ({"by_reference": True}, "a list, as [a.md, b.md]"),
    "a page that is none": ({"by_reference": ["idnex.md"]}, "index.md is near it"),
}


@pytest.mark.parametrize("what", OPTIONS)
def test_an_option_in_vain_is_refused(
    what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text("Text.", encoding="utf-8")
    options, told = OPTIONS[what]
    listed = f"site_name: A\nmarkdown_extensions:\n  - proofpages.typeset: {options}\n"
    (tmp_path / "mkdocs.yml").write_text(listed, encoding="utf-8")
    with pytest.raises(PageError) as caught:
        Markdown(
            extensions=["proofpages.typeset"], extension_configs={"proofpages.typeset": options}
        )
    assert str(caught.value).startswith("mkdocs.yml:3: ")
    assert told in str(caught.value)


def test_options_that_are_known_are_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text("Text.", encoding="utf-8")
    options = {"proofpages.typeset": {"by_reference": ["index.md"], "letters": "p y"}}
    Markdown(extensions=["proofpages.typeset"], extension_configs=options)
