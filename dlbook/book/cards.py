"""Link previews: the picture that a chapter shows where somebody shares its address.

Number and title on the left, the chapter's own figure on the right, on the paper of the figures.
"""

import hashlib
import textwrap
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from dlbook.book.expand import figures_of
from dlbook.book.gallery import DIGITS
from dlbook.book.library import Library
from dlbook.book.source import Source
from dlbook.codebase import file_shape
from dlbook.figures.theme import PALETTE
from dlbook.kept import is_kept, keep

FOLDER = "cards"
WIDTH, HEIGHT = 1200, 630
NAME = "Deep Learning, Drawn in Code"
SHADES = 160
"""Colours of a preview: enough for flat drawings, and a third of the bytes."""

_DPI = 100
_EDGE = 64
_WORDS = 400
"""Pixels for the words; the rest is the figure's."""

_BAND = "#22304f"  # the page's own header


def place_of_card(source: Source) -> str:
    """Return where the site keeps the preview of a page."""
    return f"{FOLDER}/{source.slug}.png"


def figure_of(source: Source) -> str:
    """Return the figure that stands for a page: its `picture`, else its first; "" where it has none."""
    figures = figures_of(source)
    return str(source.meta.get("picture", figures[0] if figures else ""))


def published(
    sources: Sequence[Source], library: Library, files: Mapping[str, Path], folder: Path
) -> dict[str, Path]:
    """Return the previews of the home page and of all chapters by their place on the site.

    Args:
        sources: all pages.
        library: the figures.
        files: pictures of figures by name, such as "sigmoid-light.png".
        folder: where previews are kept as long as nothing changes that is in them.
    """
    made = {}
    for source in sources:
        id = figure_of(source)
        picture = files.get(f"{id}-light.png")
        if picture and (source.chapter or source.uri == "index.md"):
            credit = DIGITS if library.entries[id].get("digits") else ""
            key = _key(_title(source), _over(source), credit, picture)
            path = folder / f"{source.slug}-{key}.png"
            if not is_kept(path):
                for old in folder.glob(f"{source.slug}-{'[0-9a-f]' * len(key)}.png"):
                    old.unlink(missing_ok=True)
                keep(path, card(_title(source), _over(source), picture, credit))
            made[place_of_card(source)] = path
    return made


def card(title: str, over: str, picture: Path, credit: str = "") -> bytes:
    """Return one preview as a PNG file of 1200 by 630 pixels.

    Args:
        title: what it is about.
        over: the small line above, such as "Chapter 4", or "".
        picture: the figure, a PNG file on light paper.
        credit: whom the figure owes something, or "".
    """
    from matplotlib.figure import Figure

    light = {name: shades[0] for name, shades in PALETTE.items()}
    made = Figure(figsize=(WIDTH / _DPI, HEIGHT / _DPI), dpi=_DPI, facecolor=light["paper"])
    lines = textwrap.wrap(title, 15, break_long_words=False)
    size = 38 if max(map(len, lines)) <= 12 and len(lines) <= 3 else 30
    words: dict[str, Any] = {"va": "top", "family": "DejaVu Sans"}
    made.text(_EDGE / WIDTH, 1 - 118 / HEIGHT, over, size=19, color=light["model"], weight="bold", **words)
    top = 1 - (164 if over else 118) / HEIGHT
    words |= {"weight": "bold", "linespacing": 1.25}
    made.text(_EDGE / WIDTH, top, "\n".join(lines), size=size, color=light["ink"], **words)
    _draw(made, picture)
    band = made.add_axes((0, 0, 1, 58 / HEIGHT), facecolor=_BAND, xticks=[], yticks=[])
    band.spines[:].set_visible(False)
    said: dict[str, Any] = {"color": "white", "va": "center", "family": "DejaVu Sans"}
    made.text(_EDGE / WIDTH, 29 / HEIGHT, NAME, size=15, **said)
    made.text(1 - _EDGE / WIDTH, 29 / HEIGHT, credit, size=9, ha="right", **said)
    return _png(made)


def _png(made: Any) -> bytes:
    """Return a drawing as a small PNG file."""
    from PIL import Image

    drawn, file = BytesIO(), BytesIO()
    made.savefig(drawn, format="png", dpi=_DPI)
    with Image.open(drawn) as image:
        image.convert("RGB").quantize(SHADES, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return file.getvalue()


def _draw(made: Any, picture: Path) -> None:
    """Put the figure into the right part, as large as it fits."""
    from matplotlib.image import imread

    pixels = imread(picture)
    left, width, height = _EDGE + _WORDS + 16, WIDTH - _WORDS - 2 * _EDGE + 8, HEIGHT - 58 - 2 * 36
    scale = min(width / pixels.shape[1], height / pixels.shape[0])
    wide, tall = pixels.shape[1] * scale, pixels.shape[0] * scale
    box = (left + (width - wide) / 2, 58 + 36 + (height - tall) / 2, wide, tall)
    axes = made.add_axes((box[0] / WIDTH, box[1] / HEIGHT, box[2] / WIDTH, box[3] / HEIGHT))
    axes.imshow(pixels, interpolation="lanczos", aspect="auto")
    axes.set_axis_off()


def _title(source: Source) -> str:
    """Return what the preview says in large letters."""
    return str(source.meta.get("title", NAME))


def _over(source: Source) -> str:
    """Return the small line above the title."""
    return f"{source.sort.capitalize()} {source.chapter}" if source.chapter else ""


def _key(title: str, over: str, credit: str, picture: Path) -> str:
    """Return a hash of all that decides a preview."""
    digest = hashlib.sha256(picture.read_bytes())
    digest.update(f"{title}\n{over}\n{credit}\n{file_shape(Path(__file__))}".encode())
    return digest.hexdigest()[:16]
