"""Figures as files for readers that know no CSS variables: light, and dark where that is preferred."""

import re
from collections.abc import Iterable
from pathlib import Path

from dlbook.book.exports.manuscript import Chapter
from dlbook.figures.theme import PALETTE, ROLE_OF

FOLDER = "figures"
_PAINTED = re.compile(r'\b(fill|stroke|stop-color|color)="(#[0-9a-f]{6})"')
_SHEET = re.compile(r"<style>.*?</style>", re.S)


def figures_in(chapters: Iterable[Chapter]) -> list[str]:
    """Return the ids of the figures that pages show, each once, in order."""
    images = (image for chapter in chapters for image in chapter.article.select("img[data-figure]"))
    return list(dict.fromkeys(str(image["data-figure"]) for image in images))


def both_themes(site: Path, id: str) -> str:
    """Return a figure of the site with its light colours written out and a rule for each dark one.

    Args:
        site: the built site.
        id: the figure.
    """
    return darkened((site / FOLDER / f"{id}-light.svg").read_text(encoding="utf-8"))


def darkened(svg: str) -> str:
    """Return a light drawing that turns dark where the reader prefers it.

    Example:
        >>> darkened('<svg><style></style><path fill="#0b5aad"/></svg>').count("#66b3f4")
        1
    """
    pairs = sorted({(name, shade) for name, shade in _PAINTED.findall(svg) if shade in ROLE_OF})
    rules = "".join(f'[{name}="{shade}"]{{{name}:{PALETTE[ROLE_OF[shade]][1]}}}' for name, shade in pairs)
    paper = [f":root{{background:{shade}}}" for shade in PALETTE["paper"]]
    sheet = f"<style>{paper[0]}@media(prefers-color-scheme:dark){{{paper[1]}{rules}}}</style>"
    svg = svg.replace(
        'image-rendering="pixelated"', 'style="image-rendering:pixelated"'
    )  # newer than SVG 1.1
    return _SHEET.sub(sheet, svg, count=1)


def place_images(chapters: Iterable[Chapter], ending: str, up: str = "") -> None:
    """Name the file that each image shows, in place.

    Args:
        chapters: the pages.
        ending: how files of figures end, such as ".svg".
        up: what comes before their folder.
    """
    for chapter in chapters:
        for image in chapter.article.select("img[data-figure]"):
            image["src"] = f"{up}{FOLDER}/{image['data-figure']}{ending}"
            image.attrs.pop("class", None)
            del image["data-figure"]
