"""What mkdocs.yml says of all pages: their order, and the extensions that their Markdown needs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

DOCS = Path("docs")
CONFIGURATION = Path("mkdocs.yml")


class _PlainLoader(yaml.SafeLoader):
    """Reads mkdocs.yml, whatever tags (`!ENV`, `!!python/name`) stand in it."""


_PlainLoader.add_multi_constructor("", lambda loader, suffix, node: None)


def reading_order() -> list[Path]:
    """The pages' files in the order of the navigation in mkdocs.yml."""
    return list(_files(_settings()["nav"]))


def markdown_extensions() -> dict[str, dict[str, Any]]:
    """The Markdown extensions in mkdocs.yml, in order, each with its options."""
    found: dict[str, dict[str, Any]] = {}
    for item in _settings().get("markdown_extensions", ()):
        found |= {item: {}} if isinstance(item, str) else {k: v or {} for k, v in item.items()}
    return found


def _settings() -> dict[str, Any]:
    return _read(CONFIGURATION.read_text(encoding="utf-8"))


@cache
def _read(text: str) -> dict[str, Any]:
    settings: dict[str, Any] = yaml.load(text, Loader=_PlainLoader)
    return settings


def _files(item: Any) -> Iterator[Path]:
    if isinstance(item, str):
        yield DOCS / item
    else:
        for child in item.values() if isinstance(item, dict) else item:
            yield from _files(child)
