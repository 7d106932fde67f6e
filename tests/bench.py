"""Measures what is claimed to be fast, as ratios within one run: `make bench`.

`python -m tests.bench building editing` measures those parts; the others are `checking`, `browser`.

Versions of the same pages, in the same theme, served from this machine and loaded in Chromium
with its CPU slowed down four times: typeset while they are built (the site as it is, with drawings
in SVG), the same with MathJax's other output in their place (CommonHTML: boxes and web fonts), and
typeset in the browser by MathJax 3, which the site then serves itself. And the pages without any
formula: so much is the theme's own, and no way to typeset gets below it.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from markdown import Markdown
from playwright.sync_api import Browser, Page, sync_playwright

from proofpages.equations import Context, check
from proofpages.equations.proof import decide
from proofpages.typeset.node import node
from tests import real_derivations
from tests.builds import BY_REFERENCE, NEEDS, PAGE, Copy, copy_site
from tests.conftest import ROOT, build, launch, serve
from tests.fuzz import mangler
from tests.proofpages.equations import spine

# Of each part one page, and the whole derivation on a page of its own, made here.
PAGES = ("whole/", "derivation/same-logit/", "derivation/putting-together/")
SPINE = ("notation", *(f"derivation/{name}" for name in (
    "loss-and-softmax", "chain-rule", "same-logit", "other-logit", "putting-together",
    "labels-sum-to-one", "vector-form",
)))  # fmt: skip
RUNS = 5
THROTTLE = 4
SLICE = 0.01  # Seconds that a page runs before it is held.
TRIED = "derivation/labels-sum-to-one/"
FIRST_VIEW = 200  # KiB that a page may have for a reader who only reads.

MATHJAX_3 = """\
window.MathJax = {
  tex: {inlineMath: [["\\\\(", "\\\\)"]], displayMath: [["\\\\[", "\\\\]"]]},
  options: {ignoreHtmlClass: ".*|", processHtmlClass: "arithmatex"},
};
"""

# Typesets MathML as CommonHTML: reads [[mathml, display], …], prints [[html, …], stylesheet].
COMMON_HTML = """
import { pathToFileURL } from "node:url";
import { text } from "node:stream/consumers";
const { default: MathJax } = await import(pathToFileURL("node_modules/mathjax/node-main.mjs"));
await MathJax.init({
  loader: { load: ["input/mml", "output/chtml", "adaptors/liteDOM", "a11y/assistive-mml"] },
  output: { linebreaks: { inline: false } }, chtml: { fontURL: "/fonts" },
});
const { adaptor: dom, output, document } = MathJax.startup;
const drawn = [];
for (const [mathml, display] of JSON.parse(await text(process.stdin))) {
  drawn.push(dom.outerHTML(await MathJax.mathml2chtmlPromise(mathml, { display })));
}
console.log(JSON.stringify([drawn, dom.textContent(output.styleSheet(document))]));
"""
FONTS = ROOT / "node_modules/@mathjax/mathjax-newcm-font/chtml/woff2"
FORMULA = re.compile(
    r'(?s)<mjx-container class="math-(\w+)".*?(<math.*?</math>).*?</mjx-container>'
)

# Notes the frame after the one in which all formulas have a size, and what the browser reports. A
# page that has none is there when its foot is.
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
    const drawn = expected === 0 ? document.querySelector("footer") : all.length === expected
      && all[all.length - 1].getBoundingClientRect().width > 0;
    if (drawn) {
      requestAnimationFrame(() => { window.measured.last = performance.now(); });
    } else {
      requestAnimationFrame(look);
    }
  };
  requestAnimationFrame(look);
}
"""


