"""The ground that the trilobite walks on: the area below a computed cost curve, in layers."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch

from dlbook.figures.theme import role


def terrain(ax: Axes, x: np.ndarray, cost: np.ndarray, *, layer: float = 0.12) -> None:
    """Fill the ground below a cost curve down to the lower limit of the axes.

    Args:
        ax: the axes, with their limits set.
        x: places along the horizontal axis, rising.
        cost: the cost at each, which is the surface of the ground.
        layer: how deep the uppermost layer is, as a share of the height of the axes.
    """
    low, high = ax.get_ylim()
    frame = _frame(ax)
    ax.add_patch(frame)
    for depth, name in ((0.0, "ground"), (layer, "ground-middle"), (2.4 * layer, "ground-deep")):
        surface = np.maximum(cost - depth * (high - low), low)
        ax.fill_between(x, surface, low, color=role(name), linewidth=0, zorder=1, clip_path=frame)
    ax.plot(x, cost, color=role("cost"), zorder=2, clip_path=frame)


def _frame(ax: Axes, radius: float = 10) -> FancyBboxPatch:
    """Return the sky: a panel with round corners as large as the axes."""
    (left, right), (low, high) = ax.get_xlim(), ax.get_ylim()
    box = ax.get_window_extent()
    style = f"round,pad=0,rounding_size={radius * (right - left) / box.width}"
    aspect = (high - low) / box.height * box.width / (right - left)
    frame = FancyBboxPatch(
        (left, low), right - left, high - low, boxstyle=style, mutation_aspect=aspect, transform=ax.transData
    )
    frame.set(facecolor=role("panel"), edgecolor="none", zorder=0)
    return frame
