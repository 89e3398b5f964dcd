"""Figures of chapter 1: the digits, how a picture becomes a list of numbers, and the first network."""

from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from dlbook.data import flatten_pixels, load_mnist, one_hot
from dlbook.figures import figure
from dlbook.figures.labels import label, number
from dlbook.figures.primitives.board import board
from dlbook.figures.primitives.nets import net_diagram, sizes
from dlbook.figures.primitives.network import arrow, neuron
from dlbook.figures.primitives.pixels import pixels
from dlbook.figures.primitives.tables import cells
from dlbook.figures.theme import role
from dlbook.nn import Dense, models
from dlbook.rng import stream

SIDE = 28


@cache
def digits() -> tuple[np.ndarray, np.ndarray]:
    """Return the digits that travel with the book, shuffled: pictures (n, 28, 28) and labels (n,)."""
    mnist = load_mnist(sample="only")
    order = stream(0, "digits of chapter 1").permutation(len(mnist.y_train))
    return mnist.x_train[order], mnist.y_train[order]


def some(label: int, which: int = 0) -> np.ndarray:
    """Return one picture of a digit.

    Args:
        label: which digit it shows.
        which: the how manieth of them.

    Returns:
        (28, 28) whole numbers from 0 to 255.
    """
    pictures, labels = digits()
    return pictures[labels == label][which]


def picture(ax: Axes, values: np.ndarray, corner: tuple[float, float], side: float) -> None:
    """Draw a picture on a drawing board, its upper left corner at a point."""
    left, top = corner
    limits = ax.get_xlim(), ax.get_ylim()
    pixels(ax, values / 255, extent=(left, left + side, top - side, top))
    ax.set(xlim=limits[0], ylim=limits[1], aspect="auto")


@figure(
    id="mnist-samples",
    caption="Fifty of MNIST's digits, five of each, and no two alike. Try to write down a rule that tells a "
    "four when it sees one. Digits: MNIST, CC BY-SA 3.0.",
    alt="Image of handwritten digits in ten columns, headed 0 to 9, and five rows. Strokes differ in slant, "
    "thickness and form: a one that leans, a seven with a bar, a four open at the top.",
    digits=True,
)
def mnist_samples(rng: np.random.Generator) -> Figure:
    """Set five pictures of each digit side by side, as one image."""
    fig, ax = board(282)
    pictures, labels = digits()
    columns = [np.concatenate(pictures[labels == digit][:5]) for digit in range(10)]
    sheet = np.concatenate(columns, axis=1)
    wide = 460.0
    high = wide * sheet.shape[0] / sheet.shape[1]
    pixels(ax, sheet / 255, extent=(10, 10 + wide, 14, 14 + high))
    ax.set(xlim=(0, 480), ylim=(0, 282), aspect="auto")
    for digit in range(10):
        label(ax, str(digit), (10 + wide * (digit + 0.5) / 10, 264), "target")
    return fig


WINDOW = 8  # side of the enlarged piece


@figure(
    id="digit-pixels",
    caption="What the network gets to see: no stroke, no digit, only a number for each of 28 × 28 pixels, "
    "from 0 for background to 255 for ink. Digits: MNIST, CC BY-SA 3.0.",
    alt="Two panels. Left, an image of a handwritten 5 of 28 by 28 pixels with a small square marked on it. "
    "Right, the marked 8 by 8 pixels enlarged as a table in which every cell holds its value from 0 to 255 "
    "and is the darker the higher that is.",
    size="wide",
    digits=True,
)
def digit_pixels(rng: np.random.Generator) -> Figure:
    """Draw a digit and, enlarged, a piece of it with the value of each pixel."""
    fig, ax = board(392)
    values = some(5)
    top, left = 4, 10
    piece = values[top : top + WINDOW, left : left + WINDOW]
    small, cell = 260 / SIDE, 45.0
    picture(ax, values, (14, 372), 260)
    ax.add_patch(Rectangle((14, 112), 260, 260, fill=False, edgecolor=role("muted"), linewidth=1))
    corner = (14 + left * small, 372 - top * small)
    far = (304.0, 376.0)
    size = WINDOW * small
    mark: dict[str, Any] = {"fill": False, "edgecolor": role("model"), "linewidth": 3}
    ax.add_patch(Rectangle((corner[0], corner[1] - size), size, size, **mark))
    for down in (0, 1):
        start, end = (corner[0] + size, corner[1] - down * size), (far[0], far[1] - down * WINDOW * cell)
        ax.plot(*zip(start, end, strict=True), color=role("model"), linewidth=1.5)
    pixels(ax, piece / 255 * 0.33, extent=(far[0], far[0] + WINDOW * cell, far[1] - WINDOW * cell, far[1]))
    ax.set(xlim=(0, 680), ylim=(0, 392), aspect="auto")
    for i, row in enumerate(piece):
        for j, value in enumerate(row):
            at = (far[0] + (j + 0.5) * cell, far[1] - (i + 0.5) * cell)
            label(ax, str(value), at, fontsize=17)
    ax.add_patch(Rectangle((far[0], far[1] - WINDOW * cell), WINDOW * cell, WINDOW * cell, **mark))
    label(ax, "28 × 28 pixels,", (14, 82), "muted", ha="left")
    label(ax, "0 to 255 each", (14, 54), "muted", ha="left")
    return fig


ROW = 13  # the row of pixels that is followed through flattening


