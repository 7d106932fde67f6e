"""The editor of an equation in a browser, under the strictest policy that it works with.

Nothing of it is fetched before it is asked for; then a reader changes an equation, and is told.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, Route, expect

from proofpages.equations.checking import Formula, Kind, check
from proofpages.page.page import Page as Source
from proofpages.site import wording
from proofpages.site.editable import text_of
from proofpages.slips.variants import mutants
from tests.checked_site import checked_site
from tests.conftest import QuietHandler, serve
from tests.test_browser import AXE, TELEPHONE, opened

pytestmark = pytest.mark.medium

SUM = "derivation/labels-sum-to-one/"
POLICY = "script-src 'self' 'wasm-unsafe-eval'"
START = 120_000  # Milliseconds that Python may take to start, on a machine that does much else.


class StrictHandler(QuietHandler):
    """Serves files under the policy; the theme's own inline scripts do not run."""

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()


@pytest.fixture(scope="module")
def strict(site: Path) -> Iterator[str]:
    """Where the site is served under the policy."""
    with serve(site, StrictHandler) as address:
        yield address


@pytest.fixture(scope="module")
def reader(browser: Browser, strict: str) -> Iterator[Page]:
    """A reader on a telephone's width who has opened the editor of E18, at the second attempt."""
    options: dict[str, Any] = {"viewport": TELEPHONE, "has_touch": True}
    # Without its list of files, the checker cannot start: the first time it is not to be had.
    with opened(browser, strict, service_workers="block", **options) as page:
        page.set_default_timeout(20_000)
        page.goto(SUM)
        page.route("**/files.json", lambda route: route.abort())
        page.get_by_role("button", name="Try it: change E18").tap()
        expect(page.locator(".try-unread")).to_contain_text("Not checked")
        page.unroute("**/files.json")
        page.get_by_role("button", name="Try again").focus()
        page.keyboard.press("Enter")
        expect(page.locator(".try-holds")).to_be_visible(timeout=START)
        yield page


@pytest.fixture(scope="module")
def deriver(browser: Browser, strict: str) -> Iterator[Page]:
    """A reader who works on a derivation, as wide and by touch; the checker starts once."""
    with opened(browser, strict, viewport=TELEPHONE, has_touch=True) as page:
        page.set_default_timeout(20_000)
        page.goto("derive/")
        yield page


def test_nothing_is_fetched_before_it_is_asked_for(browser: Browser, strict: str) -> None:
    asked: list[str] = []

    def note(request: Request) -> None:
        if "/assets/checker/" in request.url:
            asked.append(request.url.rpartition("/")[2])

    with opened(browser, strict) as page:
        page.on("request", note)
        page.goto(SUM)
        expect(page.locator("#E18 .try-ready")).to_be_visible()
        assert asked == ["try.mjs"]


def test_an_equation_is_changed_and_judged(reader: Page) -> None:
    tex = reader.locator(".try-tex")
    original = tex.input_value()
    expect(reader.locator(".try-verdict")).to_contain_text("needs Σy")
    tex.fill(original.replace("- y_j", "+ y_j"))
    expect(reader.locator(".try-fails")).to_contain_text("the left side is")
    expect(reader.locator(".try-numbers mjx-container")).to_have_count(2)
    expect(reader.locator(".try-drawing mjx-container")).to_have_count(1)
    tex.fill(original + " + {")
    expect(reader.locator(".try-unread mark")).to_be_visible()
    reader.get_by_role("button", name="Restore").tap()
    expect(reader.locator(".try-holds")).to_be_visible()


def test_an_assumption_is_switched_off(reader: Page) -> None:
    fact = reader.get_by_role("checkbox", name="Σy = 1")
    fact.focus()
    reader.keyboard.press("Space")
    expect(reader.locator(".try-fails")).to_be_visible()
    expect(reader.get_by_role("checkbox", name="Σy = 1")).to_be_focused()
    reader.get_by_role("button", name="Restore").tap()
    expect(reader.locator(".try-holds")).to_be_visible()
    expect(reader.get_by_role("checkbox", name="Σy = 1")).to_be_checked()
    reader.get_by_role("checkbox", name="Σy = 1").uncheck()
    expect(reader.locator(".try-fails")).to_be_visible()
    fact = reader.get_by_role("checkbox", name="Σy = 1")
    fact.check()
    expect(reader.locator(".try-holds")).to_be_visible()


