"""What a browser may run and fetch on a page of the site: a content security policy in each page.

A page runs the scripts of this site, and of those that stand in its HTML only those that the theme
puts outside the article, which are named by their hashes. A script that comes in by the text of a
page, by a formula or by a program's output does not run.

A hook of MkDocs, behind those that put a script into a page. MkDocs puts one into what it serves,
so a preview has no policy.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

RULES = (
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval' {hashes}",  # The checker is compiled to WebAssembly.
    "style-src 'self'",
    "style-src-attr 'unsafe-inline'",  # Each formula has its size in an attribute.
    "img-src 'self' data:",  # The theme's icons.
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
)
META = '<meta http-equiv="Content-Security-Policy" content="{}">'
NAMED = re.compile(r" 'sha256-[^']*'")
ARTICLE = re.compile(r"<article\b.*</article>", re.DOTALL)
SCRIPT = re.compile(r"<script\b(?P<attributes>[^>]*)>(?P<text>.*?)</script>", re.DOTALL)
HEAD = "<head>"


class _Build:
    """Whether a build is for a preview."""

    preview = False


def on_startup(command: str, **_: Any) -> None:
    """Note what the build is for."""
    _Build.preview = command == "serve"


def on_post_build(config: Any) -> None:
    """Write the policy into the pages of a site that is to be published."""
    if not _Build.preview:
        put_policy(Path(config.site_dir))


def put_policy(site: Path) -> None:
    """Write the policy into all pages of a site: the same one, as one page loads the others."""
    pages = {file: file.read_text(encoding="utf-8") for file in sorted(site.rglob("*.html"))}
    hashes = {
        digest for text in pages.values() for digest in map(hash_of, inline(ARTICLE.sub("", text)))
    }
    rules = "; ".join(RULES).format(hashes=" ".join(f"'{digest}'" for digest in sorted(hashes)))
    for file, text in pages.items():
        if HEAD in text:
            changed = text.replace(HEAD, HEAD + META.format(rules), 1)
            file.write_text(changed, encoding="utf-8")


def inline(html: str) -> list[str]:
    """The scripts that stand in a page and would run; data in JSON does not."""
    return [
        script["text"]
        for script in SCRIPT.finditer(html)
        if "src=" not in script["attributes"] and "json" not in script["attributes"]
    ]


def hash_of(script: str) -> str:
    """What names a script in a policy."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def is_policy(rules: str) -> bool:
    """Whether these are the rules of a page, whatever scripts they name."""
    ours = "; ".join(RULES).format(hashes="").split("; ")
    return [rule.strip() for rule in ours] == NAMED.sub("", rules).split("; ")


def unnamed_scripts(rules: str, scripts: Iterable[str]) -> list[str]:
    """Those of a page's scripts that its policy does not name, and so the browser does not run."""
    return [script for script in scripts if f"'{hash_of(script)}'" not in rules]
