"""Figures of the maths refresher on tools: the matrix product, exp and ln, the normal distribution."""

from math import erf, sqrt

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch

from dlbook.figures import figure
from dlbook.figures.labels import canvas, label, number, panel, ticks
from dlbook.figures.primitives.board import board
from dlbook.figures.primitives.network import arrow
from dlbook.figures.primitives.tables import cells
from dlbook.figures.theme import role

LEFT = np.array([[1, 0, 2], [3, 1, 1]])
RIGHT = np.array([[2, 1], [-1, 4], [1, 3]])
CHOSEN = (0, 0)
CELL = (54, 42)


@figure(
    id="matrix-product",
    caption="Row times column: each number of a matrix product is a weighted sum, a row of the left matrix "
    "times a column of the right one, term by term. It is what a layer of neurons does with its inputs.",
    alt="Diagram of a matrix product. On the left the matrix A, two rows of three numbers; above on the "
    "right the matrix B, three rows of two; where they cross the product A B, two rows of two. The first "
    "row of A, 1, 0, 2, the first column of B, 2, −1, 1, and the number where they meet, 4, are lit; the "
    "three products 2, 0 and 2 are added up beside them.",
)
def matrix_product(rng: np.random.Generator) -> Figure:
    """Lay out two matrices so that each number of the product stands where its row and column cross."""
    fig, ax = board(318)
    i, j = CHOSEN
    rows, columns = np.arange(2)[:, None] == i, np.arange(2) == j
    for name, corner, matrix, lit, colour in (
        ("A", (34, 146), LEFT, rows & np.full((2, 3), True), "data"),
        ("B", (256, 296), RIGHT, columns & np.full((3, 2), True), "model"),
        ("A B", (256, 146), LEFT @ RIGHT, rows & columns, "good"),
    ):
        texts = [[number(value) for value in row] for row in matrix]
        cells(ax, corner, texts, size=CELL, colour=colour, lit=lit)
        high, wide = matrix.shape
        x, y = (115, 44) if name == "A" else (375, corner[1] - high * CELL[1] / 2)
        sizes = f"{name}: {high} × {wide}"
        label(ax, sizes, (x, y), colour, ha="center" if name == "A" else "left")
    arrow(ax, (201, 125), (251, 125), colour="data")
    arrow(ax, (283, 166), (283, 150), colour="model")
    _sum(ax, LEFT[i], RIGHT[:, j])
    return fig


def _sum(ax: Axes, row: np.ndarray, column: np.ndarray) -> None:
    """Write the terms of one number of the product, one under the other, and their sum."""
    y = 290.0
    for a, b in zip(row, column, strict=True):
        factor = f"({number(b)})" if b < 0 else number(b)
        label(ax, number(a), (58, y), "data", ha="right")
        label(ax, "×", (72, y), "muted")
        label(ax, factor, (86, y), "model", ha="left")
        label(ax, "=", (130, y), "muted")
        label(ax, number(a * b), (164, y), ha="right")
        y -= 24
    ax.plot([44, 164], [y + 9] * 2, color=role("muted"), linewidth=1)
    label(ax, number(row @ column), (164, y - 8), "good", ha="right", weight="bold")


