"""Figures of chapter 12: what TensorBoard shows of a training, and which digits two nets get wrong."""

from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dlbook.figures import figure
from dlbook.figures.labels import canvas, label, note, panel, ticks
from dlbook.figures.primitives.board import board
from dlbook.figures.primitives.pixels import pixels
from dlbook.figures.theme import role
from dlbook.runs import Results

SMOOTHING = 0.6  # TensorBoard's own setting


def smoothed(values: np.ndarray, weight: float = SMOOTHING) -> np.ndarray:
    """Return a curve as TensorBoard smooths it: a moving average, corrected for its start at 0.

    Args:
        values: one number an epoch.
        weight: share of the past that is kept, from 0 to below 1.

    Example:
        >>> smoothed(np.array([1.0, 3.0]), 0.5).tolist()
        [1.0, 2.3333333333333335]
    """
    last, found = 0.0, []
    for step, value in enumerate(values, 1):
        last = weight * last + (1 - weight) * float(value)
        found.append(last / (1 - weight**step))
    return np.array(found)


@figure(
    id="tensorboard-scalars",
    caption="What TensorBoard draws of a training. The faint line is what was written; the strong one is "
    "smoothed, and lags wherever things move fast: by it, training overtakes validation in the sixth epoch, "
    "and in truth that was in the fourth.",
    alt="Two line charts over 20 epochs, each with a training and a validation curve, faint as recorded and "
    "strong as smoothed. Upper, accuracy: training climbs to 0.99, validation to 0.97 and stays. Lower, "
    "cost: training falls to 0.02; validation falls to 0.11 near epoch 6 and creeps up to 0.13. The strong "
    "training curves run up to two epochs behind the faint ones.",
    needs=("tensorboard-deep",),
)
def tensorboard_scalars(rng: np.random.Generator) -> Figure:
    """Draw accuracy and cost of one training, raw and smoothed."""
    fig = canvas(560)
    upper = panel(fig, 66, 46, 398, 190, xlim=(0.5, 20.6), ylim=(0.935, 1.0))
    lower = panel(fig, 66, 306, 398, 190, xlim=(0.5, 20.6), ylim=(0, 0.24))
    for ax, tag in ((upper, "epoch_accuracy"), (lower, "epoch_loss")):
        ax.set_title(tag, pad=12)
        _curves(ax, tag)
        ticks(ax, x=(1, 5, 10, 15, 20))
        ax.yaxis.grid(visible=True, color=role("grid"))
        ax.set_axisbelow(True)
    upper.set_yticks([0.94, 0.96, 0.98, 1], ["0.94", "0.96", "0.98", "1"])
    lower.set_yticks([0, 0.1, 0.2], ["0", "0.1", "0.2"])
    label(upper, "train", (13, 0.9955), "model", ha="center")
    label(upper, "validation", (15.5, 0.9635), "data", ha="center")
    label(lower, "train", (13.4, 0.0145), "model", ha="center")
    label(lower, "validation", (15, 0.145), "data", ha="center")
    note(upper, "as written", (4.6, 0.9905), (6, 0.9772), colour="model", bend=0.2)
    note(upper, "smoothed", (6.6, 0.9465), (4, 0.9555), colour="model", bend=-0.2)
    lower.set_xlabel("epoch")
    return fig


def _curves(ax: Axes, tag: str) -> None:
    """Draw a tag of both runs of seed 1."""
    record = Results().read("tensorboard-deep")
    for run, colour in (("train", "model"), ("validation", "data")):
        values = record.curve("deep", f"{run}/{tag}")[0]
        epochs = np.arange(1, len(values) + 1)
        ax.plot(epochs, values, color=role(colour), linewidth=1.5, alpha=0.45)
        ax.plot(epochs, smoothed(values), color=role(colour))


CELL, ROWS, SCALE = (40, 43), 6, 1.6
GROUPS = (("intermediate only", "model"), ("both", "bad"), ("deep only", "target"))


