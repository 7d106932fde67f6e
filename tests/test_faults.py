"""Each fault that the build must not pass over: it stops, names page and line, and writes nothing.

Every case puts one fault into a copy of the site and builds it, with MkDocs and with Zensical: most
in forks of a warm process (`forks`), and some of each kind from a cold start too, as a person does.
"""

from __future__ import annotations

import dataclasses
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builds import BLOCK, PAGE, ROOT, Copy, check, environment
from tests.forks import run


def code(body: str, header: str = 'python exec="1"') -> str:
    """A fence to put in the place of the page's own; § marks the line that must be reported."""
    return f"§```{header}\n{body}\n```\n"


FAULTS: dict[str, tuple[str, str]] = {
    "a block that raises": (code("x = 1\n1 / 0"), "it raised ZeroDivisionError: division by zero"),
    "a false assertion": (code("assert 1 == 2"), "it raised AssertionError"),
    "a syntax error": (code("x = (1"), "it raised SyntaxError: '(' was never closed"),
    "sys.exit()": (code("import sys\nsys.exit()"), "it called sys.exit()"),
    "sys.exit(0)": (code("import sys\nsys.exit(0)"), "it called sys.exit(0)"),
    "sys.exit(3)": (code("import sys\nsys.exit(3)"), "it called sys.exit(3)"),
    "a warning": (
        code("import warnings\nwarnings.warn('careful')"),
        "it gave a warning, UserWarning: careful",
    ),
    "a NumPy warning": (
        code("import numpy as np\nnp.exp(np.array([800.0]))"),
        "it gave a warning, RuntimeWarning: overflow encountered in exp",
    ),
    "source= that is none": (
        code("print(1)", 'python exec="1" source="abov"'),
        'the fence has source="abov"',
    ),
    "width= that is none": (
        code("print(1)", 'python exec="1" width="x"'),
        'the fence has width="x"',  # A number would be refused too: the file runs without it.
    ),
    "workdir= that is none": (
        code("print(1)", 'python exec="1" workdir="missing"'),
        'the fence has workdir="missing"',
    ),
    "exec without quotes": (code("print(1)", "python exec=1"), "cannot be read from here: exec=1"),
    "an unclosed quote": (
        code("print(1)", 'python exec="1 source="above"'),
        'cannot be read from here: above"',
    ),
    "a misspelt exec": (code("print(1)", 'python exce="1"'), 'the fence has exce="1"'),
    "exec that is off": (code("print(1)", 'python exec="0"'), 'the fence has exec="0"'),
    "exec in braces": (code("print(1)", '{.python exec="1"}'), "cannot be read"),
    "a session": (code("print(1)", 'python exec="1" session="a"'), 'the fence has session="a"'),
    "another language": (code("echo 1", 'bash exec="1"'), 'the fence has exec="1"'),
    "a missing snippet": (
        BLOCK.replace("--8<--", "§--8<--").replace("same_logit", "other_name"),
        "the page includes other_name.py, which is not there",
    ),
    "a missing section": (
        BLOCK.replace("--8<--", "§--8<--").replace("same_logit.py", "same_logit.py:half"),
        "the page includes same_logit.py:half, which is not there",
    ),
    "a fence that is not closed": (
        '§```python exec="1"\nprint(1)\n',
        "the fence ```python is opened and never closed",
    ),
    "a block in a comment": (
        BLOCK + "\n<!--\n\n" + code("print(1)") + "\n-->\n",
        "this block is written on the page and ran, and is not shown",
    ),
    "a block in an indented listing": (
        BLOCK + '\n    §```python exec="1"\n    print(1)\n    ```\n',
        "this block is written on the page and ran, and is not shown",
    ),
    "bad TeX": (
        BLOCK + "\n$$\n§\\frac{1}{2 \\tag{A99}\n$$\n",
        "MathJax cannot read this formula: Missing close brace",
    ),
    "an unknown macro": (
        BLOCK + "\nSee §$\\nonsense p$.\n",
        "MathJax cannot read this formula: Undefined control sequence \\nonsense",
    ),
    "a display that is none": (
        BLOCK + "\nText\n§$$ x = 1\n",
        "a dollar sign that belongs to no formula",
    ),
    "a number given twice": (
        BLOCK + "\n$$\n§p_i = p_i \\tag{E8}\n$$\n",
        "two equations of the page have the number E8",
    ),
    "a tag that is no number": (
        BLOCK + "\n$$\n§p_i = p_i \\tag{*}\n$$\n",
        "a formula has the tag *",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_build_stops(fault: str, copy: Copy) -> None:
    block, message = FAULTS[fault]
    line = copy.edit(PAGE, lambda text: text.replace(BLOCK, block))
    check(copy, PAGE, line, message)


FRAMES = re.compile(r"^  File .*\n(?:    .*\n)*", re.MULTILINE)
"""The places in a traceback: a fork's has more of them at its head."""


@pytest.mark.parametrize(
    ("fault", "generator"),
    [
        ("a block that raises", "zensical"),
        ("bad TeX", "mkdocs"),
        ("a claim that is false", "zensical"),
    ],
)
def test_a_cold_start_ends_as_a_fork_does(fault: str, generator: str, copy: Copy) -> None:
    """With all pages of the copy; `check` has only the page of the fault built."""
    block, message = {
        **FAULTS,
        "a claim that is false": (BLOCK + "\n§$p_i = p_j$\n", "the formula does not hold: at K=2"),
    }[fault]
    line = copy.edit(PAGE, lambda text: text.replace(BLOCK, block))
    seen = []
    for start in (copy, dataclasses.replace(copy, forked=False)):
        result = start.build(generator)
        seen.append((result.returncode, result.stdout, FRAMES.sub("", result.stderr)))
        assert f"{PAGE}:{line}: " in result.stderr
        assert message in result.stderr
        assert not copy.page(PAGE).exists()
        for left in ("site", ".cache"):  # So that both start from the same.
            shutil.rmtree(copy.folder / left, ignore_errors=True)
    assert seen[0] == seen[1]
    assert seen[0][0] == 1


def test_an_endless_loop_is_ended(copy: Copy) -> None:
    """In less time than the site's own 60 s, which would be spent twice here."""
    copy.replace("mkdocs.yml", "timeout: 60 ", "timeout: 1 ")
    line = copy.edit(PAGE, lambda text: text.replace(BLOCK, code("while True:\n    pass")))
    check(copy, PAGE, line, "it did not end within 1 s")


def test_a_failure_in_a_snippet_names_its_line(copy: Copy) -> None:
    line = copy.edit(PAGE, lambda text: text.replace("```python", "§```python"))
    snippet = "snippets/same_logit.py"
    at = copy.edit(snippet, lambda text: text.replace("assert", "§assert 0 and", 1))
    check(copy, PAGE, line, f"{snippet} failed at {snippet}:{at}")


def test_section_marks_are_counted(copy: Copy) -> None:
    """Snippets leaves the marks out of what it includes, and Python counts without them."""
    copy.edit(
        "snippets/same_logit.py",
        lambda _: (
            "# --8<-- [start:first]\nx = 1\n# --8<-- [end:first]\n\nprint(x)\n"
            "# --8<-- [start:second]\ny = 1 / 0\n# --8<-- [end:second]\n"
        ),
    )
    line = copy.edit(PAGE, lambda text: text.replace("```python", "§```python"))
    check(copy, PAGE, line, "failed at snippets/same_logit.py:7: it raised ZeroDivisionError")
    line = copy.edit(PAGE, lambda text: text.replace("logit.py", "logit.py:second"))
    check(copy, PAGE, line if line > 1 else _line_of_block(copy), "at snippets/same_logit.py:7: ")


def _line_of_block(copy: Copy) -> int:
    text = (copy.folder / PAGE).read_text()
    return text.partition('```python exec="1"')[0].count("\n") + 1


@pytest.mark.parametrize(
    ("front", "message"),
    [
        ("", "no block of this page ran"),
        ("executed: none\n", "the front matter says executed: none"),
        ("executed: none, \n", "the front matter says executed: none"),
        ("executed: no\n", "the front matter says executed: False"),
    ],
)
def test_a_page_without_a_block_needs_a_reason(front: str, message: str, copy: Copy) -> None:
    copy.edit(PAGE, lambda text: text.replace(BLOCK, "").replace("---\n", f"---\n{front}", 1))
    check(copy, PAGE, 1, message)


def test_an_exemption_that_is_not_needed(copy: Copy) -> None:
    copy.edit(PAGE, lambda text: text.replace("---\n", "---\nexecuted: none, a test\n", 1))
    check(copy, PAGE, 1, "the front matter says executed: none, and a block ran")


def test_a_block_that_is_not_written_on_the_page(copy: Copy) -> None:
    (copy.folder / "snippets/fence.md").write_text('```python exec="1"\nprint(1)\n```\n')
    copy.edit(PAGE, lambda text: text.replace(BLOCK, BLOCK + '\n--8<-- "fence.md"\n'))
    for generator in (copy.mkdocs, copy.zensical):
        result = generator()
        assert result.returncode != 0
        assert "a block is about to run that is not written on this page" in (
            result.stdout + result.stderr
        )


def test_the_guard_cannot_be_left_out(copy: Copy) -> None:
    copy.edit(
        "mkdocs.yml",
        lambda text: text.replace(
            "  - proofpages.programs:\n      timeout: 60", "  - footnotes\n #"
        ),
    )
    result = copy.mkdocs()
    assert result.returncode != 0
    assert "a block is about to run that proofpages.programs has not read" in result.stderr


def test_a_fence_quoted_in_a_fence_is_no_block(copy: Copy) -> None:
    quoted = '````markdown\n```python exec="1"\n1 / 0\n```\n````\n'
    copy.edit(PAGE, lambda text: text.replace(BLOCK, quoted + "\n" + BLOCK))
    for generator in (copy.mkdocs, copy.zensical):
        result = generator()
        assert result.returncode == 0, result.stdout + result.stderr
        assert "1 / 0" in copy.page(PAGE).read_text().replace('<span class="mi">', "").replace(
            '<span class="o">', ""
        ).replace("</span>", "").replace('<span class="w">', "")


def test_strict_and_quiet_changes_nothing(copy: Copy) -> None:
    """With -q, MkDocs 1.6 counts no warnings; the guard does not rest on them."""
    copy.edit(PAGE, lambda text: text.replace(BLOCK, code("1 / 0")))
    command = ("mkdocs", "build", "-q", "--no-strict")
    result = run(copy.folder, command, environment())
    assert result.returncode == 1
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("link", ["#E94", "gone.md", "chain-rule.md#E94"])
def test_a_link_that_leads_nowhere(link: str, copy: Copy) -> None:
    """MkDocs itself warns of it and names the page; Zensical does not look."""
    copy.edit("mkdocs.yml", lambda text: f"{text}\nstrict: true\n")
    line = copy.edit(PAGE, lambda text: text.replace(BLOCK, f"{BLOCK}\nSee\n§[this]({link}).\n"))
    result = copy.mkdocs()
    assert result.returncode == 1
    assert f"{PAGE}:{line}: Doc file 'derivation/same-logit.md' contains a link '{link}'" in (
        result.stderr
    )


def test_make_site_leaves_no_site_after_a_failure(copy: Copy) -> None:
    shutil.copy(ROOT / "Makefile", copy.folder)  # It stands for what make set up, too.
    make = ["make", "site", f"BIN={Path(sys.executable).parent}", "BUILD=Makefile"]

    def status() -> int:
        return subprocess.run(
            make, cwd=copy.folder, capture_output=True, timeout=100, check=False
        ).returncode

    assert status() == 0
    assert copy.page(PAGE).is_file()
    # Links to the pages that a copy leaves out: strict mode ends when all is written.
    copy.edit("mkdocs.yml", lambda text: f"{text}\nstrict: true\n")
    assert status() != 0
    assert not (copy.folder / "site").exists()
    copy.edit(PAGE, lambda text: text.replace(BLOCK, code("1 / 0")))
    assert status() != 0
    assert not (copy.folder / "site").exists()


@pytest.mark.parametrize(
    ("generator", "forked"),
    # From a cold start with MkDocs: `make site`, above.
    [("mkdocs", True), ("zensical", True), ("zensical", False)],
)
def test_the_copy_itself_builds(generator: str, forked: bool, copy: Copy) -> None:
    """Otherwise the faults above would prove nothing."""
    copy.forked = forked
    result = copy.build(generator)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "ran in this build" in copy.page(PAGE).read_text()
