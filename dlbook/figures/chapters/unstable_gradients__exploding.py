"""Figures of chapter 9: gradients that explode, by layer and by step, and a cap on them."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dlbook.figures import figure
from dlbook.figures.labels import canvas, label, note, panel, ticks
from dlbook.figures.primitives.measured import band
from dlbook.figures.theme import role
from dlbook.nn import clip_by_global_norm, clip_by_value
from dlbook.runs import Record, Results, summarise

LAYERS = range(1, 8)
STEPS = 8
GRADIENT, CAP = (4.8, 1.4), 2.0
"""The worked example: a gradient of length 5, and the length that it may have."""


def first_lengths(record: Record, variant: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the geometric mean over seeds of each layer's first gradient, and its 95 % interval.

    Args:
        record: of the run ``exploding-gradients``.
        variant: which of its nets.

    Returns:
        (7,) each: mean, low and high, from the first hidden layer to the output.
    """
    summaries = [summarise(np.log10(record.values(variant, f"start-{k}"))) for k in LAYERS]
    mean, low, high = (
        10 ** np.array([getattr(s, end) for s in summaries]) for end in ("mean", "low", "high")
    )
    return mean, low, high


@figure(
    id="exploding-gradients",
    caption="Gradients explode in two directions. With weights too large they grow from layer to layer on "
    "the way back; and where one step then makes the weights larger still, the next gradient grows too, "
    "until the machine has no number left for it.",
    alt="Two logarithmic line charts. Left, the length of the first gradient of seven layers, means of five "
    "seeds with shaded intervals: for sigmoids with the usual weights it falls from 0.5 at the output to "
    "0.0003 at layer 1, for huge weights it rises from 2.6 to 32. Right, the length of the gradient at each "
    "step, seed 1: He's weights stay near 10, while large ones go from 1,000 by way of 21,000 and 9 million "
    "to a 1 with 15 noughts at step 4, then off the chart above the largest number of single precision.",
    needs=("exploding-gradients",),
)
def exploding_gradients(rng: np.random.Generator) -> Figure:
    """Draw gradient lengths by layer before the first step, and by step until they overflow."""
    record = Results().read("exploding-gradients")
    fig = canvas(400)
    left = panel(fig, 52, 70, 178, 258, xlim=(0.6, 7.4), ylim=(4e-5, 900), yscale="log", xlabel="layer")
    left.set_title("from layer to layer,\nbefore the first step", pad=12)
    for variant, colour, marker, dashes in (
        ("sigmoid", "data", "v", (0, (2, 1.5))),
        ("sigmoid-large", "bad", "^", "solid"),
    ):
        mean, low, high = first_lengths(record, variant)
        left.fill_between(LAYERS, low, high, color=role(f"{colour}-fill"), linewidth=0)
        left.plot(LAYERS, mean, color=role(colour), marker=marker, markersize=6, linestyle=dashes)
    label(left, "huge weights", (2.1, 170), "bad", ha="left")
    label(left, "usual weights", (7.2, 4e-4), "data", ha="right")
    ticks(left, x=LAYERS)
    _powers(left, {1e-4: "10⁻⁴", 1e-2: "0.01", 1: "1", 100: "100"})
    right = panel(fig, 292, 70, 172, 258, xlim=(0.6, STEPS + 0.4), ylim=(0.3, 1e43), yscale="log")
    right.set(xlabel="step")
    right.set_title("from step to step,\nas it trains", pad=12)
    _steps(right, record)
    return fig


def _steps(ax: Axes, record: Record) -> None:
    """Draw the first steps of the ReLUs with good and with large weights."""
    calm = record.array("relu", "gradient_norms")[:STEPS]
    wild = record.array("relu-large", "gradient_norms")
    limit = float(np.finfo(np.float32).max)
    ax.axhline(limit, color=role("muted"), linewidth=1, linestyle=(0, (4, 3)))
    label(ax, "largest\nnumber", (0.75, limit / 40), "muted", ha="left", va="top", fontsize=13)
    ax.plot(range(1, STEPS + 1), calm, "o-", color=role("good"), markersize=6)
    ax.plot(range(1, len(wild) + 1), wild, "s-", color=role("bad"), markersize=6)
    arrow = {"arrowstyle": "->", "color": role("bad"), "linestyle": "--", "linewidth": 1.5}
    ax.annotate("", (len(wild) + 0.9, 1e42), (len(wild) + 0.06, wild[-1] * 3), arrowprops=arrow)
    label(ax, "large\nweights", (2.4, 4e15), "bad")
    label(ax, "He’s weights", (5.7, 2e5), "good")
    ticks(ax, x=range(1, STEPS + 1))
    _powers(ax, {1: "1", 1e10: "10¹⁰", 1e20: "10²⁰", 1e30: "10³⁰"})


