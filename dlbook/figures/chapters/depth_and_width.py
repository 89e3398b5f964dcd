"""Figures of chapter 7: how many layers, how many units, in which order, and the intermediate net."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Polygon

from dlbook.figures import figure
from dlbook.figures.labels import canvas, label, note, panel, ticks
from dlbook.figures.primitives.measured import band, interval_points, interval_row
from dlbook.figures.primitives.nets import net_diagram
from dlbook.figures.primitives.network import diagram
from dlbook.figures.theme import role
from dlbook.nn import Dense, Sequential
from dlbook.runs import Results


@figure(
    id="depth-sweep",
    caption="The first hidden layer matters most, the second adds a little, and from there on luck adds and "
    "takes away: of equally good nets, take the shallowest.",
    alt="Chart of validation accuracy against 0 to 6 hidden layers of 64 units, a dot for each of five "
    "seeds and a line through the means with intervals. It jumps from 91.5 % without a hidden layer"
    " to 95.9 % with one, is highest near 96.6 % at three and four, and falls and scatters at five "
    "and six.",
    needs=("depth-sweep",),
)
def depth_sweep(rng: np.random.Generator) -> Figure:
    """Draw accuracy against the number of hidden layers, with every seed."""
    fig = canvas(380)
    ax = _sweep("depth-sweep", fig, range(7), [str(depth) for depth in range(7)])
    ax.set(xlabel="hidden layers of 64 units", ylim=(91, 98))
    ticks(ax, x=range(7))
    label(ax, "enough", (2.5, 97.7), "good")
    label(ax, "luck begins to matter", (4.6, 93.3), "muted", ha="center")
    note(ax, "each dot\none seed", (1.1, 93.2), (0.12, 91.55), bend=-0.2)
    ticks(ax, y=(92, 94, 96, 98), unit=" %")
    return fig


@figure(
    id="width-sweep",
    caption="Width pays, but ever less: each doubling of the units halves, roughly, what the doubling "
    "before it brought, and doubles the work or more.",
    alt="Chart of validation accuracy against 8 to 512 units in each of two hidden layers, on a scale "
    "of doublings, a dot for each of five seeds and a line through the means with intervals. It "
    "climbs steeply from 91.4 % at 8 to 95.7 % at 32 and then bends over towards 97.4 % at 512.",
    needs=("width-sweep",),
)
def width_sweep(rng: np.random.Generator) -> Figure:
    """Draw accuracy against the width of both hidden layers, with every seed."""
    fig = canvas(380)
    widths = [8, 16, 32, 64, 128, 256, 512]
    ax = _sweep("width-sweep", fig, range(7), [str(width) for width in widths])
    ax.set(xlabel="units in each of two hidden layers", ylim=(90, 98.2))
    ax.set_xticks(range(7), [str(width) for width in widths])
    record = Results().read("width-sweep")
    means = [100 * record.summary(str(width), "val_accuracy").mean for width in widths]
    for i in (0, 2, 5):
        text = f"+{means[i + 1] - means[i]:.1f}"
        label(ax, text, (i + 0.62, (means[i] + means[i + 1]) / 2 - 0.75), "good", ha="left")
    label(ax, "points for a doubling", (1.45, 91.4), "good", ha="left")
    ticks(ax, y=(90, 92, 94, 96, 98), unit=" %")
    return fig


def _sweep(run: str, fig: Figure, places: range, variants: list[str]) -> Axes:
    """Draw means, intervals and every seed of a sweep's variants."""
    record = Results().read(run)
    ax = panel(fig, 60, 48, 400, 258, xlim=(-0.3, 6.3))
    ax.set_title("validation accuracy after 10 epochs", pad=14)
    for x, variant in zip(places, variants, strict=True):
        values = 100 * record.values(variant, "val_accuracy")
        jitter = np.linspace(0.12, 0.2, len(values))
        ax.plot(x + jitter, values, "o", color=role("muted"), markersize=3.6, clip_on=False, zorder=2)
    interval_points(ax, list(places), [record.summary(name, "val_accuracy") for name in variants])
    return ax


SHAPES = {"128-64-32": "good", "96-128-160": "model", "32-64-128": "bad"}


