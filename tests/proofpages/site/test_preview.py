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
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

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
