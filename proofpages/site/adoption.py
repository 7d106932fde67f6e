"""How much of a site is checked, and what happens when something is wrong: adoption by degrees.

A site may switch the checking on for the pages that ask for it, and have faults told instead of
ending its build. In return nothing is unchecked in silence: each formula that was not decided says
so, and each page says how many of its displays are proved.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TypeVar

from markupsafe import Markup

from proofpages.page.faults import PageError
from proofpages.page.navigation import MARKS, options_of, settings_fault
from proofpages.page.page import Page
from proofpages.site.page_check import Checked
from proofpages.site.wording import counted

LOG = logging.getLogger("mkdocs.proofpages")  # MkDocs shows and counts what its children say.
STYLE = Path(__file__).with_name("marks.css")
T = TypeVar("T", bound=StrEnum)
ANSWERS = {True: True, False: False, "yes": True, "no": False}


class Mode(StrEnum):
    """What a fault on a page does."""

    STRICT = "strict"
    WARN = "warn"


class Pages(StrEnum):
    """Which pages are checked: `ALL` but those that say `checked: no`, or `MARKED` with yes."""

    ALL = "all"
    MARKED = "marked"


@dataclass(frozen=True)
class Adoption:
    """What a site has taken on."""

    mode: Mode = Mode.STRICT
    pages: Pages = Pages.ALL
    count: bool = True
    style: bool = True

    @classmethod
    def of(cls, mode: str, pages: str, count: bool = True, style: bool = True) -> Adoption:
        """The same from the options of the extension.

        Raises:
            PageError: for a word that is none of those that there are.
        """
        return cls(_one_of(Mode, "mode", mode), _one_of(Pages, "pages", pages), count, style)

    def covers(self, page: Page) -> bool:
        """Whether a page is checked.

        Raises:
            PageError: its front matter says neither yes nor no.
        """
        word = page.meta.get("checked", self.pages is Pages.ALL)
        if word not in ANSWERS:
            found = f"the front matter says checked: {word}"
            raise PageError(page.name, 1, found, "checked: yes, or checked: no", "write one")
        return ANSWERS[word]

    def see(self, checked: Checked) -> None:
        """Raise the faults of a page, or tell them, as the mode says."""
        if self.mode is Mode.STRICT:
            checked.stop_at_errors()
        for error in checked.errors:
            LOG.warning("%s", error)

    def foot(self, found: Sequence[str]) -> str:
        """What stands at the end of a page with these marks beside its displays, as HTML."""
        parts = [Markup("<style>{}</style>").format(Markup(_style()))] if self.style else []
        if self.count and found:
            parts.append(Markup('<p class="equation-count">{}</p>').format(counted(found)))
        return "".join(parts)


def adopted() -> Adoption:
    """What the site in the working folder has taken on, as its mkdocs.yml says."""
    options = options_of(*MARKS)
    return Adoption.of(options.get("mode", Mode.STRICT), options.get("pages", Pages.ALL))


@cache
def _style() -> str:
    return STYLE.read_text(encoding="utf-8")


def _one_of(kinds: type[T], option: str, word: str) -> T:
    try:
        return kinds(word)
    except ValueError:
        raise settings_fault(
            f"the option {option} of proofpages is {word!r}",
            " or ".join(kinds),
            "write one",
            f"{option}: {word}",
        ) from None
