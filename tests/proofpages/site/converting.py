"""Converts one page in the test's own process, with the extensions of mkdocs.yml."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from markdown import Markdown

from proofpages.page import once
from proofpages.page.navigation import markdown_extensions

KNOWN = "Here $z \\in \\mathbb{R}^K$ and $a, b, c \\in \\mathbb{R}$.\n\n"
"""What a page may begin with, so that its formulas have symbols."""

NOT_ALONE = ("proofpages.programs", "proofpages.site.notebook", "proofpages.site.editable")
"""Extensions that want a program on the page, or a file that it stands in."""


@pytest.fixture(autouse=True, scope="module")
def one_build() -> Iterator[None]:
    """For tests that change no file: what they convert is looked for in pages that are read once.

    A module that imports it asks for it.
    """
    once.begin_build()
    yield
    once.end_build()


def convert(text: str, *left_out: str, **changed: dict[str, object]) -> str:
    """A page's HTML, by the site's extensions but those that run programs or need all pages.

    Args:
        text: The page's Markdown.
        left_out: More extensions to leave out.
        changed: Options of extensions, their names with `__` for a dot.
    """
    options = {
        name: value
        for name, value in markdown_extensions().items()
        if name not in (*left_out, *NOT_ALONE)
    }
    fence = {"class": "", "validator": lambda *_: True, "format": lambda *_, **__: ""}
    fences = options["pymdownx.superfences"]["custom_fences"]
    options["pymdownx.superfences"] = {"custom_fences": [known | fence for known in fences]}
    options["proofpages.site.equation_marks"] = {}
    options |= {name.replace("__", "."): value for name, value in changed.items()}
    return Markdown(extensions=list(options), extension_configs=options).convert(text)


def marked(html: str) -> list[tuple[str, str]]:
    """Each display as its MathML's text, and its mark."""
    return [
        (
            display.select_one("math").get_text(),  # type: ignore[union-attr]
            display.select_one(".equation-mark").get_text().replace("\N{NO-BREAK SPACE}", " "),  # type: ignore[union-attr]
        )
        for display in BeautifulSoup(html, "html.parser").select(".equation")
    ]