@figure(
    id="flatten-digit",
    caption="Flattening: the rows of pixels are laid end to end, and a picture becomes one long list of 784 "
    "numbers. Which pixels were neighbours up and down is no longer written anywhere. Digits: MNIST, "
    "CC BY-SA 3.0.",
    alt="Diagram in three steps. An image of a handwritten 4, one row of its pixels framed. That row "
    "enlarged: 28 cells in a line. Below, a strip of all 784 pixels, row after row, in which the framed row "
    "is a short piece, the numbers 365 to 392.",
    digits=True,
)
def flatten_digit(rng: np.random.Generator) -> Figure:
    """Follow one row of a digit into the list of all pixels."""
    fig, ax = board(372)
    values = some(4, 1)
    flat = flatten_pixels(values[None])[0]
    small, cell, wide = 168 / SIDE, 448 / SIDE, 448 / SIDE**2
    picture(ax, values, (156, 362), 168)
    pixels(ax, values[[ROW]] / 255, extent=(16, 464, 134, 134 + cell))
    ax.set(xlim=(0, 480), ylim=(0, 372), aspect="auto")
    ax.vlines(16 + cell * np.arange(1, SIDE), 134, 134 + cell, color=role("muted"), linewidth=0.7)
    _barcode(ax, flat, 16, wide, (36, 76))
    first = ROW * SIDE
    frames = [
        (156, 362 - (ROW + 1) * small, 168, small),
        (16, 134, 448, cell),
        (16 + first * wide, 34, SIDE * wide, 44),
    ]
    for x, y, width, height in frames:
        frame = Rectangle((x, y), width, height, fill=False, edgecolor=role("model"), linewidth=2, zorder=5)
        ax.add_patch(frame)
    ax.add_patch(Rectangle((156, 194), 168, 168, fill=False, edgecolor=role("muted"), linewidth=1))
    ax.add_patch(Rectangle((16, 36), 448, 40, fill=False, edgecolor=role("muted"), linewidth=1))
    for (x, y, width, _), (u, v, far, height) in pairwise(frames):
        for side in (0, 1):
            ends = (x + side * width, u + side * far), (y, v + height)
            ax.plot(*ends, color=role("model"), linewidth=1, zorder=1)
    label(ax, f"row {ROW + 1} of {SIDE}", (340, 362 - (ROW + 0.5) * small), "model", ha="left")
    label(ax, f"numbers {first + 1} to {first + SIDE}", (16 + (first + SIDE / 2) * wide, 16), "model")
    label(ax, "1", (16, 16), "muted", ha="left")
    label(ax, str(SIDE**2), (464, 16), "muted", ha="right")
    return fig


def _barcode(ax: Axes, flat: np.ndarray, left: float, wide: float, height: tuple[float, float]) -> None:
    """Draw values in [0, 1] as bars side by side, in five shades."""
    low, high = height
    shades = np.ceil(5 * flat).astype(int)
    for shade in range(1, 6):
        spans = [(left + i * wide, wide) for i in np.flatnonzero(shades == shade)]
        ax.broken_barh(spans, (low, high - low), color=role("ink"), alpha=shade / 5, linewidth=0)


SHOWN = (5, 0, 4, 1)


@figure(
    id="one-hot",
    caption="A label as ten targets, one for each output: 1 in the place of the right digit, 0 everywhere "
    "else. So a four is no further from a five than from a nine. Digits: MNIST, CC BY-SA 3.0.",
    alt="Diagram of four rows. In each stands an image of a handwritten digit, 5, 0, 4 and 1, then an arrow "
    "and a table of ten cells headed 0 to 9, in which a single cell, lit, holds a 1 and all others a 0.",
    digits=True,
)
def one_hot_labels(rng: np.random.Generator) -> Figure:
    """Draw pictures of four digits beside their one-hot labels."""
    fig, ax = board(272)
    table = one_hot(np.array(SHOWN), 10).astype(int)
    for i, (digit, row) in enumerate(zip(SHOWN, table, strict=True)):
        top = 232 - 58 * i
        picture(ax, some(digit, 1), (12, top), 48)
        arrow(ax, (70, top - 24), (100, top - 24), colour="muted")
        cells(
            ax,
            (112, top - 8),
            [[str(v) for v in row]],
            size=(35, 32),
            colour="target",
            lit=row[None] == 1,
        )
    for place in range(10):
        label(ax, str(place), (112 + 35 * (place + 0.5), 250), "target")
    return fig


@figure(
    id="shallow-net",
    caption="The first network: 784 pixels go in, 64 sigmoid neurons look at all of them, and ten softmax "
    "neurons share out the probability of being a 0, a 1, and so on up to 9. Digits: MNIST, CC BY-SA 3.0.",
    alt="Diagram of a network in three columns. An image of a handwritten 7 leads to a column of 784 input "
    "neurons, of which seven are drawn, dots standing for the rest; edges run from each to all of 64 hidden "
    "sigmoid neurons, of which six are drawn, and from these to ten output neurons, marked 0 to 9.",
    size="wide",
    digits=True,
)
def shallow_net(rng: np.random.Generator) -> Figure:
    """Draw the shallow net from the model itself, with most of its neurons left out."""
    fig, ax = board(452)
    net = models.get("shallow").build(rng=rng)
    picture(ax, some(7), (14, 306), 132)
    ax.add_patch(Rectangle((14, 174), 132, 132, fill=False, edgecolor=role("muted"), linewidth=1))
    arrow(ax, (156, 240), (196, 240), colour="data")
    xs = (232, 424, 620)
    columns = net_diagram(
        ax, net, xs, centre=240, gap=(50, 54, 40), radius=15, most=(7, 6, 10), weighted=False
    )
    for digit, at in columns[-1].items():
        neuron(ax, at, str(digit), radius=17)
    words = ("pixels", *(layer.activation for layer in net.layers if isinstance(layer, Dense)))
    for x, count, word, colour in zip(xs, sizes(net), words, ("data", "model", "model"), strict=True):
        label(ax, f"{number(count)} {word}", (x, 16), colour)
    return fig
