"""What a site says in vain: pages twice or in one place, options, names that no theme knows.

The theme would be silent, or end a build without a line. What it knows is read from its own files:
templates and scripts of Material and of MkDocs' own themes name each setting that they look at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache, partial
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from proofpages.page.faults import PageError
from proofpages.page.names_near import suggestion
from proofpages.page.navigation import (
    PLUGIN,
    configuration,
    docs,
    faults_of_titles,
    hooks,
    markdown_extensions,
    named_twice,
    of_one_address,
    publishes,
    setting,
    settings_fault,
)
from proofpages.page.once import once
from proofpages.page.reading import converter

OF_MKDOCS = {"name", "custom_dir", "static_templates", "locale"}
KEY = re.compile(r"\btheme(?:\.|(?:\.get\(|\[)['\"])([a-z_]+)")
KEY_OF_ICON = re.compile(r"\btheme\.icon\.([a-z_]+)")
DEFAULT = re.compile(r"(?m)^([a-z_]+):")
FEATURE = re.compile(r"\"([a-z]+(?:\.[a-z_-]+)+)\"")
COLOUR = re.compile(r"data-md-color-(scheme|primary|accent)=[\"']?([\w-]+)")
MISSPELT = 0.9
"""How like a name has to be to one that is known, to be that one misspelt: navigation.top is not
navigation.tabs."""
IN_EXTRA = ("analytics", "social")
"""The settings below `extra` by which Material shows icons."""


def settings_faults() -> Iterator[PageError]:
    """What the site's settings say in vain.

    Raises:
        PageError: the navigation names a page that is not there.
    """
    yield from named_twice()
    yield from of_one_address()
    yield from faults_of_titles(text="front_matter.py" in hooks())
    for name, options in markdown_extensions().items():
        if name.partition(".")[0] == PLUGIN:
            yield from _faults_of_options(name, options)
    if publishes():
        yield from theme_faults()


def _faults_of_options(name: str, options: dict[str, Any]) -> Iterator[PageError]:
    """What stands against an extension of this package, with its options."""
    try:
        converter([name], {name: options})
    except PageError as fault:
        missing = fault.__cause__ if isinstance(fault.__cause__, ModuleNotFoundError) else None
        # The checker is installed without what runs programs, too.
        if missing is None or str(missing.name).startswith(PLUGIN):
            yield fault


def theme_faults() -> Iterator[PageError]:
    """What the theme is told in vain."""
    said = setting("theme")
    theme = said if isinstance(said, dict) else {"name": said or "mkdocs"}
    own = [configuration().parent / str(theme["custom_dir"])] if theme.get("custom_dir") else []
    folder = _folder(str(theme.get("name")))
    folders = [*own, folder] if folder else own
    yield from _missing_files(theme, folders)
    if folder is None:
        return
    yield from _keys(theme, folders)
    if any((one / ".icons").is_dir() for one in folders):  # Material, or what was made of it.
        extra = setting("extra") or {}
        yield from _icons(folders, [theme, *(extra.get(key) for key in IN_EXTRA)])
        yield from _features(theme, folders)
        yield from _colours(theme, folders)
        yield from _language(theme, folders)


def _folder(theme: str) -> Path | None:
    """Where the files of an installed theme are."""
    for point in entry_points(group="mkdocs.themes", name=theme):
        spec = find_spec(point.value)
        if spec and spec.submodule_search_locations:
            return Path(next(iter(spec.submodule_search_locations)))
    return None


def _fault(found: str, place: str, expected: str, advice: str = "") -> PageError:
    return settings_fault(found, expected, "correct it" + advice, place)


def _missing_files(theme: dict[str, Any], folders: list[Path]) -> Iterator[PageError]:
    named = [theme.get(key) for key in ("favicon", "logo")]
    for key in ("extra_css", "extra_javascript"):
        listed = setting(key)
        named += listed if isinstance(listed, list) else []
    for name in named:
        path = name.get("path") if isinstance(name, dict) else name
        if not isinstance(path, str) or "//" in path:
            continue
        if not any((folder / path.split("?")[0]).is_file() for folder in (docs(), *folders)):
            found = f"the settings name {path}, which is not there"
            yield _fault(found, path, f"a file in {docs().as_posix()}/, or of the theme")


def _keys(theme: dict[str, Any], folders: list[Path]) -> Iterator[PageError]:
    looked_at = partial(_said_in, folders=folders, kinds=(".html", ".yml"))
    known = OF_MKDOCS | looked_at(KEY) | looked_at(DEFAULT)
    for key in theme:  # One that is near to none may be meant for a plugin, or for another theme.
        if key not in known and (advice := suggestion(str(key), known)):
            found = f"the theme has no setting {key}"
            yield _fault(found, f"{key}:", "a setting that it looks at", advice)
    icons = theme.get("icon")
    known = looked_at(KEY_OF_ICON)
    for key in icons if isinstance(icons, dict) and known else ():
        if key not in known:
            found = f"the theme has no icon for {key}"
            yield _fault(
                found, f"{key}:", f"one of {', '.join(sorted(known))}", suggestion(key, known)
            )


def _icons(folders: list[Path], value: Any, within: bool = False) -> Iterator[PageError]:
    """The names of icons, which stand below a key `icon`, that are none."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _icons(folders, inner, within or key == "icon")
    elif isinstance(value, list):
        for inner in value:
            yield from _icons(folders, inner, within)
    elif within and isinstance(value, str):
        homes = [folder / ".icons" for folder in folders]
        if any((home / f"{value}.svg").is_file() for home in homes):
            return
        files = [(home, file) for home in homes for file in sorted(home.rglob("*.svg"))]
        known = [file.relative_to(home).with_suffix("").as_posix() for home, file in files]
        expected = "the name of an icon"
        yield _fault(f"there is no icon {value}", value, expected, suggestion(value, known))


