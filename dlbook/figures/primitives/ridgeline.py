"""A function of the plane as profiles one before the other, like cut cardboard: the front hides the back."""

import numpy as np
from matplotlib.axes import Axes

from dlbook.figures.primitives.surface import oblique
from dlbook.figures.theme import role


def ridgeline(ax: Axes, x: np.ndarray, y: np.ndarray, height: np.ndarray, *, colour: str = "model") -> None:
    """Draw the profiles of a function along x, from the back to the front.

    Args:
        ax: the axes, with their limits set; positions are those of ``surface.oblique``.
        x: (columns,) places from left to right.
        y: (rows,) places from front to back.
        height: (rows, columns) of at least 0.
        colour: a role for the lines and, faintly, for what stands under them.
    """
    for i in range(len(y))[::-1]:
        bends = _bends(height[i])
        left, up = oblique(x[bends], np.full_like(x[bends], y[i]), height[i][bends])
        ground = up[0] - height[i][0]
        order = 2 + (len(y) - i) / len(y)
        ends = [left[-1], left[0]], [ground, ground]
        outline = [np.concatenate(pair) for pair in zip((left, up), ends, strict=True)]
        ax.fill(*outline, color=role(f"{colour}-fill"), linewidth=0, zorder=order)
        ax.plot(left, up, color=role(colour), linewidth=1.1, zorder=order)


def _bends(profile: np.ndarray) -> np.ndarray:
    """Return which points of a profile are needed to draw it: its ends and wherever it is not straight."""
    bent = np.abs(np.diff(profile, 2)) > 1e-4
    return np.flatnonzero(np.concatenate(([True], bent, [True])))
