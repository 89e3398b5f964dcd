"""Figures of chapter 4: what a mistake costs, and why the slope of the cost decides learning."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from dlbook.figures import figure
from dlbook.figures.labels import canvas, label, panel, ticks
from dlbook.figures.theme import role
from dlbook.nn.costs import squared_error

OUTPUTS = (0.1192, 0.6, 0.9)  # the answers that the chapter works out by hand, for the target 1


@figure(
    id="quadratic-cost",
    caption="The cost of a miss is the area of a square whose side is the miss: four times the side, sixteen "
    "times the cost.",
    alt="Two panels for the target 1. Left: three nested squares that reach from the outputs 0.12, 0.6 and "
    "0.9 to the target 1, with the areas 0.78, 0.16 and 0.01. Right: line chart of the quadratic cost against "
    "the output, a parabola from 1 at output 0 to 0 at output 1, with the three areas marked as points on it.",
)
def quadratic_cost(rng: np.random.Generator) -> Figure:
    """Draw misses as squares, and their areas as points of the parabola."""
    fig = canvas(300)
    areas = panel(fig, 14, 44, 190, 190, xlim=(0, 1), ylim=(0, 1), xlabel="output ŷ")
    curve = panel(fig, 276, 44, 190, 190, xlim=(0, 1.02), ylim=(0, 1), xlabel="output ŷ")
    areas.set_title("the miss, squared …", pad=16)
    curve.set_title("… is the cost", color=role("quadratic"), pad=16)
    areas.spines["left"].set_visible(False)
    for miss_to, tint in zip(OUTPUTS, (0.35, 0.6, 1.0), strict=True):
        _miss_square(areas, miss_to, tint)
        _miss_point(curve, miss_to)
    outputs = np.linspace(0, 1, 61)
    curve.plot(outputs, squared_error(1, outputs), color=role("quadratic"), clip_on=False)
    areas.plot([1, 1], [0, 1], color=role("target"), clip_on=False)
    label(areas, "target 1", (1.03, 0.97), "target", ha="left", rotation=90, va="top")
    ticks(areas, x=(0, 0.12, 0.6, 0.9), y=())
    ticks(curve, x=(0, 0.5, 1), y=(0, 0.5, 1))
    return fig


def _miss_square(ax: Axes, yhat: float, tint: float) -> None:
    """Draw the square between an output and the target 1, and write its area into its corner."""
    miss = 1 - yhat
    ax.add_patch(Rectangle((yhat, 0), miss, miss, color=role("quadratic-fill"), alpha=tint, linewidth=0))
    ax.add_patch(Rectangle((yhat, 0), miss, miss, fill=False, edgecolor=role("quadratic"), linewidth=1.5))
    text = f"{float(squared_error(1, yhat)):.2f}"
    if miss > 0.2:
        label(ax, text, (yhat + 0.04, miss - 0.075), "quadratic", ha="left")
    else:
        label(ax, text, (yhat - 0.03, miss / 2), "quadratic", ha="right")


def _miss_point(ax: Axes, yhat: float) -> None:
    """Mark the cost of an output on the parabola and write it beside the point."""
    cost = float(squared_error(1, yhat))
    ax.plot([yhat, yhat], [0, cost], color=role("muted"), linewidth=1, linestyle=(0, (3, 3)))
    ax.plot(yhat, cost, "o", color=role("quadratic"), clip_on=False, zorder=3)
    label(ax, f"{cost:.2f}", (yhat + 0.03, cost + 0.06), "quadratic", ha="left")
