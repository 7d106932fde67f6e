"""A hook of MkDocs: an entry of the navigation that is the same on many pages is made once.

A theme makes the whole navigation anew on each page, so a site of twice as many pages would take
four times as long for it. An entry in which the page does not stand differs by its links alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from mkdocs.utils import get_relative_url

ITEM = "partials/nav-item.html"
"""Material's template for an entry, with all below it: `render(entry, path, level)`."""


def on_env(env: Any, **_: Any) -> None:
    """Have the theme's template remember what it has made in this build."""
    try:
        template = env.get_template(ITEM)
    except LookupError:  # Another theme has none.
        return
    make_module = type(template).make_module
    known = _Known()

    def remembering(variables: Any = None, *rest: Any) -> Any:
        module: Any = make_module(template, variables, *rest)
        page = variables and variables.get("page")
        if page is not None:
            module.render = _remembered(module.render, page.url, known)
        return module

    template.make_module = remembering


class _Known:
    """What is known of the entries of a build, by their identity: they last as long as it."""

    def __init__(self) -> None:
        self.made: dict[object, str] = {}
        self._addresses: dict[int, tuple[str, ...]] = {}

    def addresses(self, entry: Any) -> tuple[str, ...]:
        """The addresses in an entry and below it."""
        if id(entry) not in self._addresses:
            self._addresses[id(entry)] = tuple(_addresses(entry))
        return self._addresses[id(entry)]


def _addresses(entry: Any) -> Iterator[str]:
    if entry.children:
        for child in entry.children:
            yield from _addresses(child)
    else:
        yield getattr(entry, "url", ".")  # A part that holds nothing links to the home page.


def _remembered(render: Callable[..., str], here: str, known: _Known) -> Callable[..., str]:
    """The same for the page at an address."""

    def rendered(entry: Any, *place: Any) -> str:
        addresses = known.addresses(entry)
        # A page that is named twice makes one of the parts active that it stands in.
        if entry.active or here in addresses:
            return render(entry, *place)
        links = tuple(get_relative_url(url, here) for url in addresses)
        key = id(entry), place, links
        if key not in known.made:
            known.made[key] = render(entry, *place)
        return known.made[key]

    return rendered
