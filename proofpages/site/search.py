"""A hook of MkDocs, by which search finds what a reader looks for.

Programs and displayed formulas are left out of the index: their words are names of variables.
`proofpages/browser/search.js` makes ready what is typed. Pages that no one searches for say so in
their front matter, as Material has it: `search: {exclude: true}`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig

PRELUDE = Path(__file__).parent.parent / "browser" / "search.js"
WORKER = "assets/javascripts/workers/search.*.min.js"
"""Material's own, whose name has a digest of it."""
LEFT_OUT = re.compile(
    r'<div class="ran\b.*?class="ran-mark"|<math\b[^>]*display="block"', re.DOTALL
)
INNERMOST = re.compile(r"<(pre|math|summary)\b")
"""Material's parser takes the end of any element of this name for that of the one left out."""


def on_page_content(html: str, **_: Any) -> str:
    """Mark what is no prose. Material takes the marks away again."""
    return LEFT_OUT.sub(lambda found: INNERMOST.sub(r'<\1 data-search-exclude="1"', found[0]), html)


def on_post_build(config: MkDocsConfig) -> None:
    """Put our listener before Material's."""
    (worker,) = Path(config.site_dir).glob(WORKER)
    script = PRELUDE.read_text(encoding="utf-8") + worker.read_text(encoding="utf-8")
    worker.write_text(script, encoding="utf-8")
