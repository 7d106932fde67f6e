"""The site in a browser: formulas drawn without JavaScript, nothing too wide for a telephone,
search, keyboard, both colour schemes, paper, and not one request to another host.

Each test opens one page, and goes over the site in it. All that a page may hold stands on those in
`SAMPLE`; the walks whose every step takes a browser a second go over these, or over the few in
`FEW`, in `make test`, and over the others, in parts, in `make test-all`.
"""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import Tag
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Request,
    Response,
    Route,
    expect,
)
from pypdf import PdfReader

from tests.conftest import ROOT, pages, read, serve
from tests.pdf import print_pages

pytestmark = pytest.mark.medium

URLS = [*pages().values(), "404.html"]
LONG = "derivation/same-logit/"  # E6, the longest display.
SAMPLE = [
    "",
    "notation/",
    "derivation/chain-rule/",
    LONG,
    "language-models/distillation/",
    "proof/",
    "proof/lemmas/",
    "playground/",
    "derive/",
    "reference/stuck/",
    "checked/",
    "404.html",
]
"""Pages on which each kind of element stands that stands on any other than `LONGEST`."""
LONGEST = "reference/equations/"  # All displays at once: it takes as long as the sample.
FEW = ["", LONG, "playground/", "404.html"]
"""One page with cards, one with programs and equations, one with what moves, and the page for those
that are not there: for what takes a browser longest."""
PARTS = 6
"""Into how many parts a walk over many pages is dealt."""
PICTURES = "variants/curvature/"  # With the tallest one.
AXE = ROOT / "node_modules/axe-core/axe.min.js"
DESKTOP = {"width": 1280, "height": 900}
TELEPHONE = {"width": 390, "height": 844}
SMALLEST = {"width": 320, "height": 640}  # As WCAG 2.2 asks, 1.4.10.
PAPER = {"width": 642, "height": 986}  # A4 without its margins, in CSS pixels.
MEDIA = {"color_scheme", "reduced_motion"}


@contextlib.contextmanager
def restyled(page: Page, css: str) -> Iterator[None]:
    """Add a style sheet for a while, in a way that a policy of its content does not forbid."""
    page.evaluate(
        """css => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync(css);
          document.adoptedStyleSheets.push(sheet);
        }""",
        css,
    )
    yield
    page.evaluate("() => { document.adoptedStyleSheets.pop() }")


def kinds(element: Tag) -> set[str]:
    """The elements below one, each with its classes; those within a formula or in code not."""
    found: set[str] = set()
    for child in element.find_all(True, recursive=False):
        classes = [name for name in child.get("class", []) if not name.startswith("language-")]
        found |= {child.name, *(f"{child.name}.{name}" for name in classes)}
        if child.name not in {"svg", "mjx-container", "math", "pre"}:
            found |= kinds(child)
    return found


def unseen(shown: dict[str, set[str]], sample: list[str]) -> dict[str, list[str]]:
    """The pages with a kind of element that no page of the sample has, and those kinds."""
    seen = {kind for url in sample for kind in shown.get(url, set())}
    return {url: sorted(found - seen) for url, found in shown.items() if found - seen}


def test_the_sample_has_all_kinds_of_elements(site: Path) -> None:
    shown = {
        url: kinds(read(site / url / "index.html").select("article")[0]) for url in pages().values()
    }
    missing = unseen(shown, [*SAMPLE, LONGEST])
    assert missing == {}, f"add a page to SAMPLE: {missing}"
    assert list(unseen(shown, SAMPLE)) == [LONGEST]
    assert set(FEW) <= set(SAMPLE) <= set(URLS)
    assert "derive/" in unseen(shown, [url for url in SAMPLE if url != "derive/"])


def walk(sample: list[str]) -> Any:
    """A walk over half a sample of the pages in `make test`, and over all in `make test-all`."""
    others = [url for url in URLS if url not in sample]
    first, second = dealt("sample", sample, 2)
    rest = [pytest.param(*second.values, id=second.id, marks=pytest.mark.large)]
    parts = [first, *rest, *dealt("others", others, PARTS, pytest.mark.large)]
    return pytest.mark.parametrize("urls", parts)


def dealt(name: str, urls: list[str], parts: int, *marks: Any) -> list[Any]:
    """Pages in parts, so that all workers have a share of a walk."""
    return [
        pytest.param(urls[k::parts], id=f"{name}-{k + 1}-of-{parts}", marks=marks)
        for k in range(parts)
    ]


_kept: dict[tuple[Browser, str, str], BrowserContext] = {}
"""The context that the last test has left, with its page, by what it was opened with."""


@contextlib.contextmanager
def opened(browser: Browser, address: str, **options: Any) -> Iterator[Page]:
    """A new page as a new reader has it, in which an address is one of the site's own: `notation/`.

    If the last test asked for the same, it takes over the context of that, and the process of its
    page, which stays open until then: to start one takes longer than most tests.
    """
    viewport = options.pop("viewport", DESKTOP)
    media = {name: options.pop(name) for name in MEDIA & options.keys()}  # Of a page, like that.
    key = browser, address, repr(sorted(options.items()))
    context = _kept.pop(key, None) or browser.new_context(base_url=address, **options)
    context.set_default_timeout(10_000)
    context.set_default_navigation_timeout(60_000)  # A machine may have much else to do.
    before, page = context.pages, context.new_page()
    for old in before:
        old.close()
    if before:
        context.clear_cookies()
        stored = {"origin": address.rstrip("/"), "storageTypes": "all"}
        context.new_cdp_session(page).send("Storage.clearDataForOrigin", stored)
    page.set_viewport_size(viewport)
    page.emulate_media(**media)
    try:
        yield page
    except BaseException:
        context.close()
        raise
    for other in _kept.values():
        other.close()
    _kept.clear()
    _kept[key] = context


