"""proofpages.programs: what it reads, how it runs a block, and what it refuses by itself."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time

import pytest
from bs4 import BeautifulSoup
from markdown import Markdown

from proofpages.page.faults import PageError
from proofpages.page.fences import read_fences
from proofpages.page.page import Page
from proofpages.programs import ExecutedExtension, formatter, validator
from proofpages.programs.run import BlockFailed, run_block

FENCES = {
    "custom_fences": [
        {"name": "python", "class": "python", "validator": validator, "format": formatter}
    ]
}


def render(text: str) -> str:
    md = Markdown(
        extensions=["pymdownx.snippets", "pymdownx.superfences", ExecutedExtension(timeout=5)],
        extension_configs={"pymdownx.superfences": FENCES},
    )
    return md.convert(text)


def fences(text: str) -> list[tuple[str, dict[str, str], list[str]]]:
    return [(f.language, f.options, f.body) for f in read_fences(Page("page.md", text))]


def test_fences_are_read_with_their_options_and_bodies() -> None:
    assert fences("a\n```python exec=\"1\" title='x y'\n1\n\n2\n```\n~~~\nb\n~~~") == [
        ("python", {"exec": "1", "title": "x y"}, ["1", "", "2"]),
        ("", {}, ["b"]),
    ]


def test_a_fence_inside_a_longer_fence_is_its_text() -> None:
    assert fences('````\n```python exec="1"\n1\n```\n````') == [
        ("", {}, ['```python exec="1"', "1", "```"])
    ]


@pytest.mark.parametrize("indent", ["    ", "> ", ">  > "])
def test_an_indented_fence_loses_its_indentation(indent: str) -> None:
    text = "\n".join(indent + line for line in ("```python", "if x:", "    y", "```"))
    assert fences(text) == [("python", {}, ["if x:", "    y"])]


def test_a_fence_error_names_the_line_of_the_file() -> None:
    page = Page("docs/a.md", "text\n\n```python exec=1\n```\n", offset=4)
    with pytest.raises(PageError, match=r"^docs/a\.md:7: .*exec=1") as caught:
        read_fences(page)
    assert (caught.value.page, caught.value.line) == ("docs/a.md", 7)


def test_a_block_prints_what_the_file_would_print() -> None:
    source = "import sys\nprint(1, 2, sep=', ', end='!')\nsys.stdout.write('3\\n')"
    assert run_block(source, "<block>", 5) == "1, 2!3\n"


def test_a_block_is_the_main_module_and_keeps_nothing() -> None:
    assert run_block("x = 1\nif __name__ == '__main__': print('main')", "<block>", 5) == "main\n"
    with pytest.raises(BlockFailed, match="name 'x' is not defined"):
        run_block("print(x)", "<block>", 5)


def test_numpy_settings_stay_in_their_block() -> None:
    run_block("import numpy as np\nnp.set_printoptions(precision=2)", "<block>", 5)
    assert "0.12345" in run_block("import numpy as np\nprint(np.array([0.12345]))", "<block>", 5)


def test_the_way_to_an_error_is_kept() -> None:
    with pytest.raises(BlockFailed) as caught:
        run_block("def f():\n    1 / 0\n\nf()", "<block>", 5)
    assert caught.value.trace == [4, 2]


def test_a_block_that_never_ends_is_left_and_stopped() -> None:
    before = threading.active_count()
    with pytest.raises(BlockFailed, match=r"did not end within 0\.2 s"):
        run_block("while True: pass", "<block>", 0.2)
    for _ in range(100):
        if threading.active_count() == before:
            break
        time.sleep(0.05)
    assert threading.active_count() == before


def test_a_card_holds_source_output_and_mark() -> None:
    page = render('```python exec="1" source="above" result="text"\nprint(6 * 7)\n```')
    text = BeautifulSoup(page, "html.parser").get_text()
    assert text.index("print(6 * 7)") < text.index("42") < text.index("ran in this build · NumPy")


def test_two_equal_blocks_are_two_blocks() -> None:
    block = '```python exec="1" result="text"\nprint(6 * 7)\n```\n\n'
    assert render(block + block).count("ran in this build") == 2


def test_html_is_passed_on() -> None:
    page = render('```python exec="1" html="1"\nprint(\'<svg></svg>\')\n```')
    assert '<div class="ran ran-picture"' in page
    assert "<svg></svg>" in page


def test_a_page_without_a_block_is_refused() -> None:
    with pytest.raises(PageError, match="no block of this page ran"):
        render("text")


def test_asserts_stay_where_python_is_told_to_drop_them() -> None:
    for block in ("assert 1 == 2", "if __debug__:\n    raise AssertionError", "assert not [0]"):
        program = (
            "from proofpages.programs.run import BlockFailed, run_block\n"
            f"try:\n    run_block({block!r}, '<block>', 5)\n"
            "except BlockFailed as failure:\n    print(failure)\n"
        )
        environment = {**os.environ, "PYTHONOPTIMIZE": "1"}
        command = [sys.executable, "-c", program]
        printed = subprocess.run(
            command, env=environment, capture_output=True, text=True, check=True
        ).stdout
        assert printed.strip() == "it raised AssertionError"


def test_a_block_that_waits_is_not_taken_for_one_that_computes() -> None:
    assert run_block("import time\ntime.sleep(0.6)\nprint(1)", "<block>", 0.3) == "1\n"
    with pytest.raises(BlockFailed, match=r"did not end within 0\.1 s"):
        run_block("import time\ntime.sleep(3600)", "<block>", 0.1)


def test_what_a_block_prints_is_escaped_with_what_it_is_called() -> None:
    page = render('```python exec="1" result="text"\nprint("<b>&")\n```')
    assert "<b>" not in page
    assert "&lt;b&gt;&amp;" in page
