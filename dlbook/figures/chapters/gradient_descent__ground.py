"""Figures of chapter 5: the trilobite on wider ground, with longer legs, and in a dip."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dlbook.figures import figure
from dlbook.figures.chapters.gradient_descent import HILL, descend
from dlbook.figures.labels import canvas, label, note, panel
from dlbook.figures.primitives.ground import Ground
from dlbook.figures.primitives.paths import bowl_map, follow, leaps
from dlbook.figures.primitives.terrain import terrain
from dlbook.figures.primitives.trilobite import trilobite
from dlbook.figures.theme import role
from dlbook.nn.costs import squared_error, squared_error_derivative

PEBBLES = np.array([-0.3, -0.1, 0.1, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0, 1.1, 1.3, 1.5])
HEFT = np.array([0.6, 0.1, 1.4, 0.7, 1.6, 0.8, 1.9, 1.0, 1.3, 2.5, 1.6, 2.9])
"""Twelve examples: what is known of a pebble, and what a linear neuron w x + b should say of it."""


def line_cost(w: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return the quadratic cost of a linear neuron over the twelve examples, for weights and biases."""
    outputs = np.multiply.outer(w, PEBBLES) + np.asarray(b)[..., None]
    return squared_error(HEFT, outputs).mean(axis=-1)


def line_gradient(parameters: np.ndarray, rows: np.ndarray | slice = slice(None)) -> np.ndarray:
    """Return the gradient of the mean cost over some of the examples.

    Args:
        parameters: (2,) weight and bias.
        rows: which examples; all by default.

    Returns:
        (2,) the derivatives with respect to weight and bias.
    """
    w, b = parameters
    errors = squared_error_derivative(HEFT[rows], w * PEBBLES[rows] + b)
    return np.array([(errors * PEBBLES[rows]).mean(), errors.mean()])


def hessian() -> np.ndarray:
    """Return the second derivatives of `line_cost`, (2, 2); they are the same everywhere."""
    inputs = np.column_stack((PEBBLES, np.ones_like(PEBBLES)))
    return 2 * inputs.T @ inputs / len(inputs)


def lowest() -> np.ndarray:
    """Return weight and bias where the gradient of `line_cost` is 0, (2,)."""
    return np.linalg.solve(hessian(), -line_gradient(np.zeros(2)))


LEVELS = np.array([0.3, 0.6, 1.2, 2.2, 3.6, 5.5, 8.0])


START = (3.0, 1.25)


def pebble_map(ax: Axes) -> None:
    """Draw the map of `line_cost` over weight (to the right) and bias (up)."""
    bowl_map(ax, lowest(), hessian(), float(line_cost(*lowest())), LEVELS)


@figure(
    id="trilobite-descent-2d",
    caption="With two parameters the ground is a landscape and its slope has a direction, the gradient. The "
    "trilobite goes the opposite way, straight across the contour lines, and so comes round to the lowest "
    "point in a curve.",
    alt="Contour map of a cost over a weight and a bias: ovals about a lowest point. A trilobite stands at "
    "the upper right, where an arrow points back uphill. From its feet dots lead down across the ovals, far "
    "apart at first and closer later, bending round to the middle, where a second trilobite stands, content.",
)
def trilobite_descent_2d(rng: np.random.Generator) -> Figure:
    """Walk down the quadratic cost of a linear neuron with a weight and a bias, on a map."""
    fig = canvas(390)
    ax = panel(fig, 34, 8, 438, 340, xlim=(-0.2, 3.8), ylim=(-0.9, 2.205))
    ax.set(xlabel="weight w", ylabel="bias b")
    pebble_map(ax)
    path = follow(line_gradient, START, learning_rate=0.12, steps=52)
    uphill = line_gradient(path[0])
    ahead = path[0] + 0.55 * uphill / np.linalg.norm(uphill)
    ax.plot(*path.T, "-o", color=role("model"), linewidth=2, markersize=6, zorder=3)
    arrow = {
        "arrowstyle": "-|>,head_length=0.5,head_width=0.25",
        "linewidth": 2.5,
        "shrinkA": 3,
        "shrinkB": 0,
    }
    ax.annotate("", ahead, path[0], arrowprops={**arrow, "color": role("gradient")}, zorder=8)
    trilobite(ax, tuple(path[0]), length=-74, pose="stepping")
    trilobite(ax, tuple(path[-1]), length=-74, pose="content")
    label(ax, "gradient:\nsteepest way up", (2.72, 2.0))
    note(ax, "straight across\nthe contour line", (2.95, 0.1), tuple((path[0] + path[1]) / 2), bend=0.2)
    label(ax, "lowest point", (0.85, 0.55), ha="right")
    return fig


