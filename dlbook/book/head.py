"""What the head of a page says to those who do not read it: search engines, catalogues, link previews.

Addresses are absolute there, so whatever needs one is left out of a copy of the book that has no address.
"""

import html
import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dlbook.book.cards import HEIGHT, NAME, WIDTH, place_of_card
from dlbook.book.glossary import Glossary
from dlbook.book.source import Source

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
LANGUAGE = "en-GB"
LEVEL = "Beginner"
WRITERS = f"The authors of {NAME}"
"""The author line where the settings name nobody, as in CITATION.cff."""


@dataclass(frozen=True)
class Facts:
    """What is known about one page.

    Args:
        title: its title.
        description: a sentence about it.
        url: its address below the site's, such as "training/cost-functions/".
        chapter: its number or letter, or "".
        teaches: the terms that it defines.
        card: where its preview is, below the site's address, or "".
    """

    title: str
    description: str
    url: str
    chapter: str = ""
    teaches: tuple[str, ...] = ()
    card: str = ""


@dataclass(frozen=True)
class Edition:
    """What is known about the copy of the book.

    Args:
        description: a sentence about the book.
        address: the site's address with a final slash, or "".
        author: the author line, or "".
        chapters: its chapters, in order.
        card: where the book's own preview is, or "".
    """

    description: str
    address: str = ""
    author: str = ""
    chapters: tuple[Facts, ...] = ()
    card: str = ""


def facts(source: Source, glossary: Glossary, files: Collection[str]) -> Facts:
    """Return what is known about a page.

    Args:
        source: the page.
        glossary: the terms, which say where they are defined.
        files: what else the site publishes.
    """
    card, bare = place_of_card(source), source.uri.removesuffix(".md")
    heading = re.search(r"^# (.+)$", source.text, re.M)
    return Facts(
        title=str(source.meta.get("title", heading[1] if heading else NAME)),
        description=str(source.meta.get("description", "")),
        url=bare.removesuffix("index") if bare.rpartition("/")[2] == "index" else f"{bare}/",
        chapter=source.chapter,
        teaches=tuple(term.name for term in glossary.terms if term.see.startswith(f"{source.uri}#")),
        card=card if card in files else "",
    )


def chapters(pages: Iterable[Facts]) -> list[Facts]:
    """Return the numbered chapters in their order."""
    return sorted((page for page in pages if page.chapter.isdigit()), key=lambda page: int(page.chapter))


def edition(pages: Mapping[str, Facts], description: str, address: str = "", author: str = "") -> Edition:
    """Return what is known about a copy of the book.

    Args:
        pages: what is known about its pages, by their place below docs/.
        description: a sentence about the book.
        address: the site's address with a final slash, or "".
        author: the author line, or "".
    """
    home = pages.get("index.md")
    return Edition(description, address, author, tuple(chapters(pages.values())), home.card if home else "")


def describe(page: str, about: Facts, edition: Edition) -> str:
    """Return a page whose head has its preview and its structured data.

    Args:
        page: HTML.
        about: the page.
        edition: the copy of the book.
    """
    data = json.dumps(structured(about, edition), ensure_ascii=False, separators=(",", ":"))
    block = f'<script type="application/ld+json">{data.replace("<", chr(92) + "u003c")}</script>'
    page = page.replace(f"<title>{NAME} - {NAME}</title>", f"<title>{NAME}</title>", 1)
    return page.replace("</head>", f"{preview(about, edition)}{block}\n  </head>", 1)


def preview(about: Facts, edition: Edition) -> str:
    """Return the elements that make the preview of a link, in the Open Graph and Twitter vocabularies."""
    card = edition.address and (about.card or edition.card)
    said = {
        "og:type": "article" if about.chapter else "website",
        "og:site_name": NAME,
        "og:locale": LANGUAGE.replace("-", "_"),
        "og:title": f"{_numbered(about)} - {NAME}" if about.url else NAME,
        "og:description": about.description or edition.description,
        "og:url": edition.address and f"{edition.address}{about.url}",
        "og:image": card and f"{edition.address}{card}",
        "og:image:type": card and "image/png",
        "og:image:width": card and str(WIDTH),
        "og:image:height": card and str(HEIGHT),
        "og:image:alt": card and f"{about.title if about.card else NAME}: a figure of the book",
        "twitter:card": "summary_large_image" if card else "summary",
    }
    return "\n      ".join(_meta(name, value) for name, value in said.items() if value)


def _meta(name: str, value: str) -> str:
    kind = "name" if name.startswith("twitter") else "property"
    return f'<meta {kind}="{name}" content="{html.escape(value)}">'


def structured(about: Facts, edition: Edition) -> dict[str, Any]:
    """Return a page as schema.org describes it, with its place in the book."""
    book = {**_work(["Book", "LearningResource"], NAME, edition.description, edition), "bookFormat": "EBook"}
    if not about.url:
        book |= _where(about, edition) | {"hasPart": [_part(one, edition) for one in edition.chapters]}
        return {"@context": "https://schema.org", **_slim(book)}
    kind = ["Chapter", "LearningResource"] if about.chapter else ["WebPage", "LearningResource"]
    work = _work(kind, about.title, about.description or edition.description, edition)
    work |= {
        **_where(about, edition),
        "teaches": list(about.teaches),
        "isPartOf": _slim(book | _where(Facts("", "", ""), edition)),
    }
    if about.chapter:
        work |= {"position": int(about.chapter) if about.chapter.isdigit() else about.chapter}
    graph = [_slim(work), *([_trail(about, edition)] if edition.address else [])]
    return {"@context": "https://schema.org", "@graph": graph}


def _work(kind: Sequence[str], name: str, description: str, edition: Edition) -> dict[str, Any]:
    """Return what all parts of the book have in common."""
    author = {"@type": "Person", "name": edition.author} if edition.author else None
    return {
        "@type": list(kind),
        "name": name,
        "description": description,
        "inLanguage": LANGUAGE,
        "isAccessibleForFree": True,
        "license": LICENCE,
        "educationalLevel": LEVEL,
        "learningResourceType": "textbook" if "Book" in kind else "reading",
        "author": author or {"@type": "Organization", "name": WRITERS},
    }


def _where(about: Facts, edition: Edition) -> dict[str, str]:
    """Return the addresses of a page, if the book has one."""
    if not edition.address:
        return {}
    card = about.card or ("" if about.url else edition.card)
    return {"url": f"{edition.address}{about.url}"} | ({"image": f"{edition.address}{card}"} if card else {})


def _part(about: Facts, edition: Edition) -> dict[str, Any]:
    """Return a chapter as the book names it."""
    number = {"position": int(about.chapter)}
    return {"@type": "Chapter", "name": about.title, **number, **_where(about, edition)}


def _trail(about: Facts, edition: Edition) -> dict[str, Any]:
    """Return the way from the home page to a page; the parts of the book are no pages."""
    steps = [(NAME, edition.address), (_numbered(about), f"{edition.address}{about.url}")]
    items = [
        {"@type": "ListItem", "position": number, "name": name, "item": address}
        for number, (name, address) in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _numbered(about: Facts) -> str:
    return f"{about.chapter}. {about.title}" if about.chapter else about.title


def _slim(found: dict[str, Any]) -> dict[str, Any]:
    """Return a description without what is empty."""
    return {name: value for name, value in found.items() if value not in ("", [], None)}
