"""Figures of chapter 10 about penalties: where L1 and L2 pull two weights, and what they do to 55,000."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Ellipse, Polygon

from dlbook.figures import figure
from dlbook.figures.labels import canvas, label, note, panel, ticks
from dlbook.figures.theme import ramp, role
from dlbook.nn import soft_threshold
from dlbook.runs import Results

BEST = np.array([1.7, 0.9])
"""The two weights at which the cost alone is smallest."""

HESSIAN = np.array([[1.6, 0.5], [0.5, 0.7]])
"""Its second derivatives: the cost is (w - BEST) HESSIAN (w - BEST) / 2."""


def cost(w: np.ndarray) -> np.ndarray:
    """Return the cost without penalty.

    Args:
        w: (..., 2) pairs of weights.
    """
    away = w - BEST
    return np.einsum("...i,ij,...j->...", away, HESSIAN, away) / 2


def with_l2(strength: float) -> np.ndarray:
    """Return the weights at which cost + strength times the sum of squares is smallest."""
    return np.linalg.solve(HESSIAN + 2 * strength * np.eye(2), HESSIAN @ BEST)


def with_l1(strength: float) -> np.ndarray:
    """Return the weights at which cost + strength times the sum of sizes is smallest.

    One weight after the other is set to its best value, which is a soft threshold, until nothing moves.
    """
    w = BEST.copy()
    for _ in range(200):
        for i in (0, 1):
            pulled = HESSIAN[i] @ BEST - HESSIAN[i, 1 - i] * w[1 - i]
            w[i] = soft_threshold(pulled, strength) / HESSIAN[i, i]
    return w


STRENGTHS = np.concatenate([np.linspace(0, 2.4, 97), np.geomspace(2.5, 400, 60)])
HELD = {"L2": 0.5, "L1": 1.25}
"""The strengths at which both panels stop to show the shape."""


@figure(
    id="l1-and-l2",
    caption="Turn up the penalty, and the best weights walk home to 0. Under L2 both shrink together and "
    "neither gets there. Under L1 the smaller one arrives first, and stays: the shape has corners, and "
    "corners lie on the axes.",
    alt="Map in two panels of a cost of two weights, a tilted oval valley right of the centre. From its "
    "lowest point a path leads to the origin. Left, for L2, it bends a little; a circle about the origin "
    "touches a contour of the cost on it. Right, for L1, the path runs straight down to the horizontal axis "
    "and then along it; a diamond touches a contour with its corner on the axis, where the second weight is "
    "0.",
    size="wide",
)
def l1_and_l2(rng: np.random.Generator) -> Figure:
    """Draw the paths of the best weights as the penalty grows, and the shape that holds them at one place."""
    fig = canvas(404)
    for i, (name, solve) in enumerate((("L2", with_l2), ("L1", with_l1))):
        ax = panel(fig, 34 + 334 * i, 48, 304, 304, xlim=(-1.5, 2.5), ylim=(-1.6, 2.4))
        held = solve(HELD[name])
        _valley(ax, float(cost(held)))
        shape = _circle(held) if name == "L2" else _diamond(held)
        shape.set(facecolor=role("target-fill"), edgecolor=role("target"), linewidth=2.2, zorder=2, alpha=0.9)
        ax.add_patch(shape)
        path = np.array([solve(strength) for strength in STRENGTHS])
        ax.plot(*path.T, color=role("model"), zorder=4)
        ax.plot(*BEST, "o", color=role("data"), markersize=11, zorder=5)
        ax.plot(*held, "o", color=role("model"), markersize=13, zorder=5)
        label(ax, "lowest cost", (1.72, 1.24), "ink")
        ax.set_title(name, pad=12, weight="bold")
        ticks(ax, x=(), y=())
        for side in ("left", "bottom"):
            ax.spines[side].set(position="zero", zorder=1)
        label(ax, "w₁", (2.25, 0.2), "ink")
        label(ax, "w₂", (0.28, 2.2), "ink")
    note(fig.axes[1], "w₂ is 0", (1.55, -1.0), tuple(held), colour="model", bend=-0.25)
    held = with_l2(HELD["L2"])
    note(fig.axes[0], "both shrink", (1.5, -1.1), tuple(held), colour="model", bend=-0.2)
    return fig


def _circle(held: np.ndarray) -> Circle:
    return Circle((0, 0), float(np.hypot(*held)))


def _diamond(held: np.ndarray) -> Polygon:
    r = float(np.abs(held).sum())
    return Polygon([(r, 0), (0, r), (-r, 0), (0, -r)])


def contour(height: float) -> Ellipse:
    """Return the oval on which the cost has a height."""
    curvatures, directions = np.linalg.eigh(HESSIAN)
    wide, high = 2 * np.sqrt(2 * height / curvatures)
    x, y = directions[:, 0]
    return Ellipse(tuple(BEST), wide, high, angle=float(np.degrees(np.arctan2(y, x))))


def _valley(ax: Axes, through: float) -> None:
    """Draw the cost as filled ovals, and as a line the one that touches the shape."""
    shares = (5.0, 3.2, 1.9, 1.0, 0.45, 0.12)
    for share, shade in zip(shares, ramp(len(shares)), strict=True):
        oval = contour(through * share)
        oval.set(facecolor=shade, linewidth=0, zorder=0)
        ax.add_patch(oval)
    touching = contour(through)
    touching.set(fill=False, edgecolor=role("muted"), linewidth=1.6, zorder=3)
    ax.add_patch(touching)


ROWS = (
    ("none", "no penalty", "muted"),
    ("l2-1e-3", "L2", "target"),
    ("l1-1e-3", "L1", "data"),
    ("proximal-1e-3", "L1, proximal", "model"),
)
"""Variants of the record from top to bottom; all penalties have the strength 0.001."""

BINS = slice(15, 45)
"""The bins of the record's histogram from -0.15 to 0.15."""

