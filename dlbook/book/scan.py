r"""The constructs of a chapter's Markdown, found in one pass that steps over code and comments.

One pattern with one named group per construct: what is inside a code fence, an inline code span or an HTML comment
is never mistaken for a role. `scan` yields the matches in order; `rewrite` replaces them.
"""

import re
from collections.abc import Callable, Iterator

CONSTRUCTS = re.compile(
    r"""
      (?P<header>\A---\n(?s:.*?)\n---[ \t]*(?:\n|\Z))
    | (?P<fence>^(?P<ticks>[ \t]*(?:`{3,}|~{3,}))[^\n]*\n(?s:.*?)(?:^(?P=ticks)[`~]*[ \t]*$|\Z))
    | (?P<comment><!--(?s:.*?)-->)
    | (?P<equation>\$\$(?P<tex>(?s:.+?))\$\$)
    | (?P<heading>^\#\#[ \t]+(?P<title>[^\n]+?)[ \t]*(?:\{(?P<attributes>[^{}\n]*)\}[ \t]*)?$)
    | (?P<caption>^Table:[ \t]+(?P<said>[^\n]+?)[ \t]*\{\#tab-(?P<table>[\w-]+)\}[ \t]*$)
    | (?P<exercise>^///[ \t]+exercise[ \t]*\|[ \t]*(?P<exercise_id>[\w.]+)[ \t]*$)
    | (?P<command>^(?P<margin>[ \t]*)\{(?P<verb>figure|references|bibliography|glossary)\}(?:`(?P<operand>[^`\n]*)`)?[ \t]*$)
    | (?P<reference>\[\]\((?P<page>[\w./-]*)\#(?P<anchor>[\w-]+)\))
    | (?P<role>(?<!\\)\{(?P<name>[a-z]+)\}`(?P<body>[^`\n]+)`)
    | (?P<code>(?P<quote>`+)(?!`)(?s:.+?)(?<!`)(?P=quote)(?!`))
    | (?P<math>(?<![\\$\w])\$(?![\s$])(?P<inline>(?:\\.|[^$\\\n])+?)(?<!\s)\$(?![\d$]))
    """,
    re.M | re.X,
)
"""Every construct that the book adds to Markdown, or that hides them, as one alternation."""

_VALUES = re.compile(
    r"""
      (?P<header>\A---\n(?s:.*?)\n---[ \t]*(?:\n|\Z))
    | (?P<fence>^(?P<ticks>[ \t]*(?:`{3,}|~{3,}))[^\n]*\n(?s:.*?)(?:^(?P=ticks)[`~]*[ \t]*$|\Z))
    | (?P<comment><!--(?s:.*?)-->)
    | (?P<value>(?<!\\)\{py\}`(?P<body>[^`\n]+)`)
    | (?P<code>(?P<quote>`+)(?!`)(?s:.+?)(?<!`)(?P=quote)(?!`))
    """,
    re.M | re.X,
)


def scan(text: str) -> Iterator[re.Match[str]]:
    """Yield the constructs of a page in order; `match.lastgroup` names the construct's kind badly, use `kind`.

    Example:
        >>> [kind(m) for m in scan("See [](#eq-a), `[](#eq-b)` and {term}`cost`.")]
        ['reference', 'code', 'role']
    """
    return CONSTRUCTS.finditer(text)


def kind(match: re.Match[str]) -> str:
    """Return which construct was found: the first named group that took part."""
    return next(name for name, value in match.groupdict().items() if value is not None)


def rewrite(text: str, replace: Callable[[re.Match[str]], str]) -> str:
    """Return the text with every construct replaced by what `replace` makes of it."""
    return CONSTRUCTS.sub(replace, text)


def values(text: str) -> list[re.Match[str]]:
    r"""Return the inline expressions of a page, in order.

    Example:
        >>> [m["body"] for m in values("It is {py}`1 + 1`, not ``{py}`2```.")]
        ['1 + 1']
    """
    return [match for match in _VALUES.finditer(text) if match["value"]]


def fill(text: str, results: Iterator[str]) -> str:
    """Return the text with its inline expressions replaced, in order, by their values.

    Example:
        >>> fill("From {py}`a` to {py}`b`.", iter(["1", "2"]))
        'From 1 to 2.'
    """
    return _VALUES.sub(lambda match: next(results) if match["value"] else match[0], text)
