"""Each fault that a build must not pass over: the page is refused, with page and line.

Every case puts one fault into a copy of the site and converts its page in this process, as every
generator does; `test_generators.py` shows that what ends a conversion ends a build.
"""

from __future__ import annotations

import contextlib
import re

import pytest
from bs4 import BeautifulSoup
from mkdocs.config import load_config

from proofpages.__main__ import main
from proofpages.page.faults import PageError
from proofpages.site import front_matter, publish
from tests.builds import BLOCK, NEEDS, PAGE, PAGES, Copy, check

pytestmark = pytest.mark.medium


def code(body: str, header: str = 'python exec="1" result="text"') -> str:
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
    "source above what it printed": (
        code("print(1)", 'python exec="1" source="above"'),
        'the fence has source="above"',
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
        code("print(1)", 'python exec="1 source="below"'),
        'cannot be read from here: below"',
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
        '§```python exec="1" result="text"\nprint(1)\n',
        "the fence ```python is opened and never closed",
    ),
    "a block in a comment": (
        BLOCK + "\n<!--\n\n" + code("print(1)") + "\n-->\n",
        "this block is written on the page and ran, and is not shown",
    ),
    "a block in an indented listing": (
        BLOCK + '\n    §```python exec="1" result="text"\n    print(1)\n    ```\n',
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


SLIPS_OF_THE_HAND: dict[str, tuple[str, str]] = {
    "no blank line before a display": (
        "By A5:\n§$$\np_i = p_i \\tag{A99}\n$$\n",
        "a dollar sign that belongs to no formula: $$",
    ),
    "no blank line behind a display": (
        "§$$\np_i = p_i \\tag{A99}\n$$\nIt holds.\n",
        "a dollar sign that belongs to no formula: $$",
    ),
    "a display that is never closed": (
        "It holds that\n\n§$$\np_i = p_i \\tag{A99}\n",
        "a dollar sign that belongs to no formula: $$",
    ),
    "no blank line before an environment": (
        "By A5:\n§\\begin{align}\np_i &= p_i \\tag{A99}\n\\end{align}\n",
        "a display that was taken for text: \\begin{align}",
    ),
    "no blank line before brackets": (
        "By A5:\n§\\[\np_i = p_i \\tag{A99}\n\\]\n",
        "a display that was taken for text: \\[",
    ),
    "a dollar sign in a heading": ("## Case $i = j$\n\n§## For $5\n", "a dollar sign that belongs"),
    "a bar in a formula in a table": (
        "| a | b |\n| --- | --- |\n§| $|p_i|$ | 2 |\n",
        "a dollar sign that belongs to no formula: $",
    ),
    "a display without a number": ("$$\n§p_i = p_i\n$$\n", "a display has no number: p_i = p_i"),
    "a number of a page before": (
        "$$\n§p_i = p_i \\tag{E3}\n$$\n",
        "the number E3 stands behind E8",
    ),
    "a table whose rule is too short": (
        "§| a | b |\n| -- |\n| 1 | 2 |\n",
        "a table that was taken for text: | a | b |",
    ),
    "a table without a rule": (
        "§| a `|` | b |\n| 1 | 2 |\n",
        "a table that was taken for text: | a ",
    ),
    "a table without a blank line before it": (
        "Both:\n§| a | b |\n| --- | --- |\n| 1 | 2 |\n",
        "a table that was taken for text: | a | b |",
    ),
    "https//": ("See §https//example.org/a.\n", "an address that is none: https//example.org/a"),
    "https:/": ("See §https:/example.org.\n", "an address that is none: https:/example.org"),
    "https:/ in a link": ("§[a](https:/example.org)\n", "an address that is none: https:/example"),
    "https// in a link": ("§[a](https//example.org)\n", "an address that is none: https//example"),
    "a misspelt scheme": ("§[a](htps://example.org)\n", "an address that is none: htps://example"),
    "a link without an address": ("§[a]()\n", "an address that is none: nothing"),
    "a link without a text": ("§[](chain-rule.md)\n", "a link without a text: chain-rule.md"),
    "a link in two pieces": (
        "§[a] (chain-rule.md)\n",
        "a link that was taken for text: [a] (",
    ),
    "a link turned round": ("§(a)[chain-rule.md]\n", "a link that was taken for text: (a)["),
    "a link that is not closed": (
        "§[a](chain-rule.md, and b\n",
        "a link that was taken for text: [a]",
    ),
    "a link to no name": ("§[a][b]\n", "a link that was taken for text: [a][b]"),
    "a footnote": ("Text.§[^1]\n", "a link that was taken for text: [^1]"),
    "code that is not closed": ("Write §`p and go on.\n", "a sign of code that has no partner"),
    "bold print that is not closed": (
        "It is §**bold.\n",
        "a sign of bold print",
    ),
    "attributes that are not closed": ("Text.\n§{: #a\n", "attributes that were taken for text"),
    "attributes without a colon": ("Text.\n§{#a .b\n", "attributes that were taken for text"),
    "a comment that is not closed": ("§<!-- a note\n\nText.\n", "a comment that is never closed"),
    "a directive in capitals": (
        "§<!-- TeX: skip: a test -->\n",
        "a comment that does nothing: ",
    ),
    "a directive without a colon": (
        "§<!-- tex skip -->\n",
        "a comment that does nothing: ",
    ),
    "a directive that is none": (
        "§<!-- tex: skp: a test -->\n\n$$\np_i = p_i \\tag{A99}\n$$\n",
        "a comment that does nothing: tex: skp: a test",
    ),
    "an admonition of no kind": (
        "§!!! nte\n\n    It is so.\n",
        "an admonition of a kind that is not known: nte",
    ),
    "lines that a fence does not have": (
        '§```python hl_lines="9"\nx = 1\n```\n',
        'the fence has hl_lines="9", and not so many lines',
    ),
    "lines in words": ('§```python hl_lines="two"\nx = 1\n```\n', 'the fence has hl_lines="two"'),
    "numbers of lines in words": (
        '§```python linenums="yes"\nx = 1\n```\n',
        'the fence has linenums="yes"',
    ),
    "a text behind the end of a fence": (
        "```python\nx = 1\n§``` and so on\n",
        "a line of the fence begins with its mark, and does not close it: ``` and so on",
    ),
    "a fence in a fence": (
        "```text\n§```python\nx = 1\n```\n```\n",
        "a line of the fence begins with its mark, and does not close it: ```python",
    ),
    "a fence in no language": ("§```pyton\nx = 1\n```\n", "the fence is in pyton, a language"),
    "the short name of a sign": ("It is so. §:smile:\n", "the short name of a sign that was taken"),
    "an attribute that is none": (
        '§[a](chain-rule.md){ titel="b" }\n',
        'an attribute that is not known: titel="b"',
    ),
    "a list without a blank line": ("Two:\n§- a\n- b\n", "a list that was taken for text: - a"),
    "a row of a table that is too long": (
        "| a | b |\n| --- | --- |\n§| 1 | 2 | 3 |\n",
        "a row of 3 cells in a table of 2",
    ),
    "a list that begins at 2": (
        "§2. a\n3. b\n",
        "a list that begins at 2, and is shown from 1: 2. a",
    ),
    "a list that goes on behind a text": (
        "1. a\n\nText.\n\n§2. b\n",
        "a list that begins at 2, and is shown from 1: 2. b",
    ),
    "a list of letters": ("a. one\n§b. two\n", "a list that was taken for text: b. two"),
    "a backslash for a new line": ("One§\\\ntwo\n", "a backslash that is shown at the end"),
    "a number that is none": ("By §E88, it is so.\n", "the text names E88, and no equation has"),
    "a link on another number": (
        "By §[E7](chain-rule.md#E3).\n",
        "the link on E7 leads to E3",
    ),
    "two numbers": (
        "$$\n§p_i = p_i \\tag{E19} \\tag{E20}\n$$\n",
        "a formula has a tag that is not the last in it",
    ),
    "a number with a star": (
        "$$\n§p_i = p_i \\tag*{E19}\n$$\n",
        "a formula has a tag that is not the last in it",
    ),
    "a number in a line": (
        "It is §$p_i = p_i \\tag{E19}$.\n",
        "a formula has the tag E19",
    ),
    "a number in lower case": (
        "$$\n§p_i = p_i \\tag{e19}\n$$\n",
        "a formula has the tag e19",
    ),
    "a formula in GitHub's fence": (
        "§```math\np_i = p_i\n```\n",
        "the fence is in math, a language that is not known here",
    ),
    "HTML with Markdown in it that is not closed": (
        "§<div markdown>\n\nOne `</div>`.\n",
        "the HTML is not whole: <div markdown> is never closed",
    ),
    "HTML in HTML that is not closed": (
        '§<div markdown="1">\n<div markdown>\n\nOne.\n\n</div>\n',
        'the HTML is not whole: <div markdown="1"> is never closed',
    ),
    "a formula in HTML": ("§<p>$p_i$</p>\n", "the page holds a formula in HTML"),
    "a link to a page in HTML": (
        '§<a href="chain-rule.md">a</a>\n',
        "the page holds a link to a page, which is not followed in HTML",
    ),
}
"""What a hand that types gets wrong, put behind the page's program."""


@pytest.mark.parametrize("slip", SLIPS_OF_THE_HAND)
def test_a_slip_of_the_hand_is_refused_by_any_build_and_without_one(
    slip: str, copy: Copy, capsys: pytest.CaptureFixture[str]
) -> None:
    passage, message = SLIPS_OF_THE_HAND[slip]
    line = copy.edit(PAGE, lambda text: f"{text}\n{passage}")
    check(copy, PAGE, line, message)
    with contextlib.chdir(copy.folder):
        assert main(["check", PAGE]) == 1
    told = f"\n{capsys.readouterr().err}"
    assert f"\n{PAGE}:{line}: {message}" in told, told


@pytest.mark.parametrize(
    ("nav", "message"),
    [
        (
            "derivation/chain-rules.md",
            "the navigation names docs/derivation/chain-rules.md, ",
        ),
        ("notation.md", "the navigation names notation.md twice"),
    ],
)
def test_a_page_that_the_navigation_misnames(
    nav: str, message: str, copy: Copy, capsys: pytest.CaptureFixture[str]
) -> None:
    line = copy.replace("mkdocs.yml", "  - derivation/chain-rule.md", f"  - §{nav}")
    with contextlib.chdir(copy.folder):
        with pytest.raises(PageError) as caught:
            publish.on_pre_build()
        assert main(["check"]) == 1
    for told in (str(caught.value), capsys.readouterr().err):
        assert told.startswith(f"mkdocs.yml:{line}: {message}"), told


def test_a_page_outside_the_navigation_has_an_order_of_its_own(copy: Copy) -> None:
    copy.only(PAGES[0])
    copy.convert(PAGE)
    line = copy.edit(PAGE, lambda text: text + "\n$$\n§p_i = p_i \\tag{E3}\n$$\n")
    check(copy, PAGE, line, "the number E3 stands behind E8")


@pytest.mark.parametrize("key", ["title", "description"])
def test_a_page_without_a_title_or_a_description(
    key: str, copy: Copy, capsys: pytest.CaptureFixture[str]
) -> None:
    copy.edit(PAGE, lambda text: re.sub(f"(?m)^{key}: .*\n", "", text, count=1))
    with contextlib.chdir(copy.folder):
        with pytest.raises(PageError) as caught:
            front_matter.on_pre_build(load_config("mkdocs.yml", hooks=[]))
        assert main(["check", PAGE]) == 1
    for told in (str(caught.value), capsys.readouterr().err):
        assert told.startswith(f"{PAGE}:1: there is no {key} in the front matter"), told


@pytest.mark.parametrize("written", ["Continue ", "*Continues* "])
def test_a_line_that_was_meant_to_continue_a_page(written: str, copy: Copy) -> None:
    line = copy.replace(PAGE, "\nContinues [", f"\n§{written}[")
    check(copy, PAGE, line, "a line that does not say what the page continues: ")


BLOCK_OF_A = BLOCK.replace("same_logit.py", "a.py")
INCLUDED: dict[str, tuple[bytes, str, str]] = {
    "an empty file": (b"\n", BLOCK_OF_A, "the page includes a.py, and nothing stands there"),
    "no UTF-8": (
        b"print('\xff')\n",
        BLOCK_OF_A,
        "the page includes a.py, which cannot be read (invalid start byte)",
    ),
    "what closes the fence": (
        b'"""\n```\n"""\nprint(1)\n',
        BLOCK_OF_A,
        "the page includes snippets/a.py:2, which closes the fence",
    ),
    "lines behind its end": (
        b"Text.\n",
        'Text.\n--8<-- "a.py:5:9"\n',
        "the page includes a.py:5:9, and nothing stands there",
    ),
}


@pytest.mark.parametrize("fault", INCLUDED)
def test_what_is_included_is_refused_where_it_is(
    fault: str, copy: Copy, capsys: pytest.CaptureFixture[str]
) -> None:
    content, text, message = INCLUDED[fault]
    (copy.folder / "snippets" / "a.py").write_bytes(content)
    line = copy.edit(PAGE, lambda page: page.replace(BLOCK, text.replace("--8<--", "§--8<--")))
    check(copy, PAGE, line, message)
    with contextlib.chdir(copy.folder):
        assert main(["check", PAGE]) == 1
    assert capsys.readouterr().err.startswith(f"{PAGE}:{line}: {message}")


NEEDS_FAULTS = {
    "a name twice": (lambda text: text + "§E8\tnothing\n", "E8 stands here twice"),
    "a conflict": (
        lambda text: text.replace("E8\t", "§<<<<<<< HEAD\nE8\t"),
        "this is no row of it: <<<<<<< HEAD",
    ),
}


@pytest.mark.parametrize("fault", NEEDS_FAULTS)
def test_a_record_that_cannot_be_read_is_named(
    fault: str, copy: Copy, capsys: pytest.CaptureFixture[str]
) -> None:
    change, message = NEEDS_FAULTS[fault]
    line = copy.edit(NEEDS, change)
    told = copy.refusal(PAGE)
    assert told.startswith(f"{NEEDS}:{line}: {message}"), told
    assert "What to do: run `python -m proofpages needs`" in told
    (copy.folder / NEEDS).write_bytes(b"\xff")
    assert copy.refusal(PAGE).startswith(f"{NEEDS}:1: it is no text in UTF-8")
    (copy.folder / NEEDS).unlink()
    with contextlib.chdir(copy.folder):
        assert main(["check"]) == 1
    assert capsys.readouterr().err.startswith("mkdocs.yml:")


@pytest.mark.parametrize("fault", FAULTS)
def test_the_page_is_refused(fault: str, copy: Copy) -> None:
    block, message = FAULTS[fault]
    line = copy.edit(PAGE, lambda text: text.replace(BLOCK, block))
    check(copy, PAGE, line, message)


def test_an_endless_loop_is_ended(copy: Copy) -> None:
    """In less time than the site's own 20 s, which would be spent twice here."""
    copy.replace("mkdocs.yml", "timeout: 20 ", "timeout: 1 ")
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
    copy.edit(PAGE, lambda text: text.replace("logit.py", "logit.py:second"))
    check(copy, PAGE, line, "at snippets/same_logit.py:7: ")


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


def test_a_page_that_is_too_deep_is_refused(copy: Copy) -> None:
    line = copy.edit(PAGE, lambda text: text + "\n§" + "![" * 2000 + "\n")
    check(copy, PAGE, line, "more than 300 times [ in a paragraph")


def test_an_exemption_that_is_not_needed(copy: Copy) -> None:
    copy.edit(PAGE, lambda text: text.replace("---\n", "---\nexecuted: none, a test\n", 1))
    check(copy, PAGE, 1, "the front matter says executed: none, and a block ran")


def test_a_block_that_is_not_written_on_the_page(copy: Copy) -> None:
    (copy.folder / "snippets/fence.md").write_text(
        '```python exec="1" result="text"\nprint(1)\n```\n'
    )
    copy.edit(PAGE, lambda text: text.replace(BLOCK, BLOCK + '\n--8<-- "fence.md"\n'))
    assert "a block is about to run that is not written on this page" in copy.refusal(PAGE)


def test_the_guard_cannot_be_left_out(copy: Copy) -> None:
    copy.replace("mkdocs.yml", "  - proofpages.programs:\n      timeout: 20", "  - footnotes\n #")
    told = copy.refusal(PAGE)
    assert "a block is about to run that proofpages.programs has not read" in told


def test_a_fence_quoted_in_a_fence_is_no_block(copy: Copy) -> None:
    quoted = '````markdown\n```python exec="1"\n1 / 0\n```\n````\n'
    copy.edit(PAGE, lambda text: text.replace(BLOCK, quoted + "\n" + BLOCK))
    assert "1 / 0" in BeautifulSoup(copy.convert(PAGE), "html.parser").get_text()
