"""A course of one chapter a week, planned from the chapters themselves."""

import re
from collections.abc import Sequence

from dlbook.book.blocks import blocks
from dlbook.book.references import exercise_anchor
from dlbook.book.slide_page import has_slides, place_of_slides
from dlbook.book.source import Source

PACE = 180
"""Words a minute of someone who reads to learn."""

IN_CLASS = 2
"""How many of the exercises, which go from easy to hard, fit into a lesson."""

_HEAD = (
    "| Week | Chapter | Read | Show | Demonstrate | In class | At home |",
    "|--:|---|--:|---|---|---|---|",
)
_WIDGET = re.compile(
    r"^///[ \t]+html[ \t]*\|[ \t]*dl-(?P<name>[\w-]+)[^\n]*\n(?P<inside>.*?)^///", re.M | re.S
)
_FIGURE = re.compile(r"\{figure\}`([\w-]+)`")
_SECTION = re.compile(r"\{#(sec-[\w-]+)")
_FENCE = re.compile(r"^[ \t]*(?P<ticks>`{3,}).*?^[ \t]*(?P=ticks)[ \t]*$", re.M | re.S)


def course_table(pages: Sequence[Source], up: str) -> str:
    """Return the plan of the course in Markdown: a row for each chapter.

    Args:
        pages: all pages.
        up: the way from the plan's page to the top, such as "../".
    """
    chapters = sorted(filter(has_slides, pages), key=lambda page: int(page.chapter))
    rows = [_row(week, page, up) for week, page in enumerate(chapters, 1)]
    return "\n".join([*_HEAD, *rows]) if rows else "There are no chapters yet."


def _row(week: int, page: Source, up: str) -> str:
    """Return one week."""
    place = up + page.uri
    tasks = [block.name for block in blocks(page.text) if block.kind == "exercise"]
    links = [f"[{task}]({place}#{exercise_anchor(task)})" for task in tasks]
    shown = [f"[{name}]({place}{anchor})" for name, anchor in _widgets(page)]
    cells = [
        str(week),
        f"[{page.meta.get('title', page.slug)}]({place})",
        f"{minutes(page)}\N{NO-BREAK SPACE}min",
        f"[slides]({up}{place_of_slides(page)})",
        ", ".join(shown) or "the figures",
        ", ".join(links[:IN_CLASS]),
        _span(links[IN_CLASS:]),
    ]
    return f"| {' | '.join(cells)} |"


def _span(links: Sequence[str]) -> str:
    """Return the first and the last of some exercises."""
    return " to ".join(dict.fromkeys([links[0], links[-1]])) if links else ""


def minutes(page: Source) -> int:
    """Return about how many minutes it takes to read a chapter up to its exercises, code apart."""
    text = _FENCE.sub("", page.text.partition("{#sec-exercises}")[0])
    return 5 * max(1, round(len(text.split()) / PACE / 5))


def _widgets(page: Source) -> list[tuple[str, str]]:
    """Return the widgets of a chapter, each with the anchor of its figure or section."""
    found = []
    for match in _WIDGET.finditer(page.text):
        figure = _FIGURE.search(match["inside"])
        sections = _SECTION.findall(page.text, 0, match.start())
        anchor = f"fig-{figure[1]}" if figure else sections[-1] if sections else ""
        found.append((match["name"].replace("-", " "), f"#{anchor}" if anchor else ""))
    return found
