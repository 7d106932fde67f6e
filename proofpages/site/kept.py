"""A hook of MkDocs for `make serve`: a page is made anew only if what it is made of has changed.

MkDocs 1.6 makes all pages again at every change. Here, in the memory of a preview and nowhere else,
stands for each page what it was converted to and drawn as, with all that this was made of: its own
text, those of the pages that it continues, the files that it includes, the names of all files, and
what is the same for all pages. What was told of a page is told again. A page that shows what was
found on others is made anew each time. What the site asks of all pages together, as the order of
their numbers, is asked again of every page. A build that is published keeps nothing.
"""

from __future__ import annotations

import copy
import hashlib
import logging
import re
from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page as Built

from proofpages.page.continued import is_there, way_to
from proofpages.page.faults import all_of
from proofpages.page.fences import read_fences
from proofpages.page.includes import INCLUDE, SNIPPETS
from proofpages.page.names_in_use import classes, own_kinds
from proofpages.page.navigation import MARKS, markdown_extensions, options_of, settings_files
from proofpages.page.once import once, source_of
from proofpages.page.page import Page
from proofpages.site.adoption import adopted
from proofpages.site.ahead import GATHERING
from proofpages.site.equation_marks import faults_of_site
from proofpages.site.page_check import check_page, read_page, reserved_at
from proofpages.site.written import (
    begin_writing,
    remove_what_is_no_more,
    write_all,
    write_what_differs,
)

PACKAGE = Path(__file__).parent.parent
LISTED = re.compile(r"(?P<target>[\w./-]+)$")
"""A line that may name a file between two marks of an inclusion."""

Store = dict[str, tuple[object, Any]]
"""What was made for each page, by its file, behind what it was made of."""


class _Preview:
    """What a preview keeps, while it runs."""

    runs = False
    read: Store = {}
    converted: Store = {}
    drawn: Store = {}
    found: Store = {}
    theme: Store = {}


class _Told(logging.Handler):
    """Takes down what is told of a page."""

    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


def on_startup(command: str, **_: Any) -> None:
    """Keep nothing but in a preview."""
    _Preview.runs = command == "serve"
    (write_what_differs if _Preview.runs else write_all)()


def on_pre_build(**_: Any) -> None:
    """Note from here on what is written."""
    begin_writing()


@event_priority(-50)
def on_post_build(**_: Any) -> None:
    """Remove what is of pages and files that are no more."""
    remove_what_is_no_more()


def on_pre_page(page: Built, config: MkDocsConfig, files: Files) -> Built:
    """Have a page read and converted only if something of it has changed."""
    if _Preview.runs and page.file.abs_src_path:
        page.read_source = partial(_read, page)  # type: ignore[method-assign]
        page.render = partial(_convert, page)  # type: ignore[method-assign]
    return page


def on_config(config: MkDocsConfig) -> None:
    """Have the theme's templates found and compiled once."""
    if _Preview.runs:
        theme: Any = config.theme
        theme.get_env = partial(_templates, theme.get_env, str(theme.custom_dir))


def _templates(make: Callable[[], Any], custom: str) -> Any:
    env, same = _kept(_Preview.theme, "", _for_all(custom), make)
    if not same:
        known: list[str] = []
        listed = env.list_templates

        def names(filter_func: Callable[[str], bool]) -> list[str]:
            known[:] = known or listed(filter_func=filter_func)  # The same for the same settings.
            return known

        env.list_templates = names
    return env


def on_env(env: Any, config: MkDocsConfig, files: Files) -> None:
    """Have a page drawn, and looked through for the search, only if something of it has changed."""
    if not _Preview.runs:
        return
    template: Any = env.get_template("main.html")
    draw = partial(type(template).render, template)
    template.render = partial(_draw, draw, str(config.theme.custom_dir))
    for plugin in config.plugins.values():
        if index := getattr(plugin, "search_index", None):
            index.add_entry_from_context = partial(_find, index, index.add_entry_from_context)


def _kept(store: Store, name: str, made_of: object, make: Callable[[], Any]) -> tuple[Any, bool]:
    """What was made of the same, or is made now; and whether it was."""
    known = store.get(name)
    if known and made_of is not None and known[0] == made_of:
        return known[1], True
    made = make()
    store[name] = made_of, made
    return made, False


def _set(page: Built, work: Callable[[], None]) -> dict[str, Any]:
    """What work on a page has set."""
    before = dict(vars(page))
    work()
    return {name: value for name, value in vars(page).items() if before.get(name) is not value}


def _read(page: Built, config: MkDocsConfig) -> None:
    source = source_of(Path(page.file.abs_src_path or ""))

    def read() -> dict[str, Any]:
        return copy.deepcopy(_set(page, partial(Built.read_source, page, config)))

    made, _ = _kept(_Preview.read, page.file.src_uri, source, read)
    vars(page).update(copy.deepcopy(made))


