"""proofpages.site.movable: the playground on a page, and the way from there to what it loads."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from proofpages.browser.playground import SERVED
from proofpages.page.faults import PageError
from proofpages.page.fences import Fence
from proofpages.page.page import Page
from proofpages.site import movable
from proofpages.site.movable import on_page_content, put_playground, show_playground, to_root


@pytest.mark.parametrize(
    ("page", "way"),
    [
        ("docs/index.md", ""),
        ("docs/notation.md", "../"),
        ("docs/a/index.md", "../"),
        ("docs/a/b.md", "../../"),
        ("<text>", ""),
    ],
)
def test_the_way_to_the_root(page: str, way: str) -> None:
    assert to_root(page) == way


@pytest.mark.parametrize(
    ("name", "folders", "way"),
    [("a/b.md", True, "../../"), ("a/b.md", False, "../"), ("b.md", False, "")],
)
def test_a_page_without_a_folder_of_its_own_has_another_way(
    name: str, folders: bool, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(movable, "markup", lambda size: f"<svg>{size}</svg>")
    html = show_playground(fence("whole"), Page(f"docs/{name}", ""))
    assert "<move-logits><svg>whole</svg></move-logits>" in html
    page = SimpleNamespace(file=SimpleNamespace(src_uri=name))
    config = SimpleNamespace(use_directory_urls=folders)
    shown = on_page_content(html, page, config)  # type: ignore[arg-type]
    assert f'src="{way}{movable.PLACE}/playground.js"' in shown
    assert f'href="{way}{movable.PLACE}/playground.css"' in shown


def fence(*body: str) -> Fence:
    return Fence(0, "playground", {}, list(body))


@pytest.mark.parametrize("body", [(), ("large",), ("whole", "small")])
def test_another_size_is_refused(body: tuple[str, ...]) -> None:
    with pytest.raises(PageError, match=r"docs/a\.md:1: a playground that is '"):
        show_playground(fence(*body), Page("docs/a.md", ""))


def test_what_the_browser_loads_is_put_on_the_site(tmp_path: Path) -> None:
    put_playground(tmp_path)
    assert {file.name for file in (tmp_path / movable.PLACE).iterdir()} == set(SERVED)
