"""proofpages.site.written: a preview writes what is not there as it should be, and nothing else."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from mkdocs import utils

from proofpages.site import written

LONG_AGO = 10**18


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Path]:
    written.write_all()
    written.write_what_differs()
    yield tmp_path / "site"
    written.write_all()


def build(site: Path, files: dict[str, bytes], *copied: Path) -> set[str]:
    """Write a site as MkDocs does; the names of the files that were written."""
    noted = written._Folder.made_of
    for path, (made_of, state) in noted.items():  # So that another time is one of a later writing.
        if state is not None and written.state_of(path) == state:
            os.utime(path, ns=(LONG_AGO, LONG_AGO))
            noted[path] = made_of, written.state_of(path)
    written.begin_writing()
    utils.clean_directory(str(site))
    for name, content in files.items():
        utils.write_file(content, str(site / name))
    for file in copied:
        utils.copy_file(str(file), str(site / file.name))
    written.remove_what_is_no_more()
    return {file.name for file in site.rglob("*.*") if file.stat().st_mtime_ns != LONG_AGO}


def content(site: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in site.rglob("*.*")}


def test_only_what_differs_is_written(site: Path, tmp_path: Path) -> None:
    picture = tmp_path / "a.svg"
    picture.write_bytes(b"<svg/>")
    assert build(site, {"a/a.html": b"A", "b.html": b"B"}, picture) == {"a.html", "b.html", "a.svg"}
    assert build(site, {"a/a.html": b"A", "b.html": b"B"}, picture) == set()
    assert build(site, {"a/a.html": b"A", "b.html": b"C"}, picture) == {"b.html"}
    picture.write_bytes(b"<svg></svg>")
    assert build(site, {"a/a.html": b"A", "b.html": b"C"}, picture) == {"a.svg"}
    assert content(site) == {"a.html": b"A", "b.html": b"C", "a.svg": b"<svg></svg>"}


def test_what_is_no_more_is_removed_and_what_others_put_there_stays(site: Path) -> None:
    build(site, {"a.html": b"A", "b.html": b"B"})
    (site / "own.js").write_bytes(b"1;")
    build(site, {"a.html": b"A"})
    assert content(site) == {"a.html": b"A", "own.js": b"1;"}
    build(site, {"a.html": b"A", "b.html": b"B"})
    assert content(site)["b.html"] == b"B"


@pytest.mark.parametrize("change", ["changed", "removed"])
def test_what_is_not_as_it_was_written_is_written_again(site: Path, change: str) -> None:
    build(site, {"a.html": b"A"})
    if change == "removed":
        (site / "a.html").unlink()
    else:
        (site / "a.html").write_bytes(b"Another")
    build(site, {"a.html": b"A"})
    assert content(site) == {"a.html": b"A"}


def test_a_site_that_is_published_is_written_whole(site: Path) -> None:
    build(site, {"a.html": b"A"})
    (site / "own.js").write_bytes(b"1;")
    written.write_all()
    assert build(site, {"a.html": b"A"}) == {"a.html"}
    assert content(site) == {"a.html": b"A"}


def test_the_folder_of_another_preview_is_emptied(site: Path, tmp_path: Path) -> None:
    build(site, {"a.html": b"A"})
    other = tmp_path / "other"
    other.mkdir()
    (other / "old.html").write_bytes(b"Old")
    build(other, {"a.html": b"A"})
    assert content(other) == {"a.html": b"A"}
