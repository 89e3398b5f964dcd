"""What Chromium's print lacks to be a book: an outline, a title, an author, and the same bytes every time."""

import io
from collections.abc import Sequence
from hashlib import sha256
from itertools import groupby

from dlbook.book.exports.imprint import SUBTITLE, TITLE, Imprint
from dlbook.book.exports.manuscript import Chapter
from dlbook.book.exports.sheets import part_anchor, sections

CONTENTS = 2  # the page after the title page


def pages_of(content: bytes) -> dict[str, int]:
    """Return the number of the page, from 1, on which each anchor that is linked to lies."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(content))
    numbers = {
        page.indirect_reference.idnum: i for i, page in enumerate(reader.pages, 1) if page.indirect_reference
    }
    found = {}
    for name, place in reader.named_destinations.items():
        number = numbers.get(getattr(place.page, "idnum", -1))
        if number:
            found[str(name).removeprefix("/")] = number
    return found


def bind(content: bytes, chapters: Sequence[Chapter], about: Imprint) -> bytes:
    """Return the finished PDF.

    Args:
        content: what was printed.
        chapters: the pages of the book, whose titles make the outline.
        about: who made the book and when.
    """
    from pypdf import PdfWriter
    from pypdf.generic import ArrayObject, ByteStringObject, NameObject

    pages = pages_of(content)
    writer = PdfWriter(clone_from=io.BytesIO(content))
    _outline(writer, chapters, pages)
    moment = about.date("D:%Y%m%d%H%M%SZ")
    writer.metadata = {
        NameObject("/Title"): TITLE,
        NameObject("/Author"): about.author,
        NameObject("/Subject"): SUBTITLE,
        NameObject("/CreationDate"): moment,
        NameObject("/ModDate"): moment,
    }
    writer.page_layout = "/OneColumn"
    writer.page_mode = "/UseOutlines"
    stream = io.BytesIO()
    name = ByteStringObject(sha256(f"{TITLE} {about.version} {moment}".encode()).digest()[:16])
    writer._ID = ArrayObject((name, name))
    writer.write(stream)
    return stream.getvalue()


def _outline(writer: object, chapters: Sequence[Chapter], pages: dict[str, int]) -> None:
    """Give the PDF an outline of parts, chapters and sections."""

    def add(title: str, anchor: str, parent: object = None) -> object:
        return writer.add_outline_item(title, pages[anchor] - 1, parent=parent)  # type: ignore[attr-defined]

    writer.add_outline_item("Contents", CONTENTS - 1)  # type: ignore[attr-defined]
    for part, members in groupby(chapters, key=lambda chapter: chapter.part):
        above = add(part, part_anchor(part)) if part else None
        for chapter in members:
            own = add(chapter.label, chapter.slug, above)
            for anchor, title in sections(chapter):
                if anchor in pages:
                    add(title, anchor, own)
