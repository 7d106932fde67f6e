"""What Markdown would show otherwise than it is meant, in silence: each is told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from markdown import Markdown

from proofpages.page.page import Page
from proofpages.page.reading import Reading, read_apart
from proofpages.page.source_lines import faults_of_lines
from tests.builds import ROOT

MISTAKES: dict[str, tuple[str, str]] = {
    "admonition kind": (
        "§!!! nte\n\n    Text.\n",
        "an admonition of a kind that is not known: nte",
    ),
    "admonition kind, details": (
        '§??? nte "A"\n\n    Text.\n',
        "an admonition of a kind that is not known: nte",
    ),
    "admonition modifier": (
        "§!!! note inlin\n\n    Text.\n",
        "an admonition of a kind that is not known: inlin",
    ),
    "admonition, title unquoted": (
        "§!!! note A title\n\n    Text.\n",
        "an admonition of a kind that is not known: a",
    ),
    "admonition, title quote open": (
        '§!!! note "A title\n\n    Text.\n',
        'an admonition that was taken for text: !!! note "A title',
    ),
    "admonition, two marks": (
        "§!! note\n\n    Text.\n",
        "an admonition that was taken for text: !! note",
    ),
    "admonition, four marks": (
        "§!!!! note\n\n    Text.\n",
        "an admonition that was taken for text: !!!! note",
    ),
    "admonition without indentation": (
        "§!!! note\n\nText.\n",
        "an admonition with nothing in it: !!! note",
    ),
    "admonition, two spaces": (
        "§!!! note\n\n  Text.\n",
        "an admonition with nothing in it: !!! note",
    ),
    "admonition, kind missing": (
        '§!!! "Title"\n\n    Text.\n',
        'an admonition that was taken for text: !!! "Title"',
    ),
    "details +? turned": (
        "§?+?? note\n\n    Text.\n",
        "an admonition that was taken for text: ?+?? note",
    ),
    "fence language": (
        "§```pyton\nx = 1\n```\n",
        "the fence is in pyton, a language that is not known here",
    ),
    "fence language in braces": (
        "§```{.pyton}\nx = 1\n```\n",
        "the fence is in pyton, a language that is not known here",
    ),
    "fence language in a list": (
        "- a\n\n    §```pyton\n    x = 1\n    ```\n",
        "the fence is in pyton, a language that is not known here",
    ),
    "fence language in an admonition": (
        "!!! note\n\n    §```pyton\n    x = 1\n    ```\n",
        "the fence is in pyton, a language that is not known here",
    ),
    "inline hilite language": (
        "See §`:::pyton x = 1`.\n",
        "code in a line that names its language: :::pyton x = 1",
    ),
    "emoji": ("Well done §:smile:\n", "the short name of a sign that was taken for text: :smile:"),
    "icon": (
        "Click §:material-pencil-outlin:\n",
        "the short name of a sign that was taken for text: :material-pencil-outlin:",
    ),
    "attr: key": (
        '§[a](chain-rule.md){: titel="b" }\n',
        'an attribute that is not known: titel="b"',
    ),
    "attr: class": (
        "A paragraph.\n§{: .contniues }\n",
        "a class that no style sheet here has: contniues",
    ),
    "attr: brace open": (
        "§A word *b*{: .numbers\n",
        "attributes that were taken for text: {: .numbers",
    ),
    "attr: not behind anything": (
        "A word §{: .a } in text\n",
        "attributes that were taken for text: A word {: .a } in text",
    ),
    "attr: space before": (
        '§[a](chain-rule.md) {: title="b" }\n',
        'attributes that were taken for text: {: title="b" }',
    ),
    "attr: colon missing spaces": ("§## Head {:.}\n", "an attribute without a value: class="),
    "attr: id twice": (
        "One.\n{: #a }\n\nTwo.\n§{: #a }\n",
        "two elements of the page have the name a",
    ),
    "attr: id of a heading twice": (
        "## One {: #a }\n\n§## Two {: #a }\n",
        "two elements of the page have the name a",
    ),
    "attr: the number of a display, behind it": (
        "See [X1](#X1).\n\n$$\n1 = 1 \\tag{X1}\n$$\n\n§## One {: #X1 }\n",
        "two elements of the page have the name X1",
    ),
    "html: the number of a display, before it": (
        'A <span id="X1">word</span>.\n\n$$\n§1 = 1 \\tag{X1}\n$$\n',
        "an element above has the name X1, as this equation has",
    ),
    "footnote": ("A word§[^1].\n\n[^1]: Note.\n", "a footnote that was taken for a link: [^1]"),
    "attr: value unquoted": (
        "§[a](chain-rule.md){: title=b c }\n",
        "an attribute that is not known: c",
    ),
    "attr: quotes open": (
        '§[a](chain-rule.md){: title="b }\n',
        'an attribute without a value: title="b',
    ),
    "html attr": ('§<img scr="a.png" alt="a">\n', "an attribute that is not known: scr"),
    "html attr class": ('§<div clas="a">b</div>\n', "an attribute that is not known: clas"),
    "html class unknown": (
        '§<div class="nubmers">b</div>\n',
        "a class that no style sheet here has: nubmers",
    ),
    "html unclosed div": ("§<div>\n\nText.\n", "the HTML is not whole: <div> is never closed"),
    "html unclosed b": ("A §<b>word here.\n", "the HTML is not whole: <b> is never closed"),
    "html stray close": ("A word§</b> here.\n", "the HTML is not whole: </b> closes nothing"),
    "html closing other": ("A §<b>word</i> here.\n", "the HTML is not whole: <b> is never closed"),
    "html markdown attr": (
        "§<div markdwon>\n\n*a*\n\n</div>\n",
        "an attribute that is not known: markdwon",
    ),
    "html entity": ("A §&nsbp; word.\n", "a sign that HTML does not have: &nsbp;"),
    "html entity without ;": ("A §&nbsp word.\n", "a sign that HTML does not have: &nbsp"),
    "tabs": ('§=== "Tab"\n\n    Text.\n', 'a tab that was taken for text: === "Tab"'),
    "footnote def": ("Text.\n\n§[^1]: The note.\n", "a link that was taken for text: [^1]"),
    "abbr": ("§*[HTML]: Hyper\n", "an abbreviation that was taken for text: *[HTML]: Hyper"),
    "strike": ("It is §~~old~~ new.\n", "formatting that was taken for text: ~~old~~"),
    "mark": ("It is §==new==.\n", "formatting that was taken for text: ==new=="),
    "ins": ("It is §^^new^^.\n", "formatting that was taken for text: ^^new^^"),
    "keys": ("Press §++ctrl+c++.\n", "formatting that was taken for text: ++ctrl+c++"),
    "sup": ("x§^2^ is.\n", "a small sign that was taken for text: ^2^"),
    "sub": ("H§~2~O is.\n", "a small sign that was taken for text: ~2~"),
    "critic": ("It is §{++new++}.\n", "formatting that was taken for text: ++new++"),
    "task": ("§- [ ] do it\n- [x] done\n", "a box to tick that was taken for text: [ ]"),
    "wikilink": (
        "See §[[chain-rule]].\n",
        "a link of a wiki that was taken for text: [[chain-rule]]",
    ),
    "jinja": (
        "It is §{{ page.title }}.\n",
        "a template that was taken for text: {{ page.title }}.",
    ),
    "jinja block": (
        '§{% include "a" %}\n',
        'a template that was taken for text: {% include "a" %}',
    ),
    "blocks": (
        "§/// note\nText.\n///\n",
        "a block of another Markdown that was taken for text: /// note",
    ),
    "directive colons": (
        "§::: note\nText.\n:::\n",
        "a block of another Markdown that was taken for text: ::: note",
    ),
    "github callout": ("§> [!NOTE]\n> Text.\n", "an admonition that was taken for text: [!NOTE]"),
    "toc lower": ("§[toc]\n", "a table of contents that was taken for text: [toc]"),
    "list without blank": ("Two things:\n§- one\n- two\n", "a list that was taken for text: - one"),
    "numbered without blank": (
        "Two things:\n§1. one\n2. two\n",
        "a list that was taken for text: 1. one",
    ),
    "numbered with )": ("§1) one\n2) two\n", "a list that was taken for text: 1) one"),
    "list without space": ("§-one\n-two\n", "a list that was taken for text: -one"),
    "list nested two spaces": (
        "- one\n§  - two\n",
        "it is indented by 2, and so not in the item of the list above it: - two",
    ),
    "list nested three": (
        "1. one\n§   - two\n",
        "it is indented by 3, and so not in the item of the list above it: - two",
    ),
    "bullet sign": ("§• one\n• two\n", "a list that was taken for text: • one"),
    "heading of 7": ("§####### Head\n", "a heading that was taken for text: # Head"),
    "heading indented": ("§ ## Head\n", "a heading that was taken for text: ## Head"),
    "empty heading": ("§##\n\nText.\n", "a heading without a text: ##"),
    "def list one space": (
        "Term\n\n§:what it is\n",
        "a definition that was taken for text: :what it is",
    ),
    "list continued by two": (
        "- one\n\n§  more of it\n",
        "it is indented by 2, and so not in the item of the list above it: more of it",
    ),
    "snippet scissors turned": (
        '§--8>-- "same_logit.py"\n',
        "an include that was taken for text: --8>--",
    ),
    "snippet one side": ('§--8< "same_logit.py"\n', "an include that was taken for text: --8<"),
    "snippet unquoted": ("§--8<-- same_logit.py\n", "an include that was taken for text: --8<--"),
    "snippet inside text": (
        'See §--8<-- "same_logit.py" here\n',
        "an include that was taken for text: --8<--",
    ),
    "snippet curly quotes": (
        "§--8<-- “same_logit.py”\n",
        "an include that was taken for text: --8<--",
    ),
    "fence two backticks": (
        "§``python\nx = 1\n``\n",
        "a fence that was taken for code in a line: python",
    ),
    "fence quotes": ("§'''python\nx = 1\n'''\n", "a fence that was taken for text: '''python"),
    "image without alt": (
        "§![](../assets/icon.svg)\n",
        "a picture without words for who does not see it: ../assets/icon.svg",
    ),
    "link www text": (
        "See §www.example.org.\n",
        "an address that was taken for text: www.example.org.",
    ),
    "link bare": (
        "See §https://example.org/a.\n",
        "an address that was taken for text: https://example.org/a.",
    ),
    "link braces": ("§[a]{chain-rule.md}\n", "a link that was taken for text: [a]{chain-rule.md}"),
    "ref unused": ("Text.\n\n§[b]: chain-rule.md\n", "nothing on the page uses [b]:"),
    "ref twice": (
        "[b]\n\n[b]: chain-rule.md\n§[b]: other-logit.md\n",
        "[b]: is written twice, and the last one is taken",
    ),
    "table cells too few": (
        "| a | b |\n| --- | --- |\n§| 1 |\n",
        "a row of 1 cells in a table of 2: | 1 |",
    ),
    "table cells too many": (
        "| a | b |\n| --- | --- |\n§| 1 | 2 | 3 |\n",
        "a row of 3 cells in a table of 2: | 1 | 2 | 3 |",
    ),
    "emphasis open": ("It is §*new.\n", "a sign of emphasis that was taken for text: *new."),
    "underscore open": ("It is §_new.\n", "a sign of emphasis that was taken for text: _new."),
    "hr as setext": ("Text\n§---\nText\n", "a line that makes a heading of the one above it: Text"),
    "conflict marker": (
        "§<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x\n",
        "what a merge has left that was taken for text: <<<<<<< HEAD",
    ),
    "comment one dash": ("§<!- a note ->\n", "a comment that was taken for text: <!- a note ->"),
    "nbsp in list": ("§-\xa0one\n", "a list that was taken for text: -\xa0one"),
    "zero width": ("wo§\u200brd\n", "an invisible sign that was taken for text: \u200brd"),
    "latex eqref": (
        "By §\\eqref{E8}.\n",
        "a command of LaTeX that was taken for text: \\eqref{E8}.",
    ),
    "latex text": (
        "§\\textbf{bold} word\n",
        "a command of LaTeX that was taken for text: \\textbf{bold} word",
    ),
    "fence playground": (
        "§```playgroun\n```\n",
        "the fence is in playgroun, a language that is not known here",
    ),
}
"""Passages, with § at what must be reported, and the message."""

RIGHT = """
## A heading { #a-name .card }

