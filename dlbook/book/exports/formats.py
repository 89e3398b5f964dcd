"""The forms in which the whole book can be taken away, and what the site says of them."""

from dataclasses import dataclass

NAME = "deep-learning-drawn-in-code"
FOLDER = "downloads"


@dataclass(frozen=True)
class Format:
    """One form of the book.

    Args:
        key: its name on the command line and in the Makefile.
        ending: how its file's name goes on after the book's.
        title: what it is called.
        text: what it is good for.
    """

    key: str
    ending: str
    title: str
    text: str

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"{NAME}{self.ending}"


FORMATS = {
    entry.key: entry
    for entry in (
        Format(
            "pdf",
            ".pdf",
            "PDF",
            "for paper and for the margins that you want to write in: all chapters and appendices, with "
            "contents, page numbers and the solutions at the back.",
        ),
        Format(
            "epub",
            ".epub",
            "EPUB",
            "for e-book readers and phones: text that flows, formulas that can be read aloud.",
        ),
        Format(
            "offline",
            "-offline.zip",
            "The site as a ZIP file",
            "for a train, a school or an archive: every page, widget, slide and notebook, without a network.",
        ),
    )
}
"""All forms by their key, in the order in which the site lists them."""


def listing() -> str:
    """Return the list of forms in Markdown; each says how to make it until `shelf.set_out` finds it made."""
    return "\n".join(
        f'- **{entry.title}**, {entry.text} <span data-export="{entry.key}">{recipe(entry)}</span>'
        for entry in FORMATS.values()
    )


def recipe(entry: Format) -> str:
    """Return how to make one form, as HTML."""
    return f"Make it with <code>make {entry.key}</code>."
