"""Long pages in stretches of about a screen, so that a browser sets only what the reader is near.

The style sheet lets a browser pass over a stretch that is far away (`content-visibility`). It needs to know
how high the stretch will be, or the scroll bar would jump: each says roughly how many lines it takes.
"""

import math
import re
from xml.etree import ElementTree

from markdown import Markdown
from markdown.serializers import to_html_string
from markdown.treeprocessors import Treeprocessor

SCREEN = 32
"""Lines from which on a stretch ends: about a screen."""

LINE = 74
"""Characters in a line of text."""

PICTURE = 16
"""Lines that a figure takes beside its caption."""

_KEPT = re.compile("\x02wzxhzdk:(\\d+)\x03")
_OUTPUT = re.compile(r'(?:<p>)?<div class="(?:[\w-]+ )*output[ "]')
_TAGS = re.compile(r"<[^>]*>")


class Stretches(Treeprocessor):
    """Puts what stands between headings into stretches; the first screen of a page stays as it is.

    Headings stay outside: the theme asks where they are, and would have all of the page set to know it.

    Args:
        md: the Markdown instance.
    """

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.kept = md.htmlStash

    def run(self, root: ElementTree.Element) -> None:
        """Treat the top level of a page."""
        above = inside = 0
        stretch: ElementTree.Element | None = None
        for child in list(root):
            if re.fullmatch(r"h[1-6]", child.tag) or child.get("hidden"):
                stretch = None
                continue
            html = self._html(child)
            lines = _lines(html)
            if above > SCREEN:
                if stretch is None or (inside >= SCREEN and not _OUTPUT.match(html)):
                    stretch, inside = ElementTree.Element("div", {"class": "stretch"}), 0
                    root.insert(list(root).index(child), stretch)
                root.remove(child)
                stretch.append(child)
                inside += lines
                stretch.set("style", f"--lines: {inside}")
            above += lines

    def _html(self, element: ElementTree.Element) -> str:
        """Return an element with what Markdown keeps aside until the end."""
        html = to_html_string(element)
        while _KEPT.search(html):
            html = _KEPT.sub(lambda match: str(self.kept.rawHtmlBlocks[int(match[1])]), html)
        return html


def _lines(html: str) -> int:
    """Return about how many lines an element takes, with the one that keeps it apart from the next."""
    words = _TAGS.sub("", html)
    text = words.count("\n") if "<pre" in html else math.ceil(len(words) / LINE)
    return 1 + text + html.count('class="figure-canvas"') * PICTURE
