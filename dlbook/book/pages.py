"""Small repairs of finished pages, on their HTML."""

import html
import re

_NOTEBOOK_STYLE = "<style>"


def unescape(markdown: str) -> str:
    """Return the Markdown that the notebook template escaped, without what the exporter added.

    The exporter parses its result as HTML once more, which would tear Markdown such as ``x<y`` apart; so the
    template escapes all of it.
    """
    return html.unescape(markdown.rsplit(_NOTEBOOK_STYLE, 1)[0])


def mend(page: str) -> str:
    """Return a page of Material for MkDocs with what it lacks for WCAG 2.2.

    Example:
        >>> mend('<div data-md-component="search" role="dialog">')
        '<div data-md-component="search" role="dialog" aria-label="Search">'
    """
    page = page.replace(
        'data-md-component="search" role="dialog"',
        'data-md-component="search" role="dialog" aria-label="Search"',
    )
    return re.sub(
        r'(<a class="headerlink"[^>]*?) title="Permanent link">&para;',
        r'\1 title="Link to this section">#',
        page,
    )
