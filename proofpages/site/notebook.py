"""Each page with code can be taken along as a notebook: its text, its formulas and its programs.

The notebook is made from the page's Markdown while the page is built, and stands in the page itself
as a link that saves it, so every generator serves it and no file has to be kept in step.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from markdown import Markdown
from markupsafe import Markup

from proofpages.page.options import WithOptions
from proofpages.page.page import Page
from proofpages.page.reading import COMMENT, AtEnd, watch
from proofpages.programs import Block, Blocks

FORMAT = {"nbformat": 4, "nbformat_minor": 5}
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
COMMENTED = re.compile(rf"{COMMENT.pattern}[ \t]*\n?", re.DOTALL)
MOVED = re.compile(r"(?m)^```playground\n.*\n```\n")  # Nothing moves in a notebook.
WRAPPER = re.compile(r"(?m)^</?div[^>]*>\n?")
LINK = re.compile(r"\[(?P<text>[^\]]*)\]\((?!https?:)[^)]*\)")
LINK_TO_IT = Markup(
    '<p class="notebook"><a download="{}" href="data:{}">Take this page along as a notebook</a></p>'
)
ADMONITION = re.compile(r'(?m)^!!! \w+ "(?P<title>[^"]*)"\n(?P<body>(?:(?: {4}.*)?\n)*)')


def notebook(
    page: Page, blocks: list[Block], include: Callable[[list[str]], list[str]]
) -> dict[str, Any]:
    """The notebook of a page: Markdown cells, and a code cell for each of its executed blocks.

    It is what nbformat's schema of version 4.5 asks for.

    Args:
        page: The page.
        blocks: Its executed blocks, in order.
        include: Puts snippets in the place of the lines that name them.
    """
    cells: list[dict[str, Any]] = []
    lines = page.body.split("\n")
    start = 0
    for block in blocks:
        fence = block.fence
        cells += _text("\n".join(include(lines[start : fence.index])))
        drawn = "html" in fence.options
        source = ("%%capture drawn\n" if drawn else "") + block.source.strip("\n")
        cells.append(_code(source))
        if drawn:  # The program prints its picture: show it as one.
            show = "from IPython.display import HTML\n\nHTML(drawn.stdout)"
            cells.append(_code(show))
        start = fence.index + len(fence.body) + 2
    cells += _text("\n".join(include(lines[start:])))
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    return {"cells": cells, "metadata": {"kernelspec": KERNEL}} | FORMAT


def _text(markdown: str) -> Iterator[dict[str, Any]]:
    """A Markdown cell, in the Markdown that notebooks know; nothing for blank text."""
    text = WRAPPER.sub("", MOVED.sub("", COMMENTED.sub("", markdown)))
    text = ADMONITION.sub(_quote, text)
    text = LINK.sub(lambda link: link["text"], text)  # The other pages are not there to go to.
    if text.strip():
        yield _cell("markdown", text.strip("\n"))


def _code(source: str) -> dict[str, Any]:
    return _cell("code", source) | {"execution_count": None, "outputs": []}


def _cell(kind: str, source: str) -> dict[str, Any]:
    return {"cell_type": kind, "metadata": {}, "source": source.splitlines(keepends=True)}


def _quote(admonition: re.Match[str]) -> str:
    body = re.sub(r"(?m)^ {4}", "", admonition["body"]).strip("\n")
    lines = (f"**{admonition['title']}**", "", *body.split("\n"))
    return "\n".join(f"> {line}".rstrip() for line in lines) + "\n\n"


class Download(AtEnd):
    """Puts the link at the end of a page that has a program."""

    def finish(self, page: Page, text: str) -> str:
        blocks: Blocks = self.md.preprocessors["executed"]  # type: ignore[assignment]
        if not blocks.blocks:
            return text
        include = self.md.preprocessors["snippet"].run
        made = notebook(page, blocks.blocks, include)
        content = json.dumps(made, ensure_ascii=False, indent=1, sort_keys=True).encode()
        data = f"application/x-ipynb+json;base64,{base64.b64encode(content).decode()}"
        return f"{text}\n{LINK_TO_IT.format(f'{Path(page.name).stem}.ipynb', data)}"


class NotebookExtension(WithOptions):
    def extendMarkdown(self, md: Markdown) -> None:
        watch(md)
        # After proofpages.programs (-100) has found every block in its place.
        md.postprocessors.register(Download(md), "notebook", -110)


def makeExtension(**kwargs: Any) -> NotebookExtension:
    return NotebookExtension(**kwargs)
