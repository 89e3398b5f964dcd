"""Cross-references backwards: where a term is used, a work cited, a figure or a section referred to."""

import posixpath
from collections.abc import Callable, Iterable, Iterator, Sequence

from dlbook.book.citations import split_keys
from dlbook.book.glossary import Glossary, split_term
from dlbook.book.scan import kind, scan
from dlbook.book.source import Source

Uses = dict[str, list[Source]]
"""Pages in the order of the book, by what they use."""


def terms_used(pages: Sequence[Source], glossary: Glossary) -> Uses:
    """Return the chapters that use each term, by the term's anchor.

    Args:
        pages: all pages.
        glossary: the terms.
    """

    def used(source: Source) -> Iterator[str]:
        for match in scan(source.text):
            if kind(match) == "role" and match["name"] == "term":
                yield glossary.find(split_term(match["body"])[1]).anchor

    return _gathered(pages, used)


def works_cited(pages: Sequence[Source]) -> Uses:
    """Return the chapters that cite each work, by its key.

    Args:
        pages: all pages.
    """

    def cited(source: Source) -> Iterator[str]:
        for match in scan(source.text):
            if kind(match) == "role" and match["name"] in ("cite", "citep"):
                yield from split_keys(match["body"])

    return _gathered(pages, cited)


def targets_named(pages: Sequence[Source]) -> Uses:
    """Return the chapters that refer to something on another page, by its page and anchor.

    Args:
        pages: all pages.

    Returns:
        Pages by such as "training/cost-functions.md#fig-quadratic-cost".
    """

    def named(source: Source) -> Iterator[str]:
        for match in scan(source.text):
            if kind(match) == "reference" and match["page"]:
                place = posixpath.join(posixpath.dirname(source.uri), match["page"])
                yield f"{posixpath.normpath(place)}#{match['anchor']}"

    return _gathered(pages, named)


def mentions(sources: Iterable[Source], up: str) -> str:
    r"""Return links to pages as a list in a sentence.

    Args:
        sources: the pages.
        up: the way from the page that says it to the top, such as "../".

    Example:
        >>> pages = [Source(f"{sign}.md", f"---\nchapter: {sign}\n---") for sign in "4C"]
        >>> mentions(pages, "../")
        '[chapter 4](../4.md), [appendix C](../C.md)'
    """
    return ", ".join(f"[{source.sort} {source.chapter}]({up}{source.uri})" for source in sources)


def _gathered(pages: Sequence[Source], find: Callable[[Source], Iterator[str]]) -> Uses:
    """Return the numbered pages by what each has."""
    found: Uses = {}
    for source in sorted((page for page in pages if page.chapter), key=_order):
        for name in dict.fromkeys(find(source)):
            found.setdefault(name, []).append(source)
    return found


def _order(source: Source) -> tuple[bool, int, str]:
    return (source.chapter.isalpha(), 0 if source.chapter.isalpha() else int(source.chapter), source.chapter)
