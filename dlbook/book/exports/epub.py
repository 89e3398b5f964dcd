"""The whole book as EPUB 3: a page for each chapter, formulas as MathML, figures as SVG in both themes."""

from collections.abc import Iterable
from html import escape
from itertools import groupby
from pathlib import Path

from bs4 import Tag

from dlbook.book.archive import zipped
from dlbook.book.exports.cover import cover
from dlbook.book.exports.drawings import both_themes, figures_in, place_images
from dlbook.book.exports.imprint import DIGITS, LICENCE, SUBTITLE, TITLE, Imprint, imprint
from dlbook.book.exports.links import relink
from dlbook.book.exports.manuscript import Chapter, read_manuscript
from dlbook.book.exports.package import CONTAINER, Item, package
from dlbook.book.exports.steps import Steps
from dlbook.book.exports.styles import colours, resolved, sheet

STEPS = [6.0, 1.0, 2.0, 1.0]
MIMETYPE = "application/epub+zip"
_PAGE = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"
 lang="en-GB" xml:lang="en-GB">
<head><title>{title}</title><link rel="stylesheet" type="text/css" href="style.css"/></head>
<body{kind}>
{body}
</body>
</html>
"""


def make(site: Path, steps: Steps) -> bytes:
    """Return the EPUB of a built site.

    Raises:
        ValueError: if the folder has no site.
    """
    about = imprint()
    chapters = read_manuscript(site, steps)
    steps("leading the links")
    relink(
        chapters,
        lambda chapter, anchor: f"{chapter.slug}.xhtml" + (f"#{anchor}" if anchor else ""),
        about.site,
    )
    shown = figures_in(chapters)
    place_images(chapters, ".svg")
    steps("drawing cover and figures")
    contents = {
        "style.css": resolved(
            sheet("paper.css") + sheet("epub.css"), colours(site, "light"), colours(site, "dark")
        ).encode(),
        "cover.png": cover(site, about),
        "cover.xhtml": page("Cover", f'<p class="cover"><img src="cover.png" alt="{TITLE}"/></p>', "cover"),
        "title.xhtml": page(TITLE, _title_page(about), "titlepage"),
        "nav.xhtml": page("Contents", navigation(chapters), "frontmatter"),
        **dict(_pages(chapters)),
        **{f"figures/{id}.svg": both_themes(site, id).encode() for id in shown},
    }
    items = [Item.of(name, content) for name, content in contents.items()]
    files = {f"EPUB/{name}": content for name, content in contents.items()}
    steps("packing")
    return zipped(
        {
            "mimetype": MIMETYPE.encode(),
            "META-INF/container.xml": CONTAINER.encode(),
            "EPUB/package.opf": package(items, about).encode(),
            **files,
        },
        stored=("mimetype",),
    )


def page(title: str, body: str, kind: str = "") -> bytes:
    """Return a page of the EPUB.

    Args:
        title: its title.
        body: its content as XHTML.
        kind: its `epub:type`, or "".
    """
    marked = f' epub:type="{kind}"' if kind else ""
    return _PAGE.format(title=escape(title), body=body, kind=marked).encode()


def _pages(chapters: Iterable[Chapter]) -> Iterable[tuple[str, bytes]]:
    """Return chapters, and a page before each part, by file."""
    for part, members in groupby(chapters, key=lambda chapter: chapter.part):
        if part:
            yield _part_file(part), page(part, f'<h1 class="part-title">{escape(part)}</h1>', "part")
        for chapter in members:
            yield f"{chapter.slug}.xhtml", page(chapter.label, chapter_body(chapter), _kind(chapter))


def chapter_body(chapter: Chapter) -> str:
    """Return the content of a chapter with its heading."""
    eyebrow = f'<p class="eyebrow">{_called(chapter)} {chapter.number}</p>\n' if chapter.number else ""
    validate(chapter.article)
    return f"{eyebrow}<h1>{escape(chapter.title)}</h1>\n{chapter.article.decode(formatter='minimal')}"


def validate(article: Tag) -> None:
    """Write formulas as MathML 3 has them, in place: the schema of EPUB knows no more."""
    for table in article.find_all("mtable"):
        table.attrs.pop("scriptlevel", None)
    for fraction in article.find_all("mfrac", displaystyle=True):
        fraction.wrap(Tag(name="mstyle", attrs={"displaystyle": fraction.attrs.pop("displaystyle")}))


def _called(chapter: Chapter) -> str:
    return "Chapter" if chapter.number.isdigit() else "Appendix"


def _kind(chapter: Chapter) -> str:
    if not chapter.number:
        return "bodymatter" if chapter.part else "preface"
    return "chapter" if chapter.number.isdigit() else "appendix"


def _part_file(part: str) -> str:
    return "part-" + "".join(c if c.isalnum() else "-" for c in part.lower()).strip("-") + ".xhtml"


def navigation(chapters: Iterable[Chapter]) -> str:
    """Return the table of contents: parts, and the chapters in them."""
    lines = []
    for part, members in groupby(chapters, key=lambda chapter: chapter.part):
        links = [f'<li><a href="{c.slug}.xhtml">{escape(c.label)}</a></li>' for c in members]
        if part:
            opening = f'<li><a href="{_part_file(part)}">{escape(part)}</a>\n<ol>'
            links = [opening, *links, "</ol></li>"]
        lines += links
    listed = "\n".join(lines)
    return f'<nav epub:type="toc" id="toc" role="doc-toc">\n<h1>Contents</h1>\n<ol>\n{listed}\n</ol>\n</nav>'


def _title_page(about: Imprint) -> str:
    lines = [
        SUBTITLE + ".",
        about.author,
        f"Version {about.version}, {about.date()}",
        f"{LICENCE}. {DIGITS}.",
    ]
    if about.site:
        lines.append(f'The figures can be touched at <a href="{about.site}">{about.site}</a>.')
    said = "\n".join(f"<p>{line}</p>" for line in lines)
    return f'<section class="title-page">\n<h1>{TITLE}</h1>\n{said}\n</section>'
