"""A hook of MkDocs for `make serve`: while a fault stands, the browser shows it, and recovers.

MkDocs 1.6 holds each request back until a build succeeds, so that a reload hangs, and does not
print a fault again that it has printed once. And it looks at all files each half second for one
that has changed: here the system tells of it too, at once, where it can.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from typing import Any

from markupsafe import Markup
from mkdocs.livereload import LiveReloadServer
from mkdocs.utils import DuplicateFilter
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from proofpages.site.written import State, state_of

SETTLED = 0.03
"""The seconds without another change after which a build begins: some editors write in steps."""
CHANGES = ("created", "modified", "moved", "deleted")
"""What is told besides is that a file was opened or closed, as a build does."""

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
        server.build_delay = SETTLED
        _ask_system_too(server)

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


def _ask_system_too(server: LiveReloadServer) -> None:
    """Have what is watched already told by both observers, and what will be."""
    watched: list[str] = list(server._watched_paths)
    for path in watched:
        server.unwatch(path)
    told: Any = BothTell(server.observer)
    server.observer = told
    for path in watched:
        server.watch(path)


class BothTell:
    """Tells of changes what MkDocs's observer tells, and before it what the system does.

    A file system that tells nothing, as some that are shared with a virtual machine, is looked at
    as by MkDocs alone. A change of which both tell is told once.

    Args:
        looking: The observer of MkDocs, which looks at all files.
    """

    def __init__(self, looking: Any) -> None:
        self.looking, self.system = looking, Observer()
        self.states: dict[str, State | None] = {}
        self.lock = threading.Lock()

    def schedule(self, handler: FileSystemEventHandler, path: str, *, recursive: bool) -> Any:
        """Tell of changes of a file, or of those in a folder."""
        is_folder = os.path.isdir(path)
        # An editor may put a new file in the place of one, of which its folder tells.
        folder = path if is_folder else os.path.dirname(path)
        name = "" if is_folder else os.path.basename(path)
        with suppress(OSError):
            ours = _Handler(partial(self._tell, handler, name))
            self.system.schedule(ours, folder, recursive=recursive and is_folder)
        ours = _Handler(partial(self._tell, handler, ""))
        return self.looking.schedule(ours, path, recursive=recursive)

    def unschedule(self, watch: Any) -> None:
        """Tell no more of what was asked for."""
        self.looking.unschedule(watch)
        with suppress(KeyError):
            self.system.unschedule(watch)

    def start(self) -> None:
        """Begin; where the system has no room for what is to be watched, looking remains."""
        with suppress(OSError):
            self.system.start()
        self.looking.start()

    def stop(self) -> None:
        """End."""
        self.system.stop()
        self.looking.stop()

    def join(self) -> None:
        """Wait for the end."""
        for one in (self.system, self.looking):
            if one.is_alive():
                one.join()

    def _tell(self, handler: FileSystemEventHandler, name: str, event: FileSystemEvent) -> None:
        paths = [os.fsdecode(path) for path in (event.src_path, event.dest_path) if path]
        ours = not name or name in map(os.path.basename, paths)
        if ours and event.event_type in CHANGES:
            new = [self._is_new(path) for path in paths]  # Of both the state is to be known.
            if any(new):
                handler.on_any_event(event)

    def _is_new(self, path: str) -> bool:
        """Whether a file is not as it was when it was told of last."""
        path = os.path.realpath(path)
        with self.lock:
            state = state_of(path)
            known = path in self.states and self.states[path] == state
            self.states[path] = state
        return not known


class _Handler(FileSystemEventHandler):
    """Hands on all that happens."""

    def __init__(self, tell: Callable[[FileSystemEvent], None]) -> None:
        self.tell = tell

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Hand it on."""
        self.tell(event)


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
