"""Measures what is claimed to be fast, as ratios within one run: `make bench`.

Two versions of the same pages, in the same theme, served from this machine and loaded in Chromium
with its CPU slowed down four times: typeset while they are built (the site as it is), and typeset
in the browser by MathJax 3, which the site then serves itself.
"""

from __future__ import annotations

import functools
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.conftest import ROOT, QuietHandler, build, launch

PAGES = ("", "derivation/same-logit/", "derivation/putting-together/")
RUNS = 5
THROTTLE = 4

MATHJAX_3 = """\
window.MathJax = {
  tex: {inlineMath: [["\\\\(", "\\\\)"]], displayMath: [["\\\\[", "\\\\]"]]},
  options: {ignoreHtmlClass: ".*|", processHtmlClass: "arithmatex"},
};
"""

# Notes the frame after the one in which all formulas have a size, and what the browser reports.
WATCH = """
(expected) => {
  window.measured = {last: null, blocking: 0, shift: 0};
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
    window.measured.blocking += Math.max(0, entry.duration - 50);
  })).observe({type: "longtask", buffered: true});
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => {
    window.measured.shift += entry.value;
  })).observe({type: "layout-shift", buffered: true});
  const look = () => {
    const all = document.querySelectorAll("mjx-container");
    const drawn = all.length === expected && all[all.length - 1].getBoundingClientRect().width > 0;
    if (drawn && document.readyState !== "loading") {
      requestAnimationFrame(() => { window.measured.last = performance.now(); });
    } else {
      requestAnimationFrame(look);
    }
  };
  requestAnimationFrame(look);
}
"""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine, and give its address."""
    handler = functools.partial(QuietHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def build_for_browser(site: Path, scratch: Path) -> None:
    """Build the same pages with MathJax 3 in the browser instead of extensions.typeset."""
    folder = scratch / "source"
    for name in ("docs", "snippets", "extensions"):
        shutil.copytree(ROOT / name, folder / name)
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    scripts = "extra_javascript: [mathjax/config.js, mathjax/tex-mml-chtml.js]\n"
    without = config.replace("  - extensions.typeset\n", "")
    assert without != config, "mkdocs.yml does not name extensions.typeset as this file expects"
    lax = without.replace("strict: true", "strict: false")  # Links to equations lead nowhere here.
    (folder / "mkdocs.yml").write_text(scripts + lax, encoding="utf-8")
    shutil.copytree(ROOT / "node_modules/mathjax-3/es5", folder / "docs/mathjax")
    (folder / "docs/mathjax/config.js").write_text(MATHJAX_3, encoding="utf-8")
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    result = build(folder, site)
    assert result.returncode == 0, result.stdout + result.stderr


def load(browser: Browser, url: str, expected: int) -> dict[str, float]:
    """Load a page anew; milliseconds to the last formula and blocked, and the layout shift."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.add_init_script(f"({WATCH})({expected})")
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": THROTTLE})
    page.goto(url, wait_until="load")
    page.wait_for_function("window.measured.last !== null", timeout=60_000)
    page.wait_for_timeout(700)  # What comes late: idle work, and shifts.
    measured = page.evaluate("window.measured")
    context.close()
    return measured


def formulas(site: Path, page: str) -> int:
    """How many formulas a built page has."""
    return (site / page / "index.html").read_text(encoding="utf-8").count("<mjx-container")


def typesetting(browser: Browser, scratch: Path) -> None:
    """Print the table of both ways to typeset."""
    ours, theirs = scratch / "built", scratch / "in-browser"
    result = build(ROOT, ours)
    assert result.returncode == 0, result.stdout + result.stderr
    build_for_browser(theirs, scratch)
    print(f"Typesetting: CPU slowed {THROTTLE} times, median of {RUNS}, milliseconds")
    print(f"{'page':32}{'way':22}{'last formula':>14}{'blocked':>10}{'shift':>9}")
    with served(ours) as here, served(theirs) as there:
        for page in PAGES:
            expected = formulas(ours, page)
            rows = {
                name: [load(browser, address + page, expected) for _ in range(RUNS)]
                for name, address in (("while built, SVG", here), ("MathJax 3 in browser", there))
            }
            medians = []
            for name, loads in rows.items():
                last, blocked, shift = (
                    statistics.median(load[key] for load in loads)
                    for key in ("last", "blocking", "shift")
                )
                medians.append((last, blocked))
                print(f"/{page:31}{name:22}{last:14.0f}{blocked:10.0f}{shift:9.4f}")
            (last, blocked), (last_3, blocked_3) = medians
            print(f"{'':32}{'ratio':22}{last / last_3:14.2f}{blocked / blocked_3:10.2f}")


def building(scratch: Path) -> None:
    """Print how long a build takes, with and without each of the extensions."""
    print(f"\nBuilding: median of {RUNS}, whole process")
    times = []
    for _ in range(RUNS):
        started = time.perf_counter()
        result = build(ROOT, scratch / "timed")
        times.append(time.perf_counter() - started)
        assert result.returncode == 0, result.stdout + result.stderr
    print(f"{'the site':54}{statistics.median(times):9.2f} s")


def main() -> int:
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        scratch = Path(name)
        browser = launch(playwright)
        typesetting(browser, scratch)
        browser.close()
        building(scratch)
    return 0


if __name__ == "__main__":
    sys.exit(main())
