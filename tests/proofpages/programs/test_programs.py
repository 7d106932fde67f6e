"""proofpages.programs: how a block that ran is laid out, and what is refused."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from markdown import Markdown

from proofpages.page.faults import PageError
from proofpages.programs import ExecutedExtension, formatter, validator

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


def test_a_card_holds_output_then_the_folded_source_and_the_mark() -> None:
    page = render('```python exec="1" source="below" result="text"\nprint(\n    6 * 7\n)\n```')
    card = BeautifulSoup(page, "html.parser")
    text = card.get_text()
    assert text.index("42") < text.index("6 * 7") < text.index("ran in this build · NumPy")
    (fold,) = card.select("details:not([open])")
    assert fold.get_text().startswith("Show the program, 3\N{NO-BREAK SPACE}lines")
    assert "6 * 7" in fold.get_text()
    assert "42" not in fold.get_text()


def test_a_card_says_how_wide_its_output_is() -> None:
    page = render('```python exec="1" result="text"\nprint("a" * 7)\nprint("b" * 5)\n```')
    assert 'style="--columns:7"' in page
    assert "<details" not in page


def test_two_equal_blocks_are_two_blocks() -> None:
    block = '```python exec="1" result="text"\nprint(6 * 7)\n```\n\n'
    assert render(block + block).count("ran in this build") == 2


PICTURE = '```python exec="1" html="1"\nprint(\'<figure class="picture">{}</figure>\')\n```'


def test_a_picture_is_passed_on() -> None:
    page = render(PICTURE.format("<svg></svg>"))
    assert '<div class="ran ran-picture"' in page
    assert '<figure class="picture"><svg></svg></figure>' in page


def test_a_picture_holds_no_script() -> None:
    with pytest.raises(PageError, match=r"the block prints <script>"):
        render(PICTURE.format("<script></script>"))


@pytest.mark.parametrize("options", ['exec="1"', 'exec="1" result="python"'])
def test_what_a_block_prints_is_shown_as_text_alone(options: str) -> None:
    with pytest.raises(PageError, match='Expected: result="text", or'):
        render(f"```python {options}\nprint('<b>')\n```")


def test_a_page_without_a_block_is_refused() -> None:
    with pytest.raises(PageError, match="no block of this page ran"):
        render("text")


def test_what_a_block_prints_is_escaped_with_what_it_is_called() -> None:
    page = render('```python exec="1" result="text"\nprint("<b>&")\n```')
    assert "<b>" not in page
    assert "&lt;b&gt;&amp;" in page
