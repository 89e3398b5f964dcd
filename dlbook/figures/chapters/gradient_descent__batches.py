"""Figures of chapter 5: how many examples a step rests on, and what makes up a round and a training."""

from math import ceil

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from dlbook.figures import figure
from dlbook.figures.chapters.first_network import digits
from dlbook.figures.chapters.gradient_descent__ground import PEBBLES, START, line_gradient, pebble_map
from dlbook.figures.labels import canvas, label, panel
from dlbook.figures.primitives.board import board
from dlbook.figures.primitives.nets import net_diagram
from dlbook.figures.primitives.network import arrow, brace
from dlbook.figures.primitives.pixels import pixels
from dlbook.figures.primitives.tables import card
from dlbook.figures.primitives.trilobite import trilobite
from dlbook.figures.theme import role
from dlbook.nn import Dense, Sequential
from dlbook.nn.batches import Batches

RATE, EPOCHS = 0.1, 4


def walk(batch_size: int, rng: np.random.Generator) -> np.ndarray:
    """Return the points visited in four epochs over the twelve examples, shuffled, without replacement.

    Args:
        batch_size: how many examples every step rests on.
        rng: shuffles.

    Returns:
        (steps + 1, 2) weight and bias.
    """
    batches = Batches({"row": np.arange(len(PEBBLES))}, batch_size)
    path = [np.array(START)]
    for _ in range(EPOCHS):
        for batch in batches.epoch(rng):
            path.append(path[-1] - RATE * line_gradient(path[-1], batch["row"]))
    return np.array(path)


@figure(
    id="batch-and-incremental",
    caption="All three have looked at each of the twelve examples four times, at the same learning rate. "
    "The fewer examples a step rests on, the more it wavers, and the more steps there are for the same work.",
    alt="Three contour maps of one cost over weight and bias, with paths from the same start at the upper "
    "right. Batches of all 12: four steps in a smooth line that ends half way. Batches of 4: twelve steps, "
    "slightly uneven, that end nearer. One at a time: 48 steps, a jagged line that goes to and fro about "
    "the lowest point.",
    size="wide",
)
def batch_and_incremental(rng: np.random.Generator) -> Figure:
    """Descend for four epochs with batches of twelve, four and one."""
    fig = canvas(282)
    for i, (size, words) in enumerate(((12, "batch: all 12"), (4, "mini-batch: 4"), (1, "incremental: 1"))):
        ax = panel(fig, 6 + 226 * i, 40, 216, 200, xlim=(-0.1, 3.6), ylim=(-0.9, 2.526))
        pebble_map(ax)
        path = walk(size, rng)
        ax.plot(
            *path.T, "-o", color=role("model"), linewidth=1.8, markersize=5 if size > 1 else 3.5, zorder=3
        )
        trilobite(ax, START, length=-46, pose="pebbles" if size == 4 else "stepping")
        ax.set_title(words, pad=9)
        label(ax, f"{len(path) - 1} steps", (1.75, -1.18), "model")
    return fig


BATCH, EXAMPLES = 128, 60_000
ROUNDS = ceil(EXAMPLES / BATCH)
LAST = EXAMPLES - (ROUNDS - 1) * BATCH


