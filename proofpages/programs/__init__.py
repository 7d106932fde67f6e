"""Every block that is written on a page runs, or the build stops.

markdown-exec logs a failing block as a warning and publishes its traceback; SuperFences
publishes a fence that it cannot read as text. This extension raises instead, from inside
Python-Markdown, so it holds in every generator that renders the pages:

- it reads every fence of a page first (`fences`), and refuses what it cannot read;
- it runs each executed block itself (`run`), in a process of its own, with limits and with warnings
  as errors, and has markdown-exec lay out what it printed: as text, or a picture (`pictures`);
- at the end of a page it compares the blocks that were written with those that ran and are shown,
  and refuses a page with none, unless its front matter says `executed: none` and why.

In `mkdocs.yml`, `validator` and `formatter` are named in SuperFences' `custom_fences`.
"""

from __future__ import annotations

import platform
import re
import threading
import time
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import markdown_exec
from markdown import Markdown
from markdown.preprocessors import Preprocessor
from markupsafe import Markup

from proofpages.page.faults import PageError
from proofpages.page.fences import HELP, Fence, read_fences
from proofpages.page.includes import included
from proofpages.page.navigation import options_of, settings_fault
from proofpages.page.once import once
from proofpages.page.options import WithOptions
from proofpages.page.page import Page
from proofpages.page.reading import COMMENT, AtEnd, page_of, watch
from proofpages.programs.pictures import not_drawn
from proofpages.programs.run import BlockFailed, run_block

TIMEOUT = 10.0
EXEMPT = re.compile(r"none\b[\s,;:—–-]*(?P<reason>.*)", re.DOTALL)
_SNIPPETS = "pymdownx.snippets"
CARD = Markup(
    '<div class="{kind}" data-block="{number}" style="--columns:{columns}">\n{result}\n{program}'
    '<p class="ran-mark">{name}<span>{mark}</span></p>\n</div>'
)
PROGRAM = Markup(
    '<details class="program"><summary>Show the program, {lines}\N{NO-BREAK SPACE}lines</summary>\n'
    "{source}\n</details>\n"
)


@dataclass(frozen=True)
class Run:
    """One block that ran: for the record of what a build did.

    Attributes:
        page: The page's file.
        line: The line of the page on which the block opens.
        file: The snippet's file, or None.
        seconds: How long it took.
        output: What it printed.
        picture: Whether that is a picture.
    """

    page: str
    line: int
    file: str | None
    seconds: float
    output: str
    picture: bool


@dataclass
class Block:
    """A fence that is run.

    Attributes:
        fence: The fence.
        source: Its lines with the snippet put in.
        origin: For each line of `source`, the file and the line (from 1) that it comes from.
        file: The snippet's file, where the block is a snippet; None where code stands in the page.
        output: What it printed; None until it ran.
    """

    fence: Fence
    source: str = ""
    origin: list[tuple[str, int]] = field(default_factory=list)
    file: str | None = None
    output: str | None = None


# What each source printed, and in how many seconds. A snippet imports nothing of this repository
# and reads no file, so while this process lasts its text decides what it prints.
_done: dict[str, tuple[str, float]] = {}
_running = threading.Lock()
"""Held by who runs a block, so that who asks for the same one waits for it."""


class Blocks(Preprocessor):
    """Reads the fences of a page before anything else does, and keeps count of those that ran."""

    def __init__(self, md: Markdown, timeout: float) -> None:
        super().__init__(md)
        self.timeout = timeout
        self.page: Page | None = None
        self.blocks: list[Block] = []

    def run(self, lines: list[str]) -> list[str]:
        self.page, self.blocks = None, []
        page = page_of(self.md)
        if page:
            self.read(page)
        return lines

    def read(self, page: Page) -> None:
        """Read the blocks of a page, and where the lines of each come from."""
        self.page = page
        self.blocks = [self._put_in(page, fence) for fence in read_fences(page) if fence.executed]

    def execute(self, block: Block) -> Run:
        """Run a block, once in a build."""
        assert self.page is not None
        line = self.page.line(block.fence.index)
        with nullcontext() if block.source in _done else _running:
            if block.source not in _done:  # Another may have run it, while this one waited.
                started = time.perf_counter()
                name = f"<block {self.page.name}:{line}>"
                try:
                    output = run_block(block.source, name, self.timeout)
                except BlockFailed as failure:
                    raise _failed(self.page, block, failure) from failure
                _done[block.source] = (output, time.perf_counter() - started)
        block.output, seconds = _done[block.source]
        picture = "html" in block.fence.options
        return Run(self.page.name, line, block.file, seconds, block.output, picture)

    def _put_in(self, page: Page, fence: Fence) -> Block:
        """The block of a fence, with its snippet put in."""
        block = Block(fence)
        source: list[str] = []
        for k, line in enumerate(fence.body):
            index = fence.index + 1 + k
            other = included(self.md, page, index, line)
            if other is None:
                source.append(line)
                block.origin.append((page.name, page.line(index)))
                continue
            if block.file:
                raise page.error(
                    index,
                    "the block is put together from more than one snippet",
                    "one snippet a block, so that the reader can run the file as it stands",
                    "make it one file",
                )
            block.file = other.file.as_posix()
            source += other.lines
            block.origin += [(block.file, number) for number in other.numbers]
        block.source = "\n".join(source)
        return block

    def take(self, source: str) -> Block | None:
        """The block with this source that has not run yet."""
        for block in self.blocks:
            if block.output is None and _squeeze(block.source) == _squeeze(source):
                return block
        return None


