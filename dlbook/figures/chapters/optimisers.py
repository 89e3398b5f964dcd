"""Figures of chapter 11: steps that add up, on a ball's way down a valley."""

from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dlbook.figures import figure
from dlbook.figures.labels import canvas, label, note, panel
from dlbook.figures.primitives.ground import Ground
from dlbook.figures.primitives.paths import contour_map, leaps
from dlbook.figures.primitives.terrain import terrain
from dlbook.figures.primitives.trilobite import trilobite
from dlbook.figures.theme import role
from dlbook.nn import SGD, Momentum
from dlbook.nn.optimizers import Updater

Gradient = Callable[[np.ndarray], np.ndarray]


def walk(optimizer: Updater, gradient: Gradient, start: Any, steps: int) -> np.ndarray:
    """Return the points that an optimiser visits, the start first.

    Args:
        optimizer: of `dlbook.nn`.
        gradient: of the cost at a point.
        start: a number or a vector.
        steps: how many.

    Returns:
        (steps + 1, ...) points.

    Example:
        >>> walk(Momentum(0.25, 0.5), lambda w: 2 * w, 1.0, 2)
        array([1. , 0.5, 0. ])
    """
    params = {"w": np.array(start, float)}
    state = optimizer.init(params)
    path = [params["w"]]
    for _ in range(steps):
        update = optimizer.advance({"w": np.asarray(gradient(params["w"]))}, state, params)
        params = {"w": params["w"] + update["w"]}
        path.append(params["w"])
    return np.array(path)


CURVATURES = np.array([1.0, 25.0])
"""How strongly the valley curves along its floor and across it."""

VALLEY_START = (-10.0, 1.0)


def valley(w: np.ndarray) -> np.ndarray:
    """Return the cost (h_1 w_1^2 + h_2 w_2^2) / 2 of points (..., 2) in a valley with these curvatures."""
    return (CURVATURES * np.asarray(w) ** 2).sum(axis=-1) / 2


def valley_gradient(w: np.ndarray) -> np.ndarray:
    """Return the gradient of `valley`."""
    return CURVATURES * w


def for_the_valley() -> tuple[SGD, Momentum]:
    """Return plain descent at its best rate for these curvatures, and momentum at settings that do well.

    Descent shrinks both coordinates by (k - 1) / (k + 1) a step at the rate 2 / (h_1 + h_2), with k = h_2 /
    h_1, and no rate does better.
    """
    return SGD(2 / float(CURVATURES.sum())), Momentum(0.06, 0.65)


def steps_to(path: np.ndarray, share: float = 0.01) -> int:
    """Return after how many steps a path stays within a share of its first distance from the origin."""
    distance = np.linalg.norm(path, axis=1)
    return int(np.flatnonzero(distance > share * distance[0])[-1]) + 1


@figure(
    id="momentum-valley",
    caption="In a long valley the gradient points across, hardly along. Plain descent at its best rate "
    "spends its strides on the zigzag: it takes 58 to come a hundred times nearer. With momentum the "
    "strides along the valley add up while those across cancel, and 24 do.",
    alt="Two contour maps of the same long narrow valley, one above the other, with paths that begin at "
    "its far left end. Above, plain descent goes to and fro between the sides like the teeth of a saw and "
    "stands, after 24 steps, short of the middle, the rest drawn faintly. Below, momentum weaves along "
    "the floor in a few gentle waves and has arrived after 24 steps.",
)
def momentum_valley(rng: np.random.Generator) -> Figure:
    """Go down one valley with plain descent and with momentum, each at the settings that suit it best."""
    fig = canvas(352)
    sgd, momentum = for_the_valley()
    cases = (
        ("plain descent", sgd, "sgd", panel(fig, 4, 30, 472, 138)),
        ("momentum", momentum, "momentum", panel(fig, 4, 210, 472, 138)),
    )
    arrives = steps_to(walk(momentum, valley_gradient, VALLEY_START, 100))
    for name, optimizer, colour, ax in cases:
        _valley_map(ax)
        path = walk(optimizer, valley_gradient, VALLEY_START, 100)
        needed = steps_to(path)
        ax.plot(*path[: needed + 1].T, "-o", color=role(colour), alpha=0.35, linewidth=1, markersize=2.5)
        ax.plot(*path[: arrives + 1].T, "-o", color=role(colour), linewidth=2, markersize=4.5, zorder=4)
        ax.set_title(f"{name}: {needed} steps", color=role(colour), pad=8)
        trilobite(ax, tuple(path[arrives]), length=34, pose="rolled-up" if name == "momentum" else "standing")
    label(cases[0][3], f"after {arrives} steps", (-2.9, -1.25), "sgd", fontsize=13)
    return fig


