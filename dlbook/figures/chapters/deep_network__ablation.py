"""A figure of chapter 12: the deep net with one thing changed at a time, early and late in training."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dlbook.figures import figure
from dlbook.figures.labels import canvas, label, panel, ticks
from dlbook.figures.theme import role
from dlbook.runs import Record, Results, Summary, summarise

CHANGES = {
    "double-width": "128 units a layer",
    "half-width": "32 units a layer",
    "two-layers": "two hidden layers",
    "one-layer": "one hidden layer",
    "no-batch-norm": "no batch norm",
    "norm-before": "batch norm before ReLU",
    "no-dropout": "no dropout",
    "sgd": "SGD 0.1, not Adam",
    "squared-error": "squared error",
    "sigmoid": "sigmoids",
}
"""The variants of the ablation from top to bottom, in words."""

STEP = 36


def differences(record: Record, variant: str, at: str) -> np.ndarray:
    """Return by how many points a variant is ahead of the full net, seed by seed.

    Args:
        record: the ablation.
        variant: one of ``CHANGES``.
        at: which epoch, such as "first".
    """
    changed, full = (record.values(name, "val_accuracy", at) for name in (variant, "full"))
    difference: np.ndarray = 100 * (changed - full)
    return difference


def verdict(summary: Summary) -> str:
    """Return a role: "good" or "bad" if the interval leaves out 0, else "muted".

    Example:
        >>> verdict(Summary(0.2, 0.1, -0.1, 0.5, 5)), verdict(Summary(-0.7, 0.1, -0.9, -0.5, 5))
        ('muted', 'bad')
    """
    return "good" if summary.low > 0 else "bad" if summary.high < 0 else "muted"


@figure(
    id="ablation",
    caption="After one epoch many parts of the deep net have made a difference. After twenty, only too "
    "narrow layers are told from luck: what the parts bought was mostly speed.",
    alt="Two charts side by side with ten rows, one for each change to the deep net: the difference of "
    "validation accuracy to the full net in points, a mark for each of five seeds and a bar for the "
    "interval. Left, after epoch 1: half the width, one layer, no batch norm and above all sigmoids, at "
    "minus 4.3, lie below zero, double width above. Right, after epoch 20: only half the width, at minus "
    "0.7, lies clear of zero; all other bars cross it.",
    size="wide",
    needs=("ablation",),
)
def ablation(rng: np.random.Generator) -> Figure:
    """Draw the differences to the full net after the first and after the last epoch."""
    record = Results().read("ablation")
    fig = canvas(492)
    height = STEP * len(CHANGES)
    panels = (("after epoch 1", "first", (-6.2, 2.2), 268), ("after epoch 20", "final", (-1.7, 1.1), 486))
    for title, at, limits, left in panels:
        ax = panel(fig, left, 62, 178, height, xlim=limits, ylim=(height, 0))
        ax.set_title(title, pad=18)
        ax.axvline(0, color=role("ink"), linewidth=1.2, zorder=1)
        for row, variant in enumerate(CHANGES):
            _row(ax, (row + 0.5) * STEP, differences(record, variant, at))
        ax.spines["left"].set_visible(False)
        ticks(ax, y=())
    first, last = fig.axes
    ticks(first, x=(-6, -4, -2, 0, 2))
    ticks(last, x=(-1, 0, 1))
    for row, (variant, words) in enumerate(CHANGES.items()):
        colour = verdict(summarise(differences(record, variant, "final")))
        first.text(
            -0.04,
            (row + 0.5) * STEP,
            words,
            transform=first.get_yaxis_transform(),
            color=role("ink" if colour == "muted" else colour),
            ha="right",
            va="center",
        )
    fig.text(
        0.668, 0.028, "points behind or ahead of the full net", color=role("ink"), ha="center", va="center"
    )
    return fig


def _row(ax: Axes, y: float, values: np.ndarray) -> None:
    """Draw the five seeds as faint marks, their mean as a dot and the interval as a bar."""
    summary = summarise(values)
    colour = verdict(summary)
    ax.plot(values, [y] * len(values), "|", color=role(colour), markersize=9, markeredgewidth=1.2, zorder=2)
    ends = [summary.low, summary.high]
    ax.plot(ends, [y, y], color=role(colour), linewidth=5, alpha=0.45, solid_capstyle="butt", zorder=2)
    ax.plot(summary.mean, y, "o", color=role(colour), markersize=9, zorder=3)
    if colour != "muted":
        beyond = summary.high + 0.05 * np.ptp(ax.get_xlim())
        text = f"{summary.mean:+.1f}".replace("-", "−")
        label(ax, text, (max(beyond, max(values) + 0.05 * np.ptp(ax.get_xlim())), y), colour, ha="left")
