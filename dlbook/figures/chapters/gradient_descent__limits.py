"""Figures of chapter 5: the learning rate beyond which descent diverges, and the slow way off a saddle."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dlbook.figures import figure
from dlbook.figures.chapters.gradient_descent__ground import hessian, line_gradient, lowest, pebble_map
from dlbook.figures.labels import canvas, label, note, panel, ticks
from dlbook.figures.primitives.paths import contour_map, follow
from dlbook.figures.theme import role


def curvatures() -> np.ndarray:
    """Return the eigenvalues of the Hessian of `line_cost`, the smaller first; it is the same everywhere."""
    return np.linalg.eigvalsh(hessian())


STEPS = 20
OFF = np.array([2.31, 0.49])  # a start to the side of both main directions


def left_over(rate: float) -> float:
    """Return the distance from the lowest point after 20 steps, as a multiple of that at the start."""
    path = follow(line_gradient, OFF, rate, STEPS)
    first, last = np.linalg.norm(path[[0, -1]] - lowest(), axis=1)
    return float(last / first)


@figure(
    id="divergence-limit",
    caption="The limit can be computed: where the ground curves most, with the curvature h, a "
    "learning rate above 2/h carries the walker away, for every stride overshoots by more than it has "
    "gained.",
    alt="Line chart, logarithmic upwards, of the distance from the minimum after 20 steps against the "
    "learning rate from 0 to 0.85. It falls from 1 to 0.004 at 0.6, turns, and crosses 1 just beyond a "
    "dashed line at 0.69; there, on a shaded ground, it climbs to nearly a thousand. Three small maps above "
    "show paths: at 0.05 a short one, at 0.6 a zigzag that comes in, at 0.72 a zigzag that widens.",
)
def divergence_limit(rng: np.random.Generator) -> Figure:
    """Run descent at many rates and mark where the largest eigenvalue says that it must diverge."""
    fig = canvas(440)
    limit = 2 / float(curvatures()[-1])
    ax = panel(fig, 62, 178, 404, 206, xlim=(0, 0.85), ylim=(1e-3, 3e3), yscale="log", xlabel="learning rate")
    ax.axvspan(limit, 0.85, color=role("bad-fill"), linewidth=0, zorder=0)
    ax.axhline(1, color=role("muted"), linewidth=1)
    ax.axvline(limit, color=role("bad"), linewidth=2, linestyle=(0, (4, 2)))
    rates = np.linspace(0, 0.85, 171)
    ax.plot(rates, [left_over(rate) for rate in rates], color=role("model"))
    for i, rate in enumerate((0.05, 0.6, 0.72)):
        ax.plot(rate, left_over(rate), "o", color=role("model"), zorder=4)
        _zigzag(panel(fig, 62 + 142 * i, 34, 120, 104, xlim=(-0.6, 2.8), ylim=(-0.75, 2.197)), rate)
    label(ax, f"2/h = {limit:.2f}", (limit - 0.02, 900), "bad", ha="right")
    label(ax, "diverges", ((limit + 0.85) / 2, 0.01), "bad")
    label(ax, "as far as at the start", (0.08, 2.6), "muted", ha="left", fontsize=13)
    ticks(ax, x=(0, 0.2, 0.4, 0.6, 0.8))
    ax.set_yticks([0.01, 1, 100], ["1/100", "1", "100"])
    ax.minorticks_off()
    ax.set_title("distance from the lowest point after 20 steps", pad=8, fontsize=14)
    return fig


def _zigzag(ax: Axes, rate: float) -> None:
    """Draw the first steps at one rate on a small map."""
    pebble_map(ax)
    path = follow(line_gradient, OFF, rate, 7)
    ax.plot(*path.T, "-o", color=role("model"), linewidth=1.5, markersize=4, zorder=3)
    ax.set_title(f"rate {rate:g}", fontsize=14, pad=6)


def saddle(point: Any) -> np.ndarray:
    """Return the cost of two linear neurons in a row, u and w, on one example: (1 - u w)^2.

    Args:
        point: (2, ...) both weights.

    Returns:
        The cost, of the shape of either weight.
    """
    u, w = point
    return (1 - u * w) ** 2


def saddle_gradient(point: np.ndarray) -> np.ndarray:
    """Return both derivatives of `saddle` by the chain rule, (2,)."""
    u, w = point
    return -2 * (1 - u * w) * np.array([w, u])


@figure(
    id="saddle-escape",
    caption="A saddle holds descent up but does not hold it for good: near it the gradient almost vanishes "
    "and the cost stands still, then the way down at the side takes over.",
    alt="Two panels for two linear neurons in a row. Left, a contour map over both weights: a path comes "
    "from the lower right towards the saddle in the middle, dots crowd there, then it turns to the upper "
    "right, to the nearer of two valleys. Right, a line chart of the cost over 90 steps: it falls from 4 to "
    "1, stays there from about step 15 to step 50, and drops to 0.",
    size="wide",
)
def saddle_escape(rng: np.random.Generator) -> Figure:
    """Descend to a saddle along its ridge and off it again."""
    fig = canvas(360)
    path = follow(saddle_gradient, np.array([1.0, -0.998]), 0.06, 90)
    ax = panel(
        fig, 34, 14, 290, 290, xlim=(-1.5, 1.5), ylim=(-1.5, 1.5), xlabel="weight u", ylabel="weight w"
    )
    grid = np.linspace(-1.5, 1.5, 37)
    levels = np.array([0.05, 0.25, 0.6, 0.9, 1.5, 2.2, 3.5, 5.5])
    contour_map(ax, grid, grid, saddle(np.meshgrid(grid, grid)), levels)
    ax.plot(*path.T, "-o", color=role("model"), linewidth=2, markersize=6, zorder=3)
    note(ax, "saddle", (-0.75, -0.55), (0, 0), bend=0.2)
    label(ax, "valley", (0.5, 1.22))
    curve = panel(fig, 392, 46, 270, 258, xlim=(0, 90), ylim=(0, 4.1), xlabel="step")
    curve.set_title("cost", color=role("cost"), pad=10)
    curve.plot(saddle(path.T), color=role("cost"))
    note(curve, "held up\nat the saddle", (42, 2.5), (33, 1.0), bend=0.2)
    ticks(curve, x=(0, 30, 60, 90), y=(0, 1, 2, 3, 4))
    return fig
