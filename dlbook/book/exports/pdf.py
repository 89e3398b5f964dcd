"""The whole book as PDF, printed by Chromium in two passes: only the first tells on which page things are."""

import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from dlbook.book.exports.bound import bind, pages_of
from dlbook.book.exports.chromium import found_chromium, needed, printed
from dlbook.book.exports.drawings import place_images
from dlbook.book.exports.imprint import imprint
from dlbook.book.exports.links import relink
from dlbook.book.exports.manuscript import read_manuscript
from dlbook.book.exports.sheets import anchor_of, document, prepare, with_pages
from dlbook.book.exports.steps import Steps
from dlbook.checks import problem

STEPS = [6.0, 2.0, 15.0, 15.0, 15.0]
PASSES = 4


def make(site: Path, steps: Steps) -> bytes:
    """Return the PDF of a built site.

    Raises:
        ValueError: if the folder has no site, or Chromium or a package is missing.
    """
    playwright = needed("playwright.sync_api")
    needed("pypdf")
    browser = found_chromium()
    about = imprint()
    chapters = read_manuscript(site, steps)
    steps("leading the links")
    relink(chapters, lambda chapter, anchor: f"#{anchor_of(chapter, anchor)}", about.site)
    for chapter in chapters:
        prepare(chapter)
    place_images(chapters, "-light.svg", up=f"{site.resolve().as_uri()}/")
    text = document(chapters, site.resolve(), about)
    with playwright.sync_playwright() as driver:
        content = _settled(text, Press(driver, browser, steps))
    steps("binding")
    return bind(content, chapters, about)


@dataclass
class Press:
    """Prints a document as often as asked.

    Args:
        driver: a running Playwright.
        browser: the path of Chromium.
        steps: told of every pass.
        passes: how many there were.
    """

    driver: object
    browser: str
    steps: Steps
    passes: int = field(default=0)

    def __call__(self, text: str) -> bytes:
        """Return a document as PDF."""
        self.passes += 1
        self.steps(f"printing, pass {self.passes}")
        with tempfile.TemporaryDirectory() as folder:
            page = Path(folder, "book.html")
            page.write_text(text, encoding="utf-8")
            return printed(self.driver, self.browser, page)


def _settled(text: str, press: Press) -> bytes:
    """Return the PDF in which every page number that is printed is that of the page meant."""
    pages: dict[str, int] = {}
    for _ in range(PASSES):
        content = press(with_pages(text, pages))
        found = pages_of(content)
        if found == pages:
            return content
        pages = found
    raise problem(
        f"page numbers still moved after {PASSES} passes", "that they settle", "Report the page that does it"
    )
