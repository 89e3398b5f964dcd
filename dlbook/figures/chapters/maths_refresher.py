"""Figures of the maths refresher on change: slopes, partial derivatives, the chain rule."""

from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Wedge

from dlbook.figures import figure
from dlbook.figures.labels import canvas, label, number, panel, ticks
from dlbook.figures.primitives.board import board
from dlbook.figures.primitives.surface import oblique, surface
from dlbook.figures.theme import role

AT = 1.0
RUNS = (2.0, 1.0, 0.5)
SHORTEST = 1e-7


def bowl(x: np.ndarray | float) -> np.ndarray | float:
    """Return the curve whose slope is measured, half of x squared."""
    return 0.5 * np.square(x)


def rise_over_run(run: float) -> float:
    """Return the slope of the line through the curve at 1 and a run further on."""
    return float((bowl(AT + run) - bowl(AT)) / run)


@figure(
    id="slope",
    caption="A slope is rise over run. Shorten the run and the slope settles: where it settles is the slope "
    "of the tangent, the derivative.",
    alt="Four line charts of the curve x²/2 from 0 to 3.3, with a point at x = 1. In three of them a stair "
    "of run and rise leads from there to a second point, and a straight line runs through both: run 2, "
    "slope 2; run 1, slope 1.5; run 0.5, slope 1.25. In the last the line only touches the curve: slope 1.",
)
def slope(rng: np.random.Generator) -> Figure:
    """Draw lines through a point of a curve and points ever closer to it, and the tangent."""
    fig = canvas(430)
    x = np.linspace(0, 3.3, 67)
    for i, run in enumerate((*RUNS, SHORTEST)):
        ax = panel(fig, 34 + 230 * (i % 2), 34 + 206 * (i // 2), 200, 146, xlim=(0, 3.4), ylim=(-0.5, 5.4))
        ax.plot(x, bowl(x), color=role("model"))
        steepness, foot = round(rise_over_run(run), 4), float(bowl(AT))
        ends = np.array([-1.0, 2.3])
        ax.plot(AT + ends, foot + steepness * ends, color=role("gradient"), linewidth=2)
        ax.plot(AT, foot, "o", color=role("gradient"), markersize=7, zorder=4)
        if run == SHORTEST:
            ax.set_title("run towards 0: tangent", pad=8)
        else:
            _stair(ax, run)
            ax.set_title(f"run {number(run)}", pad=8)
        label(ax, f"slope {number(steepness)}", (0.2, 4.5), "gradient", ha="left")
        ticks(ax, x=range(4), y=(0, 2, 4) if i % 2 == 0 else ())
    return fig


def _stair(ax: Axes, run: float) -> None:
    """Draw the run from the point, the rise to the curve, and write how high it is."""
    end, foot, head = AT + run, float(bowl(AT)), float(bowl(AT + run))
    ax.plot([AT, end, end], [foot, foot, head], color=role("ink"), linewidth=1.5, zorder=3)
    ax.plot(end, head, "o", color=role("gradient"), markersize=7, zorder=4)
    if run == max(RUNS):
        label(ax, f"run {number(run)}", ((AT + end) / 2, foot - 0.45))
        label(ax, f"rise {number(head - foot)}", (end + 0.2, (foot + head) / 2), rotation=90)


def valley(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the height of a valley that climbs to the back, (x - 1)^2 / 8 + y^2 / 2."""
    return np.square(np.subtract(x, 1)) / 8 + np.square(y) / 2


POINT = (3.0, 1.0)
FAR = {"x": 4.0, "y": 2.0}
CUT_ROLES = {"x": "data", "y": "model"}
LOW = 0.5  # how much heights are flattened in the view


def along(name: str, steps: np.ndarray | float) -> tuple[np.ndarray, np.ndarray]:
    """Return the places (x, y) that one meets from the point with steps along one axis."""
    x, y = (np.full_like(steps, start, dtype=float) for start in POINT)
    return (x + steps, y) if name == "x" else (x, y + steps)


def partial(name: str, nudge: float = 1e-6) -> float:
    """Return the slope of the valley at the point along one axis, by a small step both ways."""
    return float(valley(*along(name, nudge)) - valley(*along(name, -nudge))) / (2 * nudge)


@figure(
    id="partial-derivatives",
    caption="A partial derivative is an ordinary slope, taken while everything else is held still: cut the "
    "landscape along one direction and look at the cut.",
    alt="Three panels. Above, a landscape over x and y, seen obliquely, a valley that climbs to the back; "
    "two lines run over it and cross in a point, one along x, the other along y. Below, each of the two as "
    "a line chart of the height along it, a parabola with a tangent at the point: slope 0.5 where y stays "
    "at 1, slope 1 where x stays at 3.",
)
def partial_derivatives(rng: np.random.Generator) -> Figure:
    """Cut a valley along both axes through one point and draw each cut with its tangent."""
    fig = canvas(520)
    view = panel(fig, 10, 8, 460, 262, xlim=(-0.25, 5.25), ylim=(-0.28, 2.5))
    view.axis("off")
    x, y = np.linspace(0, FAR["x"], 33), np.linspace(0, FAR["y"], 13)
    surface(view, x, y, LOW * valley(*np.meshgrid(x, y)))
    for i, (name, colour) in enumerate(CUT_ROLES.items()):
        steps = np.linspace(-POINT[i], FAR[name] - POINT[i], 41)
        heights = valley(*along(name, steps))
        view.plot(*oblique(*along(name, steps), LOW * heights), color=role(colour), zorder=4)
        ax = panel(fig, 34 + 298 * i, 320, 66 * FAR[name], 136, xlim=(0, FAR[name]), ylim=(0, 3.1))
        ax.plot(POINT[i] + steps, heights, color=role(colour))
        ax.set_title(f"{'yx'[i]} stays at {number(POINT[1 - i])}", color=role(colour), pad=8)
        ax.set_xlabel(name)
        ticks(ax, x=range(int(FAR[name]) + 1), y=(0, 1, 2) if i == 0 else ())
        _touch(view, ax, name)
    label(view, "x", (2, -0.17), "data")
    label(view, "y", (4.72, 0.3), "model")
    return fig


def _touch(view: Axes, ax: Axes, name: str) -> None:
    """Draw the tangent at the point, on the landscape and on the cut, and write its slope."""
    steepness, height = partial(name), float(valley(*along(name, 0.0)))
    reach = np.array([-0.7, 0.7])
    line = height + steepness * reach
    place = POINT["xy".index(name)]
    for axes, ends, middle in (
        (ax, (place + reach, line), (place, height)),
        (
            view,
            oblique(*along(name, reach), LOW * line),
            oblique(*along(name, 0.0), LOW * np.asarray(height)),
        ),
    ):
        axes.plot(*ends, color=role("gradient"), zorder=5)
        axes.plot(*middle, "o", color=role("gradient"), zorder=6)
    label(ax, f"slope {number(round(steepness, 3))}", (0.2, 2.7), "gradient", ha="left")


RADII = {"x": 66.0, "u": 44.0, "y": 22.0}
TURN = 60.0


def turned(name: str) -> float:
    """Return how far a wheel turns, in degrees, when the belts run as far as the first wheel moves them."""
    return TURN * RADII["x"] / RADII[name]


@figure(
    id="chain-rule",
    caption="Rates in a chain multiply: if u turns one and a half times as fast as x, and y twice as fast "
    "as u, then y turns three times as fast as x.",
    alt="Diagram of three wheels, each smaller than the one before, joined by two belts. The first, x, has "
    "turned by 60 degrees, the second, u, by 90 and the third, y, by 180. Above the belts stands du/dx = "
    "1.5 and dy/du = 2; below, that dy/dx is their product, 3.",
)
def chain_rule(rng: np.random.Generator) -> Figure:
    """Draw three wheels joined by belts and how far each turns with the first."""
    fig, ax = board(282)
    centres = {"x": (84.0, 150.0), "u": (262.0, 150.0), "y": (414.0, 150.0)}
    rates = []
    for one, other in pairwise(centres):
        _belt(ax, centres[one], RADII[one], centres[other], RADII[other])
        rates.append(turned(other) / turned(one))
        x = (centres[one][0] + RADII[one] + centres[other][0] - RADII[other]) / 2
        label(ax, f"d{other}/d{one} = {number(rates[-1])}", (x, 238))
    for name, centre in centres.items():
        _wheel(ax, centre, RADII[name], turned(name))
        label(ax, f"{name}: {number(turned(name))}°", (centre[0], 66), "gradient")
    product = " × ".join(number(rate) for rate in rates)
    label(ax, f"dy/dx = {product} = {number(turned('y') / turned('x'))}", (240, 22), fontsize=16)
    return fig


def _wheel(ax: Axes, centre: tuple[float, float], radius: float, angle: float) -> None:
    """Draw a wheel, the angle by which it has turned clockwise, and its mark before and after."""
    ax.add_patch(
        Circle(centre, radius, facecolor=role("panel"), edgecolor=role("ink"), linewidth=2, zorder=3)
    )
    share = 0.8 * radius
    swept = Wedge(centre, share, 90 - angle, 90, facecolor=role("gradient-fill"), edgecolor="none", zorder=4)
    ax.add_patch(swept)
    for turn, colour, width in ((0.0, "muted", 1.4), (angle, "gradient", 2.5)):
        tip = np.add(centre, share * np.array([np.sin(np.deg2rad(turn)), np.cos(np.deg2rad(turn))]))
        ax.plot(*zip(centre, tip, strict=True), color=role(colour), linewidth=width, zorder=5)
    ax.plot(*centre, "o", color=role("ink"), markersize=5, zorder=6)


def _belt(
    ax: Axes, one: tuple[float, float], radius: float, other: tuple[float, float], smaller: float
) -> None:
    """Draw the two straight pieces of a belt that runs around two wheels at one height."""
    tilt = np.arcsin((radius - smaller) / (other[0] - one[0]))
    for side in (1, -1):
        normal = np.array([np.sin(tilt), side * np.cos(tilt)])
        ends = np.array([one + radius * normal, other + smaller * normal])
        ax.plot(*ends.T, color=role("muted"), linewidth=2, zorder=2)
