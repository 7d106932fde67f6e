"""Names that a page uses of the extensions of Markdown, and that none of them knows.

Python-Markdown takes any word for a kind of admonition or the language of a fence, and any word in
an attribute list for an attribute: what is misspelt is shown otherwise than meant, in silence.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import cache
from html.entities import html5
from pathlib import Path
from xml.etree.ElementTree import Element

from markdown import Markdown

from proofpages.page.faults import PageError
from proofpages.page.fences import read_fences
from proofpages.page.left_over import LeftOver
from proofpages.page.names_near import suggestion
from proofpages.page.navigation import MARKS, options_of, style_sheets
from proofpages.page.page import Page

KINDS = (
    *("abstract", "bug", "danger", "example", "failure", "info", "note", "question", "quote"),
    *("success", "tip", "warning"),
)
"""The kinds of admonitions that Material for MkDocs 9.8 has a look for."""
PLACES = ("inline", "end")
"""What stands behind a kind there: the admonition stands beside the text."""
ATTRIBUTES = (
    *("abbr", "accesskey", "align", "alt", "char", "charset", "cite", "class", "cols", "colspan"),
    *("controls", "coords", "datetime", "decoding", "dir", "download", "fetchpriority", "headers"),
    *("height", "hidden", "href", "hreflang", "id", "lang", "loading", "loop", "markdown", "media"),
    *("muted", "name", "open", "playsinline", "ping", "poster", "preload", "referrerpolicy", "rel"),
    *("reversed", "role", "rows", "rowspan", "scope", "sizes", "span", "src", "srcset", "start"),
    *("style", "tabindex", "target", "title", "translate", "type", "value", "width"),
)
"""Those of HTML for the elements that a page may hold, and the one that says: Markdown is in it."""
FREE = re.compile(r"(?:data|aria|on)-?[\w.-]*")
"""Names of attributes that anyone makes up, or that are refused elsewhere."""
OF_THEME = (
    *KINDS,
    *PLACES,
    *("admonition", "annotate", "card", "cards", "grid", "md-button", "md-button--primary"),
)
"""Classes that Material for MkDocs documents for what is written on a page."""
SIGNS = (
    *("nbsp", "amp", "lt", "gt", "quot", "times", "minus", "middot", "hellip", "mdash", "ndash"),
    *("le", "ge", "ne", "rarr", "copy", "shy", "thinsp"),
)
"""The named signs that are written most; HTML has two thousand."""
CLASS = re.compile(r"\.([A-Za-z_][\w-]*)")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def unknown_languages(md: Markdown, page: Page) -> Iterator[PageError]:
    """The fences in a language that nothing here colours or fills.

    Without Pygments, no language is coloured, and none is refused.
    """
    known = _languages()
    if "fenced_code_block" not in md.preprocessors or not known:
        return
    fences = getattr(md.preprocessors["fenced_code_block"], "extension", None)
    own = [str(fence["name"]) for fence in getattr(fences, "superfences", ())]
    for fence in read_fences(page):
        word = fence.language
        if word and word not in own and word.lower() not in known:
            yield page.error(
                fence.index,
                f"the fence is in {word}, a language that is not known here",
                "a language that Pygments knows, such as python, text or yaml, or one of the "
                f"fences in mkdocs.yml: {', '.join(sorted(set(own) - {'superfences'}))}"
                + suggestion(word, [*own, *known]),
                "write a formula between lines of $$"
                if word == "math"
                else "correct it; what has no language is text",
            )


@cache
def _languages() -> tuple[str, ...]:
    try:
        from pygments.lexers import get_all_lexers
    except ImportError:
        return ()
    return tuple(alias.lower() for _, aliases, *_ in get_all_lexers() for alias in aliases)


def unknown_kind(element: Element) -> Iterator[LeftOver]:
    """The kind of an admonition that has no look, and one with nothing in it."""
    words = element.get("class", "").split()
    if element.tag == "div" and "admonition" in words:
        mark, words = "!!!", [word for word in words if word != "admonition"]
    elif element.tag == "details" and len(element) and element[0].tag == "summary":
        mark = "???"
    else:
        return
    known = (*KINDS, *own_kinds())
    wrong = next((word for word in words if word not in known and word not in PLACES), None)
    if wrong:
        yield LeftOver(
            wrong,
            f"an admonition of a kind that is not known: {wrong}",
            f"one of {', '.join(known)}" + suggestion(wrong, (*known, *PLACES)),
            'correct it; a title stands in quotes behind the kind: !!! note "Title"',
            pattern=_written(mark, words),
        )
    if not "".join(element.itertext()).removeprefix(_title(element)).strip() and not wrong:
        yield LeftOver(
            " ".join(words),
            f"an admonition with nothing in it: {mark} {' '.join(words)}",
            "its text below it, indented by four spaces",
            "indent the text",
            pattern=_written(mark, words),
        )


def _written(mark: str, words: list[str]) -> re.Pattern[str]:
    """How the line looks that opens an admonition; Python-Markdown makes a kind small."""
    kind = r"\s+".join(map(re.escape, words))
    return re.compile(rf"(?im)^[ \t>]*{re.escape(mark)}\+?[ ]?{kind}(?![\w-])")


def _title(element: Element) -> str:
    return "".join(element[0].itertext()) if len(element) else ""


def unknown_attributes(before: Element, after: Element) -> Iterator[LeftOver]:
    """What an element has been given that no browser or style sheet knows.

    Args:
        before: The element without what an attribute list gives it.
        after: The same with it.
    """
    for name, value in after.items():
        old = before.get(name)
        if not is_attribute(name):
            shown = f'{name}="{value}"' if value is not None else name
            yield LeftOver(
                name,
                f"an attribute that is not known: {shown}",
                "an attribute of HTML, .class or #name" + suggestion(name, ATTRIBUTES),
                "correct it; a value with spaces stands in quotes",
            )
        elif value != old and (not value or value[0] in "\"'“”"):
            yield LeftOver(
                (value or "").strip("\"'") or "{",
                f"an attribute without a value: {name}={value}",
                'attributes such as { #name .class title="Its words" }',
                "correct it; a quotation mark that opens has to close",
            )
        elif name == "class" and value != old:
            new = set(value.split()) - set((old or "").split())
            for word in sorted(new - {*OF_THEME, *classes()}):
                yield unknown_class(f".{word}", word)


def unknown_class(clue: str, word: str) -> LeftOver:
    """A class that no style sheet has."""
    return LeftOver(
        clue,
        f"a class that no style sheet here has: {word}",
        "a class of docs/stylesheets or of the theme" + suggestion(word, (*OF_THEME, *classes())),
        "correct it, or say in a style sheet how it looks",
    )


def is_attribute(name: str) -> bool:
    """Whether an attribute has a meaning, whatever element it is at."""
    return name.lower() in ATTRIBUTES or FREE.fullmatch(name.lower()) is not None


def entity_in(text: str) -> Iterator[LeftOver]:
    """The first named sign in a text that HTML does not have so."""
    if entity := _unknown_entity(text):
        yield LeftOver(
            entity,
            f"a sign that HTML does not have: {entity}",
            "a name that it has, with a semicolon" + _near_entity(entity),
            "correct it, or write the sign itself",
        )


def _unknown_entity(text: str) -> str | None:
    """The first named sign in a text, such as `&nsbp;`, that HTML does not have."""
    for match in re.finditer(r"&([A-Za-z]\w*)(;?)", text):
        if match[2] and html.unescape(match[0]) == match[0]:
            return match[0]
        if not match[2] and f"{match[1]};" in html5 and len(match[1]) > 2:
            return match[0]
    return None


def _near_entity(entity: str) -> str:
    """What may have been meant by a named sign that is none."""
    word = entity.strip("&;")
    return suggestion(word, SIGNS) or suggestion(word, [name.strip(";") for name in html5])


def own_kinds() -> tuple[str, ...]:
    """The kinds of admonitions that the site's style sheets have a look for."""
    return _kinds(_styles(tuple(style_sheets())))


@cache
def _kinds(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(re.findall(r"(?:\.admonition|\bdetails)\.([\w-]+)", text)))


def classes() -> tuple[str, ...]:
    """The classes that the site's own style sheets name, and those that its settings do."""
    others = str(options_of(*MARKS).get("classes", "")).split()
    return tuple(dict.fromkeys([*CLASS.findall(_styles(tuple(style_sheets()))), *others]))


@cache
def _styles(sheets: tuple[tuple[Path, int], ...]) -> str:
    texts = (path.read_text(encoding="utf-8", errors="replace") for path, _ in sheets)
    return COMMENT.sub("", "\n".join(texts))