@figure(
    id="exp-and-ln",
    caption="Exp and ln undo each other: swap the two axes and the one curve becomes the other, growth that "
    "explodes becomes growth that hardly gets on.",
    alt="Line chart of two curves on equal axes from −3 to 4, mirror images in the dashed diagonal y = x. "
    "The curve of e to the x rises ever more steeply through (0, 1) and (1, 2.72); that of ln x, dashed, "
    "ever less steeply through (1, 0) and (2.72, 1). Dotted lines at a right angle to the diagonal join "
    "three such pairs of points.",
    size="square",
)
def exp_and_ln(rng: np.random.Generator) -> Figure:
    """Draw both curves on equal axes with the diagonal between them and pairs of mirrored points."""
    fig = canvas(420)
    ax = panel(fig, 36, 14, 370, 370, xlim=(-3, 4), ylim=(-3, 4))
    x = np.linspace(-3, np.log(4), 81)
    ax.plot([-3, 4], [-3, 4], color=role("muted"), linewidth=1, linestyle=(0, (4, 4)))
    ax.plot(x, np.exp(x), color=role("model"))
    ax.plot(np.exp(x), x, color=role("data"), linestyle=(0, (6, 1.5)))
    for place in (-1.0, 0.0, 1.0):
        height = float(np.exp(place))
        ax.plot([place, height], [height, place], color=role("muted"), linewidth=1.2, linestyle=(0, (2, 3)))
        ax.plot(place, height, "o", color=role("model"), zorder=3)
        ax.plot(height, float(np.log(height)), "o", color=role("data"), zorder=3)
        if place >= 0:
            pair = [f"{value:.3g}" for value in (place, height)]
            label(ax, f"({', '.join(pair)})", (place - 0.2, height + 0.12), "model", ha="right")
            label(ax, f"({', '.join(pair[::-1])})", (height + 0.2, place - 0.3), "data", ha="left")
    label(ax, "eˣ", (0.9, 3.7), "model", ha="right", fontsize=18)
    label(ax, "ln x", (3.95, 1.75), "data", ha="right", fontsize=18)
    label(ax, "mirror: y = x", (-1.72, -2.08), "muted", rotation=45)
    ticks(ax, x=range(-3, 5), y=range(-3, 5))
    return fig


def share_within(deviations: float) -> float:
    """Return the share of a normal distribution within so many standard deviations of its mean.

    Example:
        >>> round(share_within(1), 3)
        0.683
    """
    return erf(deviations / sqrt(2))


def density(z: np.ndarray) -> np.ndarray:
    """Return the bell curve, e^(-z^2/2) / sqrt(2 pi), z in standard deviations from the mean."""
    return np.exp(-0.5 * np.square(z)) / sqrt(2 * np.pi)


@figure(
    id="normal-distribution",
    caption="About two thirds of normally distributed numbers lie within one standard deviation of the "
    "mean, all but one in twenty within two, and next to all within three.",
    alt="Area chart of the bell curve against the distance from the mean in standard deviations, from −3.6 "
    "to 3.6, shaded in three steps, darkest in the middle. Three double arrows below give the shares: from "
    "−1 to 1, 68.3 %; from −2 to 2, 95.4 %; from −3 to 3, 99.7 %.",
)
def normal_distribution(rng: np.random.Generator) -> Figure:
    """Draw the bell curve with the shares within one, two and three standard deviations."""
    fig = canvas(376)
    ax = panel(fig, 16, 14, 448, 190, xlim=(-3.6, 3.6), ylim=(0, 0.42))
    spans = panel(fig, 16, 268, 448, 90, xlim=(-3.6, 3.6), ylim=(-3.5, -0.5))
    spans.axis("off")
    for deviations, shade in ((3, "ramp-1"), (2, "ramp-4"), (1, "ramp-9")):
        z = np.linspace(-deviations, deviations, 24 * deviations + 1)
        ax.fill_between(z, density(z), color=role(shade), linewidth=0)
        ends = {"arrowstyle": "<|-|>,head_length=5,head_width=2.6", "color": role("data"), "linewidth": 1.4}
        line = FancyArrowPatch((-deviations, -deviations), (deviations, -deviations), shrinkA=0, shrinkB=0)
        line.set(**ends)
        spans.add_patch(line)
        patch = {"boxstyle": "square,pad=0.25", "facecolor": role("paper"), "linewidth": 0}
        text = f"{100 * share_within(deviations):.1f} %"
        label(spans, text, (0, -deviations), "data", bbox=patch, zorder=4)
    z = np.linspace(-3.6, 3.6, 109)
    ax.plot(z, density(z), color=role("data"))
    ax.spines["left"].set_visible(False)
    ax.set_xlabel("standard deviations from the mean")
    ticks(ax, x=range(-3, 4), y=())
    return fig