@once
def run_page(path: Path) -> list[Run]:
    """Run the blocks of a Markdown file, without rendering it.

    Raises:
        PageError: for a fence that cannot be read, or a block that does not run to its end.
    """
    page = Page.read(path)
    if not any(fence.executed for fence in read_fences(page)):
        return []
    md = Markdown(extensions=[_SNIPPETS], extension_configs={_SNIPPETS: options_of(_SNIPPETS)})
    blocks = Blocks(md, seconds_of(options_of(__name__).get("timeout", TIMEOUT)))
    blocks.read(page)
    return [blocks.execute(block) for block in blocks.blocks]


def seconds_of(option: Any) -> float:
    """The option `timeout` as a number.

    Raises:
        PageError: it is none, or not positive.
    """
    with suppress(TypeError, ValueError):
        if float(option) > 0:
            return float(option)
    found = f"the option timeout of proofpages.programs is {option}"
    raise settings_fault(found, "seconds, as 20", "correct it", "timeout:")


class AllRan(AtEnd):
    """Compares what was written with what ran and is shown, at the end of a page."""

    def finish(self, page: Page, text: str) -> str:
        blocks: Blocks = self.md.preprocessors["executed"]  # type: ignore[assignment]
        shown = COMMENT.sub("", text)
        for number, block in enumerate(blocks.blocks):
            if block.output is None or shown.count(f'data-block="{number}"') != 1:
                state = "did not run" if block.output is None else "ran, and is not shown"
                raise page.error(
                    block.fence.index,
                    f"this block is written on the page and {state}",
                    "a block that runs stands at the margin, in a list or in an admonition",
                    "look at its indentation and at what stands around it",
                )
        self._check_exemption(page, bool(blocks.blocks))
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
    """Run a block, and return it as a card: what it printed, the source folded, by what it ran.

    Raises:
        PageError: if it did not run to its end, or was not read by this extension.
    """
    blocks, page = _blocks(md)
    block = blocks.take(source)
    if block is None:
        raise page.error(
            0,
            "a block is about to run that is not written on this page:\n" + source,
            "the blocks that are fenced on the page, and no others",
            "write the fence on the page itself",
        )

    def rendered(output: str, **how: Any) -> Markup:
        """What markdown-exec makes of an output and, if asked for, of the source."""
        settings = {**options, "update_toc": False, **how}
        return markdown_exec.base_format(
            language=language, run=lambda code, **_: output, code=source, md=md, **settings
        )

    output = blocks.execute(block).output
    if options["html"] and (wrong := not_drawn(output)):
        raise page.error(
            block.fence.index,
            f"{block.file or 'the block'} prints {wrong}",
            'one <figure class="picture"> with text and a drawing in SVG, which no script is in',
            "print nothing else",
        )
    program = Markup("")
    if options["source"]:
        folded = rendered("", result="", html=False)
        program = PROGRAM.format(lines=len(_squeeze(source)), source=folded)
    return str(
        CARD.format(
            kind="ran ran-picture" if options["html"] else "ran",
            number=blocks.blocks.index(block),
            columns=max((len(line) for line in output.splitlines()), default=0),
            result=rendered(output, source=""),
            program=program,
            name=Markup("<code>{}</code> ").format(block.file) if block.file else "",
            mark=f"ran in this build · {_versions()}",
        )
    )


@cache
def _versions() -> str:
    """What the blocks run with; for its version, all that a package says of itself is read."""
    return f"NumPy {version('numpy')} · Python {platform.python_version()}"


def _blocks(md: Markdown) -> tuple[Blocks, Page]:
    """The blocks of the page that `md` converts, and that page."""
    known = "executed" in md.preprocessors
    blocks = md.preprocessors["executed"] if known else None
    if not isinstance(blocks, Blocks) or blocks.page is None:
        raise settings_fault(
            "a block is about to run that proofpages.programs has not read",
            "proofpages.programs among markdown_extensions",
            "add it",
        )
    return blocks, blocks.page


def _failed(page: Page, block: Block, failure: BlockFailed) -> PageError:
    places = [block.origin[n - 1] for n in failure.trace if n <= len(block.origin)]
    code = block.source.splitlines()
    steps = [
        f"    {file}:{number}: {code[n - 1].strip()}"
        for (file, number), n in zip(places, failure.trace, strict=False)
    ]
    where = f" at {places[-1][0]}:{places[-1][1]}" if places else ""
    return page.error(
        block.fence.index,
        "\n".join([f"{block.file or 'the block'} failed{where}: {failure.reason}", *steps]),
        "a block that runs to its end, without a warning, and in time",
        f"run it by itself (python -W error {block.file or 'on its source'}) and mend it",
    )


def _squeeze(source: str) -> list[str]:
    """A block's lines as SuperFences hands them over: tabs expanded, no blank ends."""
    return [line.rstrip() for line in source.expandtabs(4).strip("\n").split("\n")]


class ExecutedExtension(WithOptions):
    """Configuration: `timeout`, the seconds that a block may take."""

    def __init__(self, **kwargs: Any) -> None:
        self.config = {"timeout": [TIMEOUT, "Seconds that a block may take"]}
        super().__init__(**kwargs)

    def extendMarkdown(self, md: Markdown) -> None:
        watch(md)
        # Before pymdownx.snippets (32), while the page still reads as it was written.
        md.preprocessors.register(
            Blocks(md, seconds_of(self.getConfig("timeout"))), "executed", 500
        )
        # After raw_html (30) has put the blocks back.
        md.postprocessors.register(AllRan(md), "executed-all-ran", -100)


def makeExtension(**kwargs: Any) -> ExecutedExtension:
    return ExecutedExtension(**kwargs)
