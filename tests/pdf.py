"""Prints the site as one document: `make pdf`.

Builds the site in a temporary folder, lets Chromium print its pages in reading order, each as the
print style lays it out, and joins them to one file with an outline. The pages stand at the address
in mkdocs.yml while they are printed, so that the links in the document lead to the site.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Route, sync_playwright
from pypdf import PdfReader, PdfWriter

from proofpages.page.page import Page
from tests.builds import built
from tests.conftest import ROOT, launch, pages

DOCUMENT = ROOT / "p-minus-y.pdf"
FOOTER = (
    '<div style="width: 100%; text-align: center; font: 8px sans-serif; color: #666">'
    '<span class="title"></span></div>'
)
"""The page's title: Chromium counts the sheets of each page anew."""


def print_pages(browser: Browser, site: Path, root: str, files: list[str]) -> bytes:
    """The pages of a built site as one PDF.

    Args:
        browser: Chromium; no other browser prints.
        site: The folder of the built site.
        root: The address that the pages get, with a slash at the end.
        files: The pages' files below docs/, in the order of the document.
    """

    def answer(route: Route) -> None:
        path = site / urlsplit(route.request.url).path.removeprefix(urlsplit(root).path)
        file = path / "index.html" if path.is_dir() else path
        if file.is_file():
            route.fulfill(path=file)
        else:
            route.abort()

    document = PdfWriter()
    context = browser.new_context(color_scheme="light")
    context.route("**", answer)  # Nothing is asked of the network.
    for file in files:
        page = context.new_page()
        page.goto(root + pages()[file], wait_until="load")
        printed = page.pdf(
            format="A4",
            display_header_footer=True,
            header_template="<span></span>",
            footer_template=FOOTER,
        )
        source = ROOT / "docs" / file
        title = Page.read(source).meta["title"]
        document.append(PdfReader(io.BytesIO(printed)), outline_item=title)
        page.close()
    context.close()
    document.add_metadata({"/Title": "p − y"})
    result = io.BytesIO()
    document.write(result)
    return result.getvalue()


def main() -> int:
    with built() as site, sync_playwright() as playwright:
        sitemap = (site / "sitemap.xml").read_text(encoding="utf-8")
        root = sitemap.partition("<loc>")[2].partition("</loc>")[0]  # Home comes first.
        browser = launch(playwright)
        DOCUMENT.write_bytes(print_pages(browser, site, root, list(pages())))
        browser.close()
    print(f"{DOCUMENT.name}: {len(PdfReader(DOCUMENT).pages)} pages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
