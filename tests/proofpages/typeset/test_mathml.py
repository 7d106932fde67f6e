"""proofpages.typeset.mathml: formulas as browsers draw them, without Node."""

from __future__ import annotations

import re

import pytest
from markdown import Markdown

from proofpages.page.faults import PageError
from proofpages.typeset.mathml import drawn_by_browsers, mathml

EXTENSIONS = ["pymdownx.arithmatex", "proofpages.typeset.mathml"]
CONFIG = {"pymdownx.arithmatex": {"generic": True}}


def render(text: str) -> str:
    return Markdown(extensions=EXTENSIONS, extension_configs=CONFIG).convert(text)


def text_of(html: str) -> str:
    return re.sub(r"\s+", "", re.sub(r"<[^>]*>", "", html))


def test_a_display_has_its_number_and_anchor() -> None:
    html = render("$$\np - y \\tag{E1}\n$$\n")
    assert 'class="equation" id="E1"' in html
    assert '<a class="equation-number" href="#E1">(E1)</a>' in html
    assert text_of(html) == "p−y(E1)"


def test_an_inline_formula_is_mathematics_in_its_line() -> None:
    html = render("So $p_i < 1$ holds.")
    assert re.search(r'So <span class="math"><math.*</math></span> holds\.', html)
    assert "&lt;" in html


def test_what_cannot_be_drawn_is_named_with_its_line() -> None:
    with pytest.raises(PageError) as caught:
        render("Text.\n\n$\\foo$ and\n$\\bar{a$\n")
    told = str(caught.value)
    assert "<text>:3: this formula cannot be drawn: \\foo" in told
    assert "<text>:4: this formula cannot be drawn: \\bar{a" in told


@pytest.mark.parametrize(
    ("tex", "same"),
    [
        (r"\begin{equation} a \end{equation}", "a"),
        (r"\begin{align*} a &= b \end{align*}", r"\begin{aligned} a &= b \end{aligned}"),
        (r"\begin{gather} a \end{gather}", r"\begin{gathered} a \end{gathered}"),
        (r"\boldsymbol{1}", r"\mathbf{1}"),
        (
            r"\begin{aligned} a \\[3ex] b \end{aligned}",
            r"\begin{aligned} a \\ b \end{aligned}",
        ),
    ],
)
def test_what_math_core_does_not_know_is_written_otherwise(tex: str, same: str) -> None:
    assert drawn_by_browsers(tex, True) == drawn_by_browsers(same, True) != ""


def test_it_is_compared_as_mathjax_writes_it() -> None:
    (dots,) = mathml([(r"1, \dots, K", True)])
    assert "<mo>…</mo>" in dots
    (stop,) = mathml([("a .", True)])
    assert "<mo>.</mo>" in stop
    assert mathml([(r"\foo", True), ("a", False)])[0] == ""


def test_signs_have_no_names_that_xml_does_not_know() -> None:
    found = drawn_by_browsers(r"a \; b < c \neq d", True)
    assert not re.search(r"&(?!lt;|gt;|amp;|quot;|#)", found)
