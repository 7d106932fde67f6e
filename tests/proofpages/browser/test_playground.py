"""The playground: right to the last digits, and moved by mouse, finger and keyboard alike."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from markdown import Markdown
from playwright.sync_api import Browser, Locator, Page, Request, expect

from proofpages.browser.playground import FOLDER, SERVED
from proofpages.page.faults import PageError, ToolError
from proofpages.page.reading import watch
from proofpages.site.movable import PLACE, format_playground, markup
from tests.conftest import QuietHandler, pages, read, serve
from tests.test_browser import TELEPHONE, can_be_read, opened, watched

PAGES = {"whole": "playground/", "small": ""}
"""Where it is, in its two sizes."""
RUNNING = [0, np.log(2), np.log(3)], [0, 0, 1]
Moved = Iterator[Page]


@pytest.fixture
def moved(browser: Browser, address: str) -> Moved:
    """The page with all of it, as for a reader who has asked for less motion."""
    with opened(browser, address, reduced_motion="reduce") as page:
        with watched(page, address) as found:
            page.goto(PAGES["whole"])
            page.wait_for_selector("move-logits:defined")
            yield page
        assert found == []


def part(page: Page, name: str) -> Locator:
    return page.locator(f"[data-part='{name}']").first


def slider(page: Page, name: str) -> Locator:
    return page.get_by_role("slider", name=name, exact=True)


def logit(page: Page, k: int) -> float:
    return float(str(slider(page, f"Logit of class {k}").get_attribute("aria-valuenow")))


def number(text: str) -> float:
    """A number as it is written on the page."""
    text = text.strip().replace("−", "-")
    raised = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
    digits, _, power = text.partition("×10")
    return float(f"{digits}e{power.translate(raised)}") if power else float(digits)


def numbers(page: Page, name: str) -> list[float]:
    return [number(part(page, f"{name}{k}").inner_text()) for k in range(3)]


def middle(target: Locator) -> tuple[float, float]:
    target.scroll_into_view_if_needed()
    box = target.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@pytest.mark.large
def test_a_hand_does_not_stop_a_motion_half_way(browser: Browser, address: str) -> None:
    with opened(browser, address) as page:
        page.goto(PAGES["whole"])
        page.wait_for_selector("move-logits:defined")
        # In one task, so that no frame of the motion is drawn between.
        page.evaluate("""() => {
          const named = (button) => button.textContent.trim() === "Two labels";
          [...document.querySelectorAll("[data-preset]")].find(named).click();
          document.querySelector("[role=slider]").dispatchEvent(
            new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
        }""")
        for k, label in enumerate(("0", "1", "1"), start=1):
            handle = slider(page, f"Label of class {k}")
            expect(handle).to_have_attribute("aria-valuenow", label)


@pytest.mark.large
def test_what_is_typed_while_it_moves_stays(browser: Browser, address: str) -> None:
    with opened(browser, address, reduced_motion="no-preference") as page:
        page.goto(PAGES["whole"])
        page.wait_for_selector("move-logits:defined")
        page.get_by_role("button", name="Sure and wrong").click()
        field = part(page, "field-z1")
        field.fill("log 5")
        page.wait_for_timeout(600)  # The motion has ended.
        assert field.input_value() == "log 5"
        field.press("Enter")
        assert logit(page, 2) == pytest.approx(np.log(5), abs=1e-4)


# Its mathematics

EVALUATE = """async ([path, inputs]) => {
  const { softmax, loss, difference, gradient, slope } = await import(path);
  return inputs.map(([z, y]) => ({
    softmax: softmax(z), loss: [loss(z, y)], difference: difference(z, y),
    gradient: gradient(z, y), slope: z.map((_, j) => slope(z, y, j)),
  }));
}"""


H = 1e-3


def expected(z: np.ndarray, y: np.ndarray) -> dict[str, np.ndarray]:
    """The same in NumPy, in its longest numbers, and so that nothing cancels."""
    points = [(z + h, z - h) for h in H * np.eye(3)]  # Rounded as there.
    y = y.astype(np.longdouble)
    p = np.exp((z - z.max()).astype(np.longdouble))
    p /= p.sum()
    gradient = (np.outer(p, y) - np.outer(y, p)).sum(axis=1)
    rise = [loss(up, y) - loss(down, y) for up, down in points]
    run = [(up - down).astype(np.longdouble).max() for up, down in points]
    return {
        "softmax": p,
        "loss": np.array([loss(z, y)]),
        "difference": gradient - p * (y.sum() - 1),
        "gradient": gradient,
        "slope": np.array(rise) / np.array(run),
    }


def loss(z: np.ndarray, y: np.ndarray) -> np.longdouble:
    """Cross-entropy by the differences of the logits, without a softmax."""
    gaps = z.astype(np.longdouble) - z.max()
    rest = np.exp(np.delete(gaps, gaps.argmax())).sum()
    return (y * (np.log1p(rest) - gaps)).sum()


def random_inputs(count: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Logits of sizes from 0.1 to 1,000; labels that are one-hot, soft, or of any sum."""
    rng = np.random.default_rng(12)
    inputs = []
    for n in range(count):
        z = rng.normal(size=3) * 10 ** rng.uniform(-1, 3)
        y = (np.eye(3)[n % 3], rng.dirichlet(np.ones(3)), rng.random(3))[n // 3 % 3]
        inputs.append((np.clip(z, -1000, 1000), y))
    return inputs


def worst(name: str, found: list[float], due: np.ndarray, scale: float) -> float:
    """The largest error: of probabilities and loss relative to each, else to the largest entry."""
    size = np.abs(due) if name in {"softmax", "loss"} else np.abs(due).max()
    size = np.maximum(size, 1e-300)  # Below, double precision has few digits, or none.
    if name == "slope":
        size = scale  # Two losses were subtracted, and each has the digits that it has.
    return float(np.max(np.abs(np.array(found) - due) / size))


def test_its_mathematics_is_that_of_numpy(
    moved: Page, address: str, record_property: Callable[[str, object], None]
) -> None:
    inputs = random_inputs(1000)
    assert max(np.abs(z).max() for z, _ in inputs) == 1000
    path = f"{address}{PLACE}/softmax.js"
    answers = moved.evaluate(EVALUATE, [path, [(z.tolist(), y.tolist()) for z, y in inputs]])
    errors: dict[str, float] = {}
    for answer, (z, y) in zip(answers, inputs, strict=True):
        due = expected(z, y)
        scale = max(1.0, float(due["loss"][0]))
        for name, found in answer.items():
            assert np.isfinite(found).all(), (name, z, y)
            errors[name] = max(errors.get(name, 0), worst(name, found, due[name], scale))
        # What is measured is the slope that E17 says.
        assert np.allclose(answer["slope"], answer["gradient"], rtol=0, atol=1e-7 * scale), (z, y)
    for name, error in errors.items():
        record_property(name, error)
    assert max(errors.values()) <= 1e-12, errors


def test_a_wrong_digit_is_seen() -> None:
    z, y = np.array([0.3, -1.2, 2.0]), np.array([0.0, 1.0, 0.0])
    for name, due in expected(z, y).items():
        assert worst(name, due.tolist(), due, 1.0) <= 1e-15
        assert worst(name, (due * (1 + 1e-11)).tolist(), due, 1.0) > 1e-12, name


# What stands there without a script


@pytest.mark.parametrize(
    "size",
    [pytest.param(size, marks=[] if size == "whole" else pytest.mark.large) for size in PAGES],
)
def test_a_picture_and_its_numbers_stand_there_without_a_script(
    browser: Browser, address: str, size: str
) -> None:
    z, y = map(np.array, RUNNING)
    due = {name: values.astype(float) for name, values in expected(z, y).items()}
    with opened(browser, address, java_script_enabled=False) as page:
        page.goto(PAGES[size])
        for name, values in {"p": due["softmax"], "d": due["difference"]}.items():
            assert np.allclose(numbers(page, name), values, rtol=0, atol=5e-5)
        assert np.allclose(numbers(page, "s"), due["slope"], rtol=0, atol=5e-5)
        assert np.isclose(number(part(page, "loss").inner_text()), due["loss"][0], atol=5e-5)
        for name, values in {"p": ("1/6", "1/3", "1/2"), "d": ("1/6", "1/3", "−1/2")}.items():
            found = tuple(part(page, f"exact-{name}{k}").inner_text() for k in range(3))
            assert found == values
        assert (
            "Class 3 is the right one, and has p\u00a0=\u00a01/2."
            in part(page, "words").inner_text()
        )
        for drawn in ("curve0", "claimed1", "bar-p2", "arrow-d2"):
            expect(part(page, drawn)).to_be_attached()
        assert [control for control in page.locator(".control").all() if control.is_visible()] == []
        assert part(page, "print-z2").inner_text() == "log 3"
        before = page.locator("move-logits").inner_text()
    with opened(browser, address, reduced_motion="reduce") as page:
        page.goto(PAGES[size])
        page.wait_for_selector("move-logits:defined")
        for name in ("words", "loss", "p0", "d1", "s2", "exact-d2"):
            assert part(page, name).inner_text() in before  # The script has changed nothing.


def test_paper_has_the_state_and_no_controls(moved: Page) -> None:
    moved.get_by_role("button", name="Sure and wrong").click()
    moved.emulate_media(media="print")
    assert [one for one in moved.locator(".control").all() if one.is_visible()] == []
    expect(part(moved, "print-z0")).to_be_visible()
    assert part(moved, "print-z0").inner_text() == "log 98"
    moved.emulate_media(media="screen")


# Moved


def test_a_mouse_moves_logits_and_labels(moved: Page) -> None:
    x, y = middle(slider(moved, "Logit of class 1").locator(".mark"))
    moved.mouse.move(x, y)
    moved.mouse.down()
    moved.mouse.move(x + 40, y - 3, steps=4)
    assert 1 < logit(moved, 1) < 2
    assert np.allclose(numbers(moved, "d"), numbers(moved, "s"), rtol=0, atol=1e-4)
    moved.mouse.up()
    held = logit(moved, 1)
    moved.mouse.move(x - 40, y)
    assert logit(moved, 1) == held
    p = numbers(moved, "p")
    z = [held, np.log(2), np.log(3)]
    assert np.allclose(p, np.exp(z) / np.exp(z).sum(), rtol=0, atol=1e-4)

    x, y = middle(slider(moved, "Label of class 3").locator(".mark"))
    moved.mouse.move(x, y)
    moved.mouse.down()
    moved.mouse.move(x - 30, y, steps=4)
    moved.mouse.up()
    labels = [part(moved, f"field-y{k}").input_value() for k in range(3)]
    assert 0.4 < float(labels[2]) < 1
    assert sum(map(float, labels)) == pytest.approx(1)
    assert all(part(moved, f"agrees{k}").inner_text() == "=" for k in range(3))

    x, y = middle(slider(moved, TRIANGLE).locator(".mark"))
    moved.mouse.move(x, y)
    moved.mouse.down()
    moved.mouse.move(x, y + 60, steps=3)
    moved.mouse.up()
    assert numbers(moved, "p")[2] < p[2]
    assert np.allclose(numbers(moved, "d"), numbers(moved, "s"), rtol=0, atol=1e-4)


TRIANGLE = "Prediction; left: to class 1, right: to class 2, up: to class 3"


def test_a_mouse_finds_small_fractions(moved: Page) -> None:
    x, y = middle(slider(moved, "Logit of class 3").locator(".mark"))
    moved.mouse.move(x, y)
    moved.mouse.down()
    box = moved.locator(".plot").nth(2).bounding_box()
    assert box
    for far in (20, np.log(4 / 3) * 0.46 * box["width"] / 5 + 1):  # A pixel beside log 4.
        moved.mouse.move(x + far, y)
    moved.mouse.up()
    assert part(moved, "field-z2").input_value() == "log 4"
    assert part(moved, "exact-p2").inner_text() == "4/7"
    assert part(moved, "share").inner_text() == "p₃ = 4 / (1 + 2 + 4) = 4/7"


@pytest.mark.large
def test_a_finger_moves_a_point_and_still_scrolls_the_page(browser: Browser, address: str) -> None:
    with opened(
        browser, address, viewport=TELEPHONE, has_touch=True, reduced_motion="reduce"
    ) as page:
        page.goto(PAGES["whole"])
        page.wait_for_selector("move-logits:defined")
        touch = page.context.new_cdp_session(page)

        def swipe(x: float, y: float, right: float, up: float) -> None:
            for n in range(9):
                kind = ("touchStart", "touchMove")[n > 0]
                at = {"x": x + right * n / 8, "y": y - up * n / 8}
                touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [at]})
                page.wait_for_timeout(20)
            touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
            page.wait_for_timeout(100)

        handle = slider(page, "Logit of class 2")
        x, y = middle(handle.locator(".mark"))
        top = page.evaluate("scrollY")
        swipe(x + 9, y + 9, 30, 40)  # Beside the drawn point: the target is wider.
        assert logit(page, 2) > 1.5
        assert page.evaluate("scrollY") == top
        before = logit(page, 1)
        x, y = middle(page.locator(".plot").first)
        top = page.evaluate("scrollY")
        swipe(x - 50, y - 40, 0, 120)
        assert page.evaluate("scrollY") > top + 60
        assert logit(page, 1) == before


