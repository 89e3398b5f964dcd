"""The chapters and appendices of the built site, read and made ready for paper."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bs4 import BeautifulSoup, Tag

from dlbook.book.exports.contents import Entry, read_contents
from dlbook.book.exports.paper import settle

LEFT_OUT = ("lab/", "appendices/api/", "appendices/claims/", "teachers/")
"""Pages for the site alone: what is touched, looked up beside the code, checked line by line, or taught."""

_ARTICLE = re.compile(r"<article\b[^>]*>(.*?)</article>", re.S)
_CANVAS = re.compile(r'(<div class="figure-canvas" data-figure="[^"]*">)<svg\b([^>]*)>.*?</svg></div>', re.S)
_SVG = re.compile(r"<svg\b.*?</svg>", re.S)
_KEPT = re.compile(r'\b(?:aria-label|width|height)="[^"]*"')
_NUMBERED = re.compile(r"(?P<number>\d+|[A-Z])\. (?P<title>.+)")


@dataclass(frozen=True)
class Chapter:
    """One page of the book on paper.

    Args:
        entry: its place on the site and in the navigation.
        title: its title without number.
        number: "4", "A", or "" for a page without one.
        article: its content without the title, an element of its own.
    """

    entry: Entry
    title: str
    number: str
    article: Tag

    @property
    def slug(self) -> str:
        """A name for its file or its anchors."""
        return self.entry.url.strip("/").replace("/", "-")

    @property
    def part(self) -> str:
        """The part of the book that it is in, or ""."""
        return self.entry.parts[0] if self.entry.parts else ""

    @property
    def label(self) -> str:
        """Its number and title."""
        return f"{self.number}. {self.title}" if self.number else self.title


def read_manuscript(site: Path, progress: Callable[[str], None] = lambda doing: None) -> list[Chapter]:
    """Return the pages that belong on paper, in the order of the navigation.

    Args:
        site: the built site.
        progress: told what is being read.

    Raises:
        ValueError: if the folder has no site.
    """
    entries = [entry for entry in read_contents(site) if entry.url and not entry.url.startswith(LEFT_OUT)]
    answered = any(entry.url == "appendices/answers/" for entry in entries)
    progress(f"reading {len(entries)} pages")
    return [_chapter(entry, site, answered) for entry in entries]


def _chapter(entry: Entry, site: Path, answered: bool) -> Chapter:
    found = _ARTICLE.search(entry.file(site).read_text(encoding="utf-8"))
    soup = BeautifulSoup(f"<section>{_drawn_elsewhere(found[1] if found else '')}</section>", "html.parser")
    article = soup.section
    assert article is not None
    settle(article, soup, answered=answered)
    heading = article.h1.extract() if article.h1 else None
    title = entry.title or (heading.get_text().strip() if heading else entry.url)
    numbered = _NUMBERED.fullmatch(title)
    if heading and heading.get("id"):
        article["id"] = heading["id"]
    if numbered:
        return Chapter(entry, numbered["title"], numbered["number"], article)
    return Chapter(entry, title, "", article)


def _drawn_elsewhere(page: str) -> str:
    """Return a page whose figures are elsewhere: what is left of each says what it shows, and how large."""
    page = _CANVAS.sub(lambda m: f"{m[1]}<img {' '.join(_KEPT.findall(m[2]))}></div>", page)
    return _SVG.sub("", page)
