"""The drawn figures as pages embed them: number, caption, downloads, a link to the code that draws them."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dlbook.book.errors import suggest
from dlbook.figures.export import inline_svg, manifest, resolved_svg

CANVAS = '<div class="figure-canvas" data-figure="{id}"></div>'
"""Where the extension `dlbook.book.extension` puts the drawing."""


@dataclass(frozen=True)
class Library:
    """The figures of one folder.

    Args:
        folder: where the SVG files and their manifest are.
        repository_url: where the sources are, or "".
        entries: what the manifest says of each figure.
        pictured: the figures of which there are PDF and PNG files too.
    """

    folder: Path
    repository_url: str = ""
    entries: dict[str, dict[str, Any]] = field(default_factory=dict)
    pictured: frozenset[str] = frozenset()

    @classmethod
    def load(
        cls, folder: Path, repository_url: str = "", pictured: frozenset[str] = frozenset()
    ) -> "Library":
        """Return the figures that a folder's manifest lists."""
        return cls(folder, repository_url, manifest(folder), pictured)

    def check(self, id: str) -> None:
        """Raise KeyError, with the nearest id, if a figure is unknown or not drawn."""
        if id not in self.entries or not (self.folder / f"{id}.svg").exists():
            hint = suggest(id, self.entries)
            raise KeyError(f"there is no figure {id!r}. {hint} `dlbook figures` draws those that are new.")

    def unused(self, chapters: set[str], used: set[str]) -> list[tuple[str, str]]:
        """Return figures of existing chapters that no page shows, with the file of their function."""
        return [
            (id, entry.get("source", ""))
            for id, entry in self.entries.items()
            if entry.get("chapter") in chapters and id not in used
        ]

    def embed(self, id: str, number: str, caption: str, up: str, home: str = "") -> str:
        """Return the Markdown of a figure.

        Args:
            id: the figure.
            number: such as "Figure 4.1".
            caption: its caption, with roles and links resolved.
            up: the way from the page to the top folder of the documentation, such as "../".
            home: where the figure is at home, if that is another page; its number is a link to it.

        Returns:
            A `<figure>` with the anchor `fig-<id>`; the drawing itself comes when Markdown becomes HTML.
        """
        size = self.entries[id].get("size", "inline")
        label = f"[{number}]({home})" if home else number
        return "\n".join(
            [
                f'<figure class="figure figure--{size}" id="fig-{id}" markdown="1">',
                CANVAS.format(id=id),
                '<figcaption data-search-exclude="" markdown="span">'
                f"<strong>{label}.</strong> {caption}</figcaption>",
                '<details class="figure-menu" data-search-exclude="" markdown="1">',
                f'<summary>Download<span class="unseen"> {number}</span></summary>',
                "",
                *self.menu(id, up),
                "",
                "</details>",
                "</figure>",
            ]
        )

    def menu(self, id: str, up: str) -> list[str]:
        """Return the items of a Markdown list: the files of a figure, and the code that draws it."""
        kinds = DOWNLOADS if id in self.pictured else DOWNLOADS[:1]
        items = [
            f"- {kind}: "
            + ", ".join(f"[{said}]({up}figures/{id}{ending}){{download}}" for said, ending in files)
            for kind, files in kinds
        ]
        if source := self.source_link(id):
            items.append(f"- [The code that draws it]({source})")
        return items

    def source_link(self, id: str) -> str:
        """Return the address of a figure's function, or "" where the repository has no address."""
        entry = self.entries[id]
        if not (self.repository_url and entry.get("source")):
            return ""
        line = f"#L{entry['line']}" if entry.get("line") else ""
        return f"{self.repository_url}/blob/main/{entry['source']}{line}"

    def svg(self, id: str) -> str:
        """Return a figure as an element of a page."""
        return inline_svg(id, self.folder).replace("<svg", '<svg data-search-exclude=""', 1)

    def files(self, id: str) -> dict[str, str]:
        """Return the files of a figure to publish, by name: one that follows the theme, one per theme."""
        text = (self.folder / f"{id}.svg").read_text(encoding="utf-8")
        modes = {f"{id}-{mode}.svg": resolved_svg(text, mode) for mode in ("light", "dark")}
        return {f"{id}.svg": text, **modes}


DOWNLOADS = (
    ("SVG", (("follows the theme", ".svg"), ("light", "-light.svg"), ("dark", "-dark.svg"))),
    ("PDF", (("light", "-light.pdf"), ("dark", "-dark.pdf"))),
    ("PNG", (("light", "-light.png"), ("dark", "-dark.png"))),
)
"""What the menu of a figure offers: kinds, and for each what links say and how the files' names end."""
