"""proofpages.site.publish: who reads the site sees the old one or the new one, whole."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time

import pytest

from tests.builds import PAGE, Copy, run

POSIX = pytest.mark.skipif(os.name == "nt", reason="a process is ended otherwise there")


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
