"""More figures of chapter 3: what networks can represent, and what small weights keep them from."""

from itertools import product

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dlbook import worked
from dlbook.figures import figure
from dlbook.figures.labels import canvas, label, number, panel
from dlbook.figures.primitives.board import board
from dlbook.figures.primitives.nets import net_diagram
from dlbook.figures.primitives.network import column, edges, layer, neuron
from dlbook.figures.primitives.ridgeline import ridgeline
from dlbook.figures.primitives.tables import cells
from dlbook.figures.theme import role
from dlbook.nn import Dense, Sequential
from dlbook.rng import stream


@figure(
    id="boolean-network",
    caption="Any function of yes and no is one hidden layer away: give each row of the truth table that "
    "is to be 1 a neuron that fires for this row alone, and let the output fire when any of them does.",
    alt="Diagram of a truth table beside a network. The table lists all eight rows of three inputs; the four "
    "in which an odd number of inputs is 1 are lit. Of each lit row a neuron bears the pattern: 001, 010, "
    "100 and 111. Solid edges from the three inputs mean the weight 1, dashed ones −1. All four neurons "
    "lead to one output.",
)
def boolean_network(rng: np.random.Generator) -> Figure:
    """Draw the truth table of exclusive or for three inputs and the step network made from it."""
    fig, ax = board(330)
    net = worked.boolean_net(worked.ODD)
    rows = np.array(list(product((0, 1), repeat=3)))
    answers = net.predict(rows)
    table = np.hstack([rows, answers]).astype(int)
    lit = np.repeat(answers > 0, 4, axis=1)
    cells(ax, (14, 292), table.astype(str).tolist(), size=(32, 32), colour="model", lit=lit)
    for j, name in enumerate(("x₁", "x₂", "x₃", "y")):
        label(ax, name, (30 + 32 * j, 310), "model" if name == "y" else "data")
    inputs, hidden = column(206, 3, centre=180, gap=78), column(330, 4, centre=180, gap=64)
    kernels = [layer.params["kernel"] for layer in net.layers]
    edges(ax, inputs, hidden, kernels[0], widest=1.6)
    edges(ax, hidden, [(448, 180)], kernels[1], widest=1.6)
    layer(ax, inputs, ["x₁", "x₂", "x₃"], radius=19, colour="data")
    layer(ax, hidden, ["".join(map(str, row)) for row in worked.ODD], radius=24)
    neuron(ax, (448, 180), "or", radius=22)
    label(ax, "weights: solid 1, dashed −1", (330, 26), "muted")
    return fig


@figure(
    id="localised-bumps",
    caption="Sigmoids come in pairs: one goes up, one takes it back, and a bump is left. Side by side, bumps "
    "follow any curve; over a plane two ridges cross, and a second hidden layer keeps only the crossing.",
    alt="Four panels. A chart of a rising and a falling sigmoid and the bump that is their sum. A chart of "
    "a wavy dashed target and the staircase of fourteen bumps that follows it. A landscape of two crossing "
    "ridges. A landscape with a single square tower where they crossed.",
)
def localised_bumps(rng: np.random.Generator) -> Figure:
    """Draw a sigmoid pair, a curve made of bumps, crossing ridges and the tower that is left of them."""
    fig = canvas(392)
    pair, curve = panel(fig, 16, 44, 206, 140), panel(fig, 258, 44, 206, 140)
    _bump_of_two(pair)
    _curve_of_bumps(curve)
    net = worked.tower_net(height=2.0)
    side = np.linspace(0, 1, 41)
    grid = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    first, tower = net.layer_outputs(grid)["dense_1"], net.predict(grid)
    ridges = (first @ np.array([1.0, -1.0, 1.0, -1.0]))[:, None]
    for left, title, height in ((16, "two ridges cross", ridges), (258, "a second layer: a tower", tower)):
        ax = panel(fig, left, 230, 206, 154, xlim=(0, 1.5), ylim=(-0.03, 0.9))
        ax.axis("off")
        ax.set_title(title)
        ridgeline(ax, side, side[::2], 0.28 * height.reshape(41, 41)[::2])
    return fig


def _bump_of_two(ax: Axes) -> None:
    """Draw the two sigmoids of a bump, dashed, and their sum."""
    net = worked.bump_net([0.3, 0.7], [1.0])
    x = np.linspace(0, 1, 101)[:, None]
    signed = net.layer_outputs(x)["dense_1"] * net.params["dense_2/kernel"][:, 0]
    for part, dashes in zip(signed.T, ((0, (5, 2)), (0, (1.5, 1.5))), strict=True):
        ax.plot(x, part, color=role("data"), linewidth=2, linestyle=dashes)
    ax.plot(x, net.predict(x), color=role("model"))
    label(ax, "up", (0.9, 0.84), "data")
    label(ax, "down", (0.68, -0.85), "data", ha="right")
    label(ax, "sum: a bump", (0.36, -0.3), "model")
    ax.set(xlim=(0, 1), ylim=(-1.15, 1.25), xticks=[], yticks=[])
    ax.set_title("two sigmoids")


