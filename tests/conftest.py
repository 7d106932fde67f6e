"""What the tests share: the site, built once and served here, a copy of it, and a browser."""

from __future__ import annotations

import contextlib
import functools
import gc
import http.server
import os
import re
import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
import yaml
from _pytest.runner import runtestprotocol
from filelock import FileLock

from proofpages import coq
from proofpages.site.theorems.places import HEADLINE, PROOF
from tests.builds import ROOT, Copy, build, copy_site

if TYPE_CHECKING:
    from bs4 import BeautifulSoup
    from playwright.sync_api import Browser

# Pytest has a worker for each core. If NumPy's library had a thread for each core in each of them,
# they would wait for one another; what is set here, the programs that tests start inherit.
os.environ["OPENBLAS_NUM_THREADS"] = "1"
os.environ["OMP_NUM_THREADS"] = "1"


class Tool(NamedTuple):
    """What some tests run besides Python, Node and Chromium."""

    package: str
    """What Debian calls it."""
    is_here: Callable[[], bool]
    unchecked: str
    """What goes unchecked without it."""


TOOLS = {
    "coq": Tool("coq", coq.coq_available, "the formal proof"),
    "latexml": Tool(
        "latexml", lambda: shutil.which("latexml") is not None, "LaTeXML's reading of the formulas"
    ),
    "firefox": Tool(
        "firefox-esr", lambda: find_firefox() is not None, "what a reader does in Firefox"
    ),
}


PYTESTMARK = re.compile(r"^pytestmark = (?:\[[^\]]*\]|.*)", re.MULTILINE)
"""What a file says of all its tests."""


def find_firefox() -> str | None:
    """The program, under Debian's name or the usual one."""
    return shutil.which("firefox-esr") or shutil.which("firefox")


def pytest_configure(config: pytest.Config) -> None:
    for name in TOOLS:
        config.addinivalue_line(
            "markers", f"{name}: runs {name}; left out, with a word, without it"
        )


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave a file unread that says of all its tests what the verb leaves out.

    Each process of `make check` would import what none of its tests needs.
    """
    choice = config.option.markexpr.split(" and ")
    left_out = {one.removeprefix("not ") for one in choice if re.fullmatch(r"not \w+", one)}
    if len(left_out) < len(choice) or collection_path.suffix != ".py":
        return None
    marks = PYTESTMARK.search(collection_path.read_text(encoding="utf-8"))
    return True if marks and left_out & set(re.findall(r"mark\.(\w+)", marks[0])) else None


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Iterator[object]:
    """Have Python look for what is in a circle less often, and not among the tests and modules.

    They are there to the end, and looking through them all again and again was a tenth of the time.
    """
    gc.disable()
    done = yield
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)
    gc.enable()
    return done


def _left_out() -> dict[str, Tool]:
    """What goes unchecked: on a machine of one's own only, never where CI is set."""
    if os.environ.get("CI", "").lower() in {"true", "1"}:
        return {}
    return {name: tool for name, tool in TOOLS.items() if not tool.is_here()}


@pytest.hookimpl(tryfirst=True)  # Before `-m` chooses by the marks.
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what tests need, leave out those that run what is not here, put the others in order."""
    for item in items:
        for mark in _marks(item):
            item.add_marker(mark)
    missing = _left_out()
    left_out = [item for item in items if any(map(item.get_closest_marker, missing))]
    if left_out:
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)
    items.sort(key=_turn)


def _marks(item: pytest.Item) -> Iterator[str]:
    """The marks that follow from what a test asks for."""
    fixtures = set(item.fixturenames)  # type: ignore[attr-defined]
    if fixtures & {"site", "browser", "copy"}:
        yield "medium"
    # A test of Coq runs it, or looks at the site alone, which is built with what Coq said.
    runs_coq = item.get_closest_marker("coq") and ("site" not in fixtures or "report" in fixtures)
    if runs_coq or item.get_closest_marker("latexml") or item.get_closest_marker("firefox"):
        yield "large"


def _turn(item: pytest.Item) -> int:
    """Where a test stands in the list, of which xdist gives one half to each of two workers.

    The first worker builds the site at once, which others will need, and goes on with the browser,
    whose tests are the longest: what the other one takes from its end, when it has done its own,
    is short, and both end together. The proof is compiled in the last alone, and all sources are
    read in one: their tests are far from where the other one takes some.
    """
    fixtures = set(item.fixturenames)  # type: ignore[attr-defined]
    if "site" in fixtures:
        return 0 if "browser" in fixtures else 1
    if "modules" in fixtures:
        return 2
    return 4 if item.get_closest_marker("coq") else 3


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Have a worker send one message for a test that passes, and not five: they took a tenth.

    Who asks for more (`-v`, `--junit-xml`) gets all that pytest tells.
    """
    options = item.config.option
    if not hasattr(item.config, "workerinput") or options.verbose > 0 or options.xmlpath:
        return None
    for report in runtestprotocol(item, log=False, nextitem=nextitem):
        if report.when == "call" or not report.passed:
            item.ihook.pytest_runtest_logreport(report=report)
    return True