def test_a_slip_is_made_and_caught(reader: Page) -> None:
    original = reader.locator(".try-tex").input_value()
    reader.get_by_role("button", name="Make a slip").tap()
    expect(reader.locator(".try-fails")).to_be_visible()
    assert reader.locator(".try-tex").input_value() != original
    reader.get_by_role("button", name="Restore").tap()
    expect(reader.locator(".try-holds")).to_be_visible()
    assert reader.locator(".try-tex").input_value() == original


def test_what_is_typed_is_text(reader: Page) -> None:
    reader.locator(".try-tex").fill('<img src=x onerror="window.wrong = 1"> = 1')
    expect(reader.locator(".try-unread")).to_be_visible()
    assert reader.locator(".try img").count() == 0
    assert reader.evaluate("window.wrong") is None
    reader.get_by_role("button", name="Restore").tap()
    expect(reader.locator(".try-holds")).to_be_visible()


def test_it_fits_a_telephone_and_has_no_barriers(reader: Page) -> None:
    assert reader.evaluate("document.documentElement.scrollWidth") <= TELEPHONE["width"]
    for button in reader.locator(".try button, .try-ready, .try-facts label").all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 24, button.inner_text()
    reader.evaluate(AXE.read_text(encoding="utf-8"))
    found = reader.evaluate("async () => (await axe.run('.try')).violations")
    assert found == []


def test_by_keyboard_alone(reader: Page) -> None:
    reader.locator(".try-tex").focus()
    reader.keyboard.press("Escape")
    expect(reader.locator(".try")).to_have_count(0)
    reader.locator("#E18 .try-open").focus()
    reader.keyboard.press("Enter")
    expect(reader.locator(".try-tex")).to_be_focused()
    expect(reader.locator(".try-holds")).to_be_visible()
    expect(reader.locator(".try-holds")).to_be_in_viewport(ratio=1)
    reader.keyboard.press("End")
    reader.keyboard.type(" s")  # The theme opens its search at this letter.
    expect(reader.locator(".try-unread")).to_be_visible()
    reader.keyboard.press("Escape")
    expect(reader.locator(".try")).to_have_count(0)
    expect(reader.locator("#E18 .try-open")).to_be_focused()
    reader.keyboard.press("Enter")  # For the next test.
    expect(reader.locator(".try-holds")).to_be_visible()


@pytest.mark.large
def test_loading_can_be_cancelled(browser: Browser, strict: str) -> None:
    with opened(browser, strict) as page:
        page.goto(SUM)
        page.locator("#E18 .try-open").click()
        page.get_by_role("button", name="Cancel").click()
        expect(page.locator(".try-unread")).to_contain_text("cancelled")


