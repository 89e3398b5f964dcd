"""Slides as an HTML page that scrolls and prints without any script; `docs/slides/deck.js` adds the keys."""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import nbformat
from markdown import Markdown

from dlbook.book.formulas import width
from dlbook.book.gallery import DIGITS, OWN
from dlbook.book.library import Library
from dlbook.book.slides import Slide, slides
from dlbook.book.source import Source
from dlbook.codebase import file_shape

FOLDER = "slides"
NAME = "Deep Learning, Drawn in Code"
WIDE = 1.9
"""Figures wider than so many times their height stand above their captions, all others beside them."""

SHORT, LONG, LONGER = 150, 260, 420
"""Below the first number of characters the letters of a slide are larger, from the others on smaller."""

_EXTENSIONS = ["attr_list", "smarty", "tables", "pymdownx.arithmatex", "dlbook.book.extension"]
_SETTINGS = {
    "pymdownx.arithmatex": {"generic": True},
    "smarty": {"smart_dashes": False, "smart_ellipses": False},
}
_MODULES = ("blocks", "formulas", "gallery", "library", "plain", "quiz", "slide_page", "slides")
_WAITING = re.compile(r'(class="equation")(?![^>]*tabindex)')
"""Equations that the keyboard cannot scroll yet; on a phone any of them may be too wide."""