@figure(
    id="training-round",
    caption="One round of training: draw a batch, run it forward, measure the cost, run the error backward "
    "for the gradient, take one step. Then the same with the next batch. Digits: MNIST, CC BY-SA 3.0.",
    alt="Diagram of a loop in five numbered stations. Left, a sheet of 128 small handwritten digits. An "
    "arrow leads forward through a small network to the outputs and on to a box with the cost. From there "
    "an arrow leads back below to a box with the gradient, and on to a box in which the weights take their "
    "step; from it an arrow rises to the network.",
    size="wide",
    digits=True,
)
def training_round(rng: np.random.Generator) -> Figure:
    """Draw the stations of a round about a small network."""
    fig, ax = board(366)
    sheet = _sheet(8, 16)
    pixels(ax, sheet, extent=(16, 208, 198, 294))
    ax.set(xlim=(0, 680), ylim=(0, 366), aspect="auto")
    ax.add_patch(Rectangle((16, 198), 192, 96, fill=False, edgecolor=role("data"), linewidth=1.6))
    label(ax, "1  draw 128 digits", (16, 340), "data", ha="left")
    net = Sequential([Dense(4), Dense(3)]).build((4,), rng=rng)
    net_diagram(ax, net, (276, 352, 428), centre=246, gap=36, radius=13)
    label(ax, "2  forward", (352, 340), "model")
    arrow(ax, (216, 246), (254, 246), colour="data")
    arrow(ax, (450, 246), (496, 246), colour="model")
    card(ax, (506, 290), 160, 88, colour="cost-fill")
    label(ax, "3  cost C", (586, 264), "cost")
    label(ax, "ŷ against y", (586, 230))
    arrow(ax, (586, 194), (586, 122), colour="gradient")
    card(ax, (470, 112), 196, 88, colour="gradient-fill")
    label(ax, "4  backward", (568, 86), "gradient")
    label(ax, "gradient ∂C/∂w", (568, 52))
    arrow(ax, (460, 68), (424, 68), colour="gradient")
    card(ax, (216, 112), 198, 88, colour="model-fill")
    label(ax, "5  one step", (315, 86), "model")
    label(ax, "w ← w − η ∂C/∂w", (315, 52))
    arrow(ax, (352, 120), (352, 172), colour="model")
    arrow(ax, (206, 68), (96, 188), colour="muted", bend=-0.35)
    label(ax, "next round", (72, 58), "muted")
    return fig


def _sheet(rows: int, columns: int) -> np.ndarray:
    """Return rows of different digits as one image of shares of ink, every other pixel left out."""
    pictures = digits()[0][: rows * columns, ::2, ::2] / 255
    return np.concatenate([np.concatenate(row, axis=1) for row in np.split(pictures, rows)], axis=0)


@figure(
    id="training-process",
    caption="An epoch deals out all 60,000 shuffled examples, like cards, without putting any back: 469 "
    "rounds with 128 of them each, save the last, which gets the 96 that are left. Then they are shuffled "
    "anew. Digits: MNIST, CC BY-SA 3.0.",
    alt="Diagram of three rows, epoch 1, epoch 2 and, after dots, epoch 20. Each row is a pack of 60,000 "
    "examples, shuffled, cut into cells of 128, of which six are drawn with a few digits in each; dots "
    "stand for the rest; the last cell is narrower and holds 96. A brace over a row counts 469 rounds.",
    size="wide",
)
def training_process(rng: np.random.Generator) -> Figure:
    """Draw epochs as rows of batches, the last of which is as short as it is."""
    fig, ax = board(350)
    for epoch, y in ((1, 226), (2, 150), (20, 26)):
        label(ax, f"epoch {epoch}", (12, y + 28), ha="left")
        _deal(ax, y, rng)
    brace(ax, (130, 292), (658, 292), f"{ROUNDS} rounds, one step each", depth=12)
    ax.plot([60] * 3, [104, 116, 128], "o", color=role("muted"), markersize=4)
    label(ax, "60,000 examples, shuffled anew for every epoch", (394, 116), "data")
    return fig


def _deal(ax: Axes, y: float, rng: np.random.Generator, wide: float = 72) -> None:
    """Draw the batches of an epoch: the first of their digits, in a new order, and how many they hold."""
    places = [130 + wide * i for i in range(6)]
    order = iter(rng.permutation(len(digits()[0])))
    for x, count in [*((x, BATCH) for x in places), (662 - wide * LAST / BATCH, LAST)]:
        span = wide * count / BATCH - 4
        last = count != BATCH
        box = Rectangle((x, y), span, 56, facecolor=role("model-fill" if last else "data-fill"))
        box.set(edgecolor=role("model" if last else "data"), linewidth=1.5, zorder=2)
        ax.add_patch(box)
        many = 2 if last else 3
        row = np.concatenate([digits()[0][next(order)] / 255 for _ in range(many)], axis=1)
        left = x + (span - 20 * many) / 2
        pixels(ax, row, extent=(left, left + 20 * many, y + 4, y + 24))
        ax.images[-1].set_zorder(3)
        label(ax, str(count), (x + span / 2, y + 40), "model" if last else "ink", zorder=4)
    ax.set(xlim=(0, 680), ylim=(0, 350), aspect="auto")
    ax.plot([578, 588, 598], [y + 28] * 3, "o", color=role("muted"), markersize=4)
