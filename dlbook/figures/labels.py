"""Helpers for authors of figures: a canvas in CSS pixels, panels on it, direct labels with thin arrows."""

from collections.abc import Sequence
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dlbook.figures.theme import role


def canvas(height: float) -> Figure:
    """Return an empty figure of the current size's width.

    Args:
        height: in CSS pixels.
    """
    return Figure(figsize=(mpl.rcParams["figure.figsize"][0], height / 72))


def panel(fig: Figure, left: float, top: float, width: float, height: float, **settings: Any) -> Axes:
    """Return axes at a place of the canvas.

    Args:
        fig: the canvas.
        left: distance of the plotting area from the left edge, in CSS pixels.
        top: its distance from the upper edge.
        width: its width.
        height: its height.
        **settings: what ``Axes.set`` takes, e.g. ``xlabel="epoch"``.

    Returns:
        The axes.
    """
    total_width, total_height = (side * 72 for side in fig.get_size_inches())
    box = (left / total_width, 1 - (top + height) / total_height, width / total_width, height / total_height)
    ax = fig.add_axes(box)
    ax.set(**settings)
    return ax


def ticks(
    ax: Axes, x: Sequence[float] | None = None, y: Sequence[float] | None = None, *, unit: str = ""
) -> None:
    """Set the ticks of one or both axes and label each with its shortest form (0, 0.5, 1; a true minus sign).

    Args:
        ax: the axes.
        x: places on the horizontal axis, or None to leave it.
        y: places on the vertical axis, or None to leave it.
        unit: what follows each number, such as " %".
    """
    for axis, places in ((ax.xaxis, x), (ax.yaxis, y)):
        if places is not None:
            axis.set_ticks(list(places), [f"{number(place)}{unit}" for place in places])


def number(value: float) -> str:
    """Return the shortest form of a number, with a true minus sign.

    Example:
        >>> number(-0.50), number(2.0)
        ('−0.5', '2')
    """
    return f"{value:g}".replace("-", "−")


def label(ax: Axes, text: str, at: tuple[float, float], colour: str = "ink", **settings: Any) -> None:
    """Write a direct label in data coordinates.

    Args:
        ax: the axes.
        text: the words; Unicode, no mathtext.
        at: where, in data coordinates.
        colour: a role.
        **settings: what ``Axes.text`` takes; text is centred on the point by default.
    """
    ax.text(*at, text, **{"color": role(colour), "ha": "center", "va": "center", **settings})


def note(
    ax: Axes,
    text: str,
    at: tuple[float, float],
    to: tuple[float, float],
    *,
    colour: str = "ink",
    bend: float = 0.2,
    **settings: Any,
) -> None:
    """Write a label and draw a thin curved arrow from it to what it speaks of.

    Args:
        ax: the axes.
        text: the words.
        at: where the text stands, in data coordinates.
        to: where the arrow points.
        colour: a role for text and arrow.
        bend: how much the arrow curves; negative bends the other way.
        **settings: what ``Axes.annotate`` takes.
    """
    arrow = {
        "arrowstyle": "->,head_length=0.35,head_width=0.2",
        "connectionstyle": f"arc3,rad={bend}",
        "color": role(colour),
        "linewidth": 1.2,
        "shrinkA": 3,
        "shrinkB": 6,
    }
    words = {"color": role(colour), "ha": "center", "va": "center", **settings}
    ax.annotate(text, to, at, arrowprops=arrow, **words)
