"""Figures of chapter 1 that rest on records: the long training, its mistakes, and pixels in another order."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from dlbook.figures import figure
from dlbook.figures.chapters.first_network import SIDE, picture, some
from dlbook.figures.labels import canvas, label, note, panel, ticks
from dlbook.figures.primitives.board import board
from dlbook.figures.primitives.measured import band
from dlbook.figures.primitives.network import arrow
from dlbook.figures.theme import role
from dlbook.runs import Results

CHANCE = 10.0
MARKED = (1, 50, 100)


@figure(
    id="shallow-curve",
    caption="The first network learns slowly but surely. Ten runs from ten random starts set out at the "
    "level of guessing, drift apart, and meet again near 86 %, still climbing.",
    alt="Line chart of accuracy on test digits over 200 epochs, a thin line for each of ten seeds and a "
    "thick one for their mean. It rises from 11.9 % after the first epoch, just above a dashed line at 10 %, "
    "over 55.6 % after 50 and 73.1 % after 100 to 86.5 % after 200, ever less steeply.",
    needs=("shallow",),
)
def shallow_curve(rng: np.random.Generator) -> Figure:
    """Draw every seed's accuracy, their mean with its interval, and the level of chance."""
    record = Results().read("shallow")
    fig = canvas(390)
    ax = panel(fig, 60, 48, 404, 272, xlim=(0, 202), ylim=(0, 100), xlabel="epoch")
    ax.set_title("accuracy on the test digits, ten seeds", pad=14)
    for seed in 100 * record.curve("classic", "val_accuracy"):
        ax.plot(np.arange(1, len(seed) + 1), seed, color=role("muted"), linewidth=0.8, alpha=0.55)
    mean = band(ax, record, "classic", "val_accuracy")
    ax.plot([0, 202], [CHANCE, CHANCE], color=role("muted"), linewidth=1.5, linestyle=(0, (5, 3)))
    label(ax, "guessing: one in ten", (200, CHANCE - 5), "muted", ha="right")
    for epoch in MARKED:
        ax.plot(epoch, mean[epoch - 1], "o", color=role("model"), markersize=7, clip_on=False, zorder=4)
    label(ax, f"{mean[49]:.1f} %", (62, mean[49] - 8), "model", ha="left")
    label(ax, f"{mean[99]:.1f} %", (110, mean[99] - 8), "model", ha="left")
    note(ax, f"after one epoch: {mean[0]:.1f} %", (84, 24), (1, mean[0]), colour="model", bend=-0.12)
    final = record.summary("classic", "val_accuracy")
    ends = f"{100 * final.mean:.1f} ± {50 * (final.high - final.low):.1f} %"
    label(ax, ends, (200, 93.5), "model", ha="right", weight="bold")
    ticks(ax, x=(1, 50, 100, 150, 200))
    ax.set_yticks([0, 25, 50, 75, 100], ["0", "25 %", "50 %", "75 %", "100 %"])
    return fig


COLUMNS, ROWS = 5, 3
SHARE = 66.0


