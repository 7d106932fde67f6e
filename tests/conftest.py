"""What the tests share: the site, built once and served on this machine, and a browser."""

from __future__ import annotations

import contextlib
import functools
import http.server
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, Error, sync_playwright

ROOT = Path(__file__).parent.parent


def build(folder: Path, site: Path) -> subprocess.CompletedProcess[str]:
    """Build the site whose mkdocs.yml is in `folder` into `site`, as a person would."""
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(site)],
        cwd=folder,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site, built from the repository as it is."""
    folder = tmp_path_factory.mktemp("built") / "site"
    result = build(ROOT, folder)
    assert result.returncode == 0, result.stdout + result.stderr
    return folder


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass

    def end_headers(self) -> None:
        # LinkChecker 10.6 asks a host ten times a second, and faster only one that says this.
        self.send_header("LinkChecker", "welcome")
        super().end_headers()

    def send_error(self, code: int, *args: object, **kwargs: object) -> None:
        """Answer a missing page with the site's own, as a host does."""
        missing = Path(self.directory, "404.html")
        if code != 404 or not missing.is_file():
            return super().send_error(code, *args, **kwargs)  # type: ignore[arg-type]
        body = missing.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        return None


@contextlib.contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Serve `folder` on this machine, and give its address, with a slash at the end."""
    handler = functools.partial(QuietHandler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the built site is served, with a slash at the end."""
    with serve(site) as address:
        yield address


class NavLoader(yaml.SafeLoader):
    """Reads mkdocs.yml without what its tags stand for: no extension has to load."""


NavLoader.add_multi_constructor("", lambda loader, tag, node: None)


@functools.cache
def pages() -> dict[str, str]:
    """The pages in reading order: each one's file below docs/, and its address on the site."""
    files: list[str] = []

    def walk(item: str | list | dict) -> None:
        if isinstance(item, str):
            files.append(item)
            return
        for child in item if isinstance(item, list) else item.values():
            walk(child)

    walk(yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), Loader=NavLoader)["nav"])
    return {file: re.sub(r"(?:(?:^|/)index)?\.md$", "/", file).removeprefix("/") for file in files}


def launch(playwright) -> Browser:  # type: ignore[no-untyped-def]
    """Start Chromium: the machine's own, else the one that Playwright has downloaded."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    own = next(filter(None, map(shutil.which, names)), None)
    flags = ["--disable-background-networking", "--disable-quic", "--disable-gpu"]
    if os.name == "posix" and os.geteuid() == 0:
        flags.append("--no-sandbox")  # Chromium refuses its sandbox to root, as in a container.
    try:
        return playwright.chromium.launch(executable_path=own, args=flags)
    except Error as error:
        raise RuntimeError(
            "no browser starts: install Chromium (Debian: apt-get install chromium) or run "
            "`.venv/bin/playwright install chromium`, and test again"
        ) from error


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()