@pytest.mark.large
def test_touch_targets_are_large_enough(browser: Browser, address: str) -> None:
    with opened(browser, address, viewport=TELEPHONE) as page:
        for url in PAGES.values():
            page.goto(url)
            page.wait_for_selector("move-logits:defined")
            small = page.evaluate("""() => [...document.querySelectorAll(
              "move-logits :is(button, input[type=text], label, .touch)")].filter((target) => {
              const { width, height } = target.getBoundingClientRect();
              return width < 24 || height < 24;
            }).map((target) => target.outerHTML)""")
            assert small == [], url


def test_keys_move_what_is_in_focus(moved: Page) -> None:
    point = slider(moved, "Logit of class 1")
    point.focus()
    for key, due in {
        "ArrowRight": 0.1,
        "ArrowUp": 0.2,
        "ArrowLeft": 0.1,
        "Shift+ArrowDown": 0.09,
        "PageUp": 1.1,
        "PageDown": 0.1,
        "End": 5,
        "Home": -5,
        "ArrowDown": -5,
    }.items():
        moved.keyboard.press(key)
        assert logit(moved, 1) == due, key
    told = str(point.get_attribute("aria-valuetext"))
    assert re.fullmatch(r"−5; p 0\.0013, p − y 0\.0013, loss 0\.5122", told), told
    expect(point).to_be_focused()
    moved.keyboard.press("Tab")
    expect(part(moved, "handle-y0")).to_be_focused()
    moved.keyboard.press("ArrowRight")
    assert [part(moved, f"field-y{k}").input_value() for k in range(3)] == ["0.1", "0", "0.9"]
    triangle = slider(moved, TRIANGLE)
    triangle.focus()
    low = numbers(moved, "p")
    moved.keyboard.press("ArrowRight")
    assert numbers(moved, "p")[1] > low[1]
    moved.keyboard.press("ArrowUp")
    assert logit(moved, 3) == pytest.approx(1.2)


