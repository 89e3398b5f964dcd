"""Figure of chapter 1 about a drawing of one's own: a three as it is, and prepared as MNIST was."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from dlbook.data import drawing
from dlbook.figures import figure
from dlbook.figures.chapters.first_network import picture
from dlbook.figures.chapters.first_network__results import ten_bars
from dlbook.figures.labels import label
from dlbook.figures.primitives.board import board
from dlbook.figures.primitives.network import arrow
from dlbook.figures.theme import role
from dlbook.runs import Results
from dlbook.runs.stores import kept_net

TRUTH = 3
SIZE = 112.0
PIXEL = SIZE / drawing.SIDE


def seen() -> tuple[np.ndarray, np.ndarray]:
    """Return the example drawing as the net gets it, 28 x 28: as it is, and scaled and centred."""
    sheet = drawing.inked(drawing.EXAMPLE)
    return drawing.as_it_is(sheet), drawing.prepared(sheet)


def said(picture: np.ndarray) -> np.ndarray:
    """Return the shallow net's ten probabilities for a picture of 28 x 28."""
    answer: np.ndarray = kept_net(Results(), "shallow").predict(picture.reshape(1, -1).astype(np.float32))[0]
    return answer


@figure(
    id="drawn-digit",
    caption="One small three in the corner of a sheet, handed over as it is, and prepared as MNIST's digits "
    "were. Only in the lower row can the first network read it. Its form has not changed; its ink lies where "
    "the network expects it.",
    alt="Image of a sheet with a small three drawn in its upper left corner, from which two ways lead to the "
    "right. Above, the whole sheet becomes 28 by 28 pixels, and of ten bars the highest, still low, says 4. "
    "Below, the three is cut out, enlarged to fill a box of 20 by 20 pixels and centred by its centre of "
    "mass, and one bar stands out, that of 3.",
    size="wide",
    needs=("digit-nets",),
)
def drawn_digit(rng: np.random.Generator) -> Figure:
    """Draw the sheet, both ways that it can take, and what the shallow net answers to each."""
    fig, ax = board(380)
    as_it_is, prepared = seen()
    _sheet(ax)
    box = drawing.fitted(drawing.inked(drawing.EXAMPLE))
    _framed(ax, box, (224, 148))
    _framed(ax, prepared, (380, 164))
    _framed(ax, as_it_is, (380, 346))
    row, column = drawing.centre_of_mass(prepared)
    _cross(ax, (380 + PIXEL * (column + 0.5), 164 - PIXEL * (row + 0.5)))
    for start, end in _ARROWS:
        arrow(ax, start, end, colour="muted")
    for low, values in ((240, as_it_is), (58, prepared)):
        ten_bars(ax, (544, low), said(values), TRUTH)
    label(ax, "a drawing", (94, 304))
    label(ax, "shrunk as it is", (436, 362))
    label(ax, "cut out, scaled to 20", (262, 52))
    label(ax, "centred by its mass", (436, 180))
    label(ax, "the network says", (595, 362), "model")
    return fig


_ARROWS = (((184, 274), (372, 290)), ((184, 140), (218, 120)), ((312, 108), (372, 108)))


def _sheet(ax: Axes) -> None:
    """Draw the drawing, with a dashed frame about what will be cut out."""
    side, left, top = 160.0, 14.0, 288.0
    ink = drawing.inked(drawing.EXAMPLE, side=140)
    picture(ax, 255 * ink, (left, top), side)
    ax.add_patch(_outline((left, top - side), side, side, "muted"))
    rows, columns = (np.flatnonzero(ink.any(axis=axis)) for axis in (1, 0))
    unit = side / 140
    corner = (left + unit * columns[0], top - unit * (rows[-1] + 1))
    dashed = _outline(corner, unit * len(columns), unit * len(rows), "gradient")
    dashed.set_linestyle((0, (4, 3)))
    ax.add_patch(dashed)


def _framed(ax: Axes, values: np.ndarray, corner: tuple[float, float]) -> None:
    """Draw a picture with its upper left corner at a point, all on one scale, in a frame."""
    rows, columns = values.shape
    left, top = corner
    side = PIXEL * max(rows, columns)
    square = np.zeros((max(rows, columns),) * 2)
    square[:, (square.shape[1] - columns) // 2 :][:rows, :columns] = np.round(255 * values)
    picture(ax, square, corner, side)
    ax.add_patch(_outline((left, top - side), side, side, "muted"))


def _outline(corner: tuple[float, float], width: float, height: float, colour: str) -> Rectangle:
    return Rectangle(corner, width, height, fill=False, edgecolor=role(colour), linewidth=1)


def _cross(ax: Axes, at: Sequence[float]) -> None:
    """Mark the centre of mass."""
    x, y = at
    ax.hlines(y, x - 7, x + 7, colors=role("paper"), linewidth=4, zorder=5)
    ax.vlines(x, y - 7, y + 7, colors=role("paper"), linewidth=4, zorder=5)
    for ends in (([x - 6, x + 6], [y, y]), ([x, x], [y - 6, y + 6])):
        ax.plot(*ends, color=role("gradient"), linewidth=2, zorder=6)
