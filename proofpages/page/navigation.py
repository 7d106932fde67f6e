"""What mkdocs.yml says of all pages: their order, and the extensions that their Markdown needs."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import yaml

from proofpages.page.faults import PageError, not_utf8, yaml_fault
from proofpages.page.names_near import suggestion
from proofpages.page.once import read_once, source_text
from proofpages.page.yaml_keys import OnceLoader

CONFIGURATIONS = ("mkdocs.yml", "mkdocs.yaml", "properdocs.yml", "properdocs.yaml")
HTML = re.compile(r"<[a-zA-Z/!?]|&#?\w+;?")
ENDS_ADDRESS = re.compile('["<>]')
ALSO_PAGES = (".markdown", ".mdown", ".mkdn", ".mkd")
"""What MkDocs takes for a page too."""
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|/|#")
"""How what a navigation names may begin, besides files."""
INDEX = ("index", "README")
"""Pages that become the index of their folder; the second only where there is no first."""

MARKS = ("proofpages", "proofpages.site.equation_marks")
"""What the extension that decides is called in mkdocs.yml."""

WITHOUT_A_SITE: dict[str, dict[str, Any]] = {
    "attr_list": {},
    "md_in_html": {},
    "tables": {},
    "pymdownx.arithmatex": {"generic": True},
    "pymdownx.superfences": {},
}
"""The Markdown extensions that a page is read with where there is no mkdocs.yml."""


class _PlainLoader(OnceLoader):
    """Reads mkdocs.yml, whatever tags (`!ENV`, `!!python/name`) stand in it."""


_TAGGED = object()
"""What a tag stands for, which only a generator makes of it."""
_PlainLoader.add_multi_constructor("", lambda loader, suffix, node: _TAGGED)

PLUGIN = "proofpages"
"""What publishes a site is called in mkdocs.yml, where it is no hook."""

MKDOCS = ("toc", "tables", "fenced_code")
"""The extensions that MkDocs 1.6 puts before those in mkdocs.yml."""


@read_once
def configuration() -> Path:
    """The file with the site's settings; mkdocs.yml where there is none."""
    found = (Path(name) for name in CONFIGURATIONS if Path(name).is_file())
    return next(found, Path(CONFIGURATIONS[0]))


@read_once
def reading_order() -> list[Path]:
    """The pages' files in the order of the navigation in mkdocs.yml.

    Without a navigation, all pages.

    Raises:
        PageError: without a page, with one that is not there, or without a mkdocs.yml that can be
            read.
    """
    settings = _settings()
    if settings.get("nav"):
        return [_existing(name) for name in _names(settings["nav"])]
    if pages := pages_below(docs()):
        return pages
    found = f"there is no navigation, and no page in {docs().as_posix()}/"
    raise settings_fault(found, "pages in reading order")


@read_once
def pages_below(folder: Path, *suffixes: str) -> list[Path]:
    """The pages in a folder, in MkDocs's order: by their names, a folder's index first.

    What begins with a dot is none, as to MkDocs: an editor keeps copies of pages there.
    """
    found = (path for suffix in suffixes or (".md",) for path in folder.rglob(f"*{suffix}"))
    shown = (path for path in found if not _is_hidden(path.relative_to(folder)))
    return sorted(shown, key=lambda path: (path.parent, not is_index(path), path))


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


@read_once
def docs() -> Path:
    """The folder of the pages, from the working folder."""
    return _folder("docs_dir", "docs")


def site_folder() -> Path:
    """The folder that the site is built into, from the working folder."""
    return _folder("site_dir", "site")


def _folder(setting: str, usual: str) -> Path:
    settings = _settings() if configuration().is_file() else {}
    return Path(os.path.relpath(settings.get(setting) or usual))


def is_strict() -> bool:
    """Whether each link has to lead somewhere."""
    return bool(_settings().get("strict"))


def is_index(page: Path) -> bool:
    """Whether a page becomes the index of its folder."""
    return page.stem == INDEX[0] or (
        page.stem == INDEX[1] and not page.with_stem(INDEX[0]).is_file()
    )


def address_of(page: str, folders: bool) -> str:
    """The file of the site that a page becomes.

    Args:
        page: The page's file, from the working folder.
        folders: Whether each page has a folder of its own, as a server wants it.
    """
    name = Path(page).relative_to(docs()).with_suffix("")
    if folders or is_index(Path(page)):
        return ((name.parent if is_index(Path(page)) else name) / "index.html").as_posix()
    return f"{name.as_posix()}.html"


