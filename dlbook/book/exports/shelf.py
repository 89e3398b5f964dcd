"""Which files of the whole book were made of the pages that are on the site now, and links to those."""

import re
from hashlib import sha256
from pathlib import Path

from dlbook.book.exports.formats import FOLDER, FORMATS, Format, recipe
from dlbook.codebase import file_shape
from dlbook.kept import write_whole

MADE_OF = ".made-of"
"""How the file ends, beside one of the whole book, that says of which site it was made, and its check sum."""

_SPAN = re.compile(r'<span data-export="(?P<key>[a-z]+)">.*?</span>', re.S)
_HEAVY = (".png", ".pdf", ".zip", ".epub", ".gz", ".xml", ".map")


def fingerprint(site: Path) -> str:
    """Return what tells this site, and the code that makes books of it, from another.

    Pictures do not enter: they are made of the same functions as the figures as SVG.
    """
    own = sorted(Path(__file__).parent.rglob("*.*"))
    code = [file_shape(path) for path in own if path.suffix == ".py"]
    code += [path.read_text(encoding="utf-8") for path in own if path.suffix == ".css"]
    digest = sha256("".join(code).encode())
    for path in sorted(path for path in site.rglob("*") if path.is_file() and path.suffix not in _HEAVY):
        content = path.read_bytes()
        if path.suffix == ".html":
            content = _SPAN.sub("", content.decode()).encode()
        digest.update(f"{path.relative_to(site).as_posix()}\n{len(content)}\n".encode() + content)
    return digest.hexdigest()


def deliver(entry: Format, content: bytes, site: Path, made_of: str) -> Path:
    """Keep a file of the whole book, put it on the site that it was made of, and return its path.

    Args:
        entry: its form.
        content: its bytes.
        site: the built site; files of the whole book are kept in `dist` beside it.
        made_of: the site's `fingerprint` from before the making, which takes minutes: a site that was built
            anew meanwhile gets no link to it.
    """
    folder = site.parent / "dist"
    write_whole(_note(folder, entry), f"{made_of} {sha256(content).hexdigest()}".encode())
    write_whole(folder / entry.file, content)
    set_out(site, folder)
    return folder / entry.file


def set_out(site: Path, folder: Path) -> None:
    """Put the files that were made of this very site on it; its pages link to them and to no others.

    Args:
        site: the built site.
        folder: where files of the whole book are kept.
    """
    now, sizes = fingerprint(site), {}
    for key, entry in FORMATS.items():
        place, content = site / FOLDER / entry.file, _made(folder, entry, now)
        if content is None:
            place.unlink(missing_ok=True)
        else:
            write_whole(place, content)
            sizes[key] = len(content)
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        if "data-export=" in text:
            write_whole(page, _offered(text, "../" * (len(page.relative_to(site).parts) - 1), sizes).encode())


def size(number: int) -> str:
    """Return how large a file is.

    Example:
        >>> size(12_345_678)
        '12.3 MB'
    """
    return f"{number / 1e6:.1f} MB"


def _offered(page: str, up: str, sizes: dict[str, int]) -> str:
    """Return a page with links to the files that are there, and with how to make the others."""

    def offer(match: re.Match[str]) -> str:
        key, entry = match["key"], FORMATS[match["key"]]
        said = f"Download {entry.file.rpartition('.')[2].upper()}"
        link = f'<a download href="{up}{FOLDER}/{entry.file}">{said}</a> ({size(sizes.get(key, 0))}).'
        return f'<span data-export="{key}">{link if key in sizes else recipe(entry)}</span>'

    return _SPAN.sub(offer, page)


def _made(folder: Path, entry: Format, site: str) -> bytes | None:
    """Return a file of the whole book, or None where it was made of another site, or is damaged."""
    try:
        content = (folder / entry.file).read_bytes()
        said = _note(folder, entry).read_bytes()
    except OSError:
        return None
    return content if said == f"{site} {sha256(content).hexdigest()}".encode() else None


def _note(folder: Path, entry: Format) -> Path:
    return folder / f".{entry.file}{MADE_OF}"
