"""The site as a ZIP file that works from `file://`: links name files, and what weighs much stays behind."""

import posixpath
import re
from collections.abc import Iterable
from pathlib import Path

from dlbook.book.archive import zipped
from dlbook.book.exports.contents import read_contents
from dlbook.book.exports.formats import FORMATS, NAME
from dlbook.book.exports.steps import Steps
from dlbook.settings import load_settings

_README = """Deep Learning, Drawn in Code

Open index.html in a browser to read. Browsers let widgets and the search work only where a server hands out
the pages; this line starts one, in this folder:

    python3 -m http.server --bind 127.0.0.1

Then open http://127.0.0.1:8000/ and stop the server with Ctrl-C when you are done.

To save space the figures are here as SVG only, not as PDF and PNG. Notebooks of the chapters, and the package
that they need, are in downloads/.
"""

_LINK = re.compile(r'(?P<name>\s(?:href|src)=")(?P<path>[^"#?]*)(?P<tail>[^"]*")')
_ANCHOR = re.compile(r'<a\b[^>]*\shref="(?P<path>[^"#?:]+)"[^>]*>(?P<text>.*?)</a>', re.S)
_PICTURES = re.compile(r"<li>(?:PDF|PNG): (?:<a\b[^>]*>[^<]*</a>(?:, )?)+</li>\s*")
_EXPORT = re.compile(r'<li>(?:(?!</li>).)*<span data-export="[a-z]+">.*?</span></li>\s*', re.S)
_NOT_FOR_FILES = ("404.html", "sitemap.xml", "sitemap.xml.gz")


def make(site: Path, steps: Steps) -> bytes:
    """Return the ZIP file of a built site.

    Raises:
        ValueError: if the folder has no site.
    """
    read_contents(site)
    steps("reading the site")
    kept = sorted(name for name in _names(site) if is_kept(name))
    address = load_settings().site_url
    contents = {"README.txt": _README.encode()}
    for name in kept:
        content = (site / name).read_bytes()
        if name.endswith(".html"):
            content = offline_page(content.decode(), name, set(kept), address).encode()
        contents[name] = content
    steps("packing")
    return zipped({f"{NAME}/{name}": content for name, content in contents.items()})


STEPS = [1.0, 3.0]


def is_kept(name: str) -> bool:
    """Return whether a file of the site goes into the ZIP file.

    Left behind are figures as PDF and PNG (there are SVGs), what lies there packed already, source maps, and
    what only a server on the web has a use for.
    """
    exported = tuple(f"/{entry.file}" for entry in FORMATS.values())
    heavy = (".pdf", ".png") if name.startswith("figures/") else ()
    return not (name in _NOT_FOR_FILES or name.endswith((".map", ".zip", *exported, *heavy)))


def _names(site: Path) -> Iterable[str]:
    return (path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file())


def offline_page(page: str, name: str, kept: set[str], address: str = "") -> str:
    """Return a page whose links work without a server.

    Args:
        page: its HTML.
        name: its place on the site.
        kept: the places of all files that are packed.
        address: the address of the site, for links to what is not packed; where it is "" their text is left.

    Returns:
        The page; links to a folder name its `index.html`.
    """
    page = _EXPORT.sub("", _PICTURES.sub("", page))
    page = _ANCHOR.sub(lambda match: _anchor(match, name, address), page)
    return _LINK.sub(lambda match: match["name"] + named(match["path"], name, kept) + match["tail"], page)


def _anchor(match: re.Match[str], name: str, address: str) -> str:
    """Return a link, led to the web or left out if its file is not packed."""
    place = posixpath.normpath(posixpath.join(posixpath.dirname(name), match["path"]))
    if not is_kept(place):
        return match[0].replace(f'"{match["path"]}"', f'"{address}{place}"') if address else match["text"]
    return match[0]


def named(path: str, name: str, kept: set[str]) -> str:
    """Return a relative path that names a file where it named a folder.

    Example:
        >>> named("../depth/", "cost/index.html", {"depth/index.html"})
        '../depth/index.html'
        >>> named("", "cost/index.html", {"cost/index.html"})
        ''
    """
    if not path or ":" in path or path.startswith("/"):
        return path
    place = posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
    inside = posixpath.normpath(posixpath.join(place, "index.html"))
    return posixpath.join(path, "index.html") if place not in kept and inside in kept else path
