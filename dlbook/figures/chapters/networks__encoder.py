"""Figures of chapter 3 about the 8-3-8 encoder, from its record: how errors, codes and weights evolve."""

from functools import cache
from itertools import product

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dlbook.figures import figure
from dlbook.figures.labels import canvas, label, panel, ticks
from dlbook.figures.primitives.board import board
from dlbook.figures.primitives.network import neuron
from dlbook.figures.primitives.surface import oblique
from dlbook.figures.primitives.tables import cells, decimals
from dlbook.figures.theme import role
from dlbook.runs import Results

SEED = 1
LATE = 4  # the pattern that has to wait; the first is 0
DOTS = 41  # snapshots that are dotted: those up to epoch 2,000
EPOCHS = (50, 100, 200, 500, 1000, 2000, 5000)


@cache
def recorded(name: str) -> np.ndarray:
    """Return what the encoder of one seed left: its ``epochs``, ``errors``, ``codes`` or ``weights``."""
    return Results().read("encoder").array("classic", name, SEED)


def colour_of(pattern: int) -> str:
    """Return the role of a pattern: the late one stands out."""
    return "model" if pattern == LATE else "data"


def _over_epochs(top: float, height: float, fig: Figure, **settings: object) -> Axes:
    """Return axes with epochs on a logarithmic scale, from the first snapshot after the start."""
    ax = panel(fig, 44, top, 396, height, xscale="log", xlim=(EPOCHS[0], EPOCHS[-1]), **settings)
    ax.set_xlabel("epoch")
    ticks(ax, x=EPOCHS)
    ax.set_xticklabels([f"{epoch:,}" for epoch in EPOCHS])
    ax.minorticks_off()
    return ax


@figure(
    id="encoder-errors",
    caption="The first thing the encoder learns is a shrug: one in eight, whatever the input. Then the "
    "outputs find their patterns, four of them together, the next three one by one, and the fifth very late.",
    alt="Line chart of the squared error of each of the eight outputs against epochs 50 to 5,000, on a "
    "logarithmic axis. All stay at 0.875, a dashed line, until about epoch 200. Outputs 1 to 4 fall near "
    "epoch 300, then 8, 7 and 6 in turn; output 5 falls only near epoch 1,500. In the end all are below "
    "0.02.",
    needs=("encoder",),
)
def encoder_errors(rng: np.random.Generator) -> Figure:
    """Draw each output's squared error, summed over the patterns, from epoch 50 on."""
    fig = canvas(334)
    ax = _over_epochs(46, 218, fig, ylim=(0, 1))
    ax.set_title("squared error of each output", pad=12)
    ticks(ax, y=(0, 0.5, 1))
    ax.axhline(SHRUG, color=role("muted"), linewidth=1, linestyle=(0, (4, 3)))
    label(ax, "always answering one in eight", (53, 0.95), "muted", ha="left", fontsize=13)
    epochs, errors = recorded("epochs")[1:], recorded("errors")[1:]
    for pattern in (*range(LATE), *range(LATE + 1, 8), LATE):
        ax.plot(epochs, errors[:, pattern], color=role(colour_of(pattern)), linewidth=2)
    label(ax, "1 to 4", (285, 0.33), "data", ha="right")
    for pattern, height in ((7, 0.36), (6, 0.48), (5, 0.6), (LATE, 0.5)):
        when = np.exp(np.interp(-height, -errors[:, pattern], np.log(epochs)))
        label(ax, str(pattern + 1), (1.06 * when, height), colour_of(pattern), ha="left", weight="bold")
    return fig


SHRUG = 7 * (1 / 8) ** 2 + (1 - 1 / 8) ** 2
"""What an output that always answers one eighth adds up to over the eight patterns."""


