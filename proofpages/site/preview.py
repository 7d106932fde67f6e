"""A hook of MkDocs for `make serve`: while a fault stands, the browser shows it, and recovers.

MkDocs 1.6 holds each request back until a build succeeds, so that a reload hangs, and does not
print a fault again that it has printed once.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterable
from typing import Any

from markupsafe import Markup
from mkdocs.livereload import LiveReloadServer
from mkdocs.utils import DuplicateFilter

FAULT = Markup(
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Not built</title>'
    "<style>body {{ font: 1rem/1.5 sans-serif; margin: 2rem auto; max-width: 60rem; "
    "padding: 0 1rem; color-scheme: light dark }} pre {{ white-space: pre-wrap; "
    "border-left: .25rem solid #c33; padding-left: 1rem }}</style></head><body>"
    "<h1>The site is not built</h1><p>This stands against it:</p><pre>{}</pre>"
    "<p>The page comes back by itself when you have saved what mends it.</p></body></html>"
)


class Preview:
    """What stands between the server of MkDocs and its builds."""

    def __init__(self, server: LiveReloadServer) -> None:
        self.server = server
        self.fault: str | None = None
        self._build, self._answer = server.builder, server.serve_request
        server.builder = self.build
        server.set_app(self.answer)

    def build(self) -> None:
        """Build, and keep what stands against it: for the server, the build has ended."""
        _forget_what_was_logged()
        try:
            self._build()
            self.fault = None
        except Exception as error:  # What MkDocs raises for a page comes of what the page raised.
            self.fault = str(error.__context__ or error) or type(error).__name__
            print("Not built; the browser shows why.", file=sys.stderr, flush=True)

    def answer(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        """A page that was asked for, or the fault in its place."""
        path = environ["PATH_INFO"]
        if self.fault is None or path.startswith("/livereload/") or not _is_page(path):
            return self._answer(environ, start)
        server = self.server
        inject: Any = vars(LiveReloadServer)["_inject_js_into_html"]  # It has no types.
        page: bytes = inject(server, FAULT.format(self.fault).encode(), server._visible_epoch)
        start("500 Not built", [("Content-Type", "text/html; charset=utf-8")])
        return [page]


def _is_page(path: str) -> bool:
    return path.endswith(("/", ".html")) or "." not in path.rpartition("/")[2]


def _forget_what_was_logged() -> None:
    """Have what was printed in the build before printed again (`DuplicateFilter` of MkDocs)."""
    for known in logging.getLogger("mkdocs.commands.build").filters:
        if isinstance(known, DuplicateFilter):
            known.msgs.clear()


def on_serve(server: LiveReloadServer, **_: Any) -> LiveReloadServer:
    """Show faults in the browser."""
    Preview(server)
    return server