TYPED = [
    ("1.5", 1.5, "1.5"),
    ("−2", -2, "−2"),
    ("2,5", 2.5, "2.5"),
    ("log 5", np.log(5), "log 5"),
    ("ln(5/2)", np.log(2.5), "log 5/2"),
    ("-log 3", -np.log(3), "log 1/3"),
    ("1 + log 2", 1 + np.log(2), "1.6931"),
    ("1000", 1000, "1000"),
]
"""What may be typed, its value, and how it is shown."""
NO_NUMBERS = ["", "two", "1e4", "log 0", "log -1", "NaN", "1/0", "<b>1</b>"]


def test_numbers_and_logarithms_are_typed(moved: Page) -> None:
    field = part(moved, "field-z0")
    for typed, value, shown in TYPED:
        field.fill(typed)
        field.press("Enter")
        assert logit(moved, 1) == pytest.approx(value, abs=1e-4), typed
        assert field.input_value() == shown
        assert field.get_attribute("aria-invalid") == "false"


def test_what_is_no_number_is_refused_with_words(moved: Page) -> None:
    field = part(moved, "field-z0")
    for typed in NO_NUMBERS:
        field.fill(typed)
        field.press("Enter")
        assert field.get_attribute("aria-invalid") == "true", typed
        expect(moved.get_by_role("status")).to_contain_text("cannot be read. Write a number")
        expect(part(moved, "wrong0")).to_be_visible()
        expect(part(moved, "wrong0")).to_contain_text(
            "Write a number up to 1000, such as 1.5, or log 3."
        )
        assert numbers(moved, "p") == [0.1667, 0.3333, 0.5]
        assert moved.locator("move-logits b:text-is('1')").count() == 0
        field.fill("0")
        field.press("Enter")
        expect(part(moved, "wrong0")).to_be_hidden()
        expect(moved.get_by_role("status")).not_to_contain_text("cannot be read")