@figure(
    id="encoder-codes",
    caption="Eight codes set out from the middle of a cube, where all three hidden neurons are undecided, "
    "and each ends in a corner of its own. The fifth waits until all others have theirs.",
    alt="Drawing of a cube whose three directions are the activations of the three hidden neurons, from 0 to "
    "1. Eight paths, with a dot every 50 epochs up to 2,000, lead from its centre to its eight corners, "
    "marked 000 to 111 and with the numbers of the patterns. The fifth lingers near the centre, one dot on "
    "the other, before it goes to 111.",
    needs=("encoder",),
)
def encoder_codes(rng: np.random.Generator) -> Figure:
    """Draw the hidden activations of every pattern as a path through the unit cube."""
    fig = canvas(440)
    ax = panel(fig, 14, 10, 456, 420, xlim=(-0.13, 1.67), ylim=(-0.12, 1.538))
    ax.axis("off")
    _cube(ax)
    codes = recorded("codes")
    for pattern in (*range(LATE), *range(LATE + 1, 8), LATE):
        path = oblique(*codes[:, pattern].T)
        settings = {"color": role(colour_of(pattern)), "zorder": 3 + (pattern == LATE)}
        ax.plot(*path, linewidth=1.6, marker="o", markersize=3.2, markevery=slice(DOTS), **settings)
    for pattern, code in enumerate(codes[-1]):
        end = on_board(code)
        ax.plot(*end, "o", color=role(colour_of(pattern)), markersize=21, zorder=6)
        label(ax, str(pattern + 1), end, "paper", weight="bold", zorder=7, va="center_baseline")
    ax.plot(*on_board(codes[0].mean(axis=0)), "o", color=role("ink"), markersize=9, zorder=8)
    return fig


def on_board(code: np.ndarray) -> tuple[float, float]:
    """Return where a code, a place in the cube, appears on the drawing board."""
    x, y = oblique(*code)
    return float(x), float(y)


def _cube(ax: Axes) -> None:
    """Draw the edges of the unit cube, those behind dashed, its corners' codes and its directions."""
    corners = np.array(list(product((0, 1), repeat=3)))
    for i, one in enumerate(corners):
        for other in corners[i + 1 :]:
            if np.abs(one - other).sum() == 1:
                behind = HIDDEN in (tuple(one), tuple(other))
                dashes = (0, (4, 3)) if behind else "solid"
                ends = oblique(*np.array([one, other]).T)
                ax.plot(*ends, color=role("muted"), linewidth=0.8, linestyle=dashes, zorder=1)
        label(ax, "".join(map(str, one)), _beside(one), "muted", fontsize=13)
    for name, at, turn in (("1st", (0.5, -0.06), 0), ("2nd", (1.29, 0.15), 40), ("3rd", (-0.06, 0.5), 90)):
        label(ax, f"{name} neuron →", at, "muted", fontsize=13, rotation=turn)


HIDDEN, NEAREST = (0, 1, 0), (1, 0, 1)
"""The corner of the cube that lies behind it, and the one opposite: both appear inside its outline."""


def _beside(corner: np.ndarray) -> tuple[float, float]:
    """Return where the code of a corner stands: outwards of it, or off the edges for the two inside."""
    at = np.array(on_board(corner))
    out = at - on_board(np.full(3, 0.5))
    if tuple(corner) in (HIDDEN, NEAREST):
        out *= -1, 1
    x, y = at + 0.1 * out / np.hypot(*out)
    return float(x), float(y)