@figure(
    id="taper",
    caption="A net that narrows beats its mirror image, but mostly because its wide first layer holds three"
    " times the parameters: a widening net with as many does as well.",
    alt="Diagram of three nets as funnels whose height is the number of units in each hidden layer, "
    "each beside its validation accuracy with an interval over ten seeds. 128-64-32 with 111,146 "
    "parameters: 97.1 %. 96-128-160 with 110,026: 97.1 %. 32-64-128 with 36,842: 95.9 %.",
    needs=("taper",),
)
def taper(rng: np.random.Generator) -> Figure:
    """Draw the outline of each net, its parameters and its accuracy."""
    record = Results().read("taper")
    fig = canvas(420)
    for i, (variant, colour) in enumerate(SHAPES.items()):
        shape = diagram(panel(fig, 14, 46 + 108 * i, 196, 92))
        units = [int(text) for text in variant.split("-")]
        _funnel(shape, units, colour)
    ax = panel(fig, 226, 46, 238, 308, xlim=(95, 97.6), ylim=(308, 0))
    for i, (variant, colour) in enumerate(SHAPES.items()):
        interval_row(ax, 36 + 108 * i, record.summary(variant, "val_accuracy"), colour=colour)
        units = [int(text) for text in variant.split("-")]
        label(ax, f"{parameters(units):,} parameters", (95.05, 66 + 108 * i), "muted", ha="left", fontsize=13)
    ax.set_title("validation accuracy", pad=12)
    ax.spines["left"].set_visible(False)
    ticks(ax, y=())
    ticks(ax, x=(95, 96, 97), unit=" %")
    return fig


def parameters(units: list[int]) -> int:
    """Return how many parameters a net with these hidden layers has between 784 pixels and 10 digits.

    Example:
        >>> parameters([64, 64])
        55050
    """
    layers = [Dense(count, kernel_initializer="zeros") for count in (*units, 10)]
    return Sequential(layers).build((784,), rng=np.random.default_rng(0)).count_params()


def _funnel(ax: Axes, units: list[int], colour: str) -> None:
    """Draw hidden layers as bars as tall as they have units, and the funnel that they form."""
    xs, heights, middle = (36, 98, 160), [0.4 * count for count in units], 57
    for x, height, count in zip(xs, heights, units, strict=True):
        ax.plot([x, x], [middle - height / 2, middle + height / 2], color=role(colour), linewidth=7, zorder=3)
        label(ax, str(count), (x, 8), colour, fontsize=13)
    tops = [(x, middle + height / 2) for x, height in zip(xs, heights, strict=True)]
    bottoms = [(x, middle - height / 2) for x, height in zip(xs, heights, strict=True)]
    ax.add_patch(Polygon([*tops, *bottoms[::-1]], color=role(f"{colour}-fill"), linewidth=0, zorder=1))


@figure(
    id="first-layer",
    caption="On these digits, tell me how wide the first hidden layer is, and I tell you the accuracy, give "
    "or take half a point. What comes after it, one layer more or five, narrowing or widening, matters far "
    "less.",
    alt="Chart of validation accuracy against the units of the first hidden layer, on a scale of doublings, "
    "for all fifteen nets of the three sweeps that have one. A line through the nets with two equal layers "
    "climbs from 91.4 % at 8 units to 97.4 % at 512 and bends over. Nets with one to six layers of 64 "
    "stand in a short column on it, 95.9 to 96.6 %. 32-64-128, 96-128-160 and 128-64-32 stand close to it.",
    needs=("depth-sweep", "width-sweep", "taper"),
)
def first_layer(rng: np.random.Generator) -> Figure:
    """Draw the accuracy of all nets of the sweeps against the width of their first hidden layer."""
    depth, width, shapes = (Results().read(run) for run in ("depth-sweep", "width-sweep", "taper"))
    fig = canvas(380)
    ax = panel(fig, 60, 48, 400, 258, xscale="log", xlim=(6.6, 640), ylim=(90, 98))
    ax.set_title("validation accuracy after 10 epochs", pad=14)
    units = [2**power for power in range(3, 10)]
    equal = [width.summary(str(count), "val_accuracy") for count in units]
    interval_points(ax, units, equal, colour="muted")
    for layers in (1, 3, 4, 5, 6):
        mean = 100 * depth.summary(str(layers), "val_accuracy").mean
        ax.plot(64, mean, "D", color=role("data"), markersize=6.5, zorder=4)
    for variant, colour in SHAPES.items():
        mean = 100 * shapes.summary(variant, "val_accuracy").mean
        ax.plot(int(variant.split("-")[0]), mean, "s", color=role(colour), markersize=7.5, zorder=4)
    label(ax, "two equal layers", (18, 93.4), "muted", ha="left")
    note(ax, "64 units,\n1 to 6 layers", (100, 94.6), (66, 95.9), colour="data", bend=0.2)
    note(ax, "32-64-128", (20, 96.7), (31, 96.0), colour="bad", bend=-0.2)
    note(ax, "96-128-160", (56, 97.65), (93, 97.1), colour="model", bend=-0.2)
    note(ax, "128-64-32", (230, 96.2), (131, 97.05), colour="good", bend=0.2)
    ax.set_xticks(units, [str(count) for count in units])
    ax.xaxis.minorticks_off()
    ticks(ax, y=(90, 92, 94, 96, 98), unit=" %")
    ax.set_xlabel("units in the first hidden layer")
    return fig