# Formulas

# Nothing of a formula is missing: each box has an extent and its ink too, inside it, and the MathML
# for a screen reader is there, clipped to nothing.
FORMULAS = """() => {
  for (const fold of document.querySelectorAll('details')) fold.open = true;
  const wrong = [];
  const empty = (box) => !(box.width > 0 && box.height > 0);
  for (const formula of document.querySelectorAll("mjx-container")) {
    const name = formula.closest(".equation")?.id ?? formula.textContent;
    const svg = formula.querySelector("svg");
    if (!svg || empty(svg.getBoundingClientRect())) wrong.push(`${name}: no drawing`);
    else if (empty(svg.getBBox())) wrong.push(`${name}: no ink`);
    else {
      const [box, ink] = [formula, svg.firstElementChild].map((e) => e.getBoundingClientRect());
      const margin = 0.3 * parseFloat(getComputedStyle(formula).fontSize);
      const out = Math.max(box.left - ink.left, ink.right - box.right, box.top - ink.top,
        ink.bottom - box.bottom);
      if (out > margin) wrong.push(`${name}: ink ${out} px out of its box`);
    }
    const spoken = formula.querySelector("mjx-assistive-mml");
    if (!spoken?.querySelector("math")?.textContent) wrong.push(`${name}: no MathML`);
    else if (!spoken.checkVisibility({ visibilityProperty: true })
      || spoken.closest("[aria-hidden=true]")) wrong.push(`${name}: not spoken`);
    else if (getComputedStyle(spoken).clipPath !== "inset(50%)") {
      wrong.push(`${name}: MathML shows`);
    }
  }
  return wrong;
}"""
COUNT = "() => document.querySelectorAll('mjx-container').length"


def picture_without(page: Page, hidden: str) -> bytes:
    """A picture of the page's first display, and of the words around it, with a part hidden."""
    with restyled(page, f"{hidden} {{ visibility: hidden !important }}"):
        return page.locator(".equation").first.screenshot()


@walk(SAMPLE)
def test_formulas_are_drawn_and_fit_without_javascript(
    browser: Browser, address: str, urls: list[str]
) -> None:
    formulas, scrolled = 0, {}
    with opened(browser, address, java_script_enabled=False, viewport=TELEPHONE) as page:
        for url in urls:
            page.goto(url)
            assert page.evaluate(FORMULAS) == [], url
            formulas += page.evaluate(COUNT)
            scrolled |= fit(page, url, scripts=False)
    assert formulas > 50
    assert ("E6" in scrolled) == (LONG in urls)
    assert scrolled
    assert all(scrolled.values()), scrolled


def test_a_formula_is_drawn_once_and_spoken(browser: Browser, address: str) -> None:
    with opened(browser, address, java_script_enabled=False) as page:
        page.goto(LONG)
        whole = picture_without(page, ".nothing")
        assert whole == picture_without(page, "mjx-assistive-mml"), "MathML shows"
        assert whole != picture_without(page, "mjx-container svg"), "no formula shows"
        tree = page.locator("#E8").aria_snapshot()
        assert "Equation E8" in tree
        assert re.search(r"math.*p.*i.*1.*p.*i", tree, re.DOTALL), tree


@pytest.mark.large
def test_a_formula_that_is_not_drawn_is_seen(browser: Browser, address: str) -> None:
    first = "document.querySelector('mjx-container')"
    paths = f"{first}.querySelectorAll('path')"
    faults = {
        f"{paths}.forEach((path) => path.remove())": "no ink",
        f"{paths}.forEach((path) => path.setAttribute('d', ''))": "no ink",
        f"{first}.querySelector('g, path').setAttribute('transform', 'scale(2)')": "out of its box",
        f"{first}.style.display = 'none'": "no drawing",
        f"{first}.querySelector('svg').remove()": "no drawing",
        f"{first}.querySelector('math').remove()": "no MathML",
        f"{first}.querySelector('mjx-assistive-mml').style.clipPath = 'none'": "MathML shows",
        f"{first}.querySelector('mjx-assistive-mml').style.visibility = 'hidden'": "not spoken",
        f"{first}.ariaHidden = 'true'": "not spoken",
    }
    with opened(browser, address) as page:
        page.goto("")
        page.evaluate("() => { window.whole = document.body.innerHTML }")
        for fault, found in faults.items():
            page.evaluate(fault)
            assert any(found in wrong for wrong in page.evaluate(FORMULAS)), fault
            page.evaluate("() => { document.body.innerHTML = whole }")
            assert page.evaluate(FORMULAS) == []


# Width