@pytest.mark.large
@pytest.mark.timeout(900)  # More than 800 formulas, each by both.
def test_the_browser_and_the_build_agree(reader: Page) -> None:
    """On every claim of the site and on at least 500 slips: outcome, words, counterexample."""
    questions: list[dict[str, object]] = []
    expected: list[tuple[str, str]] = []
    for path, checked in checked_site().items():
        page = text_of(checked, Source.read(path)).as_data()
        for at, entry in enumerate(checked.entries):
            if entry.verdict.kind is not Kind.CLAIM:
                continue
            formula = entry.verdict.formula
            variants = [variant.tex for variant in mutants(formula.tex)]
            for tex in [formula.tex, *variants[:: max(1, len(variants) // 2)]]:
                asked = Formula(tex, formula.display, conditions=formula.conditions)
                verdict = check(asked, entry.context.copy())
                found = verdict.counterexample
                proved = verdict.ok and verdict.kind is Kind.CLAIM
                where = wording.in_words(verdict) if proved else ""
                where = wording.place((found.exact or found).where) if found else where
                questions.append({"judge": {"page": page, "at": at, "tex": tex}})
                expected.append((verdict.status, where))
    assert len(questions) > 93 + 500
    address = "./assets/checker/checker.mjs"
    answers = json.loads(
        reader.evaluate(
            """async ([address, questions]) => {
              const { ask } = await import(new URL(`../../${address}`, location.href));
              const answers = [];
              for (const question of questions) answers.push(await ask(question));
              return JSON.stringify(answers);
            }""",
            [address, questions],
        )
    )
    wrong = [
        (question, answer, status, where)
        for question, answer, (status, where) in zip(questions, answers, expected, strict=True)
        if answer["status"] != status or where not in answer["rest"]
    ]
    assert wrong == []


@pytest.mark.large
def test_a_slip_is_hunted_and_a_sheet_is_judged(deriver: Page) -> None:
    page = deriver
    hunt = page.get_by_role("region", name="Find the slip").first
    hunt.get_by_role("button", name="Make a derivation").click()
    expect(hunt.locator("li")).to_have_count(3, timeout=START)
    found = []
    for number in (1, 2, 3):
        hunt.get_by_role("button", name=f"line {number}").click()
        verdict = hunt.locator(".try-verdict:not([aria-busy])")
        expect(verdict.and_(hunt.locator(".try-goal, .try-true"))).to_be_visible()
        found.append("You found it" in hunt.locator(".try-verdict").inner_text())
    assert found.count(True) == 1
    sheet = page.get_by_role("region", name="Your sheet")
    sheet.get_by_role("button", name="Softmax and cross-entropy").click()
    expect(sheet.locator("li .try-holds")).to_have_count(2)
    with page.expect_download() as download:
        sheet.get_by_role("button", name="Take it away").click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert text.startswith("---\ntitle:")


def test_a_derivation_is_written_and_kept(deriver: Page) -> None:
    """By touch, at a telephone's width: a false line, a true one, the goal; kept over a reload."""
    page = deriver
    work = page.get_by_role("region", name="Your derivation").first
    line = work.get_by_label("The next line")
    check_ = work.get_by_role("button", name="Check")
    line.fill("p_i (1 + p_i)")
    check_.tap()
    expect(work.locator(".try-fails")).to_contain_text("the right side", timeout=START)
    expect(work.locator("li")).to_have_count(0)
    line.fill("p_i (δ_ii + ln 1 - p_i")  # A name without a backslash is read; the bracket is not.
    check_.tap()
    expect(work.locator(".try-unread")).to_contain_text(r"\delta_{ii} + \ln 1")
    line.fill(r"\frac{e^{z_i}}{\sum_{k=1}^K e^{z_k}} (1 - p_i)")
    check_.tap()
    expect(work.locator(".try-true")).to_contain_text("a sum")
    line.fill("")
    for key in ("p: letter", "xᵢ: index"):
        work.get_by_role("button", name=key, exact=True).tap()
    assert line.input_value() == "p_"
    line.fill("")
    for key in ("a/b: fraction", "p: letter", "→: to the next place", "p: letter"):
        work.get_by_role("button", name=key, exact=True).tap()
    assert line.input_value() == r"\frac{p}{p}"
    work.get_by_role("button", name="→: to the next place", exact=True).tap()
    page.keyboard.type("+")
    assert line.input_value() == r"\frac{p}{p}+"
    line.fill("")
    for key in ("∂: derivative", "p: letter", "→: to the next place", "p: letter"):
        work.get_by_role("button", name=key, exact=True).tap()
    assert line.input_value() == r"\frac{\partial p}{\partial p}"
    expect(work.locator(".try-verdict")).to_be_empty()  # It was on another line.
    line.fill("p_i + " * 40)
    assert line.evaluate("field => field.scrollHeight <= field.clientHeight")
    line.fill("p_i · (1 − pᵢ)")  # As a keyboard has it, or as it is copied from a page.
    assert line.input_value() == r"p_i \cdot  (1 - p_i)"
    line.fill("p_i*(1 - p_i^*)")
    assert line.input_value() == r"p_i\cdot (1 - p_i^*)"
    line.fill("p_i - p_i^2")
    check_.tap()
    expect(work.locator(".try-goal")).to_contain_text("proved for every K")
    assert page.evaluate("document.documentElement.scrollWidth") <= TELEPHONE["width"]
    page.reload()
    expect(page.get_by_role("region", name="Your derivation").first.locator("li")).to_have_count(2)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert page.evaluate("async () => (await axe.run('.try')).violations") == []


@pytest.mark.large
def test_the_theme_changes_pages_and_equations_can_be_tried(browser: Browser, address: str) -> None:
    """Without the policy the theme puts another page into the same document."""
    with opened(browser, address) as page:
        errors: list[object] = []
        page.on("pageerror", lambda error: errors.append(error))

        def sitemap(route: Route) -> None:  # As in tests/test_browser.py.
            text = route.fetch().text()
            root = text.partition("<loc>")[2].partition("</loc>")[0]
            route.fulfill(body=text.replace(root, address), content_type="application/xml")

        page.route("**/sitemap.xml", sitemap)
        with page.expect_response("**/sitemap.xml"):
            page.goto(SUM)
        page.wait_for_load_state("networkidle")
        expect(page.locator("#E18 .try-ready")).to_have_count(1)
        page.evaluate("window.same = true")
        page.locator(".md-footer__link--next").click()
        expect(page.locator("#I9 .try-ready")).to_have_count(1)
        assert page.evaluate("window.same")
        page.go_back()
        expect(page.locator("#E18 .try-ready")).to_have_count(1)
        assert errors == []