# What it shows


def test_labels_that_do_not_sum_to_one_break_it(moved: Page) -> None:
    moved.get_by_label("A label moves the others too, so that Σy = 1").uncheck()
    field = part(moved, "field-y1")
    field.fill("1")
    field.press("Enter")
    assert part(moved, "sum-y").inner_text() == "2"
    assert [part(moved, f"agrees{k}").inner_text() for k in range(3)] == ["≠"] * 3
    assert numbers(moved, "d") != numbers(moved, "s")
    assert numbers(moved, "g") == numbers(moved, "s") == [0.3333, -0.3333, 0]
    expect(part(moved, "words")).to_contain_text("They sum to 2, not to one")
    lines = [part(moved, f"{name}0").get_attribute("y1") for name in ("measured", "claimed")]
    assert lines[0] != lines[1]


def test_a_refusal_is_gone_with_its_cause(moved: Page) -> None:
    field = part(moved, "field-z0")
    field.fill("abc")
    field.press("Enter")
    expect(part(moved, "wrong0")).to_contain_text("“abc” cannot be read.")
    moved.get_by_role("button", name="A tie").click()
    expect(part(moved, "wrong0")).to_be_hidden()
    assert field.input_value() == "0"
    assert field.get_attribute("aria-invalid") == "false"


