"""Long pages in stretches of about a screen, so that a browser sets only what the reader is near.

The style sheet lets a browser pass over a stretch that is far away (`content-visibility`). It needs to know
how high the stretch will be, or the scroll bar would jump: each says so roughly, for a desk and for a phone.
"""

import math
import re
from xml.etree import ElementTree

from markdown import Markdown
from markdown.serializers import to_html_string
from markdown.treeprocessors import Treeprocessor

SCREEN = 45.0
"""Height in rem from which on a stretch ends: about a screen."""

LONG = 6 * SCREEN
"""Height in rem from which on a page has stretches at all."""

TEXT, CODE, GAP = 1.45, 1.1, 1.0
"""Heights in rem of a line of text, of a line of code, and of the space below a part."""

WIDE, NARROW = (74, 17.0), (36, 14.0)
"""Characters in a line of text, and the height of a figure, on a desk and on a phone."""

_KEPT = re.compile("\x02wzxhzdk:(\\d+)\x03")
_OUTPUT = re.compile(r'(?:<p>)?<div class="(?:[\w-]+ )*output[ "]')
_PRE = re.compile(r"<pre.*?</pre>", re.S)
_GALLERY = re.compile(r'(?:<p>)?<div class="gallery')
_TAGS = re.compile(r"<[^>]*>")


class Stretches(Treeprocessor):
    """Puts what stands between headings of a long page into stretches; its first screen stays as it is.

    Headings stay outside: the theme asks where they are, and would have all of the page set to know it.

    Args:
        md: the Markdown instance.
    """

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.kept = md.htmlStash

    def run(self, root: ElementTree.Element) -> None:
        """Treat the top level of a page."""
        if sum(_height(self._html(child), *WIDE) for child in root) < LONG:
            return
        above = wide = narrow = 0.0
        stretch: ElementTree.Element | None = None
        for child in list(root):
            if re.fullmatch(r"h[1-6]", child.tag) or child.get("hidden"):
                stretch = None
                continue
            html = self._html(child)
            if _GALLERY.match(html):  # its script finds the heading of each part right before the part
                stretch = None
                continue
            height, goes_on = _height(html, *WIDE), _OUTPUT.match(html)
            if above > SCREEN and (stretch is not None or not goes_on):
                if stretch is None or (wide >= SCREEN and not goes_on):
                    stretch, wide, narrow = ElementTree.Element("div", {"class": "stretch"}), 0.0, 0.0
                    root.insert(list(root).index(child), stretch)
                root.remove(child)
                stretch.append(child)
                wide, narrow = wide + height, narrow + _height(html, *NARROW)
                stretch.set("style", f"--wide: {wide:.0f}rem; --narrow: {narrow:.0f}rem")
            above += height

    def _html(self, element: ElementTree.Element) -> str:
        """Return an element with what Markdown keeps aside until the end."""
        html = to_html_string(element)
        while _KEPT.search(html):
            html = _KEPT.sub(lambda match: str(self.kept.rawHtmlBlocks[int(match[1])]), html)
        return html


def _height(html: str, line: int, picture: float) -> float:
    """Return about how high an element is, with the space below it, in rem.

    Args:
        html: the element.
        line: characters in a line of text.
        picture: height of a figure.
    """
    code = "".join(_PRE.findall(html)).count("\n")
    words = sum(math.ceil(len(text.strip()) / line) for text in _TAGS.sub("", _PRE.sub("", html)).split("\n"))
    return TEXT * words + CODE * code + picture * html.count('class="figure-canvas"') + GAP
