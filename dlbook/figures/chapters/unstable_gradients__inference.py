"""A figure of chapter 9: batch norm's moving statistics come too late for a look at the first steps."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dlbook.figures import figure
from dlbook.figures.labels import canvas, label, note, panel, ticks
from dlbook.figures.theme import role
from dlbook.runs import Record, Results


def looks(record: Record) -> np.ndarray:
    """Return the steps after which the net was judged.

    Args:
        record: of the run ``batch-norm-inference``.

    Returns:
        As many steps as the record has looks: 20, 40, ...
    """
    every = record.content["settings"]["after"]["every"]
    return every * np.arange(1, record.curve("after", "mean_gap").shape[1] + 1)


def forgotten(steps: np.ndarray, momentum: float = 0.99) -> np.ndarray:
    """Return the share of a moving average that its starting value still makes up after some steps.

    Example:
        >>> forgotten(np.array([20, 100, 400])).round(2)
        array([0.82, 0.37, 0.02])
    """
    return momentum**steps


@figure(
    id="batch-norm-inference",
    caption="The moving statistics begin with 0 and 1, which are nobody's mean and variance, and take "
    "hundreds of steps to forget them. Until then a net that has learned something seems to know much less.",
    alt="Two line charts over the first 780 steps, means of five seeds with shaded intervals. Above, "
    "validation accuracy: normalised by the digits' own statistics it begins at 83 % after 20 steps, by the "
    "moving ones at 59 %; the lines meet at 95 % after about 500 steps. Below, how far the moving means are "
    "from the true ones: it falls from 72 % to 12 %. A dotted line, 0.99 to the power of the step, falls "
    "from 82 % to 0.",
    needs=("batch-norm-inference",),
)
def batch_norm_inference(rng: np.random.Generator) -> Figure:
    """Draw accuracy in both ways of normalising, and below it the gap between the statistics."""
    record = Results().read("batch-norm-inference")
    fig = canvas(470)
    steps = looks(record)
    upper = panel(fig, 58, 46, 404, 210, xlim=(0, 800), ylim=(52, 101))
    upper.set_title("validation accuracy", pad=12)
    own = _curve(upper, record, "batch_accuracy", "good", "solid")
    moving = _curve(upper, record, "moving_accuracy", "bad", (0, (6, 1.5)))
    upper.fill_between(steps, moving, own, color=role("bad-fill"), linewidth=0, zorder=0.5)
    label(upper, "by the batch’s own mean and variance", (30, 98.4), "good", ha="left")
    note(upper, "by the moving ones, as at inference", (380, 70), (86, 81.5), colour="bad", bend=0.2)
    ticks(upper, y=(60, 80, 100), unit=" %")
    lower = panel(fig, 58, 312, 404, 96, xlim=(0, 800), ylim=(0, 105), xlabel="step")
    lower.set_title("moving means off by", pad=10)
    _curve(lower, record, "mean_gap", "bad", (0, (6, 1.5)))
    lower.plot(steps, 100 * forgotten(steps), color=role("muted"), linewidth=1.4, linestyle=(0, (1.5, 1.5)))
    note(
        lower,
        "what is left of their start, 0.99ⁿ",
        (420, 76),
        (62, 55),
        colour="muted",
        bend=0.12,
        fontsize=13,
    )
    ticks(lower, y=(0, 50, 100), unit=" %")
    for ax in (upper, lower):
        ticks(ax, x=(0, 200, 400, 600, 800))
    upper.tick_params(labelbottom=False)
    return fig


def _curve(ax: Axes, record: Record, metric: str, colour: str, dashes: Any) -> np.ndarray:
    """Draw a metric over steps in per cent, with its interval, and return its means."""
    curve, steps = record.mean_curve("after", metric), looks(record)
    ax.fill_between(steps, 100 * curve["low"], 100 * curve["high"], color=role(f"{colour}-fill"), linewidth=0)
    mean: np.ndarray = 100 * curve["mean"]
    ax.plot(steps, mean, color=role(colour), linestyle=dashes)
    return mean