@pytest.mark.large
def test_a_label_moves_the_others_only_while_they_sum_to_one(moved: Page) -> None:
    keep = moved.get_by_label("A label moves the others too, so that Σy = 1")
    for name, sums_to_one in {"Two labels": False, "A tie": True, "Two labels ": False}.items():
        moved.get_by_role("button", name=name.strip()).click()
        expect(keep).to_be_checked(checked=sums_to_one)
    keep.check()
    assert [part(moved, f"field-y{k}").input_value() for k in range(3)] == ["0", "0.5", "0.5"]
    expect(keep).to_be_checked()
    part(moved, "field-y0").fill("2")
    part(moved, "field-y0").press("Enter")
    expect(keep).not_to_be_checked()
    expect(moved).to_have_url(re.compile("y=2,"))
    moved.reload()
    moved.wait_for_selector("move-logits:defined")
    expect(keep).not_to_be_checked()


@pytest.mark.large
def test_each_start_is_reached_by_keys_and_survives_a_reload(moved: Page) -> None:
    buttons = moved.locator("[data-preset]")
    buttons.first.focus()
    for n in range(buttons.count()):
        expect(buttons.nth(n)).to_be_focused()
        before = moved.url
        moved.keyboard.press("Enter")
        expect(buttons.nth(n)).to_have_attribute("aria-pressed", "true")
        said = part(moved, "words").inner_text()
        if n:
            fields = [
                part(moved, f"field-{name}{k}").input_value() for name in "zy" for k in range(3)
            ]
            expect(moved).not_to_have_url(before)  # It follows after a moment.
            moved.reload()
            moved.wait_for_selector("move-logits:defined")
            assert part(moved, "words").inner_text() == said
            assert fields == [
                part(moved, f"field-{name}{k}").input_value() for name in "zy" for k in range(3)
            ]
            expect(buttons.nth(n)).to_have_attribute("aria-pressed", "true")
            buttons.nth(n).focus()
        moved.keyboard.press("Tab")


