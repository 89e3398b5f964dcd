"""The gallery: every figure of the book with its message, what is drawn, its files and what it rests on."""

from collections.abc import Mapping, Sequence
from typing import Any

from dlbook.book.library import Library
from dlbook.book.references import Numbers
from dlbook.book.source import Source
from dlbook.book.uses import Uses, mentions

DIGITS = "MNIST digits: CC BY-SA 3.0, Yann LeCun and Corinna Cortes"
OWN = "CC BY 4.0"


def listing(library: Library, numbers: Numbers, pages: Sequence[Source], named: Uses, up: str) -> str:
    """Return the gallery in Markdown: a section for every page that shows figures.

    Args:
        library: all figures.
        numbers: what every page offers to refer to.
        pages: all pages.
        named: where pages refer to figures of other pages.
        up: the way from the gallery's page to the top, such as "../".

    Returns:
        Sections with an entry for each figure, which is in the page where it is numbered.
    """
    parts = []
    for source in sorted(pages, key=lambda source: source.order):
        own = [anchor for (uri, anchor), target in numbers.items() if uri == source.uri and not target.lender]
        ids = [anchor.removeprefix("fig-") for anchor in own if anchor.startswith("fig-")]
        if ids:
            title = source.meta.get("title", source.uri)
            heading = f"{source.chapter}. {title}" if source.chapter else title
            entries = [
                _entry(
                    id,
                    library,
                    f"[{numbers[source.uri, f'fig-{id}'].text}]({up}{source.uri}#fig-{id})",
                    mentions(named.get(f"{source.uri}#fig-{id}", []), up),
                    up,
                )
                for id in ids
            ]
            opening = '<div class="gallery" markdown="1">'
            parts.append("\n\n".join([f"## {heading} {{.unnumbered}}", opening, *entries, "</div>"]))
    return "\n\n".join(parts)


def _entry(id: str, library: Library, link: str, elsewhere: str, up: str) -> str:
    """Return one figure of the gallery."""
    entry = library.entries[id]
    alt = entry["alt"].replace("[", "(").replace("]", ")")
    size = f'width="{entry.get("width", 480):g}" height="{entry.get("height", 320):g}"'
    images = "".join(
        f"![{alt}]({up}figures/{id}-{mode}.svg){{.only-{mode} loading=lazy {size}}}"
        for mode in ("light", "dark")
    )
    return "\n".join(
        [
            f'<figure class="gallery-figure" id="{id}" data-figure="{id}" markdown="1">',
            images,
            f'<figcaption markdown="1">\n**{link}** `{id}`',
            "",
            entry["caption"],
            "",
            *_facts(entry, library.menu(id, up), elsewhere),
            "</figcaption>\n</figure>",
        ]
    )


def _facts(entry: Mapping[str, Any], menu: Sequence[str], elsewhere: str) -> list[str]:
    """Return what is drawn, where the files are, what the figure rests on, and its licence."""
    runs = ", ".join(f"`{name}`" for name in entry.get("needs", ()))
    return [
        '<details data-search-exclude="" markdown="1"><summary>What is drawn, files, licence</summary>',
        "",
        entry["alt"],
        "",
        *menu,
        f"- Recorded runs: {runs}" if runs else "- Computed as it is drawn",
        *([f"- Referred to in {elsewhere} too"] if elsewhere else []),
        f"- Licence: {OWN}" + (f"; {DIGITS}" if entry.get("digits") else ""),
        "",
        "</details>",
    ]
