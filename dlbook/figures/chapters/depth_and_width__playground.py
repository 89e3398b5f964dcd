"""Figure of chapter 7: what hidden units do to the border between two classes, trained by the engine."""

from functools import cache

import numpy as np
from matplotlib.figure import Figure

from dlbook import nn
from dlbook.data import toy
from dlbook.figures import figure
from dlbook.figures.labels import canvas, label, panel
from dlbook.figures.theme import ramp, role
from dlbook.nn.arrays import Array
from dlbook.rng import stream

NETS = ((), (2,), (4,))
STEPS = 400
SEED = 5
REACH = 1.25
PLACES = 61


@figure(
    id="bent-borders",
    caption="Exclusive or needs bends. Without a hidden layer the border is one straight line and must be "
    "wrong; two hidden units make a strip of it; four part all groups.",
    alt="Three maps of a square with the same 80 points in two classes, discs at the lower left and the "
    "upper right, diamonds in the other corners, and a line where the net cannot decide. Without a hidden "
    "layer the line cuts straight through the discs, 42 of 80 points are right; with two hidden units two "
    "lines leave a strip between them, 71 are right; with four the lines run around the groups of discs "
    "and all 80 are right.",
)
def bent_borders(rng: np.random.Generator) -> Figure:
    """Draw the answers of three trained nets on exclusive or."""
    fig = canvas(226)
    x, y = points()
    for i, hidden in enumerate(NETS):
        ax = panel(fig, 4 + i * 160, 38, 150, 150, xlim=(-REACH, REACH), ylim=(-REACH, REACH))
        grid, answers = surface(hidden)
        ax.contourf(grid, grid, answers, [-0.01, 0.5, 1.01], colors=ramp(3)[:0:-1], zorder=0)
        ax.contour(grid, grid, answers, [0.5], colors=[role("ink")], linewidths=2, zorder=1)
        for value, marker, colour in ((0, "o", "data"), (1, "D", "model")):
            own = x[y == value]
            ax.plot(*own.T, marker, color=role(colour), markersize=3.6 - 0.6 * value, zorder=2)
        ax.set(xticks=[], yticks=[], aspect="equal")
        ax.spines[:].set_visible(False)
        title = f"{hidden[0]} hidden units" if hidden else "no hidden layer"
        label(ax, title, (0, REACH + 0.22), "ink", ha="center")
        label(ax, f"{right(hidden)} of {len(x)} right", (0, -REACH - 0.26), "muted", ha="center")
    return fig


def points() -> tuple[Array, Array]:
    """Return 80 points of exclusive or and their classes."""
    return toy.xor(80, noise=0.04, rng=stream(1, "bent-borders"))


@cache
def trained(hidden: tuple[int, ...]) -> nn.Sequential:
    """Return a net with these hidden layers, trained on all points at once."""
    x, y = points()
    layers = [nn.Dense(units, activation="tanh") for units in hidden]
    net = nn.Sequential([*layers, nn.Dense(1, activation="sigmoid")])
    net.build((2,), rng=stream(SEED, "bent-borders", "weights"), dtype=np.float64)
    optimizer = nn.Adam(0.05)
    state = optimizer.init(net.params)
    for _ in range(STEPS):
        _, gradients = net.cost_and_gradients(x, y[:, None], "binary_crossentropy")
        for key, update in optimizer.advance(gradients, state).items():
            net.params[key] += update
    return net


def surface(hidden: tuple[int, ...]) -> tuple[Array, Array]:
    """Return places along an axis and a net's answers on the grid of them."""
    grid = np.linspace(-REACH, REACH, PLACES)
    plane = np.stack(np.meshgrid(grid, grid), axis=-1).reshape(-1, 2)
    return grid, trained(hidden).predict(plane).reshape(PLACES, PLACES)


def right(hidden: tuple[int, ...]) -> int:
    """Return how many of the points a net gets right."""
    x, y = points()
    return int(((trained(hidden).predict(x)[:, 0] > 0.5) == (y > 0.5)).sum())
