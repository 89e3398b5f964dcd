"""Figures of chapter 10: curves through eight points, and digits learned by heart."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dlbook.figures import figure
from dlbook.figures.labels import canvas, label, note, panel, ticks
from dlbook.figures.primitives.measured import band
from dlbook.figures.theme import role
from dlbook.runs import Results
from dlbook.runs.jobs.overfit import OverfitSettings, drawn, truth

GRID = np.linspace(-1, 1, 201)
"""Where the record has the fitted curves."""

FITS = (
    ("degree-1", "data", "a line", "2 parameters"),
    ("degree-2", "data", "a parabola", "3 parameters"),
    ("degree-9", "data", "degree nine", "10 parameters"),
    ("degree-9", "target", "degree nine again", "25 of 1,000 new points"),
)
"""Curve, what it is shown with, and the words above each panel."""


def new_points() -> tuple[np.ndarray, np.ndarray]:
    """Return every fortieth of the thousand new points by which the record judges its first seed."""
    x, y = drawn(OverfitSettings(), 1, "new", 1000)
    return x[20::40], y[20::40]


@figure(
    id="overfitting-fits",
    caption="The line has too few parameters to follow these points; the curve with more parameters than "
    "points hits each of them exactly and misses what comes next. Its perfect score on the old points was a "
    "sign of trouble.",
    alt="Chart in four panels, each with dots, a fitted curve and bars from the dots to the curve. A line "
    "through eight points of a valley misses most of them, mean squared error 0.40. A parabola runs close "
    "to all, 0.02. A polynomial of degree nine passes exactly through every point, 0.00, with a bump "
    "between them and swings at both ends. The same curve misses many of 25 new points, which follow a "
    "dashed parabola: 0.16.",
    size="wide",
    needs=("overfitting-fits",),
)
def overfitting_fits(rng: np.random.Generator) -> Figure:
    """Draw three fits with their misses, and the last of them on points that it has not seen."""
    fig = canvas(606)
    record = Results().read("overfitting-fits")
    old = record.array("degree-2", "x"), record.array("degree-2", "y")
    for i, (variant, colour, name, count) in enumerate(FITS):
        left, top = 34 + 336 * (i % 2), 62 + 298 * (i // 2)
        ax = panel(fig, left, top, 300, 212, xlim=(-1.04, 1.04), ylim=(-0.2, 5.4))
        curve = record.array(variant, "curve")
        fresh = colour == "target"
        x, y = new_points() if fresh else old
        misses(ax, x, y, np.interp(x, GRID, curve))
        if fresh:
            ax.plot(GRID, truth(GRID), color=role("target"), linewidth=1.6, linestyle=(0, (4, 3)), zorder=1)
            note(
                ax,
                "their source",
                (0.3, 3.2),
                (0.06, float(truth(np.array(0.06)))),
                colour="target",
                bend=-0.1,
            )
        ax.plot(GRID, curve, color=role("model"), zorder=2, linewidth=2.6)
        ax.plot(x, y, "o", color=role(colour), zorder=3, markersize=7 if fresh else 11)
        ax.set_title(name, pad=26, weight="bold")
        ax.text(0, 1.035, count, transform=ax.transAxes, color=role("target" if fresh else "muted"))
        error = record.values(variant, "new_mse" if fresh else "train_mse")[0]
        label(ax, f"error {error:.2f}", (0.98, 4.9), "bad" if fresh else "ink", ha="right")
        ticks(ax, x=(-1, 0, 1), y=(0, 2, 4))
    return fig


def misses(ax: Axes, x: np.ndarray, y: np.ndarray, fitted: np.ndarray) -> None:
    """Draw a bar from each point to the curve above or below it, where there is any way to go.

    Args:
        ax: the axes.
        x: places of the points.
        y: their heights.
        fitted: the heights of the curve there.
    """
    apart = np.abs(y - fitted) > 0.02
    ax.vlines(x[apart], y[apart], fitted[apart], color=role("bad"), linewidth=2.4, zorder=1)


SIZES = (("1000", "1,000 digits"), ("10000", "10,000"), ("50000", "50,000"))
"""Variants of the record and the words above each panel."""


@figure(
    id="overfitting-curves",
    caption="A net can learn a thousand digits by heart and still misread every eighth new one. Give it "
    "more to learn from and the gap between old and new closes, without any trick.",
    alt="Line chart in three panels of accuracy over 40 epochs, means of five seeds with intervals. With "
    "1,000 training digits training accuracy climbs to 100 percent while accuracy on new digits stays near "
    "87.5; the area between is shaded. With 10,000 the gap at the end is 5 points wide, with 50,000 it is "
    "2.5.",
    size="wide",
    needs=("overfitting-curves",),
)
def overfitting_curves(rng: np.random.Generator) -> Figure:
    """Draw accuracy on old and new digits for three sizes of the training set, with the gap shaded."""
    fig = canvas(354)
    record = Results().read("overfitting-curves")
    for i, (variant, words) in enumerate(SIZES):
        ax = panel(fig, 66 + 210 * i, 50, 176, 236, xlim=(0, 41), ylim=(70, 101.5))
        old = band(ax, record, variant, "accuracy", colour="data", dashes=(0, (6, 1.5)))
        new = band(ax, record, variant, "val_accuracy", colour="model")
        epochs = np.arange(1, 41)
        gap = old > new
        ax.fill_between(epochs, new, old, where=gap, color=role("bad-fill"), linewidth=0, zorder=0)
        ax.set_title(words, pad=14)
        label(ax, f"gap {old[-1] - new[-1]:.1f}", (40, 74), "bad", ha="right")
        ticks(ax, x=(1, 20, 40))
        ax.set_yticks([70, 80, 90, 100], ["70 %", "80 %", "90 %", "100 %"] if i == 0 else [""] * 4)
        if i == 0:
            label(ax, "training", (40, 97.2), "data", ha="right")
            label(ax, "new digits", (40, 83), "model", ha="right")
    fig.axes[1].set_xlabel("epoch")
    return fig
