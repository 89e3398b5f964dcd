"""All figures in one file to take away: SVG, PDF, PNG in both themes, captions, descriptions and licences."""

import csv
import io
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from dlbook.book.archive import zipped
from dlbook.book.expand import Book, expand, figures_of
from dlbook.book.gallery import DIGITS, OWN
from dlbook.book.slides import plain_text
from dlbook.book.source import Source
from dlbook.codebase import file_shape
from dlbook.kept import is_kept, keep

PLACE = "downloads/figures.zip"
TOP = "drawn-in-code-figures"
COLUMNS = ("id", "figure", "chapter", "caption", "alt", "licence", "folder")
_README = """Figures of "Deep Learning, Drawn in Code"

{count} figures, a folder for each chapter. Of each figure there are

    <id>.svg          follows the theme of the page or the system
    <id>-light.svg    <id>-dark.svg      colours written out, for programs that know no CSS variables
    <id>-light.pdf    <id>-dark.pdf      for print and LaTeX
    <id>-light.png    <id>-dark.png      216 dots per inch, for slides

as far as they could be drawn. captions.csv has the number, caption, description for those who cannot see it
(alt text) and licence of each.

Licence: {own}. Use them, change them, and say where they come from.
Figures that show digits of MNIST ({digits_ids})
are under CC BY-SA 3.0 as far as the digits go ({digits}).
"""


@dataclass(frozen=True)
class Entry:
    """What the pack says about one figure."""

    id: str
    figure: str
    chapter: str
    caption: str
    alt: str
    licence: str
    folder: str


def entries(book: Book) -> list[Entry]:
    """Return the figures that the pages of a book number, in the order of the pages."""
    if book.library is None:
        return []
    found: dict[str, Entry] = {}
    for source in sorted(book.pages, key=lambda page: page.order):
        for id in figures_of(source):
            found.setdefault(id, _entry(id, source, book, book.library.entries[id]))
    return list(found.values())


def _sorted(chapter: str) -> str:
    """Return a chapter's number so that folders come in its order; letters of appendices stay."""
    return chapter.zfill(2) if chapter.isdigit() else chapter


def _entry(id: str, source: Source, book: Book, known: Mapping[str, object]) -> Entry:
    caption = expand(replace(source, text=str(known["caption"])), book)
    return Entry(
        id=id,
        figure=book.numbers[source.uri, f"fig-{id}"].text,
        chapter=str(source.meta.get("title", "")),
        caption=" ".join(plain_text(caption).split()),
        alt=str(known["alt"]),
        licence=f"{OWN}; {DIGITS}" if known.get("digits") else OWN,
        folder=f"{_sorted(source.chapter)}-{source.slug}" if source.chapter else source.slug,
    )


def pack(book: Book, files: Mapping[str, Path], cache: Path) -> Path | None:
    """Return the file with all figures, made only when one of them, or what is said of it, has changed.

    Args:
        book: the pages and their figures.
        files: PDF and PNG files of figures by name.
        cache: a folder for it.

    Returns:
        A ZIP file, with the same bytes for the same figures; None for a book without figures.
    """
    listed = entries(book)
    if not listed or book.library is None:
        return None
    drawings = {entry.id: book.library.files(entry.id) for entry in listed}
    code = file_shape(Path(__file__))
    said = json.dumps([[vars(entry) for entry in listed], drawings, sorted(map(str, files.values())), code])
    path = cache / sha256(said.encode()).hexdigest()[:16] / "figures.zip"
    if not is_kept(path):
        for old in set(cache.glob("*")) - {path.parent}:
            shutil.rmtree(old, ignore_errors=True)
        contents = _contents(listed, drawings, files)
        keep(path, zipped({f"{TOP}/{name}": contents[name] for name in sorted(contents)}))
    return path


def _contents(
    listed: Sequence[Entry], drawings: Mapping[str, Mapping[str, str]], files: Mapping[str, Path]
) -> dict[str, bytes]:
    """Return what is in the pack by name."""
    contents = {"README.txt": _readme(listed).encode(), "captions.csv": _table(listed).encode("utf-8-sig")}
    for entry in listed:
        own = {name: text.encode() for name, text in drawings[entry.id].items()}
        pictures = (f"{entry.id}-{mode}.{kind}" for kind in ("pdf", "png") for mode in ("light", "dark"))
        own |= {name: files[name].read_bytes() for name in pictures if name in files}
        contents |= {f"{entry.folder}/{name}": content for name, content in own.items()}
    return contents


def _readme(listed: Sequence[Entry]) -> str:
    shown = ", ".join(entry.id for entry in listed if DIGITS in entry.licence) or "none here"
    return _README.format(count=len(listed), own=OWN, digits=DIGITS.partition(": ")[2], digits_ids=shown)


def _table(listed: Sequence[Entry]) -> str:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, COLUMNS)
    writer.writeheader()
    writer.writerows(vars(entry) for entry in listed)
    return stream.getvalue()
