"""proofpages.site.preview: while a fault stands, the browser shows it, and recovers by itself."""

from __future__ import annotations

import contextlib
import os
import queue
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers.polling import PollingObserver

from proofpages.site.preview import BothTell
from tests.builds import PAGE, Copy

pytestmark = pytest.mark.large

FAULT = "\n$$\n1 = 2\n$$\n"


@contextlib.contextmanager
def served(copy: Copy) -> Iterator[tuple[str, queue.Queue[str]]]:
    """A live preview of the copy: its address, and the lines that it prints."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["mkdocs", "serve", "--livereload", "-a", f"127.0.0.1:{port}"]
    process = subprocess.Popen(
        [sys.executable, "-m", *command],
        cwd=copy.folder,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "SITE_URL": f"http://127.0.0.1:{port}/"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    printed: queue.Queue[str] = queue.Queue()

    def hear() -> None:
        assert process.stderr is not None
        for line in process.stderr:
            printed.put(line)

    threading.Thread(target=hear, daemon=True).start()
    try:
        until(printed, "Serving on")
        yield f"http://127.0.0.1:{port}/", printed
    finally:
        process.terminate()
        process.wait()
        assert process.stderr is not None
        process.stderr.close()


def until(printed: queue.Queue[str], words: str) -> str:
    """All that is printed up to the line with these words."""
    lines, end = "", time.monotonic() + 120
    while words not in lines:
        lines += printed.get(timeout=max(0.1, end - time.monotonic()))
    return lines


def test_a_fault_is_shown_and_goes_when_it_is_mended(copy: Copy, browser: Browser) -> None:
    with served(copy) as (address, printed):
        page = browser.new_page()
        page.goto(f"{address}derivation/same-logit/")
        expect(page.get_by_role("heading", level=1)).to_contain_text("The same logit")

        line = copy.edit(PAGE, lambda text: f"{text}{FAULT.replace('1 =', '§1 =')}")
        # It comes by itself, in the place of the page, with what is wrong and where.
        expect(page.get_by_role("heading", level=1)).to_have_text(
            "The site is not built", timeout=60_000
        )
        expect(page.locator("pre")).to_contain_text(f"{PAGE}:{line}: the formula does not hold")
        assert "does not hold" in until(printed, "Reloading browsers")

        with pytest.raises(urllib.error.HTTPError, match="500"):
            urllib.request.urlopen(f"{address}notation/", timeout=20)  # No request hangs.

        copy.edit(PAGE, lambda text: text + "\n")  # The same fault, saved again, is told again.
        assert "does not hold" in until(printed, "Reloading browsers")

        copy.edit(PAGE, lambda text: text.replace(FAULT, "\nMended.\n"))
        expect(page.get_by_text("Mended.")).to_be_visible(timeout=60_000)
        page.close()


class Noting(FileSystemEventHandler):
    """Notes the files that it is told of."""

    def __init__(self) -> None:
        self.told: queue.Queue[str] = queue.Queue()

    def on_any_event(self, event: FileSystemEvent) -> None:
        if not event.is_directory:
            self.told.put(os.path.basename(os.fsdecode(event.dest_path or event.src_path)))

    def soon(self, seconds: float) -> list[str]:
        """What is told until nothing has been for so long."""
        found = []
        with contextlib.suppress(queue.Empty):
            while True:
                found.append(self.told.get(timeout=seconds))
        return found


@contextlib.contextmanager
def watching(path: Path, every: float) -> Iterator[tuple[BothTell, Noting]]:
    """What is told of a path, at which MkDocs looks so often."""
    told, noting = BothTell(PollingObserver(timeout=every)), Noting()
    told.schedule(noting, str(path), recursive=True)
    told.start()
    try:
        yield told, noting
    finally:
        told.stop()
        told.join()


def replaced(file: Path) -> None:
    """Save as an editor does that writes another file and renames it."""
    other = file.with_name("a.md~")
    other.write_text("Another text.", encoding="utf-8")
    other.replace(file)


@pytest.mark.parametrize("folder", [True, False], ids=["in a folder", "of a file"])
@pytest.mark.parametrize("save", [replaced, lambda file: file.write_text("Text 2", "utf-8")])
def test_the_system_tells_of_a_change_at_once(
    save: Callable[[Path], object], folder: bool, tmp_path: Path
) -> None:
    file = tmp_path / "a.md"
    file.write_text("Text", encoding="utf-8")
    (tmp_path / "b.md").write_text("Text", encoding="utf-8")
    with watching(tmp_path if folder else file, every=3600) as (_, noting):
        save(file)
        assert "a.md" in noting.soon(1.0)
        if not folder:
            (tmp_path / "b.md").write_text("Text 2", encoding="utf-8")
        file.read_bytes()  # What a build does is no change.
        assert noting.soon(0.5) == []


def test_a_change_of_which_both_tell_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Text", encoding="utf-8")
    with watching(tmp_path, every=0.3) as (_, noting):
        time.sleep(0.5)  # It has looked.
        for text in ("Other", "Another"):
            content = text.encode()
            descriptor = os.open(tmp_path / "a.md", os.O_WRONLY)
            os.pwrite(descriptor, content, 0)
            os.close(descriptor)
            assert noting.soon(1.5) == ["a.md"], text


def test_where_the_system_tells_nothing_looking_is_enough(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Text", encoding="utf-8")
    told, noting = BothTell(PollingObserver(timeout=0.2)), Noting()
    told.system.schedule = lambda *_, **__: (_ for _ in ()).throw(OSError())  # type: ignore
    told.schedule(noting, str(tmp_path), recursive=True)
    told.start()
    time.sleep(0.4)
    (tmp_path / "a.md").write_text("Text 2", encoding="utf-8")
    assert "a.md" in noting.soon(2)
    told.stop()
    told.join()