def test_each_start_shows_its_point(moved: Page) -> None:
    def start(name: str) -> None:
        moved.get_by_role("button", name=name).click()
        assert part(moved, "field-z0").evaluate("(field) => field.value !== ''")

    start("Sure and right")
    assert numbers(moved, "d") == [0.01, 0.01, -0.02]
    start("Sure and wrong")
    assert part(moved, "exact-d2").inner_text() == "−99/100"
    start("A tie")
    assert [part(moved, f"exact-p{k}").inner_text() for k in range(3)] == ["1/3"] * 3
    start("Saturated")
    assert numbers(moved, "steep")[2] == -4.7e17
    assert numbers(moved, "d") == [0.5, 0.5, -1]
    expect(part(moved, "words")).to_contain_text("In the probability the slope is −4.7×10¹⁷")
    start("Soft label")
    assert [part(moved, f"agrees{k}").inner_text() for k in range(3)] == ["="] * 3
    start("Running example")
    before = [numbers(moved, name) for name in ("p", "d", "s")]
    moved.get_by_role("button", name="Raise all by 1").click()
    assert logit(moved, 1) == 1
    assert [numbers(moved, name) for name in ("p", "d", "s")] == before
    assert part(moved, "exact-p2").inner_text() == "1/2"


def test_a_step_and_the_path_to_the_end(moved: Page) -> None:
    z, y = map(np.array, RUNNING)
    size = moved.get_by_label("Step size")
    size.fill("0.5")
    moved.get_by_role("button", name="Step downhill").click()
    stepped = z - 0.5 * expected(z, y)["gradient"].astype(float)
    assert np.allclose([logit(moved, k) for k in (1, 2, 3)], stepped, rtol=0, atol=1e-4)
    moved.get_by_role("button", name="To the end").click()
    assert max(map(abs, numbers(moved, "d"))) <= 0.01
    assert sum(logit(moved, k) for k in (1, 2, 3)) == pytest.approx(z.sum(), abs=2e-4)  # By A8.
    said = moved.get_by_role("status")
    expect(said).to_contain_text(re.compile(r"After \d+ steps no entry of the gradient"))
    expect(part(moved, "told")).to_contain_text("no entry of the gradient is larger than 0.01.")
    trail = str(part(moved, "trail").get_attribute("points")).split()
    assert len(trail) > 100
    moved.get_by_role("button", name="Back", exact=True).click()
    assert part(moved, "field-z2").input_value() == "log 3"
    expect(moved.get_by_role("button", name="Back", exact=True)).to_be_disabled()


def test_a_step_that_is_too_long_is_refused_with_words(moved: Page) -> None:
    for k, typed in enumerate(("1000", "0", "999")):
        part(moved, f"field-z{k}").fill(typed)
        part(moved, f"field-z{k}").press("Enter")
    moved.get_by_label("Step size").fill("10")
    moved.get_by_role("button", name="Step downhill").click()
    told = "The step is too long: a logit would be larger than 1000."
    expect(part(moved, "told")).to_have_text(told)
    expect(moved.get_by_role("status")).to_have_text(told)
    assert logit(moved, 3) == 999


def test_descent_that_has_nowhere_to_go_says_so(moved: Page) -> None:
    size = moved.get_by_label("Step size")
    for typed in ("", "0", "-1", "far", "1001"):
        size.fill(typed)
        moved.get_by_role("button", name="Step downhill").click()
        expect(part(moved, "told")).to_have_text(re.compile("^There is no step of this size"))
        assert size.get_attribute("aria-invalid") == "true"
    assert part(moved, "field-z2").input_value() == "log 3"
    size.fill("1")
    moved.get_by_role("button", name="To the end").click()
    moved.get_by_role("button", name="To the end").click()
    expect(part(moved, "told")).to_have_text(re.compile("^This is the end"))


