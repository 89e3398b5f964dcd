"""All exercises with their solutions on one page, collected from the chapters."""

import posixpath
import re
import textwrap
from collections.abc import Callable, Sequence

from dlbook.book.blocks import Block, blocks
from dlbook.book.references import exercise_anchor
from dlbook.book.scan import fill, values
from dlbook.book.source import Source

Expanded = Callable[[str, Source], str]
"""Resolves the roles of a piece of a page."""

_FENCE = re.compile(r"^[ \t]*(?:`{3,}|~{3,}).*?^[ \t]*(?:`{3,}|~{3,})[ \t]*$", re.M | re.S)
_LINK = re.compile(r"\]\((?!\w+:|/)(?P<path>[^()#\s]*)(?P<anchor>#[\w-]+)?\)")
_FOLDED = re.compile(r"^\?\?\?\+? success", re.M)


def answers(pages: Sequence[Source], here: Source, expanded: Expanded) -> str:
    """Return every exercise of the book in Markdown, with its solution open.

    Args:
        pages: all pages.
        here: the page that lists them; links are led from there.
        expanded: resolves the roles of a piece of a chapter.

    Returns:
        A section for each chapter, with a heading for each exercise that links to its place.

    Raises:
        ChapterError: if a solution shows a value that only the chapter's cells know.
    """
    chapters = sorted((page for page in pages if page.chapter.isdigit()), key=lambda page: int(page.chapter))
    parts = []
    for page in chapters:
        if tasks := [block for block in blocks(page.text) if block.kind == "exercise"]:
            title = page.meta.get("title", page.uri)
            parts.append(f"## {page.chapter}. {title} {{.unnumbered #answers-{page.slug}}}")
            parts += [_answer(task, page, here, expanded) for task in tasks]
    return "\n\n".join(parts) or "There are no exercises yet."


def _answer(task: Block, page: Source, here: Source, expanded: Expanded) -> str:
    """Return one exercise."""
    anchor = exercise_anchor(task.name)
    place = f"{_up(here)}{page.uri}#{anchor}"
    text = re.sub(r"\\label\{[^}]*\}", "", expanded(_known(task.text, page), page))
    text = _FOLDED.sub("!!! success", _led_from(here, text, page))
    return f"### [Exercise {task.name}]({place}) {{#answer-{anchor}}}\n\n{text}"


def _known(text: str, page: Source) -> str:
    """Return the text with inline expressions that need nothing but arithmetic worked out."""
    found = [match["body"] for match in values(text)]
    try:  # the text is the book's own
        return fill(text, iter([eval(f'f"""{{{body}}}"""', {"__builtins__": {}}) for body in found]))  # noqa: S307
    except NameError as error:
        page.fail(f"an exercise shows a value that only the cells know: {error}", page.text.find(text[:60]))


def _led_from(here: Source, text: str, page: Source) -> str:
    """Return the text of a page with its links led from another page; code stays as it is."""
    folder, start = posixpath.dirname(page.uri), posixpath.dirname(here.uri) or "."

    def led(match: re.Match[str]) -> str:
        target = posixpath.join(folder, match["path"]) if match["path"] else page.uri
        return f"]({posixpath.relpath(target, start)}{match['anchor'] or ''})"

    parts, end = [], 0
    for fence in _FENCE.finditer(text):
        parts += [_LINK.sub(led, text[end : fence.start()]), fence[0]]
        end = fence.end()
    return textwrap.dedent("".join([*parts, _LINK.sub(led, text[end:])]))


def _up(source: Source) -> str:
    return "../" * source.uri.count("/")
