"""Pages that were mangled at random: each is refused with page and line, or is a page.

`make fuzz` tries 10,000; `python -m tests.fuzz COUNT SEED` others. What is found is printed with
the seed that makes it again, as `python -m tests.fuzz 1 SEED`.
"""

from __future__ import annotations

import collections
import contextlib
import faulthandler
import os
import random
import resource
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

from markdown import Markdown
from mkdocs.config import load_config

from proofpages.coq import tools
from proofpages.page.faults import PageError, PageErrors
from proofpages.page.page import Page
from tests.builds import PAGE, ROOT, copy_site

SLOW = 20.0
"""Seconds after which a page hangs."""
PIECES = (
    *(
        "$",
        "$$",
        "\n$$\n",
        "`",
        "```",
        "```python\n",
        "~~~",
        "<!--",
        "-->",
        "<!-- tex: skip: a -->",
    ),
    *(
        "<!-- tex: assume -->",
        "<!-- tex: later -->",
        "<!-- tex:",
        "<div>",
        "</div>",
        "<p",
        "<![CDATA[",
    ),
    *(
        "<!",
        "<?",
        "&#36;",
        "&",
        "\\",
        "\\frac",
        "{",
        "}",
        "}{",
        "^",
        "_",
        "^{}",
        "\\tag{E8}",
        "\\tag{",
    ),
    *("[", "](", "![", "[a](b.md)", "[a]: b", "--8<--", '--8<-- "gone.py"', '--8<-- ""', "---\n"),
    *(
        "---\ntitle: [\n---\n",
        "| a | b |",
        "|",
        "> ",
        "- ",
        "1. ",
        "    ",
        "\t",
        "# ",
        "!!! note\n",
    ),
    *("??? note\n", "{: #a }", "{: .equation-mark }", "Continues [a](a.md).", "\r", "\r\n", "\0"),
    *("\u200b", "\u202e", "\ufeff", "\ud7ff", "é", "𝛼", "＝", "−", "≈", "0" * 50, "9" * 5000),
    *("\x02", "\x03", "\x02wzxhzdk:0\x03", "klzzwxh:0", "\u2028", "\x85", "*" * 30, "<math>"),
)


def mangled(text: str, chance: random.Random) -> str:
    """A text with one to six random changes."""
    for _ in range(chance.randint(1, 6)):
        text = chance.choice(CHANGES)(text, chance)
    return text


def _at(text: str, chance: random.Random) -> int:
    return chance.randint(0, len(text))


def _put(text: str, chance: random.Random) -> str:
    at = _at(text, chance)
    return text[:at] + chance.choice(PIECES) + text[at:]


def _drop(text: str, chance: random.Random) -> str:
    at = _at(text, chance)
    return text[:at] + text[at + chance.randint(1, 30) :]


