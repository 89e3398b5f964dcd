"""Figures of chapter 13: the regression net, and three costs for quantities with their slopes."""

from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from dlbook.figures import figure
from dlbook.figures.labels import canvas, label, note, panel, ticks
from dlbook.figures.primitives.board import board
from dlbook.figures.primitives.nets import shown
from dlbook.figures.primitives.network import Point, column, edges, layer, neuron
from dlbook.figures.theme import role
from dlbook.nn import Dense, Sequential, costs, models

COLUMNS = (
    *("crime", "large plots", "industry", "river", "nitric oxides", "rooms", "old homes"),
    *("way to jobs", "motorways", "tax", "pupils", "B", "poor residents"),
)
XS = (132, 222, 338, 446)  # where the columns of neurons stand
CENTRE = 248  # and the height of their middle
GAPS = (24.0, 28.0, 32.0, 24.0)
DROPPED = (1, 4)  # of the drawn neurons: one draw of the mask
MOST = (13, 10, 8, 1)  # how many neurons of each column are drawn


@figure(
    id="regression-net",
    caption="The regression net: from thirteen facts about a part of town to one number. The last neuron "
    "has no activation function, so that it can say any price.",
    alt="Diagram of a network with 13 named inputs, from crime to poor residents, 32 and 16 ReLU units with "
    "a bar for batch normalisation behind each, two dashed units of the second layer silenced by dropout, "
    "and one linear output, the price. Parameters below: 448, 128, 528, 64 and 17.",
)
def regression_net(rng: np.random.Generator) -> Figure:
    """Draw the net from the model, with the parameters of each layer."""
    net = Sequential(models.regression()).build((13,), rng=rng)
    fig, ax = board(450)
    units = (13, *(part.units for part in net.layers if isinstance(part, Dense)))
    columns = [
        _neurons(x, count, most, gap) for x, count, most, gap in zip(XS, units, MOST, GAPS, strict=True)
    ]
    for left, right in pairwise(columns):
        edges(ax, left, right, widest=0.8)
    for at, name in zip(columns[0], COLUMNS, strict=True):
        label(ax, name, (at[0] - 14, at[1]), "data", ha="right", fontsize=13)
    layer(ax, columns[0], radius=7, colour="data")
    layer(ax, columns[1], radius=10)
    for i, at in enumerate(columns[2]):
        neuron(ax, at, radius=10, dropped=i in DROPPED)
    neuron(ax, columns[3][0], radius=15, colour="target")
    for x, points, gap in zip(XS[1:3], columns[1:3], GAPS[1:3], strict=True):
        _dots(ax, (x, points[-1][1] + gap))
        _normaliser(ax, x + 22, points)
    _words(ax, net)
    return fig


def _neurons(x: float, count: int, most: int, gap: float) -> list[Point]:
    """Return where a column's drawn neurons stand; where some are left out, a place stays free."""
    drawn = shown(count, most)
    places = column(x, len(drawn), centre=CENTRE, gap=gap)
    return [at for at, index in zip(places, drawn, strict=True) if index is not None]


def _dots(ax: Axes, at: Point) -> None:
    """Draw three dots for the neurons that are left out."""
    heights = [at[1] - 5, at[1], at[1] + 5]
    ax.plot([at[0]] * 3, heights, "o", color=role("muted"), markersize=3.2, zorder=3)


def _normaliser(ax: Axes, x: float, points: list[Point]) -> None:
    """Draw the bar that stands for batch normalisation behind a column of neurons."""
    low, high = points[-1][1] - 9, points[0][1] + 9
    bar = FancyBboxPatch(
        (x - 4, low), 8, high - low, boxstyle="round,pad=0,rounding_size=4", linewidth=1.4, zorder=2
    )
    bar.set(facecolor=role("gradient-fill"), edgecolor=role("gradient"))
    ax.add_patch(bar)


def _words(ax: Axes, net: Sequential) -> None:
    """Write names above the columns, and what each layer has learned or kept below."""
    for x, height, name, kind, colour in (
        (XS[0] - 8, 432, "13 inputs", "", "data"),
        (XS[1] - 6, 432, "32 units", "ReLU", "model"),
        (XS[2] - 6, 422, "16 units", "ReLU", "model"),
        (XS[3], 300, "price", "linear", "target"),
    ):
        label(ax, name, (x, height), colour)
        label(ax, kind, (x, height - 19), "muted", fontsize=13)
    note(ax, "batch\nnorm", (400, 410), (XS[2] + 27, 372), colour="gradient", bend=0.25, fontsize=13)
    note(ax, "dropped", (404, 150), (XS[2] + 4, 215), colour="muted", bend=-0.25, fontsize=13)
    counts = [
        sum(a.size for a in (*part.params.values(), *part.state.values()))
        for part in net.layers
        if part.params
    ]
    xs, colours = (182, 248, 296, 360, 412), ("model", "gradient", "model", "gradient", "target")
    for x, count, colour in zip(xs, counts, colours, strict=True):
        label(ax, f"{count:,}", (x, 64), colour)
    label(ax, f"{net.count_params():,} parameters in all", (240, 24), "ink", fontsize=16)


MISSES = np.linspace(-4, 4, 161)
STEPS = np.array([-4, -1, -1e-9, 1e-9, 1, 4])  # the slopes are straight between these
KINDS = (
    ("mean_squared_error", "squared", "quadratic", "solid"),
    ("mean_absolute_error", "absolute", "data", (0, (6, 2))),
    ("huber", "Huber", "good", "solid"),
)


@figure(
    id="regression-costs",
    caption="The squared error pulls twice as hard on a miss twice as large, the absolute error on all "
    "misses alike; Huber's cost pulls like the one near the target and like the other far away.",
    alt="Two line charts against a miss from −4 to 4. Above, the costs: a steep parabola, a V, and a curve "
    "that is round between −1 and 1 and straight outside. Below, the slopes: a straight line through 0, a "
    "step from −1 to 1, and a ramp between the same two levels.",
)
def regression_costs(rng: np.random.Generator) -> Figure:
    """Draw squared, absolute and Huber's cost of one miss, and their slopes."""
    fig = canvas(470)
    above = panel(fig, 56, 34, 406, 178, xlim=(-4, 4), ylim=(0, 9))
    below = panel(fig, 56, 262, 406, 150, xlim=(-4, 4), ylim=(-4.4, 4.4), xlabel="miss: output minus target")
    above.set_title("cost of one miss", pad=8)
    below.set_title("its slope", pad=8)
    zero = np.zeros((1, 1))
    for name, _, colour, dashes in KINDS:
        cost = costs.get(name)
        heights = [cost(zero, zero + miss) for miss in MISSES]
        slopes = [cost.gradient(zero, zero + miss).item() for miss in STEPS]
        above.plot(MISSES, heights, color=role(colour), linestyle=dashes)
        front = 3 if name == "mean_absolute_error" else 2
        below.plot(STEPS, slopes, color=role(colour), linestyle=dashes, zorder=front)
    for ax, spots in (
        (above, ((1.75, 6.6), (3.3, 4.6), (3.1, 1.2))),
        (below, ((0.75, 3.4), (-3.2, -1.9), (3.2, 1.85))),
    ):
        for at, (_, words, colour, _) in zip(spots, KINDS, strict=True):
            label(ax, words, at, colour)
    ticks(above, x=(-4, -2, 0, 2, 4), y=(0, 3, 6, 9))
    ticks(below, x=(-4, -2, 0, 2, 4), y=(-4, -1, 1, 4))
    return fig
