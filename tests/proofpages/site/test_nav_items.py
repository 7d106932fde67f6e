"""proofpages.site.nav_items: a theme's navigation is the same on each page, and made with less."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config

from proofpages.site import nav_items

PAGES = ("index.md", "a.md", "b/index.md", "b/c.md", "b/c/d.md", "b/c/e.md", "b/c/f.md", "f/g.md")
SETTINGS = """\
site_name: Made once
use_directory_urls: {directories}
theme:
  name: material
  features: [{features}]
plugins: []
hooks: [{hooks}]
nav:
  - index.md
  - a.md
  - B:
    - b/index.md
    - b/c.md
    - Below: [b/c/d.md, b/c/e.md]
  - Elsewhere: https://example.org/
  - F: [f/g.md, b/c/f.md]
  - Once more: [a.md, b/c/d.md]
  - Nothing: []
"""


def built(folder: Path, hooks: str, directories: str, features: str) -> dict[str, str]:
    """Each page of a small site, with these hooks."""
    for name in PAGES:
        (folder / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "docs" / name).write_text(f"# {name}\n\n## Part of {name}\n", encoding="utf-8")
    text = SETTINGS.format(hooks=hooks, directories=directories, features=features)
    (folder / "mkdocs.yml").write_text(text, encoding="utf-8")
    site = folder / "site"
    build(load_config(str(folder / "mkdocs.yml"), site_dir=str(site)))
    return {p.relative_to(site).as_posix(): p.read_text("utf-8") for p in site.rglob("*.html")}


@pytest.mark.medium
@pytest.mark.parametrize("directories", ["true", "false"])
@pytest.mark.parametrize("features", ["", "navigation.tabs, navigation.indexes, toc.integrate"])
def test_the_navigation_is_the_same_with_and_without(
    directories: str, features: str, tmp_path: Path
) -> None:
    hook = str(nav_items.__file__)
    with_it = built(tmp_path, hook, directories, features)
    assert len(with_it) >= len(PAGES)
    assert with_it == built(tmp_path, "", directories, features)


def test_an_entry_is_made_once_for_pages_from_which_its_links_are_the_same() -> None:
    class Entry:
        children = None
        url = "a/"
        active = False

    made: list[Any] = []

    def render(*place: Any) -> str:
        made.append(place)
        return f"{len(made)}"

    entry, known = Entry(), nav_items._Known()
    render_at = {url: nav_items._remembered(render, url, known) for url in ("b/", "c/", "d/e/")}
    assert [render_at[url](entry, "path", 1) for url in ("b/", "c/", "d/e/", "b/")] == list("1121")
    assert render_at["b/"](entry, "path", 2) == "3"
    entry.active = True  # As it is on its own page.
    assert [render_at["b/"](entry, "path", 1) for _ in range(2)] == list("45")
