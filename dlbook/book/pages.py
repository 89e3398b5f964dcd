"""Small repairs of pages."""

import html
import re

_NOTEBOOK_STYLE = "<style>"
_API_STYLE = re.compile(r'\s*<link rel="stylesheet" href="[^"]*_mkdocstrings\.css">')
_BUNDLE = re.compile(r'<script src="([^"]*/bundle\.[^"]*\.js)"></script>\s*')
_PALETTE = 'var palette=__md_get("__palette")'
_SYSTEM = '||{color:{media:"(prefers-color-scheme)"}}'
_PLAIN = re.compile(r'<span class="[nw]">([^<]*)</span>')
_MARKS = re.compile(r'<span class="[op]">[^<]*</span>(?: *<span class="[op]">[^<]*</span>)+')
_STARTER = re.compile(r'<script src="([^"]*widgets/start\.js)">')


def unescape(markdown: str) -> str:
    """Return the Markdown that the notebook template escaped, without what the exporter added.

    The exporter parses its result as HTML once more, which would tear Markdown such as ``x<y`` apart; so the
    template escapes all of it.
    """
    return html.unescape(markdown.rsplit(_NOTEBOOK_STYLE, 1)[0])


def mend(page: str) -> str:
    """Return a page of Material for MkDocs with what it lacks for WCAG 2.2, and without what holds it up.

    The style of the API reference stays where there is any, and the book's starter (`docs/widgets/start.js`)
    is told of the theme's script, to run it when the page has been painted. Readers whose system is dark get
    a dark page from the beginning, also when they come for the first time: the theme sees to it only then.
    Code has elements for what has a colour of its own, not for names and spaces.

    Args:
        page: HTML.

    Example:
        >>> mend('<div data-md-component="search" role="dialog">')
        '<div data-md-component="search" role="dialog" aria-label="Search">'
    """
    dialog = 'data-md-component="search" role="dialog"'
    if 'class="doc ' not in page:
        page = _API_STYLE.sub("", page)
    if (theme := _BUNDLE.search(page)) and _STARTER.search(page):
        page = page.replace(theme[0], "")
        page = _STARTER.sub(rf'<script defer src="\1" data-theme="{theme[1]}">', page)
    page = _MARKS.sub(_together, _PLAIN.sub(r"\1", page))
    page = page.replace(f"{_PALETTE};", f"{_PALETTE}{_SYSTEM};", 1)
    return page.replace(dialog, f'{dialog} aria-label="Search"')


def _together(marks: re.Match[str]) -> str:
    """Join operators and punctuation next to each other, which have one colour."""
    return f'<span class="p">{re.sub("<[^>]*>", "", marks[0])}</span>'
