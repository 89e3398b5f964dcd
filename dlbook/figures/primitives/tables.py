"""Numbers in order: cells of a matrix or vector, sums written one term under the other, labels on edges."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch, Rectangle

from dlbook.figures.theme import role

Point = tuple[float, float]


def decimals(value: float, digits: int = 2) -> str:
    """Return a number with so many decimals and a true minus sign, never a negative zero.

    Example:
        >>> decimals(-0.1064, 3), decimals(-0.001)
        ('−0.106', '0.00')
    """
    return f"{round(float(value), digits) + 0.0:.{digits}f}".replace("-", "−")


def card(ax: Axes, corner: Point, width: float, height: float, *, colour: str = "panel") -> None:
    """Draw a faint rounded panel to write on.

    Args:
        ax: a drawing board.
        corner: left and top.
        width: in CSS pixels.
        height: likewise.
        colour: a role for the area.
    """
    left, top = corner
    shape = FancyBboxPatch((left, top - height), width, height, boxstyle="round,pad=0,rounding_size=8")
    shape.set(facecolor=role(colour), linewidth=0, zorder=2)
    ax.add_patch(shape)


def cells(
    ax: Axes,
    corner: Point,
    texts: Sequence[Sequence[str]],
    *,
    size: Point = (40, 30),
    colour: str = "muted",
    lit: np.ndarray | None = None,
) -> None:
    """Draw a matrix as a table of cells, some of them lit.

    Args:
        ax: a drawing board.
        corner: left and top of the table.
        texts: (rows, columns) what stands in the cells.
        size: width and height of a cell, in CSS pixels.
        colour: a role for the edges and, faintly, for lit cells.
        lit: (rows, columns) which cells are filled; none by default.
    """
    wide, high = size
    for i, row in enumerate(texts):
        for j, text in enumerate(row):
            on = lit is not None and bool(lit[i, j])
            left, low = corner[0] + j * wide, corner[1] - (i + 1) * high
            fill = role(f"{colour}-fill" if on else "paper")
            edge = role(colour if on else "muted")
            ax.add_patch(
                Rectangle(
                    (left, low), wide, high, facecolor=fill, edgecolor=edge, linewidth=1, zorder=2 + on / 10
                )
            )
            ink = role("ink" if on or lit is None else "muted")
            ax.text(left + wide / 2, low + high / 2, text, color=ink, ha="center", va="center", zorder=4)


def addition(
    ax: Axes,
    corner: Point,
    terms: Sequence[tuple[str, str, str]],
    total: str,
    *,
    width: float,
    line: float = 19,
) -> float:
    """Write a weighted sum as one does by hand: a product a row, the bias, a rule, the total.

    Args:
        ax: a drawing board.
        corner: left and top.
        terms: weight, factor and product of each row; the factor "" makes a row of the product alone.
        total: what stands under the rule.
        width: of the column, in CSS pixels.
        line: distance of two rows.

    Returns:
        The height at which the total stands.
    """
    left, y = corner[0], corner[1] - line / 2
    for weight, factor, product in terms:
        ax.text(left + 0.33 * width, y, weight, color=role("model"), ha="right", va="center", zorder=4)
        ax.text(left + 0.37 * width, y, factor, color=role("data"), ha="left", va="center", zorder=4)
        ax.text(left + width, y, product, color=role("ink"), ha="right", va="center", zorder=4)
        y -= line
    y -= 4
    ax.plot([left, left + width], [y + line / 2 + 1] * 2, color=role("muted"), linewidth=1, zorder=4)
    ax.text(left + 0.33 * width, y, "z", color=role("ink"), ha="right", va="center", zorder=4)
    ax.text(left + width, y, total, color=role("ink"), ha="right", va="center", zorder=4, weight="bold")
    return y


def on_edge(
    ax: Axes, text: str, start: Point, end: Point, *, share: float = 0.5, colour: str = "model"
) -> None:
    """Write on an edge, on a patch of paper that interrupts it.

    Args:
        ax: a drawing board.
        text: a number.
        start: one end of the edge.
        end: the other.
        share: how far along the words stand, 0 to 1.
        colour: a role.
    """
    x, y = (a + share * (b - a) for a, b in zip(start, end, strict=True))
    patch = {"boxstyle": "square,pad=0.12", "facecolor": role("paper"), "linewidth": 0}
    ax.text(x, y, text, color=role(colour), ha="center", va="center", zorder=6, bbox=patch)
