"""Figures of chapter 10 that compare: how much of a net can go, every remedy, and what lies past the fit."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dlbook.figures import figure
from dlbook.figures.labels import canvas, label, panel, ticks
from dlbook.figures.primitives.measured import interval_points, interval_row
from dlbook.figures.primitives.network import diagram
from dlbook.figures.primitives.pixels import pixels
from dlbook.figures.primitives.tables import card
from dlbook.figures.theme import role
from dlbook.runs import Record, Results

REMOVED = (50, 70, 80, 90, 95, 98)
"""Shares of the weights, or units, that are taken away, in per cent."""

LINES = (
    ("units", "bad", "s", (0, (2, 1.5))),
    ("weights-of-all-layers", "model", "o", "solid"),
    ("l1-weights", "good", "D", (0, (6, 1.5))),
)
"""Variant of the record, colour, marker and dashes."""


@figure(
    id="pruning-curve",
    caption="Nine weights in ten can go, if the smallest go first and an epoch of fine-tuning follows. "
    "Whole units are harder to spare. What stays of the first layer looks where digits are.",
    alt="Chart in two panels of test accuracy against the share left, from all over 50, 30, 20, 10 and 5 "
    "to 2 percent, with intervals over five seeds. Right after the removal single weights hold 95 percent "
    "down to a fifth, after training with L1 a little more, units fall at once. With fine-tuning weights "
    "hold 96 percent at a tenth, units 87. Below, maps of 28 by 28 pixels show ever fewer first-layer "
    "weights, in the middle only.",
    size="wide",
    needs=("pruning-curve",),
)
def pruning_curve(rng: np.random.Generator) -> Figure:
    """Draw accuracy against what is left, before and after fine-tuning, and where weights are left."""
    fig = canvas(584)
    record = Results().read("pruning-curve")
    for i, (metric, words) in enumerate((("pruned", "right after"), ("tuned", "after one more epoch"))):
        ax = panel(fig, 76 + 310 * i, 46, 276, 250, xlim=(-0.3, 6.3), ylim=(0, 101))
        ax.set_title(words, pad=14)
        for variant, colour, marker, dashes in LINES:
            whole = record.summary(variant, "test_accuracy")
            left = [whole, *(record.summary(variant, f"{metric}-{share}") for share in REMOVED)]
            interval_points(ax, range(7), left, colour=colour, marker=marker, dashes=dashes)
        ax.set_xticks(range(7), ["all", *(str(100 - share) for share in REMOVED)])
        ax.set_yticks([0, 50, 100], ["0 %", "50 %", "100 %"] if i == 0 else [""] * 3)
        ax.set_xlabel("% left")
    for words, colour, y in (
        ("single weights", "model", 33),
        ("the same after L1", "good", 21),
        ("units", "bad", 9),
    ):
        label(fig.axes[1], words, (0, y), colour, ha="left")
    _where_they_look(fig, record)
    return fig


def _where_they_look(fig: Figure, record: Record) -> None:
    """Draw, for each share, how many first-layer weights every pixel keeps."""
    left = record.array("weights-of-all-layers", "inputs_left")
    ax = diagram(panel(fig, 0, 384, 680, 190))
    label(ax, "where the first layer's last weights are", (76, 174), "ink", ha="left")
    for i, (share, counts) in enumerate(zip(REMOVED, left, strict=True)):
        x = 76 + 98 * i
        card(ax, (x, 152), 90, 90)
        pixels(ax, counts.reshape(28, 28) / counts.max(), colour="model", extent=(x + 3, x + 87, 65, 149))
        label(ax, f"{100 - share} %", (x + 45, 38), "muted")
    for image in ax.images:
        image.set_zorder(4)
    ax.set(xlim=(0, 680), ylim=(0, 190), aspect="auto")


@figure(
    id="double-descent",
    caption="The U is only the left half of the story. The error on new digits falls, rises to a peak "
    "where the model has just become able to fit every label, and then falls a second time. Learned weights "
    "show the same, but softer.",
    alt="Chart in two panels, means of five seeds with intervals, on logarithmic axes of width. Left, 10 "
    "to 4,000 fixed random features: test error falls to 32 percent at 100, rises to a spike of 88 at 500, "
    "where the training error reaches 0, and falls to 32 again. Right, a trained net of 1 to 512 units: the "
    "squared error is 0.8 to 0.9 up to 8 units, 1.15 at 48 to 64, and 0.52 at 512.",
    size="wide",
    needs=("double-descent",),
)
def double_descent(rng: np.random.Generator) -> Figure:
    """Draw the error on new digits, and on the training digits, against the width of two models."""
    fig = canvas(410)
    record = Results().read("double-descent")
    ax = panel(fig, 74, 50, 280, 280, xscale="log", xlim=(8, 5000), ylim=(0, 100), xlabel="random features")
    widths = _widths(record, "random-features")
    ax.axvspan(500, 5000, color=role("good-fill"), linewidth=0, zorder=0)
    _line(ax, widths, record.mean_curve("random-features", "test_error"), 100, "model")
    _line(ax, widths, record.mean_curve("random-features", "train_error"), 100, "data")
    ax.set_title("wrong answers", pad=14)
    label(ax, "new digits", (9, 78), "model", ha="left")
    label(ax, "training", (9, 12), "data", ha="left")
    label(ax, "fits all\nlabels", (1750, 90), "good")
    ax.set_xticks([10, 100, 1000], ["10", "100", "1,000"])
    ticks(ax, y=(0, 50, 100), unit=" %")
    ax = panel(fig, 420, 50, 246, 280, xscale="log", xlim=(0.85, 600), ylim=(0, 1.4), xlabel="trained units")
    widths = _widths(record, "net")
    ax.axvspan(64, 600, color=role("good-fill"), linewidth=0, zorder=0)
    _line(ax, widths, record.mean_curve("net", "test_loss"), 1, "model")
    ax.set_title("squared error", pad=14)
    label(ax, "fits all\nlabels", (210, 1.27), "good")
    ax.set_xticks([1, 10, 100], ["1", "10", "100"])
    ticks(ax, y=(0, 0.5, 1))
    for axes in fig.axes:
        axes.minorticks_off()
    return fig


def _widths(record: Record, variant: str) -> np.ndarray:
    return np.array(record.content["settings"][variant]["widths"], dtype=float)


def _line(ax: Axes, x: np.ndarray, curve: dict[str, np.ndarray], scale: float, colour: str) -> None:
    """Draw a mean over widths with its interval and a dot at each width."""
    ax.fill_between(x, scale * curve["low"], scale * curve["high"], color=role(f"{colour}-fill"), linewidth=0)
    ax.plot(x, scale * curve["mean"], "o-", color=role(colour), markersize=5, linewidth=2.2, zorder=3)


ORDER = {
    "none": "no remedy",
    "l2": "L2",
    "l1": "L1",
    "proximal-l1": "L1, proximal",
    "early-stopping": "early stopping",
    "pruning": "pruning",
    "dropout": "dropout",
    "augmentation": "augmentation",
    "together": "L2, dropout and\naugmentation",
}
"""Variants of the record, and what they are called."""


@figure(
    id="regulariser-comparison",
    caption="The same net, the same thousand digits, every remedy at its best strength. Here more data, "
    "even made up, beat everything that was done to the weights; and three remedies together are no better "
    "than the best of them.",
    alt="Chart of test accuracy in nine rows, sorted, with intervals over ten seeds. A grey band marks no "
    "remedy, 88.8 percent. Early stopping 88.2 and pruning 88.4 lie at its left edge, L2, L1 and proximal "
    "L1 at 88.7 inside it, dropout at 89.6 just right of it, augmentation at 92.5 and three remedies "
    "together at 92.6 far to the right.",
    needs=("regulariser-comparison",),
)
def regulariser_comparison(rng: np.random.Generator) -> Figure:
    """Draw the test accuracy under every remedy at its best strength, sorted, with the band of none."""
    record = Results().read("regulariser-comparison")
    found = {name: record.summary(name, "test_accuracy") for name in ORDER}
    ranked = sorted(ORDER, key=lambda name: found[name].mean)
    plain = found["none"]
    fig = canvas(476)
    ax = panel(fig, 150, 46, 312, 376, xlim=(87, 95.4), ylim=(len(ranked) - 0.5, -0.5))
    ax.axvspan(100 * plain.low, 100 * plain.high, color=role("muted-fill"), linewidth=0, zorder=0)
    for i, name in enumerate(ranked):
        better = found[name].low > plain.high
        colour = "muted" if name == "none" else "good" if better else "model"
        interval_row(ax, i, found[name], colour=colour)
        label(ax, ORDER[name], (86.8, i), colour, ha="right", clip_on=False)
    ax.set_title("test accuracy", pad=12)
    ax.spines["left"].set_visible(False)
    ticks(ax, y=())
    ticks(ax, x=(88, 90, 92, 94), unit=" %")
    return fig
