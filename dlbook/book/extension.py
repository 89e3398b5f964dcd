"""The Python-Markdown extension of the book: formulas, tables, terms, exercises, quizzes and drawings in one.

It needs nothing of MkDocs: any program that renders Python-Markdown can use it.
"""

import re
from typing import Any
from xml.etree import ElementTree

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor

from dlbook.book.exercises_block import Exercises
from dlbook.book.formulas import Formulas
from dlbook.book.library import Library
from dlbook.book.quiz import Quizzes
from dlbook.book.stretches import Stretches
from dlbook.book.table_frames import Tables
from dlbook.book.terms import Terms

LONG_LINE = 40
"""From about this many characters a line of code may be wider than a phone."""

_CANVAS = re.compile(r'(<div class="figure-canvas" data-figure="([\w-]+)">)(</div>)')
_CAPTION = re.compile(r'(<figure class="figure [^>]*id="(fig-[\w-]+)".*?)(?=</figcaption>)', re.S)
_CODE = re.compile(r'<div class="([^"]*)highlight([^"]*)"(.*?)<code>(.*?)</code>', re.S)


class Drawings(Postprocessor):
    """Puts the drawings into their figures, last of all, so that nothing takes their text for Markdown."""

    def __init__(self, md: Markdown, library: Library) -> None:
        super().__init__(md)
        self.library = library

    def run(self, text: str) -> str:
        """Return the page with its drawings."""
        return _CANVAS.sub(lambda match: f"{match[1]}{self.library.svg(match[2])}{match[3]}", text)


class Listings(Postprocessor):
    """Keeps code out of the search index, and lets the keyboard scroll what may be wider than a phone."""

    def run(self, text: str) -> str:
        """Return the page with its code blocks marked."""
        return _CODE.sub(self._listing, text)

    @staticmethod
    def _listing(match: re.Match[str]) -> str:
        before, after, middle, code = match.groups()
        if "data-search-exclude" in middle:  # in docstrings, which are rendered on their own first
            return match[0]
        lines = re.sub(r"<[^>]*>|&#?\w+;", "", code).split("\n")
        scrolls = ' tabindex="0"' if max(map(len, lines)) > LONG_LINE else ""
        opening = f'<div class="{before}highlight{after}" data-search-exclude=""{middle}'
        return f"{opening}<code{scrolls}>{code}</code>"


class Widgets(Treeprocessor):
    """Gives all widgets one class, by which the style sheet knows them before their scripts have come."""

    def run(self, root: ElementTree.Element) -> None:
        """Treat all elements of a page."""
        for element in root.iter():
            if element.tag.startswith("dl-"):
                element.set("class", "widget")


class Tabs(Treeprocessor):
    """Leaves tabs to the browser, which switches them by their buttons; the theme would measure them all."""

    def run(self, root: ElementTree.Element) -> None:
        """Treat all sets of tabs of a page."""
        for tabs in root.iter("div"):
            tabs.attrib.pop("data-tabs", None)  # by which the theme's script finds them


class Permalinks(Postprocessor):
    """Ends the caption of each figure with a link to the figure, as headings end."""

    def run(self, text: str) -> str:
        """Return the page with its links."""
        return _CAPTION.sub(
            lambda match: (
                f'{match[1]}<a class="headerlink" href="#{match[2]}" title="Link to this figure">#</a>'
            ),
            text,
        )


class BookExtension(Extension):
    """All of the book's own Markdown; options `definitions` (of terms) and `library` (of figures)."""

    def __init__(self, **options: Any) -> None:
        self.config = {
            "definitions": [{}, "plain definitions of terms by anchor"],
            "library": ["", "the figures, a dlbook.book.library.Library"],
        }
        super().__init__(**options)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Register everything with one Markdown instance."""
        Exercises().extendMarkdown(md)
        Quizzes().extendMarkdown(md)
        md.treeprocessors.register(Formulas(md), "dlbook-formulas", 15)
        md.treeprocessors.register(Tables(md), "dlbook-tables", 7)
        md.treeprocessors.register(Terms(md, self.getConfig("definitions")), "dlbook-terms", 7)
        md.treeprocessors.register(Widgets(md), "dlbook-widgets", 7)
        md.treeprocessors.register(Tabs(md), "dlbook-tabs", 3)
        md.treeprocessors.register(Stretches(md), "dlbook-stretches", 1)
        md.postprocessors.register(Listings(md), "dlbook-listings", -10)
        md.postprocessors.register(Permalinks(md), "dlbook-permalinks", -20)
        if library := self.getConfig("library"):
            md.postprocessors.register(Drawings(md, library), "dlbook-drawings", -100)


def makeExtension(**options: Any) -> BookExtension:  # noqa: N802 - the name that Python-Markdown looks for
    """Return the extension, as Python-Markdown asks for it."""
    return BookExtension(**options)
