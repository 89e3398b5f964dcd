"""Recorded numbers on axes: means with their intervals over seeds, as points, rows or curves."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from dlbook.figures.labels import label
from dlbook.figures.theme import role
from dlbook.runs import Record, Summary


def interval_points(
    ax: Axes,
    places: Sequence[float],
    summaries: Sequence[Summary],
    *,
    colour: str = "model",
    marker: str = "o",
    dashes: str | tuple[int, Sequence[float]] = "solid",
) -> None:
    """Draw means in per cent with their 95 % intervals, joined by a line.

    Args:
        ax: the axes; the vertical one in per cent.
        places: where each stands on the horizontal axis.
        summaries: of shares from 0 to 1.
        colour: a role.
        marker: of the means.
        dashes: style of the line that joins them.
    """
    means = [100 * s.mean for s in summaries]
    ax.plot(places, means, color=role(colour), linestyle=dashes, marker=marker, clip_on=False, zorder=3)
    for x, s in zip(places, summaries, strict=True):
        if s.n > 1:
            ends = [100 * s.low, 100 * s.high]
            ax.plot([x, x], ends, color=role(colour), linewidth=2, marker="_", markersize=9, zorder=3)


def interval_row(ax: Axes, y: float, summary: Summary, *, colour: str = "model", marker: str = "o") -> None:
    """Draw a mean in per cent with its 95 % interval lying across, and write the mean beside it.

    Args:
        ax: the axes; the horizontal one in per cent.
        y: the height of the row.
        summary: of shares from 0 to 1.
        colour: a role.
        marker: of the mean.
    """
    low, mean, high = (100 * end for end in (summary.low, summary.mean, summary.high))
    ax.plot([low, high], [y, y], color=role(colour), linewidth=2.5, solid_capstyle="butt", zorder=3)
    ax.plot(mean, y, marker, color=role(colour), markersize=8, zorder=4, clip_on=False)
    left, right = ax.get_xlim()
    gap = 0.025 * (right - left)
    beyond = (low if mean > (left + right) / 2 else high) + (-gap if mean > (left + right) / 2 else gap)
    side = "right" if mean > (left + right) / 2 else "left"
    label(ax, f"{mean:.1f} %", (beyond, y), colour, ha=side)


def band(
    ax: Axes,
    record: Record,
    variant: str,
    metric: str = "val_accuracy",
    *,
    colour: str = "model",
    dashes: str | tuple[int, Sequence[float]] = "solid",
    scale: float = 100.0,
) -> np.ndarray:
    """Draw the mean curve of a metric over epochs 1, 2, ... and the 95 % interval of the mean behind it.

    Args:
        ax: the axes.
        record: the run.
        variant: which of its variants.
        metric: which history.
        colour: a role; its faint version fills the interval.
        dashes: line style of the mean.
        scale: what the numbers are multiplied with.

    Returns:
        The means as drawn, one an epoch.
    """
    curve = record.mean_curve(variant, metric)
    epochs = np.arange(1, len(curve["mean"]) + 1)
    ax.fill_between(
        epochs, scale * curve["low"], scale * curve["high"], color=role(f"{colour}-fill"), linewidth=0
    )
    mean: np.ndarray = scale * curve["mean"]
    ax.plot(epochs, mean, color=role(colour), linestyle=dashes)
    return mean