def of_one_address() -> Iterator[PageError]:
    """The pages in whose place another page, or a file, would stand on the site.

    Names that differ in capitals alone are one file on many machines, and one address on many
    servers.
    """
    folders = setting("use_directory_urls") is not False
    first: dict[str, str] = {}
    for path in pages_below(docs()):
        page = path.as_posix()
        address = address_of(page, folders)
        other = first.setdefault(address.casefold(), page)
        if (docs() / address).is_file():
            other = (docs() / address).as_posix()
        if other != page:
            expected, advice = "an address of its own", "give it another name"
            yield PageError(page, 1, f"on the site it takes the place of {other}", expected, advice)


def named_twice() -> Iterator[PageError]:
    """The pages that the navigation names a second time.

    Raises:
        PageError: it names one that is not there.
    """
    for path in (path for path, times in Counter(reading_order()).items() if times > 1):
        name = path.relative_to(docs()).as_posix()
        found = f"the navigation names {name} twice"
        yield settings_fault(found, "each page once", "remove one", name)


def faults_of_titles(*, text: bool) -> Iterator[PageError]:
    """The parts of the navigation that hold nothing, and titles and addresses in it with HTML.

    Args:
        text: Whether those have to be text: a theme writes them into its pages as they are.
    """
    for title, below in _titled(setting("nav")):
        if isinstance(below, list) and not below:
            found = f"the part {title} of the navigation has no page"
            yield settings_fault(found, "a page in it", "name one, or remove the part", title)
        if text and (piece := _html_in(title)):
            found = f"a title in the navigation has HTML, {piece}: {title[:60]}"
            yield settings_fault(found, "a text alone", "leave it out", title)
        if text and isinstance(below, str) and (sign := ENDS_ADDRESS.search(below)):
            found = f"an address in the navigation has the sign {sign[0]}: {below[:60]}"
            yield settings_fault(found, f"it as {quote(sign[0])}", "correct it", below)


def _html_in(title: str) -> str | None:
    """What a browser takes for HTML; some names of signs need no semicolon behind them."""
    for piece in HTML.findall(title):
        if piece[0] == "<" or piece[-1] == ";" or unescape(piece) != piece:
            return str(piece)
    return None


def _titled(part: Any) -> Iterator[tuple[str, Any]]:
    """The titles in a part of the navigation, each with what stands below it; some have none."""
    for item in part if isinstance(part, list) else ():
        if isinstance(item, str):
            yield "", item
        for title, below in item.items() if isinstance(item, dict) else ():
            yield str(title), below
            yield from _titled(below)


@read_once
def markdown_extensions() -> dict[str, dict[str, Any]]:
    """The Markdown extensions of the site, in order, each with its options in mkdocs.yml.

    An option that is named by a tag, as a function, is left out. Without a mkdocs.yml, they are
    those that a page with formulas needs.

    Raises:
        PageError: if they are neither a list nor a mapping.
    """
    if not configuration().is_file():
        return WITHOUT_A_SITE
    listed = _settings().get("markdown_extensions") or ()
    if isinstance(listed, str):
        raise settings_fault(f"markdown_extensions is {listed!r}", "a list", "put `- ` before it")
    found: dict[str, dict[str, Any]] = {name: {} for name in MKDOCS}
    for item in [listed] if isinstance(listed, dict) else listed:
        found |= {item: {}} if isinstance(item, str) else {k: v or {} for k, v in item.items()}
    return found


def options_of(*names: str) -> dict[str, Any]:
    """The options in mkdocs.yml of the extension that is called so, or so; empty without it."""
    known = markdown_extensions()
    return next((known[name] for name in names if name in known), {})


def hooks() -> list[str]:
    """The names of the files in mkdocs.yml that MkDocs calls while it builds, without folders."""
    found = _settings().get("hooks") or () if configuration().is_file() else ()
    return [Path(str(file)).name for file in found]


def publishes() -> bool:
    """Whether this package puts the site in its place, as its hook or as its plugin."""
    plugins = setting("plugins") or ()
    named = [name for one in plugins for name in ([one] if isinstance(one, str) else one)]
    return "publish.py" in hooks() or PLUGIN in named


def setting(name: str) -> Any:
    """What mkdocs.yml says by a name; None without it, or where a tag stands."""
    return _settings().get(name)


def style_sheets() -> Iterator[tuple[Path, int]]:
    """The site's own style sheets that are there, each with the time of its last change."""
    found = _settings().get("extra_css") or () if configuration().is_file() else ()
    for name in found:
        path = docs() / str(name)
        if path.is_file():
            yield path, path.stat().st_mtime_ns


@read_once
def _settings() -> dict[str, Any]:
    return _settings_of(configuration())


