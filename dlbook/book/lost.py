"""The page for addresses that do not exist: a way to search, and the contents."""

import html
from collections.abc import Iterable

from dlbook.book.cards import NAME
from dlbook.book.head import Facts, chapters

TEMPLATE = "404.html"
TITLE = "This page does not exist"

_THEME = "<h1>404 - Not found</h1>"
_DOORS = (
    ("reading/", "How to read this book"),
    ("lab/", "The laboratory, with all widgets"),
    ("appendices/glossary/", "Glossary"),
    ("appendices/gallery/", "Gallery of all figures"),
)
_WORDS = """<h1>{title}</h1>
<p>Perhaps the link was mistyped, or the page has moved. Nothing is lost: search the book, or choose from its
contents. <a href="{home}">The first page</a> is always a good place to start again.</p>
<form class="lost-search" action="{home}" method="get" role="search">
<label for="lost-query">Search the book</label>
<input id="lost-query" name="q" type="search" required autocomplete="off">
<button class="md-button">Search</button>
</form>
<h2>Contents</h2>
<ol>
{chapters}
</ol>
<h2>Other doors</h2>
<ul>
{doors}
</ul>"""


def helpful(page: str, pages: Iterable[Facts], home: str) -> str:
    """Return the theme's page for lost readers with help in it.

    The theme's search answers to `?q=` in the address, so that the form needs no script of its own.

    Args:
        page: HTML of the theme.
        pages: what is known about the pages of the book.
        home: the path of the home page on the server, such as "/book/": an address may be lost at any depth.
    """
    by_url = {one.url: one for one in pages}
    said = _WORDS.format(
        title=TITLE,
        home=html.escape(home),
        chapters="\n".join(_item(home + one.url, one.title) for one in chapters(by_url.values())),
        doors="\n".join(_item(home + url, text) for url, text in _DOORS if url in by_url),
    )
    head = f'<title>{TITLE} - {NAME}</title><meta name="robots" content="noindex">'
    return page.replace(_THEME, said).replace(f"<title>{NAME}</title>", head)


def _item(address: str, text: str) -> str:
    return f'<li><a href="{html.escape(address)}">{html.escape(text)}</a></li>'
