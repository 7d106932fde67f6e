"""proofpages.site.raw_html: no HTML puts mathematics, or a mark like ours, past the checker."""

from __future__ import annotations

import pytest

from proofpages.page.faults import PageError
from tests.proofpages.site.converting import KNOWN, convert, one_build  # noqa: F401

REFUSED = {
    # Formulas where none is looked for.
    "<p>So $a = 2 a$.</p>": "a formula in HTML",
    "<table><tr><td>\\(a = b\\)</td></tr></table>": "a formula in HTML",
    "<details>\n<summary>It</summary>\n$$a = b$$\n</details>": "a formula in HTML",
    "So &#36;a = b&#x24; holds.": "a formula in HTML",
    "So &dollar;a = b&dollar; holds.": "a formula in HTML",
    '<figure><img src="a.svg" alt="$a = b$"></figure>': "a formula in the attribute alt",
    '![the slope](a.svg "\\(a = b\\)")': "a formula in the attribute title",
    # Code by mistake.
    "    $$\n    a = b\n    $$": "a display that is indented so far that it is code",
    "1. Item\n\n        $$\n        a = b\n        $$": "a display that is indented so far",
    "Text\n\n    \\begin{aligned} a &= b \\end{aligned}": "a display that is indented so far",
    # What draws mathematics by itself.
    "<math><mi>a</mi><mo>=</mo><mi>b</mi></math>": "the element <math>",
    "So <math><mi>a</mi></math> holds.": "the element <math>",
    "<svg><text>a = b</text></svg>": "the element <svg>",
    "<iframe src='a.html'></iframe>": "the element <iframe>",
    # What states a relation where nothing is read.
    "<dl><dt>p</dt><dd>= q + 1</dd></dl>": "a relation in HTML, where none is read: p = q + 1",
    "<p><i>a</i> = <i>b</i> + 1</p>": "a relation in HTML, where none is read",
    "<table><tr><td>L</td><td>≤</td><td>log K</td></tr></table>": "a relation in HTML",
    # Marks.
    'It is <a class="equation-mark" href="#x">proved for every K</a>.': "the class equation-mark",
    '<div class="equation" markdown>\n\nText\n\n</div>': "the class equation, which",
    "[proved for every K](#x){: .formula-mark }": "the class formula-mark",
    "Text\n{: .equation-side .big }": "the class equation-side",
    '<span class="big mjx-container">a</span>': "the class mjx-container",
    # What is in force and cannot be seen.
    '<div style="display:none" markdown>\n\nLet $q := a$.\n\n</div>': "the attribute style",
    "<div hidden markdown>\n\nLet <!-- tex: assume -->$a = 2$.\n\n</div>": "the attribute hidden",
    'Let $q := a$.\n{: style="opacity: 0" }': "the attribute style",
    '<p onclick="go()">Text</p>': "the attribute onclick",
    '<div class="md-toggle" markdown>\n\nLet $q := a$.\n\n</div>': "the class md-toggle",
    "Let $q := a$.\n{: .md-nav__icon }": "the class md-nav__icon",
    "Let [$q := a$](#x){: .headerlink }.": "the class headerlink",
    # What is in force and is drawn as if it were not.
    "Let <del>$q := a$</del>.": "the element <del>",
    "<s>Let <!-- tex: assume -->$a = 2$.</s>": "the element <s>",
    '<del markdown="1">Let $q := a$.</del>': "the element <del>",
}

HARMLESS = [
    '<figure class="picture">\n<img src="a.svg" alt="A slope">\n</figure>',
    '<div class="grid cards" markdown>\n\n- Here is $a$.\n\n</div>',
    "Press <kbd>Ctrl</kbd>, &amp; see `$$`.<br>\n<!-- $a = b$ -->",
    "| $a$ | b |\n| --: | :-: |\n| 1 | $b$ |",
    "```latex\n$$\na = b\n$$\n```\n\n    $ make site",
    "# Title {: #it .big }",
    "<pre>a = b</pre>\n\n<p>At p = 0.5, see <code>dZ = p - y</code>.</p>",
    "[Begin](#x){ .md-button }",
]


