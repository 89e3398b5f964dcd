"""The content security policy of the site: what a page may load and run, said on every page itself.

A `<meta>` says it, since the site is plain files on whatever server. Nothing comes from another host, and no
script stands inside a page but the theme's own, each named by its hash.
"""

import re
from base64 import b64encode
from collections.abc import Iterable, Mapping
from hashlib import sha256

from dlbook.checks import problem

DIRECTIVES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "style-src-attr": "'unsafe-inline'",  # figures and sums of formulas say their measures in attributes
    "img-src": "'self' data:",  # the theme's icons are data
    "font-src": "'self'",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "form-action": "'self'",
    "object-src": "'none'",
    "base-uri": "'self'",
}
"""What is allowed, before the hashes of the theme's scripts."""

_CHARSET = re.compile(r'<meta charset="utf-8">', re.I)
_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script>", re.S | re.I)
_DATA = re.compile(r'\ssrc=|type="application/(?:ld\+)?json"', re.I)


def inline_scripts(page: str) -> list[str]:
    """Return the scripts that stand in a page itself; blocks of data are none.

    Example:
        >>> inline_scripts('<script src="a.js"></script><script>go()</script>')
        ['go()']
    """
    return [text for attributes, text in _SCRIPT.findall(page) if not _DATA.search(attributes)]


def policy(scripts: Iterable[str]) -> str:
    """Return the policy that lets some inline scripts run, and no others.

    Args:
        scripts: their texts.
    """
    hashes = sorted({f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in scripts})
    rules = DIRECTIVES | {"script-src": " ".join([DIRECTIVES["script-src"], *hashes])}
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def protect(pages: Mapping[str, str]) -> dict[str, str]:
    """Return all pages of a site with their policy, before anything that it is about.

    Instant navigation keeps the policy of the page that was opened first, and would add another one. So all
    pages with inline scripts, which differ with the depth of the page, share one policy for all of them.

    Args:
        pages: HTML by place.

    Raises:
        ValueError: a page has a script in its text, or does not say its encoding.
    """
    scripts = {place: inline_scripts(page) for place, page in pages.items()}
    theme = policy(text for texts in scripts.values() for text in texts)
    slim = policy(())
    return {
        place: _said(place, page, theme if scripts[place] else slim)
        for place, page in pages.items()
        if 'http-equiv="Content-Security-Policy"' not in page
    }


def _said(place: str, page: str, rules: str) -> str:
    """Return one page with its policy."""
    article = page[page.find("<article") : page.rfind("</article>")]
    if written := inline_scripts(article):
        raise problem(
            f"{place} has a script in its text: {written[0][:60]!r}",
            "scripts in files of their own, which the content security policy allows",
            "Move it into docs/widgets",
        )
    charset = _CHARSET.search(page)
    if not charset:
        raise problem(
            f"{place} does not say its encoding",
            'a page with <meta charset="utf-8"> first in its head',
            "Add it where the page is made",
        )
    meta = f'<meta http-equiv="Content-Security-Policy" content="{rules}">'
    return page[: charset.end()] + meta + page[charset.end() :]