@pytest.mark.large
def test_it_moves_unless_less_motion_is_asked_for(browser: Browser, address: str) -> None:
    seen = {}
    for wish in ("reduce", "no-preference"):
        with opened(browser, address, reduced_motion=wish) as page:
            page.goto(PAGES["whole"])
            page.wait_for_selector("move-logits:defined")
            page.evaluate("""() => {
              window.seen = new Set();
              const shown = document.querySelector("[data-part=p0]");
              new MutationObserver(() => seen.add(shown.textContent))
                .observe(shown, { subtree: true, childList: true });
            }""")
            page.get_by_role("button", name="Sure and wrong").click()
            expect(part(page, "p0")).to_have_text("0.9800")
            seen[wish] = page.evaluate("() => seen.size")
    assert seen["reduce"] == 1
    assert seen["no-preference"] > 3


# Its address


@pytest.mark.large
def test_the_address_is_the_state(moved: Page, address: str) -> None:
    field = part(moved, "field-z0")
    field.fill("log 5/2")
    field.press("Enter")
    moved.wait_for_url("**/playground/?z=log5/2,log2,log3&y=0,0,1")
    moved.reload()
    moved.wait_for_selector("move-logits:defined")
    assert field.input_value() == "log 5/2"
    moved.get_by_label("A label moves the others too, so that Σy = 1").uncheck()
    part(moved, "field-y0").fill("1/3")
    part(moved, "field-y0").press("Tab")
    moved.wait_for_url("**/playground/?z=log5/2,log2,log3&y=1/3,0,1")
    with opened(moved.context.browser, address) as other:  # type: ignore[arg-type]
        other.goto(moved.url)
        other.wait_for_selector("move-logits:defined")
        assert part(other, "sum-y").inner_text() == "4/3"
        other.goto("playground/?z=1,2&y=x")  # None: the running example.
        other.wait_for_selector("move-logits:defined")
        assert part(other, "exact-p2").inner_text() == "1/2"


def test_a_link_in_the_text_shows_its_state(moved: Page) -> None:
    moved.evaluate("() => { window.stayed = true }")
    moved.locator("article a[href*='-40']").click()
    moved.wait_for_url("**/playground/?z=0,0,-40&y=0,0,1")
    assert numbers(moved, "p")[0] == 0.5
    assert moved.evaluate("() => window.stayed")
    expect(moved.locator("move-logits")).to_be_in_viewport()


@pytest.mark.large
def test_it_lives_through_instant_navigation(browser: Browser, address: str, site: Path) -> None:
    with opened(browser, address, reduced_motion="reduce") as page:

        def sitemap(route: Any) -> None:  # As in tests/test_browser.py.
            text = route.fetch().text()
            root = re.search(r"<loc>(.*?)</loc>", text)
            assert root
            route.fulfill(body=text.replace(root[1], address), content_type="application/xml")

        page.route("**/sitemap.xml", sitemap)
        with page.expect_response("**/sitemap.xml"):
            page.goto("notation/")
        page.wait_for_load_state("networkidle")
        page.evaluate("() => { window.stayed = true }")
        for url in ("", "playground/", "notation/", "playground/"):
            link = f".md-nav--primary a.md-nav__link[href='{address}{url}']"
            page.locator(link).first.click()
            page.wait_for_url(address + url)
            if url == "notation/":
                continue
            page.wait_for_selector("move-logits [role=slider]")
            slider(page, "Logit of class 1").press("ArrowRight")
            assert logit(page, 1) == 0.1
            page.wait_for_url("**/?z=0.1,*")
            if not url:  # What was moved is taken along.
                more = page.locator("a.playground-more")
                assert str(more.get_attribute("href")).endswith("?z=0.1,log2,log3&y=0,0,1")
        page.go_back()
        page.wait_for_url("**/notation/")
        page.go_back()
        page.wait_for_url("**/playground/?z=0.1,*")
        page.wait_for_selector("move-logits [role=slider]")
        assert logit(page, 1) == 0.1
        assert page.evaluate("() => window.stayed")


# For everyone, and at no one's cost


