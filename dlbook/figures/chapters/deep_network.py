"""Figures of chapter 12: the deep net, how it learns, and what three nets reach."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import ConnectionPatch, FancyBboxPatch

from dlbook.figures import figure
from dlbook.figures.labels import canvas, label, note, panel, ticks
from dlbook.figures.primitives.board import board
from dlbook.figures.primitives.measured import band
from dlbook.figures.primitives.nets import Columns, net_diagram
from dlbook.figures.primitives.network import neuron
from dlbook.figures.theme import role
from dlbook.nn import BatchNorm, Dense, Dropout, Sequential, models
from dlbook.rng import stream
from dlbook.runs import Results, summarise

XS = (58, 190, 334, 478, 626)
BAR = 40  # how far a bar of batch norm stands behind its layer


@figure(
    id="deep-net",
    caption="The deep net. Behind each of three hidden layers stands batch norm, and behind the last one "
    "dropout takes out every unit with a chance of 0.2, anew for each example: here is one such draw.",
    alt="Diagram of a network with 784 inputs, three hidden layers of 64 ReLU units and 10 softmax outputs; "
    "a few units stand for each layer. An upright bar named batch norm stands behind each hidden layer. In "
    "the third, two of the units shown are empty, with dashed edges, and send nothing on. Below stand the "
    "numbers of parameters: 50,240, 4,160, 4,160 and 650 between layers, 256 under each bar.",
    size="wide",
)
def deep_net(rng: np.random.Generator) -> Figure:
    """Draw the net from the model, with the parameters of each layer and one draw of dropout."""
    net = models.get("deep").build(rng=rng)
    dense = Sequential([layer for layer in models.get("deep").layers() if isinstance(layer, Dense)])
    fig, ax = board(470)
    colours = ("data", *["model"] * 3, "target")
    columns = net_diagram(
        ax,
        dense.build((784,), rng=rng),
        XS,
        centre=252,
        gap=(40, 44, 44, 44, 28),
        radius=13,
        most=(8, 7, 7, 7, 10),
        colours=colours,
        weighted=False,
    )
    _dropped(ax, columns, stream(12, "deep-net", "dropout"))
    titles = ("784 pixels", *["64 ReLU"] * 3, "10 softmax")
    for x, colour, title in zip(XS, colours, titles, strict=True):
        label(ax, title, (x, 442), colour, fontsize=17)
    kernels = [layer for layer in net.layers if isinstance(layer, Dense)]
    middles = ((XS[0] + XS[1]) / 2, *(x + 98 for x in XS[1:4]))
    for middle, layer in zip(middles, kernels, strict=True):
        label(ax, f"{_size(layer.params):,}", (middle, 62), "ink", fontsize=17)
    norms = [layer for layer in net.layers if isinstance(layer, BatchNorm)]
    for x, norm in zip(XS[1:], norms, strict=False):
        _bar(ax, x + BAR)
        label(ax, f"{_size(norm.params) + _size(norm.state)}", (x + BAR, 62), "gradient", fontsize=17)
    kept = sum(_size(norm.state) for norm in norms)
    label(ax, f"{net.count_params():,} parameters, {kept} of them not trained", (340, 24), "ink")
    return fig


def _size(arrays: dict[str, np.ndarray]) -> int:
    return sum(values.size for values in arrays.values())


def _bar(ax: Axes, x: float) -> None:
    """Draw batch norm as an upright bar with its name."""
    shape = FancyBboxPatch((x - 11, 120), 22, 288, boxstyle="round,pad=0,rounding_size=8")
    shape.set(facecolor=role("gradient-fill"), edgecolor=role("gradient"), linewidth=1.5, zorder=3)
    ax.add_patch(shape)
    label(ax, "batch norm", (x, 264), "gradient", rotation=90, fontsize=17, zorder=4)


def _dropped(ax: Axes, columns: Columns, rng: np.random.Generator) -> None:
    """Empty the units of the third hidden layer that a draw of dropout takes, and cut what they send."""
    mask, _ = Dropout(0.2).forward(np.ones((1, 64)), training=True, rng=rng)
    for unit, at in columns[3].items():
        if mask[0, unit] == 0:
            for line in [line for line in ax.lines if tuple(np.asarray(line.get_xydata())[0]) == at]:
                line.remove()
            for circle in [patch for patch in ax.patches if getattr(patch, "center", None) == at]:
                circle.remove()
            neuron(ax, at, radius=13, dropped=True)
    note(ax, "dropped", (580, 94), columns[3][63], colour="muted", bend=0.2, fontsize=17)


@figure(
    id="deep-curve",
    caption="One training climbs in zigzags, and its best epoch is a lucky zag. The mean of ten climbs "
    "smoothly, and from the eighth epoch on hardly at all.",
    alt="Line chart of validation accuracy over 20 epochs, ten thin lines for ten seeds, a dot on the best "
    "epoch of each, and a thick line for their mean. The mean climbs from 94.4 % to 97.0 % at epoch 8 and "
    "97.3 % at epoch 20. Single lines jump up and down by some tenths of a point; the dots lie between "
    "97.2 % and 97.6 %, at epochs from 13 to 20.",
    needs=("deep",),
)
def deep_curve(rng: np.random.Generator) -> Figure:
    """Draw every seed's validation accuracy with its best epoch, and the mean."""
    record = Results().read("deep")
    fig = canvas(400)
    ax = panel(fig, 66, 48, 398, 282, xlim=(0.5, 20.6), ylim=(95.4, 98.0))
    ax.set_title("validation accuracy", pad=14)
    epochs = np.arange(1, 21)
    curves = 100 * record.curve("clean", "val_accuracy")
    best, when, last = (record.values("clean", "val_accuracy", at) for at in ("best", "best_epoch", "final"))
    lucky = int(np.argmax(best - last))
    mean = band(ax, record, "clean", colour="data")
    for seed, curve in enumerate(curves):
        if seed != lucky:
            ax.plot(epochs, curve, color=role("muted"), linewidth=0.8, alpha=0.6, zorder=1.5)
    ax.plot(epochs, curves[lucky], color=role("model"), linewidth=1.6, zorder=3)
    ax.plot(when, 100 * best, "o", color=role("good"), markersize=6.5, zorder=4)
    note(ax, "the best epoch of each", (8.6, 97.78), (12.8, 100 * best[5]), colour="good", bend=-0.2)
    note(ax, "mean of ten seeds", (15.2, 96.25), (13, mean[12] - 0.03), colour="data", bend=0.2)
    note(ax, "one of them", (5.4, 95.75), (4, curves[lucky][3]), colour="model", bend=0.2, ha="left")
    ticks(ax, x=(1, 5, 10, 15, 20))
    ax.set_yticks([95.5, 96, 96.5, 97, 97.5, 98], [f"{y:.1f} %" for y in (95.5, 96, 96.5, 97, 97.5, 98)])
    ax.set_xlabel("epoch")
    return fig