def _valley_map(ax: Axes) -> None:
    """Draw the valley on axes that are true to angles."""
    box = ax.get_window_extent()
    left, right = -10.9, 1.7
    half = (right - left) * box.height / box.width / 2
    ax.set(xlim=(left, right), ylim=(-half, half))
    w = np.stack(np.meshgrid(np.linspace(left, right, 36), np.linspace(-half, half, 21)), axis=-1)
    contour_map(ax, w[0, :, 0], w[:, 0, 1], valley(w), np.array([1.0, 5, 12, 22, 36, 54]))


HOLLOW = Ground(np.array([-3.7, 3.3, -3.5, 3.3, 2.7]), np.array([0.3, 0.7, 0.5, 0.3, 0.9]), bias=3.7)
"""Five examples that make two valleys."""

ROLL_START = -2.28


@figure(
    id="trilobite-rolling",
    caption="Some trilobites could roll up, and ours rolls. On a steady slope both take strides of the "
    "same length; yet the walker stays in the first hollow, where it feels no slope, and the roller has "
    "speed left to climb out of it.",
    alt="Two line charts of the same cost with a hollow on the left and a deeper valley on the right, "
    "drawn as hilly ground. Above, a walking trilobite has come down into the hollow and stands there, "
    "its mouth drawn down. Below, a rolled-up trilobite is seen several times on its way down through the "
    "hollow, over the hill behind it and into the deep valley, where it lies content.",
)
def trilobite_rolling(rng: np.random.Generator) -> Figure:
    """Descend into a real local minimum without and with momentum, at the same steady stride."""
    fig = canvas(426)
    cases = (
        (SGD(2.8), "rate 2.8, no momentum", "sgd"),
        (Momentum(0.28, 0.9), "rate 0.28, momentum 0.9", "momentum"),
    )
    w = np.linspace(-3.1, 2.6, 140)
    for i, (optimizer, words, colour) in enumerate(cases):
        ax = panel(fig, 0, 2 + 214 * i, 480, 206, xlim=(-3.1, 2.6), ylim=(0.02, 0.53))
        ax.axis("off")
        terrain(ax, w, HOLLOW.height(w))
        path = walk(optimizer, HOLLOW.slope, ROLL_START, 200)
        leaps(ax, path[:30], HOLLOW.height(path[:30]), colour=colour, bend=0.3)
        label(ax, words, (2.5, 0.475), colour, ha="right")
        if colour == "sgd":
            _stand(ax, path[0], "stepping", 0.45)
            _stand(ax, path[-1], "stuck")
        else:
            _rolls(ax, path)
    return fig


def _stand(ax: Axes, w: np.float64, pose: str, faded: float = 1.0, length: float = 62) -> None:
    """Put the trilobite on the ground at a weight."""
    slope = float(HOLLOW.slope(w))
    trilobite(ax, (float(w), float(HOLLOW.height(w))), length=length, pose=pose, slope=slope, faded=faded)


def _rolls(ax: Axes, path: np.ndarray) -> None:
    """Show the roller in the hollow, on the hill behind it and in the end."""
    for w in path[[8, 17]]:
        _stand(ax, w, "rolling", 0.6)
    _stand(ax, path[-1], "content")
    note(
        ax, "no slope here,\nbut speed", (-2.3, 0.13), (float(path[8]), float(HOLLOW.height(path[8])) - 0.005)
    )
