"""The laboratory: a card for every page about a widget, in the order in which the book meets the widgets."""

from collections.abc import Sequence

from dlbook.book.library import Library
from dlbook.book.scan import kind, scan
from dlbook.book.source import Source

FOLDER = "lab/"
"""Where the pages of widgets are, below docs/."""


def pages_of(pages: Sequence[Source]) -> list[Source]:
    r"""Return the pages about one widget each, in the order of the book.

    Args:
        pages: all pages; a widget's page says in its front matter, as `section`, to which section it belongs.

    Example:
        >>> one = Source("one.md", "---\nchapter: 1\n---\n/// html | dl-b\n///\n/// html | dl-a\n///")
        >>> lab = [Source(f"lab/{name}.md", "---\nsection: one.md#s\n---") for name in "ab"]
        >>> [page.slug for page in pages_of([one, *lab])]
        ['b', 'a']
    """
    chapters = {source.uri: source for source in pages if source.chapter}
    mine = [source for source in pages if source.uri.startswith(FOLDER) and source.slug != "index"]
    return sorted(mine, key=lambda source: _place(source, chapters[_chapter(source, chapters)]))


def cards(library: Library | None, pages: Sequence[Source], up: str) -> str:
    """Return the cards in Markdown: the still figure, the name, the message, and where the widget belongs.

    Args:
        library: all figures.
        pages: all pages.
        up: the way from the laboratory's front page to the top, such as "../".

    Returns:
        One block of Markdown.
    """
    chapters = {source.uri: source for source in pages if source.chapter}
    made = [_card(source, chapters[_chapter(source, chapters)], library, up) for source in pages_of(pages)]
    return "\n\n".join(['<div class="lab" markdown="1">', *made, "</div>"])


def _chapter(source: Source, chapters: dict[str, Source]) -> str:
    """Return the page of the chapter to which a widget belongs, or fail where its front matter names none."""
    named = str(source.meta.get("section", "")).partition("#")[0]
    if named not in chapters:
        source.fail(f"`section` in the front matter names no section of a chapter: {named!r}", 0)
    return named


def _place(source: Source, chapter: Source) -> tuple[int, int, str]:
    """Return what sorts widgets: the chapter's number, then how far down in the chapter the widget is."""
    found = chapter.text.find(f"/// html | dl-{source.slug}")
    return int(chapter.chapter), found if found >= 0 else len(chapter.text), source.slug


def _card(source: Source, chapter: Source, library: Library | None, up: str) -> str:
    belongs = f"{chapter.chapter}. {chapter.meta.get('title', chapter.slug)}"
    return "\n\n".join(
        [
            '<div class="lab-card" markdown="1">',
            _still(source, library, up),
            f"## [{source.meta['title']}]({source.slug}.md) {{#{source.slug}}}",
            str(source.meta["description"]),
            f"[{belongs}]({up}{source.meta['section']}){{.lab-home}}",
            "</div>",
        ]
    )


def _still(source: Source, library: Library | None, up: str) -> str:
    """Return the first figure of a widget's page, for light and for dark pages; an ornament here."""
    figures = [m["operand"] for m in scan(source.text) if kind(m) == "command" and m["verb"] == "figure"]
    if library is None or not figures:
        source.fail("the page of a widget shows the still figure of the same idea", 0)
    entry = library.entries.get(figures[0], {})
    width, height = entry.get("width", 480), entry.get("height", 320)
    shape = " .lab-tall" if height > width else ""
    size = f'width="{width:g}" height="{height:g}"'
    return "".join(
        f"![]({up}figures/{figures[0]}-{mode}.svg){{.only-{mode}{shape} loading=lazy {size}}}"
        for mode in ("light", "dark")
    )
