"""Every block that is written on a page runs, or the build stops.

markdown-exec 1.12.6 logs a failing block as a warning and publishes its traceback; SuperFences
publishes a fence that it cannot read as text. This extension raises instead, from inside
Python-Markdown, so it holds in every generator that renders the pages:

- it reads every fence of a page first (`fences`), and refuses what it cannot read;
- it runs each executed block itself (`run`), with a limit on its time and warnings as errors,
  and has markdown-exec render what it printed;
- at the end of a page it compares the blocks that were written with those that ran and are shown,
  and refuses a page with none, unless its front matter says `executed: none` and why.

In `mkdocs.yml`, `validator` and `formatter` are named in SuperFences' `custom_fences`.
"""

from __future__ import annotations

import html
import os
import platform
import re
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import markdown_exec
from markdown import Extension, Markdown
from markdown.preprocessors import Preprocessor
from pymdownx.snippets import SnippetMissingError, SnippetPreprocessor

from proofpages.page.fences import HELP, INCLUDE, Fence, read_fences, trace_source
from proofpages.page.page import AtEnd, Page, PageError, page_of, watch
from proofpages.programs.run import BlockFailed, run_block

EXEMPT = re.compile(r"none\b[\s,;:—–-]*(?P<reason>.*)", re.DOTALL)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


@dataclass(frozen=True)
class Run:
    """One block that ran: for the record of what a build did.

    Attributes:
        page: The page's file.
        line: The line of the page on which the block opens.
        file: The snippet's file, or None.
        seconds: How long it took.
        output: What it printed.
    """

    page: str
    line: int
    file: str | None
    seconds: float
    output: str


# What each source printed, and in how many seconds. A snippet imports nothing of this repository
# and reads no file, so while this process lasts its text decides what it prints.
_done: dict[str, tuple[str, float]] = {}


class Blocks(Preprocessor):
    """Reads the fences of a page before anything else does, and keeps count of those that ran."""

    def __init__(self, md: Markdown, timeout: float) -> None:
        super().__init__(md)
        self.timeout = timeout
        self.page: Page | None = None
        self.fences: list[Fence] = []

    def run(self, lines: list[str]) -> list[str]:
        self.page, self.fences = None, []
        page = page_of(self.md)
        if page:
            self.read(page)
        return lines

    def read(self, page: Page) -> None:
        """Read the fences of a page, and where the lines of each block come from."""
        self.page = page
        self.fences = [fence for fence in read_fences(page) if fence.executed]
        for fence in self.fences:
            self._expand(page, fence)

    def execute(self, fence: Fence) -> Run:
        """Run a block, once in a build."""
        assert self.page is not None
        line = self.page.line(fence.index)
        if fence.source not in _done:
            started = time.perf_counter()
            try:
                output = run_block(fence.source, f"<block {self.page.name}:{line}>", self.timeout)
            except BlockFailed as failure:
                raise _failed(self.page, fence, failure) from failure
            _done[fence.source] = (output, time.perf_counter() - started)
        fence.output, seconds = _done[fence.source]
        return Run(self.page.name, line, fence.file, seconds, fence.output)

    def _expand(self, page: Page, fence: Fence) -> None:
        """Put the snippets in, with the extension that will do it again on the whole page."""
        snippets: SnippetPreprocessor = self.md.preprocessors["snippet"]  # type: ignore[assignment]
        source: list[str] = []
        files: list[Path] = []
        for k, line in enumerate(fence.body):
            include = INCLUDE.match(line)
            if include is None:
                source.append(line)
                continue
            target = include["target"].strip("\"'")
            snippets.check_paths = True  # Otherwise a missing file is an empty one.
            try:
                source += snippets.run([line])
            except SnippetMissingError as error:
                raise page.error(
                    fence.index + 1 + k,
                    f"the block includes {target}, which is not there ({error})",
                    "a file in snippets/, or file.py:section with that section marked in the file",
                    "correct the name, or add the snippet",
                ) from error
            found = snippets.get_snippet_path(snippets.split_path(target)[0])
            files.append(Path(os.path.relpath(found)))
        trace_source(page, fence, source, files)

    def take(self, source: str) -> Fence | None:
        """The fence with this source that has not run yet."""
        for fence in self.fences:
            if fence.output is None and _squeeze(fence.source) == _squeeze(source):
                return fence
        return None


def run_page(path: Path) -> list[Run]:
    """Run the blocks of a Markdown file, without rendering it.

    Raises:
        PageError: for a fence that cannot be read, or a block that does not run to its end.
    """
    page = Page.read(path, path.read_text(encoding="utf-8-sig"))
    md = Markdown(
        extensions=["pymdownx.snippets", ExecutedExtension()],
        extension_configs={"pymdownx.snippets": {"base_path": ["snippets"]}},
    )
    blocks: Blocks = md.preprocessors["executed"]  # type: ignore[assignment]
    blocks.read(page)
    return [blocks.execute(fence) for fence in blocks.fences]