@figure(
    id="intermediate-net",
    caption="The intermediate net: two hidden layers between the pixels and the ten digits. Nine tenths of "
    "its 55,050 parameters sit where the image comes in.",
    alt="Diagram of a network with 784 inputs, two hidden layers of 64 ReLU units and 10 softmax "
    "outputs; a few units stand for each layer and every unit is joined to all of the next column. "
    "Below the three gaps stand the numbers of parameters 50,240, 4,160 and 650.",
)
def intermediate_net(rng: np.random.Generator) -> Figure:
    """Draw the net from the model, with the parameters of each layer."""
    layers = [Dense(64, activation="relu"), Dense(64, activation="relu"), Dense(10, activation="softmax")]
    net = Sequential(layers).build((784,), rng=rng)
    fig = canvas(400)
    ax = diagram(panel(fig, 0, 0, 480, 400))
    xs = (62, 180, 298, 418)
    colours = ("data", "model", "model", "target")
    net_diagram(
        ax,
        net,
        xs,
        centre=218,
        gap=(31, 36, 36, 25),
        radius=10,
        most=(8, 6, 6, 10),
        colours=colours,
        weighted=False,
    )
    names = (("784 pixels", ""), ("64 units", "ReLU"), ("64 units", "ReLU"), ("10 digits", "softmax"))
    for x, colour, (units, kind) in zip(xs, colours, names, strict=True):
        label(ax, units, (x, 382), colour)
        label(ax, kind, (x, 362), "muted", fontsize=13)
    for left, right, layer in zip(xs, xs[1:], net.layers, strict=False):
        count = sum(values.size for values in layer.params.values())
        label(ax, f"{count:,}", ((left + right) / 2, 56), "ink")
    label(ax, f"{net.count_params():,} parameters", (240, 24), "ink", fontsize=16)
    return fig


@figure(
    id="intermediate-curve",
    caption="The intermediate net learns fast, then slowly. After some three epochs it does better on the "
    "digits it trains on than on new ones: the gap that Chapter 10 is about.",
    alt="Line chart of accuracy over 20 epochs, means of ten seeds with narrow shaded intervals. "
    "Accuracy on the training digits climbs from 85 % to 99 %. That on validation digits climbs "
    "from 91 % to 97 %, is overtaken near epoch 3 and levels out.",
    needs=("intermediate",),
)
def intermediate_curve(rng: np.random.Generator) -> Figure:
    """Draw training and validation accuracy over epochs with intervals over seeds."""
    record = Results().read("intermediate")
    fig = canvas(380)
    ax = panel(fig, 60, 48, 404, 262, xlim=(0.5, 20.5), ylim=(84, 100))
    ax.set_title("accuracy, ten seeds", pad=14)
    train = band(ax, record, "clean", "accuracy", colour="model", dashes=(0, (6, 1.5)))
    valid = band(ax, record, "clean", "val_accuracy", colour="data")
    label(ax, "training digits", (12, train[11] + 0.95), "model", ha="right")
    label(ax, "new digits", (12.5, valid[12] - 1.1), "data", ha="left")
    final = record.summary("clean", "val_accuracy")
    half = 100 * (final.high - final.low) / 2
    label(ax, f"after 20 epochs: {100 * final.mean:.2f} ± {half:.2f} %", (20.3, 92), "data", ha="right")
    ticks(ax, x=(1, 5, 10, 15, 20))
    ticks(ax, y=(85, 90, 95, 100), unit=" %")
    ax.set_xlabel("epoch")
    return fig
