"""Cross-references backwards: where a term is used, a work cited, a figure or a section referred to."""

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from dlbook.book.citations import series, split_keys
from dlbook.book.glossary import Glossary, split_term
from dlbook.book.lab import FOLDER
from dlbook.book.references import section_id
from dlbook.book.scan import kind, scan
from dlbook.book.source import Source


@dataclass(frozen=True)
class Use:
    """A place where something is used.

    Args:
        source: the page.
        section: the anchor of the section, or "" before the first.
    """

    source: Source
    section: str = ""


Uses = dict[str, list[Use]]
"""The first use on each page, in the order of the book, by what is used."""


def terms_used(pages: Sequence[Source], glossary: Glossary) -> Uses:
    """Return the chapters that use each term, by the term's anchor.

    Args:
        pages: all pages.
        glossary: the terms.
    """

    def used(match: re.Match[str], source: Source) -> Iterator[str]:
        if kind(match) == "role" and match["name"] == "term":
            yield glossary.find(split_term(match["body"])[1]).anchor

    return _gathered(_numbered(pages), used)


def works_cited(pages: Sequence[Source]) -> Uses:
    """Return the chapters that cite each work, by its key.

    Args:
        pages: all pages.
    """

    def cited(match: re.Match[str], source: Source) -> Iterator[str]:
        if kind(match) == "role" and match["name"] in ("cite", "citep"):
            yield from split_keys(match["body"])

    return _gathered(_numbered(pages), cited)


def targets_named(pages: Sequence[Source]) -> Uses:
    """Return where chapters and the laboratory refer to something on another page, by its page and anchor.

    Args:
        pages: all pages.

    Returns:
        Uses by such as "training/cost-functions.md#fig-quadratic-cost".
    """

    def named(match: re.Match[str], source: Source) -> Iterator[str]:
        page, anchor = match["page"] or match["to"], match["anchor"] or match["at"]
        if page:
            place = posixpath.normpath(posixpath.join(posixpath.dirname(source.uri), page))
            if place != source.uri:
                yield f"{place}#{anchor}"

    experiments = [page for page in pages if page.uri.startswith(FOLDER)]
    return _gathered([*_numbered(pages), *experiments], named)


def mentions(uses: Iterable[Use], up: str) -> str:
    r"""Return links to where something is used as a list in a sentence.

    Args:
        uses: the places.
        up: the way from the page that says it to the top, such as "../".

    Example:
        >>> pages = [Source(f"{sign}.md", f"---\nchapter: {sign}\n---") for sign in "4C"]
        >>> mentions([Use(pages[0], "sec-race"), Use(pages[1])], "../")
        '[chapter 4](../4.md#sec-race) and [appendix C](../C.md)'
    """
    return series([f"[{_name(use.source)}]({up}{use.source.uri}{_fragment(use)})" for use in uses])


def with_backlinks(text: str, source: Source, named: Uses) -> str:
    r"""Return an expanded page whose sections say, at their ends, where other pages refer to them.

    Args:
        text: the page, expanded.
        source: the page as written.
        named: what pages refer to.

    Example:
        >>> uses = {"a.md#sec-one": [Use(Source("b.md", "---\nchapter: 5\n---"), "sec-two")]}
        >>> print(with_backlinks("## One {#sec-one}\nText.", Source("a.md", ""), uses))
        ## One {#sec-one}
        Text.
        <BLANKLINE>
        <p class="used referred" data-search-exclude="" markdown="span">Referred to in [chapter 5](b.md#sec-two).</p>
        <BLANKLINE>
    """  # noqa: E501 - one line is what it is about
    headings = [match for match in scan(text) if kind(match) == "heading"]
    ends = [*(match.start() for match in headings[1:]), len(text)]
    for match, end in reversed(list(zip(headings, ends, strict=False))):
        place = f"{source.uri}#{section_id(match['title'], match['attributes'])}"
        if place in named:
            links = mentions(named[place], "../" * source.uri.count("/"))
            text = f"{text[:end].rstrip()}\n\n{_BACKLINK.format(links=links)}\n\n{text[end:]}"
    return text


_BACKLINK = '<p class="used referred" data-search-exclude="" markdown="span">Referred to in {links}.</p>'


def _name(source: Source) -> str:
    """Return what a page is called in a sentence."""
    title = f"the laboratory\u2019s \u201c{source.meta.get('title', source.slug)}\u201d"
    return f"{source.sort} {source.chapter}" if source.chapter else title


def _fragment(use: Use) -> str:
    return f"#{use.section}" if use.section else ""


def _numbered(pages: Iterable[Source]) -> list[Source]:
    """Return chapters and appendices."""
    return [page for page in pages if page.chapter]


def _gathered(pages: Iterable[Source], find: Callable[[re.Match[str], Source], Iterator[str]]) -> Uses:
    """Return where each page has first what `find` finds in its constructs."""
    found: dict[str, dict[str, Use]] = {}
    for source in sorted(pages, key=lambda page: page.order):
        section = ""
        for match in scan(source.text):
            if kind(match) == "heading":
                section = section_id(match["title"], match["attributes"])
            for name in find(match, source):
                found.setdefault(name, {}).setdefault(source.uri, Use(source, section))
    return {name: list(uses.values()) for name, uses in found.items()}