@figure(
    id="trilobite-learning-rate",
    caption="The same hill and the same six steps. With a learning rate that is too small the walker is "
    "still on the slope, with one that is too large it leaps from side to side and never settles; between "
    "them lies one that arrives.",
    alt="Three line charts of the same valley of cost, drawn as hilly ground, one under the other, with the "
    "steps as arcs. Rate 1: a tiny trilobite has crept a short way down. Rate 8: a trilobite of middling "
    "size stands in the lowest point. Rate 60: the arcs of a giant go over the valley to and fro, and it "
    "ends on the far slope.",
)
def trilobite_learning_rate(rng: np.random.Generator) -> Figure:
    """Take six steps from one start with three learning rates."""
    fig = canvas(546)
    cases = (
        (1.0, "tiny", "learning rate 1: hardly gets going"),
        (8.0, "content", "learning rate 8: arrives"),
        (60.0, "giant", "learning rate 60: leaps across the valley"),
    )
    for i, (rate, pose, words) in enumerate(cases):
        ax = panel(fig, 0, 2 + 182 * i, 480, 176, xlim=(-4.7, 5.7), ylim=(-0.06, 0.56))
        ax.axis("off")
        w = np.linspace(-4.7, 5.7, 70)
        terrain(ax, w, HILL.height(w))
        path = descend(-2.5, rate, 6)
        leaps(ax, path, HILL.height(path), bend=0.3)
        end = path[-1]
        slope = float(HILL.slope(np.float64(end)))
        trilobite(ax, (end, float(HILL.height(end))), length=56, pose=pose, slope=slope)
        label(ax, words, (-4.45, 0.485), ha="left")
    return fig


DIP = Ground(np.array([1.4, -3.9, -3.4, 3.2, 2.5]), np.array([0.1, 0.9, 0.1, 0.9, 0.9]), bias=-3.9)
"""Five examples that make two valleys."""


@figure(
    id="trilobite-local-minimum",
    caption="A dip on the way is the end for a walker with short strides: uphill on all sides, though the "
    "deep valley is close by. One whose stride is wider than the dip steps over it.",
    alt="Two line charts of the same cost with a shallow dip on the left and a deep valley on the right, "
    "drawn as hilly ground. Above, with the learning rate 2, dots lead into the dip and a trilobite with "
    "its mouth drawn down stands there. Below, with the rate 10, one of the arcs spans the dip, and a "
    "content trilobite stands in the valley.",
)
def trilobite_local_minimum(rng: np.random.Generator) -> Figure:
    """Descend from one start with two learning rates, on a cost with two minima."""
    fig = canvas(374)
    cases = ((2.0, "stuck", "learning rate 2: stuck"), (10.0, "content", "learning rate 10: over it"))
    for i, (rate, pose, words) in enumerate(cases):
        ax = panel(fig, 0, 2 + 187 * i, 480, 181, xlim=(-3.6, 4.4), ylim=(0.09, 0.64))
        ax.axis("off")
        w = np.linspace(-3.6, 4.4, 90)
        terrain(ax, w, DIP.height(w))
        path = follow(DIP.slope, -2.42, rate, 30)
        leaps(ax, path, DIP.height(path), bend=0.35)
        trilobite(
            ax,
            (path[-1], float(DIP.height(path[-1]))),
            length=52,
            pose=pose,
            slope=float(DIP.slope(path[-1])),
        )
        label(ax, words, (-3.35, 0.575), ha="left")
    return fig
