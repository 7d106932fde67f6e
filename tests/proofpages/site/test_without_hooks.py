"""proofpages.site.without_hooks: what Zensical builds is as recorded, or is not published."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from proofpages.site.verify import verify
from tests.builds import PAGE, PAGES, ROOT, Copy

pytestmark = pytest.mark.large


def test_the_site_is_finished_and_compared(copy: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(ROOT / "docs/playground.md", copy.folder / "docs")
    copy.only(*PAGES, "docs/playground.md")
    built = copy.build("zensical")
    assert built.returncode == 0, built.stdout + built.stderr
    assert "pages: 6. The site stands in site" in built.stdout
    text = copy.page(PAGE).read_text(encoding="utf-8")
    assert "Content-Security-Policy" in text
    monkeypatch.chdir(copy.folder)
    assert verify(Path("site")) == []
    assert (copy.folder / "site/assets/playground/playground.js").is_file()
    moved = copy.page("docs/playground.md").read_text(encoding="utf-8")
    assert '"../assets/playground/playground.js"' in moved
    copy.page(PAGE).write_text(
        text.replace(">proved for every K<", ">proved<", 1), encoding="utf-8"
    )
    assert "mark of an equation" in str(verify(Path("site"))[0])


def test_a_page_that_zensical_lets_pass_is_not_published(copy: Copy) -> None:
    """It builds what is in no navigation, ends with status 0, and the old site stays."""
    assert copy.build("zensical").returncode == 0
    before = copy.page(PAGE).read_bytes()
    more = "---\ntitle: More\ndescription: More.\nexecuted: none, a test\n---\n# More\n"
    (copy.folder / "docs/more.md").write_text(more, encoding="utf-8")
    copy.edit(PAGE, lambda text: text + "\nAnother sentence.\n")
    failed = copy.build("zensical")
    assert failed.returncode == 1
    assert "more/index.html:1: this page is in no navigation" in failed.stderr
    assert "What stands in site is OLD" in failed.stderr
    assert copy.page(PAGE).read_bytes() == before
    assert not [name for name in os.listdir(copy.folder) if name.startswith(".site")]
