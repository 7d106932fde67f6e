"""What the tests share: the site, built once and served here, a copy of it, and a browser."""

from __future__ import annotations

import contextlib
import functools
import http.server
import os
import re
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, Error, sync_playwright

from extensions import formal
from tests.builds import ROOT, Copy, build, copy_site


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "coq: runs Coq; left out, with a word, where there is none")


def _without_coq() -> bool:
    """Whether the proof goes unchecked: on a machine of one's own only, never where CI is set."""
    return not formal.available() and os.environ.get("CI", "").lower() not in {"true", "1"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests that run Coq where there is none."""
    if _without_coq():
        left_out = [item for item in items if item.get_closest_marker("coq")]
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("coq") and not formal.available():
        pytest.fail("no Coq: apt-get install --no-install-recommends coq", pytrace=False)


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if _without_coq():
        terminalreporter.section("the formal proof was NOT checked on this machine", red=True)
        terminalreporter.line("There is no Coq, so no test of the proof ran. Install it, and test")
        terminalreporter.line("again (Debian: apt-get install --no-install-recommends coq).")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site, built from the repository as it is."""
    folder = tmp_path_factory.mktemp("built") / "site"
    result = build(ROOT, folder)
    assert result.returncode == 0, result.stdout + result.stderr
    return folder


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    """A short copy of the site, to put a fault in."""
    return copy_site(tmp_path)


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
