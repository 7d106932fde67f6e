"""Reads the code fences that are written on a page, and refuses what it cannot read with certainty.

SuperFences (PyMdown Extensions) turns a fence whose header it does not understand back into
plain text, and says nothing. So every header on a page is read here first, strictly.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from proofpages.page.page import Page

OPEN = re.compile(r"^(?P<indent>[> \t]*)(?P<fence>`{3,}|~{3,})[ \t]*(?P<header>[^`\n]*?)[ \t]*$")
LANGUAGE = re.compile(r"[\w#.+-]+")
IN_BRACES = re.compile(r"[{ ]\.([\w#+-]+)")
"""The language of a fence whose header is an attribute list."""
OPTION = re.compile(
    r"""[ \t]+(?P<key>[\w-]+)=(?P<quote>["'])(?P<value>(?:(?!(?P=quote)).)*)(?P=quote)"""
)

OF_MYST = re.compile(r"^[> \t]*(?:`{3,}|~{3,}|:{3,})[ \t]*\{?math\b\}?|(?<![`\\])\{math\}`[^`\n]+`")
"""A formula as MyST and code hosts have it, in a fence or in a sentence."""

SHOWN = {"title", "hl_lines", "linenums"}
"""Options of a fence that is only shown."""
RUN = {"exec", "source", "result", "html", "title", "id"}
"""Options of a fence that is run. markdown-exec knows more; left out is what would make a block
run otherwise than its file does: `session`, `workdir`, `width`, `returncode`."""
LINES = re.compile(r"\d+(?:-\d+)?(?: \d+(?:-\d+)?)*")
VALUES = {"hl_lines": (LINES, "lines, as 2 or 1 4-6"), "linenums": (re.compile(r"\d+"), "a number")}
"""What SuperFences can read there; with another value it takes the fence for text."""
SOURCES = {"below"}
"""What a block printed stands first; its source folds out below."""
TRUE = {"1", "yes", "on", "true"}

HELP = 'write ```python exec="1" source="below" result="text"'


@dataclass(frozen=True)
class Fence:
    """One fence of a page.

    Attributes:
        index: The body's line (from 0) on which it opens.
        language: The word behind the opening marks.
        options: The `key="value"` pairs behind it.
        body: Its lines as written, without the indentation of the fence.
        marks: What opens and closes it.
    """

    index: int
    language: str
    options: dict[str, str]
    body: list[str] = field(default_factory=list)
    marks: str = "```"

    @property
    def executed(self) -> bool:
        return "exec" in self.options


@lru_cache(maxsize=1024)
def read_fences(page: Page) -> list[Fence]:
    """The fences of a page, in order; those quoted inside another fence are not among them.

    Raises:
        PageError: for a header that cannot be read, or a fence that is not closed, or seems to be.
    """
    fences: list[Fence] = []
    open_: Fence | None = None
    marks = indent = ""
    for index, line in enumerate(page.body.split("\n")):
        if open_ is None:
            match = OPEN.match(line)
            if match:
                marks, indent = match["fence"], match["indent"]
                open_ = Fence(index, *_read_header(page, index, match["header"]), marks=marks)
        elif line[len(indent) :].rstrip() == marks and line[: len(indent)] == indent:
            _see_highlighted(page, open_)
            fences.append(open_)
            open_ = None
        else:
            if line[len(indent) :].startswith(marks):
                raise page.error(
                    index,
                    f"a line of the fence begins with its mark, and does not close it: "
                    f"{line.strip()[:60]}",
                    f"a line with {marks} alone, or a longer mark around a fence in a fence",
                    "close the fence above, or begin and end it with a longer mark",
                )
            open_.body.append(line[len(indent) :])
    if open_ is not None:
        raise page.error(
            open_.index,
            f"the fence {marks}{open_.language} is opened and never closed",
            f"a line with {marks} alone, indented like the opening one",
            "close the fence",
        )
    return fences


def _see_highlighted(page: Page, fence: Fence) -> None:
    """Refuse lines to be marked that the fence does not have; what it includes is not counted."""
    asked = [int(number) for number in re.findall(r"\d+", fence.options.get("hl_lines", ""))]
    count = len(fence.body)
    if any("8<-" in line for line in fence.body) or all(0 < n <= count for n in asked):
        return
    raise page.error(
        fence.index,
        f'the fence has hl_lines="{fence.options["hl_lines"]}", and not so many lines',
        f"lines of it, from 1 to {count}",
        "correct it",
    )


@lru_cache(maxsize=1024)
def prose(page: Page) -> str:
    """The body of a page with its fences blanked out, place for place."""
    lines = page.body.split("\n")
    for fence in read_fences(page):
        end = fence.index + len(fence.body) + 2
        lines[fence.index : end] = [re.sub(r"\S", " ", line) for line in lines[fence.index : end]]
    return "\n".join(lines)


def formulas_elsewhere(page: Page) -> list[tuple[int, str]]:
    """What MyST or a code host alone takes for a formula: its line in the file, its beginning."""
    lines = prose(page).split("\n")
    for fence in read_fences(page):
        lines[fence.index] = page.body.split("\n")[fence.index]
    found = ((index, OF_MYST.search(line)) for index, line in enumerate(lines))
    return [(page.line(index), match[0].strip()) for index, match in found if match]


def _read_header(page: Page, index: int, header: str) -> tuple[str, dict[str, str]]:
    if header.startswith("{"):
        if "exec" in header:
            raise page.error(
                index, f"the fence header {header} cannot be read", 'options as key="value"', HELP
            )
        named = IN_BRACES.search(header)
        return named[1] if named else "", {}
    language = LANGUAGE.match(header)
    end = language.end() if language else 0
    options: dict[str, str] = {}
    while option := OPTION.match(header, end):
        if option["key"] in options:
            raise page.error(
                index,
                f"the option {option['key']} is written twice",
                "each option once",
                "remove one of the two",
            )
        options[option["key"]] = option["value"]
        end = option.end()
    if header[end:].strip():
        raise page.error(
            index,
            f"the fence header cannot be read from here: {header[end:].strip()}",
            'options as key="value", in quotes',
            HELP,
        )
    _check_options(page, index, language[0] if language else "", options)
    return language[0] if language else "", options


def _check_options(page: Page, index: int, language: str, options: dict[str, str]) -> None:
    def refuse(key: str, expected: str, advice: str = HELP) -> None:
        raise page.error(index, f'the fence has {key}="{options[key]}"', expected, advice)

    known = RUN if "exec" in options else SHOWN
    for key in options:
        if key not in known:
            refuse(key, f"one of the options {', '.join(sorted(RUN | SHOWN))}; {key} is none here")
        pattern, meant = VALUES.get(key, (None, ""))
        if pattern and not pattern.fullmatch(options[key]):
            refuse(key, meant, "correct it")
    if "exec" not in options:
        return
    if options["exec"] not in TRUE:
        refuse("exec", 'exec="1", or no exec at all for code that is only shown')
    if language != "python":
        refuse("exec", f"python, the one language that runs here, and not {language or 'none'}")
    if "source" in options and options["source"] not in SOURCES:
        refuse("source", 'source="below": what a block printed stands first, its source below it')
    if "html" in options:
        if options["html"] not in TRUE or "result" in options:
            refuse("html", 'html="1" without result, for a program that draws')
    elif options.get("result") != "text":
        raise page.error(
            index,
            f'the fence has result="{options["result"]}"'
            if "result" in options
            else "the fence does not say how what its block prints is shown",
            'result="text", or html="1" for a program that draws',
            HELP,
        )
