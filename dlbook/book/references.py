r"""Numbers for sections, equations, figures, tables and exercises, and the links that use them.

`## Saturation {#sec-saturation}` becomes section 4.3, `$$ ... \label{mse} $$` equation (4.1) with the anchor
`eq-mse`, a line ``{figure}`id` `` Figure 4.1 with the anchor `fig-id`; references such as `[](#eq-mse)` and
`[](other.md#fig-id)` get their numbers.
"""

import posixpath
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from markdown.extensions.toc import slugify

from dlbook.book.errors import suggest
from dlbook.book.scan import kind, scan
from dlbook.book.source import Source

LABEL = re.compile(r"\\label\{([^}]*)\}")
_MARKS = re.compile(r"\{[a-z]+\}|[`*_$]|<[^>]*>")


@dataclass(frozen=True)
class Target:
    """Something that can be referred to: its number, what a link to it says, the page it is borrowed from."""

    number: str
    text: str
    lender: str = ""


Numbers = dict[tuple[str, str], Target]
"""Targets by page and anchor, such as ("training/cost-functions.md", "eq-mse")."""


def plain(title: str) -> str:
    """Return a heading without its marks.

    Example:
        >>> plain("The *slope*, not the {term}`height <cost>`")
        'The slope, not the height '
    """
    return _MARKS.sub("", title)


def section_id(title: str, attributes: str | None) -> str:
    """Return the anchor of a section: the one it was given, else one made from its title.

    Example:
        >>> section_id("A race", None), section_id("A race", "#sec-race")
        ('a-race', 'sec-race')
    """
    given = re.search(r"#([\w-]+)", attributes or "")
    return given[1] if given else slugify(plain(title), "-")


def is_numbered(attributes: str | None) -> bool:
    """Return whether a section counts; `{.unnumbered}` says no."""
    return ".unnumbered" not in (attributes or "")


def targets(source: Source) -> dict[str, Target]:
    r"""Return what one page offers to refer to, by anchor.

    Args:
        source: the page.

    Returns:
        Its sections, equations, figures, tables and exercises, numbered in their order.

    Raises:
        ChapterError: if an anchor is there twice.

    Example:
        >>> page = Source("a.md", "---\nchapter: 4\n---\n## One {#sec-one}\n$$ x \\label{mse} $$")
        >>> [(anchor, target.text) for anchor, target in targets(page).items()]
        [('sec-one', 'Section 4.1'), ('eq-mse', '(4.1)')]
    """
    found: dict[str, Target] = {}
    counts: Counter[str] = Counter()
    for match in scan(source.text):
        item = _named(match, kind(match))
        if item is None:
            continue
        what, anchor = item
        if anchor in found:
            source.fail(f"the anchor {anchor!r} is there twice; give this one another name", match.start())
        if what == "Subsection":  # it has no number; links say its title
            found[anchor] = Target("", plain(match["subtitle"]))
            continue
        counts[what] += 1
        number = match["exercise_id"] if what == "Exercise" else f"{source.prefix}{counts[what]}"
        found[anchor] = Target(number, f"({number})" if what == "Equation" else f"{what} {number}")
        if what == "Section" and not source.chapter:
            found[anchor] = Target("", plain(match["title"]))
    return found


def _named(match: re.Match[str], construct: str) -> tuple[str, str] | None:
    """Return the kind and the anchor of what a construct defines, or None if it defines nothing."""
    match construct:
        case "heading" if is_numbered(match["attributes"]):
            return "Section", section_id(match["title"], match["attributes"])
        case "subheading":
            return "Subsection", match["subanchor"]
        case "equation" if label := LABEL.search(match["tex"]):
            return "Equation", f"eq-{label[1]}"
        case "caption":
            return "Table", f"tab-{match['table']}"
        case "exercise":
            return "Exercise", exercise_anchor(match["exercise_id"])
        case "command" if match["verb"] == "figure":
            return "Figure", f"fig-{match['operand']}"
    return None


def exercise_anchor(number: str) -> str:
    """Return the anchor of an exercise.

    Example:
        >>> exercise_anchor("4.1")
        'exercise-4-1'
    """
    return f"exercise-{number.replace('.', '-')}"


def number_pages(sources: Iterable[Source]) -> Numbers:
    r"""Return the targets of all pages; a chapter's figure keeps its number on pages outside the chapters.

    Example:
        >>> one = Source("one.md", "---\nchapter: 1\n---\n{figure}`a`")
        >>> number_pages([Source("home.md", "{figure}`a`"), one])["home.md", "fig-a"]
        Target(number='1.1', text='Figure 1.1', lender='one.md')
    """
    numbers: Numbers = {}
    owned: dict[str, Target] = {}
    for source in sorted(sources, key=lambda source: not source.chapter):
        for anchor, target in targets(source).items():
            numbers[source.uri, anchor] = target if source.chapter else owned.get(anchor, target)
            if source.chapter and anchor.startswith("fig-"):
                owned.setdefault(anchor, replace(target, lender=source.uri))
    return numbers


def link(match: re.Match[str], source: Source, numbers: Numbers) -> str:
    """Return the Markdown of a reference: its target's number, linked.

    Args:
        match: the reference, such as ``[](#eq-mse)``.
        source: the page it stands on.
        numbers: the targets of the whole book.

    Returns:
        Such as ``[(4.1)](#eq-mse)``.

    Raises:
        ChapterError: if nothing has that anchor.
    """
    page, anchor = match["page"], match["anchor"]
    uri = posixpath.normpath(posixpath.join(posixpath.dirname(source.uri), page)) if page else source.uri
    target = numbers.get((uri, anchor))
    if target is None:
        here = [name for owner, name in numbers if owner == uri]
        source.fail(f"nothing on {uri} has the anchor {anchor!r}. {suggest(anchor, here)}", match.start())
    return f"[{target.text}]({page}#{anchor})"