_CELL = "```python\n```"
_HEAD = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}: slides - {name}</title>
<meta name="description" content="Slides of chapter {chapter}, {title}: {description}">
<link rel="icon" href="../../assets/images/favicon.png">
<link rel="stylesheet" href="../deck.css">
<script src="../deck.js" defer></script>
</head>
<body data-chapter="{home}">
<main aria-label="Slides of chapter {chapter}, {title}">
"""


@dataclass(frozen=True)
class Deck:
    """What is to be shown.

    Args:
        slides: the slides in their order.
        title: the chapter's title.
        chapter: its number.
        description: the sentence about it.
        home: its page, seen from the folder of its slides, such as "../../training/gradient-descent/".
        author: the author line, or "".
    """

    slides: Sequence[Slide]
    title: str
    chapter: str
    description: str
    home: str
    author: str = ""


def has_slides(source: Source) -> bool:
    """Return whether a page is one of the numbered chapters, which are told in slides too."""
    return source.runs and source.chapter.isdigit()


def place_of_slides(source: Source) -> str:
    """Return where the site keeps the slides of a chapter."""
    return f"{FOLDER}/{source.slug}/index.html"


def deck_of(executed: str, source: Source, library: Library, author: str = "") -> str:
    """Return the page with the slides of a chapter.

    Args:
        executed: the executed notebook of the chapter's page, as JSON.
        source: the chapter.
        library: the figures.
        author: the author line, or "".
    """
    cells = nbformat.reads(executed, as_version=4).cells
    text = "\n\n".join(cell.source if cell.cell_type == "markdown" else _CELL for cell in cells)
    title, description = str(source.meta.get("title", "")), str(source.meta.get("description", ""))
    home = f"../../{source.uri.removesuffix('.md')}/"
    made = slides(text, source.chapter, description)
    return deck_page(Deck(made, title, source.chapter, description, home, author), library)


def deck_key(executed: str, library: Library, author: str = "") -> str:
    """Return what decides the slides of a chapter as a line to put at the end of their page.

    Args:
        executed: the executed notebook of the chapter's page, as JSON.
        library: the figures.
        author: the author line, or "".
    """
    ids = re.findall(r'data-figure=\\?"([\w-]+)', executed)
    drawings = [str(library.entries.get(id)) for id in ids]
    code = [file_shape(Path(__file__).with_name(f"{name}.py")) for name in _MODULES]
    digest = sha256("\n".join([executed, author, *drawings, *code]).encode())
    return f"<!-- {digest.hexdigest()} -->\n"


def deck_page(deck: Deck, library: Library) -> str:
    """Return the page of a deck; a last slide with credits and licences is added.

    Args:
        deck: the slides and what they are about.
        library: the figures.
    """
    shown = [*deck.slides, _credits(deck, library)]
    words = {name: html.escape(getattr(deck, name)) for name in ("title", "chapter", "description", "home")}
    md = Markdown(extensions=_EXTENSIONS, extension_configs=_SETTINGS)
    parts = [_slide(slide, number, len(shown), deck, library, md) for number, slide in enumerate(shown, 1)]
    return _HEAD.format(name=NAME, **words) + "\n".join(parts) + "\n</main>\n</body>\n</html>\n"


def _slide(slide: Slide, number: int, count: int, deck: Deck, library: Library, md: Markdown) -> str:
    """Return one slide."""
    tag = "h1" if slide.kind == "title" else "h2"
    over = f'<p class="over">{_line(slide.over, md)}</p>' if slide.over else ""
    title = f"<{tag}>{_line(slide.title, md)}</{tag}>" if slide.title else ""
    text = _text(slide, md)
    figure, look = "", [slide.kind, _length(slide)]
    if slide.figure:
        entry = library.entries[slide.figure]
        look.append("wide" if entry.get("width", 3) > WIDE * entry.get("height", 2) else "tall")
        figure = f'<div class="drawing">{library.svg(slide.figure)}</div>'
        where = f"{deck.home}#{slide.anchor}"
        text = text.replace("<p>", f'<p><a class="label" href="{where}">{slide.label}</a> ', 1)
    said = _spoken(slide, number, count)
    foot = f"<footer><span>{NAME}</span><span>{html.escape(deck.title)}</span><span>{number}</span></footer>"
    inside = f'<div class="words">{over}{title}{text}</div>{figure}{foot}'
    return (
        f'<section class="slide {" ".join(filter(None, look))}" id="slide-{number}" aria-label="{said}">'
        f'<div class="inside" data-chapter="{html.escape(deck.chapter)}">{inside}</div></section>'
    )


def _text(slide: Slide, md: Markdown) -> str:
    """Return what stands below the headline; equations say how wide they are, to be fitted."""
    if not slide.text:
        return ""
    inner = _WAITING.sub(r'\1 tabindex="0" role="group" aria-label="Equation"', _block(slide.text, md))
    fit = f' style="--chars:{_chars(inner[inner.rfind("<math") :])}"' if slide.kind == "equation" else ""
    return f'<div class="text"{fit}>{inner}</div>'


def _chars(mathml: str) -> int:
    """Return about how many characters wide a formula is; of stacked parts it knows only the sum."""
    everything = len(re.sub(r"<[^>]*>|\s", "", mathml))
    return max(width(mathml), round(0.7 * everything))


def _spoken(slide: Slide, number: int, count: int) -> str:
    """Return what a screen reader calls a slide."""
    what = slide.label or slide.title or slide.over
    plain = re.sub(r"[*_`$\\{}]|<[^>]*>", "", what)
    return html.escape(f"Slide {number} of {count}: {plain}"[:120])


def _length(slide: Slide) -> str:
    """Return the class for slides with little or much text."""
    length = len(slide.title) + len(slide.text)
    return "longer" if length > LONGER else "long" if length > LONG else "short" if length < SHORT else ""


def _block(text: str, md: Markdown) -> str:
    return md.reset().convert(text)


def _line(text: str, md: Markdown) -> str:
    """Return one line of Markdown without the paragraph around it."""
    return re.sub(r"\A<p>(.*)</p>\Z", r"\1", _block(re.sub(r"^(\d+)\.", r"\1\\.", text), md), flags=re.S)


def _credits(deck: Deck, library: Library) -> Slide:
    """Return the last slide: where everything comes from, and what may be done with it."""
    digits = any(library.entries[slide.figure].get("digits") for slide in deck.slides if slide.figure)
    by = f", by {deck.author}" if deck.author else ""
    said = [
        f"From *{NAME}*{by}, chapter {deck.chapter}: *{deck.title}*.",
        f"Text and figures: {OWN}. Use them, change them, and say where they come from.",
        *([f"{DIGITS}."] if digits else []),
        f"The whole chapter, with code to run and widgets to touch, is [on its page]({deck.home}).",
    ]
    return Slide("credits", "Take it, and say where it comes from", "\n".join(f"- {line}" for line in said))
