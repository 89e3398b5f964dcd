"""The cover of the EPUB: the trilobite on its way down, title above, author below."""

import io
import textwrap
from pathlib import Path

from dlbook.book.exports.imprint import COVER_FIGURE, SUBTITLE, TITLE, Imprint
from dlbook.figures.theme import role

SIZE = (6.0, 9.0)  # inches
DOTS = 200


def cover(site: Path, about: Imprint) -> bytes:
    """Return the cover as PNG, the same for the same site.

    Args:
        site: the built site; a cover without picture is made where it has not the trilobite.
        about: the author line.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=SIZE, dpi=DOTS, facecolor=role("paper"))
    style = {"ha": "center", "color": role("ink"), "family": "DejaVu Sans"}
    figure.text(
        0.5, 0.845, "\n".join(textwrap.wrap(TITLE, 15)), style, size=30, weight="bold", linespacing=1.3
    )
    figure.text(0.5, 0.735, "\n".join(textwrap.wrap(SUBTITLE, 36)), style, size=12, color=role("muted"))
    figure.text(0.5, 0.07, "\n".join(textwrap.wrap(about.author, 40)), style, size=11)
    picture = site / "figures" / f"{COVER_FIGURE}-light.png"
    if picture.is_file():
        from matplotlib.image import imread

        axes = figure.add_axes((0.06, 0.2, 0.88, 0.46))
        axes.imshow(imread(picture), interpolation="lanczos")
        axes.axis("off")
    stream = io.BytesIO()
    figure.savefig(stream, format="png", metadata={"Software": None})
    return stream.getvalue()