def wave(x: np.ndarray) -> np.ndarray:
    """Return the curve that the bumps are to follow."""
    return 0.5 + 0.3 * np.sin(7 * x) + 0.25 * x * np.cos(16 * x)


BUMPS = 14


def _curve_of_bumps(ax: Axes) -> None:
    """Draw a curve and the sum of bumps whose heights are its values at their middles."""
    bounds = np.linspace(0, 1, BUMPS + 1)
    heights = wave((bounds[1:] + bounds[:-1]) / 2).tolist()
    net = worked.bump_net([-0.2, *bounds[1:-1], 1.2], heights, steepness=400)
    x = np.linspace(0, 1, 321)
    ax.plot(x, net.predict(x[:, None]), color=role("model"), linewidth=2)
    ax.plot(x, wave(x), color=role("target"), linestyle=(0, (3, 1.5)))
    ax.set(xlim=(0, 1), ylim=(-0.05, 1.15), xticks=[], yticks=[])
    ax.set_title(f"{BUMPS} bumps, one curve")
    label(ax, "wanted", (0.58, 0.72), "target", ha="left")
    label(ax, "their sum", (0.1, 0.3), "model", ha="left")


@figure(
    id="encoder-network",
    caption="The 8-3-8 encoder is to put out what came in, but everything must pass through three neurons: "
    "it has to find a code of its own.",
    alt="Diagram of a network with eight inputs, three hidden neurons and eight outputs. The third "
    "input is 1 and all others are 0; the targets at the outputs repeat them. Between the wide layers the "
    "three hidden neurons form a waist, marked with a question mark each.",
)
def encoder_network(rng: np.random.Generator) -> Figure:
    """Draw the encoder with one pattern at its inputs and the same as targets."""
    fig, ax = board(350)
    net = Sequential([Dense(3, activation="sigmoid"), Dense(8, activation="sigmoid")])
    net.build(input_shape=(8,), rng=rng)
    columns = net_diagram(ax, net, (90, 240, 390), centre=160, gap=(38, 66, 38), radius=15, weighted=False)
    pattern = np.eye(8, dtype=int)[2]
    for (i, (x, y)), (_, (u, v)) in zip(columns[0].items(), columns[2].items(), strict=True):
        on = pattern[i] == 1
        neuron(ax, (x, y), str(pattern[i]), radius=15, colour="data" if on else "muted")
        neuron(ax, (u, v), radius=15, colour="target" if on else "muted")
        label(ax, str(pattern[i]), (u + 34, v), "target" if on else "muted")
    for at in columns[1].values():
        neuron(ax, at, "?", radius=20)
    label(ax, "input", (90, 332), "data")
    label(ax, "code", (240, 332), "model")
    label(ax, "output", (384, 332), "ink")
    label(ax, "target", (444, 332), "target")
    return fig


SCALES = (0.1, 1.0, 5.0)


@figure(
    id="linear-to-nonlinear",
    caption="A net with tiny weights is all but a straight line, whatever its neurons could do; only as the "
    "weights grow does it bend. The number is the share of the ups and downs that the best line misses.",
    alt="Three charts of one network's output against its input from −2 to 2, each stretched to "
    "the same height, with the best straight line dashed. With all weights times 0.1 curve and line lie "
    "on each other; with the weights as drawn the curve is a lazy wave; times 5 it is steep and kinked.",
)
def linear_to_nonlinear(rng: np.random.Generator) -> Figure:
    """Scale all weights of one random tanh net and draw the function with its best line."""
    fig = canvas(224)
    x = np.linspace(-2, 2, 121)
    for i, scale in enumerate(SCALES):
        ax = panel(fig, 10 + 159 * i, 44, 142, 142, xlim=(-2, 2), ylim=(-1.1, 1.1))
        y = scaled_net(scale).predict(x[:, None])[:, 0]
        line = np.polyval(np.polyfit(x, y, 1), x)
        middle, half = (y.max() + y.min()) / 2, np.ptp(y) / 2
        ax.plot(x, (y - middle) / half, color=role("model"))
        ax.plot(x, (line - middle) / half, color=role("ink"), linewidth=1.5, linestyle=(0, (4, 2)))
        ax.set_title(f"weights × {number(scale)}", color=role("model"))
        missed = float(f"{100 * np.var(y - line) / np.var(y):.2g}")
        ax.set_xlabel(f"line misses {number(missed)} %", fontsize=13)
        ax.set(xticks=[], yticks=[])
    return fig


def scaled_net(scale: float, seed: int = 31) -> Sequential:
    """Return a net of 12 hidden tanh units whose normal random kernels and biases are scaled alike.

    Args:
        scale: by which all parameters are multiplied.
        seed: of the draw; 31 is a middling one (see the tests).

    Returns:
        A network in float64 that takes (n, 1) and gives (n, 1).
    """
    net = Sequential([Dense(12, activation="tanh"), Dense(1)])
    draws = stream(seed, "linear-to-nonlinear")
    net.build(input_shape=(1,), rng=draws, dtype=np.float64)
    net.set_weights({key: scale * draws.normal(size=w.shape) for key, w in net.params.items()})
    return net
