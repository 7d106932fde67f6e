"""Takes the picture in README.md: `make picture`.

Builds the site in a temporary folder, serves it on this machine, and photographs the top of a page
of the derivation in Chromium, in light mode: its numbers, its picture, and where the letters begin.
"""

from __future__ import annotations

import sys

from playwright.sync_api import Browser, sync_playwright

from tests.builds import built
from tests.conftest import ROOT, launch, serve

PAGE = "derivation/same-logit/"
PICTURE = ROOT / "docs/assets/picture.png"
LARGEST = 250_000  # Bytes: everyone who clones the repository has it.
SCALES = (2, 1.5, 1.25, 1)  # Pixels of the picture for one of the page; the first that fits.


def take(browser: Browser, url: str, scale: float) -> bytes:
    """A picture of the top of a page, as PNG."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 1180},
        device_scale_factor=scale,
        color_scheme="light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(url, wait_until="networkidle")
    picture = page.screenshot()
    context.close()
    return picture


def main() -> int:
    with built() as site, sync_playwright() as playwright:
        browser = launch(playwright)
        with serve(site) as address:
            pictures = (take(browser, address + PAGE, scale) for scale in SCALES)
            picture = next((found for found in pictures if len(found) <= LARGEST), None)
        browser.close()
    if picture is None:
        print(
            f"tests/picture.py: the picture of {PAGE} has more than {LARGEST} bytes at every "
            "scale. Expected: a smaller one. What to do: make its viewport smaller.",
            file=sys.stderr,
        )
        return 1
    PICTURE.write_bytes(picture)
    print(f"{PICTURE.relative_to(ROOT).as_posix()}: {len(picture)} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
