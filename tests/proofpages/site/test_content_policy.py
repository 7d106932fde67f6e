"""The content security policy: what the site needs runs, and what is injected does not."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from proofpages.site.content_policy import inline, put_policy, unnamed_scripts
from tests.conftest import serve
from tests.test_browser import opened

PAGES = ("", "derivation/same-logit/", "playground/", "derive/", "checked/", "proof/", "404.html")
FEW = ("derivation/same-logit/", "derive/")
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
SCRIPT = "<script>window.hit = 'script'</script>"
INJECTED = {
    "a script": SCRIPT,
    "a handler": "<img src='gone' onerror=\"window.hit = 'handler'\">",
    "a handler in a drawing": "<svg onload=\"window.hit = 'svg'\"></svg>",
    "a script of another host": '<script src="http://localhost:1/a.js"></script>',
    "a script as data": "<script src=\"data:text/javascript,window.hit = 'data'\"></script>",
    "a frame": "<iframe srcdoc=\"<script>parent.hit = 'frame'</script>\"></iframe>",
    "another base": '<base href="http://localhost:1/">',
}


def refusals(page: Page) -> list[str]:
    """What the browser says, from now on, that it refuses."""
    said: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            said.append(message.text[:300])

    page.on("console", hear)
    return said


def test_every_page_has_the_policy_and_names_its_scripts(site: Path) -> None:
    rules = set()
    for file in site.rglob("*.html"):
        text = file.read_text(encoding="utf-8")
        (policy,) = POLICY.findall(text)
        assert text.index(policy) < text.index("<script"), file
        assert not unnamed_scripts(policy, inline(text)), file
        rules.add(policy)
    (rule,) = rules
    script = rule.partition("script-src ")[2].partition(";")[0]
    assert "unsafe-inline" not in script
    assert "unsafe-eval" not in script.replace("wasm-unsafe-eval", "")


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[] if name in FEW else pytest.mark.large) for name in PAGES],
)
def test_what_the_site_needs_is_allowed(name: str, address: str, browser: Browser) -> None:
    with opened(browser, address) as page:
        said = refusals(page)
        page.goto(name)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("typeof __md_scope") == "object"  # The theme's inline scripts ran.
        page.keyboard.press("/")
    assert said == []


@pytest.fixture(scope="module")
def injected(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A copy of the site, and where it is served."""
    folder = tmp_path_factory.mktemp("policy") / "site"
    shutil.copytree(site, folder)
    with serve(folder) as address:
        yield folder, address


def inject(name: str, folder: Path, change: Callable[[str], str]) -> str:
    """Put a changed copy of a page beside it; return its address, which no test had before."""
    text = (folder / "notation/index.html").read_text(encoding="utf-8")
    (folder / f"notation/{name}.html").write_text(change(text), encoding="utf-8")
    return f"notation/{name}.html"


@pytest.mark.parametrize(
    "kind",
    [
        pytest.param(kind, marks=[] if kind in {"a script", "a handler"} else pytest.mark.large)
        for kind in INJECTED
    ],
)
def test_what_is_injected_does_not_run(
    kind: str, injected: tuple[Path, str], browser: Browser
) -> None:
    folder, address = injected
    with opened(browser, address) as page:
        said = refusals(page)
        page.goto(
            inject(
                kind, folder, lambda text: text.replace("</article>", f"{INJECTED[kind]}</article>")
            )
        )
        assert page.evaluate("window.hit") is None
        assert said


def test_without_the_policy_it_would_run(injected: tuple[Path, str], browser: Browser) -> None:
    """Otherwise the test above would show nothing."""
    folder, address = injected
    with opened(browser, address) as page:
        page.goto(
            inject(
                "bare",
                folder,
                lambda text: POLICY.sub("", text).replace("</article>", f"{SCRIPT}</article>"),
            )
        )
        assert page.evaluate("window.hit") == "script"


def test_a_script_in_the_article_is_not_named(tmp_path: Path) -> None:
    theme = "<script>theme()</script>"
    html = f"<html><head>{theme}</head><article>{SCRIPT}</article></html>"
    (tmp_path / "index.html").write_text(html, encoding="utf-8")
    put_policy(tmp_path)
    made = (tmp_path / "index.html").read_text(encoding="utf-8")
    (policy,) = POLICY.findall(made)
    assert unnamed_scripts(policy, inline(made)) == ["window.hit = 'script'"]
