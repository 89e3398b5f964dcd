"""A figure of chapter 11: eight optimisers on one bent valley, each at a rate that suits it."""

from functools import cache

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dlbook.figures import figure
from dlbook.figures.chapters.optimisers import walk
from dlbook.figures.labels import canvas, label, panel
from dlbook.figures.theme import ramp, role
from dlbook.nn import SGD, AdaDelta, AdaGrad, Adam, AdamW, Momentum, Nesterov, RMSProp
from dlbook.nn.activations.classic import tanh, tanh_derivative
from dlbook.nn.costs import squared_error, squared_error_derivative
from dlbook.nn.optimizers import Optimizer

OPTIMISERS: tuple[Optimizer, ...] = (
    SGD(),
    Momentum(),
    Nesterov(),
    AdaGrad(),
    RMSProp(),
    AdaDelta(),
    Adam(),
    AdamW(),
)
RATES = tuple(float(f"{digit}e{power}") for power in range(-3, 2) for digit in (1, 2, 5))
START, LOWEST = (3.2, 0.2), (1.0, 1.5)
INPUTS = np.array([0.5, 1.0, 2.0])
TARGETS = LOWEST[1] * tanh(LOWEST[0] * INPUTS)
NEAR, PATIENCE = 0.1, 400


def bent(w: np.ndarray) -> np.ndarray:
    """Return the quadratic cost of the network w_2 tanh(w_1 x) on three examples.

    Args:
        w: (..., 2) the two weights.

    Returns:
        (...) the mean of the squared errors; 0 at `LOWEST`.
    """
    w = np.asarray(w, float)
    outputs = w[..., 1:] * tanh(w[..., :1] * INPUTS)
    return squared_error(TARGETS, outputs).mean(axis=-1)


def bent_gradient(w: np.ndarray) -> np.ndarray:
    """Return the gradient of `bent` at one point (2,), by the chain rule."""
    hidden = tanh(w[0] * INPUTS)
    errors = squared_error_derivative(TARGETS, w[1] * hidden)
    slope = tanh_derivative(w[0] * INPUTS)
    return np.array([(errors * w[1] * slope * INPUTS).mean(), (errors * hidden).mean()])


def arrival(path: np.ndarray) -> int:
    """Return after how many steps both weights stay near the lowest point; more than there are if never."""
    far = np.flatnonzero(~(abs(path - LOWEST).max(axis=1) < NEAR))
    return int(far[-1]) + 1 if len(far) else 0


@cache
def tuned(optimizer: Optimizer) -> tuple[Optimizer, np.ndarray]:
    """Return an optimiser at whichever of the rates arrives first, and its path until then."""
    tried = [optimizer.with_learning_rate(rate) for rate in RATES]
    with np.errstate(over="ignore", invalid="ignore"):  # some rates are far too large
        paths = [walk(one, bent_gradient, START, PATIENCE) for one in tried]
    best = min(range(len(RATES)), key=lambda i: arrival(paths[i]))
    return tried[best], paths[best][: arrival(paths[best]) + 1]


@figure(
    id="optimiser-paths",
    caption="One bent valley, one start, eight tempers, each at the rate that brings it to the lowest "
    "point first. Some fall straight to the floor and creep along it, some swing, some set out diagonally "
    "because every weight is given the same stride. On other ground the ranking changes.",
    alt="Eight contour maps of the same bent valley over two weights, each with the path of one optimiser "
    "from the lower right to a star at the left. SGD zigzags on the steep wall before it creeps; momentum "
    "swings through the valley and circles the star; Nesterov and AdaGrad turn into the valley at once; "
    "RMSProp and AdaDelta set out diagonally; Adam and AdamW do too, overshoot and come back.",
)
def optimiser_paths(rng: np.random.Generator) -> Figure:
    """Draw the path of every optimiser of the engine on the cost of a network with two weights."""
    fig = canvas(742)
    for i, optimizer in enumerate(OPTIMISERS):
        best, path = tuned(optimizer)
        ax = panel(fig, 4 + 242 * (i % 2), 30 + 186 * (i // 2), 230, 146, xlim=(-0.3, 4.3), ylim=(-0.3, 2.62))
        _bent_map(ax)
        name = type(optimizer).__name__
        colour = name.lower()
        marker = "o" if len(path) < 100 else ""
        ax.plot(*path.T, color=role(colour), linewidth=1.8, marker=marker, markersize=3.6, zorder=4)
        ax.set_title(f"{name}: {len(path) - 1} steps", color=role(colour), pad=7)
        label(ax, f"rate {best.rate(0):g}", (4.2, 2.4), "ink", ha="right", fontsize=13)
        ax.plot(*LOWEST, "*", color=role("target"), markersize=11, zorder=5)
    return fig


def _bent_map(ax: Axes) -> None:
    """Draw the map of the cost over the two weights, in bands without lines: there are eight such maps."""
    left, right, low, high = *ax.get_xlim(), *ax.get_ylim()
    w = np.stack(np.meshgrid(np.linspace(left, right, 31), np.linspace(low, high, 21)), axis=-1)
    bands = [-1e-9, 0.01, 0.06, 0.2, 0.5, 1.0, 1.8, 99]
    ax.contourf(w[0, :, 0], w[:, 0, 1], bent(w), bands, colors=ramp(len(bands) - 1), zorder=0)
    ax.set(xticks=[], yticks=[])
    for side in ax.spines.values():
        side.set_visible(False)
