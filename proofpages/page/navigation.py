"""What mkdocs.yml says of all pages: their order, and the extensions that their Markdown needs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from proofpages.page.faults import PageError, yaml_fault

DOCS = Path("docs")
CONFIGURATION = Path("mkdocs.yml")


WITHOUT_A_SITE: dict[str, dict[str, Any]] = {
    "attr_list": {},
    "md_in_html": {},
    "tables": {},
    "pymdownx.arithmatex": {"generic": True},
    "pymdownx.superfences": {},
}
"""The Markdown extensions that a page is read with where there is no mkdocs.yml."""


class _PlainLoader(yaml.SafeLoader):
    """Reads mkdocs.yml, whatever tags (`!ENV`, `!!python/name`) stand in it."""


_PlainLoader.add_multi_constructor("", lambda loader, suffix, node: None)


def reading_order() -> list[Path]:
    """The pages' files in the order of the navigation in mkdocs.yml.

    Without a navigation, MkDocs's order: by their names, a folder's index first.

    Raises:
        PageError: without a page, or without a mkdocs.yml that can be read.
    """
    settings = _settings()
    if settings.get("nav"):
        return list(_files(settings["nav"]))
    found = DOCS.rglob("*.md")
    if pages := sorted(found, key=lambda path: (path.parent, path.stem != "index", path)):
        return pages
    raise _fault(1, f"there is no navigation, and no page in {DOCS}/", "pages in reading order")


def markdown_extensions() -> dict[str, dict[str, Any]]:
    """The Markdown extensions in mkdocs.yml, in order, each with its options.

    Without a mkdocs.yml, those that a page with formulas needs.
    """
    if not CONFIGURATION.is_file():
        return WITHOUT_A_SITE
    found: dict[str, dict[str, Any]] = {}
    for item in _settings().get("markdown_extensions", ()):
        found |= {item: {}} if isinstance(item, str) else {k: v or {} for k, v in item.items()}
    return found


def _settings() -> dict[str, Any]:
    try:
        return _read(CONFIGURATION.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        expected = "the folder of the site as the working folder"
        raise _fault(1, "there is no such file here", expected, "go there") from error


@cache
def _read(text: str) -> dict[str, Any]:
    try:
        settings = yaml.load(text, Loader=_PlainLoader)
    except yaml.YAMLError as error:
        line, found = yaml_fault(error)
        raise _fault(line, f"it is no YAML: {found}", "YAML", "correct it") from error
    if not isinstance(settings, dict):
        raise _fault(1, "it holds no settings", "lines such as `site_name: p − y`")
    return settings


def _fault(line: int, found: str, expected: str, advice: str = "write it") -> PageError:
    return PageError(CONFIGURATION.as_posix(), line, found, expected, advice)


def _files(item: Any) -> Iterator[Path]:
    if isinstance(item, str):
        if item.endswith(".md"):  # The rest are links to elsewhere.
            yield DOCS / item
    elif isinstance(item, dict | list):
        for child in item.values() if isinstance(item, dict) else item:
            yield from _files(child)