def mistakes() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the shallow net's first mistakes on the test set as the book stores them.

    Returns:
        Pictures (15, 28, 28) from 0 to 255, labels (15,) and the net's ten probabilities for each (15, 10).
    """
    with np.load(Results().folder / "test-digits.npz") as stored:
        probabilities = stored["probabilities"][:, list(stored["nets"]).index("shallow")].astype(float)
        wrong = np.flatnonzero(probabilities.argmax(axis=1) != stored["labels"])[: COLUMNS * ROWS]
        return stored["images"][wrong], stored["labels"][wrong], probabilities[wrong]


@figure(
    id="shallow-mistakes",
    caption="The first fifteen test digits that the first network gets wrong, not the worst and not chosen. "
    "Most of the time the right answer is its second choice. Digits: MNIST, CC BY-SA 3.0.",
    alt="Image of fifteen handwritten digits in three rows, under each a chart of ten bars, the network's "
    "probabilities for 0 to 9. The highest bar bears the wrong digit that it names, another, lit, the right "
    "digit; in twelve of the fifteen that is the second highest.",
    size="wide",
    needs=("digit-nets",),
    digits=True,
)
def shallow_mistakes(rng: np.random.Generator) -> Figure:
    """Draw each mistake with the ten probabilities that the network gave."""
    fig, ax = board(556)
    for i, (values, truth, shares) in enumerate(zip(*mistakes(), strict=True)):
        left, top = 14 + 134 * (i % COLUMNS), 512 - 170 * (i // COLUMNS)
        picture(ax, values, (left + 15, top), 86)
        ten_bars(ax, (left, top - 138), shares, int(truth))
    label(ax, "the network says", (328, 536), "model", ha="right")
    label(ax, "and it should say", (352, 536), "target", ha="left")
    return fig


def ten_bars(ax: Axes, corner: tuple[float, float], shares: np.ndarray, truth: int) -> None:
    """Draw ten bars on a line that starts at a corner: the highest named above, the right one below."""
    left, low = corner
    said = int(shares.argmax())
    colours = {said: "model", truth: "target"}
    ax.plot([left, left + 116], [low, low], color=role("muted"), linewidth=1, zorder=1)
    for digit, share in enumerate(shares):
        high = SHARE * share
        colour = role(colours.get(digit, "muted"))
        bar = Rectangle((left + 1 + 11.6 * digit, low), 9, high, facecolor=colour, linewidth=0, zorder=2)
        ax.add_patch(bar)
    label(ax, str(said), (left + 5.5 + 11.6 * said, low + SHARE * shares[said] + 11), "model")
    label(ax, str(truth), (left + 5.5 + 11.6 * truth, low - 12), "target")


SHOWN = ((3, 0), (8, 2), (3, 4))


@figure(
    id="permuted-pixels",
    caption="Move every pixel to a new place, the same for all digits. You can read nothing any more, and "
    "the network learns as well as before: it never knew which pixels were neighbours. Digits: MNIST, "
    "CC BY-SA 3.0.",
    alt="Two rows of panels. Above, an image of three handwritten digits, 3, 8 and 3, and beside them a "
    "strip chart of test accuracy over ten seeds with mean 96.8 %. Below, the same digits as clouds of "
    "scattered specks, and the accuracy of networks trained on such clouds: mean 96.7 %, the "
    "intervals overlapping.",
    size="wide",
    needs=("permuted-pixels",),
    digits=True,
)
def permuted_pixels(rng: np.random.Generator) -> Figure:
    """Draw digits as they are and in a new order of pixels, each row beside what a net makes of it."""
    record = Results().read("permuted-pixels")
    fig, ax = board(372)
    order = rng.permutation(SIDE**2)
    frame: dict[str, Any] = {"fill": False, "edgecolor": role("muted"), "linewidth": 1}
    for i, (digit, which) in enumerate(SHOWN):
        values, left = some(digit, which), 14 + 124 * i
        picture(ax, values, (left, 326), 112)
        picture(ax, values.ravel()[order].reshape(SIDE, SIDE), (left, 166), 112)
        for low in (54, 214):
            ax.add_patch(Rectangle((left, low), 112, 112, **frame))
        arrow(ax, (left + 56, 210), (left + 56, 171), colour="muted")
    strip = panel(fig, 408, 46, 256, 272, xlim=(96.1, 97.3), ylim=(272, 0))
    for y, variant, colour in ((56, "original", "data"), (216, "permuted", "model")):
        _strip(strip, y, record, variant, colour)
    strip.spines["left"].set_visible(False)
    ticks(strip, y=())
    ticks(strip, x=(96.5, 97), unit=" %")
    label(ax, "the digits as they are", (14, 347), "data", ha="left")
    label(ax, "accuracy on test digits", (408, 347), ha="left")
    label(ax, "the same pixels in one new order", (14, 28), "model", ha="left")
    return fig


def _strip(ax: Axes, y: float, record: Any, variant: str, colour: str) -> None:
    """Draw every seed of a variant as a dot, and under them the mean with its interval."""
    values = 100 * record.values(variant, "test_accuracy")
    jitter = np.linspace(-14, 14, len(values))
    ax.plot(values, y - 14 + jitter, "o", color=role("muted"), markersize=5, zorder=2)
    summary = record.summary(variant, "test_accuracy")
    low, mean, high = 100 * summary.low, 100 * summary.mean, 100 * summary.high
    ax.plot([low, high], [y + 22, y + 22], color=role(colour), linewidth=3, solid_capstyle="butt", zorder=3)
    ax.plot(mean, y + 22, "o", color=role(colour), markersize=9, zorder=4)
    label(ax, f"{mean:.1f} ± {(high - low) / 2:.1f} %", (mean, y + 46), colour)
