"""A landscape over two parameters, seen obliquely from the front, light enough for SVG."""

import numpy as np
from matplotlib.axes import Axes

from dlbook.figures.theme import role


def oblique(x: np.ndarray, y: np.ndarray, height: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return where points in space appear on the drawing board.

    Depth is drawn along a slanted axis: (x + y / 2, 0.42 y + height).

    Args:
        x: the parameter that runs from left to right, any shape.
        y: the one that runs from front to back, the same shape.
        height: the cost, in the units that it is to have on the board, the same shape.

    Returns:
        Horizontal and vertical positions, the same shape.
    """
    return x + 0.5 * y, 0.42 * y + height


def surface(ax: Axes, x: np.ndarray, y: np.ndarray, height: np.ndarray) -> None:
    """Draw a surface as profiles along x, one for each y, with its front and right wall down to height 0.

    What lies behind a hill is not hidden, so choose a view from the low side.

    Args:
        ax: the axes, with their limits set.
        x: (columns,) places from left to right.
        y: (rows,) places from front to back.
        height: (rows, columns) of at least 0.
    """
    across, away = np.meshgrid(x, y)
    left, up = oblique(across, away, height)
    _, ground = oblique(across, away, np.zeros_like(height))
    outline = [np.concatenate((a[0], a[:, -1], a[-1, ::-1], a[::-1, 0])) for a in (left, up)]
    ax.fill(*outline, color=role("ramp-2"), linewidth=0, zorder=1)
    for edge in (np.s_[0], np.s_[:, -1]):
        wall = np.concatenate((left[edge], left[edge][::-1])), np.concatenate((up[edge], ground[edge][::-1]))
        ax.fill(*wall, color=role("ramp-6"), linewidth=0, zorder=1)
    ax.plot(left.T, up.T, color=role("muted"), linewidth=1, zorder=2)
