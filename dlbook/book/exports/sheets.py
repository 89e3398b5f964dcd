"""The book as one HTML document for print: title page, contents, parts, chapters with running headers."""

import re
from collections.abc import Mapping, Sequence
from html import escape
from importlib.resources import files
from itertools import groupby
from pathlib import Path

from bs4 import Tag

from dlbook.book.exports.imprint import COVER_FIGURE, DIGITS, LICENCE, SUBTITLE, TITLE, Imprint
from dlbook.book.exports.manuscript import Chapter
from dlbook.book.exports.paper import mark
from dlbook.book.exports.styles import colours, filled, sheet

SHORT = 14  # lines of code, or rows of a table, that are not torn apart by the end of a page
FACES = (
    ("Book Serif", "STIXGeneral.ttf", "normal", "normal"),
    ("Book Serif", "STIXGeneralItalic.ttf", "normal", "italic"),
    ("Book Serif", "STIXGeneralBol.ttf", "bold", "normal"),
    ("Book Serif", "STIXGeneralBolIta.ttf", "bold", "italic"),
    ("Book Sans", "DejaVuSans.ttf", "normal", "normal"),
    ("Book Sans", "DejaVuSans-Oblique.ttf", "normal", "italic"),
    ("Book Sans", "DejaVuSans-Bold.ttf", "bold", "normal"),
    ("Book Mono", "DejaVuSansMono.ttf", "normal", "normal"),
)
"""Fonts that travel with Matplotlib: the book looks the same on every machine."""

_PAGE_OF = re.compile(r"@page-of:([\w-]+)@")
_RUNNING = """@page {name} {{
  @top-left {{ content: "{part}"; {style} }}
  @top-right {{ content: "{title}"; {style} }}
  @bottom-center {{ content: counter(page); {style} }}
}}
.{name} {{ page: {name}; }}
"""
_DOCUMENT = """<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8">{head}</head><body>{body}</body></html>
"""
_MARGIN = 'font: 8pt "Book Sans", sans-serif; color: {colour}; vertical-align: {place}'


def anchor_of(chapter: Chapter, anchor: str = "") -> str:
    """Return the anchor that an anchor of a page has in the whole document."""
    return f"{chapter.slug}--{anchor}" if anchor else chapter.slug


def prepare(chapter: Chapter) -> None:
    """Make a linked chapter ready to stand beside others in one document, in place.

    Some links are followed by the number of the page, since paper cannot be clicked.
    """
    article = chapter.article
    for element in [article, *article.find_all(id=True)]:
        if element.get("id"):
            element["id"] = anchor_of(chapter, str(element["id"]))
    for pre in article.select("pre"):
        if pre.get_text().count("\n") <= SHORT and isinstance(pre.parent, Tag):
            mark(pre.parent, "short")
    for table in article.find_all("table"):
        if len(table.find_all("tr")) <= SHORT:
            mark(table, "short")
    for link in article.select(".to-solution > a, .gallery-figure figcaption a, h3 > a"):
        link.append(f", page @page-of:{str(link['href']).removeprefix('#')}@")


def with_pages(text: str, pages: Mapping[str, int]) -> str:
    """Return the document with the numbers of pages, "000" where they are not known yet.

    Args:
        text: the document.
        pages: numbers by anchor; when there are some, there must be all.

    Raises:
        KeyError: for an anchor that is on no page.
    """
    if pages:
        return _PAGE_OF.sub(lambda match: str(pages[match[1]]), text)
    return _PAGE_OF.sub("000", text)


def document(chapters: Sequence[Chapter], site: Path, about: Imprint) -> str:
    """Return the document.

    Args:
        chapters: prepared and linked.
        site: the built site.
        about: who made the book and when.
    """
    bodies = []
    for part, members in groupby(chapters, key=lambda chapter: chapter.part):
        if part:
            bodies.append(_part_page(part))
        bodies += [_chapter(chapter) for chapter in members]
    head = f"<title>{TITLE}</title><style>{_style(chapters, site)}</style>"
    parts = [_title_page(site, about), contents(chapters), *bodies]
    return _DOCUMENT.format(head=head, body="".join(parts))