def test_a_change_is_said_once_and_a_slider_says_its_own(moved: Page) -> None:
    moved.evaluate("""() => {
      window.said = [];
      const status = document.querySelector("move-logits [role=status]");
      new MutationObserver(() => said.push(status.textContent))
        .observe(status, { childList: true, characterData: true, subtree: true });
    }""")
    for _ in range(5):
        slider(moved, "Logit of class 1").press("ArrowRight")
    assert moved.evaluate("() => said") == []
    moved.get_by_role("button", name="Sure and wrong").click()
    (said,) = moved.evaluate("() => said")
    assert said.startswith("Sure and wrong. Class 3 is the right one")


@pytest.mark.large
@pytest.mark.parametrize("size", PAGES)
def test_axe_finds_nothing(browser: Browser, address: str, size: str) -> None:
    """In both schemes, as it stands there and after what a reader did, a refusal among it."""
    with opened(browser, address, color_scheme="light", reduced_motion="reduce") as page:
        page.goto(PAGES[size])
        page.wait_for_selector("move-logits:defined")
        can_be_read(page, "as it stands there")
        page.get_by_role("button", name="Two labels").click()
        part(page, "field-z0").fill("x")
        part(page, "field-z0").press("Enter")
        slider(page, "Logit of class 2").focus()
        can_be_read(page, "after a refusal")


class Strict(QuietHandler):
    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", "script-src 'self'")
        super().end_headers()


@pytest.mark.large
def test_a_strict_policy_lets_it_work(browser: Browser, site: Path) -> None:
    with serve(site, Strict) as strict, opened(browser, strict) as page:
        logged: list[str] = []
        page.on("console", lambda message: logged.append(message.text))
        page.goto(PAGES["whole"])
        page.wait_for_selector("move-logits [role=slider]")
        slider(page, "Logit of class 1").press("End")
        assert logit(page, 1) == 5
        page.wait_for_url("**/?z=5,*")
        assert any("Content Security Policy" in text for text in logged), "Material is refused"
        assert not [text for text in logged if PLACE in text]


@pytest.mark.large
def test_it_is_small_and_only_where_it_is_shown(site: Path, browser: Browser, address: str) -> None:
    sizes = {name: len(gzip.compress((site / PLACE / name).read_bytes(), 9)) for name in SERVED}
    assert sum(sizes.values()) <= 15_000, sizes
    for url in pages().values():
        has = bool(read(site / url / "index.html").select("move-logits"))
        assert has == (url in PAGES.values()), url
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    with opened(browser, address) as page:
        page.on("request", note)
        page.goto("notation/")
        page.wait_for_load_state("networkidle")
        assert not [url for url in asked if PLACE in url]
        page.goto("")
        page.wait_for_load_state("networkidle")
        assert sorted(url for url in asked if PLACE in url) == sorted(
            f"{address}{PLACE}/{name}" for name in SERVED
        )


# The fence


def converted(text: str) -> str:
    fence = {"name": "playground", "class": "playground", "format": format_playground}
    md = Markdown(
        extensions=["pymdownx.superfences"],
        extension_configs={"pymdownx.superfences": {"custom_fences": [fence]}},
    )
    watch(md)
    return md.convert(text)


def test_a_fence_that_names_no_size_is_refused() -> None:
    with pytest.raises(PageError, match=r":3: a playground that is 'large'\n.*whole, small"):
        converted("Text.\n\n```playground\nlarge\n```\n")
    with pytest.raises(PageError, match=r":1: a playground that is ''"):
        converted("```playground\n```\n")


def test_a_drawing_that_fails_ends_the_build(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "markup.mjs").write_text("throw new Error('no pencil')", "utf-8")
    monkeypatch.setattr("proofpages.site.movable.FOLDER", tmp_path)
    markup.cache_clear()
    with pytest.raises(ToolError, match=r"^markup.mjs failed: [\s\S]*no pencil"):
        converted("Text.\n\n```playground\nwhole\n```\n")
    markup.cache_clear()


def test_what_is_served_is_all_that_is_asked_for() -> None:
    for name in SERVED:
        text = (FOLDER / name).read_text("utf-8")
        for asked in re.findall(r'from "\./([^"]+)"', text):
            assert asked in SERVED, name