def _convert(page: Built, config: MkDocsConfig, files: Files) -> None:
    read = Page.read(Path(page.file.abs_src_path or ""))

    def convert() -> tuple[dict[str, Any], list[logging.LogRecord]]:
        told, log = _Told(logging.WARNING), logging.getLogger("mkdocs")
        log.addHandler(told)
        try:
            return _set(page, partial(Built.render, page, config, files)), told.records
        finally:
            log.removeHandler(told)

    made_of = _made_of(read, page.markdown, files)
    (made, told), same = _kept(_Preview.converted, page.file.src_uri, made_of, convert)
    if same:
        vars(page).update(made)
        for record in told:
            logging.getLogger(record.name).handle(record)
        _look_again(read)


def _look_again(page: Page) -> None:
    """Ask what the site asks of its pages together, of a page that was kept."""
    if any(name in markdown_extensions() for name in MARKS) and adopted().covers(page):
        path = Path(page.name)
        faults = faults_of_site(read_page(path), check_page(path), options_of(*MARKS))
        if found := list(faults):
            raise all_of(found)


def _draw(render: Callable[[Any], str], custom: str, context: Any) -> str:
    page = context["page"]
    for_all = (_for_all(custom), repr(context["config"].extra), _navigation(context["nav"]))
    made_of = (for_all, page.content, *_described(page))
    made, _ = _kept(_Preview.drawn, page.file.src_uri, made_of, lambda: render(context))
    return str(made)


def _find(index: Any, find: Callable[[Built], None], page: Built) -> None:
    before = len(index.entries)

    def found() -> list[Any]:
        find(page)
        return list(index.entries[before:])

    made_of = (page.content, *_described(page))
    made, same = _kept(_Preview.found, page.file.src_uri, made_of, found)
    if same:
        index.entries += made


def _described(page: Built) -> tuple[object, ...]:
    """What a page says of itself besides its content."""
    return page.url, page.title, repr(page.meta), _as_listed(page.toc)


@once
def _navigation(nav: Any) -> str:
    return _digest(_as_listed(nav))


def _as_listed(items: Any) -> tuple[object, ...]:
    """The titles and addresses of a navigation or a table of contents."""
    return tuple(
        (item.title, getattr(item, "url", None), _as_listed(item.children or ())) for item in items
    )


def _made_of(page: Page, markdown: str | None, files: Files) -> object:
    """All that a page's conversion reads; None for what is made anew each time."""
    if any(fence.language in GATHERING for fence in read_fences(page)):
        return None
    path = Path(page.name)
    home = reserved_at(path)
    others = (way_to(path) | (way_to(home[1]) if home else set())) - {path}
    read = [(other, _shown(other)) for other in sorted(others)]
    included: dict[Path, bytes] = {}
    _see_included(source_of(path), included)
    return _for_all(), _names(files), source_of(path), markdown, read, included


@once
def _shown(path: Path) -> str:
    return _digest(read_page(path).content)


@once
def _names(files: Files) -> str:
    return _digest(list(files.src_uris))


def _digest(known: object) -> str:
    return hashlib.sha256(repr(known).encode()).hexdigest()


def _see_included(source: bytes, found: dict[Path, bytes]) -> None:
    """Find the files that a text includes, and those that they do."""
    bases = options_of(SNIPPETS).get("base_path", ["."])
    for name in _may_name(source):
        for base in [bases] if isinstance(bases, str) else bases:
            file = Path(base, name)
            if file not in found and is_there(file):
                found[file] = source_of(file)
                _see_included(found[file], found)


@lru_cache(maxsize=4096)
def _may_name(source: bytes) -> list[str]:
    """What may be the name of a file that a text includes: on a line with a mark, or alone."""
    if b"8<" not in source:
        return []
    lines = source.decode(errors="replace").splitlines()
    found = [match for line in lines if (match := INCLUDE.match(line) or LISTED.match(line))]
    names = (match["target"].strip("\"'").partition(":")[0] for match in found)
    return [name for name in names if name]


@once
def _for_all(*folders: str) -> str:
    """What all pages are made with: settings, names in styles, the package and these folders."""
    places = [PACKAGE, *map(Path, folders)]
    files = sorted(file for place in places for file in place.rglob("*") if file.suffix != ".pyc")
    stats = ((str(file), file.stat()) for file in files if file.is_file())
    found = [(file, stat.st_mtime_ns, stat.st_size) for file, stat in stats]
    settings = [source_of(file) for file in settings_files()]
    return _digest((settings, found, classes(), own_kinds()))