# What sticks out of the window, unless a box scrolls it, and what a box of the article cuts off.
# The drawer is not looked at: it is parked beside the window on purpose.
TOO_WIDE = """() => {
  const width = window.innerWidth, wrong = [];
  const page = document.scrollingElement.scrollWidth;
  if (page > width) wrong.push(`the page is ${page} wide`);
  const kept = (element) => {
    for (let box = element.parentElement; box && box !== document.body; box = box.parentElement) {
      if (getComputedStyle(box).overflowX !== "visible") return true;
    }
    return false;
  };
  for (const element of document.querySelectorAll(".md-header *, .md-content *, .md-footer *")) {
    const box = element.getBoundingClientRect();
    if (!box.width || !box.height || (box.left >= -0.5 && box.right <= width + 0.5)) continue;
    if (!kept(element)) wrong.push(`${element.tagName} ${element.className} to ${box.right}`);
  }
  for (const box of document.querySelectorAll("article *:not(mjx-assistive-mml, math, math *)")) {
    const cuts = /hidden|clip/.test(getComputedStyle(box).overflowX);
    if (cuts && box.scrollWidth > box.clientWidth + 1) wrong.push(`${box.className} cuts off`);
  }
  return wrong;
}"""
# Each display that is longer than its box, and how far its box scrolls.
SCROLLED = """() => [...document.querySelectorAll(".equation-formula")]
  .filter((box) => box.scrollWidth > box.clientWidth)
  .map((box) => {
    box.scrollLeft = 10_000;
    const { left, right } = box.getBoundingClientRect();
    const end = box.querySelector("svg").getBoundingClientRect().right;
    const result = [box.parentElement.id, left >= 0 && right <= innerWidth && box.scrollLeft > 0
      && end <= right + 0.5];
    box.scrollLeft = 0;
    return result;
  })"""
# What stands beside a display, or below it, its number first: it covers no part of the formula.
COVERED = """() => [...document.querySelectorAll(".equation-formula ~ *")].filter((side) => {
  const box = side.parentElement.querySelector(".equation-formula").getBoundingClientRect();
  const { left, right, top, width, height } = side.getBoundingClientRect();
  return !width || !height || right > innerWidth || (left < box.right && top < box.bottom - 0.5);
}).map((side) => side.textContent)"""


# What a page does while it loads

WATCH_SHIFTS = """() => {
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const { value, sources } of list.getEntries()) {
      shifts.push([value, ...sources.map(({ node }) => node?.outerHTML?.slice(0, 80))]);
    }
  }).observe({ type: "layout-shift", buffered: true });
}"""
MOST_SHIFT = 0.001


