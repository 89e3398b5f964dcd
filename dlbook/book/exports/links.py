"""Where links lead in a book that is one file."""

import posixpath
from collections.abc import Callable, Sequence

from dlbook.book.exports.manuscript import Chapter
from dlbook.book.exports.paper import each_link

Address = Callable[[Chapter, str], str]
"""Gives the address, inside the book, of a chapter and of an anchor in it ("" for its beginning)."""


def relink(chapters: Sequence[Chapter], address: Address, site: str = "") -> None:
    """Lead all links between pages to their places in the book, in place.

    A link to what only the site has leads there; where the site has no address, its text is left.

    Args:
        chapters: the pages of the book.
        address: gives the addresses inside.
        site: the address of the site with a final slash, or "".
    """
    by_url = {chapter.entry.url: chapter for chapter in chapters}
    anchors = {
        chapter.entry.url: {
            str(element["id"])
            for element in [chapter.article, *chapter.article.select("[id]")]
            if element.get("id")
        }
        for chapter in chapters
    }

    def mended(link: str, here: Chapter) -> str | None:
        if link.startswith(("http:", "https:", "mailto:")):
            return link
        url, anchor = place_of(link, here.entry.url)
        if url not in by_url:
            return f"{site}{url}{f'#{anchor}' if anchor else ''}" if site else None
        return address(by_url[url], anchor if anchor in anchors[url] else "")

    for chapter in chapters:
        each_link(chapter.article, lambda link, here=chapter: mended(link, here))  # type: ignore[misc]


def place_of(link: str, url: str) -> tuple[str, str]:
    """Return the address below the site's, and the anchor, that a link on a page means.

    Args:
        link: relative to the page; one that begins with "@" is relative to the site.
        url: that of the page.

    Example:
        >>> place_of("../../lab/softmax/?seed=2#widget", "training/cost-functions/")
        ('lab/softmax/', 'widget')
        >>> place_of("#fig-a", "training/cost-functions/")
        ('training/cost-functions/', 'fig-a')
        >>> place_of("@appendices/answers/", "training/cost-functions/")
        ('appendices/answers/', '')
    """
    path, _, anchor = link.partition("#")
    path = path.partition("?")[0]
    if path.startswith("@"):
        return path[1:], anchor
    if not path:
        return url, anchor
    place = posixpath.normpath(posixpath.join(url, path))
    return "" if place == "." else place + "/" * path.endswith("/"), anchor