@figure(
    id="encoder-weights",
    caption="The weights of one hidden neuron, one from each input, all start near zero and part: those that "
    "end above it make the neuron say 1 for their pattern, those below make it say 0.",
    alt="Line chart of the eight weights and the bias of the first hidden neuron against epochs 50 to 5,000, "
    "on a logarithmic axis. They part near epoch 200. The weights of inputs 8, 4 and 2 climb, those of 1, 7, "
    "3 and 6 fall; that of input 5 stays near 0 until epoch 1,200 and then rises to end near 4.1. The bias "
    "stays near 0.",
    needs=("encoder",),
)
def encoder_weights(rng: np.random.Generator) -> Figure:
    """Draw the weights and the bias of the first hidden neuron."""
    fig = canvas(360)
    ax = _over_epochs(46, 248, fig, ylim=(-5.4, 5.4))
    ax.set_title("weights of the first hidden neuron", pad=12)
    ticks(ax, y=(-4, 0, 4))
    ax.spines["bottom"].set_visible(False)
    ax.axhline(0, color=role("muted"), linewidth=1, linestyle=(0, (4, 3)))
    epochs, weights = recorded("epochs")[1:], recorded("weights")[1:, :, 0]
    ends = spread(weights[-1], 0.72)
    for row in (0, *range(1, LATE + 1), *range(LATE + 2, 9), LATE + 1):
        colour, dashes = _look(row, weights[-1, row])
        ax.plot(epochs, weights[:, row], color=role(colour), linewidth=2, linestyle=dashes)
        name = str(row) if row else "bias"
        label(ax, name, (5000 * 1.05, ends[row]), colour, ha="left", weight="bold" if row else "normal")
    label(ax, "above 0: answers 1", (56, 4.4), "data", ha="left")
    label(ax, "below 0: answers 0", (56, -4.4), "muted", ha="left")
    return fig


def _look(row: int, end: float) -> tuple[str, str | tuple[int, tuple[float, float]]]:
    """Return colour and line style of a weight: row 0 is the bias, the others belong to inputs."""
    if row == 0:
        return "ink", (0, (1.5, 1.5))
    if row == LATE + 1:
        return "model", "solid"
    return ("data", "solid") if end > 0 else ("muted", (0, (5, 2)))


def spread(places: np.ndarray, gap: float) -> np.ndarray:
    """Return places for labels, in the order of the given ones and at least a gap apart.

    Neighbours that are too close are pushed away from each other by equal amounts until none is.

    Args:
        places: where the labels would like to stand.
        gap: the least distance of two.

    Returns:
        As many places.

    Example:
        >>> spread(np.array([3.0, 0.0, 0.2]), 1.0).round(2).tolist()
        [3.0, -0.4, 0.6]
    """
    order = np.argsort(places)
    found = places[order].astype(float)
    for _ in range(200):
        push = np.maximum(gap - np.diff(found), 0) / 2
        found[:-1] -= push
        found[1:] += push
    return found[np.argsort(order)]


@figure(
    id="encoder-code-table",
    caption="Sorted by their codes, the eight patterns count from 0 to 7 in binary. Nobody told the hidden "
    "neurons to: it is what was left to them, with three places for eight messages.",
    alt="Diagram in eight rows, one for each pattern: the input as eight boxes, one of them "
    "filled, the activations of the three hidden neurons as circles with numbers such as 0.01 and 0.95, and "
    "their rounded code with the binary number that it spells, from 000 for 0 to 111 for 7.",
    needs=("encoder",),
)
def encoder_code_table(rng: np.random.Generator) -> Figure:
    """Draw inputs, hidden activations and rounded codes after the last epoch, in the order of the codes."""
    fig, ax = board(442)
    codes = recorded("codes")[-1]
    numbers = codes.round().astype(int) @ [4, 2, 1]
    for text, x, colour in (("input", 104, "data"), ("hidden neurons", 272, "model"), ("code", 418, "ink")):
        label(ax, text, (x, 424), colour)
    for row, pattern in enumerate(np.argsort(numbers)):
        y = 384 - 50 * row
        on = np.eye(8, dtype=bool)[[pattern]]
        cells(ax, (12, y + 11.5), [[""] * 8], size=(23, 23), colour="data", lit=on)
        label(ax, str(pattern + 1), (12 + 23 * (pattern + 0.5), y), "ink", zorder=5, va="center_baseline")
        for j, value in enumerate(codes[pattern]):
            at = (228 + 44 * j, y)
            neuron(ax, at, decimals(value), radius=19.5, colour="model" if value > 0.5 else "muted")
        bits = "".join(map(str, codes[pattern].round().astype(int)))
        label(ax, f"{bits} = {numbers[pattern]}", (384, y), ha="left", va="center_baseline")
    return fig