def mistakes() -> tuple[list[list[int]], dict[str, np.ndarray]]:
    """Return which stored digits are mistaken by the intermediate net alone, by both, by the deep net alone.

    Only rows of the test set before which all mistakes of both nets are stored are taken.

    Returns:
        Three lists of places in the store, and the store with ``images``, ``labels``, ``rows`` and
        ``answers``, of shape (digits, nets).
    """
    with np.load(Path(Results().folder) / "test-digits.npz") as file:
        store = {name: file[name] for name in ("images", "labels", "rows", "nets", "probabilities")}
    store["answers"] = store["probabilities"].argmax(axis=2)
    wrong = {
        str(net): store["answers"][:, i] != store["labels"] for i, net in enumerate(store["nets"]) if i > 0
    }
    end = min(store["rows"][np.flatnonzero(miss)[39]] for miss in wrong.values())
    one, other = (miss & (store["rows"] <= end) for miss in wrong.values())
    return [np.flatnonzero(kind).tolist() for kind in (one & ~other, one & other, ~one & other)], store


@figure(
    id="deep-mistakes",
    caption="Forty mistakes each, but not the same forty: on the first 1,243 test digits the intermediate "
    "and the deep net share 22 mistakes, and each makes 18 that the other does not. Below each digit: what "
    "it is, and what the net took it for. Digits: MNIST, CC BY-SA 3.0.",
    alt="Three groups of handwritten digits in rows of small images, under each its label and a wrong "
    "answer. Left, 18 that only the intermediate net gets wrong; in the middle, 22 that both get wrong; "
    "right, 18 that only the deep net gets wrong. Many are sloppy: a 4 closed like "
    "a 9, a 2 like a 7, a 6 with an open loop.",
    size="wide",
    needs=("digit-nets",),
    digits=True,
)
def deep_mistakes(rng: np.random.Generator) -> Figure:
    """Draw the digits that one net or both get wrong, with their labels and the answers."""
    groups, store = mistakes()
    fig, ax = board(474)
    width = CELL[0] * SCALE
    left = 8.0
    for (title, colour), places, net in zip(GROUPS, groups, (1, 2, 2), strict=True):
        columns = -(-len(places) // ROWS)
        _group(ax, (left, 432), places, store, net, colour)
        middle = left + columns * width / 2 - 4
        label(ax, f"{title}: {len(places)}", (middle, 454), colour)
        left += columns * width + 16
        if title != "deep only":
            ax.vlines(left - 16, 12, 464, colors=role("grid"), linewidth=1)
    return fig


def _group(
    ax: Axes,
    corner: tuple[float, float],
    places: list[int],
    store: dict[str, np.ndarray],
    net: int,
    colour: str,
) -> None:
    """Draw digits in rows as one image, and below each its label and the net's answer."""
    columns = -(-len(places) // ROWS)
    sheet = np.zeros((ROWS * CELL[1], columns * CELL[0]))
    left, top = corner
    wide, high = (SCALE * side for side in CELL)
    for i, place in enumerate(places):
        row, column = divmod(i, columns)
        y, x = row * CELL[1], column * CELL[0]
        sheet[y : y + 28, x : x + 28] = store["images"][place] / 255
        at = left + column * wide + 14 * SCALE, top - row * high - 28 * SCALE - 10
        label(ax, f"{store['labels'][place]}", (at[0] - 15, at[1]), "ink", fontsize=17)
        label(ax, "→", at, "muted", fontsize=17)
        label(ax, f"{store['answers'][place, net]}", (at[0] + 15, at[1]), colour, fontsize=17)
    limits = ax.get_xlim(), ax.get_ylim()
    extent = (left, left + columns * wide, top - ROWS * high, top)
    pixels(ax, sheet, extent=extent)
    ax.set(xlim=limits[0], ylim=limits[1], aspect="auto")