@pytest.mark.parametrize("text", REFUSED)
def test_html_that_hides_or_forges_is_refused(text: str) -> None:
    with pytest.raises(PageError, match=r"(?m)^<text>:\d+: the page holds ") as caught:
        convert(KNOWN + text)
    assert f"the page holds {REFUSED[text]}" in str(caught.value)


@pytest.mark.parametrize("text", HARMLESS)
def test_html_that_shows_what_it_holds_passes(text: str) -> None:
    convert(KNOWN + text)


@pytest.mark.parametrize(
    ("made", "found"),
    [
        ('<div class="arithmatex">\\[a = b\\]</div>', "a formula that was not checked"),
        ('<span class="x arithmatex">\\(a\\)</span>', "a formula that was not checked"),
        ('<b class="equation-mark">proved for every K</b>', "a mark that says what was shown"),
        ("<p><i class='y'></i><i class=\"formula-mark\">x</i></p>", "a mark that says what was"),
        ("<math><mi>a</mi></math>", "MathML that was not typeset"),
    ],
)
def test_what_a_fence_makes_is_no_mathematics_of_ours(made: str, found: str) -> None:
    fence = {
        "name": "math",
        "class": "",
        "validator": lambda *_: True,
        "format": lambda *_, **__: made,
    }
    with pytest.raises(PageError, match=f"a fence or a program on the page has made {found}"):
        convert(f"{KNOWN}```math\nx\n```\n", pymdownx__superfences={"custom_fences": [fence]})
    fence["format"] = lambda *_, **__: "<p>a</p>"
    convert(f"{KNOWN}```math\nx\n```\n", pymdownx__superfences={"custom_fences": [fence]})


@pytest.mark.parametrize(
    "text",
    ["~~Let $q := a$.~~", "- ~~Let <!-- tex: assume -->$a = 2$.~~", "| ~~$a$, $q := a$~~ |\n| - |"],
)
def test_what_is_struck_out_is_not_in_force(text: str) -> None:
    """By an extension of Markdown that a site may use, though ours does not."""
    convert(KNOWN + text)
    with pytest.raises(PageError, match="a formula that is struck out, and would be in force"):
        convert(KNOWN + text, pymdownx__tilde={})
    convert(KNOWN + "~~Text~~ $a$", pymdownx__tilde={})


@pytest.mark.parametrize(
    "comment",
    [
        "<!-- Continues [A](a.md). -->",
        "<!--\nContinues [A](a.md).\n-->",
        "<!-- x\n\nContinues\n[A](a.md) -->",
    ],
)
def test_a_page_is_not_continued_in_a_comment(comment: str) -> None:
    """If it were, the page that is not there would be missed."""
    convert(KNOWN + comment)
    with pytest.raises(PageError, match=r"continues a\.md, which is not there"):
        convert(f"{KNOWN}Continues [A](a.md).\n\n{comment}")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (r"\hat{q}", r"\widehat{q}"),
        (r"\widehat{w}", r"\hat{w}"),
        (r"\hat{\theta}", r"\widehat{\theta}"),
    ],
)
def test_two_names_that_are_drawn_alike_are_refused(first: str, second: str) -> None:
    with pytest.raises(PageError) as caught:
        convert(f"Here ${first} \\in \\mathbb{{R}}$.\n\nLet ${second} := 2$.")
    assert f"<text>:3: {second} is drawn like {first}, and is another name" in str(caught.value)


def test_names_that_are_drawn_otherwise_pass() -> None:
    convert(r"Here $\mathrm{q}, q, \mathbf{q}, \tilde{q}, \mathcal{q} \in \mathbb{R}$.")


@pytest.mark.parametrize(
    "text",
    [r"So \$a = 2 a\$ holds.", r"It costs 3\$.", r"- item \$\nabla_z L\$", r"| \$a\$ |"],
)
def test_an_escaped_dollar_sign_makes_no_formula_of_text(text: str) -> None:
    with pytest.raises(PageError, match="a dollar sign that belongs to no formula"):
        convert(KNOWN + text)