def _powers(ax: Axes, names: dict[float, str]) -> None:
    """Write powers of ten at a logarithmic axis."""
    ax.set_yticks(list(names), list(names.values()))
    ax.minorticks_off()


@figure(
    id="gradient-clipping",
    caption="A cap shortens a gradient that is too long and leaves its direction. It keeps a training alive "
    "that would otherwise be over within a few steps; but first weights of the right size, "
    "which need no cap, take it much further.",
    alt="Left, two arrows from one point: a gradient of length 5 and, lying on it, the same cut to a length "
    "of 2; a dashed arrow, cut number by number, points elsewhere. Part of a circle marks the cap. Right, "
    "line chart of training accuracy over 20 epochs, means of five seeds with shaded intervals: He's "
    "weights climb to 96 %, large weights with a cap to 61 %, with a rate a hundred times lower to 52 %; "
    "without a remedy the cost is no number any more after 4 to 7 steps, a cross at the start.",
    needs=("exploding-gradients",),
)
def gradient_clipping(rng: np.random.Generator) -> Figure:
    """Draw what a cap does to one gradient, and to a training."""
    fig = canvas(400)
    left = panel(fig, 8, 84, 196, 244, xlim=(-0.3, 5.2), ylim=(-2.9, 3.95))
    left.set_title("one gradient,\nand a cap on it", pad=12)
    _arrows(left)
    right = panel(fig, 262, 84, 204, 244, xlim=(-0.7, 20.4), ylim=(-6, 102), xlabel="epoch")
    right.set_title("a whole training:\ndigits learned", pad=12)
    _trainings(right, Results().read("exploding-gradients"))
    return fig


def clipped() -> tuple[np.ndarray, np.ndarray]:
    """Return the worked gradient capped by its length, and capped number by number."""
    gradient = {"w": np.array(GRADIENT)}
    return clip_by_global_norm(gradient, CAP)["w"], clip_by_value(gradient, CAP)["w"]


def _arrows(ax: Axes) -> None:
    """Draw the gradient, both ways to clip it, and the circle of the cap."""
    by_norm, by_value = clipped()
    angle = np.linspace(-0.75, np.pi / 2, 80)
    ax.plot(CAP * np.cos(angle), CAP * np.sin(angle), color=role("muted"), linewidth=1, linestyle=(0, (4, 3)))
    for end, colour, width, dashes in (
        (GRADIENT, "gradient", 1.6, "solid"),
        (tuple(by_value), "bad", 1.8, (0, (4, 2))),
        (tuple(by_norm), "good", 3.6, "solid"),
    ):
        _arrow(ax, end, colour, width, dashes)
    label(ax, "length 5", (4.05, 0.62), "gradient", fontsize=13)
    label(ax, "length 2", (0.62, -0.4), "good", fontsize=13)
    note(ax, "the cap", (3.2, -1.75), (1.7, -1.05), colour="muted", bend=-0.25, fontsize=13)
    note(ax, "cut number\nby number:\nit turns", (3.75, 3.05), tuple(by_value), colour="bad", fontsize=13)
    ax.set_aspect("equal")
    ax.set_axis_off()


def _arrow(ax: Axes, end: tuple[float, float], colour: str, width: float, dashes: Any) -> None:
    """Draw an arrow from the origin."""
    style = {"arrowstyle": "-|>,head_length=0.5,head_width=0.25", "color": role(colour), "linewidth": width}
    ax.annotate("", end, (0, 0), arrowprops={**style, "linestyle": dashes, "shrinkA": 0, "shrinkB": 0})


def _trainings(ax: Axes, record: Record) -> None:
    """Draw the accuracy of four trainings on the digits that they learn."""
    for variant, colour, dashes in (
        ("relu", "good", "solid"),
        ("relu-large-clipped", "model", "solid"),
        ("relu-large-slower", "data", (0, (6, 1.5))),
    ):
        band(ax, record, variant, "accuracy", colour=colour, dashes=dashes)
    ax.plot(0, 0, "X", color=role("bad"), markersize=11, clip_on=False, zorder=4)
    steps = record.values("relu-large", "steps")
    label(
        ax,
        f"large weights: over\nafter {steps.min():.0f} to {steps.max():.0f} steps",
        (1.4, 3),
        "bad",
        ha="left",
        fontsize=13,
    )
    label(ax, "He’s weights", (9, 85), "good", ha="left")
    label(ax, "capped", (7.2, 66), "model")
    label(ax, "lower rate", (14.5, 36), "data")
    ax.set_xticks([1, 10, 20])
    ticks(ax, y=(0, 50, 100), unit=" %")