def _features(theme: dict[str, Any], folders: list[Path]) -> Iterator[PageError]:
    known = _said_in(FEATURE, folders, kinds=(".html", ".js"))
    for feature in theme.get("features") or ():  # Those of another theme do no harm.
        if feature not in known and (advice := suggestion(str(feature), known, MISSPELT)):
            found = f"the theme has no feature {feature}"
            yield _fault(found, str(feature), "one that it has", advice)


def _colours(theme: dict[str, Any], folders: list[Path]) -> Iterator[PageError]:
    pairs = _said_in(COLOUR, [*folders, docs()], kinds=(".css",))
    palette = theme.get("palette")
    for part in palette if isinstance(palette, list) else [palette]:
        for key in ("scheme", "primary", "accent"):
            name = part.get(key) if isinstance(part, dict) else None
            known = {"custom", *(colour for kind, colour in pairs if kind == key)}
            if name is not None and str(name).replace(" ", "-") not in known:
                found = f"the theme has no {key} {name}"
                yield _fault(found, f"{name}", "a colour that it has", suggestion(str(name), known))


def _language(theme: dict[str, Any], folders: list[Path]) -> Iterator[PageError]:
    language = theme.get("language", "en")
    if not any((one / f"partials/languages/{language}.html").is_file() for one in folders):
        yield _fault(f"the theme has no language {language}", "language:", "one as en, or pt-BR")


def _said_in(what: re.Pattern[str], folders: list[Path], kinds: tuple[str, ...]) -> set[Any]:
    """What is found in the files of a theme of these kinds."""
    return {
        found
        for file, changed in _files(*folders)
        if file.suffix in kinds
        for found in _found_in(what, file, changed)
    }


@once
def _files(*folders: Path) -> list[tuple[Path, int]]:
    """The files of a theme, but for its icons, each with the time of its last change."""
    return [
        (file, file.stat().st_mtime_ns)
        for folder in folders
        for part in sorted(folder.iterdir())
        if part.name != ".icons"  # Thousands of files.
        for file in ([part] if part.is_file() else sorted(part.rglob("*")))
        if file.is_file()
    ]


@lru_cache(maxsize=4096)
def _found_in(what: re.Pattern[str], file: Path, changed: int) -> frozenset[Any]:
    """What is found in a file, as it has been since it changed."""
    return frozenset(what.findall(file.read_text(encoding="utf-8")))