def _settings_of(file: Path, heirs: tuple[Path, ...] = ()) -> dict[str, Any]:
    """The settings in a file, over those of the file that it inherits, as MkDocs 1.6 merges them.

    Mappings are merged, at any depth; all else takes the place of what is inherited.

    Args:
        file: The file.
        heirs: The files by which it is inherited.

    Raises:
        PageError: for one that is not there, is no YAML, or inherits itself.
    """
    own = dict(_read(file.as_posix(), _text_of(file, heirs)))
    name = own.pop("INHERIT", None)
    if name is None:
        return own
    parent = Path(os.path.relpath(file.parent / str(name)))
    if parent in (file, *heirs):
        found = f"the settings inherit {name}, which inherits them"
        raise PageError(file.as_posix(), 1, found, "another file", "remove INHERIT from one")
    inherited: dict[str, Any] = _merged(_settings_of(parent, (file, *heirs)), own)
    return inherited


def _text_of(file: Path, heirs: tuple[Path, ...]) -> str:
    try:
        return source_text(file)
    except FileNotFoundError as error:
        if not heirs:
            expected = "the folder of the site as the working folder"
            raise settings_fault("there is no such file here", expected, "go there") from error
        heir = heirs[0]
        line = heir.read_text(encoding="utf-8").partition("INHERIT")[0].count("\n") + 1
        found = f"the settings inherit {file.as_posix()}, which is not there"
        raise PageError(heir.as_posix(), line, found, "a file", "correct its name") from error
    except UnicodeDecodeError as error:
        raise not_utf8(file.as_posix(), error) from error


def _merged(base: Any, over: Any) -> Any:
    if not (isinstance(base, dict) and isinstance(over, dict)):
        return over
    return base | {
        key: _merged(base[key], value) if key in base else value for key, value in over.items()
    }


def settings_files() -> list[Path]:
    """The file with the site's settings, and those that it inherits."""
    found = [configuration()]
    while name := _read(found[-1].as_posix(), _text_of(found[-1], ())).get("INHERIT"):
        found.append(Path(os.path.relpath(found[-1].parent / str(name))))
    return found


@cache
def _read(name: str, text: str) -> dict[str, Any]:
    try:
        settings = yaml.load(text, Loader=_PlainLoader)
    except yaml.YAMLError as error:
        line, found = yaml_fault(error)
        raise PageError(name, line, f"it is no YAML: {found}", "YAML", "correct it") from error
    if not isinstance(settings, dict):
        expected = "lines such as `site_name: p − y`"
        raise PageError(name, 1, "it holds no settings", expected, "write it")
    return dict(_untagged(settings))


def _untagged(value: Any) -> Any:
    """A value without the parts that a tag stands for."""
    if isinstance(value, dict):
        return {key: _untagged(one) for key, one in value.items() if one is not _TAGGED}
    if isinstance(value, list):
        return [_untagged(one) for one in value if one is not _TAGGED]
    return value


def place_in_settings(text: str) -> tuple[str, int]:
    """The file of settings in which a text stands, and its last line there; the first without."""
    for file in settings_files():
        lines = file.read_text(encoding="utf-8").split("\n")
        if places := [number for number, line in enumerate(lines, 1) if text in line]:
            return file.as_posix(), places[-1]
    return configuration().as_posix(), 1


def settings_fault(
    found: str, expected: str, advice: str = "write it", at: str | None = None
) -> PageError:
    """A fault in mkdocs.yml, at the last line with a text, if one is given."""
    known = configuration()
    file, line = place_in_settings(at) if at and known.is_file() else (known.as_posix(), 1)
    return PageError(file, line, found, expected, advice)


def _names(item: Any) -> Iterator[str]:
    """The pages that a part of the navigation names.

    Raises:
        PageError: for what is neither a page nor a link to elsewhere.
    """
    if isinstance(item, str):
        if item.endswith(".md"):
            yield item
        elif item.endswith(ALSO_PAGES):
            found = f"the navigation names {item}, and a page here ends in .md"
            raise settings_fault(found, "a page, as a/b.md", "rename the file", item)
        elif not (ELSEWHERE.match(item) or (docs() / item).is_file()):
            found = f"the navigation names {item}, which is no page"
            advice = "correct it" + _near_page(item)
            raise settings_fault(found, "a page, as a/b.md, or an address", advice, item)
    elif isinstance(item, dict | list):
        for child in item.values() if isinstance(item, dict) else item:
            yield from _names(child)


def _existing(name: str) -> Path:
    path = docs() / name
    if not path.is_file():
        found = f"the navigation names {path.as_posix()}, which is not there"
        raise settings_fault(found, "a page", "correct its name" + _near_page(name), name)
    return path


def _near_page(name: str) -> str:
    return suggestion(name, [page.relative_to(docs()).as_posix() for page in pages_below(docs())])
