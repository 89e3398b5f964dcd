"""Figures of chapter 10 about dropout: draws, the sums that they leave, and what the rate does."""

from itertools import pairwise, product

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Ellipse

from dlbook.figures import figure
from dlbook.figures.labels import canvas, label, panel, ticks
from dlbook.figures.primitives.board import board
from dlbook.figures.primitives.measured import band
from dlbook.figures.primitives.network import Point, column, edges, neuron
from dlbook.figures.theme import role
from dlbook.nn import Dropout
from dlbook.runs import Results

UNITS = (4, 6, 6, 3)
RATES = (0.0, 1 / 3, 1 / 2, 0.0)
"""Units of each layer of a net, and the share that dropout silences in it."""


def draws(rng: np.random.Generator, rounds: int = 3) -> list[list[np.ndarray]]:
    """Return, for each round, which units of each layer stay: masks as the engine draws them."""
    return [
        [
            Dropout(rate).forward(np.ones((1, units)), training=True, rng=rng)[0][0] > 0
            for units, rate in zip(UNITS, RATES, strict=True)
        ]
        for _ in range(rounds)
    ]


@figure(
    id="dropout-rounds",
    caption="Three rounds, three different nets. For every example and in every round each unit of the "
    "first hidden layer is silenced with the chance of one third, of the second with one half; so how many "
    "fall silent is a matter of luck too.",
    alt="Diagram of one network three times, with 4 inputs, two hidden layers of 6 units and 3 outputs. "
    "In each some hidden units are drawn empty with a dashed rim and without any connection, others in "
    "another place each time. Under each layer stands how many are left out; the number changes from round "
    "to round.",
    size="wide",
)
def dropout_rounds(rng: np.random.Generator) -> Figure:
    """Draw three masks from the engine, and what is left of the net under each."""
    fig, ax = board(346)
    for i, stay in enumerate(draws(rng)):
        left = 26 + 226 * i
        label(ax, f"round {i + 1}", (left + 88, 326), "ink", weight="bold")
        places = [
            column(left + 59 * j, units, centre=176, gap=44 if units > 4 else 52)
            for j, units in enumerate(UNITS)
        ]
        _thinned(ax, places, stay)
        for j in (1, 2):
            gone = int((~stay[j]).sum())
            label(ax, f"{gone} out", (left + 59 * j, 26), "bad")
    return fig


def _thinned(ax: Axes, places: list[list[Point]], stay: list[np.ndarray]) -> None:
    """Draw a net with only the edges between units that stay."""
    kept = [
        [at for at, on in zip(layer, mask, strict=True) if on]
        for layer, mask in zip(places, stay, strict=True)
    ]
    for before, after in pairwise(kept):
        edges(ax, before, after)
    for j, (layer, mask) in enumerate(zip(places, stay, strict=True)):
        colour = ("data", "model", "model", "target")[j]
        for at, on in zip(layer, mask, strict=True):
            neuron(ax, at, radius=15, colour=colour, dropped=not on)


INPUTS = np.array([1.0, 2.0, 3.0])
"""Activations that a unit adds up, each with the weight 1; half of them are dropped."""

MASKS = np.array(list(product((0, 1), repeat=3)))
"""All eight ways to keep or drop three inputs, equally likely at the rate 1/2."""

ROWS = (
    ("nothing scaled", 1.0, 1.0, "bad"),
    ("inputs scaled up in training: dlbook, Keras, PyTorch", 2.0, 1.0, "good"),
    ("sum scaled down in use: the paper", 1.0, 0.5, "good"),
)
"""Words, factor in training, factor at inference, colour."""