def pytest_runtest_setup(item: pytest.Item) -> None:
    for name, tool in TOOLS.items():
        if item.get_closest_marker(name) and not tool.is_here():
            how = f"apt-get install --no-install-recommends {tool.package}"
            pytest.fail(f"no {name}: {how}", pytrace=False)


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for name, tool in _left_out().items():
        terminalreporter.section(f"{tool.unchecked} was NOT checked on this machine", red=True)
        terminalreporter.line(f"There is no {name}, so no test that runs it ran. Install it, and")
        terminalreporter.line(
            f"test again (Debian: apt-get install --no-install-recommends {tool.package})."
        )


KEPT = "PYTEST_CHECKED_SITE"
"""Names, in the environment, the file by which the workers of a run share the checked site."""


@pytest.fixture(scope="session", autouse=True)
def _one_checked_site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> None:
    """All workers ask for the verdicts on the pages; the first that does so decides them."""
    if worker_id != "master":
        folder = tmp_path_factory.getbasetemp().parent
        os.environ[KEPT] = str(folder / "checked-site.pickle")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The folder of the site, built from the repository as it is, once for all workers."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "site"
    with FileLock(f"{folder}.lock"):
        if not folder.with_name("site.built").exists():
            result = build(ROOT, folder)
            assert result.returncode == 0, result.stdout + result.stderr
            folder.with_name("site.built").touch()
    return folder


@pytest.fixture(scope="session")
def report() -> coq.CheckedFile:
    """What Coq answers about the proof."""
    return coq.check_file(PROOF, HEADLINE)


@pytest.fixture(scope="session")
def recorded() -> tuple[coq.Goal, ...]:
    """The goals of the proof, sentence by sentence."""
    return coq.goals(PROOF)


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
def serve(folder: Path, handler: type[QuietHandler] = QuietHandler) -> Iterator[str]:
    """Serve `folder` on this machine, and give its address, with a slash at the end."""
    answering = functools.partial(handler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), answering) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the built site is served, with a slash at the end."""
    with serve(site) as address:
        yield address


@functools.cache
def parse(text: str) -> BeautifulSoup:
    """A page, parsed once for all tests of a process: they look at it, and leave it as it is."""
    from bs4 import BeautifulSoup

    return BeautifulSoup(text, "html.parser")


def read(file: Path) -> BeautifulSoup:
    """The same for a page of the built site."""
    return parse(file.read_text(encoding="utf-8"))


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
    """Start Chromium: from PATH, else Chrome where its installer puts it, else Playwright's own."""
    from playwright.sync_api import Error  # Not above: each process of `make check` would wait.

    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    own = next(filter(None, map(shutil.which, names)), None)
    # What it does for a reader who stays, as to start a process for the next site beforehand.
    spared = "SpareRendererForSitePerProcess,Translate,OptimizationHints,MediaRouter"
    flags = ["--disable-background-networking", "--disable-quic", "--disable-gpu"]
    flags.append(f"--disable-features={spared}")
    if os.name == "posix" and os.geteuid() == 0:
        flags.append("--no-sandbox")  # Chromium refuses its sandbox to root, as in a container.
    for choice in [{"executable_path": own}] if own else [{"channel": "chrome"}, {}]:
        with contextlib.suppress(Error):
            return playwright.chromium.launch(args=flags, **choice)
    raise RuntimeError(
        "no browser starts: install Chromium (Debian: apt-get install chromium) or run "
        f"`{sys.executable} -m playwright install chromium`, and test again"
    )


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()
