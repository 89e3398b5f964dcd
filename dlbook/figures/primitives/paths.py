"""The ways of a descent: down a cost with one parameter, across the map of a cost with two."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Ellipse, FancyArrowPatch, Rectangle

from dlbook.figures.theme import ramp, role

Gradient = Callable[[np.ndarray], Any]


def follow(gradient: Gradient, start: Any, learning_rate: float, steps: int) -> np.ndarray:
    """Return the points that gradient descent visits, the start first.

    Every step is w <- w - eta dC/dw(w).

    Args:
        gradient: of the cost, the same shape as the point.
        start: a number or a vector.
        learning_rate: eta.
        steps: how many.

    Returns:
        (steps + 1, ...) points.

    Example:
        >>> follow(lambda w: 2 * w, 1.0, 0.25, 3)
        array([1.   , 0.5  , 0.25 , 0.125])
    """
    path = [np.asarray(start, float)]
    for _ in range(steps):
        path.append(path[-1] - learning_rate * np.asarray(gradient(path[-1])))
    return np.array(path)


def leaps(ax: Axes, x: np.ndarray, height: np.ndarray, *, colour: str = "ink", bend: float = 0.35) -> None:
    """Draw the steps of a descent as arcs from point to point, all of them above the ground.

    Args:
        ax: the axes.
        x: (points,) places visited.
        height: (points,) the cost at each.
        colour: a role.
        bend: how high arcs rise, as a share of their length.
    """
    points = np.column_stack((x, height))
    for here, there in pairwise(points):
        rise = -bend if there[0] > here[0] else bend
        bow = f"arc3,rad={rise}"
        arc = FancyArrowPatch(here, there, arrowstyle="-", connectionstyle=bow, shrinkA=0, shrinkB=0)
        arc.set(color=role(colour), linewidth=1.5, zorder=4)
        ax.add_patch(arc)
    ax.plot(x, height, "o", color=role(colour), markersize=6, zorder=4.5, clip_on=False)


def contour_map(ax: Axes, x: np.ndarray, y: np.ndarray, cost: np.ndarray, levels: np.ndarray) -> None:
    """Draw a cost over two parameters as a map: the darker the higher, with contour lines.

    Args:
        ax: the axes, with their limits set.
        x: (columns,) places.
        y: (rows,) places.
        cost: (rows, columns).
        levels: heights of the lines, rising; at most nine.
    """
    bounds = [min(float(cost.min()), levels[0]) - 1e-9, *levels, max(float(cost.max()), levels[-1]) + 1e-9]
    ax.contourf(x, y, cost, bounds, colors=ramp(len(bounds) - 1), zorder=0)
    ax.contour(x, y, cost, levels, colors=[role("muted")], linewidths=0.7, zorder=1)
    ax.set(xticks=[], yticks=[])
    for side in ax.spines.values():
        side.set_visible(False)


def bowl_map(ax: Axes, centre: np.ndarray, curvature: np.ndarray, floor: float, levels: np.ndarray) -> None:
    """Draw a quadratic cost over two parameters as a map, like `contour_map`, with exact ellipses for lines.

    The cost is floor + (p - centre) H (p - centre) / 2. Along an eigenvector of H with the eigenvalue h the
    line of a level is sqrt(2 (level - floor) / h) from the centre.

    Args:
        ax: the axes, with their limits set.
        centre: (2,) the lowest point.
        curvature: (2, 2) H, the matrix of second derivatives, with eigenvalues above 0.
        floor: the cost there.
        levels: heights of the lines, rising, all above the floor; at most nine.
    """
    h, directions = np.linalg.eigh(curvature)
    angle = np.degrees(np.arctan2(directions[1, 0], directions[0, 0])) % 180
    shades = ramp(len(levels) + 1)
    ax.add_patch(Rectangle((0, 0), 1, 1, transform=ax.transAxes, facecolor=shades[-1], linewidth=0, zorder=0))
    for level, shade in zip(levels[::-1], shades[-2::-1], strict=True):
        across = 2 * np.sqrt(2 * (level - floor) / h)
        ellipse = Ellipse((centre[0], centre[1]), across[0], across[1], angle=angle)
        ellipse.set(facecolor=shade, edgecolor=role("muted"), linewidth=0.7, zorder=0.5)
        ax.add_patch(ellipse)
    ax.set(xticks=[], yticks=[])
    for side in ax.spines.values():
        side.set_visible(False)