def prepare(folder: Path) -> str:
    """Copy what a build reads, add the whole derivation as one page; the configuration."""
    parts = ("docs/derivation", "docs/assets", "docs/stylesheets")
    for name in (*parts, "snippets", "proofpages"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "docs/notation.md", folder / "docs")
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    bodies = []
    for name in SPINE:
        text = (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
        body = re.sub(r"(?s)\A---\n.*?\n---\n", "", text)
        bodies.append(re.sub(r"(?m)^Continues (?:.+\n?)+", "", body))
    front_matter = "---\ntitle: All\ndescription: All.\n---\n"
    (folder / "docs/whole.md").write_text(front_matter + "\n".join(bodies))
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:")[0]
    pages = "".join(f"  - {name}.md\n" for name in ("whole", *SPINE))
    config = config.replace(BY_REFERENCE, "by_reference: []")
    # The proofs cost the reader nothing, and want each equation in its place.
    proving = r"  - proofpages\.site\.(?:equation_marks|editable|terms|example)"
    config = re.sub(rf"{proving}(?::\n(?: {{6}}.*\n)+|\n)", "", config)
    # They ask for the proofs too, for one title a page, and for no script but our own.
    for hook in ("publish", "times", "front_matter", "content_policy"):
        config, count = re.subn(rf"  - proofpages/site/{hook}\.py.*\n", "", config)
        assert count == 1, hook
    return f"{config}\nnav:\n{pages}"


def build_ours(site: Path, folder: Path) -> None:
    """Build the pages as they are, and the whole derivation as one."""
    (folder / "mkdocs.yml").write_text(prepare(folder), encoding="utf-8")
    _build(folder, site)


def build_common_html(site: Path, ours: Path) -> None:
    """Copy the built pages, with CommonHTML in the place of each drawing."""
    shutil.copytree(ours, site)
    shutil.copytree(FONTS, site / "fonts")
    for page in PAGES:
        file = site / page / "index.html"
        text = file.read_text(encoding="utf-8")
        asked = [(mathml, kind == "block") for kind, mathml in FORMULA.findall(text)]
        answer = subprocess.run(
            [node(), "--input-type=module", "-e", COMMON_HTML],
            cwd=ROOT,
            input=json.dumps(asked).encode(),
            capture_output=True,
            check=True,
        )
        drawn, style = json.loads(answer.stdout)
        each = iter(drawn)
        text = FORMULA.sub(lambda _, each=each: next(each), text)
        text = text.replace("</head>", f"<style>{style}</style></head>")
        file.write_text(text, encoding="utf-8")


def build_without(site: Path, ours: Path) -> None:
    """Copy the built pages, with nothing in the place of each drawing."""
    shutil.copytree(ours, site)
    for page in PAGES:
        file = site / page / "index.html"
        file.write_text(FORMULA.sub("", file.read_text(encoding="utf-8")), encoding="utf-8")


def build_for_browser(site: Path, folder: Path) -> None:
    """Build the same pages with MathJax 3 in the browser instead of proofpages.typeset."""
    config = prepare(folder)
    scripts = "extra_javascript: [mathjax/config.js, mathjax/tex-mml-chtml.js]\n"
    without = re.sub(r"  - proofpages\.typeset:\n(?:      .*\n)*", "", config)
    assert without != config, "mkdocs.yml does not name proofpages.typeset as this file expects"
    (folder / "mkdocs.yml").write_text(scripts + without, encoding="utf-8")
    shutil.copytree(ROOT / "node_modules/mathjax-3/es5", folder / "docs/mathjax")
    (folder / "docs/mathjax/config.js").write_text(MATHJAX_3, encoding="utf-8")
    _build(folder, site)


def _build(folder: Path, site: Path) -> None:
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
    """Print the table of the ways to typeset, with ratios to the first."""
    sites = {
        "MathJax 3, in the browser": scratch / "in-browser",
        "while built, CommonHTML": scratch / "common-html",
        "while built, SVG": scratch / "svg",
        "without formulas": scratch / "without",
    }
    theirs, common, ours, without = sites.values()
    build_ours(ours, scratch / "source-1")
    build_common_html(common, ours)
    build_without(without, ours)
    build_for_browser(theirs, scratch / "source-2")
    print(f"Typesetting: CPU slowed {THROTTLE} times, median of {RUNS}, milliseconds")
    row = "{:32}{:26}{:>14}{:>7}{:>10}{:>7}{:>9}"
    print(row.format("page", "way", "last formula", "ratio", "blocked", "ratio", "shift"))
    with ExitStack() as stack:
        ways = {name: stack.enter_context(serve(site)) for name, site in sites.items()}
        for page in PAGES:
            rows: dict[str, list[dict[str, float]]] = {name: [] for name in ways}
            for _ in range(RUNS):  # In turn, so that what else the machine does meets all.
                for name, address in ways.items():
                    expected = 0 if sites[name] == without else formulas(ours, page)
                    rows[name].append(load(browser, address + page, expected))
            medians = {
                name: {key: statistics.median(load[key] for load in loads) for key in loads[0]}
                for name, loads in rows.items()
            }
            theirs_3 = next(iter(medians.values()))
            for name, found in medians.items():
                cells = [
                    cell
                    for key in ("last", "blocking")
                    for cell in (f"{found[key]:.0f}", f"{found[key] / theirs_3[key]:.2f}")
                ]
                print(row.format(f"/{page}", name, *cells, f"{found['shift']:.4f}"))


OURS = re.compile(r"(?m)^  - proofpages[./].*\n(?: {6}.*\n)*|^ {6}custom_fences:\n(?: {8}.*\n)*")
"""Our extensions and hooks in mkdocs.yml, and the fences that they take."""
FURTHER = """\
---
title: Further page {n}
description: Page {n}, which is like no other.
executed: none, a page to measure with
---
# Further page {n}

Let $x, t \\in \\mathbb{{R}}^K$. Sentence.

$$
E := \\sum_{{k=1}}^K (x_k - {n} t_k)^2 \\tag{{D{n}1}}
$$

$$
\\frac{{\\partial E}}{{\\partial x_j}} = 2 (x_j - {n} t_j) \\tag{{D{n}2}}
$$

$$
\\sum_{{j=1}}^K \\frac{{\\partial E}}{{\\partial x_j}}
  = 2 \\sum_{{j=1}}^K x_j - 2 \\cdot {n} \\sum_{{j=1}}^K t_j \\tag{{D{n}3}}
$$
"""


def building(scratch: Path) -> None:
    """Print how long a build takes, with our extensions and without, and what a page adds."""
    print(f"\nBuilding: median of {RUNS}, whole process")
    plain = scratch / "plain"
    for name in ("docs", "snippets", "proofpages"):
        shutil.copytree(ROOT / name, plain / name)
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    settings = OURS.sub("", settings.replace("\nhooks:\n", "\n")).replace("strict: true", "")
    assert "proofpages." not in settings.partition("\nnav:")[0].partition("custom_dir:")[2]
    (plain / "mkdocs.yml").write_text(settings, encoding="utf-8")
    ours, theirs = [], []
    for _ in range(RUNS):  # In turn, so that what else the machine does meets both.
        ours.append(_seconds(ROOT, scratch / "timed"))
        theirs.append(_seconds(plain, scratch / "timed-plain"))
    both = statistics.median(ours), statistics.median(theirs)
    print(f"{'the site':54}{both[0]:9.2f} s{both[0] / both[1]:9.2f}")
    print(f"{'the same pages without our extensions':54}{both[1]:9.2f} s{1:9.2f}")
    few, many = 10, 60
    taken = []
    for count in (few, many):
        copy = _with_further(scratch / f"further-{count}", count)
        taken.append(
            statistics.median(_seconds(copy.folder, scratch / "timed-more") for _ in range(3))
        )
    each = 1000 * (taken[1] - taken[0]) / (many - few)
    print(f"{'each further page, of three displays':54}{each:9.0f} ms")


def _seconds(folder: Path, site: Path) -> float:
    """How long a build takes."""
    started = time.perf_counter()
    _build(folder, site)
    return time.perf_counter() - started


def _with_further(folder: Path, count: int) -> Copy:
    """The short copy of the site with more pages in it."""
    folder.mkdir()
    copy = copy_site(folder)
    names = [f"further/{n}.md" for n in range(2, count + 2)]
    (folder / "docs/further").mkdir()
    for n, name in enumerate(names, 2):
        (folder / "docs" / name).write_text(FURTHER.format(n=n), encoding="utf-8")
    nav = "".join(f"  - {name}\n" for name in names)
    copy.edit("mkdocs.yml", lambda text: text.replace("exclude_docs:", f"{nav}exclude_docs:"))
    copy.edit("mkdocs.yml", lambda text: text.replace(f"needs: {NEEDS}", "needs: ''"))
    copy.edit("mkdocs.yml", lambda text: f"{text}watch: [snippets]\n")
    return copy


CHANGES = {  # On a page with a program: what is saved, and how it is then seen.
    "a sentence": (PAGE, "Put all four into", "Put {n} times all four into"),
    "a program": ("snippets/same_logit.py", "print(", "print({n}, 'times'); print("),
    "an equation": (PAGE, r"p_i \cdot (1 - p_i)", r"p_i \cdot (1 - p_i) + {n} - {n}"),
}


def editing(scratch: Path) -> None:
    """Print how soon what is saved under `make serve` is on its page, in sites of three sizes."""
    print("\nEditing under serve: seconds from saving to the page, median of 3")
    for count in (5, 95, 295):
        copy = _with_further(scratch / f"edited-{count}", count)
        with _served_live(copy.folder) as address:
            for what, (file, old, new) in CHANGES.items():
                path = copy.folder / file
                text = path.read_text(encoding="utf-8")
                assert old in text, what
                times = []
                for n in range(3, 6):
                    before = _get(address)
                    started = time.perf_counter()
                    path.write_text(text.replace(old, new.format(n=n), 1), encoding="utf-8")
                    while _get(address) == before:
                        assert time.perf_counter() - started < 100, what
                        time.sleep(0.02)
                    times.append(time.perf_counter() - started)
                print(f"{f'{what}, {count + 5} pages':54}{statistics.median(times):9.2f} s")


@contextmanager
def _served_live(folder: Path) -> Iterator[str]:
    """Serve a site as `make serve` does; the address of the page that is edited."""
    port = "8642"
    command = [sys.executable, "-m", "mkdocs", "serve", "--livereload", "-a", f"127.0.0.1:{port}"]
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as server:
        address = f"http://127.0.0.1:{port}/derivation/same-logit/"
        try:
            while True:
                try:
                    _get(address)
                    break
                except OSError:
                    assert server.poll() is None, "the server has ended"
                    time.sleep(0.2)
            yield address
        finally:
            server.terminate()


def _get(address: str) -> str:
    """The article of a page: what stands around it names the time of the build."""
    with urllib.request.urlopen(address, timeout=100) as answer:
        return str(answer.read().decode().partition("<article")[2].partition("</article>")[0])


def trying(browser: Browser, scratch: Path) -> None:
    """Print what a page costs that is only read, and how soon an equation is judged in it."""
    site = scratch / "whole"
    _build(ROOT, site)
    print("\nTrying an equation in the browser")
    with serve(site) as address:
        context = browser.new_context()
        page = context.new_page()
        bodies: list[bytes] = []
        page.on("response", lambda response: bodies.append(response.body()))
        page.goto(f"{address}{TRIED}", wait_until="networkidle")
        first = sum(len(gzip.compress(body)) for body in bodies) / 1024
        assert first <= FIRST_VIEW, f"a page that is only read has {first:.0f} KiB"
        print(f"{'first view, gzip':40}{first:10.0f} KiB")
        cold = _first_verdict(page)
        print(
            f"{'all that the checker loads, gzip':40}"
            f"{sum(len(gzip.compress(body)) for body in bodies) / 1024 - first:10.0f} KiB"
        )
        verdicts = _verdicts(page)
        page = context.new_page()
        page.goto(f"{address}{TRIED}")
        warm = _first_verdict(page)
        page = browser.new_context().new_page()
        page.goto(f"{address}{TRIED}")
        with _slowed(browser):
            slow = _first_verdict(page)
    median = statistics.median(verdicts)
    print(f"{'first verdict, cold':40}{cold:10.2f} s")
    print(f"{'on the next visit':40}{warm:10.2f} s{warm / cold:8.2f} of cold")
    print(f"{f'cold, slowed {THROTTLE} times':40}{slow:10.2f} s{slow / cold:8.2f} of cold")
    print(f"{'a verdict, median':40}{1000 * median:10.0f} ms")
    print(f"{f'the longest of {len(verdicts)}':40}{1000 * max(verdicts):10.0f} ms")


@contextmanager
def _slowed(browser: Browser) -> Iterator[None]:
    """Let the processes of the pages run a fraction of the time.

    The throttle of Chromium slows the thread of a page, and not its workers, where the checker is.
    """
    known = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    pages = [process["id"] for process in known if process["type"] == "renderer"]
    over = threading.Event()

    def signal_all(which: signal.Signals) -> None:
        for page in pages:
            with suppress(ProcessLookupError):
                os.kill(page, which)

    def hold() -> None:
        while not over.is_set():
            signal_all(signal.SIGSTOP)
            time.sleep(SLICE * (THROTTLE - 1))
            signal_all(signal.SIGCONT)
            time.sleep(SLICE)

    holding = threading.Thread(target=hold, daemon=True)
    holding.start()
    try:
        yield
    finally:
        over.set()
        holding.join()


def _first_verdict(page: Page) -> float:
    """Seconds from opening an editor to its first verdict."""
    started = time.perf_counter()
    page.locator(".try-open").last.click()
    page.locator(".try-holds").wait_for(timeout=180_000)
    return time.perf_counter() - started


def _verdicts(page: Page) -> list[float]:
    """Seconds that the checker takes for each displayed claim of the page and for a slip of it."""
    return [
        seconds / 1000
        for seconds in page.evaluate(
            """async () => {
              const { ask } = await import(new URL("../../assets/checker/checker.mjs", location));
              const page = JSON.parse(document.querySelector(".page-formulas").dataset.page);
              const times = [];
              for (const { dataset } of document.querySelectorAll("[data-formula]")) {
                const at = Number(dataset.formula);
                const { tex } = await ask({ slip: { page, at, number: 3 } });
                for (const text of [page.formulas[at].tex, tex]) {
                  const started = performance.now();
                  await ask({ judge: { page, at, tex: text } });
                  times.push(performance.now() - started);
                }
              }
              return times;
            }"""
        )
    ]


def checking() -> None:
    """Print what the equation checker costs: the derivation, copies of it, and a second pass."""
    claims = sum(line.kind == "claim" for line in spine.SPINE)

    def run(copies: int, cold: bool) -> float:
        """Seconds for this many copies in one text, each decided anew, or all from memory."""
        context = Context()
        started = time.perf_counter()
        for _ in range(copies):
            if cold:
                decide.clear_cache()
            for line in spine.SPINE:
                assert check(line.formula, context).ok
        return time.perf_counter() - started

    print(f"\nProving: the derivation, {claims} claims among {len(spine.SPINE)} formulas")
    print(f"{'copies':>8}{'seconds':>12}{'a claim, ms':>14}{'ratio to one copy':>20}")
    once = statistics.median(run(1, cold=True) for _ in range(RUNS))
    for copies in (1, 10, 100):
        seconds = once if copies == 1 else run(copies, cold=True)
        each = 1000 * seconds / copies / claims
        print(f"{copies:8}{seconds:12.3f}{each:14.2f}{seconds / once:20.2f}")
    again = statistics.median(run(1, cold=False) for _ in range(RUNS))
    print(f"{'again':>8}{again:12.3f}{1000 * again / claims:14.2f}{again / once:20.2f}")


def growing() -> None:
    """Print what a page of 2,000 formulas costs where one of 500 costs 1, MathJax aside."""
    with mangler() as mangle:

        def seconds(count: int) -> float:
            body = mangle.page_of_formulas(count).body
            converter = Markdown(**mangle.options)
            started = time.perf_counter()
            converter.convert(body)
            return time.perf_counter() - started

        seconds(10)
        few, many = (statistics.median(seconds(n) for _ in range(RUNS)) for n in (500, 2000))
    print(f"\nA page of many formulas, without MathJax: median of {RUNS}")
    print(f"{'500 formulas':54}{few:9.2f} s{1:9.2f}")
    print(f"{'2,000 formulas':54}{many:9.2f} s{many / few:9.2f}")


def main(names: list[str]) -> int:
    """Measure the parts that are named, or all."""
    if not names or "checking" in names:
        checking()
        growing()
        for file in (real_derivations.CHOSEN, real_derivations.HELD):
            print(f"\nPublished equations, proved: {file.stem}")
            print(real_derivations.table(real_derivations.measure(file)))
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        for part in (building, editing):
            if not names or part.__name__ in names:
                part(scratch)
        if not names or "browser" in names:
            with sync_playwright() as playwright:
                browser = launch(playwright)
                typesetting(browser, scratch)
                trying(browser, scratch)
                browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