def _move_line(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    line = lines.pop(chance.randrange(len(lines)))
    lines.insert(chance.randint(0, len(lines)), line)
    return "\n".join(lines)


def _double(text: str, chance: random.Random) -> str:
    a, b = sorted((_at(text, chance), _at(text, chance)))
    return text[:b] + text[a:b] + text[b:]


def _indent(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    at = chance.randrange(len(lines))
    lines[at] = chance.choice(["    ", "  ", "> ", "- ", "\t"]) * chance.randint(1, 4) + lines[at]
    return "\n".join(lines)


def _deep(text: str, chance: random.Random) -> str:
    piece = chance.choice(["> ", "- ", "[", "![", "<div>", "{", "(", "$x$ ", "\\sqrt{", "*", "<b>"])
    at = _at(text, chance)
    return text[:at] + piece * chance.choice([5, 50, 500, 2000]) + text[at:]


def _letter(text: str, chance: random.Random) -> str:
    at = _at(text, chance)
    return (
        text[:at]
        + chr(chance.choice([chance.randrange(32, 127), chance.randrange(0xD7FF)]))
        + (text[at + 1 :])
    )


CHANGES: tuple[Callable[[str, random.Random], str], ...] = (
    *(_put, _put, _put, _drop, _drop, _move_line, _double, _indent, _letter, _letter, _deep),
)


def page_of_seed(seed: int) -> bytes:
    """The bytes of a page: some sections of one, mangled, and at times no text at all."""
    chance = random.Random(seed)
    pages = sorted((ROOT / "docs").rglob("*.md"))
    text = chance.choice(pages).read_text(encoding="utf-8")
    lines = text.split("\n")
    start = chance.choice([0, chance.randrange(len(lines))])
    front = "---\ntitle: A\ndescription: A.\nexecuted: none, a test\n---\n\n" if start else ""
    part = front + "\n".join(lines[start : start + chance.choice([8, 20, 60])])
    data = mangled(part, chance).encode("utf-8", "surrogatepass")
    if chance.random() < 0.1:
        at = chance.randrange(len(data) + 1)
        data = data[:at] + bytes(chance.randrange(256) for _ in range(3)) + data[at:]
    return data


class Mangler:
    """Converts mangled pages, with the extensions of mkdocs.yml, in a copy of the site."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / PAGE
        config = load_config("mkdocs.yml", hooks=[])
        self.options = {
            "extensions": config.markdown_extensions,
            "extension_configs": config.mdx_configs,
        }

    def page_of_formulas(self, count: int) -> Page:
        """A page with so many formulas in its text."""
        head = "---\ntitle: A\nexecuted: none, a test\n---\n"
        begins = "\nContinues [Loss](loss-and-softmax.md).\n"
        lines = (f"\nThe number $p_{{{i}}} + {i}$ is a mention.\n" for i in range(count))
        self.file.write_text(head + begins + "".join(lines), encoding="utf-8")
        return Page.read(Path(PAGE))

    def outcome(self, seed: int) -> str:
        """What becomes of a page: `page`, `refused`, or what is wrong, in words."""
        data = page_of_seed(seed)
        self.file.write_bytes(data)
        started = sum(os.times()[:4])
        faulthandler.dump_traceback_later(6 * SLOW, exit=True)
        try:
            Markdown(**self.options).convert(Page.read(Path(PAGE)).body)
            found = "page"
        except PageError as error:
            found = _judged(error, data)
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            last = traceback.extract_tb(error.__traceback__)[-1]
            found = f"{type(error).__name__} in {Path(last.filename).name}: {str(error)[:80]}"
        finally:
            faulthandler.cancel_dump_traceback_later()
        # The processor's time, which other programs on a busy machine take none of.
        seconds = sum(os.times()[:4]) - started
        return f"took {seconds:.0f} s" if seconds > SLOW else found


def _judged(error: PageError, data: bytes) -> str:
    """Whether a refusal tells a line of the page, and not that the tool is broken."""
    for one in error.errors if isinstance(error, PageErrors) else (error,):
        told = str(one)
        if "report it" in told:
            return f"a fault of the tool: {told[:160]}"
        if one.file == PAGE and not 1 <= one.line <= len(data.splitlines()) + 1:
            return f"a line that is not there: {one.line}"
        if one.file not in {PAGE, "<text>"} and not Path(one.file).exists():
            return f"a page that is not there: {one.file}"
    return "refused"


@contextlib.contextmanager
def mangler() -> Iterator[Mangler]:
    """A folder with a copy of the site, as the working folder."""
    find_program = tools.find_program
    tools.find_program = lambda name: None  # Coq has its own tests, and takes seconds.
    try:
        with tempfile.TemporaryDirectory() as name, contextlib.chdir(ROOT):
            copy_site(Path(name))
            with contextlib.chdir(name):
                yield Mangler(Path(name))
    finally:
        tools.find_program = find_program


def memory() -> int:
    """The most memory that this process has had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main(count: int = 10_000, seed: int | None = None) -> int:
    first = int.from_bytes(os.urandom(4), "big") if seed is None else seed
    print(f"{count} pages from seed {first}", flush=True)
    outcomes: collections.Counter[str] = collections.Counter()
    started = time.monotonic()
    with mangler() as mangle:
        for number in range(first, first + count):
            found = mangle.outcome(number)
            outcomes[found if found in {"page", "refused"} else "WRONG"] += 1
            if found not in {"page", "refused"}:
                print(f"seed {number}: {found}", flush=True)
    seconds = time.monotonic() - started
    print(f"{dict(outcomes)} in {seconds:.0f} s, {memory()} MB", flush=True)
    return int(outcomes["WRONG"] > 0 or memory() > 1024)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
