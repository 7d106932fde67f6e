"""What SuperFences calls to have a fence shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from markdown import Markdown
from pymdownx.superfences import SuperFencesException

from proofpages.page.fences import Fence, read_fences
from proofpages.page.page import Page
from proofpages.page.reading import page_of


@dataclass(frozen=True)
class FenceFormatter:
    """A format of SuperFences, of a function that makes HTML of a fence and the page it is on.

    What the function raises ends the build: SuperFences drops whatever is no exception of its own,
    and shows the fence as text. An object can be handed to another process, as Zensical does; a
    function within a function cannot.
    """

    show: Callable[[Fence, Page], str]

    def __call__(
        self,
        source: str,
        language: str,
        css_class: str,
        options: dict[str, Any],
        md: Markdown,
        **kwargs: Any,
    ) -> str:
        page = page_of(md) or Page("<text>", "")
        alike = (
            fence
            for fence in read_fences(page)
            if fence.language == language and "\n".join(fence.body) == source
        )
        fence = next(alike, Fence(0, language, {}, source.split("\n")))
        try:
            return str(self.show(fence, page))
        except SuperFencesException:
            raise
        except Exception as error:
            raise page.error(
                fence.index,
                f"the fence {language} cannot be shown: {type(error).__name__}: {error}",
                "HTML for it",
                "report it",
            ) from error