NETS = {"shallow": "data", "intermediate": "model", "deep": "target"}


@figure(
    id="three-nets",
    caption="From the shallow net to the intermediate one is a leap. From there to the deep one is a "
    "toss-up: of ten pairs with equal seeds, six go up and four go down.",
    alt="Two charts of test accuracy, a dot for each of ten seeds. Left, on a scale from 80 to 100 %: the "
    "shallow net scatters around 84 %, the intermediate and the deep net lie together near 97 %. Right, the "
    "latter two magnified, 96.9 to 97.9 %, with a line from each intermediate net to the deep net of the "
    "same seed: lines rise and fall and cross, and the two means, marked by bars at 97.33 % and "
    "97.35 %, are level.",
    size="wide",
    needs=("shallow", "intermediate", "deep"),
)
def three_nets(rng: np.random.Generator) -> Figure:
    """Draw the test accuracy of three nets, and two of them pairwise under a lens."""
    values = {net: 100 * Results().read(net).values("clean", "test_accuracy") for net in NETS}
    fig = canvas(430)
    left = panel(fig, 74, 62, 246, 304, xlim=(-0.6, 2.6), ylim=(80, 100))
    right = panel(fig, 452, 62, 190, 304, xlim=(-0.45, 1.45), ylim=(96.9, 97.9))
    left.set_title("test accuracy", pad=16)
    right.set_title("magnified", pad=16)
    jitter = np.linspace(-0.22, 0.22, 10)
    for x, (net, colour) in enumerate(NETS.items()):
        left.plot(x + jitter, values[net], "o", color=role(colour), markersize=6)
    label(left, "shallow", (0, 86.9), "data")
    label(left, f"{values['shallow'].mean():.1f} %", (0, 81.4), "data")
    label(left, "intermediate", (0.72, 94.6), "model")
    label(left, "deep", (2, 94.6), "target")
    pair = values["intermediate"], values["deep"]
    for start, end in zip(*pair, strict=True):
        colour, dashes = ("good", "solid") if end > start else ("bad", (0, (4, 2)))
        right.plot([0, 1], [start, end], color=role(colour), linestyle=dashes, linewidth=1.6, zorder=2)
    for x, (net, colour) in enumerate(list(NETS.items())[1:]):
        right.plot([x] * 10, values[net], "o", color=role(colour), markersize=8, zorder=3)
        ends = sorted((x, x + 0.36 * (2 * x - 1)))
        right.plot(ends, [values[net].mean()] * 2, color=role("ink"), linewidth=3, zorder=4)
    _lens(fig, left, right)
    change = summarise(pair[1] - pair[0])
    half = (change.high - change.low) / 2
    label(right, f"{change.mean:+.2f} ± {half:.2f} points", (0.5, 97.84), "ink", fontsize=17)
    left.set_xticks([])
    right.set_xticks([0, 1], ["intermediate", "deep"])
    ticks(left, y=(80, 85, 90, 95, 100), unit=" %")
    right.set_yticks([97, 97.2, 97.4, 97.6, 97.8], [f"{y:.1f} %" for y in (97, 97.2, 97.4, 97.6, 97.8)])
    return fig


def _lens(fig: Figure, left: Axes, right: Axes) -> None:
    """Frame on the left what the right panel shows, and join the two."""
    low, high = right.get_ylim()
    left.fill_between([0.6, 2.4], [low - 0.25] * 2, [high + 0.25] * 2, color=role("grid"), zorder=0)
    for start, end in (((2.4, high + 0.25), (-0.42, 1)), ((2.4, low - 0.25), (-0.42, 0))):
        line = ConnectionPatch(start, end, "data", "axes fraction", axesA=left, axesB=right)
        line.set(color=role("muted"), linewidth=1, linestyle=(0, (2, 2)))
        fig.add_artist(line)
