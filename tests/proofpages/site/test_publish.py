"""proofpages.site.publish: who reads the site sees the old one or the new one, whole."""

from __future__ import annotations

import contextlib
import logging
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from mkdocs.exceptions import Abort, BuildError
from mkdocs.utils import CountHandler

from proofpages.page.faults import PageError
from proofpages.site import publish
from tests.builds import PAGE, Copy, run

POSIX = pytest.mark.skipif(os.name == "nt", reason="a process is ended otherwise there")


# The hooks, each on its own


def test_a_part_of_a_site_is_not_built() -> None:
    publish.on_startup("build", dirty=False)
    with pytest.raises(Abort, match="without --dirty"):
        publish.on_startup("build", dirty=True)


@pytest.mark.parametrize(
    ("strict", "warned", "stops"), [(True, 1, True), (True, 0, False), (False, 1, False)]
)
def test_a_strict_build_stops_at_a_warning(
    strict: bool, warned: int, stops: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    log, counter = logging.getLogger("mkdocs"), CountHandler()
    counter.setLevel(logging.WARNING)
    monkeypatch.setattr(log, "handlers", [counter])
    for _ in range(warned):
        log.warning("a link that leads nowhere")
    config = SimpleNamespace(strict=strict)
    with pytest.raises(BuildError, match="1 warnings") if stops else contextlib.nullcontext():
        publish._stop_at_warnings(config)  # type: ignore[arg-type]


def test_a_fault_of_a_page_has_no_heading_of_another() -> None:
    heading = logging.LogRecord(
        "mkdocs", logging.ERROR, "", 0, "Error reading page 'b.md'", (), None
    )
    hold_back = publish._NoHeading()
    assert hold_back.filter(heading)
    try:
        raise PageError("a.md", 1, "found", "expected", "advice")
    except PageError:
        assert not hold_back.filter(heading)
        heading.msg = "Another message"
        assert hold_back.filter(heading)


def test_a_build_that_fails_removes_what_it_began(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.chdir(tmp_path)
    new = tmp_path / ".site.1"
    new.mkdir()
    monkeypatch.setattr(publish._Place, "new", new)
    monkeypatch.setattr(publish._Place, "site", tmp_path / "site", raising=False)
    publish.on_build_error(BuildError("a fault"))
    assert not new.exists()
    assert "The build failed. There is no site in site" in caplog.text
    with pytest.raises(Abort, match=r"A file cannot be written or read: .*No space"):
        publish.on_build_error(OSError(28, "No space"))


# Whole builds


def whole(copy: Copy, words: str) -> bool:
    """Whether all pages are there, and the one that was changed says so."""
    pages = list((copy.folder / "site").rglob("index.html"))
    return len(pages) == 5 and words in copy.page(PAGE).read_text(encoding="utf-8")


def left(copy: Copy) -> list[str]:
    return [name for name in os.listdir(copy.folder) if name.startswith(".site")]


@pytest.mark.large
def test_a_build_that_fails_leaves_the_old_site_and_says_so(copy: Copy) -> None:
    assert copy.build("mkdocs").returncode == 0
    assert whole(copy, "")
    assert not left(copy)
    copy.edit(PAGE, lambda text: text + "\n$$\n1 = 2\n$$\n")
    failed = copy.build("mkdocs")
    assert failed.returncode == 1
    assert re.search(r"What stands in site is OLD: a build of 20\d\d-", failed.stderr)
    assert failed.stderr.count("What to do:") == 1
    assert whole(copy, "")
    assert not left(copy)
    copy.edit(PAGE, lambda text: text.replace("\n$$\n1 = 2\n$$\n", "\n[gone](gone.md)\n"))
    for quiet in (("--strict",), ("--strict", "--quiet")):
        strict = run(copy.folder, "mkdocs", "build", *quiet)
        assert strict.returncode == 1, strict.stderr
        assert "is OLD" in strict.stderr
        assert "gone" not in copy.page(PAGE).read_text(encoding="utf-8")
    shutil.rmtree(copy.folder / "site")
    assert "There is no site in site" in run(copy.folder, "mkdocs", "build", "--strict").stderr
    assert not (copy.folder / "site").exists()


@pytest.mark.large
def test_a_site_for_a_folder_has_links_to_files_alone(copy: Copy) -> None:
    copy.edit(PAGE, lambda text: text + "\n[The chain rule](chain-rule.md#E3)\n")
    flat = run(copy.folder, "mkdocs", "build", "--no-directory-urls")
    assert flat.returncode == 0, flat.stderr
    text = (copy.folder / "site/derivation/same-logit.html").read_text(encoding="utf-8")
    links = re.findall(r'<a\b[^>]* href="([^":#]+)', text)
    assert "chain-rule.html" in links
    assert not [link for link in links if link.endswith(("/", "."))]


@POSIX
@pytest.mark.large
def test_a_full_disk_is_named(copy: Copy) -> None:
    """Files of more than 200 kB cannot be written: the search index, and a script of the theme."""
    assert copy.build("mkdocs").returncode == 0
    before = sorted((copy.folder / "site").rglob("*"))
    command = f"ulimit -f 200; exec {sys.executable} -m mkdocs build"
    full = subprocess.run(
        ["sh", "-c", command],
        cwd=copy.folder,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: signal.signal(signal.SIGXFSZ, signal.SIG_IGN),
    )
    assert full.returncode == 1
    said = full.stdout + full.stderr
    assert "A file cannot be written or read" in said, said
    assert "Traceback" not in said
    assert sorted((copy.folder / "site").rglob("*")) == before
    assert not left(copy)


@POSIX
@pytest.mark.large
@pytest.mark.timeout(1500)
def test_killed_at_any_moment_the_site_is_whole(
    copy: Copy, record_property: pytest.RecordProperty
) -> None:
    started = time.monotonic()
    assert copy.build("mkdocs").returncode == 0
    lasts = time.monotonic() - started
    chance = random.Random(15)
    old, outcomes = "", {"old": 0, "new": 0}
    for number in range(int(os.environ.get("KILLS", "12"))):
        new = f"Edition {number}."
        copy.edit(PAGE, lambda text, new=new: re.sub(r"\nEdition.*", "", text) + f"\n{new}\n")
        build = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "build"],
            cwd=copy.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        # The last fifth, in which the site is written, is met as often as the rest.
        moment = chance.choice([chance.uniform(0, 1), chance.uniform(0.8, 1.1)])
        time.sleep(moment * lasts)
        os.killpg(build.pid, signal.SIGKILL)
        build.wait()
        if whole(copy, new):
            old, outcomes["new"] = new, outcomes["new"] + 1
        else:
            assert whole(copy, old)
            outcomes["old"] += 1
    record_property("kills", str(outcomes))
    print(outcomes)
    assert copy.build("mkdocs").returncode == 0
    assert not left(copy)