A *b* **c** `d` [e](chain-rule.md "t"){ .md-button title="t" }: x < y, R&D, 2 * 3, a_b, a [0, 1].

[TOC]

- one
    - two

1. one

    more

!!! note inline end "T"

    A.

!!! gradient "The site's own, in its style sheet"

    A.

???+ tip

    B.

| a | b |
| --- | --- |
| `a|b` | 2 \\| 3 |

a | b
:-- | --:
1 | 2

[k][n] and <https://example.org/a> at 10:30:15, &nbsp; 3:4, **p**_y_ and snake_case.

[n]: https://example.org

<div class="card" id="z" markdown>

*a*

</div>

<div id="w"><b>x</b><br></div>

```yaml
a: 1
```

```{.python #code}
x = 1
```

```
plain: `**`
```

Term
:   what it is

> quote
> more

---

End
"""
"""What each of these checks might take for a mistake."""


def read(text: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Reading:
    monkeypatch.chdir(ROOT)  # With the extensions and the style sheets of this site.
    page = folder / "page.md"
    page.write_text(text, encoding="utf-8")
    return read_apart(page)


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_with_its_line(
    mistake: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    passage, message = MISTAKES[mistake]
    text = f"Text.\n\n{passage}"
    found = read(text.replace("§", ""), tmp_path, monkeypatch).misprints
    line = text.partition("§")[0].count("\n") + 1
    assert message in [fault.found.partition("\n")[0] for fault in found if fault.line == line]
    assert all(fault.expected and fault.advice for fault in found)


def test_what_is_right_passes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(RIGHT, tmp_path, monkeypatch).misprints == []


@pytest.mark.parametrize(
    ("passage", "near"),
    [
        ("!!! nte\n\n    A.\n", "note"),
        ("!!! gradeint\n\n    A.\n", "gradient"),
        ("```pyton\n```\n", "python"),
        ("```theoram\n```\n", "theorem"),
        ('[a](b.md){ titel="a" }\n', "title"),
        ('<img scr="a" alt="b">\n', "src"),
        ('<div class="crad">a</div>\n', "card"),
        ("A &nsbp; b\n", "nbsp"),
    ],
)
def test_a_near_spelling_is_told(
    passage: str, near: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (fault,) = read(passage, tmp_path, monkeypatch).misprints
    assert fault.expected.endswith(f"; {near} is near it")


def test_a_table_is_counted_only_where_there_are_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = Page("a.md", "| a | b |\n| --- | --- |\n| 1 |\n")
    assert [f.line for f in faults_of_lines(Markdown(extensions=["tables"]), page)] == [3]
    assert list(faults_of_lines(Markdown(), page)) == []
