"""proofpages.site.place: a site is put in its place whole, and nothing stays beside it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from proofpages.site import place

POSIX = pytest.mark.skipif(os.name == "nt", reason="a process is ended otherwise there")


def site(folder: Path, text: str) -> Path:
    """A site of a hundred files with the same text in each."""
    folder.mkdir()
    for number in range(100):
        (folder / f"{number}.html").write_text(text, encoding="utf-8")
    (folder / "index.html").write_text(text, encoding="utf-8")
    return folder


def texts(folder: Path) -> list[str]:
    return [file.read_text(encoding="utf-8") for file in folder.iterdir()]


@pytest.mark.parametrize("at_once", [True, False])
def test_a_new_site_takes_the_old_ones_place(
    at_once: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not at_once:
        monkeypatch.setattr(place, "_exchange", lambda one, other: False)
    old, new = site(tmp_path / "site", "old"), site(tmp_path / "new", "new")
    place.put_in_place(new, old)
    assert texts(old) == ["new"] * 101
    assert os.listdir(tmp_path) == ["site"]


@pytest.mark.medium
@pytest.mark.skipif(sys.platform != "linux", reason="macOS is not asked; Windows cannot")
def test_who_looks_meanwhile_sees_one_of_them_whole(tmp_path: Path) -> None:
    there = site(tmp_path / "site", "0")
    seen, done = [], threading.Event()

    def look() -> None:
        while not done.is_set():
            # A folder that is open stays the same one, under whatever name.
            folder = os.open(there, os.O_RDONLY)
            seen.append((there / "index.html").exists())
            os.close(folder)

    reader = threading.Thread(target=look)
    reader.start()
    for number in range(1, 30):
        place.put_in_place(site(tmp_path / f"new{number}", str(number)), there)
    done.set()
    reader.join()
    assert len(seen) > 100
    assert all(seen)


def test_a_place_that_cannot_be_taken_leaves_all_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = site(tmp_path / "site", "old")
    monkeypatch.setattr(place, "_exchange", lambda one, other: False)
    with pytest.raises(OSError, match=r"No such file|cannot find"):
        place.put_in_place(tmp_path / "missing", old)
    assert texts(old) == ["old"] * 101


@POSIX
def test_what_a_killed_build_has_left_is_removed(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    for name in (f".site.{ended.pid}", f".site.{ended.pid}.old", f".site.{os.getppid()}", "mine"):
        (tmp_path / name).mkdir()
    (tmp_path / f".site.{ended.pid}.yml").touch()
    new = place.beside(tmp_path / "site")
    assert set(os.listdir(tmp_path)) == {new.name, "site", f".site.{os.getppid()}", "mine"}


@POSIX
def test_a_site_that_was_moved_away_comes_back(tmp_path: Path) -> None:
    """The build was killed between two renames."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    site(tmp_path / f".site.{ended.pid}.old", "old")
    place.beside(tmp_path / "site")
    assert texts(tmp_path / "site") == ["old"] * 101


def test_what_stands_there_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert place.state(tmp_path / "site") == "There is no site in site"
    site(tmp_path / "site", "old")
    os.utime(tmp_path / "site" / "index.html", (0, 0))
    said = place.state(tmp_path / "site")
    assert re.fullmatch(
        r"What stands in site is OLD: a build of 19(70-01-01|69-12-31) \d\d:\d\d made it", said
    )