def _style(chapters: Sequence[Chapter], site: Path) -> str:
    fonts = files("matplotlib").joinpath("mpl-data/fonts/ttf")
    faces = [
        f'@font-face {{ font-family: "{family}"; src: url("{Path(str(fonts), name).as_uri()}"); '
        f"font-weight: {weight}; font-style: {style}; }}"
        for family, name, weight, style in FACES
    ]
    formulas = (site / "stylesheets/math.woff2").as_uri()
    faces.append(f'@font-face {{ font-family: "Book Math"; src: url("{formulas}"); }}')
    light = colours(site, "light")
    colour = light["fig-muted"]
    running = [
        _RUNNING.format(
            name=f"sheet-{chapter.slug}",
            part=_quoted(chapter.part),
            title=_quoted(chapter.label),
            style=_MARGIN.format(colour=colour, place="middle"),
        )
        for chapter in chapters
    ]
    return "\n".join([*faces, filled(sheet("paper.css") + sheet("pdf.css"), light), *running])


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


def _chapter(chapter: Chapter) -> str:
    called = "Chapter" if chapter.number.isdigit() else "Appendix"
    eyebrow = f"{called} {chapter.number}" if chapter.number else chapter.part
    heading = f'<h1 id="{chapter.slug}">{escape(chapter.title)}</h1>'
    article = chapter.article.decode(formatter="minimal")
    opening = f'<div class="chapter sheet-{chapter.slug}"><p class="eyebrow">{escape(eyebrow)}</p>'
    return f"{opening}{heading}{article}</div>"


def part_anchor(part: str) -> str:
    """Return the anchor of the page before a part."""
    return "part-" + re.sub(r"\W+", "-", part).strip("-").lower()


def _part_page(part: str) -> str:
    number, _, title = part.rpartition(". ")
    above = f"<p>Part {number}</p>" if number else ""
    return f'<div class="part-page">{above}<h1 id="{part_anchor(part)}">{escape(title)}</h1></div>'


def _title_page(site: Path, about: Imprint) -> str:
    drawing = site / "figures" / f"{COVER_FIGURE}-light.svg"
    image = f'<img src="{drawing.as_uri()}" alt="">' if drawing.is_file() else '<img alt="">'
    web = f'<p class="small"><a href="{about.site}">{about.site}</a></p>' if about.site else ""
    return (
        f'<div class="title-page"><h1>{TITLE}</h1><p class="subtitle">{SUBTITLE}</p>{image}'
        f'<p class="author">{escape(about.author)}</p>{web}'
        f'<p class="small">Version {about.version}, {about.date()}</p>'
        f'<p class="small">{LICENCE}</p><p class="small">{DIGITS}</p></div>'
    )


REPEATED = ("rules", "summary", "checks", "exercises", "references")
"""Sections that every chapter ends with; the printed contents leave them out."""


def sections(chapter: Chapter) -> list[tuple[str, str]]:
    """Return the anchor and the title of each numbered section of a prepared chapter."""
    headings = chapter.article.select("h2[id]:has(> .number)")
    return [(str(heading["id"]), " ".join(heading.get_text().split())) for heading in headings]


def contents(chapters: Sequence[Chapter]) -> str:
    """Return the table of contents."""
    lines = []
    for part, members in groupby(chapters, key=lambda chapter: chapter.part):
        lines += [_line(part_anchor(part), part, "part")] if part else []
        for chapter in members:
            own = (entry for entry in sections(chapter) if entry[0].rpartition("--sec-")[2] not in REPEATED)
            inside = "".join(_line(anchor, title) for anchor, title in own)
            listed = f"<ol>{inside}</ol>" if inside and chapter.number.isdigit() else ""
            lines.append(_line(chapter.slug, chapter.label, "chapter-line", listed))
    return f'<div class="contents"><h1 id="contents">Contents</h1><ol>{"".join(lines)}</ol></div>'


def _line(anchor: str, title: str, css: str = "", below: str = "") -> str:
    number = f'<span class="page-of">@page-of:{anchor}@</span>'
    link = f'<a href="#{anchor}"><span>{escape(title)}</span>{number}</a>'
    return f'<li><div class="{css}">{link}</div>{below}</li>'
