"""A hook of MkDocs, by which search finds what a reader looks for.

Programs and displayed formulas are left out of the index: their words are names of variables. The
number of an equation leads to it: each is an entry of its own, as a section is.
`proofpages/browser/search.js` makes ready what is typed. Pages that no one searches for say so in
their front matter, as Material has it: `search: {exclude: true}`.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files

PRELUDE = Path(__file__).parent.parent / "browser" / "search.js"
WORKER = "assets/javascripts/workers/search.*.min.js"
"""Material's own, whose name has a digest of it."""
LEFT_OUT = re.compile(
    r'<div class="ran\b.*?class="ran-mark"|<math\b[^>]*display="block"', re.DOTALL
)
INNERMOST = re.compile(r"<(pre|math|summary)\b")
"""Material's parser takes the end of any element of this name for that of the one left out."""


NOT_READ = re.compile(
    r'(?s)<(pre|math|summary) data-search-exclude="1".*?</\1>'
    r'|<details class="proof" data-search-exclude="">.*?</details>'
    r'|<svg viewBox="[^"]*" fill="currentColor" aria-hidden="true">.*?</svg>'
)
"""What adds no word to the index, most of a page: Material would read it tag by tag."""
MATHML = re.compile(r"<mjx-assistive-mml>(<math\b.*?</math>)</mjx-assistive-mml>", re.DOTALL)
"""A formula, of which Material takes the words, tag by tag too."""
CODE = re.compile(r"<pre\b(?:[^<]+|<(?!/pre>))*+</pre>")
COLOURS = re.compile(r"</?span\b[^>]*>")
"""What colours code, of which Material keeps every sign."""
TAG = re.compile(r"<[^>]*>")
OURS = ' data-search-exclude="1"'
MARKS = re.compile(r'\s?data-search-\w+="[^"]+"')
"""As Material has it."""

INDEX = "search/search_index.json"
BEFORE_ALL = 20
"""How much more an equation counts where it stands than where its number is named."""
EQUATION = re.compile(r'<div class="equation\b[^>]*\bid="([A-Z]\d+)"')

_whole: dict[str, str] = {}
"""The pages as they are shown, by their files."""
_equations: dict[str, list[str]] = {}
"""The equations that stand on each page, by its address."""


def on_page_content(html: str, **_: Any) -> str:
    """Mark what is no prose."""
    return _marked(html)


@lru_cache(maxsize=1024)
def _marked(html: str) -> str:
    return LEFT_OUT.sub(lambda found: INNERMOST.sub(rf"<\1{OURS}", found[0]), html)


def on_env(env: Any, files: Files, **_: Any) -> None:
    """Hand Material the pages without what it would leave out."""
    for file in files.documentation_pages(inclusion=lambda _: True):
        if file.page is not None and file.page.content is not None:
            _whole[file.src_uri] = file.page.content
            _equations[file.page.url] = _numbers(file.page.content)
            file.page.content = to_be_read(file.page.content)


@lru_cache(maxsize=1024)
def _numbers(html: str) -> list[str]:
    return EQUATION.findall(html)


@lru_cache(maxsize=1024)
def to_be_read(html: str) -> str:
    """A page with less in it, of which Material makes the same index."""
    html = CODE.sub(lambda found: COLOURS.sub("", found[0]), NOT_READ.sub("", html))
    return MATHML.sub(lambda found: TAG.sub("", found[1]), html)


@event_priority(-100)
def on_page_context(context: Any, page: Any, **_: Any) -> None:
    """Show the whole page again, without our marks."""
    page.content = _shown(_whole.pop(page.file.src_uri, page.content))


@lru_cache(maxsize=1024)
def _shown(html: str) -> str:
    whole = html.replace(OURS, "")
    return MARKS.sub("", whole) if "data-search-" in whole else whole


def on_post_build(config: MkDocsConfig) -> None:
    """Put the equations into the index, and our listener before Material's."""
    index = Path(config.site_dir, INDEX)
    found = json.loads(index.read_text(encoding="utf-8"))
    found["docs"] = with_equations(found["docs"])
    index.write_text(json.dumps(found, separators=(",", ":")), encoding="utf-8")
    (worker,) = Path(config.site_dir).glob(WORKER)
    script = PRELUDE.read_text(encoding="utf-8") + worker.read_text(encoding="utf-8")
    worker.write_text(script, encoding="utf-8")


def with_equations(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The entries of the index, behind those of a page one for each of its equations."""
    pages = {entry["location"] for entry in entries if "#" not in entry["location"]}
    return entries + [
        {"location": f"{page}#{name}", "title": name, "text": "", "boost": BEFORE_ALL}
        for page, names in _equations.items()
        if page in pages  # Not one that is left out of the search.
        for name in names
    ]
