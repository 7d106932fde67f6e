"""What the reader holds in the hand, in Firefox: an equation, an exercise, logits that move.

Firefox is driven by Mozilla's own client, since Debian has no geckodriver, and Playwright drives a
Firefox of its own alone.
"""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from tests.conftest import find_firefox, serve
from tests.test_editor import SUM, StrictHandler

if TYPE_CHECKING:
    from marionette_driver.marionette import HTMLElement, Marionette

pytestmark = [
    pytest.mark.firefox,
    pytest.mark.large,
    pytest.mark.timeout(600),
    # The client leaves a socket open when it has found a free port.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

ENTER, ESCAPE, UP = "\ue006", "\ue00c", "\ue013"
"""The keys, as WebDriver writes them."""
START = 180  # Seconds that Python may take to start, on a machine that does much else.


@pytest.fixture(scope="module")
def firefox(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Marionette]:
    """Firefox, and the site under the policy that its checker works with."""
    with warnings.catch_warnings():  # What the client imports has strings that Python warns of.
        warnings.simplefilter("ignore")
        from marionette_driver.marionette import Marionette
    log = tmp_path_factory.mktemp("firefox") / "gecko.log"
    driver = Marionette(bin=find_firefox(), headless=True, port=0, gecko_log=str(log))
    with serve(site, StrictHandler) as address:
        driver.start_session()
        driver.baseurl = address
        yield driver
        driver.quit()
        driver.cleanup()


def opened(driver: Marionette, page: str) -> None:
    driver.navigate(driver.absolute_url(page))


def until(ask: Callable[[], object], what: str, seconds: float = 30) -> object:
    """The first answer that is something."""
    end = time.monotonic() + seconds
    while not (answer := ask()):
        assert time.monotonic() < end, f"no {what} after {seconds} s"
        time.sleep(0.1)
    return answer


def found(driver: Marionette, selector: str, seconds: float = 30) -> HTMLElement:
    """The first element of a selector that the reader sees, when there is one."""
    shown = """
        const found = [...document.querySelectorAll(arguments[0])];
        return found.find((element) => element.checkVisibility()) ?? null;"""

    def look() -> object:
        return driver.execute_script(shown, script_args=[selector])

    return cast("HTMLElement", until(look, selector, seconds))


def written(driver: Marionette, tex: str) -> None:
    """Put a formula in place of what stands in the editor."""
    field = found(driver, ".try-tex")
    field.clear()
    field.send_keys(tex)


def test_an_equation_is_changed_and_judged(firefox: Marionette) -> None:
    opened(firefox, SUM)
    found(firefox, "#E18 .try-open").click()
    assert "needs Σy" in found(firefox, ".try-holds", START).text
    original = str(found(firefox, ".try-tex").get_property("value"))
    written(firefox, original.replace("- y_j", "+ y_j"))
    assert "the left side is" in found(firefox, ".try-fails").text
    written(firefox, original + " + {")
    found(firefox, ".try-unread mark")
    found(firefox, ".try-tex").send_keys(ESCAPE)
    until(lambda: not firefox.find_elements("css selector", ".try"), "page without the editor")


def test_an_exercise_is_solved(firefox: Marionette) -> None:
    opened(firefox, "derive/")
    written(firefox, "p_i (1 + p_i)" + ENTER)
    found(firefox, ".try-fails", START)
    written(firefox, "p_i - p_i^2" + ENTER)
    assert "proved for every K" in found(firefox, ".try-goal").text


def test_a_logit_is_moved(firefox: Marionette) -> None:
    opened(firefox, "playground/")
    logit = found(firefox, "[role=slider][aria-label='Logit of class 1']")
    before = float(logit.get_attribute("aria-valuenow"))
    logit.send_keys(UP)
    assert float(logit.get_attribute("aria-valuenow")) > before
