r"""The constructs of a chapter's Markdown, found in one pass that steps over code and comments.

One pattern with one named group per construct: what is inside a code fence, an inline code span or an HTML
comment is never mistaken for a role. `scan` yields the matches in order; `rewrite` replaces them.
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
    | (?P<subheading>^\#\#\#[ \t]+(?P<subtitle>[^\n]+?)[ \t]*\{\#(?P<subanchor>[\w-]+)\}[ \t]*$)
    | (?P<caption>^Table:[ \t]+(?P<said>[^\n]+?)[ \t]*\{\#tab-(?P<table>[\w-]+)\}[ \t]*$)
    | (?P<exercise>^///[ \t]+exercise[ \t]*\|[ \t]*(?P<exercise_id>[\w.]+)[ \t]*$)
    | (?P<command>^[ \t]*\{(?P<verb>figure|references|bibliography|glossary|claims|gallery|exports
        |classic|lab|parity|runs|answers|checks|course)\}
        (?:`(?P<operand>[^`\n]*)`)?[ \t]*$)
    | (?P<reference>\[\]\((?P<page>[\w./-]*)\#(?P<anchor>[\w-]+)\))
    | (?P<link>\]\((?P<to>[\w./-]+\.md)\#(?P<at>[\w-]+)\))
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
    """Yield the constructs of a page in order; `kind` tells which each is.

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
    r"""Return the text with its inline expressions replaced, in order, by their values, numbers well set.

    Example:
        >>> fill("From {py}`a` to {py}`b`, $x = {py}`c`$.", iter(["1", "-2.0e-08", "-2.0e-08"]))
        'From 1 to −2.0 × 10<sup>−8</sup>, $x = -2.0 \\times 10^{-8}$.'
    """
    formulas = [match.span() for match in scan(text) if kind(match) in ("math", "equation")]

    def value(match: re.Match[str]) -> str:
        if not match["value"]:
            return match[0]
        inside = any(start < match.start() < end for start, end in formulas)
        return typeset(next(results), formula=inside)

    return _VALUES.sub(value, text)


def typeset(value: str, *, formula: bool = False) -> str:
    r"""Return a value as print has it: a true minus sign, powers of ten; anything but a number as it is.

    Example:
        >>> typeset("-0.18"), typeset("9.0e-08"), typeset("9.0e-08", formula=True), typeset("a-b")
        ('−0.18', '9.0 × 10<sup>−8</sup>', '9.0 \\times 10^{-8}', 'a-b')
    """
    match = _NUMBER.fullmatch(value.strip())
    if not match:
        return value
    digits, power = match["digits"], match["power"]
    exponent = str(int(power)) if power else ""
    if formula:
        return rf"{digits} \times 10^{{{exponent}}}" if exponent else digits
    shown = f"{digits} × 10<sup>{exponent}</sup>" if exponent else digits
    return shown.replace("-", "\N{MINUS SIGN}")


_NUMBER = re.compile(r"(?P<digits>[+-]?[\d,_]*\.?\d+)(?:e(?P<power>[+-]?\d+))?")