@contextlib.contextmanager
def watched(page: Page, address: str) -> Iterator[list[str]]:
    """What a page logs meanwhile, and what it asks for in vain or of other hosts."""
    found: list[str] = []

    def requested(request: Request) -> None:
        if not request.url.startswith((address, "data:", "blob:" + address)):
            found.append(f"asks for {request.url}")

    def answered(response: Response) -> None:
        if response.status >= 400:
            found.append(f"{response.status}: {response.url}")

    def logged(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            found.append(f"{message.type}: {message.text}")

    def failed(error: Error) -> None:
        found.append(f"raises {error}")

    listeners = {
        "request": requested,
        "response": answered,
        "console": logged,
        "pageerror": failed,
    }
    for event, listener in listeners.items():
        page.on(event, listener)  # type: ignore[call-overload]
    yield found
    for event, listener in listeners.items():
        page.remove_listener(event, listener)


def visit(page: Page, url: str, address: str) -> list[str]:
    """Load a page and scroll to its end: what it logs, asks of other hosts, and how it shifts.

    A busy browser paints a table before it has read all of its rows, and the columns move then. So
    what shifts is loaded once more, and is told if it shifts again.
    """
    found = look_at(page, url, address)
    only_moved = found and all(fault.startswith("shifts: ") for fault in found)
    return look_at(page, url, address) if only_moved else found


def look_at(page: Page, url: str, address: str) -> list[str]:
    """The same, once."""
    with watched(page, address) as found:
        page.goto(url)
        page.wait_for_timeout(100)
        if page.locator(".derive").count():
            page.wait_for_selector(".try")  # A reader who has scrolled down sees no place shift.
        page.evaluate("""async () => {
          for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight) {
            scrollTo(0, y);
            await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
          }
        }""")
        shifts = page.evaluate("() => shifts")
    if sum(shift[0] for shift in shifts) > MOST_SHIFT:
        found.append(f"shifts: {shifts}")
    return found


# What is a stop of the tabulator to be scrolled, and does not scroll; a script of a resized page
# says it a frame later. Without scripts there is no such frame.
SETTLED = """async () => {
  for (let k = 0; k < 2; k += 1) await new Promise(requestAnimationFrame);
}"""
IDLE_STOPS = """() => {
  const boxes = "article :is(pre > code, .ledger, .proof-graph, .equation-formula)[tabindex='0']";
  return [...document.querySelectorAll(boxes)].filter((box) => box.checkVisibility()
    && box.scrollWidth <= box.clientWidth && box.scrollHeight <= box.clientHeight)
    .map((box) => box.outerHTML.slice(0, 80));
}"""

# What a program printed, and is wider than its card.
CUT = """() => [...document.querySelectorAll(".ran > .highlight code")]
  .filter((code) => code.scrollWidth > code.clientWidth).map((code) => code.textContent)"""


def fit(page: Page, where: object, scripts: bool = True) -> dict[str, bool]:
    """Nothing is too wide for the window; the displays that scroll, and whether to their end."""
    assert page.evaluate(TOO_WIDE) == [], where
    if scripts:
        page.evaluate(SETTLED)
        assert page.evaluate(IDLE_STOPS) == [], where
    assert page.evaluate(CUT) == [], where
    assert page.evaluate(COVERED) == [], where
    return dict(page.evaluate(SCROLLED))


@walk(SAMPLE)
def test_pages_fit_a_telephone_and_paper_and_load_quietly(
    browser: Browser, address: str, urls: list[str]
) -> None:
    scrolled: dict[str, bool] = {}
    with opened(browser, address, color_scheme="dark") as page:
        page.add_init_script(f"({WATCH_SHIFTS})()")
        for url in urls:
            page.set_viewport_size(TELEPHONE)
            page.emulate_media(media="screen")
            assert visit(page, url, address) == [], url
            scrolled |= fit(page, (url, TELEPHONE))
            page.set_viewport_size(SMALLEST)
            scrolled |= fit(page, (url, SMALLEST))

            page.set_viewport_size(PAPER)
            page.emulate_media(media="print")
            assert page.evaluate(FORMULAS) == [], f"{url}, on paper"
            assert page.evaluate(OFF_COLOUR) == [], f"{url}, on paper"
            assert page.evaluate(SCROLLED) == [], f"{url}: paper does not scroll"
            # A browser prints no background, so the ink of the dark scheme would be lost.
            assert lightness(page.evaluate(INK)) < 128, f"{url}: white on white"
    assert ("E6" in scrolled) == (LONG in urls)
    assert all(scrolled.values()), scrolled


def test_a_wide_element_is_seen(browser: Browser, address: str) -> None:
    with opened(browser, address, viewport=TELEPHONE) as page:
        page.goto(LONG)
        for fault in (
            ".md-content__inner p { width: 420px; max-width: none }",
            ".equation-formula { overflow: visible }",
            ".md-content__inner h1 { margin-left: -60px }",
            ".ran { overflow: visible; width: 30rem; max-width: none }",
            ".md-footer { width: 120vw }",
            ".md-content__inner p { white-space: nowrap; overflow: hidden }",
        ):
            assert page.evaluate(TOO_WIDE) == []
            with restyled(page, re.sub(r"(?=[;}])", " !important", fault)):
                assert page.evaluate(TOO_WIDE), fault
        page.evaluate(SETTLED)
        assert page.evaluate(IDLE_STOPS) == page.evaluate(CUT) == []
        page.locator(".ran > .highlight code").first.evaluate("code => { code.tabIndex = 0 }")
        assert page.evaluate(IDLE_STOPS)
        with restyled(
            page,
            ".ran > .highlight code { font-size: 40px !important; white-space: pre !important }",
        ):
            assert page.evaluate(CUT)
        with restyled(page, ".equation-formula { overflow: hidden !important; direction: rtl }"):
            assert not all(dict(page.evaluate(SCROLLED)).values())
        with restyled(page, ".equation-formula ~ * { margin-top: -3em }"):
            assert page.evaluate(COVERED)


@pytest.mark.large
def test_a_noisy_page_is_seen(browser: Browser, tmp_path: Path) -> None:
    faults = {
        "<script>console.error('lost')</script>": "error: lost",
        "<script>throw new Error('lost')</script>": "raises lost",
        "<img src=gone.png alt=a>": "404: ",
        "<img src='http://another.invalid/a.png' alt=a>": "asks for http://another.invalid/a.png",
        "<h1>a</h1><script>setTimeout('document.body.style.margin = `9em`', 50)</script>": "shifts",
    }
    with serve(tmp_path) as address, opened(browser, address) as page:
        page.add_init_script(f"({WATCH_SHIFTS})()")
        for k, (body, expected) in enumerate({"": "", **faults}.items()):
            url = f"{k}.html"
            head = "<!doctype html><title>a</title><link rel=icon href=data:,>"
            (tmp_path / url).write_text(head + body, "utf-8")
            found = visit(page, url, address)
            assert any(fault.startswith(expected) for fault in found) if body else not found, body


# Colours and accessibility

# The colour in which each formula is drawn, where it is not that of the words around it.
OFF_COLOUR = """() => [...document.querySelectorAll("mjx-container")].filter((formula) => {
  const words = formula.closest("p, li, td, th, h1, h2, h3, .equation, .admonition, details");
  const colour = getComputedStyle(words).color;
  const marks = [...formula.querySelectorAll("path, rect, text, use")];
  // The two letters and their difference have colours of their own.
  const due = (mark) => {
    const own = { "math-first": "--p", "math-second": "--y", "math-difference": "--p-y" };
    const name = own[mark.getAttribute("class") ?? mark.parentNode.getAttribute("class")];
    if (!name) return colour;
    const probe = document.body.appendChild(document.createElement("i"));
    probe.style.color = `var(${name})`;
    const found = getComputedStyle(probe).color;
    probe.remove();
    return found;
  };
  return marks.some((mark) => getComputedStyle(mark).fill !== due(mark));
}).map((formula) => formula.textContent)"""
INK = "() => getComputedStyle(document.querySelector('article p')).color"
PAGE = "() => getComputedStyle(document.body).backgroundColor"


def lightness(colour: str) -> float:
    """Lightness of `rgb(…)`, from 0 to 255."""
    return sum(map(int, re.findall(r"\d+", colour)[:3])) / 3


# The elements with words of their own that show and look like none that axe has judged before in
# this window, each with its look: the colour, the size and the weight of the words, and the
# backgrounds of what they stand in. A formula is drawn: for its colour there is OFF_COLOUR.
NEW_LOOKS = """() => {
  const judged = (window.looksJudged ??= new Set());
  const grounds = new Map([[null, ""]]);
  const ground = (element) => {
    if (!grounds.has(element)) {
      const { backgroundColor, backgroundImage, opacity } = getComputedStyle(element);
      const own = [backgroundColor, backgroundImage, opacity].join();
      const clear = own === "rgba(0, 0, 0, 0),none,1";
      grounds.set(element, ground(element.parentElement) + (clear ? "" : own + "; "));
    }
    return grounds.get(element);
  };
  const found = new Map();
  for (const element of document.body.querySelectorAll("*")) {
    const words = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (!words || element.closest("mjx-container")) continue;
    if (!element.checkVisibility({ visibilityProperty: true })) continue;
    const { color, fontSize, fontWeight } = getComputedStyle(element);
    const look = [ground(element), color, fontSize, fontWeight].join();
    // All of a look: axe does not judge a single letter, for one, or what something lies over.
    if (!judged.has(look)) found.set(element, look);
  }
  return found;
}"""


def barriers(page: Page, *, colours_alone: bool = False) -> list[str]:
    """What axe finds on a page that is serious or critical; of contrast, in what looks new."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        f"""async (coloursAlone) => {{
          // What is judged are the colours of a page at rest, none on the way to another.
          for (const moving of document.getAnimations())
            if (moving instanceof CSSTransition) moving.finish();
          // preload would fetch the style sheets anew, for rules on video and on turned screens.
          const options = {{ resultTypes: ["violations"], preload: false }};
          const rules = {{
            "color-contrast": {{ enabled: false }}, // Below.
            region: {{ enabled: false }}, // Of moderate impact, and as long as twenty others.
          }};
          // Whether a formula is drawn and spoken, FORMULAS sees.
          const exclude = ["mjx-container"];
          const found = coloursAlone ? []
            : (await axe.run({{ exclude }}, {{ ...options, rules }})).violations;
          const looks = ({NEW_LOOKS})();
          if (looks.size === 0) return found;
          const {{ violations, passes }} = await axe.run({{ include: [...looks.keys()] }}, {{
            runOnly: "color-contrast", preload: false, elementRef: true,
          }});
          for (const {{ nodes }} of [...violations, ...passes]) {{
            for (const node of nodes) {{
              looksJudged.add(looks.get(node.element));
              delete node.element;
            }}
          }}
          return [...found, ...violations];
        }}""",
        colours_alone,
    )
    return [
        f"{rule['id']}: {node['target']}: {node['failureSummary']}"
        for rule in found
        if rule["impact"] in {"serious", "critical"}
        for node in rule["nodes"]
    ]


def can_be_read(page: Page, where: str) -> None:
    """Everyone can read the page, in the scheme that it has and then in the other one."""
    schemes = {"default": "light", "slate": "dark"}
    first = page.locator("body").get_attribute("data-md-color-scheme")
    for scheme in sorted(schemes, key=lambda scheme: scheme != first):
        colours = schemes[scheme]
        page.emulate_media(color_scheme=colours)  # type: ignore[arg-type]
        page.wait_for_selector(f"[data-md-color-scheme={scheme}]")
        assert page.evaluate(OFF_COLOUR) == [], f"{where}, {colours}"
        ink, ground = lightness(page.evaluate(INK)), lightness(page.evaluate(PAGE))
        darker, lighter = (ink, ground) if colours == "light" else (ground, ink)
        assert darker < 128 < lighter, f"{where}, {colours}"
        # Of what axe looks at, the scheme changes the colours alone.
        # Of what is far from the window, a browser tells the colours of the scheme before.
        with restyled(page, "* { content-visibility: visible !important; }"):
            found = barriers(page, colours_alone=scheme != first)
        assert found == [], f"{where}, {colours}"


@pytest.mark.large
def test_a_barrier_is_seen(browser: Browser, address: str) -> None:
    with opened(browser, address, viewport=TELEPHONE) as page:
        page.goto(LONG)
        assert barriers(page) == []  # And how the page looks has been seen.
        page.evaluate("""() => {
          const words = document.querySelector("article p");
          words.style.color = "#aaa";
          words.insertAdjacentHTML("beforebegin", "<p style='color: #aaa'>a</p>"); // Not judged.
          const link = document.querySelector("article p a[href$='#E2']");
          link.style.color = "#444"; // Nearly that of the words; of the same, axe says nothing.
          link.style.textDecoration = "none";
          document.querySelector(".equation-number").textContent = "";
          document.querySelector("[role=dialog]").removeAttribute("aria-label");
          document.querySelector("#E6 > .equation-formula").removeAttribute("tabindex");
        }""")
        found = {barrier.split(":")[0] for barrier in barriers(page)}
        with restyled(page, "mjx-container :is(svg, path, use) { fill: #777 !important }"):
            assert len(page.evaluate(OFF_COLOUR)) == page.evaluate(COUNT)
    assert found >= {
        "color-contrast",
        "link-in-text-block",
        "link-name",
        "aria-dialog-name",
        "scrollable-region-focusable",
    }


# What a reader does


# Each program that a page shows: its file, and what its button copies.
COPIES = """async () => {
  const found = [];
  for (const card of document.querySelectorAll(".ran:not(.ran-picture)")) {
    const file = card.querySelector(".ran-mark > code");
    if (!file) continue;
    await navigator.clipboard.writeText("");
    const fold = card.querySelector("details");
    fold.open = true;
    fold.querySelector(".highlight").scrollIntoView();  // Then the theme makes its button.
    const button = () => fold.querySelector("[data-clipboard-target], [data-md-type=copy]");
    while (!button()) await new Promise(requestAnimationFrame);
    button().click();
    found.push([file.textContent, await navigator.clipboard.readText()]);
  }
  scrollTo(0, 0);
  return found;
}"""


def copied(page: Page, *, by_mouse: bool) -> int:
    """Copy each program of a page by its button: the file, to the letter; how many there are."""
    if by_mouse:
        card = page.locator(".ran:not(.ran-picture)", has=page.locator(".ran-mark > code")).first
        card.locator("summary").click()
        source = card.locator("details .highlight")
        source.hover()
        source.locator("[data-clipboard-target], [data-md-type=copy]").click()
        expect(page.locator(".md-dialog--active")).to_contain_text("Copied to clipboard")
        file, text = card.locator(".ran-mark > code").inner_text(), "navigator.clipboard.readText()"
        assert same_program(file, page.evaluate(text)), file
    found = page.evaluate(COPIES)
    assert [file for file, text in found if not same_program(file, text)] == []
    # What axe looks at next is the page, not a dialog that fades away.
    page.locator(".md-dialog").evaluate("""(dialog) => {
      dialog.classList.remove("md-dialog--active");
      for (const fading of dialog.getAnimations()) fading.finish();
    }""")
    return len(found)


def same_program(file: str, text: str) -> bool:
    return text.rstrip("\n") == (ROOT / file).read_text("utf-8").rstrip("\n")


UNFOLD = """() => {
  for (const section of document.querySelectorAll(".md-nav__toggle")) section.checked = true;
}"""
"""Opens all sections of the navigation: only the one of the page is open to begin with."""


@pytest.mark.large
def test_search_finds_a_word_and_a_heading(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        page.goto("")
        results = page.locator(".md-search-result__item")
        count = page.locator(".md-search-result__meta")
        page.keyboard.press("/")
        field = page.locator("[data-md-component=search-query]")
        expect(field).to_be_focused()
        expect(count).to_have_text("Type to start searching")
        field.press_sequentially("softmax")
        expect(count).to_have_text(re.compile(r"^\s*\d+ matching documents"))
        assert results.count() >= 5
        for result in results.all():
            expect(result).to_contain_text("softmax", ignore_case=True)

        field.fill("")
        field.press_sequentially("zebra")
        expect(count).to_have_text("No matching documents")

        field.fill("")
        field.press_sequentially("index letters")
        results.locator("a[href*='notation/'][href$='#index-letters']").click()
        page.wait_for_url("**/notation/**#index-letters")
        expect(page.locator("#index-letters")).to_be_in_viewport()
        assert page.evaluate(FORMULAS) == []


def searches() -> list[tuple[str, set[str]]]:
    """What a reader types, and the pages that answer it."""
    lines = (ROOT / "tests" / "searches.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    home = {"./": ""}
    return [(typed, {home.get(page, page) for page in answers.split()}) for typed, answers in rows]


ASK = """async (queries) => {
  const { search } = JSON.parse(document.getElementById("__config").textContent);
  const index = await (await fetch("search/search_index.json")).json();
  const worker = new Worker(search);
  const answer = (message) =>
    new Promise((resolve) => {
      worker.onmessage = ({ data }) => resolve(data.data);
      worker.postMessage(message);
    });
  await answer({ type: 0, data: { ...index, options: { suggest: true } } });
  const found = [];
  for (const query of queries) {
    const { items } = await answer({ type: 2, data: query });
    found.push(items.map(([best]) => best.location));
  }
  return found;
}"""
"""Asks the search of the site as its field does: the places found, best first, for each query."""


def misses(page: Page, rows: list[tuple[str, set[str]]]) -> list[str]:
    """The queries for which none of the first two pages is a right one, with what was found."""
    places = page.evaluate(ASK, [typed for typed, _ in rows])
    found = [[place.partition("#")[0] for place in best] for best in places]
    return [
        f"{typed}: {pages[:2]}"
        for (typed, right), pages in zip(rows, found, strict=True)
        if not right & set(pages[:2])
    ]


def test_search_finds_the_page_that_answers(browser: Browser, address: str) -> None:
    rows = searches()
    known = set(pages().values())
    assert all(right <= known for _, right in rows), "a page that is not there"
    assert len(rows) >= 80
    with opened(browser, address) as page:
        page.goto("")
        missed = misses(page, rows)
        assert len(missed) <= len(rows) / 10, missed
        assert misses(page, [("label smoothing", {"playground/"})]), "a wrong page is seen"


@pytest.mark.large
def test_search_finds_an_equation_by_its_number(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        page.goto(LONGEST)
        numbers = page.evaluate(
            "() => [...document.querySelectorAll('article th[scope=row] a')].map(a => a.hash)"
        )
        assert len(numbers) > 100
        page.goto("")
        found = page.evaluate(ASK, [number[1:].lower() for number in numbers])
    wrong = {
        number: best[:1]
        for number, best in zip(numbers, found, strict=True)
        if not best or not best[0].endswith(number)
    }
    assert wrong == {}


STYLED_AT_LEAST = 30
"""What a browser styles anew for a few elements is not what a reader waits for."""


def styled(page: Page, url: str) -> float:
    """How many elements a browser styles while it loads a page, for each that the page has."""
    session = page.context.new_cdp_session(page)
    events: list[dict[str, Any]] = []
    ended: list[bool] = []
    session.on("Tracing.dataCollected", lambda data: events.extend(data["value"]))
    session.on("Tracing.tracingComplete", lambda _: ended.append(True))
    categories = {"includedCategories": ["devtools.timeline"]}
    session.send("Tracing.start", {"transferMode": "ReportEvents", "traceConfig": categories})
    page.goto(url)
    page.wait_for_timeout(500)
    session.send("Tracing.end")
    while not ended:
        page.wait_for_timeout(20)
    counts = [
        event["args"].get("elementCount", 0)
        for event in events
        if event["name"] == "UpdateLayoutTree"
    ]
    elements = page.evaluate("() => document.querySelectorAll('*').length")
    return sum(count for count in counts if count >= STYLED_AT_LEAST) / elements


@pytest.mark.large
def test_a_long_page_is_not_styled_again_and_again(browser: Browser, address: str) -> None:
    with opened(browser, address, viewport=TELEPHONE) as page:
        page.goto("")
        # All cards of a proof were styled five times, those far from the window too.
        assert styled(page, "proof/derivation/") < 1.5
        page.add_init_script("""addEventListener("DOMContentLoaded", () => {
          for (let k = 0; k < 5; k += 1) {
            document.documentElement.className = `js-focus-visible js again-${k}`;
            document.documentElement.getBoundingClientRect();
          }
        })""")
        assert styled(page, LONG) > 4, "what styles a page again is seen"


@walk(FEW)
def test_a_reader_goes_from_page_to_page(
    browser: Browser, address: str, site: Path, urls: list[str]
) -> None:
    """Instant navigation keeps formulas and copy buttons; each page fits, and can be read."""
    scrolled: dict[str, bool] = {}
    with opened(browser, address, permissions=["clipboard-read", "clipboard-write"]) as page:

        def sitemap(route: Route) -> None:
            # Material goes by the sitemap, and there the site is at site_url. It puts the
            # reader's host in its place, and forgets the port.
            text = route.fetch().text()
            root = re.search(r"<loc>(.*?)</loc>", text)
            assert root
            route.fulfill(body=text.replace(root[1], address), content_type="application/xml")

        page.add_init_script(f"({WATCH_SHIFTS})()")
        page.route("**/sitemap.xml", sitemap)
        with page.expect_response("**/sitemap.xml"):
            assert visit(page, "", address) == []
        page.wait_for_load_state("networkidle")
        page.evaluate("() => { window.stayed = true }")
        for url in (url for url in urls if url != "404.html"):
            with watched(page, address) as found:
                if url:
                    page.evaluate(UNFOLD)
                    link = f".md-nav--primary a.md-nav__link[href='{address}{url}']"
                    # Not by the mouse: while sections unfold, the link still moves.
                    page.locator(link).first.evaluate("link => link.click()")
                    page.wait_for_url(address + url)
                page.wait_for_selector(f"link[rel=canonical][href$='/{url}']", state="attached")
                written = read(site / url / "index.html")
                heading = str(written.select("h1")[0]["id"])
                expect(page.locator("h1")).to_have_attribute("id", heading)
                assert page.evaluate("() => window.stayed"), f"{url}: loaded anew"
                assert page.evaluate(COUNT) == len(written.select("mjx-container")), url
                scrolled |= fit(page, url)
                can_be_read(page, url)
                programs = written.select(".ran:not(.ran-picture) .ran-mark > code")
                assert copied(page, by_mouse=url == LONG) == len(programs), url
                assert page.evaluate(FORMULAS) == [], url
            assert found == [], url
        for url in {LONG, PICTURES, "404.html"} & set(urls):  # Loaded anew, at this width too.
            assert visit(page, url, address) == [], url
        if "404.html" in urls:
            page.goto("404.html")
            fit(page, "404.html")
            can_be_read(page, "404.html")
    assert "E6" not in scrolled
    assert all(scrolled.values()), scrolled


# Each equation's number in an address: it is in the window, and no header lies over it.
SHOWN = """() => {
  const box = document.getElementById(location.hash.slice(1)).getBoundingClientRect();
  const header = document.querySelector(".md-header").getBoundingClientRect();
  return [box.top >= header.bottom, box.bottom <= innerHeight];
}"""


@pytest.mark.large
def test_an_address_with_a_number_shows_the_equation(
    browser: Browser, address: str, site: Path
) -> None:
    shown = 0
    with opened(browser, address, viewport=TELEPHONE) as page:
        # The derivation, and numbers below tall pictures.
        for url in (url for url in URLS if url.startswith(("derivation/", PICTURES))):
            numbers = re.findall(
                r'class="equation[^"]*"[^>]* id="(\w+)"',
                (site / url / "index.html").read_text("utf-8"),
            )
            for number in numbers[-1:]:
                page.goto(f"{url}#{number}")
                page.wait_for_function(f"({SHOWN})().every(Boolean)")
                shown += 1
    assert shown >= 8


# Switches and keys


@pytest.mark.large
def test_the_colour_switch_works(browser: Browser, address: str) -> None:
    with opened(browser, address, color_scheme="dark") as page:

        def expect_scheme(scheme: str) -> None:
            shown = {"light": "default", "dark": "slate"}[scheme]
            expect(page.locator("body")).to_have_attribute("data-md-color-scheme", shown)
            assert (lightness(page.evaluate(PAGE)) < 128) == (scheme == "dark")
            assert page.evaluate(OFF_COLOUR) == []

        page.goto("")
        expect_scheme("dark")
        page.get_by_title("Switch to light mode").click()
        expect_scheme("light")
        page.goto("notation/")  # The choice is kept.
        expect_scheme("light")
        page.get_by_title("Switch to dark mode").click()
        expect_scheme("dark")
        page.emulate_media(color_scheme="light")
        expect_scheme("dark")
        page.get_by_title("Follow the system").click()
        expect_scheme("light")
        page.emulate_media(color_scheme="dark")
        expect_scheme("dark")


def test_a_long_display_scrolls_by_keyboard(browser: Browser, address: str) -> None:
    with opened(browser, address, viewport=TELEPHONE) as page:
        page.goto(LONG)
        page.locator("#I5 .equation-number").focus()
        for _ in range(9):
            page.keyboard.press("Tab")
            if page.evaluate("() => document.activeElement.closest('.equation')?.id") == "E6":
                break
        box = page.locator("#E6 > .equation-formula")
        expect(box).to_be_focused()
        expect(box).to_be_in_viewport()
        assert box.evaluate("(box) => getComputedStyle(box).outlineStyle") == "solid"
        assert box.evaluate("(box) => box.scrollLeft") == 0
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowRight")
        page.wait_for_function("() => document.activeElement.scrollLeft > 20")
        assert page.evaluate("() => document.scrollingElement.scrollLeft") == 0


def test_a_term_shows_what_became_of_it_and_a_formula_is_copied(
    browser: Browser, address: str
) -> None:
    """By keyboard: the term that was missing from the sum is marked with the sum it completes."""
    with opened(browser, address, permissions=["clipboard-read", "clipboard-write"]) as page:
        page.goto("derivation/putting-together/")
        first = page.locator(".chain .term").first
        expect(first).to_have_attribute("tabindex", "0")
        assert page.locator(".chain .term[tabindex='0']").count() == 1
        first.focus()
        for _ in range(5):
            page.keyboard.press("ArrowRight")
        missing = page.locator("#E15 .term").nth(1)
        expect(missing).to_be_focused()
        assert missing.get_attribute("aria-label") == (
            "Term 2 of E15 comes from term 1 of E14; becomes term 2 of E16, "
            "together with term 3 of E15"
        )
        marked = page.locator(".term.marked")
        assert [m.evaluate("e => e.closest('.equation').id") for m in marked.all()] == [
            "E14",
            *["E15"] * 3,
            "E16",
        ]
        page.locator("#E17 .copy-tex").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("status").filter(has_text="copied")).to_have_count(1)
        copied = page.evaluate("() => navigator.clipboard.readText()")
        assert copied.endswith(r"= -y_j + p_j \sum_{i=1}^K y_i")
        page.evaluate("() => getSelection().selectAllChildren(document.querySelector('#E17'))")
        page.keyboard.press("Control+C")
        assert page.evaluate("() => navigator.clipboard.readText()") == f"$$\n{copied}\n$$"


def test_the_skip_link_leads_past_the_navigation(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        page.goto(LONG, wait_until="networkidle")  # The theme's script has done what it does first.
        page.keyboard.press("Tab")
        link = page.locator(".md-skip")
        expect(link).to_be_focused()
        expect(link).to_be_in_viewport()
        page.keyboard.press("Enter")
        page.wait_for_selector("h1:target")
        page.keyboard.press("Tab")
        assert page.evaluate("() => Boolean(document.activeElement.closest('article'))")


# Paper


@pytest.mark.large
def test_equations_are_on_paper(browser: Browser, address: str) -> None:
    with opened(browser, address, viewport=PAPER, color_scheme="dark") as page:
        page.goto(LONG)
        whole = page.pdf(format="A4")
        with restyled(page, "mjx-container { visibility: hidden }"):
            assert len(whole) > len(page.pdf(format="A4")) + 5000


@pytest.mark.large
def test_a_handout_has_the_exercises_without_their_solutions(
    browser: Browser, address: str
) -> None:
    with opened(browser, address, viewport=PAPER) as page:
        page.goto("reference/exercises/")
        page.emulate_media(media="print")
        solutions = page.locator("details.success")
        expect(solutions.first).to_be_visible()
        page.get_by_role("link", name="leave them out").click()
        for hidden in (*solutions.all(), *page.locator(".ran").all()):
            expect(hidden).to_be_hidden()
        expect(page.get_by_text("Three classes have the logits log 2")).to_be_visible()


@pytest.mark.large
def test_the_site_prints_as_one_document(browser: Browser, site: Path) -> None:
    root = "https://example.org/course/"
    files = ["derivation/same-logit.md", "reference/exercises.md", "proof/derivation.md"]
    document = PdfReader(io.BytesIO(print_pages(browser, site, root, files)))
    outline = {
        item.title: document.get_destination_page_number(item)  # type: ignore[union-attr]
        for item in document.outline
    }
    assert list(outline) == ["The same logit, i = j", "Exercises", "The derivation, line by line"]
    starts = [*outline.values(), len(document.pages)]
    assert starts == sorted(set(starts))
    words = " ".join(sheet.extract_text() for sheet in document.pages)
    for shown in ("(E8)", "0.1389", "The exponentials are 2, 3 and 5"):
        assert shown in words, shown
    # What is for the screen alone: navigation, search, the notebook, the steps of a proof.
    for hidden in (
        "On this page",
        "Type to start searching",
        "as a notebook",
        "Nothing is left.",
    ):
        assert hidden not in words, hidden
    links = {
        str(note.get_object()["/A"]["/URI"])
        for sheet in document.pages
        for note in sheet.get("/Annots", [])
        if "/URI" in note.get_object().get("/A", {})
    }
    assert f"{root}derivation/loss-and-softmax/#E2" in links
    assert all(link.startswith("https://") for link in links), links
