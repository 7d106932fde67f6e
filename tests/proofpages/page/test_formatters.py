"""What SuperFences makes of a fence that one of our functions shows."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from markdown import Markdown

from proofpages.page.faults import PageError
from proofpages.page.fences import Fence
from proofpages.page.formatters import FenceFormatter
from proofpages.page.page import Page
from proofpages.page.reading import watch
from proofpages.site.ledger import format_ledger
from proofpages.site.movable import format_playground
from proofpages.site.theorems.fence import format_theorems

TEXT = """---
title: A page
---
```python
one
```

> ```shown
> one
>
> two
> ```
"""


def convert(folder: Path, show: object) -> str:
    """A page with a fence that is shown by a function, as HTML."""
    path = folder / "page.md"
    path.write_text(TEXT, encoding="utf-8")
    page = Page.read(path)
    fence = {"name": "shown", "class": "shown", "format": FenceFormatter(show)}  # type: ignore[arg-type]
    md = Markdown(
        extensions=["pymdownx.superfences"],
        extension_configs={"pymdownx.superfences": {"custom_fences": [fence]}},
    )
    watch(md, page)
    return md.convert(page.body)


def test_a_fence_is_shown_by_what_stands_in_it_on_its_page(tmp_path: Path) -> None:
    def show(fence: Fence, page: Page) -> str:
        return f"<b>{page.meta['title']}, {page.line(fence.index)}: {'|'.join(fence.body)}</b>"

    assert "<b>A page, 8: one||two</b>" in convert(tmp_path, show)


def test_whatever_goes_wrong_ends_the_build_with_page_and_line(tmp_path: Path) -> None:
    def show(fence: Fence, page: Page) -> str:
        return fence.options["none"]

    with pytest.raises(PageError, match=r"page\.md:8: the fence shown cannot be shown: KeyError"):
        convert(tmp_path, show)


def test_a_fault_of_the_page_is_told_as_it_is(tmp_path: Path) -> None:
    def show(fence: Fence, page: Page) -> str:
        raise page.error(fence.index + 1, "one", "two", "write two")

    with pytest.raises(PageError, match=r"page\.md:9: one\n"):
        convert(tmp_path, show)


@pytest.mark.parametrize("formatter", [format_ledger, format_playground, format_theorems])
def test_a_format_can_be_handed_to_another_process(formatter: FenceFormatter) -> None:
    assert pickle.loads(pickle.dumps(formatter)) == formatter
