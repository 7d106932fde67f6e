"""A small site for a derivation of one's own: one true page, and the settings that prove it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from proofpages.page.faults import PageError

FOLDER = Path(__file__).parent
TRUE, FALSE = "(x_k - t_k)", "(x_k + t_k)"
NEXT = """\
To see it: pip install mkdocs, then, in {folder}: mkdocs serve
To check it without a site: proofpages check"""


def make_site(folder: Path, wrong: bool) -> Iterator[str]:
    """Write the site, with a wrong sign in its first equation if `wrong`; say what was written.

    Raises:
        PageError: where a file of that name stands already, or in the place of the folder.
    """
    page = (FOLDER / "index.md").read_text(encoding="utf-8")
    files = {
        folder / "mkdocs.yml": (FOLDER / "mkdocs.yml").read_text(encoding="utf-8"),
        folder / "docs" / "index.md": page.replace(TRUE, FALSE) if wrong else page,
    }
    for path in (folder, *files):
        if path.is_file():
            raise PageError(
                path.as_posix(), 1, "the file is there already", "a new folder", "name another"
            )
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        yield f"{path.as_posix()}: written"
    yield NEXT.format(folder=folder.as_posix())
    if wrong:
        yield f"In docs/index.md a sign is wrong: {FALSE} for {TRUE}. `proofpages check` says so."
