"""Figures of chapter 5: walking down the landscape of a cost, one step at a time."""

from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dlbook.figures import figure
from dlbook.figures.labels import canvas, label, note, panel
from dlbook.figures.primitives.ground import Ground
from dlbook.figures.primitives.terrain import terrain
from dlbook.figures.primitives.trilobite import trilobite
from dlbook.figures.theme import role

HILL = Ground(np.array([0.8, 1.0, -0.6]), np.array([0.7, 0.6, 0.4]))
"""Three examples, and no bias."""


def descend(start: float, learning_rate: float, steps: int) -> np.ndarray:
    """Return the weights that gradient descent visits on the hill, the start first."""
    path = [start]
    for _ in range(steps):
        path.append(path[-1] - learning_rate * float(HILL.slope(np.float64(path[-1]))))
    return np.array(path)


@figure(
    id="trilobite-descent",
    caption="Gradient descent: the trilobite cannot see the valley, it feels only the slope under its "
    "antennae. Every stride is the learning rate times that slope: long where it is steep, short "
    "where it is not.",
    alt="Line chart of cost against one weight, drawn as hilly ground. A trilobite stands high on the "
    "left slope, with the tangent under its feet; dots mark its steps down the hill, far apart "
    "where the ground is steep and ever closer where it is level; at the lowest point the trilobite "
    "has arrived and is content.",
    size="wide",
)
def trilobite_descent(rng: np.random.Generator) -> Figure:
    """Walk down the cost of one sigmoid neuron by real gradient steps."""
    fig = canvas(350)
    ax = panel(fig, 0, 0, 680, 350, xlim=(-4.7, 4.3), ylim=(-0.2, 0.56))
    ax.axis("off")
    w = np.linspace(-4.7, 4.3, 80)
    terrain(ax, w, HILL.height(w))
    path = descend(start=-2.5, learning_rate=6.0, steps=9)
    heights, slopes = HILL.height(path), HILL.slope(path)
    _strides(ax, path)
    ahead = -1.1
    reach = np.array([-0.9, 1.7])
    ax.plot(path[0] + reach, heights[0] + slopes[0] * reach, color=role("gradient"), zorder=4)
    trilobite(ax, (path[0], heights[0]), length=104, pose="stepping", slope=slopes[0])
    trilobite(ax, (path[-1], heights[-1]), length=104, pose="content", slope=slopes[-1])
    note(
        ax,
        "all it feels is the slope",
        (0.75, 0.45),
        (ahead, heights[0] + slopes[0] * (ahead - path[0])),
        colour="gradient",
        bend=0.3,
    )
    label(ax, "cost", (3.5, heights[-1] + 0.15), "cost")
    return fig


def _strides(ax: Axes, path: np.ndarray) -> None:
    """Mark every step on the surface and, in the ground, how long each stride is."""
    heights, level = HILL.height(path), -0.09
    ax.plot(path, heights, "o", color=role("ink"), markersize=7, zorder=3)
    ax.vlines(path, level, heights, color=role("muted"), linewidth=1, linestyle=(0, (2, 3)), zorder=2)
    arrow = {"arrowstyle": "-|>,head_length=0.35,head_width=0.18", "shrinkA": 0, "shrinkB": 0}
    for here, there in pairwise(path[:7]):
        ax.annotate(
            "", (there, level), (here, level), arrowprops={**arrow, "color": role("ink"), "linewidth": 1.6}
        )
    label(ax, "stride = learning rate × slope", (path[0] - 0.05, -0.15), ha="left")