TOP = 21.0
"""Share of the weights, in per cent, at which bars are cut off."""


@figure(
    id="l1-l2-weights",
    caption="Where 54,912 weights end up. L2 draws them together. L1 drives nearly all to within a hair's "
    "breadth of 0, and yet not one of them is 0. Only the proximal step lets a weight come to rest. The "
    "tallest bars are cut off.",
    alt="Chart of four histograms of weights between -0.15 and 0.15, one above the other, and beside each "
    "what share is smaller than 0.001 and what share exactly 0. Without penalty a broad plateau, 1 and 0 "
    "percent. With L2 a plateau half as broad, 2 and 0. With L1 a needle in the middle of next to nothing, "
    "87 and 0. With the proximal step a stump and a line at 0 itself, 88 and 76.",
    needs=("l1-and-l2",),
)
def l1_l2_weights(rng: np.random.Generator) -> Figure:
    """Draw the weights' histogram under four trainings, and how many are tiny or exactly zero."""
    fig = canvas(452)
    record = Results().read("l1-and-l2")
    for i, (variant, name, colour) in enumerate(ROWS):
        ax = panel(fig, 16, 64 + 88 * i, 264, 74, xlim=(-0.152, 0.152), ylim=(0, TOP))
        ax.spines["left"].set_visible(False)
        zeros, tiny = (record.summary(variant, metric).mean for metric in ("zeros", "tiny"))
        _histogram(ax, 100 * record.array(variant, "weight_histogram"), 100 * zeros, colour)
        label(ax, name, (-0.15, 15), colour, ha="left")
        for x, share in ((0.225, tiny), (0.335, zeros)):
            label(ax, f"{100 * share:.0f} %", (x, 9), colour if share > 0.5 else "muted", fontsize=20)
        ticks(ax, x=(-0.1, 0, 0.1) if i == 3 else (), y=())
    for x, words in ((0.225, "below\n0.001"), (0.335, "exactly\n0")):
        label(fig.axes[0], words, (x, 29), "ink")
    label(fig.axes[0], "how the weights lie", (-0.15, 29), "ink", ha="left")
    fig.axes[-1].set_xlabel("weight")
    return fig


def _histogram(ax: Axes, shares: np.ndarray, zeros: float, colour: str) -> None:
    """Draw bars up to TOP, and the weights that are exactly zero as a line of their own."""
    edges = np.linspace(-0.3, 0.3, 61)
    rest = shares.copy()
    rest[30] -= zeros  # zero itself counts to the bin on its right
    heights, edges = np.clip(rest[BINS], 0, TOP), edges[BINS.start : BINS.stop + 1]
    ax.stairs(heights, edges, fill=True, color=role(f"{colour}-fill"), linewidth=0)
    ax.stairs(heights, edges, color=role(colour), linewidth=1.8, baseline=None)
    if zeros > 0:
        ax.plot([0, 0], [0, min(zeros, TOP)], color=role(colour), linewidth=4, solid_capstyle="butt")
