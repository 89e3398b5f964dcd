"""The theme's files without what a page that opens has no use for.

A rule such as `[data-md-color-switching] *` is about every element, so a browser that sees the attribute come
or go asks anew for the style of every element. The theme's script does so several times. It also has every
page fetch the index of the search, which is larger than all the rest of the page, watches for each title of
the navigation whether it is in sight and cut off, and sets all of the page up in one piece, during which
the page answers nobody.
"""

import re

SCRIPT = re.compile(r"assets/javascripts/bundle\.\w+\.min\.js")
SOURCE_MAP = re.compile(rf"{SCRIPT.pattern}\.map")
SHEETS = re.compile(r"assets/stylesheets/(?:main|palette)\.\w+\.min\.css")

SWITCHING = "[data-md-color-switching]"
"""Holds transitions back while the colours change: all colours then change at once, by themselves, too."""

BARE_TABLE = "table:not([class])"
"""Tables without a class; all of the book's have one."""

TABS = 4
"""So many tabs may a set have, of the theme's twenty; the book's style sheet marks each that is chosen."""

_SCHEME = ('{name:"color-scheme"}', '{name:"theme-scheme"}')
"""The element by which the theme's script says that a page is dark; the book's style sheet says so, too."""

_SEARCH = re.compile(r"""[\w$]+\(location\.protocol!=="file:"\),""")
"""What has the index fetched at once, beside what has it fetched when the search is opened."""

_TITLES = re.compile(r"[\w$]+\(\{viewport\$:[\w$]+,document\$:[\w$]+\}\);")
"""What explains titles that are cut off, which the book's are not: each hears of all that come into sight."""

_BEGINNING = re.compile(r'^"use strict";\(\(\)=>\{')
_STEPS = re.compile(
    r"""
    ;(?= [\w$]+\("navigation\.instant"\)&&               # links that swap pages
       | var\ [\w$]+=[\w$]+\([\w$]+\("header"\),          # what a page consists of
       | [\w$]+\.subscribe\(\);window\.document\$= )       # and all of it set to work
    """,
    re.VERBOSE,
)
_PARTS = re.compile(
    r"""
    (?P<parts>[\w$]+)=(?P<defer>[\w$]+)\(\(\)=>(?P<merge>[\w$]+)\(   # all parts of a page together,
    (?P<each>\.\.\.[\w$]+\("announce"\).*?)\)\),                   # one after the other,
    (?=[\w$]+=(?P<document>[\w$]+)\.pipe\((?P<switch>[\w$]+)\(\(\)=>(?P=parts)\))
    """,
    re.VERBOSE,
)
_DELAY = re.compile(r"\.pipe\(([\w$]+)\(125\)\)")
_REQUEST = re.compile(r"(?<=,)([\w$]+)\.send\(\)(?=,\(\)=>\1\.abort\(\))")
_MAPPED = re.compile(r"^//# sourceMappingURL=.*\n?", re.MULTILINE)

_RULE = re.compile(r"([^{}@;/]+)(\{[^{}]*\})")
_COMMA = re.compile(r",(?![^()]*\))")
_TAB = re.compile(r"(\.tabbed-(labels|content)>)(?=:(?:first|nth)-child)")
_MANY = re.compile(r"\.tabbed-.*:nth-child\((\d+)\)")
_PART = {"labels": "label", "content": "div"}


def slim(sheet: str) -> str:
    """Return a style sheet of the theme that looks the same and costs less.

    Args:
        sheet: CSS as the theme delivers it, minified.

    Example:
        >>> slim(".a,[data-md-color-switching] *{transition:none}.b table:not([class]){top:0}")
        '.a{transition:none}'
    """
    return _RULE.sub(_slim_rule, sheet)


def quiet(script: str) -> str:
    """Return the theme's script with less to do when a page opens, in steps between which the page answers.

    It fetches the index of the search when somebody searches, explains no titles, and leaves a promise in
    `window.themeSetUp`, for which the book's starter (`docs/widgets/start.js`) waits.

    Args:
        script: the bundle as the theme delivers it.
    """
    for needless in (_SEARCH, _TITLES, _MAPPED):
        script = needless.sub("", script)
    if _BEGINNING.match(script) and (delay := _DELAY.search(script)):
        later = rf"\g<document>.pipe({delay[1]}(0),\g<switch>(()=>part))"
        spread = rf"\g<parts>=\g<defer>(()=>\g<merge>(...[\g<each>].map(part=>{later}))),"
        script = _PARTS.sub(spread, script)
        script = _BEGINNING.sub('"use strict";window.themeSetUp=(async()=>{', script)
        script = _STEPS.sub(";await new Promise(next=>setTimeout(next));", script)
    return _REQUEST.sub(r"setTimeout(()=>\1.send())", script.replace(*_SCHEME))


def _slim_rule(rule: re.Match[str]) -> str:
    """Return one rule without the selectors that nothing needs, or "" if none is left."""
    selectors = [_named(selector) for selector in _COMMA.split(rule[1]) if _needed(selector)]
    return ",".join(selectors) + rule[2] if selectors else ""


def _needed(selector: str) -> bool:
    many = _MANY.search(selector)
    return SWITCHING not in selector and BARE_TABLE not in selector and not (many and int(many[1]) > TABS)


def _named(selector: str) -> str:
    """Return the selector of a tab or its panel with the kind of element that it is about."""
    return _TAB.sub(lambda match: match[1] + _PART[match[2]], selector)