class AllRan(AtEnd):
    """Compares what was written with what ran and is shown, at the end of a page."""

    def finish(self, page: Page, text: str) -> str:
        blocks: Blocks = self.md.preprocessors["executed"]  # type: ignore[assignment]
        shown = COMMENT.sub("", text)
        for number, fence in enumerate(blocks.fences):
            if fence.output is None or shown.count(f'data-block="{number}"') != 1:
                state = "did not run" if fence.output is None else "ran, and is not shown"
                raise page.error(
                    fence.index,
                    f"this block is written on the page and {state}",
                    "a block that runs stands at the margin, in a list or in an admonition",
                    "look at its indentation and at what stands around it",
                )
        self._check_exemption(page, bool(blocks.fences))
        return text

    def _check_exemption(self, page: Page, any_ran: bool) -> None:
        exempt = EXEMPT.fullmatch(str(page.meta.get("executed", "")).strip())
        if "executed" in page.meta and not (exempt and exempt["reason"].strip()):
            raise PageError(
                page.name,
                1,
                f"the front matter says executed: {page.meta['executed']}",
                "none, followed by the reason: `executed: none, it is about the project itself`",
                "give the reason, or remove the line and add a block",
            )
        if bool(exempt) == any_ran:
            raise PageError(
                page.name,
                1,
                "the front matter says executed: none, and a block ran"
                if any_ran
                else "no block of this page ran",
                "either a block that confirms what the page says, or the exemption with its reason",
                "remove the line from the front matter" if any_ran else HELP,
            )


def validator(
    language: str,
    inputs: dict[str, str],
    options: dict[str, Any],
    attrs: dict[str, Any],
    md: Markdown,
) -> bool:
    """Tell SuperFences which fences are blocks. `fences` has already refused what is misspelt."""
    return markdown_exec.validator(language, inputs, options, attrs, md)


def formatter(
    source: str, language: str, css_class: str, options: dict[str, Any], md: Markdown, **kwargs: Any
) -> str:
    """Run a block, and return it as a card: the source, what it printed, and by what it ran.

    Raises:
        PageError: if it did not run to its end, or was not read by this extension.
    """
    known = "executed" in md.preprocessors
    blocks = md.preprocessors["executed"] if known else None
    if not isinstance(blocks, Blocks) or blocks.page is None:
        raise PageError(
            "mkdocs.yml",
            1,
            "a block is about to run that proofpages.programs has not read",
            "proofpages.programs among markdown_extensions",
            "add it",
        )
    page, fence = blocks.page, blocks.take(source)
    if fence is None:
        raise page.error(
            0,
            "a block is about to run that is not written on this page:\n" + source,
            "the blocks that are fenced on the page, and no others",
            "write the fence on the page itself",
        )

    rendered = markdown_exec.base_format(
        language=language,
        run=lambda code, **_: blocks.execute(fence).output,
        code=source,
        md=md,
        **{**options, "update_toc": False},
    )
    kind = "ran ran-picture" if options["html"] else "ran"
    mark = f"ran in this build · NumPy {version('numpy')} · Python {platform.python_version()}"
    name = f"<code>{html.escape(fence.file)}</code> " if fence.file else ""
    lines = len(_squeeze(source))
    return (
        f'<div class="{kind}" data-block="{blocks.fences.index(fence)}" style="--lines:{lines}">\n'
        f"{rendered}\n"
        f'<p class="ran-mark">{name}<span>{mark}</span></p>\n</div>'
    )


def _failed(page: Page, fence: Fence, failure: BlockFailed) -> PageError:
    places = [fence.origin[n - 1] for n in failure.trace if n <= len(fence.origin)]
    code = fence.source.splitlines()
    steps = [
        f"    {file}:{number}: {code[n - 1].strip()}"
        for (file, number), n in zip(places, failure.trace, strict=False)
    ]
    where = f" at {places[-1][0]}:{places[-1][1]}" if places else ""
    block = fence.file or "the block"
    return page.error(
        fence.index,
        "\n".join([f"{block} failed{where}: {failure.reason}", *steps]),
        "a block that runs to its end, without a warning, and in time",
        f"run it by itself (python -W error {fence.file or 'on its source'}) and mend it",
    )


def _squeeze(source: str) -> list[str]:
    """A block's lines as SuperFences hands them over: tabs expanded, no blank ends."""
    return [line.rstrip() for line in source.expandtabs(4).strip("\n").split("\n")]


class ExecutedExtension(Extension):
    """Configuration: `timeout`, the seconds that a block may take."""

    def __init__(self, **kwargs: Any) -> None:
        self.config = {"timeout": [10.0, "Seconds that a block may take"]}
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:
        watch(md)
        # Before pymdownx.snippets (32), while the page still reads as it was written.
        md.preprocessors.register(Blocks(md, float(self.getConfig("timeout"))), "executed", 500)
        # After raw_html (30) has put the blocks back.
        md.postprocessors.register(AllRan(md), "executed-all-ran", -100)


def makeExtension(**kwargs: Any) -> ExecutedExtension:
    return ExecutedExtension(**kwargs)