@figure(
    id="dropout-scaling",
    caption="A unit that learned among half of its inputs hears twice as much when all are back. Scale "
    "the survivors up in training, or everything down afterwards: either way, what it gets in use is what "
    "it got on average.",
    alt="Chart of three number lines from 0 to 12 with eight glyphs each, three circles that are filled "
    "for inputs that stay and empty for dropped ones, at the sum of the inputs 1, 2 and 3 that stay. "
    "Without scaling the sums reach from 0 to 6 with the mean 3, and the sum in use is 6. With inputs "
    "doubled they reach from 0 to 12, mean and sum in use are 6. With the sum halved in use both are 3.",
    size="wide",
)
def dropout_scaling(rng: np.random.Generator) -> Figure:
    """Draw the sums of all eight draws, their mean, and the sum at inference, for three conventions."""
    fig = canvas(540)
    for i, (words, training, use, colour) in enumerate(ROWS):
        ax = panel(fig, 24, 48 + 170 * i, 632, 104, xlim=(-0.6, 12.9), ylim=(0, 104))
        ax.spines["left"].set_visible(False)
        ax.set_title(words, pad=8, color=role(colour))
        sums = MASKS @ INPUTS * training
        _glyphs(ax, sums)
        mean, answer = float(sums.mean()), float(INPUTS.sum() * use)
        _mark(ax, mean, answer, colour)
        ticks(ax, x=(0, 3, 6, 9, 12), y=())
    return fig


def _glyphs(ax: Axes, sums: np.ndarray) -> None:
    """Draw each way to drop inputs at its sum: a column of circles, filled for those that stay."""
    seen: dict[float, int] = {}
    wide, high = ax.transData.transform([(1, 1)])[0] - ax.transData.transform([(0, 0)])[0]
    for mask, total in zip(MASKS, sums, strict=True):
        floor = seen.get(float(total), 0)
        seen[float(total)] = floor + 1
        for i, stays in enumerate(mask):
            at = (float(total), 11 + 15 * i + 49 * floor)
            dot = Ellipse(at, 13 / wide, 13 / high)
            dot.set(
                facecolor=role("data" if stays else "paper"), edgecolor=role("data" if stays else "muted")
            )
            dot.set(linewidth=1.4, linestyle="-" if stays else (0, (2, 1.5)), zorder=4)
            ax.add_patch(dot)


def _mark(ax: Axes, mean: float, answer: float, colour: str) -> None:
    """Draw the mean of the sums and the sum in use as upright lines, with words."""
    ax.plot([answer, answer], [0, 106], color=role("model"), linewidth=3, clip_on=False, zorder=1)
    ax.plot([mean, mean], [0, 106], color=role("data"), linestyle=(0, (3, 3)), clip_on=False, zorder=2)
    if mean == answer:
        label(ax, f"in use {answer:g}, as on average", (mean + 0.3, 84), colour, ha="left")
    else:
        label(ax, f"on average {mean:g}", (mean - 0.3, 84), "data", ha="right")
        label(ax, f"in use {answer:g}", (answer + 0.3, 84), "model", ha="left")


CURVES = (
    ("0", "bad", "without", (17.6, 0.179)),
    ("35", "good", "35 %", (17.6, 0.136)),
    ("80", "muted", "80 % dropped", (14.4, 0.279)),
)
"""Variant of the record, colour, words and where they stand."""


@figure(
    id="dropout-effect",
    caption="Without dropout the net soon has its digits by heart, and its cost on new ones turns up. A "
    "third dropped: it learns more slowly, but to a lower valley. Four fifths dropped: it never gets down.",
    alt="Line chart of validation cost over 20 epochs at three rates of dropout, means of five seeds with "
    "intervals. Without dropout it falls to 0.154 at epoch 8 and rises to 0.171. At 35 percent it falls to "
    "0.142 at epoch 13 and ends at 0.151. At 80 percent it enters from above late and is still falling at "
    "0.237.",
    needs=("dropout-rates",),
)
def dropout_effect(rng: np.random.Generator) -> Figure:
    """Draw the cost on new digits over epochs, without dropout, with a third and with four fifths dropped."""
    fig = canvas(370)
    record = Results().read("dropout-rates")
    ax = panel(fig, 58, 48, 404, 256, xlim=(0.4, 20.4), ylim=(0.12, 0.32), xlabel="epoch")
    ax.set_title("cost on new digits", pad=14)
    for variant, colour, words, at in CURVES:
        dashes: str | tuple[int, tuple[float, float]] = (0, (6, 1.5)) if variant == "0" else "solid"
        means = band(ax, record, variant, "val_loss", colour=colour, scale=1, dashes=dashes)
        label(ax, words, at, colour)
        if variant != "80":
            lowest = int(means.argmin())
            ax.plot(1 + lowest, means[lowest], "o", color=role(colour), markersize=9)
    ticks(ax, x=(1, 5, 10, 15, 20), y=(0.15, 0.2, 0.25, 0.3))
    return fig
