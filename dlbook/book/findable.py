"""What the search of the site finds: figures by their captions, chapters first, and no ledgers.

The theme's plugin writes an entry for every section; `refine` takes that index and returns a better one.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dlbook.book import figure_pack
from dlbook.book.expand import Book
from dlbook.book.glossary import PAGE as GLOSSARY
from dlbook.book.head import Facts

INDEX = "search/search_index.json"
CHAPTERS, TERMS, REST, WIDGETS, HOME = 4.0, 2.5, 1.0, 0.6, 0.1
"""How much a hit counts: in a chapter, in the glossary, elsewhere, in the laboratory, on the first page."""

TITLE, TAGS = 30.0, 10.0
"""How much more a word counts in a title, or in the name of a term defined there, than in a text.

The thousand and the million of the theme leave texts no say at all.
"""

BY_TITLE = ("appendices/claims/", "appendices/runs/", "appendices/gallery/", "appendices/answers/")
"""Pages of tables, or of what stands in the chapters too; they are found by their titles only."""

_EMPTY = re.compile(r"<(p|li|ul|ol|code)>\s*</\1>")


@dataclass(frozen=True)
class Finds:
    """What the search is to find beside sections.

    Args:
        figures: an entry of the index for each figure.
        terms: the names of the terms that a section defines, by its address.
    """

    figures: Sequence[Mapping[str, str]] = ()
    terms: Mapping[str, Sequence[str]] = field(default_factory=dict)


def finds(book: Book) -> Finds:
    """Return what a book has to be found beside its sections.

    Args:
        book: the pages, figures and terms.
    """
    terms: dict[str, list[str]] = {}
    for term in book.glossary.terms:
        terms.setdefault(term.see.replace(".md#", "/#"), []).append(term.name)
    return Finds(_figures(book), terms)


def _figures(book: Book) -> list[dict[str, str]]:
    """Return an entry for each figure, at the page where it is at home."""
    homes: dict[str, str] = {}
    for uri, anchor in book.numbers:  # chapters come first; other pages borrow their figures
        homes.setdefault(anchor, f"{uri.removesuffix('.md')}/#{anchor}")
    return [
        {"location": homes[f"fig-{one.id}"], "title": one.figure, "text": f"<p>{one.caption}</p>"}
        for one in figure_pack.entries(book)
    ]


def refine(index: Mapping[str, Any], more: Finds, pages: Iterable[Facts]) -> dict[str, Any]:
    """Return an index that leads to the right page first.

    Args:
        index: what the theme's plugin has written.
        more: what is to be found beside sections.
        pages: what is known about the pages.
    """
    weights = {page.url: _weight(page) for page in pages}
    kept = [entry for entry in index["docs"] if not entry["location"].partition("#")[2] or not _ledger(entry)]
    known = {entry["location"] for entry in kept}
    kept += [figure for figure in more.figures if figure["location"].partition("#")[0] in known]
    docs = []
    for entry in kept:
        weight = weights.get(entry["location"].partition("#")[0], REST)
        tags = {"tags": list(more.terms[entry["location"]])} if entry["location"] in more.terms else {}
        docs.append({**entry, "text": _tidy(entry["text"]), "boost": weight, **tags})
    fields = {**index["config"].get("fields", {}), "title": {"boost": TITLE}, "tags": {"boost": TAGS}}
    return {"config": {**index["config"], "fields": fields}, "docs": docs}


def _ledger(entry: Mapping[str, str]) -> bool:
    return entry["location"].startswith(BY_TITLE)


def _weight(page: Facts) -> float:
    """Return how much a hit on a page counts."""
    if page.chapter.isdigit():
        return CHAPTERS
    if page.url == f"{GLOSSARY.removesuffix('.md')}/":
        return TERMS
    if page.url == "":
        return HOME
    return WIDGETS if page.url.startswith("lab/") else REST


def _tidy(text: str) -> str:
    """Return a text without what is empty where formulas and code were.

    Example:
        >>> _tidy("<p>For one output  ,</p> <p></p>")
        '<p>For one output,</p>'
    """
    return re.sub(r"\s+(?=[.,;:)]|$)", "", " ".join(_EMPTY.sub("", text).split()))
