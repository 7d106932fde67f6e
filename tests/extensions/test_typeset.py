"""extensions.typeset: what MathJax draws, and how it is put on the page."""

from __future__ import annotations

import re

import pytest
from markdown import Markdown

from extensions.pages import PageError
from extensions.typeset.mathjax import BadTeX, MathJax, Typeset, mathjax

EXTENSIONS = ["admonition", "toc", "pymdownx.arithmatex", "extensions.typeset"]
CONFIG = {"pymdownx.arithmatex": {"generic": True}}


def render(text: str) -> str:
    return Markdown(extensions=EXTENSIONS, extension_configs=CONFIG).convert(text)


def typeset(tex: str, display: bool = True) -> Typeset:
    (drawn,) = mathjax.typeset([(tex, display)])
    assert isinstance(drawn, Typeset), drawn
    return drawn


@pytest.mark.parametrize(
    "tex",
    [
        r"\frac{\partial^2 L}{\partial z_i \partial z_j} = p_i (\delta_{ij} - p_j)",
        r"\sqrt{\frac{1}{1 + \exp\left(-\sum_k z_k\right)}}",
        r"\begin{aligned} a &= b \\ &< c \end{aligned}",
        r"\nabla_z L \in \mathbb{R}^K \qquad (i \neq j)",
        r"\underbrace{p_j}_{\text{probability}} \widehat{xyz} \overline{abc}",
    ],
)
def test_every_glyph_that_is_used_has_an_outline(tex: str) -> None:
    drawn = typeset(tex)
    used = set(re.findall(r'href="#([^"]+)"', drawn.svg))
    assert used == set(drawn.glyphs)
    assert all(outline.startswith("M") for outline in drawn.glyphs.values())
    assert drawn.height > 0


def test_the_drawing_follows_the_text() -> None:
    drawn = typeset("p - y", display=False)
    assert 'fill="currentColor"' in drawn.svg
    assert re.search(r'width="[\d.]+em" height="[\d.]+em" style="vertical-align:-', drawn.svg)
    assert drawn.mathml == "<math><mi>p</mi><mo>−</mo><mi>y</mi></math>"


def test_errors_are_mathjaxs_own() -> None:
    first, second, third = mathjax.typeset([(r"\frac{1}", True), (r"\foo", False), ("x", False)])
    assert isinstance(first, BadTeX)
    assert str(first) == r"Missing argument for \frac"
    assert str(second) == r"Undefined control sequence \foo"
    assert isinstance(third, Typeset)


def test_no_macro_outlives_its_formula() -> None:
    first, second = mathjax.typeset([(r"\def\foo{x} \foo", False), (r"\foo + 1", False)])
    assert isinstance(first, BadTeX)
    assert isinstance(second, BadTeX)


def test_one_process_serves_all_and_formulas_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    own = MathJax()
    asked: list[int] = []
    ask = own._ask
    monkeypatch.setattr(own, "_ask", lambda request: asked.append(len(request)) or ask(request))
    own.typeset([("a", False), ("b", False), ("a", False)])
    process = own._process
    own.typeset([("a", False), ("c", False)])
    assert asked == [2, 1]
    assert own._process is process
    own.close()
    assert isinstance(own.typeset([("d", True)])[0], Typeset)
    own.close()


def test_an_equation_gets_its_anchor_and_number() -> None:
    page = render("Text\n\n$$\np_j \\tag{E2}\n$$\n")
    assert '<div class="equation" id="E2">' in page
    assert '<a class="equation-number" href="#E2">(E2)</a>' in page
    assert "tag" not in page


def test_a_display_in_an_admonition_or_a_list() -> None:
    display = "\n\n    $$\n    x < y\n    $$\n\n"
    page = render(f'!!! note "N"\n    Text{display}1. Item{display}')
    assert page.count('class="equation"') == 2
    assert "<mo>&lt;</mo>" in page


def test_glyphs_stand_once_at_the_top() -> None:
    page = render("# On $x$\n\nSee $x$ and $x$.\n")
    assert page.startswith('<svg class="glyphs"')
    assert page.count('<path id="NCM-I-1D465"') == 1
    assert page.count('<use xlink:href="#NCM-I-1D465"') == 3


def test_the_table_of_contents_reads_the_formula() -> None:
    md = Markdown(
        extensions=EXTENSIONS, extension_configs={"pymdownx.arithmatex": {"generic": True}}
    )
    md.convert("## Case 2: $i \\neq j$\n")
    assert md.toc_tokens[0]["name"] == "Case 2: i≠j"  # type: ignore[attr-defined]


def test_punctuation_stays_with_its_formula() -> None:
    assert re.search(r"</mjx-container>,</span> then", render("If $x$, then"))


def test_a_stray_dollar_is_refused_with_its_line() -> None:
    with pytest.raises(PageError, match=r"^<text>:3: a dollar sign that belongs to no formula"):
        render("Text\n\n1) item $$ x")
