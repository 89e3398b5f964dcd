"""Diagrams of networks: neurons as circles, edges between them, layers in columns, arrows and braces."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle, FancyArrowPatch, PathPatch
from matplotlib.path import Path

from dlbook.figures.theme import role

Point = tuple[float, float]


def diagram(ax: Axes) -> Axes:
    """Turn axes into a drawing board: no frame, a data unit is a CSS pixel, the origin at the lower left.

    Args:
        ax: axes made by ``labels.panel``.

    Returns:
        The same axes.
    """
    box = ax.get_window_extent()
    ax.set(xlim=(0, box.width), ylim=(0, box.height))
    ax.axis("off")
    return ax


def neuron(
    ax: Axes, at: Point, text: str = "", *, radius: float = 18, colour: str = "model", dropped: bool = False
) -> None:
    """Draw a neuron, or a dropped one: empty, with a dashed edge.

    Args:
        ax: a drawing board (see ``diagram``).
        at: its centre.
        text: what stands inside, a symbol or a number.
        radius: in CSS pixels.
        colour: a role; its faint version fills the circle.
        dropped: whether it is left out.
    """
    edge, fill = ("muted", "paper") if dropped else (colour, f"{colour}-fill")
    circle = Circle(at, radius, facecolor=role(fill), edgecolor=role(edge), linewidth=1.8, zorder=3)
    circle.set_linestyle("--" if dropped else "-")
    ax.add_patch(circle)
    if text:
        ax.text(
            *at, text, color=role("muted" if dropped else "ink"), ha="center", va="center_baseline", zorder=4
        )


def column(x: float, units: int, *, centre: float, gap: float = 50) -> list[Point]:
    """Return the centres of a layer's neurons, from top to bottom, spread evenly about a height.

    Example:
        >>> column(10, 2, centre=100, gap=40)
        [(10, 120.0), (10, 80.0)]
    """
    return [(x, centre + gap * ((units - 1) / 2 - i)) for i in range(units)]


def layer(
    ax: Axes, places: Sequence[Point], texts: Sequence[str] = (), *, radius: float = 18, colour: str = "model"
) -> None:
    """Draw the neurons of a layer.

    Args:
        ax: a drawing board.
        places: the centres, e.g. from ``column``.
        texts: what stands in each; nothing when empty.
        radius: in CSS pixels.
        colour: a role.
    """
    for i, at in enumerate(places):
        neuron(ax, at, texts[i] if texts else "", radius=radius, colour=colour)


def edges(
    ax: Axes,
    left: Sequence[Point],
    right: Sequence[Point],
    weights: np.ndarray | None = None,
    *,
    widest: float = 3.0,
) -> None:
    """Connect every neuron of a layer with every one of the next.

    Args:
        ax: a drawing board.
        left: centres of the layer before.
        right: centres of the layer after.
        weights: (before, after); width shows the size of a weight, and a dashed line a negative one.
        widest: the width of the largest weight's line, in CSS pixels.
    """
    scale = 1.0 if weights is None else float(np.abs(weights).max()) or 1.0
    for i, here in enumerate(left):
        for j, there in enumerate(right):
            weight = 0.4 if weights is None else float(weights[i, j]) / scale
            dashes = "solid" if weight >= 0 else (0, (4, 2))
            width = 0.5 + (widest - 0.5) * abs(weight)
            ax.plot(
                *zip(here, there, strict=True),
                color=role("muted"),
                linewidth=width,
                linestyle=dashes,
                zorder=1,
            )


def arrow(ax: Axes, start: Point, end: Point, *, colour: str = "ink", bend: float = 0.0) -> None:
    """Draw an arrow with a filled head.

    Args:
        ax: any axes.
        start: its tail, in data coordinates.
        end: its tip.
        colour: a role.
        bend: how much it curves; negative bends the other way.
    """
    style = "-|>,head_length=5,head_width=2.6"
    curve = FancyArrowPatch(
        start, end, arrowstyle=style, connectionstyle=f"arc3,rad={bend}", shrinkA=0, shrinkB=0
    )
    curve.set(color=role(colour), linewidth=1.6, zorder=5)
    ax.add_patch(curve)


def brace(ax: Axes, start: Point, end: Point, text: str, *, depth: float = 10, colour: str = "muted") -> None:
    """Draw a curly brace from one point to another and write beside its tip.

    Args:
        ax: a drawing board.
        start: one end.
        end: the other; the brace bulges to the left of the way from start to end.
        text: what it gathers.
        depth: how far it bulges, in CSS pixels.
        colour: a role.
    """
    first, way = np.asarray(start, float), np.subtract(end, start)
    length = float(np.linalg.norm(way))
    along = way / length
    axes = np.array([along, [-along[1], along[0]]])
    half, bow, mid = length / 2, min(depth, length / 4), depth / 2
    local = [(0, 0), (0, mid), (bow, mid), (half - bow, mid), (half, mid), (half, depth)]
    local += [(half, mid), (half + bow, mid), (length - bow, mid), (length, mid), (length, 0)]
    codes = [
        Path.MOVETO,
        *[Path.CURVE3] * 2,
        Path.LINETO,
        *[Path.CURVE3] * 4,
        Path.LINETO,
        *[Path.CURVE3] * 2,
    ]
    curve = Path(first + np.array(local) @ axes, codes)
    ax.add_patch(PathPatch(curve, facecolor="none", edgecolor=role(colour), linewidth=1.4))
    x, y = first + np.array([half, depth + 12]) @ axes
    ax.text(x, y, text, color=role(colour), ha="center", va="center")
