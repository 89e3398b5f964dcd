"""A figure of chapter 11: one step of momentum beside one that looks ahead."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from dlbook.figures import figure
from dlbook.figures.chapters.optimisers import walk
from dlbook.figures.labels import canvas, label, note, panel
from dlbook.figures.primitives.paths import contour_map
from dlbook.figures.primitives.trilobite import trilobite
from dlbook.figures.theme import role
from dlbook.nn import Momentum

LOOK = {"learning_rate": 0.06, "momentum": 0.9}
LOOK_CURVATURES, LOOK_START, LOOK_STEPS = np.array([1.0, 8.0]), (-4.2, 2.0), 2


def look_gradient(w: np.ndarray) -> np.ndarray:
    """Return the gradient of a valley that curves by 1 along its floor and by 8 across it."""
    return LOOK_CURVATURES * w


def one_step() -> tuple[np.ndarray, np.ndarray, dict[str, np.ndarray]]:
    """Return a point on a roller's path, its kept velocity, and the step that each gradient adds to it.

    Returns:
        w; mu v; and by "momentum" and "nesterov" minus eta times the gradient at w and at w + mu v.
    """
    w = walk(Momentum(**LOOK), look_gradient, LOOK_START, LOOK_STEPS)
    here, kept = w[-1], LOOK["momentum"] * (w[-1] - w[-2])
    pulls = {
        "momentum": -LOOK["learning_rate"] * look_gradient(here),
        "nesterov": -LOOK["learning_rate"] * look_gradient(here + kept),
    }
    return here, kept, pulls


@figure(
    id="nesterov-look-ahead",
    caption="The same place, the same velocity. Momentum feels the slope where it is, near the valley's "
    "floor, and rolls far up the other side. Nesterov first looks where the velocity will carry it, feels "
    "the slope there, and brakes in time.",
    alt="Two contour maps of a valley, side by side, with a dashed floor. In both a rolled-up trilobite "
    "lies near the floor and a long arrow, its kept velocity, leads down across. On the left a short "
    "arrow for the slope starts at the trilobite, and the step ends far beyond the floor. On the right a "
    "faint trilobite stands at the tip of the long arrow, the slope is felt there, and its arrow leads "
    "half of the way back to the floor.",
)
def nesterov_look_ahead(rng: np.random.Generator) -> Figure:
    """Draw one step of momentum and of Nesterov's momentum from the same state."""
    fig = canvas(330)
    here, kept, pulls = one_step()
    ahead = here + kept
    for i, name in enumerate(pulls):
        ax = panel(fig, 4 + 240 * i, 34, 232, 290, xlim=(-4.35, -2.03), ylim=(-2.1, 0.8))
        _look_map(ax)
        ax.set_title("Nesterov" if i else "momentum", color=role(name), pad=10)
        _arrow(ax, here, ahead, "ink")
        label(ax, "velocity", (-3.45, -0.95), ha="right")
        felt = ahead if name == "nesterov" else here
        if name == "nesterov":
            trilobite(ax, tuple(felt), length=-48, pose="standing", faded=0.55)
            label(ax, "slope felt\nhere", (-3.5, -1.72), ha="right")
        else:
            _arrow(ax, here, here + pulls[name], "gradient")
            tip = here + pulls[name]
            note(
                ax,
                "slope felt here",
                (-2.75, 0.5),
                tuple(tip),
                colour="gradient",
                bend=-0.25,
                color=role("ink"),
            )
        _arrow(ax, ahead, ahead + pulls[name], "gradient")
        ax.plot(*(ahead + pulls[name]), "o", color=role(name), markersize=9, zorder=8)
        label(ax, "lands", ahead + pulls[name] + (0.1, 0.02), ha="left")
        trilobite(ax, tuple(here), length=52, pose="rolling")
    return fig


def _look_map(ax: Axes) -> None:
    """Draw the map of the valley, with its floor as a dashed line."""
    left, right, low, high = *ax.get_xlim(), *ax.get_ylim()
    w = np.stack(np.meshgrid(np.linspace(left, right, 26), np.linspace(low, high, 32)), axis=-1)
    cost = (LOOK_CURVATURES * w**2).sum(axis=-1) / 2
    contour_map(ax, w[0, :, 0], w[:, 0, 1], cost, np.array([3.5, 5, 7.5, 11, 15, 20]))
    ax.axhline(0, color=role("muted"), linewidth=1, linestyle=(0, (5, 4)))


def _arrow(ax: Axes, start: np.ndarray, end: np.ndarray, colour: str) -> None:
    """Draw an arrow from point to point in a role."""
    style = {"arrowstyle": "-|>,head_length=0.5,head_width=0.22", "shrinkA": 0, "shrinkB": 0}
    ax.annotate(
        "", tuple(end), tuple(start), arrowprops={**style, "linewidth": 2.4, "color": role(colour)}, zorder=7
    )
